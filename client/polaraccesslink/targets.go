package polaraccesslink

import (
	"context"
	"iter"
	"strconv"
)

func (s *TrainingTargetsService) listTrainingTargets() ranged {
	return ranged{
		call:   call{operation: operationTargets, path: "/training-target/calendar-targets", scope: ScopeTrainingTargets},
		member: "trainingTarget",
		days:   90,
	}
}

// List returns the sessions that are planned in a range, in one request: at
// most 90 days. The vendor names no longest range; 90 days are asked for at
// once.
//
// GET /training-target/calendar-targets
func (s *TrainingTargetsService) List(ctx context.Context, from, to Date) ([]TrainingTarget, error) {
	return one[TrainingTarget](ctx, s.client, s.listTrainingTargets(), from, to, nil)
}

// All is [TrainingTargetsService.List] for a range of any length, asked for in pieces.
func (s *TrainingTargetsService) All(ctx context.Context, from, to Date) iter.Seq2[TrainingTarget, error] {
	return pieces(ctx, s.client, s.listTrainingTargets(), from, to, nil, func(t *TrainingTarget) string { return target(t) })
}

const operationTargets = "ListTrainingTargets"

// Favorites returns the plans that the user keeps for reuse.
//
// GET /training-target/favorites
func (s *TrainingTargetsService) Favorites(ctx context.Context) ([]FavoriteTarget, error) {
	return list[FavoriteTarget](ctx, s.client, call{operation: "ListFavoriteTargets", path: "/training-target/favorites", scope: ScopeTrainingTargets}, "", "favoriteTarget")
}

// Route returns a route by the number that a target or a favourite has. Routes
// of other companies cannot be had.
//
// GET /routes/{routeId}
func (s *TrainingTargetsService) Route(ctx context.Context, routeID uint64) (*UserRoute, error) {
	k := call{operation: "GetRoute", path: "/routes/" + strconv.FormatUint(routeID, 10), scope: ScopeRoutes}
	return get[UserRoute](ctx, s.client, k, "userRoute")
}

package firstbeat

import (
	"context"
	"iter"
)

// Team is a team with its groups. An athlete can be in a group and not in the
// team itself, and in no team at all.
type Team struct {
	TeamID     int64   `json:"teamId"`
	Name       string  `json:"name,omitempty"`
	AthleteIDs []int64 `json:"athleteIds"`
	Groups     []Group `json:"groups"`
}

// Group is a part of a team. Its ID stands wherever a team's can.
type Group struct {
	GroupID    int64   `json:"groupId"`
	Name       string  `json:"name,omitempty"`
	AthleteIDs []int64 `json:"athleteIds"`
}

// List returns the page of an account's teams that starts at offset.
//
// GET /v1/sports/accounts/{accountId}/teams
func (s *TeamsService) List(ctx context.Context, accountID string, offset int) (*Page[Team], error) {
	const operation = "ListTeams"
	path, err := account(operation, accountID)
	if err != nil {
		return nil, err
	}
	var q query
	q.offset(offset)
	return list[Team](ctx, s.client, call{operation: operation, path: path + "/teams", query: q.String()}, "teams", offset)
}

// All returns an account's teams, page by page as they are asked for.
func (s *TeamsService) All(ctx context.Context, accountID string) iter.Seq2[Team, error] {
	return all(ctx, s.client, 0, func(ctx context.Context, offset int) (*Page[Team], error) {
		return s.List(ctx, accountID, offset)
	})
}

// Get returns one team, by its ID or by that of one of its groups.
//
// GET /v1/sports/accounts/{accountId}/teams/{teamId}
func (s *TeamsService) Get(ctx context.Context, accountID string, teamID int64) (*Team, error) {
	const operation = "GetTeam"
	path, err := account(operation, accountID)
	if err != nil {
		return nil, err
	}
	k := call{operation: operation, path: in(path, "teams", teamID)}
	team, err := get[Team](ctx, s.client, k)
	if err == nil && team.TeamID == 0 && team.Name == "" && team.AthleteIDs == nil && team.Groups == nil {
		return nil, s.client.nothing(k, "a team")
	}
	return team, err
}

// ListAthletes returns the page of a team's or group's athletes that starts at offset.
//
// GET /v1/sports/accounts/{accountId}/teams/{teamId}/athletes
func (s *TeamsService) ListAthletes(ctx context.Context, accountID string, teamID int64, offset int) (*Page[Athlete], error) {
	const operation = "ListTeamAthletes"
	path, err := account(operation, accountID)
	if err != nil {
		return nil, err
	}
	var q query
	q.offset(offset)
	k := call{operation: operation, path: in(path, "teams", teamID) + "/athletes", query: q.String()}
	return list[Athlete](ctx, s.client, k, "athletes", offset)
}

// AllAthletes returns a team's or group's athletes, page by page as they are asked for.
func (s *TeamsService) AllAthletes(ctx context.Context, accountID string, teamID int64) iter.Seq2[Athlete, error] {
	return all(ctx, s.client, 0, func(ctx context.Context, offset int) (*Page[Athlete], error) {
		return s.ListAthletes(ctx, accountID, teamID, offset)
	})
}

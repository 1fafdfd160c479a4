package polaraccesslink

import (
	"context"
	"iter"
)

// Features of [TrainingSessionsService.List]. [confirmed: AccessLink v4 document]
const (
	SessionSamples            = "samples"
	SessionTestResults        = "test-results"
	SessionTrainingLoadReport = "training-load-report"
	SessionLaps               = "laps"
	SessionHillSplits         = "hill-splits"
	SessionRoutes             = "routes"
	SessionStatistics         = "statistics"
	SessionZones              = "zones"
	SessionPauseTimes         = "pause-times"
	SessionStrengthTraining   = "strength-training-results"
	SessionComments           = "comments"
)

func (s *TrainingSessionsService) listTrainingSessions() ranged {
	return ranged{
		call:     call{operation: "ListTrainingSessions", path: "/training-sessions/list", scope: ScopeTrainingSessions},
		member:   "trainingSessions",
		days:     90,
		daily:    true,
		clock:    true,
		features: []string{SessionSamples, SessionTestResults, SessionTrainingLoadReport, SessionLaps, SessionHillSplits, SessionRoutes, SessionStatistics, SessionZones, SessionPauseTimes, SessionStrengthTraining, SessionComments},
	}
}

// List returns the sessions that began in a range, in one request: at most 90
// days, or one day with features.
//
// GET /training-sessions/list
func (s *TrainingSessionsService) List(ctx context.Context, from, to Date, features ...string) ([]TrainingSession, error) {
	return one[TrainingSession](ctx, s.client, s.listTrainingSessions(), from, to, features)
}

// All is [TrainingSessionsService.List] for a range of any length, asked for in pieces.
func (s *TrainingSessionsService) All(ctx context.Context, from, to Date, features ...string) iter.Seq2[TrainingSession, error] {
	return pieces(ctx, s.client, s.listTrainingSessions(), from, to, features, func(t *TrainingSession) string { return id(t.Identifier) })
}

package polaraccesslink

import (
	"context"
	"iter"
)

// Features of [SleepService.List]. [confirmed: AccessLink v4 document]
const (
	SleepResultFeature         = "sleep-result"
	OriginalSleepResultFeature = "original-sleep-result"
	SleepEvaluationFeature     = "sleep-evaluation"
	SleepScoreFeature          = "sleep-score"
)

func (s *SleepService) listSleeps() ranged {
	return ranged{
		call:     call{operation: "ListSleeps", path: "/sleeps", scope: ScopeSleep},
		member:   "nightSleeps",
		days:     30,
		daily:    true,
		features: []string{SleepResultFeature, OriginalSleepResultFeature, SleepEvaluationFeature, SleepScoreFeature},
	}
}

// List returns the nights of a range, in one request: at most 30 days, or one
// day with features.
//
// GET /sleeps
func (s *SleepService) List(ctx context.Context, from, to Date, features ...string) ([]NightSleep, error) {
	return one[NightSleep](ctx, s.client, s.listSleeps(), from, to, features)
}

// All is [SleepService.List] for a range of any length, asked for in pieces.
func (s *SleepService) All(ctx context.Context, from, to Date, features ...string) iter.Seq2[NightSleep, error] {
	return pieces(ctx, s.client, s.listSleeps(), from, to, features, func(t *NightSleep) string { return t.SleepDate.String() })
}

func (s *SleepService) listSleepWakeVectors() ranged {
	return ranged{
		call:   call{operation: "ListSleepWakeVectors", path: "/sleep-wake-vectors", scope: ScopeSleep},
		member: "sleepWakeVectors",
		days:   7,
	}
}

// Vectors returns sleep and waking by day and device, in one request: at most 7
// days. The vendor keeps them for 90 days; what is older is not there.
//
// GET /sleep-wake-vectors
func (s *SleepService) Vectors(ctx context.Context, from, to Date) ([]SleepWakeVector, error) {
	return one[SleepWakeVector](ctx, s.client, s.listSleepWakeVectors(), from, to, nil)
}

// AllVectors is [SleepService.Vectors] for a range of any length, asked for in pieces.
func (s *SleepService) AllVectors(ctx context.Context, from, to Date) iter.Seq2[SleepWakeVector, error] {
	return pieces(ctx, s.client, s.listSleepWakeVectors(), from, to, nil, func(t *SleepWakeVector) string { return day(t.Date, uuid(t.DeviceReference)) })
}

package polaraccesslink

import (
	"context"
	"iter"
)

// Features of [ActivityService.List]. [confirmed: AccessLink v4 document]
const (
	ActivitySamples                    = "samples"
	ActivityTargetFeature              = "activity-target"
	ActivityPhysicalInformationFeature = "physical-information"
)

func (s *ActivityService) listActivity() ranged {
	return ranged{
		call:     call{operation: "ListActivity", path: "/activity/list", scope: ScopeActivity},
		envelope: "activities",
		member:   "activityDays",
		days:     90,
		daily:    true,
		features: []string{ActivitySamples, ActivityTargetFeature, ActivityPhysicalInformationFeature},
	}
}

// List returns the days of a range, in one request: at most 90 days, or one day
// with features.
//
// GET /activity/list
func (s *ActivityService) List(ctx context.Context, from, to Date, features ...string) ([]ActivityDay, error) {
	return one[ActivityDay](ctx, s.client, s.listActivity(), from, to, features)
}

// All is [ActivityService.List] for a range of any length, asked for in pieces.
func (s *ActivityService) All(ctx context.Context, from, to Date, features ...string) iter.Seq2[ActivityDay, error] {
	return pieces(ctx, s.client, s.listActivity(), from, to, features, func(t *ActivityDay) string { return t.Date.String() })
}

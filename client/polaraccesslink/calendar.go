package polaraccesslink

import (
	"context"
	"iter"
)

// Features of [CalendarService.List]. [confirmed: AccessLink v4 document]
const (
	CalendarNotes                      = "notes"
	CalendarFeelings                   = "feeling"
	CalendarFeedbacks                  = "feedback"
	CalendarPerceivedRecovery          = "perceived-recovery"
	CalendarWeights                    = "weight"
	CalendarPhysicalInformationFeature = "physical-information"
)

func (s *CalendarService) listCalendar() ranged {
	return ranged{
		call:     call{operation: "ListCalendar", path: "/calendar/list", scope: ScopeCalendar},
		envelope: "data",
		member:   "entries",
		days:     90,
		clock:    true,
		features: []string{CalendarNotes, CalendarFeelings, CalendarFeedbacks, CalendarPerceivedRecovery, CalendarWeights, CalendarPhysicalInformationFeature},
	}
}

// List returns the entries of a range, in one request: at most 90 days.
//
// GET /calendar/list
func (s *CalendarService) List(ctx context.Context, from, to Date, features ...string) ([]CalendarEntry, error) {
	return one[CalendarEntry](ctx, s.client, s.listCalendar(), from, to, features)
}

// All is [CalendarService.List] for a range of any length, asked for in pieces.
func (s *CalendarService) All(ctx context.Context, from, to Date, features ...string) iter.Seq2[CalendarEntry, error] {
	return pieces(ctx, s.client, s.listCalendar(), from, to, features, func(t *CalendarEntry) string { return "" })
}

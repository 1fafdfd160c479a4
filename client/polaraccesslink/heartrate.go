package polaraccesslink

import (
	"context"
	"iter"
)

// Features of [HeartRateService.List]. [confirmed: AccessLink v4 document]
const (
	HeartRateSamples = "heart-rate-samples"
)

func (s *HeartRateService) listContinuousSamples() ranged {
	return ranged{
		call:     call{operation: "ListContinuousSamples", path: "/continuous-samples", scope: ScopeContinuousSamples},
		envelope: "continuousSamples",
		member:   "heartRateSamplesPerDay",
		days:     30,
		features: []string{HeartRateSamples},
	}
}

// List returns heart rate around the clock by day and device, in one request:
// at most 30 days. Ask for the feature HeartRateSamples: what comes without is
// not documented.
//
// GET /continuous-samples
func (s *HeartRateService) List(ctx context.Context, from, to Date, features ...string) ([]HeartRateDay, error) {
	return one[HeartRateDay](ctx, s.client, s.listContinuousSamples(), from, to, features)
}

// All is [HeartRateService.List] for a range of any length, asked for in pieces.
func (s *HeartRateService) All(ctx context.Context, from, to Date, features ...string) iter.Seq2[HeartRateDay, error] {
	return pieces(ctx, s.client, s.listContinuousSamples(), from, to, features, func(t *HeartRateDay) string { return day(t.Date, deviceID(t.DeviceRef)) })
}

// Features of [HeartRateService.PPI]. [confirmed: AccessLink v4 document]
const (
	PPISamples = "samples"
)

func (s *HeartRateService) listPPISamples() ranged {
	return ranged{
		call:     call{operation: "ListPPISamples", path: "/ppi-samples", scope: ScopePPI},
		member:   "dailyPpiSamples",
		days:     90,
		daily:    true,
		features: []string{PPISamples},
	}
}

// PPI returns the intervals between pulses of a range, in one request: at most
// 90 days, or one day with features.
//
// GET /ppi-samples
func (s *HeartRateService) PPI(ctx context.Context, from, to Date, features ...string) ([]PPIDay, error) {
	return one[PPIDay](ctx, s.client, s.listPPISamples(), from, to, features)
}

// AllPPI is [HeartRateService.PPI] for a range of any length, asked for in pieces.
func (s *HeartRateService) AllPPI(ctx context.Context, from, to Date, features ...string) iter.Seq2[PPIDay, error] {
	return pieces(ctx, s.client, s.listPPISamples(), from, to, features, func(t *PPIDay) string { return t.Date.String() })
}

package polaraccesslink

import (
	"context"
	"iter"
)

// Features of [NightlyRechargeService.List]. [confirmed: AccessLink v4 document]
const (
	NightlyRechargeSamples = "samples"
)

func (s *NightlyRechargeService) listNightlyRecharge() ranged {
	return ranged{
		call:     call{operation: "ListNightlyRecharge", path: "/nightly-recharge-results", scope: ScopeNightlyRecharge},
		envelope: "nightlyRechargeResults",
		member:   "nightlyRechargeResults",
		days:     28,
		daily:    true,
		features: []string{NightlyRechargeSamples},
	}
}

// List returns how the nights of a range restored the user, in one request: at
// most 28 days, or one day with features.
//
// GET /nightly-recharge-results
func (s *NightlyRechargeService) List(ctx context.Context, from, to Date, features ...string) ([]NightlyRecharge, error) {
	return one[NightlyRecharge](ctx, s.client, s.listNightlyRecharge(), from, to, features)
}

// All is [NightlyRechargeService.List] for a range of any length, asked for in pieces.
func (s *NightlyRechargeService) All(ctx context.Context, from, to Date, features ...string) iter.Seq2[NightlyRecharge, error] {
	return pieces(ctx, s.client, s.listNightlyRecharge(), from, to, features, func(t *NightlyRecharge) string { return t.SleepResultDate.String() })
}

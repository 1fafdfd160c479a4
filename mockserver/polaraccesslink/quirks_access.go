package polaraccesslink

import "github.com/ergodrome/ergodrome/mockserver/world"

// accessSwitches are about limits and refusals.
func accessSwitches() []Switch {
	return []Switch{
		{
			Name: "short-limit", Values: []string{"1 to 1000000"}, Default: "3000",
			What:     "how many requests a client has in 15 minutes",
			Evidence: "confirmed: AccessLink v4 page",
			Set:      world.Whole(1, 1_000_000, func(s *settings) *world.Chosen[int] { return &s.shortLimit }),
		},
		{
			Name: "long-limit", Values: []string{"1 to 10000000"}, Default: "100000",
			What:     "how many requests a client has in 24 hours, those included that the short window refuses",
			Evidence: "confirmed: AccessLink v4 page",
			Set:      world.Whole(1, 10_000_000, func(s *settings) *world.Chosen[int] { return &s.longLimit }),
		},
		{
			Name: "window-start", Values: []string{"first-request", "clock"}, Default: "first-request",
			What:     "when a window begins: with its first request, or at full quarters of an hour and at midnight UTC",
			Evidence: "unknown; the page speaks of periods that reset",
			Set:      world.OnOff("first-request", "clock", func(s *settings) *world.Chosen[bool] { return &s.alignedWindows }),
		},
		{
			Name: "rate-headers", Values: []string{headersRefused, headersAlways, headersNever}, Default: headersRefused,
			What:     "which answers carry RateLimit-Usage, RateLimit-Limit and RateLimit-Reset",
			Evidence: "version 3 sends them; whether version 4 does is not known",
			Set:      world.Word(func(s *settings) *world.Chosen[string] { return &s.rateHeaders }),
		},
		{
			Name: "retry-after", Values: []string{"yes", "no"}, Default: "yes",
			What:     "whether a 429 carries Retry-After",
			Evidence: "unknown; harmless",
			Set:      world.OnOff("no", "yes", func(s *settings) *world.Chosen[bool] { return &s.retryAfter }),
		},
		{
			Name: "error-key", Values: []string{"errorMessage", "error"}, Default: "errorMessage",
			What:     "the member of a refusal that has its words",
			Evidence: "measured: errorMessage (published answers, and the page); one public client notes error",
			Set:      world.Word(func(s *settings) *world.Chosen[string] { return &s.errorKey }),
		},
		{
			Name: "unauthorized-body", Values: []string{"json", "html"}, Default: "json",
			What:     "the body of a 401",
			Evidence: "unknown; version 3 answers a page of its container",
			Set:      world.OnOff("json", "html", func(s *settings) *world.Chosen[bool] { return &s.htmlUnauthorized }),
		},
	}
}

// querySwitches are about what may be asked.
func querySwitches() []Switch {
	return []Switch{
		{
			Name: "times", Values: []string{byProfile, "either", "strict"}, Default: byProfile,
			What:     "from and to: dates and local times everywhere, or local times for training sessions and the calendar and dates elsewhere",
			Evidence: "confirmed: public clients, that the live service is strict; the page promises a date in ISO 8601",
			Set:      profiled("strict", func(s *settings) *world.Chosen[bool] { return &s.strictTimes }, profileLive),
		},
		{
			Name: "target-range", Values: []string{byProfile, rangeDocumented, rangeLive, rangeEither}, Default: byProfile,
			What:     "the names of the range of calendar targets",
			Evidence: "the page has fromDate and toDate; public clients found that from and to are read",
			Set: func(s *settings, c world.Choice) error {
				v := c.Value
				if v == byProfile {
					v = map[string]string{profileDocumented: rangeDocumented, profileLive: rangeLive, profileTolerant: rangeEither}[s.profile.Plain()]
					c = c.OfProfile()
				}
				s.targetRange.Put(v, c)
				return nil
			},
		},
		{
			Name: "target-days", Values: []string{"0 to 3660"}, Default: "0",
			What:     "the longest range of calendar targets in days; 0: any",
			Evidence: "unknown; the page states none",
			Set:      world.Whole(0, 3660, func(s *settings) *world.Chosen[int] { return &s.targetDays }),
		},
		{
			Name: "to", Values: []string{"exclusive", "inclusive"}, Default: "exclusive",
			What:     "whether the day of to is in the range",
			Evidence: "confirmed: AccessLink v4 page; some public clients drop a day too many",
			Set:      world.OnOff("exclusive", "inclusive", func(s *settings) *world.Chosen[bool] { return &s.toInclusive }),
		},
		{
			Name: "reversed-range", Values: []string{"400", "empty"}, Default: "400",
			What:     "a from after to",
			Evidence: "unknown",
			Set:      world.OnOff("400", "empty", func(s *settings) *world.Chosen[bool] { return &s.reversedEmpty }),
		},
		{
			Name: "long-range", Values: []string{"400", "served"}, Default: "400",
			What:     "a range longer than documented, or features over more than a day",
			Evidence: "confirmed: public clients, the status for features; inferred: for ranges",
			Set:      world.OnOff("400", "served", func(s *settings) *world.Chosen[bool] { return &s.anyLength }),
		},
		{
			Name: "unknown-feature", Values: []string{"400", "ignore"}, Default: "400",
			What:     "a feature that the operation does not have",
			Evidence: "inferred: a public tool finds features out by their refusals",
			Set:      world.OnOff("400", "ignore", func(s *settings) *world.Chosen[bool] { return &s.ignoreUnknown }),
		},
		{
			Name: "feature-lists", Values: []string{"repeated", "commas"}, Default: "repeated",
			What:     "whether features may also be a list with commas",
			Evidence: "confirmed: public clients repeat the key",
			Set:      world.OnOff("repeated", "commas", func(s *settings) *world.Chosen[bool] { return &s.commaFeatures }),
		},
		{
			Name: "no-data", Values: []string{"empty", "404"}, Default: "empty",
			What:     "a range in which there is nothing",
			Evidence: "measured: published answers of tests are empty; two public clients also expect 404",
			Set:      world.OnOff("empty", "404", func(s *settings) *world.Chosen[bool] { return &s.emptyNotFound }),
		},
	}
}

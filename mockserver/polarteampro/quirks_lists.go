package polarteampro

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// accessSwitches are about limits and refusals.
func accessSwitches() []Switch {
	return []Switch{
		{
			Name: "burst-size", Values: []string{"1 to 1000000"}, Default: "100",
			What:     "how many requests fill a client's bucket, which drains by one a second",
			Evidence: "confirmed: document 1.0.2",
			Set:      world.Whole(1, maxBucket, func(s *settings) *world.Chosen[int] { return &s.bucket }),
		},
		{
			Name: "count-refused", Values: []string{"no", "yes"}, Default: "no",
			What:     "whether a 429 fills the bucket too",
			Evidence: "unknown; a client that waits as long as documented would otherwise starve",
			Set:      world.OnOff("no", "yes", func(s *settings) *world.Chosen[bool] { return &s.countRefused }),
		},
		{
			Name: "retry-after", Values: []string{"no", "yes"}, Default: "no",
			What:     "whether a 429 carries Retry-After",
			Evidence: "no header of the limit is documented, and no public client reads one",
			Set:      world.OnOff("no", "yes", func(s *settings) *world.Chosen[bool] { return &s.retryAfter }),
		},
		{
			Name: "error-body", Values: []string{"json", "none"}, Default: "json",
			What:     "whether a refusal has a body",
			Evidence: "the documents' 404 has none; public clients read error.status from refusals",
			Set:      world.OnOff("json", "none", func(s *settings) *world.Chosen[bool] { return &s.emptyErrors }),
		},
		{
			Name: "bad-query", Values: []string{"400", "ignore"}, Default: "400",
			What:     "a time, type, samples or page that cannot be read",
			Evidence: "unknown; values are documented as choices and ranges",
			Set:      world.OnOff("400", "ignore", func(s *settings) *world.Chosen[bool] { return &s.ignoreBad }),
		},
		{
			Name: "per-page-range", Values: []string{"400", "clamp"}, Default: "400",
			What:     "a per_page outside of 1 to 100",
			Evidence: "confirmed that it must be inside (document 1.0.2); inferred: what happens otherwise",
			Set:      world.OnOff("400", "clamp", func(s *settings) *world.Chosen[bool] { return &s.clampPages }),
		},
	}
}

// listSwitches are about what is listed.
func listSwitches() []Switch {
	return []Switch{
		{
			Name: "zone-suffix", Values: []string{"ignored", "converted"}, Default: "ignored",
			What:     "a since or until with a zone: compared with the wall clock as it stands, or converted first",
			Evidence: "inferred: sessions have local times without zone; public clients send both forms",
			Set:      world.OnOff("ignored", "converted", func(s *settings) *world.Chosen[bool] { return &s.convert }),
		},
		{
			Name: "session-order", Values: []string{"oldest-first", "newest-first"}, Default: "oldest-first",
			What:     "the order of lists of sessions",
			Evidence: "unknown",
			Set:      world.OnOff("oldest-first", "newest-first", func(s *settings) *world.Chosen[bool] { return &s.newestFirst }),
		},
		{
			Name: "empty-pages", Values: []string{"0", "1"}, Default: "0",
			What:     "total_pages of an empty list",
			Evidence: "inferred: total_elements divided by per_page, rounded up",
			Set:      world.OnOff("0", "1", func(s *settings) *world.Chosen[bool] { return &s.onePage }),
		},
		{
			Name: "sync-latency", Values: []string{"0s to 720h"}, Default: "5m",
			What:     "how long after its end a session is there",
			Evidence: "unknown; recorders are docked after the training",
			Set:      world.Duration(0, 720*time.Hour, "5m", func(s *settings) *world.Chosen[time.Duration] { return &s.syncLatency }),
		},
		{
			Name: "staff", Values: []string{"listed", "hidden"}, Default: "listed",
			What:     "whether a team's coaches are among its players, with numbers from 100",
			Evidence: "confirmed: a public client drops them",
			Set:      world.OnOff("listed", "hidden", func(s *settings) *world.Chosen[bool] { return &s.hideStaff }),
		},
		{
			Name: "individual-summary", Values: []string{"404", "whole"}, Default: "404",
			What:     "the summary of a session that was no part of a team's: none, or one of all of it",
			Evidence: "inferred: it is called a team training session's",
			Set:      world.OnOff("404", "whole", func(s *settings) *world.Chosen[bool] { return &s.wholeSummary }),
		},
	}
}

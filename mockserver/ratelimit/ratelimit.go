// Package ratelimit decides whether a caller may make one more request.
//
// It only decides. Which header carries the answer, and what a refusal looks
// like on the wire, is the vendor package's business.
package ratelimit

import "time"

// Decision is the answer to one Take.
type Decision struct {
	Allowed   bool
	Rule      string    // name of the rule that refused, or of the tightest one
	Remaining int       // whole requests left under that rule, after this one
	Limit     int       // the rule's size
	RetryAt   time.Time // when a refused caller may succeed; zero when allowed
	ResetAt   time.Time // when the rule is back at its full size
	Reason    string    // one sentence for people
}

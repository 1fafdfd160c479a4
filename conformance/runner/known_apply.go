package runner

import (
	"fmt"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

// applyKnown excuses failures that the file foresees. What it says of an entry
// that no longer holds is in the case's reason.
func applyKnown(c *conformance.CaseResult, list []Known, today time.Time) (stale []string) {
	if c.Verdict == conformance.NA || c.Verdict == conformance.NotExercised || c.Verdict == conformance.Errored {
		return nil
	}
	touched := false
	for i := range list {
		k := &list[i]
		if !k.covers(c.ID) {
			continue
		}
		if k.over(today) {
			stale = append(stale, fmt.Sprintf("%s: the known-failures entry expired on %s", k.Case, k.Expires))
			continue
		}
		excused, wrong, failing := k.excuse(c)
		touched = true
		c.Known = k.Case
		switch {
		case failing == 0 && k.Flaky:
			c.Verdict = c.Verdict.Worse(conformance.Flaky)
		case failing == 0:
			c.Verdict = c.Verdict.Worse(conformance.XPass)
			c.Reason = "passes, but is listed as a known failure: remove the entry " + k.Case
			stale = append(stale, c.Reason)
		case wrong != "":
			c.Reason = "fails, but not as the known-failures file says: " + wrong
			stale = append(stale, fmt.Sprintf("%s: %s", k.Case, c.Reason))
		case excused > 0:
			c.Reason = k.why()
		}
	}
	if touched {
		remake(c)
	}
	return stale
}

// excuse turns unmet checks that the entry foresees into XFAIL (or FLAKY). An
// entry that names no check is about all of the case's.
func (k *Known) excuse(c *conformance.CaseResult) (excused int, wrong string, failing int) {
	for _, ch := range c.Unmet() {
		if want := k.checkID(); want != "" && ch.ID != want {
			continue
		}
		if ch.Verdict == conformance.Info {
			continue
		}
		failing++
		switch {
		case ch.Verdict == conformance.XFail, ch.Verdict == conformance.Flaky:
		case k.Expect.Class != "" && ch.Verdict != k.Expect.Class:
			wrong = fmt.Sprintf("%s is %s, not %s", ch.ID, ch.Verdict, k.Expect.Class)
		case k.Expect.Contains != "" && !strings.Contains(ch.Saw, k.Expect.Contains):
			wrong = fmt.Sprintf("%s saw %q, which does not contain %q", ch.ID, ch.Saw, k.Expect.Contains)
		case k.Flaky:
			ch.Verdict = conformance.Flaky
			excused++
		default:
			ch.Verdict = conformance.XFail
			excused++
		}
	}
	return excused, wrong, failing
}

// remake recomputes verdicts from the checks after some were excused. An XPASS
// stays.
func remake(c *conformance.CaseResult) {
	reason := c.Reason
	if c.Verdict != conformance.XPass && c.Verdict != conformance.Flaky {
		c.Verdict = conformance.Pass
	}
	for i := range c.Runs {
		r := &c.Runs[i]
		if r.Verdict == conformance.NA {
			continue
		}
		r.Verdict = conformance.Pass
		for k := range r.Checks {
			if ch := &r.Checks[k]; ch.Counts(c.Level) {
				r.Verdict = r.Verdict.Worse(ch.Verdict)
			}
		}
	}
	c.Sum()
	c.Reason = reason
}

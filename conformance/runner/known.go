package runner

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/ergodrome/ergodrome/conformance"
)

// Known is one entry of a known-failures file: a debt that a subject admits.
type Known struct {
	Case    string      `yaml:"case"` // "FB-NODATA-003", "FB-NODATA-003#check", "FB-NODATA-*"
	Expect  KnownExpect `yaml:"expect,omitempty"`
	Reason  string      `yaml:"reason"`
	Issue   string      `yaml:"issue,omitempty"`
	Expires string      `yaml:"expires,omitempty"` // "2027-03-01"; the entry holds up to and with that day
	Flaky   bool        `yaml:"flaky,omitempty"`   // only for cases that need real time

	line int
}

// KnownExpect is a failure's fingerprint.
type KnownExpect struct {
	Class    conformance.Verdict `yaml:"class,omitempty"`    // FAIL, WARN or SUBJECT-ERROR
	Contains string              `yaml:"contains,omitempty"` // in what was seen
}

// ReadKnown reads a known-failures file strictly. name is for messages.
func ReadKnown(name string, raw []byte) ([]Known, error) {
	var list []Known
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, nil
	}
	if err := yaml.UnmarshalWithOptions(raw, &list, yaml.Strict()); err != nil {
		if e, ok := errors.AsType[yaml.Error](err); ok && e.GetToken() != nil {
			return nil, &UsageError{fmt.Errorf("%s:%d: %s", name, e.GetToken().Position.Line, e.GetMessage())}
		}
		return nil, &UsageError{fmt.Errorf("%s: %w", name, err)}
	}
	for i := range list {
		k := &list[i]
		k.line = i + 1
		if err := k.check(); err != nil {
			return nil, &UsageError{fmt.Errorf("%s: entry %d (%s): %w", name, i+1, k.Case, err)}
		}
	}
	return list, nil
}

func (k *Known) check() error {
	switch {
	case k.Case == "":
		return errors.New("names no case")
	case k.Reason == "":
		return errors.New("gives no reason")
	}
	if k.Expires != "" {
		if _, err := time.Parse(time.DateOnly, k.Expires); err != nil {
			return fmt.Errorf("expires %q is not a day like 2027-03-01", k.Expires)
		}
	}
	if c := k.Expect.Class; c != "" && !slices.Contains([]conformance.Verdict{conformance.Fail, conformance.Warn, conformance.SubjectError}, c) {
		return fmt.Errorf("expect.class %q is not FAIL, WARN or SUBJECT-ERROR", c)
	}
	return nil
}

// covers reports whether the entry is about a case; globs stand for whole
// segments only: FB-NODATA-*.
func (k *Known) covers(id string) bool {
	pattern, _, _ := strings.Cut(k.Case, "#")
	return MatchID(pattern, id)
}

func (k *Known) checkID() string {
	_, check, _ := strings.Cut(k.Case, "#")
	return check
}

// MatchID reports whether a glob over whole segments matches a case's ID:
// FB-POLL-*, FB-*, *-AUTH-001. A * at the end stands for one segment or more.
func MatchID(pattern, id string) bool {
	p, s := strings.Split(pattern, "-"), strings.Split(id, "-")
	for i, seg := range p {
		if i >= len(s) {
			return false
		}
		if seg == "*" {
			if i == len(p)-1 {
				return true
			}
			continue
		}
		if seg != s[i] {
			return false
		}
	}
	return len(p) == len(s)
}

// checkKnown refuses entries that can never hold: unknown IDs and checks, and
// flaky for cases that are deterministic.
func checkKnown(list []Known, cases []*conformance.Case) error {
	for i := range list {
		k := &list[i]
		hit := false
		for _, c := range cases {
			if !k.covers(c.ID) {
				continue
			}
			hit = true
			if k.Flaky && c.Time != conformance.RealOnly {
				return &UsageError{fmt.Errorf("known failure %s: %s is deterministic and cannot be flaky", k.Case, c.ID)}
			}
			if want := k.checkID(); want != "" && !hasCheck(c, want) {
				return &UsageError{fmt.Errorf("known failure %s: %s has no check %q", k.Case, c.ID, want)}
			}
		}
		if !hit {
			return &UsageError{fmt.Errorf("known failure %s: there is no such case", k.Case)}
		}
	}
	return nil
}

func hasCheck(c *conformance.Case, id string) bool {
	if id == secretsCheck || id == healthCheck || id == floodCheck || strings.HasPrefix(id, "expect:") {
		return true
	}
	return slices.ContainsFunc(c.Checks, func(ch conformance.Check) bool { return ch.ID == id })
}

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
		if day, err := time.Parse(time.DateOnly, k.Expires); err == nil && today.After(day.AddDate(0, 0, 1)) {
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
		case excused > 0 && k.Reason != "":
			c.Reason = k.Reason
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

// UpdateKnown is the known-failures file that would make a run pass: present
// entries that still hold, and one for every other failing check, with a reason
// to be written by a person.
func UpdateKnown(r *conformance.Results, present []Known) ([]byte, error) {
	var list []Known
	for i := range r.Cases {
		c := &r.Cases[i]
		var seen []string
		for _, ch := range c.Unmet() {
			if !slices.Contains([]conformance.Verdict{conformance.Fail, conformance.SubjectError, conformance.XFail, conformance.Warn}, ch.Verdict) || slices.Contains(seen, ch.ID) {
				continue
			}
			seen = append(seen, ch.ID)
			if k := holding(present, c.ID, ch); k != nil {
				if !slices.ContainsFunc(list, func(o Known) bool { return o.Case == k.Case }) {
					list = append(list, *k)
				}
				continue
			}
			if ch.Verdict == conformance.Warn || ch.Verdict == conformance.XFail {
				continue
			}
			list = append(list, Known{
				Case: c.ID + "#" + ch.ID, Expect: KnownExpect{Class: ch.Verdict}, Reason: "TODO: say why, and until when",
			})
		}
	}
	if len(list) == 0 {
		return []byte("# No known failures.\n"), nil
	}
	return yaml.Marshal(list)
}

// holding finds the entry that excused a check.
func holding(present []Known, id string, ch *conformance.CheckResult) *Known {
	if ch.Verdict != conformance.XFail {
		return nil
	}
	for i := range present {
		if k := &present[i]; k.covers(id) && (k.checkID() == "" || k.checkID() == ch.ID) {
			return k
		}
	}
	return nil
}

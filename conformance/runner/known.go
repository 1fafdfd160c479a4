package runner

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sort"
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
	Flaky   bool        `yaml:"flaky,omitempty"`   // only where real time is waited for

	text string // of the entry in its file, with the comment before it; empty for one that is new
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
			words := e.GetMessage()
			if !strings.HasPrefix(strings.TrimLeft(string(raw), " \t\r\n"), "- ") && len(entries(string(raw))) == 0 {
				words += ": the file is a list, of entries that begin with \"- case:\""
			}
			return nil, &UsageError{fmt.Errorf("%s:%d: %s", name, e.GetToken().Position.Line, words)}
		}
		return nil, &UsageError{fmt.Errorf("%s: %w", name, err)}
	}
	texts := entries(string(raw))
	seen := map[string]int{}
	for i := range list {
		k := &list[i]
		if len(texts) == len(list) {
			k.text = texts[i]
		}
		err := k.check()
		if first := seen[k.Case]; err == nil && first > 0 {
			err = fmt.Errorf("is there already, as entry %d", first)
		}
		if err != nil {
			return nil, &UsageError{fmt.Errorf("%s: entry %d (%s): %w", name, i+1, k.Case, err)}
		}
		seen[k.Case] = i + 1
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

// over reports whether the entry no longer holds on a day.
func (k *Known) over(today time.Time) bool {
	day, err := time.Parse(time.DateOnly, k.Expires)
	return err == nil && !today.Before(day.AddDate(0, 0, 1))
}

// why is what a report says of a failure that the entry excuses.
func (k *Known) why() string {
	out := k.Reason
	if k.Issue != "" {
		out += ", " + k.Issue
	}
	if k.Expires != "" {
		out += ", excused until " + k.Expires
	}
	return out
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
// flaky for cases that are deterministic: all in virtual time, and in real time
// those that wait for nothing; waits is whether the time of the run is real.
func checkKnown(list []Known, cases []*conformance.Case, waits bool) error {
	for i := range list {
		k := &list[i]
		hit := false
		for _, c := range cases {
			if !k.covers(c.ID) {
				continue
			}
			hit = true
			if k.Flaky && c.Time != conformance.RealOnly && (!waits || c.Time == conformance.TimeNone) {
				return &UsageError{fmt.Errorf("known failure %s: %s is deterministic here and cannot be flaky", k.Case, c.ID)}
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

// specificFirst puts entries about one check before those about a case, and these
// before globs: what the narrower one excuses is none of the wider one's.
func specificFirst(list []Known) []Known {
	width := func(k Known) int {
		switch {
		case k.checkID() != "":
			return 0
		case !strings.Contains(k.Case, "*"):
			return 1
		}
		return 2
	}
	out := slices.Clone(list)
	sort.SliceStable(out, func(i, j int) bool { return width(out[i]) < width(out[j]) })
	return out
}

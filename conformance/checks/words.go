package checks

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

// checkMatch says what is wrong with a match, so that Load can.
func checkMatch(m conformance.Match) error {
	if _, err := path.Match(m.Path, ""); err != nil {
		return fmt.Errorf("path %q: %w", m.Path, err)
	}
	for name, expr := range m.Query {
		if _, err := regexp.Compile(expr); err != nil {
			return fmt.Errorf("query %s: %w", name, err)
		}
	}
	return nil
}

// describe puts a match into words: "GET listAthletes requests with offset=0, answered 200".
func describe(m conformance.Match) string {
	var b strings.Builder
	for _, part := range []string{m.Method, m.Operation, m.Path} {
		if part != "" {
			b.WriteString(part + " ")
		}
	}
	b.WriteString("requests")
	for _, name := range slices.Sorted(maps.Keys(m.Query)) {
		if m.Query[name] == "" {
			fmt.Fprintf(&b, " without %s", name)
		} else {
			fmt.Fprintf(&b, " with %s=%s", name, m.Query[name])
		}
	}
	if m.Host != "" {
		b.WriteString(" to " + m.Host)
	}
	if m.Status != 0 {
		fmt.Fprintf(&b, " answered %d", m.Status)
	}
	return b.String()
}

// marks points at exchanges, all with the same remark.
func marks(xs []*conformance.Exchange, remark string) map[int]string {
	out := map[int]string{}
	for _, x := range xs {
		out[x.N] = remark
	}
	return out
}

// unreached is the outcome of a check whose situation never arose.
func unreached(want, saw string) conformance.Outcome {
	return conformance.Outcome{Want: want, Saw: saw}
}

func quoted(label string) string {
	if label == "" {
		return "any call"
	}
	return fmt.Sprintf("call %q", label)
}

// seconds prints a duration as people read transcripts: 4.899 s.
func seconds(d time.Duration) string {
	switch {
	case d > -time.Minute && d < time.Minute:
		return fmt.Sprintf("%.3f s", d.Seconds())
	default:
		return d.Round(time.Millisecond).String()
	}
}

// listed joins at most eight words.
func listed(words []string) string {
	if len(words) > 8 {
		return strings.Join(words[:8], ", ") + fmt.Sprintf(", … %d more", len(words)-8)
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

// clip shortens what a report quotes.
func clip(s string) string {
	const most = 200
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + fmt.Sprintf("… (%d bytes)", len(s))
}

package checks

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"

	"github.com/ergodrome/ergodrome/conformance"
)

// Count bounds how many exchanges there are.
type Count struct {
	conformance.Match `yaml:",inline"`
	Min               *int `yaml:"min"`
	Max               *int `yaml:"max"`
	Equals            *int `yaml:"equals"`
	// After counts only what arrived after the first exchange that matches it
	// was answered.
	After *conformance.Match `yaml:"after"`
}

// Header is about one request header.
type Header struct {
	conformance.Match `yaml:",inline"`
	Header            string   `yaml:"header"`
	Pattern           string   `yaml:"pattern"` // regular expression over the whole value
	Except            []string `yaml:"except"`  // operations left out
}

// Method demands the method of requests that are found by their path.
type Method struct {
	conformance.Match `yaml:",inline"`
	Is                string `yaml:"is"`
}

// Codings demands that Accept-Encoding offers something.
type Codings struct {
	conformance.Match `yaml:",inline"`
	AnyOf             []string `yaml:"any_of"`
}

// After forbids requests once something has happened.
type After struct {
	conformance.Match `yaml:",inline"`   // what must not come
	After             *conformance.Match `yaml:"after"` // the exchange after whose answer; the first that matches
	Call              string             `yaml:"call"`  // or the call after whose end
	Canceled          bool               `yaml:"canceled"`
}

// Repeated forbids sending the same thing again.
type Repeated struct {
	After conformance.Match `yaml:"after"` // answers that make a repetition pointless
}

// BodyRead bounds how many bytes of one answer the subject takes.
type BodyRead struct {
	conformance.Match `yaml:",inline"`
	AtMost            int64 `yaml:"at_most"`
}

func (a *Count) validate() error {
	if a.Min == nil && a.Max == nil && a.Equals == nil {
		return errors.New("says neither min, max nor equals")
	}
	return checkMatch(a.Match)
}

func (a *Header) validate() error {
	if a.Header == "" {
		return errors.New("names no header")
	}
	if _, err := regexp.Compile(a.Pattern); err != nil {
		return err
	}
	return checkMatch(a.Match)
}

func (a *Method) validate() error {
	if a.Is == "" || a.Method != "" {
		return errors.New("says is: METHOD, and finds requests by path")
	}
	return checkMatch(a.Match)
}

func (a *Codings) validate() error {
	if len(a.AnyOf) == 0 {
		return errors.New("names no coding in any_of")
	}
	return checkMatch(a.Match)
}

func (a *After) validate() error {
	if (a.After == nil) == (a.Call == "") {
		return errors.New("needs either after: {a match} or call: label")
	}
	return checkMatch(a.Match)
}

func (a *BodyRead) validate() error {
	if a.AtMost <= 0 {
		return errors.New("at_most must be a number of bytes")
	}
	return checkMatch(a.Match)
}

func (a *After) reported() bool { return a.Call != "" }

func wire() []Spec {
	return []Spec{
		define("requests_count", "How many requests of a kind: {match…, min, max, equals, after: {match}}.", requestsCount),
		define("bounded_requests", "The same as requests_count, for totals that only must not run away: {match…, max}.", requestsCount),
		define("header_present", "Every request of a kind carries a header: {match…, header, except: [operations]}.", headerPresent),
		define("header_absent", "No request of a kind carries a header: {match…, header, except: [operations]}.", headerAbsent),
		define("header_matches", "Every request of a kind carries a header of a form: {match…, header, pattern, except}.", headerMatches),
		define("method_is", "Requests found by path use one method: {path…, is: POST}.", methodIs),
		define("offers_coding", "Accept-Encoding offers at least one of several codings with q > 0: {match…, any_of}.", offersCoding),
		define("no_request_after", "Nothing of a kind is sent after an answer, or after a call ended: {match…, after: {match} | call: label, canceled: true}.", noRequestAfter),
		define("url_not_repeated", "A method and URL that got such an answer is never sent again: {after: {match}}.", urlNotRepeated),
		define("body_read_at_most", "The subject stops reading an answer in time: {match…, at_most: bytes}.", bodyReadAtMost),
	}
}

func requestsCount(e *conformance.Evidence, a *Count) conformance.Outcome {
	got := e.Select(a.Match)
	what := describe(a.Match)
	if a.After != nil {
		first := e.Select(*a.After)
		what += " after " + describe(*a.After)
		if len(first) == 0 {
			return unreached(what, "no "+describe(*a.After))
		}
		got = slices.DeleteFunc(got, func(x *conformance.Exchange) bool { return x.N <= first[0].N })
	}
	n := len(got)
	out := conformance.Outcome{Met: true, Reached: true, Saw: fmt.Sprintf("%d", n), Marks: marks(got, "")}
	switch {
	case a.Equals != nil:
		out.Want, out.Met = fmt.Sprintf("exactly %d %s", *a.Equals, what), n == *a.Equals
	case a.Min != nil && a.Max != nil:
		out.Want, out.Met = fmt.Sprintf("%d to %d %s", *a.Min, *a.Max, what), n >= *a.Min && n <= *a.Max
	case a.Min != nil:
		out.Want, out.Met = fmt.Sprintf("at least %d %s", *a.Min, what), n >= *a.Min
	default:
		out.Want, out.Met = fmt.Sprintf("at most %d %s", *a.Max, what), n <= *a.Max
	}
	return out
}

// eachRequest judges every request of a kind on its own.
func eachRequest(e *conformance.Evidence, m conformance.Match, except []string, want string, bad func(*conformance.Exchange) string) conformance.Outcome {
	out := conformance.Outcome{Want: want, Met: true, Marks: map[int]string{}}
	n, wrong := 0, []string{}
	for _, x := range e.Select(m) {
		if slices.Contains(except, x.Operation) && x.Operation != "" {
			continue
		}
		n++
		if why := bad(x); why != "" {
			out.Met = false
			out.Marks[x.N] = why
			wrong = append(wrong, fmt.Sprintf("#%d %s", x.N, why))
		}
	}
	out.Reached = n > 0
	switch {
	case n == 0:
		out.Saw = "no " + describe(m)
	case out.Met:
		out.Saw = fmt.Sprintf("so in all %d", n)
	default:
		out.Saw = listed(wrong)
	}
	return out
}

func headerPresent(e *conformance.Evidence, a *Header) conformance.Outcome {
	want := fmt.Sprintf("%s to carry %s", describe(a.Match), a.Header)
	return eachRequest(e, a.Match, a.Except, want, func(x *conformance.Exchange) string {
		if x.Header.Get(a.Header) == "" {
			return "has no " + a.Header
		}
		return ""
	})
}

func headerAbsent(e *conformance.Evidence, a *Header) conformance.Outcome {
	want := fmt.Sprintf("%s not to carry %s", describe(a.Match), a.Header)
	return eachRequest(e, a.Match, a.Except, want, func(x *conformance.Exchange) string {
		if len(x.Header.Values(a.Header)) > 0 {
			return "has " + a.Header
		}
		return ""
	})
}

func headerMatches(e *conformance.Evidence, a *Header) conformance.Outcome {
	re, err := regexp.Compile("^(?:" + a.Pattern + ")$")
	if err != nil {
		return conformance.Outcome{Fault: err.Error()}
	}
	want := fmt.Sprintf("%s to carry %s of the form %s", describe(a.Match), a.Header, a.Pattern)
	return eachRequest(e, a.Match, a.Except, want, func(x *conformance.Exchange) string {
		v := x.Header.Values(a.Header)
		switch {
		case len(v) == 0:
			return "has no " + a.Header
		case len(v) > 1:
			return fmt.Sprintf("has %d values of %s", len(v), a.Header)
		case !re.MatchString(v[0]):
			return a.Header + " has another form"
		}
		return ""
	})
}

func methodIs(e *conformance.Evidence, a *Method) conformance.Outcome {
	return eachRequest(e, a.Match, nil, describe(a.Match)+" to be "+a.Is, func(x *conformance.Exchange) string {
		if x.Method != a.Is {
			return "is " + x.Method
		}
		return ""
	})
}

func offersCoding(e *conformance.Evidence, a *Codings) conformance.Outcome {
	want := fmt.Sprintf("%s to offer one of %s", describe(a.Match), listed(a.AnyOf))
	return eachRequest(e, a.Match, nil, want, func(x *conformance.Exchange) string {
		for _, coding := range conformance.Offered(x.Header) {
			if slices.Contains(a.AnyOf, coding) || coding == "*" {
				return ""
			}
		}
		return fmt.Sprintf("offers %q", x.Header.Get("Accept-Encoding"))
	})
}

func noRequestAfter(e *conformance.Evidence, a *After) conformance.Outcome {
	want := "no " + describe(a.Match)
	var late []*conformance.Exchange
	if a.After != nil {
		want += " after " + describe(*a.After)
		first := e.Select(*a.After)
		if len(first) == 0 {
			return unreached(want, "no "+describe(*a.After))
		}
		for _, x := range e.Select(a.Match) {
			if x.N > first[0].N {
				late = append(late, x)
			}
		}
	} else {
		call := e.Call(a.Call)
		want += " after the end of " + quoted(a.Call)
		if call == nil || a.Canceled && call.Canceled == 0 {
			return unreached(want, "it did not come to that")
		}
		limit := call.End
		if a.Canceled {
			limit = call.Canceled
		}
		for _, x := range e.Select(a.Match) {
			if x.At > limit {
				late = append(late, x)
			}
		}
	}
	return conformance.Outcome{
		Want: want, Saw: fmt.Sprintf("%d", len(late)), Met: len(late) == 0, Reached: true, Marks: marks(late, "one too many"),
	}
}

func urlNotRepeated(e *conformance.Evidence, a *Repeated) conformance.Outcome {
	want := "the same request not to follow " + describe(a.After)
	seen := map[string]int{}
	var again []*conformance.Exchange
	for i := range e.Exchanges {
		x := &e.Exchanges[i]
		key := x.Method + " " + x.Origin + x.Path + "?" + x.Query + "\n" + string(x.Body)
		if seen[key] > 0 {
			again = append(again, x)
		}
		if a.After.Matches(x) {
			seen[key] = x.N
		}
	}
	if len(seen) == 0 {
		return unreached(want, "no "+describe(a.After))
	}
	return conformance.Outcome{
		Want: want, Saw: fmt.Sprintf("%d repetitions", len(again)), Met: len(again) == 0, Reached: true, Marks: marks(again, "sent again"),
	}
}

func bodyReadAtMost(e *conformance.Evidence, a *BodyRead) conformance.Outcome {
	want := fmt.Sprintf("at most %d bytes to be read of %s", a.AtMost, describe(a.Match))
	return eachRequest(e, a.Match, nil, want, func(x *conformance.Exchange) string {
		if x.Status != 0 && x.Status != http.StatusNoContent && x.RespBytes > a.AtMost {
			return fmt.Sprintf("took %d bytes", x.RespBytes)
		}
		return ""
	})
}

package checks

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Query is about one query parameter.
type Query struct {
	conformance.Match `yaml:",inline"`
	Name              string `yaml:"name"`
	Value             string `yaml:"value"`
	Pattern           string `yaml:"pattern"`
	Raw               bool   `yaml:"raw"` // compare before percent-decoding
}

// Union is about what a list parameter asked for over several requests.
type Union struct {
	conformance.Match `yaml:",inline"`
	Name              string   `yaml:"name"`
	Values            []string `yaml:"values"`
	Once              bool     `yaml:"once"` // none twice
}

// Sequence is the order of one parameter's values over requests.
type Sequence struct {
	conformance.Match `yaml:",inline"`
	Name              string   `yaml:"name"`    // default offset
	Values            []string `yaml:"values"`  // exact
	Default           string   `yaml:"default"` // what an absent parameter means; default 0
	Repeats           bool     `yaml:"repeats"` // the same value again and again counts once
}

// Follow demands that offsets count the items delivered so far.
type Follow struct {
	conformance.Match `yaml:",inline"`
	Name              string `yaml:"name"`
	Items             string `yaml:"items"` // JSON pointer to the list in an answer
}

// Body is about a JSON request body.
type Body struct {
	conformance.Match `yaml:",inline"`
	Path              string `yaml:"path"`
	Value             any    `yaml:"value"`   // exactly this
	Present           bool   `yaml:"present"` // anything but absent
	Absent            bool   `yaml:"absent"`
}

func (a *Query) validate() error {
	if a.Name == "" {
		return errors.New("names no parameter")
	}
	if _, err := regexp.Compile(a.Pattern); err != nil {
		return err
	}
	return checkMatch(a.Match)
}

func (a *Union) validate() error {
	if a.Name == "" || len(a.Values) == 0 {
		return errors.New("needs name and values")
	}
	return checkMatch(a.Match)
}

func (a *Sequence) validate() error {
	if a.Name == "" {
		a.Name = "offset"
	}
	if a.Default == "" {
		a.Default = "0"
	}
	if len(a.Values) == 0 {
		return errors.New("needs values")
	}
	return checkMatch(a.Match)
}

func (a *Follow) validate() error {
	if a.Name == "" {
		a.Name = "offset"
	}
	return checkMatch(a.Match)
}

func (a *Body) validate() error {
	if a.Value == nil && !a.Present && !a.Absent {
		return errors.New("says neither value, present nor absent")
	}
	return checkMatch(a.Match)
}

func queries() []Spec {
	return []Spec{
		define("query_equals", "Every request of a kind has one value of a parameter: {match…, name, value, raw}.", queryEquals),
		define("query_instant", "Every request of a kind has a parameter that is an instant, in whatever zone: {match…, name, value}.", queryInstant),
		define("query_matches", "Every request of a kind has a parameter of a form: {match…, name, pattern, raw}.", queryMatches),
		define("query_absent", "No request of a kind has a parameter: {match…, name}.", queryAbsent),
		define("query_union", "Requests of a kind ask together for these values of a list parameter: {match…, name, values, once}.", queryUnion),
		define("sequence_of_offsets", "A parameter takes these values in this order: {match…, name: offset, values, default: \"0\", repeats}.", sequenceOfOffsets),
		define("offsets_count_items", "Each offset is the number of items delivered so far: {match…, name: offset, items: /athletes}.", offsetsCountItems),
		define("body_json", "The JSON body of every request of a kind: {match…, path, value | present | absent}.", bodyJSON),
	}
}

// params reads a query; raw keeps percent-encoding.
func params(x *conformance.Exchange, name string, raw bool) []string {
	if !raw {
		q, _ := url.ParseQuery(x.Query) // what cannot be read is absent
		return q[name]
	}
	var out []string
	for _, pair := range strings.Split(x.Query, "&") {
		if k, v, _ := strings.Cut(pair, "="); k == name {
			out = append(out, v)
		}
	}
	return out
}

func queryEquals(e *conformance.Evidence, a *Query) conformance.Outcome {
	want := fmt.Sprintf("%s to have %s=%s", describe(a.Match), a.Name, a.Value)
	return eachRequest(e, a.Match, nil, want, func(x *conformance.Exchange) string {
		if got := params(x, a.Name, a.Raw); len(got) != 1 || got[0] != a.Value {
			return fmt.Sprintf("has %s=%q", a.Name, got)
		}
		return ""
	})
}

func queryMatches(e *conformance.Evidence, a *Query) conformance.Outcome {
	re, err := regexp.Compile("^(?:" + a.Pattern + ")$")
	if err != nil {
		return conformance.Outcome{Fault: err.Error()}
	}
	want := fmt.Sprintf("%s to have %s of the form %s", describe(a.Match), a.Name, a.Pattern)
	return eachRequest(e, a.Match, nil, want, func(x *conformance.Exchange) string {
		got := params(x, a.Name, a.Raw)
		if len(got) == 0 || slices.ContainsFunc(got, func(v string) bool { return !re.MatchString(v) }) {
			return fmt.Sprintf("has %s=%q", a.Name, got)
		}
		return ""
	})
}

func queryInstant(e *conformance.Evidence, a *Query) conformance.Outcome {
	at, err := time.Parse(time.RFC3339, a.Value)
	if err != nil {
		return conformance.Outcome{Fault: err.Error()}
	}
	want := fmt.Sprintf("%s to have a %s that is %s", describe(a.Match), a.Name, a.Value)
	return eachRequest(e, a.Match, nil, want, func(x *conformance.Exchange) string {
		got := params(x, a.Name, a.Raw)
		if len(got) == 1 {
			if sent, err := time.Parse(time.RFC3339, got[0]); err == nil && sent.Equal(at) {
				return ""
			}
		}
		return fmt.Sprintf("has %s=%q", a.Name, got)
	})
}

func queryAbsent(e *conformance.Evidence, a *Query) conformance.Outcome {
	want := fmt.Sprintf("%s to have no %s", describe(a.Match), a.Name)
	return eachRequest(e, a.Match, nil, want, func(x *conformance.Exchange) string {
		if got := params(x, a.Name, false); len(got) > 0 {
			return fmt.Sprintf("has %s=%q", a.Name, got)
		}
		return ""
	})
}

// listParam splits a list parameter both ways it is written: repeated, or
// joined by commas.
func listParam(x *conformance.Exchange, name string) []string {
	var out []string
	for _, v := range params(x, name, false) {
		for _, item := range strings.Split(v, ",") {
			if item = strings.TrimSpace(item); item != "" {
				out = append(out, item)
			}
		}
	}
	return out
}

func queryUnion(e *conformance.Evidence, a *Union) conformance.Outcome {
	want := fmt.Sprintf("%s to ask together for %s=%s", describe(a.Match), a.Name, listed(a.Values))
	if a.Once {
		want += ", each once"
	}
	got := e.Select(a.Match)
	if len(got) == 0 {
		return unreached(want, "no "+describe(a.Match))
	}
	count := map[string]int{}
	for _, x := range got {
		for _, v := range listParam(x, a.Name) {
			count[v]++
		}
	}
	var wrong []string
	for _, v := range a.Values {
		switch n := count[v]; {
		case n == 0:
			wrong = append(wrong, v+" never")
		case n > 1 && a.Once:
			wrong = append(wrong, fmt.Sprintf("%s %d times", v, n))
		}
	}
	out := conformance.Outcome{Want: want, Met: len(wrong) == 0, Reached: true, Saw: listed(wrong), Marks: marks(got, "")}
	if out.Met {
		out.Saw = fmt.Sprintf("so over %d requests", len(got))
	}
	return out
}

func sequenceOfOffsets(e *conformance.Evidence, a *Sequence) conformance.Outcome {
	want := fmt.Sprintf("%s with %s = %s", describe(a.Match), a.Name, strings.Join(a.Values, ", "))
	got := e.Select(a.Match)
	if len(got) == 0 {
		return unreached(want, "no "+describe(a.Match))
	}
	var saw []string
	for _, x := range got {
		v := a.Default
		if p := params(x, a.Name, false); len(p) > 0 {
			v = strings.Join(p, "+")
		}
		if a.Repeats && len(saw) > 0 && saw[len(saw)-1] == v {
			continue
		}
		saw = append(saw, v)
	}
	return conformance.Outcome{Want: want, Saw: strings.Join(saw, ", "), Met: slices.Equal(saw, a.Values), Reached: true, Marks: marks(got, "")}
}

func offsetsCountItems(e *conformance.Evidence, a *Follow) conformance.Outcome {
	want := fmt.Sprintf("%s of %s to count the items delivered so far", a.Name, describe(a.Match))
	delivered := map[string]int{} // by path: each list is walked for itself
	return eachRequest(e, a.Match, nil, want, func(x *conformance.Exchange) string {
		v := "0"
		if p := params(x, a.Name, false); len(p) > 0 {
			v = p[0]
		}
		wrong := ""
		if v != fmt.Sprint(delivered[x.Path]) {
			wrong = fmt.Sprintf("has %s=%s after %d items", a.Name, v, delivered[x.Path])
		}
		if x.Status == 200 {
			list, _ := itemsOf(x, a.Items)
			delivered[x.Path] += len(list)
		}
		return wrong
	})
}

func bodyJSON(e *conformance.Evidence, a *Body) conformance.Outcome {
	want := fmt.Sprintf("the body of %s to have ", describe(a.Match))
	switch {
	case a.Absent:
		want += "nothing at " + a.Path
	case a.Value == nil:
		want += "something at " + a.Path
	default:
		want += fmt.Sprintf("%v at %s", a.Value, a.Path)
	}
	value, err := subject.Normalize(a.Value)
	if err != nil {
		return conformance.Outcome{Fault: err.Error()}
	}
	return eachRequest(e, a.Match, nil, want, func(x *conformance.Exchange) string {
		got, err := readJSON(x.Body)
		if err != nil {
			return "the body is not JSON"
		}
		at, found, err := subject.At(got, a.Path)
		switch {
		case err != nil:
			return err.Error()
		case a.Absent && found:
			return "has " + a.Path
		case a.Absent:
			return ""
		case !found:
			return "has no " + a.Path
		case a.Value == nil:
			return ""
		}
		return subject.Equal(value, at, subject.Rules{})
	})
}

// readJSON decodes exactly one JSON value, whole numbers exact.
func readJSON(raw []byte) (any, error) {
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	if dec.More() {
		return nil, errors.New("something follows the JSON value")
	}
	return subject.Normalize(v)
}

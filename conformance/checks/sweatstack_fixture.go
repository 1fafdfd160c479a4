package checks

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Reading demands what a client made of a file, a stream or an activity of
// SweatStack: a decoding fixture, which says itself what that must be.
type Reading struct {
	Call    string `yaml:"call"`
	Fixture string `yaml:"fixture"` // "sweatstack-parquet/y_001_data"

	want reading
}

// reading is the part of a fixture's .expect.json that is judged.
type reading struct {
	It    string `json:"it"`
	Error string `json:"error"` // it must be refused; or may, where values stand beside
	// A frame.
	Rows    *int            `json:"rows"`
	Columns []readingColumn `json:"columns"`
	// A stream: one of several right outcomes.
	Accept []readingOutcome `json:"accept"`
	// An activity, by JSON pointers.
	Fields  map[string]any     `json:"fields"`
	Absent  []string           `json:"absent"`
	Seconds map[string]float64 `json:"seconds"`
	Instant map[string]string  `json:"instant"`
	Clock   map[string]string  `json:"clock"`
}

type readingColumn struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"` // number, duration, instant, clock, text
	Values []any  `json:"values"`
}

type readingOutcome struct {
	Items []map[string]any `json:"items"`
	Error string           `json:"error"` // the stream did not end well
}

func (a *Reading) validate() error {
	if err := expected(a.Fixture, &a.want); err != nil {
		return err
	}
	if a.want.Error == "" && a.want.Rows == nil && a.want.Accept == nil && !a.want.activity() {
		return fmt.Errorf("fixture %s expects nothing", a.Fixture)
	}
	return nil
}

func (w *reading) activity() bool {
	return len(w.Fields)+len(w.Absent)+len(w.Seconds)+len(w.Instant)+len(w.Clock) > 0
}

func readsAs(e *conformance.Evidence, a *Reading) conformance.Outcome {
	out := conformance.Outcome{Want: a.want.It, Saw: "so", Met: true}
	call := e.Call(a.Call)
	if call == nil || call.Missing != nil {
		return unreached(out.Want, "the call was not made")
	}
	out.Reached = true
	why := ""
	switch {
	case a.want.Accept != nil:
		why = a.want.stream(call)
	case call.Err != nil && a.want.Error != "":
		if !slices.Contains([]subject.Class{subject.Decode, subject.TooLarge, subject.UnsupportedClass}, call.Err.Class) {
			why = came(call)
		}
	case !call.OK():
		why = came(call)
	case a.want.Rows != nil:
		why = a.want.frame(call.Value)
	case a.want.Error != "":
		why = "a value, where nothing can be read"
	default:
		why = a.want.values(call.Value)
	}
	if why != "" {
		out.Met, out.Saw = false, why
	}
	return out
}

// stream compares with each right outcome. A subject that can only fail for a
// stream that did not end well, or that stops at an error of the vendor's, does.
func (w *reading) stream(call *conformance.CallRecord) string {
	if call.Err != nil {
		for _, o := range w.Accept {
			said := len(o.Items) > 0 && o.Items[len(o.Items)-1]["error"] != nil
			switch call.Err.Class {
			case subject.Decode, subject.Network:
				if o.Error != "" {
					return ""
				}
			case subject.Server:
				if said {
					return ""
				}
			}
		}
		return came(call)
	}
	if !call.OK() {
		return came(call)
	}
	diff := ""
	for _, o := range w.Accept {
		items := make([]any, len(o.Items))
		for i, item := range o.Items {
			kept := map[string]any{}
			for name, v := range item {
				if slices.Contains([]string{"backfill_loaded_until", "error", "unreadable"}, name) {
					kept[name] = onOneLine(name, v)
				}
			}
			items[i] = kept
		}
		want := map[string]any{"updates": items}
		if o.Error != "" {
			want["broken"] = true
		}
		wanted, err := subject.Normalize(want)
		if err != nil {
			return "fixture: " + err.Error()
		}
		if diff = subject.Equal(wanted, withoutBlanks(call.Value), subject.Rules{}); diff == "" {
			return ""
		}
	}
	return diff
}

// withoutBlanks drops what says nothing: a stream that is not broken, and
// members of updates that no fixture asks for.
func withoutBlanks(v any) any {
	o, ok := v.(map[string]any)
	if !ok {
		return v
	}
	out := map[string]any{"updates": o["updates"]}
	if o["broken"] == true {
		out["broken"] = true
	}
	if list, ok := o["updates"].([]any); ok {
		kept := make([]any, len(list))
		for i := range list {
			kept[i] = list[i]
			if update, ok := list[i].(map[string]any); ok {
				known := map[string]any{}
				for _, name := range []string{"backfill_loaded_until", "error", "unreadable"} {
					if value, there := update[name]; there {
						known[name] = onOneLine(name, value)
					}
				}
				kept[i] = known
			}
		}
		out["updates"] = kept
	}
	return out
}

// onOneLine is a vendor's sentence as it may be printed; anything else is itself.
func onOneLine(name string, v any) any {
	if s, ok := v.(string); ok && name == "error" {
		return strings.Join(strings.Fields(s), " ")
	}
	return v
}

// frame compares a table of columns by name; their order is nobody's business.
func (w *reading) frame(v any) string {
	columns := map[string]any{}
	for _, c := range w.Columns {
		list := make([]any, len(c.Values))
		for i, value := range c.Values {
			var err error
			if list[i], err = c.cell(value); err != nil {
				return "fixture: " + c.Name + ": " + err.Error()
			}
		}
		columns[c.Name] = list
	}
	wanted, err := subject.Normalize(map[string]any{"rows": *w.Rows, "columns": columns})
	if err != nil {
		return "fixture: " + err.Error()
	}
	return subject.Equal(wanted, v, subject.Rules{})
}

// cell is a fixture's value as the judge compares it.
func (c *readingColumn) cell(v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	if tagged, ok := v.(map[string]any); ok && c.Kind == "number" {
		return subject.Normalize(tagged)
	}
	switch c.Kind {
	case "number", "text":
		return v, nil
	case "clock":
		return map[string]any{"$": "local", "v": v}, nil
	case "instant":
		return map[string]any{"$": "instant", "v": v}, nil
	case "duration":
		n, ok := v.(json.Number)
		if !ok {
			return nil, errors.New("a duration is a number of seconds")
		}
		f, err := n.Float64()
		return subject.Dur(math.Round(f * float64(time.Second))), err
	}
	return nil, fmt.Errorf("kind %q is unknown", c.Kind)
}

// values compares parts of an activity. A text or a list without anything in it
// may as well be left out.
func (w *reading) values(v any) string {
	wanted := map[string]any{}
	for pointer, want := range w.Fields {
		wanted[pointer] = want
	}
	for pointer, s := range w.Seconds {
		wanted[pointer] = subject.Dur(math.Round(s * float64(time.Second)))
	}
	for pointer, text := range w.Instant {
		wanted[pointer] = map[string]any{"$": "instant", "v": text}
	}
	for pointer, text := range w.Clock {
		wanted[pointer] = map[string]any{"$": "local", "v": text}
	}
	for pointer, want := range wanted {
		want, err := subject.Normalize(want)
		if err != nil {
			return "fixture: " + err.Error()
		}
		got, found, err := subject.At(v, pointer)
		switch {
		case (err != nil || !found || got == nil) && blank(want):
		case err != nil || !found:
			return "nothing at " + pointer
		default:
			if d := subject.Equal(want, got, subject.Rules{}); d != "" {
				return pointer + strings.TrimPrefix(d, "/")
			}
		}
	}
	for _, pointer := range w.Absent {
		if got, found, err := subject.At(v, pointer); err == nil && found && got != nil && !blank(got) {
			return fmt.Sprintf("%s is %v, where there is nothing", pointer, clip(fmt.Sprint(subject.Spell(got))))
		}
	}
	return ""
}

func blank(v any) bool {
	switch v := v.(type) {
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

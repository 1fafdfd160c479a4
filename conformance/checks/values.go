package checks

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Value demands what a call reports at a JSON pointer.
type Value struct {
	Call      string  `yaml:"call"`
	Path      string  `yaml:"path"`
	Value     any     `yaml:"value"`
	AnyOf     []any   `yaml:"any_of"` // one of several; instead of value
	Tolerance float64 `yaml:"tolerance"`
	Unordered bool    `yaml:"unordered"`
	Subset    bool    `yaml:"subset"` // members of maps that are not named are ignored
	// OrClasses also accepts a failure of one of these classes.
	OrClasses []subject.Class `yaml:"or_classes"`
}

// Place names a value that must or must not be there.
type Place struct {
	Call string `yaml:"call"`
	Path string `yaml:"path"`
}

// Size bounds a list or map.
type Size struct {
	Call   string `yaml:"call"`
	Path   string `yaml:"path"`
	Min    *int   `yaml:"min"`
	Max    *int   `yaml:"max"`
	Equals *int   `yaml:"equals"`
}

// Same demands that several calls report the same.
type Same struct {
	Calls     []string `yaml:"calls"` // labels; one label means all its calls
	Path      string   `yaml:"path"`
	Tolerance float64  `yaml:"tolerance"`
	Unordered bool     `yaml:"unordered"`
}

// Kind demands what sort of value is reported.
type Kind struct {
	Call string   `yaml:"call"`
	Path string   `yaml:"path"`
	Is   []string `yaml:"is"` // null, bool, string, int, number, list, map, instant, local, dur, period, bytes, table
}

func (a *Value) validate() error {
	if a.Tolerance < 0 {
		return errors.New("tolerance is below zero")
	}
	for _, v := range append([]any{a.Value}, a.AnyOf...) {
		if _, err := subject.Normalize(v); err != nil {
			return err
		}
	}
	for _, c := range a.OrClasses {
		if !c.Valid() {
			return fmt.Errorf("%q is not an error class", c)
		}
	}
	return checkPointer(a.Path)
}

func (a *Place) validate() error { return checkPointer(a.Path) }

func (a *Size) validate() error {
	if a.Min == nil && a.Max == nil && a.Equals == nil {
		return errors.New("says neither min, max nor equals")
	}
	return checkPointer(a.Path)
}

func (a *Same) validate() error {
	if len(a.Calls) == 0 {
		return errors.New("names no calls")
	}
	return checkPointer(a.Path)
}

func (a *Kind) validate() error {
	if len(a.Is) == 0 {
		return errors.New("says no kind in is")
	}
	return checkPointer(a.Path)
}

func checkPointer(p string) error {
	_, _, err := subject.At(nil, p)
	return err
}

func values() []Spec {
	return []Spec{
		define("value_equals", "A call reports this: {call, path, value | any_of, tolerance, unordered, subset, or_classes}.", valueEquals),
		define("value_present", "A call reports something at a place: {call, path}.", valuePresent),
		define("value_absent", "A call succeeds and reports nothing at a place: {call, path}.", valueAbsent),
		define("value_count", "A reported list or map has so many members: {call, path, min, max, equals}.", valueCount),
		define("value_kind", "What a call reports is of a kind: {call, path, is: [instant, local]}.", valueKind),
		define("values_same", "Several calls report the same: {calls: [labels], path, tolerance, unordered}.", valuesSame),
	}
}

// withValue finds a reported value for a check that needs one. A call that
// failed gave none, which is a demand not met rather than one not reached.
func withValue(e *conformance.Evidence, label, path, want string, judge func(v any, found bool) conformance.Outcome) conformance.Outcome {
	call := e.Call(label)
	if call == nil {
		return unreached(want, "it was not made")
	}
	if !call.OK() {
		return conformance.Outcome{Want: want, Saw: came(call), Reached: true}
	}
	v, found, err := subject.At(call.Value, path)
	if err != nil {
		return conformance.Outcome{Fault: err.Error()}
	}
	out := judge(v, found)
	out.Want, out.Reached = want, true
	return out
}

func valueEquals(e *conformance.Evidence, a *Value) conformance.Outcome {
	wanted := a.AnyOf
	if len(wanted) == 0 {
		wanted = []any{a.Value}
	}
	var words []string
	for _, w := range wanted {
		words = append(words, clip(fmt.Sprint(w)))
	}
	want := fmt.Sprintf("%s to report %s at %q", quoted(a.Call), strings.Join(words, " or "), a.Path)
	if c := e.Call(a.Call); c != nil && c.Err != nil {
		for _, class := range a.OrClasses {
			if c.Err.Class == class {
				return conformance.Outcome{Want: want, Saw: came(c), Met: true, Reached: true}
			}
		}
	}
	rules := subject.Rules{Tolerance: a.Tolerance, Unordered: a.Unordered, Subset: a.Subset}
	return withValue(e, a.Call, a.Path, want, func(v any, found bool) conformance.Outcome {
		if !found {
			return conformance.Outcome{Saw: "nothing there"}
		}
		diff := ""
		for _, w := range wanted {
			w, err := subject.Normalize(w)
			if err != nil {
				return conformance.Outcome{Fault: err.Error()}
			}
			if diff = subject.Equal(w, v, rules); diff == "" {
				return conformance.Outcome{Met: true, Saw: "so"}
			}
		}
		return conformance.Outcome{Saw: diff}
	})
}

func valuePresent(e *conformance.Evidence, a *Place) conformance.Outcome {
	want := fmt.Sprintf("%s to report something at %q", quoted(a.Call), a.Path)
	return withValue(e, a.Call, a.Path, want, func(v any, found bool) conformance.Outcome {
		if !found || v == nil {
			return conformance.Outcome{Saw: "nothing there"}
		}
		return conformance.Outcome{Met: true, Saw: "so"}
	})
}

func valueAbsent(e *conformance.Evidence, a *Place) conformance.Outcome {
	want := fmt.Sprintf("%s to succeed and report nothing at %q", quoted(a.Call), a.Path)
	return withValue(e, a.Call, a.Path, want, func(v any, found bool) conformance.Outcome {
		if found {
			return conformance.Outcome{Saw: clip(fmt.Sprint(subject.Spell(v)))}
		}
		return conformance.Outcome{Met: true, Saw: "so"}
	})
}

func valueCount(e *conformance.Evidence, a *Size) conformance.Outcome {
	want := fmt.Sprintf("%s to report %s members at %q", quoted(a.Call), bounds(a.Min, a.Max, a.Equals), a.Path)
	return withValue(e, a.Call, a.Path, want, func(v any, found bool) conformance.Outcome {
		n := -1
		switch t := v.(type) {
		case []any:
			n = len(t)
		case map[string]any:
			n = len(t)
		}
		if !found || n < 0 {
			return conformance.Outcome{Saw: "neither list nor map"}
		}
		return conformance.Outcome{Met: within(n, a.Min, a.Max, a.Equals), Saw: fmt.Sprint(n)}
	})
}

func bounds(low, high, exact *int) string {
	switch {
	case exact != nil:
		return fmt.Sprintf("exactly %d", *exact)
	case low != nil && high != nil:
		return fmt.Sprintf("%d to %d", *low, *high)
	case low != nil:
		return fmt.Sprintf("at least %d", *low)
	case high != nil:
		return fmt.Sprintf("at most %d", *high)
	}
	return "any number of"
}

func within(n int, low, high, exact *int) bool {
	return (exact == nil || n == *exact) && (low == nil || n >= *low) && (high == nil || n <= *high)
}

func valuesSame(e *conformance.Evidence, a *Same) conformance.Outcome {
	want := fmt.Sprintf("the same at %q of %s", a.Path, strings.Join(a.Calls, ", "))
	var all []*conformance.CallRecord
	for _, label := range a.Calls {
		all = append(all, e.ByLabel(label)...)
	}
	if len(all) < 2 {
		return unreached(want, fmt.Sprintf("%d calls", len(all)))
	}
	rules := subject.Rules{Tolerance: a.Tolerance, Unordered: a.Unordered}
	var first any
	for i, c := range all {
		if !c.OK() {
			return conformance.Outcome{Want: want, Saw: c.Label + ": " + came(c), Reached: true}
		}
		v, found, err := subject.At(c.Value, a.Path)
		switch {
		case err != nil:
			return conformance.Outcome{Fault: err.Error()}
		case !found:
			return conformance.Outcome{Want: want, Saw: c.Label + ": nothing there", Reached: true}
		case i == 0:
			first = v
		default:
			if d := subject.Equal(first, v, rules); d != "" {
				return conformance.Outcome{Want: want, Saw: fmt.Sprintf("%s differs from %s: %s", c.Label, all[0].Label, d), Reached: true}
			}
		}
	}
	return conformance.Outcome{Want: want, Saw: fmt.Sprintf("so in all %d", len(all)), Met: true, Reached: true}
}

func valueKind(e *conformance.Evidence, a *Kind) conformance.Outcome {
	want := fmt.Sprintf("%s to report %s at %q", quoted(a.Call), strings.Join(a.Is, " or "), a.Path)
	return withValue(e, a.Call, a.Path, want, func(v any, found bool) conformance.Outcome {
		if !found {
			return conformance.Outcome{Saw: "nothing there"}
		}
		kind := kindOf(v)
		for _, k := range a.Is {
			if k == kind || k == "number" && kind == "int" {
				return conformance.Outcome{Met: true, Saw: kind}
			}
		}
		return conformance.Outcome{Saw: kind}
	})
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "bool"
	case string:
		return "string"
	case *big.Int:
		return "int"
	case float64:
		return "number"
	case []any:
		return "list"
	case map[string]any:
		return "map"
	case subject.Instant:
		return "instant"
	case subject.Local:
		return "local"
	case subject.Dur:
		return "dur"
	case subject.Period:
		return "period"
	case subject.Bytes:
		return "bytes"
	case subject.Table:
		return "table"
	}
	return fmt.Sprintf("%T", v)
}

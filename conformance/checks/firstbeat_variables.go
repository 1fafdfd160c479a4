package checks

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Variable demands what a client made of one Firstbeat result variable.
//
// A client reports variables as an object by name. A number is reported as it
// is or as {"value": n, "unit": u}; a series as a list or as {"values": […],
// "unit": u, "samplingRate": r}; what could not be read as {"error": why}, or
// by refusing the whole call with class decode or unsupported.
type Variable struct {
	Call   string           `yaml:"call"`
	At     string           `yaml:"at"`   // JSON pointer to the result object; empty: the value itself
	Name   string           `yaml:"name"` // empty: the value is the variable
	Accept []VariableAccept `yaml:"accept"`
	Unit   string           `yaml:"unit"`   // when reported at all
	Rate   string           `yaml:"rate"`   // samplingRate, when reported at all
	Absent bool             `yaml:"absent"` // it must not be there
}

// VariableAccept is one right outcome; exactly one member is set.
type VariableAccept struct {
	Scalar any    `yaml:"scalar" json:"scalar"`
	Series []any  `yaml:"series" json:"series"`
	Error  string `yaml:"error" json:"error"`
}

func (a *Variable) validate() error {
	if a.Absent == (len(a.Accept) > 0) {
		return errors.New("says either accept or absent")
	}
	for i, v := range a.Accept {
		n := 0
		for _, set := range []bool{v.Scalar != nil, v.Series != nil, v.Error != ""} {
			if set {
				n++
			}
		}
		if n != 1 {
			return fmt.Errorf("accept[%d] has %d of scalar, series and error, want one", i, n)
		}
	}
	return nil
}

func variableIs(e *conformance.Evidence, a *Variable) conformance.Outcome {
	what := cmp.Or(a.Name, "the variable")
	want := what + " to be " + acceptWords(a)
	call := e.Call(a.Call)
	if call == nil || call.Missing != nil {
		return unreached(want, "the call was not made")
	}
	out := conformance.Outcome{Want: want, Reached: true}
	if call.Err != nil {
		refused := call.Err.Class == subject.Decode || call.Err.Class == subject.UnsupportedClass
		out.Met = refused && acceptsError(a)
		out.Saw = "error " + string(call.Err.Class)
		return out
	}
	if !call.OK() {
		out.Saw = "no value"
		return out
	}
	got, ok := variableAt(call.Value, a)
	if !ok || a.Absent {
		out.Met = a.Absent && !ok
		out.Saw = what + " absent"
		if ok {
			out.Saw = clip(fmt.Sprintf("%v", subject.Spell(got)))
		}
		return out
	}
	out.Met, out.Saw = judgeVariable(a, got)
	return out
}

// variableAt finds the reported variable.
func variableAt(value any, a *Variable) (any, bool) {
	at, found, err := subject.At(value, a.At)
	if err != nil || a.Name == "" {
		return at, found
	}
	result, _ := at.(map[string]any)
	vars, _ := result["variables"].(map[string]any)
	got, ok := vars[a.Name]
	return got, ok
}

// judgeVariable compares a reported variable with the right outcomes.
func judgeVariable(a *Variable, got any) (met bool, saw string) {
	payload, kind := got, ""
	if o, ok := got.(map[string]any); ok {
		for _, member := range []string{"error", "values", "value"} {
			if v, ok := o[member]; ok {
				payload, kind = v, member
				break
			}
		}
		if why := metaDiffers("unit", a.Unit, o["unit"]); why != "" {
			return false, why
		}
		if why := metaDiffers("samplingRate", a.Rate, o["samplingRate"]); why != "" {
			return false, why
		}
	}
	var differences []string
	for _, accept := range a.Accept {
		switch {
		case accept.Error != "":
			if kind == "error" {
				return true, "an error"
			}
		case kind == "error":
		default:
			why := sameVariable(accept, payload)
			if why == "" {
				return true, "so"
			}
			differences = append(differences, why)
		}
	}
	if kind == "error" {
		return false, clip(fmt.Sprintf("an error: %v", payload))
	}
	return false, clip(cmp.Or(strings.Join(differences, "; "), fmt.Sprintf("%v", subject.Spell(payload))))
}

func sameVariable(accept VariableAccept, payload any) string {
	want := accept.Scalar
	if accept.Series != nil {
		want = accept.Series
	}
	normal, err := subject.Normalize(want)
	if err != nil {
		return err.Error()
	}
	if list, ok := normal.([]any); ok {
		for i := range list {
			if list[i] == nil {
				list[i] = math.NaN() // a null stands for a value that is no number
			}
		}
	}
	return subject.Equal(normal, payload, subject.Rules{})
}

// metaDiffers compares a unit or a rate; clients that do not report one are
// left alone.
func metaDiffers(name, want string, got any) string {
	if want == "" || got == nil || got == any(want) {
		return ""
	}
	return fmt.Sprintf("%s %q, want %q", name, got, want)
}

func acceptsError(a *Variable) bool {
	for _, accept := range a.Accept {
		if accept.Error != "" {
			return true
		}
	}
	return false
}

func acceptWords(a *Variable) string {
	if a.Absent {
		return "left out"
	}
	var words []string
	for _, accept := range a.Accept {
		switch {
		case accept.Error != "":
			words = append(words, "refused ("+accept.Error+")")
		case accept.Series != nil:
			words = append(words, clip(fmt.Sprintf("the %d values %v", len(accept.Series), accept.Series)))
		default:
			words = append(words, fmt.Sprintf("the number %v", accept.Scalar))
		}
	}
	return strings.Join(words, " or ")
}

// Variables demands the names of a result's variables.
type Variables struct {
	Call  string   `yaml:"call"`
	At    string   `yaml:"at"`
	Names []string `yaml:"names"`
}

func variablesOnce(e *conformance.Evidence, a *Variables) conformance.Outcome {
	want := "the variables " + listed(a.Names)
	call := e.Call(a.Call)
	if call == nil || call.Missing != nil {
		return unreached(want, "the call was not made")
	}
	out := conformance.Outcome{Want: want, Reached: true, Saw: "no value"}
	if !call.OK() {
		return out
	}
	at, _, _ := subject.At(call.Value, a.At) // what is not found has no variables
	result, _ := at.(map[string]any)
	vars, _ := result["variables"].(map[string]any)
	var missing []string
	for _, name := range a.Names {
		if _, ok := vars[name]; !ok {
			missing = append(missing, name)
		}
	}
	out.Met = len(missing) == 0 && len(vars) == len(a.Names)
	out.Saw = fmt.Sprintf("%d variables", len(vars))
	if len(missing) > 0 {
		out.Saw += ", without " + listed(missing)
	}
	return out
}

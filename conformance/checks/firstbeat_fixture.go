package checks

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Fixture demands what a client made of a decoding fixture, which says itself
// what that must be: see fixtures/README.md.
type Fixture struct {
	Call    string `yaml:"call"`
	Fixture string `yaml:"fixture"` // "firstbeat-vector/y_001_ladder"
	Alone   bool   `yaml:"alone"`   // the value is the variable, not a result that holds it

	want expectation
}

// expectation is the part of a fixture's .expect.json that is judged.
type expectation struct {
	It           string             `json:"it"`
	Error        string             `json:"error"` // the whole body must, or may, be refused
	Variable     *expectedVariable  `json:"variable"`
	Measurements *[]expectedResults `json:"measurements"`
}

type expectedVariable struct {
	Name   string           `json:"name"`
	Unit   string           `json:"unit"`
	Rate   string           `json:"samplingRate"`
	Accept []VariableAccept `json:"accept"`
}

type expectedResults struct {
	Fields    map[string]any     `json:"fields"`
	Absent    []string           `json:"absent"`
	Variables []expectedVariable `json:"variables"`
}

func (a *Fixture) validate() error {
	if err := expected(a.Fixture, &a.want); err != nil {
		return err
	}
	w := a.want
	if w.Variable == nil && w.Measurements == nil && w.Error == "" {
		return fmt.Errorf("fixture %s expects nothing", a.Fixture)
	}
	if w.Variable != nil {
		return w.Variable.check("", "", false).validate()
	}
	if a.Alone {
		return errors.New("alone is for fixtures of one variable")
	}
	return nil
}

// check is the demand upon one variable.
func (v *expectedVariable) check(call, at string, alone bool) *Variable {
	c := &Variable{Call: call, At: at, Name: v.Name, Unit: v.Unit, Rate: v.Rate, Accept: v.Accept}
	if alone {
		c.Name = ""
	}
	return c
}

func decodesAs(e *conformance.Evidence, a *Fixture) conformance.Outcome {
	if a.want.Variable != nil {
		out := variableIs(e, a.want.Variable.check(a.Call, "", a.Alone))
		out.Want = a.want.It + ": " + out.Want
		return out
	}
	out := conformance.Outcome{Want: a.want.It, Saw: "so", Met: true}
	call := e.Call(a.Call)
	if call == nil || call.Missing != nil {
		return unreached(out.Want, "the call was not made")
	}
	out.Reached = true
	refused := call.Err != nil && call.Err.Class == subject.Decode
	switch {
	case refused && a.want.Error != "":
		out.Saw = came(call)
		return out
	case a.want.Measurements == nil || !call.OK():
		out.Met, out.Saw = false, came(call)
		return out
	}
	for i := range *a.want.Measurements {
		if why := (*a.want.Measurements)[i].differs(e, call, i); why != "" {
			out.Met, out.Saw = false, why
			return out
		}
	}
	return out
}

// differs says how the i-th reported result is not as expected; "" when it is.
func (w *expectedResults) differs(e *conformance.Evidence, call *conformance.CallRecord, i int) string {
	at := ""
	if o, ok := call.Value.(map[string]any); ok && o["measurements"] != nil {
		at = fmt.Sprintf("/measurements/%d", i)
	}
	got, found, err := subject.At(call.Value, at)
	if err != nil || !found {
		return "nothing at " + at
	}
	fields := map[string]any{}
	for name, v := range w.Fields {
		if s, ok := v.(string); ok && (strings.HasSuffix(name, "Time") || strings.HasSuffix(name, "TimeLocal")) {
			v = map[string]any{"$": "instant", "v": s}
		}
		fields[name] = v
	}
	wanted, err := subject.Normalize(fields)
	if err != nil {
		return "fixture: " + err.Error()
	}
	if d := subject.Equal(wanted, got, subject.Rules{Subset: true}); d != "" {
		return d
	}
	for _, name := range w.Absent {
		if _, found, _ := subject.At(got, "/"+name); found {
			return at + "/" + name + " is there"
		}
	}
	for k := range w.Variables {
		v := w.Variables[k].check(call.Label, at, false)
		if out := variableIs(e, v); !out.Met {
			return v.Name + ": " + out.Saw
		}
	}
	return ""
}

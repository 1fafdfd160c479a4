package firstbeat

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"strconv"
	"strings"
)

// ErrNoVariable says that an answer has no variable of a name: it does not
// exist for this measurement, or is not licensed, or was not asked for.
const ErrNoVariable = variableError("firstbeat: no such variable in the results")

type variableError string

func (e variableError) Error() string { return string(e) }

// Results are what was computed from a measurement or from a lap of one.
type Results struct {
	MeasurementID int64  `json:"measurementId"`
	AthleteID     int64  `json:"athleteId"`
	SessionID     *int64 `json:"sessionId,omitempty"` // nil: not said; 0: in no session
	LapID         int64  `json:"lapId,omitempty"`     // of a lap's results only
	Name          string `json:"name,omitempty"`      // of a lap's results only
	Times
	MeasurementType MeasurementType `json:"measurementType,omitempty"` // not in a session's results
	ExerciseType    string          `json:"exerciseType,omitempty"`
	SportsType      string          `json:"sportsType,omitempty"`
	EventType       string          `json:"eventType,omitempty"`
	Notes           string          `json:"notes,omitempty"`
	Variables       Variables       `json:"variables"`

	// Extra holds the members that this package does not know, as they came.
	Extra map[string]json.RawMessage `json:"-"`
}

// Variables are a measurement's variables, in the order they came in, which
// means nothing: use their names.
type Variables []Variable

// Variable is a number, or a series of them.
type Variable struct {
	Name   string
	Unit   string  // "min⁻¹"; "" for a variable without
	Value  float64 // unless it is a series
	Series *Series // if it is one
	Err    error   // if it could not be read; Value and Series are then not set
}

// Series is a variable that was measured over and over.
type Series struct {
	SamplingRate string // as sent, "0.2Hz"; "" for values without a rate, such as R-R intervals
	Type         string // as sent, "Float"; may be "" if the values came as a list
	Bits         int    // as sent; 0 if not
	Values       Values
}

// Values are a series' numbers. Two series of one measurement may differ in
// length even at the same rate. As JSON, what is not finite is null.
type Values []float64

// Get returns the variable of a name.
func (v Variables) Get(name string) (Variable, bool) {
	for i := range v {
		if v[i].Name == name {
			return v[i], true
		}
	}
	return Variable{}, false
}

// Scalar returns the number of a name. It fails with [ErrNoVariable] if there
// is none: a variable that was left out is not zero.
func (v Variables) Scalar(name string) (float64, error) {
	x, ok := v.Get(name)
	switch {
	case !ok:
		return 0, fmt.Errorf("%w: %s", ErrNoVariable, name)
	case x.Err != nil:
		return 0, x.Err
	case x.Series != nil:
		return 0, fmt.Errorf("firstbeat: %s is a series, not a number", name)
	}
	return x.Value, nil
}

// Series returns the series of a name. It fails with [ErrNoVariable] if there is none.
func (v Variables) Series(name string) (*Series, error) {
	x, ok := v.Get(name)
	switch {
	case !ok:
		return nil, fmt.Errorf("%w: %s", ErrNoVariable, name)
	case x.Err != nil:
		return nil, x.Err
	case x.Series == nil:
		return nil, fmt.Errorf("firstbeat: %s is a number, not a series", name)
	}
	return x.Series, nil
}

// Scalars returns the numbers by name.
func (v Variables) Scalars() iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		for _, x := range v {
			if x.Err == nil && x.Series == nil && !yield(x.Name, x.Value) {
				return
			}
		}
	}
}

// AllSeries returns the series by name.
func (v Variables) AllSeries() iter.Seq2[string, *Series] {
	return func(yield func(string, *Series) bool) {
		for _, x := range v {
			if x.Series != nil && !yield(x.Name, x.Series) {
				return
			}
		}
	}
}

// Err joins the errors of the variables that could not be read: of many, the
// first few.
func (v Variables) Err() error {
	var errs []error
	for _, x := range v {
		if x.Err != nil {
			errs = append(errs, x.Err)
		}
	}
	return joined(errs)
}

// joined is one error of several: of many, the first few.
func joined(errs []error) error {
	const shown = 20
	if more := len(errs) - shown; more > 0 {
		errs = append(errs[:shown:shown], fmt.Errorf("and %d more", more))
	}
	return errors.Join(errs...)
}

// Hz returns the sampling rate as a number, and false if there is none, or
// none that can be read. Older texts have a decimal comma. [confirmed: OpenAPI 1.0.0]
func (s *Series) Hz() (float64, bool) {
	t := strings.ReplaceAll(strings.TrimSpace(s.SamplingRate), ",", ".")
	if n := len(t) - len("Hz"); n >= 0 && strings.EqualFold(t[n:], "Hz") {
		t = strings.TrimSpace(t[:n])
	}
	hz, err := strconv.ParseFloat(t, 64)
	return hz, err == nil && hz > 0 && !math.IsInf(hz, 0)
}

// MarshalJSON writes the values as a list, what is not finite as null.
func (v Values) MarshalJSON() ([]byte, error) {
	b := append(make([]byte, 0, 8*len(v)+2), '[')
	for i, x := range v {
		if i > 0 {
			b = append(b, ',')
		}
		if math.IsNaN(x) || math.IsInf(x, 0) {
			b = append(b, "null"...)
			continue
		}
		b = strconv.AppendFloat(b, x, 'g', -1, 64)
	}
	return append(b, ']'), nil
}

// MarshalJSON writes the variable as the vendor does with format=list; one
// that could not be read has an error and no value.
func (v Variable) MarshalJSON() ([]byte, error) {
	out := struct {
		Name         string `json:"name"`
		Unit         string `json:"unit,omitempty"`
		SamplingRate string `json:"samplingRate,omitempty"`
		Type         string `json:"type,omitempty"`
		Bits         int    `json:"bits,omitempty"`
		Value        any    `json:"value,omitempty"`
		Error        string `json:"error,omitempty"`
	}{Name: v.Name, Unit: v.Unit}
	switch {
	case v.Err != nil:
		out.Error = v.Err.Error()
	case v.Series != nil:
		s := v.Series
		out.SamplingRate, out.Type, out.Bits, out.Value = s.SamplingRate, s.Type, s.Bits, s.Values
	default:
		out.Value = v.Value
	}
	return json.Marshal(out)
}

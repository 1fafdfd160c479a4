package firstbeat

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

// variableReader reads one element of the list of variables. A fault within it
// is the variable's own; only what is not JSON ends the body.
type variableReader struct {
	d      *Decoder
	s      *scanner
	out    Variable
	series Series
	shape  shape
	packed []byte // the value, if it is text
	held   int    // where text starts whose bytes nobody has looked at, or -1
	fault  error
}

// shape is what a value is in JSON. It decides, not the presence of a type: a
// list may come with one. [inferred: format=list is documented without an example]
type shape int

const (
	isAbsent shape = iota
	isNumber
	isText
	isList
)

// variable reads the variable at a position of the list.
func (d *Decoder) variable(s *scanner, index int) (Variable, error) {
	r := &variableReader{d: d, s: s, held: -1}
	if err := s.object(r.member); err != nil {
		return Variable{}, err
	}
	switch r.shape {
	case isAbsent:
		r.note(errors.New("it has no value"))
	case isNumber:
	case isText:
		if r.fault == nil {
			r.series.Values, r.fault = d.vector(r.packed, r.series.Type, r.series.Bits)
		}
		if r.fault != nil { // perhaps because it is not even JSON
			if err := r.look(); err != nil {
				return Variable{}, err
			}
		}
		r.out.Series = &r.series
	case isList:
		r.out.Series = &r.series
	}
	if r.out.Name == "" {
		r.out.Name = "#" + strconv.Itoa(index)
		r.note(errors.New("it has no name"))
	}
	if r.fault != nil {
		r.out.Value, r.out.Series = 0, nil
		r.out.Err = fmt.Errorf("variable %.64s: %w", r.out.Name, r.fault)
	}
	return r.out, nil
}

// note keeps the first fault.
func (r *variableReader) note(err error) {
	if r.fault == nil {
		r.fault = err
	}
}

func (r *variableReader) member(key []byte) error {
	switch string(key) {
	case "name":
		return r.word(key, &r.out.Name)
	case "unit":
		return r.word(key, &r.out.Unit)
	case "samplingRate":
		return r.word(key, &r.series.SamplingRate)
	case "type":
		return r.word(key, &r.series.Type)
	case "bits":
		return r.bits()
	case "value":
		if err := r.look(); err != nil { // a value before this one
			return err
		}
		return r.value()
	}
	_, err := r.s.skip()
	return err
}

// word reads a string, or null for none.
func (r *variableReader) word(key []byte, t *string) error {
	if r.s.peek() == '"' {
		raw, err := r.s.text()
		*t = string(raw)
		return err
	}
	name := string(key)
	raw, err := r.s.skip()
	if err == nil && string(raw) != "null" {
		r.note(fmt.Errorf("%s is not a string", name))
	}
	return err
}

func (r *variableReader) bits() error {
	raw, err := r.s.skip()
	if err != nil || string(raw) == "null" {
		return err
	}
	if r.series.Bits, err = strconv.Atoi(string(raw)); err != nil {
		r.note(fmt.Errorf("bits is %.20s, want a whole number", raw))
	}
	return nil
}

// value reads the value, whatever it is.
func (r *variableReader) value() (err error) {
	s := r.s
	switch c := s.peek(); {
	case c == '"':
		r.shape = isText
		at := s.i
		var ok bool
		if r.packed, ok = s.rapid(); ok {
			r.held = at
			return nil
		}
		r.packed, err = s.text()
		return err
	case c == '[':
		r.shape = isList
		return r.list()
	case c == '-' || '0' <= c && c <= '9':
		r.shape = isNumber
		r.out.Value, err = r.number()
		return err
	}
	r.shape = isAbsent
	raw, err := s.skip()
	if err == nil && string(raw) != "null" {
		r.note(fmt.Errorf("its value is %.20s, want a number, text or a list", raw))
	}
	return err
}

// look reads text again that was skipped without looking.
func (r *variableReader) look() error {
	if r.held < 0 {
		return nil
	}
	again := scanner{data: r.s.data, i: r.held}
	r.held = -1
	_, err := again.str()
	return err
}

func (r *variableReader) number() (float64, error) {
	raw, err := r.s.number()
	if err != nil {
		return 0, err
	}
	x, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		r.note(fmt.Errorf("%.40s is too large for a number", raw))
	}
	return x, nil
}

// list reads a series of numbers. JSON has none that are not finite; null and
// the usual words are taken for them.
func (r *variableReader) list() error {
	values := Values{}
	err := r.s.array(func() error {
		var x float64
		var err error
		switch c := r.s.peek(); {
		case c == '-' || '0' <= c && c <= '9':
			x, err = r.number()
		default:
			x, err = r.special()
		}
		if r.d.left--; r.d.left < 0 || len(values) >= maxValues {
			r.note(fmt.Errorf("the series holds more than %d values", maxValues))
			values = values[:0]
		}
		values = append(values, x)
		return err
	})
	r.series.Values = values
	return err
}

func (r *variableReader) special() (float64, error) {
	raw, err := r.s.skip()
	if err != nil {
		return 0, err
	}
	switch string(raw) {
	case `null`, `"NaN"`:
		return math.NaN(), nil
	case `"Infinity"`, `"Inf"`, `"+Inf"`:
		return math.Inf(1), nil
	case `"-Infinity"`, `"-Inf"`:
		return math.Inf(-1), nil
	}
	r.note(fmt.Errorf("the series holds %.20s, want numbers", raw))
	return 0, nil
}

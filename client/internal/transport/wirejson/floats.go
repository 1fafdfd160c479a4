package wirejson

import (
	"math"
	"strconv"
)

// Floats reads a list of numbers. A null is NaN: a value that is not there is
// not zero.
func Floats(raw []byte) ([]float64, error) { return floats(&scan{data: raw}) }

func floats(s *scan) ([]float64, error) {
	if s.peek() != '[' {
		return nil, &Error{Want: "a list", Got: excerpt(s.skip())}
	}
	out := []float64{}
	err := s.array(func() error {
		raw := s.skip()
		word := raw
		switch raw[0] {
		case 'n':
			out = append(out, math.NaN())
			return nil
		case '"':
			word = raw[1 : len(raw)-1]
		}
		f, ok := Float(word)
		if !ok {
			return &Error{Path: "[" + strconv.Itoa(len(out)) + "]", Want: "a number", Got: excerpt(raw)}
		}
		out = append(out, f)
		return nil
	})
	return out, err
}

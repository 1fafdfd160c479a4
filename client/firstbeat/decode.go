package firstbeat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// DecodeResults reads the body of a measurement's or a lap's results.
//
// If the body is sound but some of its variables are not, it returns the
// results together with an error that joins theirs.
func DecodeResults(body []byte) (*Results, error) { return NewDecoder().Results(body) }

// DecodeSessionResults reads the body of a session's or a session lap's
// results. Errors are those of [DecodeResults].
func DecodeSessionResults(body []byte) ([]Results, error) { return NewDecoder().SessionResults(body) }

// Results is [DecodeResults] on the decoder's memory.
func (d *Decoder) Results(body []byte) (*Results, error) {
	d.left = maxTotal
	s := &scanner{data: body}
	if s.peek() != '{' {
		return nil, notA(s, "object")
	}
	r := new(Results)
	known, err := d.results(s, r)
	if err == nil {
		err = s.end()
	}
	switch {
	case err != nil:
		return nil, err
	case known == 0:
		return nil, errors.New("the object has nothing of a measurement's results")
	}
	return r, r.Variables.Err()
}

// SessionResults is [DecodeSessionResults] on the decoder's memory.
func (d *Decoder) SessionResults(body []byte) ([]Results, error) {
	d.left = maxTotal
	s := &scanner{data: body}
	if s.peek() != '{' {
		return nil, notA(s, "object")
	}
	var list []Results
	found := false
	err := s.object(func(key []byte) error {
		if string(key) != "measurements" {
			_, err := s.skip()
			return err
		}
		found, list = true, []Results{}
		if s.peek() == 'n' {
			return s.literal("null")
		}
		if s.peek() != '[' {
			return notA(s, "list of measurements")
		}
		return s.array(func() error {
			if s.peek() != '{' {
				return notA(s, "measurement's results")
			}
			list = append(list, Results{})
			_, err := d.results(s, &list[len(list)-1])
			return err
		})
	})
	if err == nil {
		err = s.end()
	}
	if err == nil && !found {
		err = errors.New("the object has no measurements")
	}
	if err != nil {
		return nil, err
	}
	var errs []error
	for i := range list {
		if err := list[i].Variables.Err(); err != nil {
			errs = append(errs, fmt.Errorf("measurement %d: %w", list[i].MeasurementID, err))
		}
	}
	return list, errors.Join(errs...)
}

// notA is a value of the wrong shape, or no value at all.
func notA(s *scanner, what string) error {
	start := *s
	if _, err := s.skip(); err != nil {
		return err
	}
	return fmt.Errorf("byte %d: want a %s", start.i, what)
}

// results reads one object and counts its members that are a measurement's.
func (d *Decoder) results(s *scanner, r *Results) (known int, _ error) {
	err := s.object(func(key []byte) error {
		known++
		switch string(key) {
		case "measurementId":
			return integer(s, key, &r.MeasurementID)
		case "athleteId":
			return integer(s, key, &r.AthleteID)
		case "lapId":
			return integer(s, key, &r.LapID)
		case "sessionId":
			if s.peek() == 'n' {
				return s.literal("null")
			}
			r.SessionID = new(int64)
			return integer(s, key, r.SessionID)
		case "startTime":
			return instant(s, key, &r.StartTime, true)
		case "endTime":
			return instant(s, key, &r.EndTime, true)
		case "startTimeLocal":
			return instant(s, key, &r.StartTimeLocal, false)
		case "endTimeLocal":
			return instant(s, key, &r.EndTimeLocal, false)
		case "measurementType":
			return word(s, key, &r.MeasurementType)
		case "exerciseType":
			return word(s, key, &r.ExerciseType)
		case "sportsType":
			return word(s, key, &r.SportsType)
		case "eventType":
			return word(s, key, &r.EventType)
		case "notes":
			return word(s, key, &r.Notes)
		case "name":
			return word(s, key, &r.Name)
		case "variables":
			return d.variables(s, &r.Variables)
		}
		known--
		name := string(key)
		raw, err := s.skip()
		if err != nil {
			return err
		}
		if r.Extra == nil {
			r.Extra = make(map[string]json.RawMessage)
		}
		r.Extra[name] = bytes.Clone(raw)
		return nil
	})
	return known, err
}

// variables reads the list of variables: numbers and series, in any order.
func (d *Decoder) variables(s *scanner, list *Variables) error {
	*list = Variables{}
	if s.peek() == 'n' {
		return s.literal("null")
	}
	if s.peek() != '[' {
		return notA(s, "list of variables")
	}
	return s.array(func() error {
		if s.peek() != '{' {
			return notA(s, "variable")
		}
		*list = slices.Grow(*list, 1)
		v, err := d.variable(s, len(*list))
		*list = append(*list, v)
		return err
	})
}

// integer reads a whole number, or null for none.
func integer(s *scanner, key []byte, n *int64) error {
	raw, err := s.skip()
	if err != nil || string(raw) == "null" {
		return err
	}
	*n, err = strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		return fmt.Errorf("%s is %.40s, want a whole number", key, raw)
	}
	return nil
}

// word reads a string, or null for none.
func word[S ~string](s *scanner, key []byte, t *S) error {
	if s.peek() != '"' {
		raw, err := s.skip()
		if err == nil && string(raw) != "null" {
			err = fmt.Errorf("%s is not a string", key)
		}
		return err
	}
	text, err := s.text()
	*t = S(text)
	return err
}

// instant reads a time, or null for none.
func instant(s *scanner, key []byte, t *time.Time, utc bool) error {
	var text string
	if err := word(s, key, &text); err != nil || text == "" {
		return err
	}
	if err := t.UnmarshalText([]byte(text)); err != nil {
		return fmt.Errorf("%s is %.40q, want an RFC 3339 time", key, text)
	}
	if utc {
		*t = t.UTC()
	}
	return nil
}

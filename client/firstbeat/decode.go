package firstbeat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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
	d.begin()
	s := &scanner{data: body}
	r := new(Results)
	known, err := d.results(s, r)
	if err := s.finish(err); err != nil {
		return nil, err
	}
	if known == 0 {
		return nil, errors.New("the object has nothing of a measurement's results")
	}
	return r, r.Variables.Err()
}

// SessionResults is [DecodeSessionResults] on the decoder's memory.
func (d *Decoder) SessionResults(body []byte) ([]Results, error) {
	d.begin()
	s := &scanner{data: body}
	var list []Results
	one := func() error {
		if err := d.part(); err != nil {
			return err
		}
		list = append(list, Results{})
		_, err := d.results(s, &list[len(list)-1])
		return err
	}
	err := objectOf(s, "an object", func(key []byte) error {
		if string(key) != "measurements" {
			_, err := s.skip()
			return err
		}
		list = []Results{}
		return listOf(s, "a list of measurements", one)
	})
	if err := s.finish(err); err != nil {
		return nil, err
	}
	if list == nil {
		return nil, errors.New("the object has no measurements")
	}
	var errs []error
	for i := range list {
		if err := list[i].Variables.Err(); err != nil {
			errs = append(errs, fmt.Errorf("measurement %d: %w", list[i].MeasurementID, err))
		}
	}
	return list, joined(errs)
}

// maxParts bounds the measurements, variables and unknown members of a body
// together: what is two bytes of JSON takes hundreds once it is read. All variables
// of a session of a thousand athletes fit.
const maxParts = 1 << 17

// begin is called once a body.
func (d *Decoder) begin() { d.left, d.parts = maxTotal, maxParts }

// part counts one of a body's parts.
func (d *Decoder) part() error {
	if d.parts--; d.parts < 0 {
		return fmt.Errorf("the body holds more than %d measurements, variables and unknown members", maxParts)
	}
	return nil
}

// objectOf reads an object; anything else is skipped and noted.
func objectOf(s *scanner, what string, member func(key []byte) error) error {
	if s.peek() != '{' {
		return notA(s, what)
	}
	return s.object(member)
}

// listOf reads a list, or null for an empty one; anything else is skipped and noted.
func listOf(s *scanner, what string, element func() error) error {
	switch s.peek() {
	case '[':
		return s.array(element)
	case 'n':
		return s.literal("null")
	}
	return notA(s, what)
}

// notA skips a value of the wrong shape.
func notA(s *scanner, what string) error {
	at := s.i
	_, err := s.skip()
	s.note(fmt.Errorf("byte %d: want %s", at, what))
	return err
}

// results reads one object and counts its members that are a measurement's.
func (d *Decoder) results(s *scanner, r *Results) (known int, _ error) {
	err := objectOf(s, "a measurement's results", func(key []byte) error {
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
		if err := d.part(); err != nil {
			return err
		}
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
	return listOf(s, "a list of variables", func() error {
		if s.peek() != '{' {
			return notA(s, "a variable")
		}
		if err := d.part(); err != nil {
			return err
		}
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
	if *n, err = strconv.ParseInt(string(raw), 10, 64); err != nil {
		s.note(fmt.Errorf("%s is %.40s, want a whole number", key, raw))
	}
	return nil
}

// word reads a string, or null for none.
func word[S ~string](s *scanner, key []byte, t *S) error {
	if s.peek() != '"' {
		raw, err := s.skip()
		if err == nil && string(raw) != "null" {
			s.note(fmt.Errorf("%s is not a string", key))
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
		s.note(fmt.Errorf("%s is %.40q, want an RFC 3339 time", key, text))
	}
	if utc {
		*t = t.UTC()
	}
	return nil
}

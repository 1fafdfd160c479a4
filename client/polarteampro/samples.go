package polarteampro

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/client/internal/transport/wirejson"
)

// What samples to ask for. [confirmed: Team Pro document 1.0.2]
const (
	AllSamples                = "all" // power comes with all only
	SampleDistance            = "distance"
	SampleLocation            = "location" // the fields lat and lon
	SampleHeartRate           = "hr"
	SampleSpeed               = "speed"
	SampleCadence             = "cadence"
	SampleAltitude            = "altitude"
	SampleForwardAcceleration = "forward_acceleration"
	SampleRR                  = "rr" // PlayerSessionDetails.RRIntervals
)

// detail is the call for a player's session.
func detail(operation, playerSessionID string, samples []string) (call, error) {
	p, err := path(operation, "training_sessions", playerSessionID)
	if err != nil {
		return call{}, err
	}
	for _, s := range samples {
		if s == "" || strings.ContainsAny(s, ", ") || s == AllSamples && len(samples) > 1 {
			return call{}, invalid(operation, "samples %q: want %q alone, or single words", samples, AllSamples)
		}
	}
	k := call{operation: operation, path: p}
	if len(samples) > 0 {
		k.query = "?" + parameter("samples", strings.Join(samples, ","))[1:]
	}
	return k, nil
}

// Samples is a table of what was measured: a row every tenth of a second, and
// a column for each field. Not every row has every value.
type Samples struct {
	Fields  []string          // the columns, in the vendor's order, without time
	Offsets []time.Duration   // of each row, from the start
	Columns map[string]Series // by field, each as long as Offsets; NaN where there is no value
	Aside   []Cell            // what has no place in the table
}

// Cell is a value that a table of numbers cannot hold.
type Cell struct {
	Row   int
	Field string // empty for a value beyond the last field
	Value json.RawMessage
}

// Column returns the values of a field, nil if the table has none.
func (s *Samples) Column(field string) Series {
	if s == nil {
		return nil
	}
	return s.Columns[field]
}

// Len is the number of rows.
func (s *Samples) Len() int {
	if s == nil {
		return 0
	}
	return len(s.Offsets)
}

// UnmarshalJSON reads the vendor's table of fields and values.
func (s *Samples) UnmarshalJSON(raw []byte) error {
	if err := wirejson.Check(raw); err != nil {
		return err
	}
	var names []string
	if fields, ok := wirejson.Member(raw, "fields"); ok {
		if err := new(wirejson.Decoder).Value(fields, &names); err != nil {
			return errors.New("fields that are a list of words")
		}
	}
	table := newTable(names)
	*s = Samples{Fields: table.columns, Columns: make(map[string]Series, len(table.columns))}
	values, ok := wirejson.Member(raw, "values")
	if !ok || wirejson.Kind(values) == 'n' {
		values = []byte("[]")
	}
	if wirejson.Kind(values) != '[' {
		return errors.New("values that are a list of rows")
	}
	columns := make([]Series, len(table.columns))
	in := memory(values)
	err := in.array(func() error {
		row, err := table.read(in)
		if err != nil {
			return err
		}
		for _, c := range row.Aside {
			c.Row = len(s.Offsets)
			s.Aside = append(s.Aside, c)
		}
		s.Offsets = append(s.Offsets, row.Offset)
		for i, v := range row.Values {
			columns[i] = append(columns[i], v)
		}
		return nil
	})
	for i, name := range table.columns {
		s.Columns[name] = slices.Clip(columns[i])
	}
	return err
}

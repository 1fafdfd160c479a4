package polarteampro

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// Columns are samples by the names of their fields; NaN where there is none.
type Columns struct {
	Time   []Duration
	Values map[string][]float64
}

// Samples reads a table of samples: rows by the names of their fields. A row may
// be short; what is beyond its last field is left out.
func (c *Client) Samples(v any) (*Columns, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var t struct {
		Fields []string `json:"fields"`
		Values [][]any  `json:"values"`
	}
	if err := json.Unmarshal(raw, &t); err != nil {
		return nil, caller.Undecodable("samples are no table")
	}
	if c.M.Has("columns-by-position") {
		known := []string{"time", "distance", "hr", "speed", "cadence", "lat", "lon", "altitude", "forward_acceleration", "power"}
		t.Fields = known[:min(len(known), len(t.Fields))]
	}
	out := &Columns{Values: map[string][]float64{}}
	for i, name := range t.Fields {
		if name == "time" {
			continue
		}
		column := make([]float64, len(t.Values))
		for n, row := range t.Values {
			column[n] = c.cell(c.row(row, len(t.Fields)), i)
		}
		out.Values[name] = column
	}
	for _, row := range t.Values {
		var at Duration
		if len(row) > 0 {
			s, _ := row[0].(string) // anything else is no time
			d, _ := c.duration(s)
			at = Duration(d)
		}
		out.Time = append(out.Time, at)
	}
	return out, nil
}

// row is the place of a defect that takes a long row's end for its beginning.
func (c *Client) row(row []any, fields int) []any {
	if len(row) > fields && c.M.Has("long-row-shifted") {
		return append(row[:1:1], row[len(row)-fields+1:]...)
	}
	return row
}

func (c *Client) cell(row []any, i int) float64 {
	if i >= len(row) {
		if c.M.Has("short-row-crash") {
			panic("index out of range [" + strconv.Itoa(i) + "]")
		}
		return math.NaN()
	}
	if n, ok := row[i].(float64); ok {
		return n
	}
	return c.none()
}

// none is what stands for a value that is not there.
func (c *Client) none() float64 {
	if c.M.Has("null-is-zero") {
		return 0
	}
	return math.NaN()
}

// Intervals reads R-R intervals: milliseconds, or null.
func (c *Client) Intervals(v any) []float64 {
	list, _ := v.([]any)
	out := make([]float64, len(list))
	for i := range list {
		n, ok := list[i].(json.Number)
		f, err := strconv.ParseFloat(n.String(), 64)
		if out[i] = f; !ok || err != nil {
			out[i] = c.none()
		}
	}
	return out
}

package polarteampro

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// timeField is the name of the column that says when. [confirmed: Team Pro document 1.0.2]
const timeField = "time"

// Row is one moment of a session.
type Row struct {
	Offset time.Duration // from the start
	Fields []string      // what Values are, without time
	Values []float64     // NaN where there is none
	Aside  []Cell        // what has no place in a row of numbers
}

// Value returns the value of a field, and whether there is one.
func (r *Row) Value(field string) (float64, bool) {
	for i, name := range r.Fields {
		if name == field {
			return r.Values[i], !math.IsNaN(r.Values[i])
		}
	}
	return 0, false
}

// table reads rows by the names of their fields.
type table struct {
	fields  []string
	columns []string // fields without time
	at      []int    // column of a field, -1 for time and for a name that comes again
	timed   bool     // time is a field
	row     Row
}

func newTable(fields []string) *table {
	t := &table{fields: fields}
	seen := make(map[string]bool)
	for _, name := range fields {
		switch {
		case name == timeField:
			t.timed = true
			t.at = append(t.at, -1)
		case seen[name]:
			t.at = append(t.at, -1)
		default:
			t.at = append(t.at, len(t.columns))
			t.columns = append(t.columns, name)
		}
		seen[name] = true
	}
	t.row.Fields = t.columns
	t.row.Values = make([]float64, len(t.columns))
	return t
}

// read reads one row: fields by position, missing ones as NaN, surplus ones
// aside. The row is valid until the next.
func (t *table) read(in *input) (*Row, error) {
	row := &t.row
	row.Offset, row.Aside = 0, nil
	for i := range row.Values {
		row.Values[i] = math.NaN()
	}
	if in.peek() != '[' {
		return nil, in.missing("a row")
	}
	in.i++
	if in.peek() == ']' {
		in.i++
		return row, nil
	}
	for i, timed := 0, false; ; {
		kind, raw, err := in.cell()
		if err != nil {
			return nil, err
		}
		if kind == '"' && !timed && (i < len(t.fields) && t.fields[i] == timeField || i == 0 && !t.timed) {
			if row.Offset, err = in.duration(raw); err != nil {
				return nil, err
			}
			if timed = true; t.timed {
				i++
			}
		} else {
			if err := t.put(i, kind, raw); err != nil {
				return nil, err
			}
			i++
		}
		if done, err := in.next(']'); done || err != nil {
			return row, err
		}
	}
}

// duration reads a cell that says when.
func (in *input) duration(raw []byte) (time.Duration, error) {
	if d, ok := seconds(raw); ok {
		return d, nil
	}
	d, err := ParseDuration(string(raw))
	if err != nil {
		return 0, in.wrong(fmt.Sprintf("the time %.30q is not %v", raw, err))
	}
	return time.Duration(d), nil
}

// put puts a cell where it belongs.
func (t *table) put(i int, kind byte, raw []byte) error {
	if kind == 'n' {
		return nil
	}
	if i < len(t.fields) && t.at[i] >= 0 {
		if v, ok := number(raw); ok && (kind == '"' || kind == '0') {
			t.row.Values[t.at[i]] = v
			return nil
		}
	}
	cell := Cell{Value: bytes.Clone(raw)}
	if kind == '"' {
		text, err := json.Marshal(string(raw))
		if err != nil {
			return err
		}
		cell.Value = text
	}
	if i < len(t.fields) {
		cell.Field = t.fields[i]
	}
	t.row.Aside = append(t.row.Aside, cell)
	return nil
}

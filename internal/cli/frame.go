package cli

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/client/sweatstack"
)

// frameHelp is how frames are printed.
const frameHelp = `A frame is printed row by row, its index first: times as RFC 3339 has them, those
without a zone without one, durations in seconds, and where there is no value null, or
in CSV nothing.`

// frameForm is how frames are to be printed.
type frameForm struct {
	format  string
	columns []string // nil is all
}

// check refuses a form that there is not. file tells that the form may be the
// Parquet file itself.
func (o frameForm) check(file bool) error {
	forms := []string{"json", "ndjson", "csv"}
	if file {
		forms = append(forms, "parquet")
	}
	switch {
	case !slices.Contains(forms, o.format):
		return usage("--format %q: want %s", o.format, strings.Join(forms, ", "))
	case o.format == "parquet" && o.columns != nil:
		return usage("--columns and --format parquet: the file is printed as it came")
	}
	return nil
}

// print prints a frame.
func (o frameForm) print(w io.Writer, f *sweatstack.Frame) error {
	columns, err := o.pick(f)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 64<<10)
	if o.format == "csv" {
		err = frameCSV(out, columns, f.Rows)
	} else {
		err = frameJSON(out, columns, f.Rows, o.format == "json")
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// pick are the columns to print. What the service calls the index comes first:
// it writes it last.
func (o frameForm) pick(f *sweatstack.Frame) ([]*sweatstack.Column, error) {
	var out []*sweatstack.Column
	names := o.columns
	if names == nil || slices.Equal(names, []string{allColumns}) {
		names = slices.Clone(f.Index)
		for i := range f.Columns {
			if name := f.Columns[i].Name; !slices.Contains(f.Index, name) {
				names = append(names, name)
			}
		}
	}
	for _, name := range names {
		c := f.Column(name)
		switch {
		case c != nil:
			out = append(out, c)
		case o.columns != nil:
			var there []string
			for i := range f.Columns {
				there = append(there, f.Columns[i].Name)
			}
			return nil, usage("--columns %q: there are %s", name, strings.Join(there, ", "))
		}
	}
	return out, nil
}

func frameCSV(w io.Writer, columns []*sweatstack.Column, rows int) error {
	out := csv.NewWriter(w)
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = c.Name
	}
	if err := out.Write(row); err != nil {
		return err
	}
	var text []byte
	for at := range rows {
		for i, c := range columns {
			var err error
			if text, err = appendCell(text[:0], c, at, false); err != nil {
				return err
			}
			row[i] = string(text)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// frameJSON writes an object for each row, in a list or one a line.
func frameJSON(w io.Writer, columns []*sweatstack.Column, rows int, list bool) error {
	keys := make([][]byte, len(columns))
	for i, c := range columns {
		key, err := json.Marshal(c.Name)
		if err != nil {
			return err
		}
		before := byte(',')
		if i == 0 {
			before = '{'
		}
		keys[i] = append(append([]byte{before}, key...), ':')
	}
	var line []byte
	for at := range rows {
		line = line[:0]
		if list {
			line = append(line, ",\n"...)
			if at == 0 {
				line[0] = '['
			}
		}
		for i, c := range columns {
			var err error
			if line, err = appendCell(append(line, keys[i]...), c, at, true); err != nil {
				return err
			}
		}
		if len(columns) == 0 {
			line = append(line, '{')
		}
		line = append(line, '}')
		if !list {
			line = append(line, '\n')
		}
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	end := ""
	switch {
	case list && rows == 0:
		end = "[]\n"
	case list:
		end = "\n]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}

// appendCell writes a value of a frame. One that is not there is null in JSON and
// nothing in CSV, which has a word for what is not a number.
func appendCell(out []byte, c *sweatstack.Column, row int, inJSON bool) ([]byte, error) {
	if !c.Has(row) {
		if inJSON {
			out = append(out, "null"...)
		}
		return out, nil
	}
	switch c.Kind {
	case sweatstack.KindInt:
		n, _ := c.Int(row)
		return strconv.AppendInt(out, n, 10), nil
	case sweatstack.KindBool:
		return strconv.AppendBool(out, c.Ints[row] != 0), nil
	case sweatstack.KindText:
		text, _ := c.Text(row)
		return appendText(out, text, inJSON)
	case sweatstack.KindTime:
		at, ok := c.Time(row)
		if !ok || at.Year() < 0 || at.Year() > 9999 {
			return nil, fmt.Errorf("column %.60q, row %d: the time is beyond the years that RFC 3339 can write", c.Name, row)
		}
		layout := time.RFC3339Nano
		if !c.UTC {
			layout = "2006-01-02T15:04:05.999999999" // what a clock showed, somewhere
		}
		return appendText(out, at.Format(layout), inJSON)
	case sweatstack.KindDuration:
		if d, ok := c.Duration(row); ok {
			return appendDecimal(out, d.Seconds()), nil
		}
	}
	v, _ := c.Float(row)
	if inJSON && (math.IsNaN(v) || math.IsInf(v, 0)) {
		return append(out, "null"...), nil
	}
	return appendDecimal(out, v), nil
}

func appendText(out []byte, text string, inJSON bool) ([]byte, error) {
	if !inJSON {
		return append(out, text...), nil
	}
	quoted, err := json.Marshal(text)
	return append(out, quoted...), err
}

// unread names the columns of a frame that cannot be read: they are there, and
// their cells are empty.
func unread(f *sweatstack.Frame) []string {
	var names []string
	for i := range f.Columns {
		if c := &f.Columns[i]; c.Kind == sweatstack.KindUnknown {
			names = append(names, fmt.Sprintf("%s (%s)", c.Name, c.Type))
		}
	}
	return names
}

package sweatstack

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

// Frame is a table: columns by name, with nil where there is no value. Values are
// int64, float64, string, Duration, Local and time.Time.
type Frame struct {
	Rows    int
	Columns map[string][]any
}

// Frame asks for a table.
func (c *Client) Frame(ctx context.Context, path string, q url.Values) (*Frame, error) {
	r, err := c.fetch(ctx, activities+path, q)
	if err != nil {
		return nil, err
	}
	f, err := c.ReadFrame(r.Body)
	if err != nil {
		return nil, caller.Undecodable("a table of type %s: %v", r.Header.Get("Content-Type"), err)
	}
	return f, nil
}

// Records asks for a table in JSON: a list of objects.
func (c *Client) Records(ctx context.Context, path string, q url.Values) (*Frame, error) {
	var rows []Item
	if err := c.get(ctx, activities+path, q, &rows); err != nil {
		return nil, err
	}
	f := &Frame{Rows: len(rows), Columns: map[string][]any{}}
	for i, row := range rows {
		for name, v := range row {
			if f.Columns[name] == nil {
				f.Columns[name] = make([]any, len(rows))
			}
			f.Columns[name][i] = v
		}
	}
	return f, nil
}

// Selection is what tables are asked for.
type Selection struct {
	Query

	Metric, SampledOn, Format string
	Metrics                   []string
}

// Values are a selection's parameters.
func (c *Client) Values(s Selection) url.Values {
	q := url.Values{}
	set(q, "start", s.Start)
	set(q, "end", s.End)
	if s.Start != "" && s.End != "" && c.M.Has("window-in-days") {
		q = url.Values{"date": {s.End}, "window_days": {"90"}}
	}
	c.several(q, "sport", s.Sports)
	c.several(q, "metrics", s.Metrics)
	set(q, "metric", s.Metric)
	set(q, "adaptive_sampling_on", s.SampledOn)
	set(q, "format", s.Format)
	return q
}

const magic = "PAR1"

// ReadFrame reads a Parquet file.
func (c *Client) ReadFrame(file []byte) (f *Frame, err error) {
	const least = 2*len(magic) + 4
	if len(file) < least || string(file[:4]) != magic || string(file[len(file)-4:]) != magic {
		if !bytes.HasPrefix(file, []byte(magic)) && c.M.Has("no-parquet-crash") {
			panic("slice bounds out of range")
		}
		return c.unreadable(file, "no Parquet file, or not all of it")
	}
	defer func() {
		if recover() != nil { // the library does so on some damaged metadata
			f, err = c.unreadable(file, "the file is damaged")
		}
	}()
	n := int(binary.LittleEndian.Uint32(file[len(file)-8:]))
	if n <= 0 || n > len(file)-least {
		return c.unreadable(file, "the footer is longer than the file")
	}
	var meta format.FileMetaData
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), file[len(file)-8-n:len(file)-8], &meta); err != nil {
		return c.unreadable(file, "the footer cannot be read")
	}
	if f, err = c.columns(file, &meta); err != nil {
		return c.unreadable(file, err.Error())
	}
	if f.Rows == 0 && c.M.Has("no-rows-is-error") {
		return nil, caller.Undecodable("no rows")
	}
	return f, nil
}

// unreadable is an error, but for a defect that takes a cut file for an empty table.
func (c *Client) unreadable(file []byte, why string) (*Frame, error) {
	if bytes.HasPrefix(file, []byte(magic)) && c.M.Has("cut-file-is-empty") {
		return &Frame{Columns: map[string][]any{}}, nil
	}
	return nil, caller.Undecodable("%s", why)
}

func (c *Client) columns(file []byte, meta *format.FileMetaData) (*Frame, error) {
	f := &Frame{Rows: int(meta.NumRows), Columns: map[string][]any{}}
	units := timedeltas(meta)
	for i := range meta.Schema[1:] {
		e := &meta.Schema[1+i]
		if e.NumChildren.V > 0 {
			return nil, fmt.Errorf("column %s is no plain column", e.Name)
		}
		col := &column{client: c, schema: e, unit: units[e.Name], values: []any{}}
		for k := range meta.RowGroups {
			chunks := meta.RowGroups[k].Columns
			if i >= len(chunks) {
				return nil, fmt.Errorf("column %s is missing in a part of the file", e.Name)
			}
			if err := col.chunk(file, &chunks[i].MetaData); err != nil {
				return nil, fmt.Errorf("column %s: %w", e.Name, err)
			}
		}
		if len(col.values) != f.Rows {
			return nil, fmt.Errorf("column %s has %d values for %d rows", e.Name, len(col.values), f.Rows)
		}
		f.Columns[c.called(e.Name, i)] = col.values
	}
	delete(f.Columns, "")
	return f, nil
}

// called is a column's name.
func (c *Client) called(name string, i int) string {
	known := []string{"duration", "power", "speed", "heart_rate", "timestamp"}
	if c.M.Has("frame-columns-by-place") && i < len(known) {
		return known[i]
	}
	if c.M.Has("new-columns-dropped") && !slices.Contains(append(known, "cadence", "altitude", "distance", "latitude", "longitude", "lap", "activity_id", "sport", "temperature"), name) {
		return ""
	}
	return name
}

var timedelta = lazyregexp.New(`^timedelta64\[(s|ms|us|ns)\]$`)

// timedeltas are the units of the columns that pandas calls lengths of time: Parquet
// has no such type.
func timedeltas(meta *format.FileMetaData) map[string]string {
	out := map[string]string{}
	for _, kv := range meta.KeyValueMetadata {
		var pandas struct {
			Columns []struct {
				Name  string `json:"name"`
				Numpy string `json:"numpy_type"`
			} `json:"columns"`
		}
		if kv.Key != "pandas" || json.Unmarshal([]byte(kv.Value), &pandas) != nil {
			continue
		}
		for _, col := range pandas.Columns {
			if m := timedelta.FindStringSubmatch(col.Numpy); m != nil {
				out[col.Name] = m[1]
			}
		}
	}
	if out["duration"] == "" {
		out["duration"] = "s"
	}
	return out
}

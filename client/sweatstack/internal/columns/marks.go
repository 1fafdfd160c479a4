package columns

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go/format"
)

// marks are what writers note beside the schema, for lack of a place in it: a
// duration is a plain INT64 to Parquet, and which column is the index of a
// pandas frame is nothing to it at all. Marks that cannot be read are no marks.
type marks struct {
	index     []string
	durations map[string]time.Duration // the unit of a column's durations
}

// apply makes durations of integers that are.
func (m marks) apply(c *Column) {
	if unit := m.durations[c.Name]; unit > 0 && c.Kind == Int {
		c.Kind, c.Unit = Duration, unit
	}
}

func readMarks(pairs []format.KeyValue) marks {
	m := marks{durations: map[string]time.Duration{}}
	for _, kv := range pairs {
		if kv.Key == "pandas" {
			m.pandas(kv.Value)
		}
	}
	for _, kv := range pairs { // its word counts more: it is what was written, not what it was made from
		if kv.Key != "ARROW:schema" {
			continue
		}
		if raw, err := base64.StdEncoding.DecodeString(kv.Value); err == nil {
			arrowDurations(raw, m.durations)
		}
	}
	return m
}

func (m *marks) pandas(text string) {
	var p struct {
		Index   []any `json:"index_columns"` // names; or what describes an index that is no column
		Columns []struct {
			Name  any    `json:"name"`
			Field string `json:"field_name"`
			Type  string `json:"numpy_type"`
		} `json:"columns"`
	}
	if json.Unmarshal([]byte(text), &p) != nil {
		return
	}
	for _, x := range p.Index {
		if name, ok := x.(string); ok {
			m.index = append(m.index, name)
		}
	}
	units := map[string]time.Duration{"s": time.Second, "ms": time.Millisecond, "us": time.Microsecond, "ns": time.Nanosecond}
	for _, c := range p.Columns {
		unit, ok := strings.CutPrefix(c.Type, "timedelta64[")
		if !ok {
			continue
		}
		name, isText := c.Name.(string)
		if c.Field != "" || !isText {
			name = c.Field
		}
		if u := units[strings.TrimSuffix(unit, "]")]; u > 0 {
			m.durations[name] = u
		}
	}
}

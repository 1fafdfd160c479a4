package inproc

import (
	"math"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/client/sweatstack"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// activityValue turns activities into what the judge compares: objects by the
// vendor's names, without what the vendor did not say.
func activityValue[T any](v T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	tree, err := jsonTree(v)
	if err != nil {
		return nil, err
	}
	return activityTree("", tree), nil
}

// activityTree gives values their types by the names of their members, and
// puts members that the client only kept beside those that it knows.
func activityTree(name string, v any) any {
	switch v := v.(type) {
	case string:
		return activityWord(name, v)
	case []any:
		for i := range v {
			v[i] = activityTree("", v[i])
		}
		return v
	case map[string]any:
		if name == "app_metadata" {
			return jsonValue(v)
		}
		if extra, ok := v["extra"].(map[string]any); ok {
			delete(v, "extra")
			for member, kept := range extra {
				v[member] = kept
			}
		}
		for member := range v {
			v[member] = activityTree(member, v[member])
		}
		return v
	}
	return jsonValue(v)
}

func activityWord(name, v string) any {
	switch {
	case name == "duration":
		if d, err := sweatstack.ParseDuration(v); err == nil {
			return subject.Dur(d)
		}
	case name == "start" || name == "end" || name == "timestamp":
		if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return subject.Instant{Time: t}
		}
	case strings.HasSuffix(name, "_local"):
		return subject.Local{Wall: v}
	}
	return v
}

// frameValue turns a frame into lists by the names of its columns.
func frameValue(f *sweatstack.Frame, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	columns := map[string]any{}
	for i := range f.Columns {
		c := &f.Columns[i]
		list := make([]any, c.Len())
		for row := range list {
			list[row] = cellValue(c, row)
		}
		columns[c.Name] = list
	}
	return map[string]any{"rows": f.Rows, "columns": columns}, nil
}

func cellValue(c *sweatstack.Column, row int) any {
	if !c.Has(row) {
		return nil
	}
	switch c.Kind {
	case sweatstack.KindDuration:
		if d, ok := c.Duration(row); ok {
			return subject.Dur(d)
		}
	case sweatstack.KindTime:
		if t, ok := c.Time(row); ok && c.UTC {
			return subject.Instant{Time: t}
		} else if ok {
			return subject.Local{Wall: t.Format("2006-01-02T15:04:05.999999999")}
		}
	case sweatstack.KindText:
		s, _ := c.Text(row) // Has has said so
		return s
	case sweatstack.KindInt, sweatstack.KindBool:
		n, _ := c.Int(row) // as above
		return n
	}
	if v, ok := c.Float(row); ok {
		return v
	}
	return math.NaN()
}

package polarteampro

import (
	"encoding/json"
	"io"
	"math"
	"strings"
	"testing"
)

func FuzzDuration(f *testing.F) {
	for _, s := range []string{"PT0S", "PT0.1S", "PT1H2M3S", "P1DT1S", "-PT1.5S", "PT99999999999H", "P1W", "P1.5D", "PT1e5S", "PT", "P1Y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDuration(s)
		if err != nil {
			return
		}
		if again, err := ParseDuration(d.String()); err != nil || again != d {
			t.Errorf("%q is %s, which is %v, %v", s, d, again, err)
		}
	})
}

// FuzzTable reads tables whole and row by row: what is a table for the one is
// one for the other, and is JSON.
func FuzzTable(f *testing.F) {
	for _, s := range []string{
		`{"fields":["time","hr"],"values":[["PT0S",94],["PT0.1S",null],["PT0.2S"],["PT0.3S","NaN",7,{"a":[1]}]]}`,
		`{"fields":["hr"],"values":[["PT0S",1e400]]}`, `{"fields":["time"],"values":[[]]}`, `{"fields":["time","x"],"values":[["PT0S","\u00e9\""]]}`,
		`{"values":[["PT0S",94]],"fields":["time","hr"]}`, `{"fields":["time","hr"],"values":[["PT0S",01]]}`, `[`, `{"fields":[],"values":[[-]]}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var whole Samples
		wholeErr := whole.UnmarshalJSON([]byte(text))
		n := 0
		body := `{"data":{"samples":` + text + `}}`
		err := rows(stream(&dribble{body}), func(r *Row, _ error) bool {
			if wholeErr == nil && n < whole.Len() {
				for _, name := range r.Fields {
					v, _ := r.Value(name)
					if w := whole.Columns[name][n]; w != v && !(math.IsNaN(w) && math.IsNaN(v)) {
						t.Errorf("row %d: %s is %v and %v", n, name, w, v)
					}
				}
			}
			n++
			return true
		})
		if err == nil && !json.Valid([]byte(body)) {
			t.Errorf("%q is not JSON and was read", body)
		}
		once := strings.Count(text, "fields")+strings.Count(text, "values")+strings.Count(text, `\u`) <= 2
		if err == nil && wholeErr == nil && once && n != whole.Len() {
			t.Errorf("%q: %d rows, and %d", text, n, whole.Len())
		}
	})
}

// dribble arrives byte by byte.
type dribble struct{ rest string }

func (d *dribble) Read(p []byte) (int, error) {
	if d.rest == "" {
		return 0, io.EOF
	}
	p[0], d.rest = d.rest[0], d.rest[1:]
	return 1, nil
}

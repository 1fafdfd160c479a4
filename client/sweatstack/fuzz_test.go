package sweatstack

import (
	"math"
	"testing"
	"time"
)

func FuzzDuration(f *testing.F) {
	for _, s := range []string{"PT0S", "PT0.1S", "PT1H2M3S", "P1DT1S", "-PT1.5S", "PT99999999999H", "P1W", "P1Y35D", "PT1e5S", "PT", "P1M"} {
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

// FuzzRecords makes frames of JSON that may be anything.
func FuzzRecords(f *testing.F) {
	for _, s := range []string{`[{"intensity":1,"max":2}]`, `{"power":[1,null],"max":["PT1S","x"]}`, `[]`, `[{"a":{}},{"b":[]}]`, `{"a":[1e400]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		frame, err := records(body)
		if err != nil {
			return
		}
		for i := range frame.Columns {
			c := &frame.Columns[i]
			if c.Len() != frame.Rows {
				t.Fatalf("%s: %d of %d rows", c.Name, c.Len(), frame.Rows)
			}
			for row := range frame.Rows {
				_, _ = c.Text(row)
				if v, ok := c.Float(row); ok && math.IsInf(v, 0) {
					t.Fatalf("%s: %v", c.Name, v)
				}
			}
		}
		_, _ = frame.WorkDurationLevels()
	})
}

// FuzzFieldErrors reads what a 422 may say.
func FuzzFieldErrors(f *testing.F) {
	f.Add([]byte(`{"detail":[{"loc":["query",0,null],"msg":"no","type":"int"}]}`))
	f.Add([]byte(`{"detail":["x",7,null,{"loc":{}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		s := &session{}
		e := said(422, body, s.Redact, s.redactLong)
		if len(e.Error()) > 1<<17 {
			t.Errorf("an error of %d bytes", len(e.Error()))
		}
	})
}

// FuzzColumn asks a column of anything for everything.
func FuzzColumn(f *testing.F) {
	f.Add(int64(1), int64(time.Second), uint8(0))
	f.Add(int64(math.MinInt64), int64(24*time.Hour), uint8(1))
	f.Fuzz(func(t *testing.T, v, unit int64, kind uint8) {
		c := &Column{Kind: []string{KindInt, KindTime, KindDuration, KindBool}[kind%4], Unit: time.Duration(unit), Ints: []int64{v}}
		if unit <= 0 || unit > int64(24*time.Hour) {
			c.Unit = time.Second
		}
		if d, ok := c.Duration(0); ok && (d < 0) != (v < 0) && d != 0 {
			t.Errorf("%d of %v is %v", v, c.Unit, d)
		}
		_, _ = c.Time(0)
		_, _ = c.Float(0)
	})
}

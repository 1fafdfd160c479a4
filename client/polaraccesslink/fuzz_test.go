package polaraccesslink

import (
	"encoding/json"
	"testing"

	"github.com/ergodrome/ergodrome/client/internal/transport/wirejson"
)

func FuzzDuration(f *testing.F) {
	for _, s := range []string{"300s", "0s", "3.000000001s", "-3600s", "1.s", "9000000000.999999999s", "PT1S"} {
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

func FuzzTimes(f *testing.F) {
	for _, s := range []string{"2025-06-12T11:37:28", "2025-06-12", "14:41:45", "14:41", "P1M", "P1Y2M3W4DT5H6M7.5S", "2025-06-13T00:55:14.9+02:00", "P1.5M", "PT9999999999H"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDate(s); err == nil {
			if again, err := ParseDate(d.String()); err != nil || again != d {
				t.Errorf("date %q is %s", s, d)
			}
		}
		if c, err := ParseTimeOfDay(s); err == nil {
			if again, err := ParseTimeOfDay(c.String()); err != nil || again != c {
				t.Errorf("time of day %q is %s", s, c)
			}
		}
		if p, err := ParsePeriod(s); err == nil {
			if again, err := ParsePeriod(p.String()); err != nil || again != p {
				t.Errorf("period %q is %s", s, p)
			}
			_ = p.After(Date{2025, 1, 31})
		}
	})
}

// FuzzSessions reads answers of any shape: no panic, and what was read can be
// written.
func FuzzSessions(f *testing.F) {
	for _, s := range []string{
		`{"trainingSessions":[{"identifier":{"id":1},"startTime":"2025-06-12T11:37:28","exercises":[{"samples":{"samples":[{"type":"SPEED","intervalMillis":"1000","values":[1,"NaN",null]}]}}]}]}`,
		`{"trainingSessions":[{"durationMillis":1e3,"hrMax":"string","sport":{"id":"1"},"feeling":0.5}]}`, `{"trainingSessions":null}`, `[]`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var d wirejson.Decoder
		var v struct {
			TrainingSessions []TrainingSession `json:"trainingSessions"`
		}
		if d.Decode(body, &v) != nil {
			return
		}
		if _, err := json.Marshal(v.TrainingSessions); err != nil {
			t.Errorf("%s was read and cannot be written: %v", body, err)
		}
	})
}

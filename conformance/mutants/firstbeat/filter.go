package firstbeat

import (
	"net/url"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
)

// Filter narrows a list. Zero members are not sent.
type Filter struct {
	From, To    time.Time
	Sports      []string
	Events      []string
	Title       string // exerciseType of measurements, type of sessions
	Kind        string // measurementType
	IncludeLaps bool
}

// wall takes what a clock showed for UTC.
func wall(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.Add(time.Duration(offset) * time.Second).UTC()
}

func (f Filter) query(m *defect.Switches, op string) url.Values {
	q := url.Values{}
	layout := time.RFC3339Nano
	from, to := f.From.UTC(), f.To.UTC()
	if m.Has("offset-stripped") {
		from, to = wall(f.From), wall(f.To)
	}
	if m.Has("raw-offset") {
		zone := time.FixedZone("", 2*60*60)
		from, to = from.In(zone), to.In(zone)
	}
	if !f.From.IsZero() {
		q.Set("fromTime", from.Format(layout))
	}
	if !f.To.IsZero() {
		if m.Has("to-inclusive") {
			to = to.Add(time.Second)
		}
		q.Set("toTime", to.Format(layout))
	}
	title := "exerciseType"
	if strings.Contains(op, "session") {
		title = "type"
	}
	for name, value := range map[string]string{
		title: f.Title, "measurementType": f.Kind,
		"sportsType": strings.Join(f.Sports, ","), "eventType": strings.Join(f.Events, ","),
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.IncludeLaps {
		q.Set("includeLaps", "true")
	}
	return q
}

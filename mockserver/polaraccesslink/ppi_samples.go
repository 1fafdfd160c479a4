package polaraccesslink

import (
	"slices"
	"sort"
	"strconv"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

type (
	listPpiSamplesResponse struct {
		DailyPpiSamples []dailyPpiSamples `json:"dailyPpiSamples"`
	}
	dailyPpiSamples struct {
		Date                date                 `json:"date"`
		Modified            *utc                 `json:"modified"`
		PpiSamplesPerDevice []recordedPpiSamples `json:"ppiSamplesPerDevice,omitzero"`
	}
	recordedPpiSamples struct {
		RecordingDevice             uuidReference `json:"recordingDevice"`
		PpiSamples                  ppiList       `json:"ppiSamples"`
		RecordingTriggerTypeChanges []ppiTrigger  `json:"recordingTriggerTypeChanges"`
	}
	ppiTrigger struct {
		TriggerType  enum `json:"triggerType"`
		OffsetMillis int  `json:"offsetMillis"`
	}
)

// ppiList are intervals between pulses: some 80,000 a day, so that they are spelled
// without looking at each one's kind.
type ppiList []dataset.Beat

func (l ppiList) appendJSON(b []byte) []byte {
	const each = 136 // the longest
	b = append(slices.Grow(b, len(l)*each), '[')
	for i := range l {
		x := &l[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"offsetMillis":`...)
		b = strconv.AppendInt(b, int64(x.At), 10)
		b = append(b, `,"ppInterval":`...)
		b = strconv.AppendUint(b, uint64(x.Interval), 10)
		b = append(b, `,"errorEstimateMillis":`...)
		b = strconv.AppendUint(b, uint64(x.Error), 10)
		b = append(b, `,"skinContact":`...)
		b = strconv.AppendBool(b, x.Contact)
		b = append(b, `,"movement":`...)
		b = strconv.AppendBool(b, x.Movement)
		b = append(b, `,"offline":`...)
		b = strconv.AppendBool(b, x.Offline)
		b = append(b, '}')
	}
	return append(b, ']')
}

// What one answer holds at most in worlds that do not limit ranges: a day of
// intervals takes eleven megabytes.
const (
	mostDates    = 1000
	mostFullDays = 7
)

// listPpiSamples lists every day of the range that has begun, from the first on which
// the watch was there; those without data have a date alone. [inferred: the page says
// that modified is there when there is data; days before there was anything are
// nowhere else either]
func listPpiSamples(t *tenant, c *caller) (any, error) {
	most := mostDates
	if c.features.has("samples") {
		most = mostFullDays
	}
	if err := c.bounded(most); err != nil {
		return nil, err
	}
	out := listPpiSamplesResponse{[]dailyPpiSamples{}}
	begun, found := span{c.within.from, t.begun(c).to}, 0
	if first := midnight(t.firstWatch(c.athlete).In(t.data.Athlete(c.athlete).Zone)); begun.from.Before(first) {
		begun.from = first
	}
	for day := range begun.days {
		d := dailyPpiSamples{Date: date{day}}
		if c.features.has("samples") {
			d.PpiSamplesPerDevice = []recordedPpiSamples{}
		}
		number := t.data.DayNumber(day)
		if until, modified := t.received(c.athlete, number, c.Call.Now); t.worn(c.athlete, number, until) {
			found++
			d.Modified = &utc{modified}
			if c.features.has("samples") {
				d.PpiSamplesPerDevice = append(d.PpiSamplesPerDevice, t.ppi(c.athlete, number, t.millisUntil(c.athlete, number, until)))
			}
		}
		out.DailyPpiSamples = append(out.DailyPpiSamples, d)
	}
	return c.listed(t, found, out)
}

// ppi is what the watch recorded of a day before a time. Offsets count what has
// passed since local midnight, so that a day of 25 hours goes up to 90,000,000.
// [measured: public clients, local midnight; inferred: days on which clocks change]
func (t *tenant) ppi(athlete, day int, until int32) recordedPpiSamples {
	w, x := t.watch(athlete), t.data.Beats(athlete, day)
	beats := x.Beats[:sort.Search(len(x.Beats), func(i int) bool { return x.Beats[i].At >= until })]
	out := recordedPpiSamples{RecordingDevice: w.byUUID(), PpiSamples: beats}
	for _, g := range x.Triggers {
		if g.At >= until {
			break
		}
		kind := enum("TRIGGER_TYPE_AUTOMATIC")
		if g.Manual {
			kind = "TRIGGER_TYPE_MANUAL"
		}
		out.RecordingTriggerTypeChanges = append(out.RecordingTriggerTypeChanges, ppiTrigger{kind, int(g.At)})
	}
	return out
}

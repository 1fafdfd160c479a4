package sweatstack_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// frame is a parquet answer, read back by the library's generic reader.
type frame struct {
	index   []string
	names   []string
	rows    int
	columns map[string][]parquet.Value
}

func readFrame(t *testing.T, a answer) frame {
	t.Helper()
	require.Equal(t, 200, a.status, a.text())
	f, err := parquet.OpenFile(bytes.NewReader(a.body), int64(len(a.body)))
	require.NoError(t, err)
	out := frame{columns: map[string][]parquet.Value{}, rows: int(f.NumRows())}
	for _, c := range f.Schema().Columns() {
		out.names = append(out.names, c[0])
	}
	for _, g := range f.RowGroups() {
		rows := make([]parquet.Row, g.NumRows())
		n, _ := g.Rows().ReadRows(rows)
		require.Equal(t, len(rows), n)
		for _, r := range rows {
			for i, v := range r {
				out.columns[out.names[i]] = append(out.columns[out.names[i]], v.Clone())
			}
		}
	}
	about, ok := f.Lookup("pandas")
	require.True(t, ok)
	var d struct {
		IndexColumns []string `json:"index_columns"`
	}
	require.NoError(t, json.Unmarshal([]byte(about), &d))
	out.index = d.IndexColumns
	return out
}

func (f frame) sum(name string) float64 {
	sum := 0.0
	for i := range f.columns[name] {
		sum += f.at(name, i)
	}
	return sum
}

// at is a number of whatever type.
func (f frame) at(name string, i int) float64 {
	v := f.columns[name][i]
	switch {
	case v.IsNull():
		return 0
	case v.Kind() == parquet.Int32:
		return float64(v.Int32())
	case v.Kind() == parquet.Int64:
		return float64(v.Int64())
	case v.Kind() == parquet.Double:
		return v.Double()
	}
	return float64(v.Float())
}

// everySport covers all that people of the population do.
const everySport = "sport=cycling&sport=running&sport=walking&sport=cross_country_skiing&sport=rowing&sport=swimming&sport=generic&sport=unknown"

// find is the last workout that fits.
func (s *sim) find(fits func(dataset.Event) bool) dataset.Event {
	s.t.Helper()
	for _, e := range s.workouts() {
		if fits(e) {
			return e
		}
	}
	s.t.Fatal("no such workout")
	return dataset.Event{}
}

func withGPS(e dataset.Event) bool { return e.GPS }

func TestDataIsTheRecordSecondBySecond(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	e := s.find(withGPS)
	r := s.World.Data.Record(e)
	f := readFrame(t, s.get(s.path(e)+"/data?metrics=heart_rate&metrics=speed&metrics=heart_rate&metrics=distance&metrics=latitude&metrics=smo2"))
	require.Equal(t, []string{"duration", "heart_rate", "speed", "distance", "latitude", "activity_id", "sport", "timestamp"}, f.names, "what was asked for, once, and what is there")
	require.Equal(t, []string{"timestamp"}, f.index)
	require.Equal(t, len(r.HeartRate), f.rows)
	require.InDelta(t, f.rows, f.sum("duration"), 0, "rows are a second wide")
	require.InDelta(t, s.one(s.path(e)).number("summary", "heart_rate", "mean"), f.sum("heart_rate")/float64(f.rows), 1e-9)
	require.InDelta(t, e.Start.UnixMilli(), f.at("timestamp", 0), 0)
	for i := 1; i < f.rows; i++ {
		require.Greater(t, f.at("timestamp", i), f.at("timestamp", i-1))
	}
	require.Equal(t, s.one(s.path(e)).text("id"), string(f.columns["activity_id"][0].ByteArray()))

	usual := readFrame(t, s.get(s.path(e)+"/data"))
	require.Equal(t, "duration", usual.names[0])
	require.Contains(t, usual.names, "speed")
}

func TestAdaptiveSamplingMergesRows(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	e := s.find(withGPS)
	raw := readFrame(t, s.get(s.path(e)+"/data?metrics=speed"))
	thin := readFrame(t, s.get(s.path(e)+"/data?metrics=speed&adaptive_sampling_on=speed"))
	require.Less(t, thin.rows, raw.rows*9/10)
	require.InDelta(t, raw.sum("duration"), thin.sum("duration"), 0)
	require.Equal(t, raw.names, thin.names)
	none := newSim(t, with("sampling", "none"))
	require.Equal(t, raw.rows, readFrame(t, none.get(none.path(e)+"/data?metrics=speed&adaptive_sampling_on=speed")).rows)
}

func TestSwitchesOfFrames(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("row-duration", "elapsed"), with("missing-metric", "null"), with("index-zone", "user"), with("parquet-media", "none"))
	s.strange = true
	e := s.find(withGPS)
	a := s.get(s.path(e) + "/data?metrics=smo2&metrics=notes")
	require.Empty(t, a.header.Get("Content-Type"))
	f := readFrame(t, a)
	require.Equal(t, []string{"duration", "smo2", "notes", "activity_id", "sport", "timestamp"}, f.names)
	require.True(t, f.columns["smo2"][0].IsNull())
	require.InDelta(t, (f.at("timestamp", f.rows-1)-f.at("timestamp", 0))/1000, f.at("duration", f.rows-1), 0)
	require.Contains(t, a.text(), fmt.Sprintf(`"timezone": "%s"`, e.Zone))
}

func TestMeanMaxOfAnActivity(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	e := s.find(withGPS)
	speed := s.World.Data.Record(e).Speed
	f := readFrame(t, s.get(s.path(e)+"/mean-max?metric=speed"))
	require.Equal(t, []string{"duration", "start", "speed"}, f.names)
	require.Equal(t, []string{"speed"}, f.index)
	for i := 1; i < f.rows; i++ {
		require.InDelta(t, 0.05, f.at("speed", i)-f.at("speed", i-1), 1e-5)
		require.LessOrEqual(t, f.at("duration", i), f.at("duration", i-1), "who holds more holds it for no longer")
	}
	f = readFrame(t, s.get(s.path(e)+"/mean-max?metric=speed&durations=60,1,%205,60,999999"))
	require.Equal(t, 3, f.rows, "each once, and none that is longer than the activity")
	require.InDelta(t, slices.Max(speed), f.at("speed", 0), 1e-5)
	if s.World.Data.Record(e).Gap == 0 {
		best := 0.0
		for i := 0; i+60 <= len(speed); i++ {
			sum := 0.0
			for _, v := range speed[i : i+60] {
				sum += float64(v)
			}
			best = max(best, sum/60)
		}
		require.InDelta(t, best, f.at("speed", 2), 1e-4)
	}
	require.Equal(t, 422, s.get(s.path(e)+"/mean-max?durations=1,x").status)
	require.Equal(t, f.rows, readFrame(t, s.get(s.path(e)+"/mean-max?metric=speed&durations=1,5,60&adaptive_sampling=true")).rows)
}

func TestAccumulatedWork(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	e := s.find(withGPS)
	f := readFrame(t, s.get(s.path(e)+"/accumulated-work-duration?metric=speed"))
	require.Equal(t, []string{"duration", "speed"}, f.names)
	for i := range f.rows {
		n := 0
		for _, v := range s.World.Data.Record(e).Speed {
			if float64(v) >= f.at("speed", i)-1e-6 {
				n++
			}
		}
		require.InDelta(t, n, f.at("duration", i), 1, "%g", f.at("speed", i))
	}
}

func TestFramesOfTheCurrentProfile(t *testing.T) {
	t.Parallel()
	s := newSim(t, withProfile("current"))
	e := s.find(withGPS)
	f := readFrame(t, s.get(s.path(e)+"/data?segmentation_on=speed&metrics=speed&metrics=unheard_of"))
	require.Equal(t, []string{"timestamp", "timestamp_local", "duration", "speed"}, f.names)
	require.Empty(t, f.index)
	_, offset := e.Start.In(e.Zone).Zone()
	require.InDelta(t, offset*1000, f.at("timestamp_local", 0)-f.at("timestamp", 0), 0)
	f = readFrame(t, s.get(s.path(e)+"/mean-max?metric=speed"))
	require.Equal(t, []string{"duration", "speed", "start"}, f.names)
	require.Less(t, f.rows, 20)
	require.Greater(t, readFrame(t, s.get(s.path(e)+"/mean-max?metric=speed&durations=all")).rows, 180)
	f = readFrame(t, s.get(api+"/longitudinal-mean-max?metric=speed&durations=60,600&after=1000&after=5000&"+everySport+"&start=2026-04-01"))
	require.Equal(t, []string{"duration", "speed", "start", "activity_id", "sport", "after"}, f.names)
	require.Equal(t, 6, f.rows)
	require.GreaterOrEqual(t, f.at("speed", 0), f.at("speed", 2), "who has done more is no faster")
	require.Equal(t, 422, s.get(api+"/longitudinal-mean-max?metric=speed&sport=running&after=1&after=2&after=3&after=4&after=5&after=6").status)
}

func TestLongitudinalFramesAreThoseOfTheActivities(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	const span = "start=2026-05-01&end=2026-05-15"
	rows, best := 0, 0.0
	days := map[string]float64{}
	for _, o := range s.list(api + "/?limit=500&" + everySport + "&" + span) {
		f := readFrame(t, s.get(api+"/"+o.text("id")+"/data?metrics=speed"))
		rows += f.rows
		if slices.Contains(f.names, "speed") {
			g := readFrame(t, s.get(api+"/"+o.text("id")+"/mean-max?metric=speed&durations=300"))
			for i := range g.rows {
				best = max(best, g.at("speed", i))
			}
		}
		w := readFrame(t, s.get(api+"/"+o.text("id")+"/accumulated-work-duration?metric=speed"))
		if w.rows > 20 {
			days[o.text("start_local")[:10]] += w.at("duration", 20)
		} else if w.rows > 0 {
			days[o.text("start_local")[:10]] += 0
		}
	}
	f := readFrame(t, s.get(api+"/longitudinal-data?"+everySport+"&"+span+"&metrics=speed"))
	require.Equal(t, rows, f.rows)
	require.Equal(t, []string{"duration", "speed", "activity_id", "sport", "timestamp"}, f.names)
	for i := 1; i < f.rows; i++ {
		require.GreaterOrEqual(t, f.at("timestamp", i), f.at("timestamp", i-1), "the oldest comes first")
	}
	f = readFrame(t, s.get(api+"/longitudinal-mean-max?"+everySport+"&metric=speed&durations=300&"+span))
	require.Equal(t, []string{"duration", "start", "activity_id", "sport", "speed"}, f.names)
	require.InDelta(t, best, f.at("speed", 0), 1e-6)

	f = readFrame(t, s.get(api+"/longitudinal-accumulated-work-duration?"+everySport+"&metric=speed&"+span))
	require.Equal(t, []string{"intensity", "max", "hard", "medium", "easy"}, f.names)
	require.Empty(t, f.index)
	var records []object
	s.read(api+"/longitudinal-accumulated-work-duration?"+everySport+"&metric=speed&format=json&"+span, &records)
	require.Len(t, records, f.rows)
	top := 0.0
	for _, v := range days {
		top = max(top, v)
	}
	require.InDelta(t, top, f.at("max", 20), 0)
	for i, r := range records {
		require.InDelta(t, r.number("intensity"), f.at("intensity", i), 1e-5)
		for _, name := range []string{"max", "hard", "medium", "easy"} {
			require.InDelta(t, r.number(name), f.at(name, i), 0)
		}
		require.True(t, r.number("max") >= r.number("hard") && r.number("hard") >= r.number("medium") && r.number("medium") >= r.number("easy"))
	}
	require.Zero(t, readFrame(t, s.get(api+"/longitudinal-data?sport=rowing.coastal")).rows)
	require.False(t, math.IsNaN(best))
}

func TestOlderParametersOfWindows(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	const path = api + "/longitudinal-mean-max?" + everySport + "&metric=speed&durations=60"
	all := readFrame(t, s.get(path))
	require.Equal(t, all, readFrame(t, s.get(path+"&date=2026-05-20&window_days=4000")))
	require.Equal(t, readFrame(t, s.get(path+"&start=2026-05-01&end=2026-05-11")), readFrame(t, s.get(path+"&date=2026-05-11&window_days=10")))
	require.Zero(t, readFrame(t, s.get(path+"&end=2020-01-01")).rows)
	require.LessOrEqual(t, all.at("start", 0), float64(start.Add(time.Hour).UnixMilli()))
}

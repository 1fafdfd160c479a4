package polarteampro_test

import (
	"encoding/json"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

type samples struct {
	Data struct {
		DurationMS float64 `json:"duration_ms"`
		Samples    *struct {
			Fields []string `json:"fields"`
			Values [][]any  `json:"values"`
		} `json:"samples"`
		Intervals *[]*int `json:"rr_intervals"`
	} `json:"data"`
}

func (s *sim) samples(e dataset.Event, query string) samples {
	s.t.Helper()
	var x samples
	s.read(s.sessionPath(e.Ref)+query, &x)
	return x
}

const everything = "time distance hr speed cadence lat lon altitude forward_acceleration power"

func TestSamplesComeAsTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	e := s.teamWorkout()
	for _, c := range []struct {
		query, fields string
		intervals     bool
	}{
		{"", "", false},
		{"?samples=", "", false},
		{"?samples=all", everything, true},
		{"?samples=rr", "", true},
		{"?samples=location", "time lat lon", false},
		{"?samples=hr,distance", "time distance hr", false},
		{"?samples=speed,cadence,altitude,forward_acceleration,rr", "time speed cadence altitude forward_acceleration", true},
		{"?samples=hr&samples=speed", "time hr speed", false},
		{"?samples=hr,hr", "time hr", false},
	} {
		x := s.samples(e, c.query)
		require.Equal(t, c.intervals, x.Data.Intervals != nil, c.query)
		if c.fields == "" {
			require.Nil(t, x.Data.Samples, c.query)
			continue
		}
		require.Equal(t, c.fields, strings.Join(x.Data.Samples.Fields, " "), c.query)
		longest := slices.MaxFunc(x.Data.Samples.Values, func(a, b []any) int { return len(a) - len(b) })
		require.LessOrEqual(t, len(longest), len(x.Data.Samples.Fields))
	}
	for _, bad := range []string{"power", "lat", "HR", "hr,", "time", "hr%3Bspeed", "all,none", "*"} {
		require.Equal(t, 400, s.get(s.sessionPath(e.Ref)+"?samples="+bad).status, bad)
	}
}

// The table is the record that all else is computed from.
func TestSamplesAreTheRecord(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("row-end", "padded"))
	e := s.teamWorkout()
	r, a := s.World.Data.Record(e), s.World.Data.Analysis(e)
	x := s.samples(e, "?samples=all")
	rows := x.Data.Samples.Values
	require.Len(t, rows, 10*(len(r.HeartRate)+int(r.Gap.Seconds())))
	sum, n, top, way := 0.0, 0, 0.0, 0.0
	for i, row := range rows {
		if len(row) != 10 || math.Abs(float64(i)/10-inSeconds(t, row[0].(string))) > 1e-6 {
			require.Fail(t, "no row of ten values at its tenth of a second", "%d: %v", i, row)
		}
		for _, sparse := range []int{2, 4, 5, 6} {
			if i%10 != 0 && row[sparse] != nil {
				require.Fail(t, "more than once a second", "%d: %v", i, row)
			}
		}
		if hr, ok := row[2].(float64); ok {
			sum, n, top = sum+hr, n+1, math.Max(top, hr)
		}
		if d, ok := row[1].(float64); ok {
			if d < way-0.011 {
				require.Fail(t, "a way that shrinks", "%d: %v after %v", i, d, way)
			}
			way = d
		}
	}
	require.Equal(t, len(r.HeartRate), n)
	require.InDelta(t, a.HRAverage, sum/float64(n), 0.6)
	require.InDelta(t, a.HRPeak, top, 0)
	require.InDelta(t, a.Outside(r).DistanceM, way, 1)
	require.InDelta(t, r.Latitude[0], rows[0][5].(float64), 1e-6)
	total := 0
	for _, ms := range *x.Data.Intervals {
		if ms != nil {
			total += *ms
		}
	}
	require.InDelta(t, r.Duration.Milliseconds(), total, float64(r.Duration.Milliseconds())/20)
}

func TestRowsEndAtTheirLastValue(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	e := s.teamWorkout()
	body := s.get(s.sessionPath(e.Ref) + "?samples=hr,location").error()
	require.Contains(t, body, `"samples":{"fields":["time","hr","lat","lon"],"values":[["PT0S",`)
	require.Contains(t, body, `],["PT0.1S"],["PT0.2S"],`)
	require.Contains(t, body, `],["PT1M0.1S"],`)
	require.Contains(t, body, `["PT1M",`)
	require.NotContains(t, body, ",null]")
}

func TestHolesAndOddRows(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("missing-sample", "NaN"))
	s.strange = true
	var indoors *dataset.Event
	for _, a := range s.team().Members {
		for _, e := range s.workouts(a) {
			if len(s.World.Data.Record(e).Speed) == 0 {
				indoors = &e
				break
			}
		}
	}
	require.NotNil(t, indoors)
	x := s.samples(*indoors, "?samples=speed,hr")
	require.Equal(t, []any{"PT0.1S", nil, "NaN"}, x.Data.Samples.Values[1])

	long := newSim(t, with("long-rows", "yes"))
	long.strange = true
	x = long.samples(long.teamWorkout(), "?samples=all")
	require.Len(t, x.Data.Samples.Values[2], 11)
	require.Nil(t, x.Data.Samples.Values[2][8], "the null too many")
	require.Len(t, x.Data.Samples.Values[5], 11)
}

func TestGapsAreHolesInTheTable(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	for k := range s.club.Teams {
		for _, a := range s.World.Data.Team(s.club.FirstTeam + k).Members {
			for _, e := range s.workouts(a) {
				r := s.World.Data.Record(e)
				if r.Gap == 0 {
					continue
				}
				x := s.samples(e, "?samples=hr,speed,rr")
				from, to := 10*int(r.GapAt/time.Second), 10*int((r.GapAt+r.Gap)/time.Second)
				for i := from; i < to; i++ {
					require.Len(t, x.Data.Samples.Values[i], 1, "nothing but the time")
				}
				require.Len(t, x.Data.Samples.Values, 10*len(r.HeartRate)+to-from)
				require.Contains(t, *x.Data.Intervals, (*int)(nil))
				return
			}
		}
	}
	t.Fatal("no belt ever lost the heart")
}

// A long session costs no more memory than a short one.
func TestSamplesAreMadeWhileTheyAreSent(t *testing.T) {
	s := newSim(t)
	e := s.teamWorkout()
	bytes := len(s.get(s.sessionPath(e.Ref) + "?samples=all").body)
	require.Greater(t, bytes, 1<<20)
	tenant := s.tenant
	request := s.request(s.sessionPath(e.Ref) + "?samples=all")
	match := tenant.Match(request)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	resp := tenant.Answer(match, request, s.call())
	require.NotNil(t, resp.Stream)
	w := &counter{}
	require.NoError(t, resp.Stream(t.Context(), w))
	runtime.ReadMemStats(&after)
	require.Equal(t, bytes, w.n)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(bytes/4), "of %d bytes", bytes)
	require.LessOrEqual(t, w.most, 96<<10)
}

type counter struct{ n, most int }

func (c *counter) Write(p []byte) (int, error) {
	c.n, c.most = c.n+len(p), max(c.most, len(p))
	return len(p), nil
}

func TestBodiesAreJSONInEveryProfile(t *testing.T) {
	t.Parallel()
	s := newSim(t, withProfile("1.1.0"), with("absent", "null"))
	s.strange = true
	e := s.teamWorkout()
	for _, path := range []string{s.sessionPath(e.Ref) + "?samples=all", s.sessionPath(e.Ref) + "/session_summary", s.teamPath() + "/training_sessions"} {
		require.True(t, json.Valid(s.get(path).body), path)
	}
	require.Contains(t, s.get(s.teamPath()+"/training_sessions").error(), `"note":null`)
}

package firstbeat

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func wantAccepted(t *testing.T, a answer) {
	t.Helper()
	require.Equal(t, 202, a.status(), a.reasons())
	require.Equal(t, `{"message":"Accepted"}`, string(a.Body))
	require.Equal(t, "application/json", a.ContentType)
	require.Empty(t, a.Header.Get("Retry-After"))
}

func wantNothing(t *testing.T, a answer) {
	t.Helper()
	require.Equal(t, 204, a.status(), a.reasons())
	require.Empty(t, a.Body)
	require.Empty(t, a.ContentType)
}

func TestColdResults(t *testing.T) {
	t.Parallel()
	s := newSim(t, withoutLimits)
	m := s.recent(0, "exercise")
	path := s.resultsPath(0, m)
	require.Equal(t, 200, s.get(path).status(), "what is new has been computed")

	s.mustStep(fmt.Sprintf("firstbeat/measurements/%d/cold", m.MeasurementID), "")
	wantAccepted(t, s.get(path))
	s.world.Clock.Advance(4999 * time.Millisecond)
	wantAccepted(t, s.get(path+"?var=trimp"))
	s.world.Clock.Advance(time.Millisecond)
	require.Equal(t, 200, s.get(path).status())
	require.Equal(t, 200, s.get(path+"?var=trimp").status(), "all variables are ready")
	s.world.Clock.Advance(24*time.Hour - time.Millisecond)
	require.Equal(t, 200, s.get(path).status())
	s.world.Clock.Advance(time.Millisecond)
	wantAccepted(t, s.get(path))
	s.world.Clock.Advance(5 * time.Second)
	require.Equal(t, 200, s.get(path).status())
	s.mustStep(fmt.Sprintf("firstbeat/measurements/%d/cold", m.MeasurementID), "")
	wantAccepted(t, s.get(path))
	s.world.Clock.Advance(-time.Hour)
	wantAccepted(t, s.get(path))
	s.world.Clock.Advance(5 * time.Second)
	require.Equal(t, 200, s.get(path).status(), "a job of a clock that was turned back is begun again")
	s.mustStep(fmt.Sprintf("firstbeat/measurements/%d/ready", m.MeasurementID), "")
	s.world.Clock.Advance(1000 * time.Hour)
	require.Equal(t, 200, s.get(path).status())
}

func TestColdSwitches(t *testing.T) {
	t.Parallel()
	at := func(s *sim) string { return s.resultsPath(0, s.recent(0, "exercise")) }
	s := newSim(t, with("cold", "all"), with("ready-after", "1m"), withoutLimits)
	path := at(s)
	wantAccepted(t, s.get(path))
	s.world.Clock.Advance(59 * time.Second)
	wantAccepted(t, s.get(path))
	s.world.Clock.Advance(time.Second)
	require.Equal(t, 200, s.get(path).status())

	s = newSim(t, with("cold", "all"), with("ready-after", "0s"), withoutLimits)
	require.Equal(t, 200, s.get(at(s)).status())

	s = newSim(t, with("cold", "all"), with("analysis-scope", "variables"), withoutLimits)
	path = at(s)
	wantAccepted(t, s.get(path+"?var=trimp,rmssd"))
	s.world.Clock.Advance(5 * time.Second)
	require.Equal(t, 200, s.get(path+"?var=rmssd,trimp").status(), "the same set in another order")
	wantAccepted(t, s.get(path+"?var=trimp"))
	wantAccepted(t, s.get(path))
}

func TestOlderResultsAreColdBySeed(t *testing.T) {
	t.Parallel()
	s := newSim(t, withoutLimits)
	list := s.all(s.athletePath(0) + "/measurements")
	old, waited := 0, 0
	for _, m := range list {
		status := s.get(s.resultsPath(0, m) + "?var=nothing").status()
		if start.Sub(parse(t, m.EndTime)) <= coldAge {
			require.Equal(t, 200, status)
			continue
		}
		old++
		if status == 202 {
			waited++
		}
	}
	require.Greater(t, old, 300)
	require.InDelta(t, coldShare, float64(waited)/float64(old), 0.1)
	again := newSim(t, withoutLimits)
	for _, m := range list[:40] {
		first := again.get(again.resultsPath(0, m) + "?var=nothing").status()
		require.Equal(t, first, newSim(t, withoutLimits).get(s.resultsPath(0, m)+"?var=nothing").status(), "by seed")
	}
}

func TestFailedAnalyses(t *testing.T) {
	t.Parallel()
	s := hot(t)
	m := s.recent(0, "exercise")
	path := s.resultsPath(0, m)
	s.mustStep(fmt.Sprintf("firstbeat/measurements/%d/failed", m.MeasurementID), "")
	wantNothing(t, s.get(path))
	wantNothing(t, s.get(path+"?var=trimp&format=list", "Accept-Encoding", "gzip"))
	s.mustStep(fmt.Sprintf("firstbeat/measurements/%d/failed", m.MeasurementID), `{"coldFirst":true}`)
	wantAccepted(t, s.get(path))
	s.world.Clock.Advance(5 * time.Second)
	wantNothing(t, s.get(path))
	require.Contains(t, s.get(path).reasons(), "failed")

	rare := hot(t, with("failures", "rare"))
	failures := 0
	for n := range 5 {
		for _, m := range rare.all(rare.athletePath(n) + "/measurements") {
			if rare.get(rare.resultsPath(n, m)+"?var=nothing").status() == 204 {
				failures++
			}
		}
	}
	require.NotZero(t, failures)
	require.Less(t, failures, 60)
}

func TestLapStates(t *testing.T) {
	t.Parallel()
	s := hot(t)
	m := s.recent(0, "exercise")
	for _, x := range s.all(s.athletePath(0) + "/measurements?includeLaps=true&measurementType=exercise") {
		if len(x.Laps) > 1 {
			m = x
		}
	}
	path := func(n int) string {
		return fmt.Sprintf("%s/measurements/%d/laps/%d/results?var=trimp", s.athletePath(0), m.MeasurementID, m.Laps[n].LapID)
	}
	s.mustStep(fmt.Sprintf("firstbeat/laps/%d/cold", m.Laps[0].LapID), "")
	wantAccepted(t, s.get(path(0)))
	require.Equal(t, 200, s.get(path(1)).status())
	require.Equal(t, 200, s.get(s.resultsPath(0, m)).status())
	s.world.Clock.Advance(5 * time.Second)
	require.Equal(t, 200, s.get(path(0)).status())
	s.mustStep(fmt.Sprintf("firstbeat/laps/%d/failed", m.Laps[0].LapID), "")
	wantNothing(t, s.get(path(0)))
	require.Equal(t, 200, s.get(path(1)).status())
	s.mustStep(fmt.Sprintf("firstbeat/measurements/%d/failed", m.MeasurementID), "")
	wantNothing(t, s.get(path(1)))
}

// measurements of session results.
type sessionBody struct{ Measurements []resultBody }

func (s *sim) session(path string) sessionBody {
	s.tb.Helper()
	var b sessionBody
	s.get(path).json(s.tb, &b)
	return b
}

func (s *sim) lastSession(team int) item {
	list := s.all(s.teamPath(team) + "/sessions?includeLaps=true")
	for i := len(list) - 1; i >= 0; i-- {
		if len(list[i].Laps) > 0 && len(list[i].AthleteIDs) > 2 {
			return list[i]
		}
	}
	s.tb.Fatal("no session with laps")
	return item{}
}

func TestSessionResults(t *testing.T) {
	t.Parallel()
	s := hot(t)
	x := s.lastSession(0)
	path := fmt.Sprintf("%s/sessions/%d/results", s.teamPath(0), x.SessionID)
	b := s.session(path)
	var ids []int64
	for _, m := range b.Measurements {
		ids = append(ids, m.AthleteID)
		require.Equal(t, x.SessionID, m.SessionID)
		require.Empty(t, m.MeasurementType, "not of sessions")
		require.NotContains(t, m.names(), "aerobicTrainingEffect")
		require.NotZero(t, m.get(t, "heartRateAverage").number(t))
		own := s.results(fmt.Sprintf("/v1/sports/accounts/%s/athletes/%d/measurements/%d/results?var=trimp", s.account(), m.AthleteID, m.MeasurementID))
		require.Equal(t, own.get(t, "trimp"), m.get(t, "trimp"), "those of the measurement")
		require.Equal(t, []string{own.StartTime, own.EndTime}, []string{m.StartTime, m.EndTime})
	}
	require.ElementsMatch(t, x.AthleteIDs, ids)

	clip := hot(t, with("session-times", "session"))
	for _, m := range clip.session(path + "?var=trimp").Measurements {
		require.False(t, parse(t, m.StartTime).Before(parse(t, x.StartTime)))
		require.False(t, parse(t, m.EndTime).After(parse(t, x.EndTime)))
	}

	lap := fmt.Sprintf("%s/sessions/%d/laps/%d/results", s.teamPath(0), x.SessionID, x.Laps[0].LapID)
	for _, m := range s.session(lap + "?var=heartRateSeries,distance").Measurements {
		require.Equal(t, []any{x.Laps[0].LapID, x.Laps[0].Name, x.SessionID}, []any{m.LapID, m.Name, m.SessionID})
		require.False(t, parse(t, m.StartTime).Before(parse(t, x.Laps[0].StartTime)))
		require.False(t, parse(t, m.EndTime).After(parse(t, x.Laps[0].EndTime)))
		require.NotContains(t, m.names(), "distance")
		require.LessOrEqual(t, float64(len(m.get(t, "heartRateSeries").values(t))), math.Ceil(parse(t, m.EndTime).Sub(parse(t, m.StartTime)).Seconds()/5)+1)
	}
	require.Equal(t, 404, s.get(fmt.Sprintf("%s/sessions/%d/results", s.teamPath(1), x.SessionID)).status(), "another team's session")
	own := s.recent(0, "exercise")
	if len(own.Laps) > 0 {
		require.Equal(t, 404, s.get(fmt.Sprintf("%s/sessions/%d/laps/%d/results", s.teamPath(0), x.SessionID, own.Laps[0].LapID)).status(), "a measurement's lap")
	}
}

func TestSessionStates(t *testing.T) {
	t.Parallel()
	s := hot(t)
	x := s.lastSession(0)
	path := fmt.Sprintf("%s/sessions/%d/results?var=trimp", s.teamPath(0), x.SessionID)
	lap := fmt.Sprintf("%s/sessions/%d/laps/%d/results?var=trimp", s.teamPath(0), x.SessionID, x.Laps[0].LapID)
	all := s.session(path).Measurements
	require.Greater(t, len(all), 1)

	s.mustStep(fmt.Sprintf("firstbeat/measurements/%d/failed", all[0].MeasurementID), "")
	left := s.session(path).Measurements
	require.Len(t, left, len(all)-1, "the others are answered")
	for _, m := range left {
		require.NotEqual(t, all[0].MeasurementID, m.MeasurementID)
	}
	for _, m := range all[1:] {
		s.mustStep(fmt.Sprintf("firstbeat/measurements/%d/failed", m.MeasurementID), "")
	}
	wantNothing(t, s.get(path))
	wantNothing(t, s.get(lap))
	s.mustStep(fmt.Sprintf("firstbeat/measurements/%d/ready", all[1].MeasurementID), "")
	require.Len(t, s.session(path).Measurements, 1)

	s.mustStep(fmt.Sprintf("firstbeat/sessions/%d/cold", x.SessionID), "")
	wantAccepted(t, s.get(path))
	require.Equal(t, 200, s.get(lap).status())
	s.world.Clock.Advance(5 * time.Second)
	require.Equal(t, 200, s.get(path).status())
	s.mustStep(fmt.Sprintf("firstbeat/laps/%d/cold", x.Laps[0].LapID), "")
	wantAccepted(t, s.get(lap))
	s.mustStep(fmt.Sprintf("firstbeat/sessions/%d/failed", x.SessionID), "")
	wantNothing(t, s.get(path))
	s.world.Clock.Advance(5 * time.Second)
	wantNothing(t, s.get(lap))
}

func TestAcceptedAnswersMayCostNothing(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]int{"yes": 4, "no": 2} {
		s := newSim(t, with("cold", "all"), with("count-accepted", value))
		at := s.tenant.ids.measurement(s.firstEvent())
		path := fmt.Sprintf("%s/measurements/%d/results?var=trimp", s.athletePath(0), at)
		require.Equal(t, 202, s.get(path).status())
		require.Equal(t, 202, s.get(path).status())
		s.world.Clock.Advance(5 * time.Second)
		require.Equal(t, 200, s.get(path).status())
		require.Equal(t, 200, s.get(path).status())
		require.Equal(t, want, s.used(), value)
	}
	s := newSim(t, with("cold", "all"), with("count-accepted", "no"))
	s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/quota", `{"dayUsed":5000}`)
	require.Equal(t, 429, s.get(s.athletePath(0)+"/measurements").status())
}

func TestForkKeepsAnalysisState(t *testing.T) {
	t.Parallel()
	s := newSim(t, withoutLimits)
	m := s.recent(0, "exercise")
	path := s.resultsPath(0, m)
	s.mustStep(fmt.Sprintf("firstbeat/measurements/%d/cold", m.MeasurementID), "")
	wantAccepted(t, s.get(path))
	s.world.Clock.Advance(5 * time.Second)
	w, err := s.world.Fork("copy")
	require.NoError(t, err)
	f := simOf(t, w)
	require.Equal(t, 200, f.get(path).status(), "the job is copied")
	f.mustStep(fmt.Sprintf("firstbeat/measurements/%d/failed", m.MeasurementID), "")
	require.Equal(t, 200, s.get(path).status(), "and not shared")
}

func TestJobsAreBounded(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	a := newAnalyses(1, s.tenant.set)
	for i := range 5 * jobsKept {
		a.state(subject{ofMeasurement, int64(i)}, start.AddDate(-1, 0, 0), nil, start, nil)
	}
	require.LessOrEqual(t, len(a.young)+len(a.old), 2*jobsKept)
}

// usualBody is the bound of a world that is told nothing.
const usualBody = 6_291_456

// The body of the largest answer that fits is asked for by list, then coded.
func TestTooLargeBySwitch(t *testing.T) {
	t.Parallel()
	const gateway = `{"message":"Endpoint request timed out"}`
	for _, tt := range []struct {
		options []option
		status  int
		body    string
	}{
		{nil, 413, `{"message":"Response Too Large"}`},
		{[]option{withProfile("1.0.0")}, 419, `{"message":"Response Too Large"}`},
		{[]option{with("too-large", "419")}, 419, `{"message":"Response Too Large"}`},
		{[]option{with("too-large", "504")}, 504, gateway},
		{[]option{withProfile("1.0.0"), with("too-large", "413")}, 413, `{"message":"Response Too Large"}`},
		{[]option{with("message-words", "joined")}, 413, `{"message":"ResponseTooLarge"}`},
	} {
		s := newSim(t, tt.options...)
		r := s.request()
		resp, ok := render(s.tenant, r, seal(s.tenant, r, &httpx.Response{Body: make([]byte, usualBody+1)}))
		require.True(t, ok)
		wantRefusal(t, answer{resp, r.Call.Exchange}, tt.status, tt.body, "")
	}
	big := words{strings.Repeat("a", usualBody)} // 4 bytes of JSON more
	s := newSim(t)
	_, err := encode(s.tenant, s.request(), big)
	require.NoError(t, err, "measured after coding")
	plain := newSim(t, with("size-measured", "plain"))
	_, err = encode(plain.tenant, plain.request(), big)
	require.Error(t, err)
	require.NoError(t, seal(plain.tenant, plain.request(), &httpx.Response{Body: make([]byte, usualBody+1)}))
	_, err = encode(s.tenant, s.request(), words{strings.Repeat("a", maxPlain)})
	require.Error(t, err, "memory is finite")
}

func TestSizeEdge(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	r := s.request()
	require.NoError(t, s.tenant.checkSize(r, 6_291_456, ""))
	require.Error(t, s.tenant.checkSize(r, 6_291_457, ""))
}

func TestSizeLimit(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		limit    string
		fits, no int
	}{{"1000", 1000, 1001}, {"100000000", 100_000_000, 100_000_001}} {
		s := newSim(t, with("size-limit", tt.limit))
		r := s.request()
		r.Vars = map[string]string{"sessionId": "1"}
		require.NoError(t, s.tenant.checkSize(r, tt.fits, ""))
		require.Error(t, s.tenant.checkSize(r, tt.no, ""))
		require.Contains(t, r.Call.Exchange.Decisions[0].Reason, "at most "+tt.limit)
	}
	for _, v := range []string{"999", "100000001", "1e6"} {
		_, err := newSettings(&world.Config{Switches: map[string]map[string]string{service: {"size-limit": v}}})
		require.Error(t, err, v)
	}
	s := hot(t, with("size-limit", "1000"))
	path := s.resultsPath(0, s.recent(0, "exercise"))
	wantRefusal(t, s.get(path+"?var=heartRateSeries,trimpSeries,epocSeries"), 413, `{"message":"Response Too Large"}`, "")
	require.Equal(t, 200, s.get(path+"?var=trimp").status())
}

func TestJSONIsValid(t *testing.T) {
	t.Parallel()
	s := hot(t)
	for _, path := range []string{s.resultsPath(0, s.recent(0, "night")) + "?format=list&var=" + strings.Join(Variables(), ","), s.teamPath(0) + "/sessions?includeLaps=true"} {
		require.True(t, json.Valid(s.get(path).Body), path)
	}
}

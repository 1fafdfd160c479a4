package polarteampro_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/polarteampro"
)

const naive = "2006-01-02T15:04:05"

// A workout is the same one through every service, since each tells of the same
// record.
func TestWorkoutsAgreeWithThePopulation(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	walked, ways := 0, 0
	for k := range s.club.Teams {
		for _, athlete := range s.World.Data.Team(s.club.FirstTeam + k).Members[:4] {
			last := s.workouts(athlete)[:6]
			listed := map[string]object{}
			for _, o := range s.walk(s.playerPath(athlete), "since="+last[len(last)-1].Start.Add(-48*time.Hour).Format(naive), 100) {
				listed[o.text("id")] = o
			}
			for _, e := range last {
				a := s.World.Data.Analysis(e)
				x := s.one(s.sessionPath(e.Ref))
				l := listed[x.text("id")]
				for _, name := range []string{"start_time", "stop_time", "duration_ms", "type", "sport", "created", "modified", "name", "feeling", "note", "latitude", "longitude"} {
					require.Equal(t, l[name], x[name], name)
				}
				begun, err := time.Parse(naive, l.text("start_time"))
				require.NoError(t, err)
				require.True(t, begun.Add(-time.Duration(l.number("timezone_offset"))*time.Minute).Equal(e.Start))
				require.NotContains(t, x, "timezone_offset")
				require.InDelta(t, e.End.Sub(e.Start).Milliseconds(), x.number("duration_ms"), 0)
				r := s.World.Data.Record(e)
				require.InDelta(t, (r.Duration + r.Gap).Seconds(), x.number("duration_ms")/1000, 3)
				require.InDelta(t, a.HRPeak, x.number("heart_rate_max"), 0)
				require.InDelta(t, a.HRAverage, x.number("heart_rate_avg"), 0)
				require.InDelta(t, a.EnergyCarbs+a.EnergyFats, x.number("calories"), 0.5)
				require.InDelta(t, a.Outside(r).DistanceM, x.number("distance_meters"), 0.051)
				require.InDelta(t, a.TRIMPTotal, x.number("cardio_load"), 0.0051)
				if x.number("distance_meters") > 0 {
					ways++
				}
				walked++
			}
		}
	}
	require.GreaterOrEqual(t, walked, 50)
	require.Greater(t, ways, walked/5)
}

func TestSummariesAreOfTheTrimmedSession(t *testing.T) {
	t.Parallel()
	s := newSim(t, withProfile("1.1.0"))
	n := 0
	for _, e := range s.workouts(s.team().Members[1]) {
		if len(e.Sessions) == 0 {
			require.Equal(t, 404, s.get(s.sessionPath(e.Ref)+"/session_summary").status)
			continue
		}
		session, ok := s.World.Data.Session(e.Sessions[0])
		require.True(t, ok)
		from, to := session.Start, session.End
		if e.Start.After(from) {
			from = e.Start
		}
		if e.End.Before(to) {
			to = e.End
		}
		a := s.World.Data.AnalysisOf(e, from, to)
		x := s.one(s.sessionPath(e.Ref) + "/session_summary")
		require.Equal(t, from.In(e.Zone).Format(naive), x.text("trimmed_start_time"))
		require.InDelta(t, to.Sub(from).Milliseconds(), x.number("duration_ms"), 0)
		require.InDelta(t, a.HRAverage, x.number("heart_rate_avg"), 1, "five seconds begin with the event, and not with the part")
		require.InDelta(t, math.Round(x.number("heart_rate_max")/float64(a.HRMax)*100), x.number("heart_rate_max_percent"), 0)
		distance := a.Outside(s.World.Data.Record(e)).DistanceM
		require.InDelta(t, distance, x.number("distance_meters"), 0.051)
		require.InDelta(t, a.EnergyCarbs+a.EnergyFats, x.number("kilo_calories"), 0.5)
		require.Len(t, x["heart_rate_zones"], 5)
		if e.GPS {
			require.Len(t, x["speed_zones_kmh"], 5)
			require.Len(t, x["acceleration_zones_ms2"], 8)
			sum := x.number("out_of_speed_zones")
			for _, z := range x["speed_zones_kmh"].([]any) {
				sum += z.(map[string]any)["in_zone_meters"].(float64)
			}
			require.InDelta(t, distance, sum, 0.5, "the zones share out the way")
		}
		inZones := inSeconds(t, x.text("out_of_heart_rate_zones"))
		for _, z := range x["heart_rate_zones"].([]any) {
			inZones += inSeconds(t, z.(map[string]any)["in_zone"].(string))
		}
		require.InDelta(t, len(a.HeartRate1s), inZones, 0.01, "the zones share out the time")
		phases := s.list(s.sessionPath(e.Ref) + "/phase_summaries").Data
		if len(session.Laps) == 0 {
			require.Empty(t, phases)
		}
		for _, p := range phases {
			require.LessOrEqual(t, p.number("duration_ms"), x.number("duration_ms"))
			require.LessOrEqual(t, p.number("heart_rate_max"), x.number("heart_rate_max"))
		}
		if n++; n == 12 {
			return
		}
	}
	t.Fatalf("only %d workouts with a team", n)
}

func TestSessionOfATeam(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	types, markers, people := map[string]bool{}, map[string]bool{}, 0
	for k := range s.club.Teams {
		path := "/v1/teams/" + polarteampro.TeamID(s.tenant, s.club.FirstTeam+k) + "/training_sessions"
		for i, l := range s.walk(path, "", 100) {
			types[l.text("type")] = true
			require.Less(t, l.text("record_start_time"), l.text("start_time"))
			require.Less(t, l.text("end_time"), l.text("record_end_time"))
			if i%10 != 0 {
				continue
			}
			x := s.one("/v1/teams/training_sessions/" + l.text("id"))
			for name, v := range l {
				require.Equal(t, v, x[name], name)
			}
			for _, m := range x["markers"].([]any) {
				markers[m.(map[string]any)["marker_type"].(string)] = true
			}
			for _, p := range x["participants"].([]any) {
				p := object(p.(map[string]any))
				own := s.one("/v1/training_sessions/" + p.text("player_session_id"))
				require.Equal(t, "TEAM", own.text("type"))
				require.LessOrEqual(t, x.text("record_start_time"), own.text("start_time"))
				require.GreaterOrEqual(t, x.text("record_end_time"), own.text("stop_time"))
				people++
				break // one of each session will do
			}
		}
	}
	require.Greater(t, people, 12)
	require.True(t, markers["PHASE"] && markers["RECOVERY"] && markers["NOTE"], "%v", markers)
	require.GreaterOrEqual(t, len(types), 4, "%v", types)
}

func inSeconds(t *testing.T, iso string) float64 {
	t.Helper()
	clock, ok := strings.CutPrefix(iso, "PT")
	d, err := time.ParseDuration(strings.ToLower(clock)) // hours, minutes and seconds are all there are
	if !ok || err != nil || clock != strings.ToUpper(clock) {
		require.Fail(t, "no duration", "%q: %v", iso, err)
	}
	return d.Seconds()
}

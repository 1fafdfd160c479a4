package polaraccesslink_test

import (
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
)

// session is one of a day's, with features.
func (s *sim) session(e dataset.Event, features ...string) object {
	s.t.Helper()
	d := e.Start.In(e.Zone)
	from := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
	id := polaraccesslink.SessionID(s.tenant, e.Ref)
	for _, x := range s.object(sessions + between(from.Format(naive), from.AddDate(0, 0, 1).Format(naive), features...)).list("trainingSessions") {
		if x.in("identifier").text("id") == id {
			return x
		}
	}
	s.t.Fatalf("no session %s on %s", id, from)
	return nil
}

// A workout is the same one through every service, since each tells of the same
// record.
func TestSessionsAgreeWithThePopulation(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	walked, ways, split, athletes := 0, 0, 0, 16
	if raceDetector {
		athletes = 2
	}
	for k := range athletes {
		s.athlete = s.World.Data.Organization(1).FirstAthlete + k
		s.token = s.grant(s.athlete)
		for _, e := range s.workouts(s.athlete)[:8] {
			a := s.World.Data.Analysis(e)
			x := s.session(e)
			_, offset := e.Start.In(e.Zone).Zone()
			require.Equal(t, e.Start.In(e.Zone).Format(naive), x.text("startTime"))
			require.Equal(t, e.End.In(e.Zone).Format(naive), x.text("stopTime"))
			require.InDelta(t, offset/60, x.number("timezoneOffsetMinutes"), 0)
			require.InDelta(t, e.End.Sub(e.Start).Milliseconds(), x.number("durationMillis"), 0)
			require.InDelta(t, a.HRPeak, x.number("hrMax"), 0)
			require.InDelta(t, a.HRAverage, x.number("hrAvg"), 0)
			require.InDelta(t, a.EnergyCarbs+a.EnergyFats, x.number("calories"), 0.5)
			if e.Sport != dataset.Swimming {
				require.InDelta(t, a.Outside(s.World.Data.Record(e)).DistanceM, x.number("distanceMeters"), 0.051)
			}
			require.InDelta(t, 100, x.number("carboPercentage")+x.number("fatPercentage")+x.number("proteinPercentage"), 0)
			n := x.in("nutritionData")
			require.InDelta(t, a.EnergyCarbs+a.EnergyFats, 4*n.number("carbohydrateGrams")+4*n.number("proteinGrams")+9*n.number("fatGrams"), 2)
			_, err := strconv.ParseUint(x.text("recoveryTimeMillis"), 10, 64)
			require.NoError(t, err, "64 bits are text")
			require.NotContains(t, x, "testResults")
			parts := x.list("exercises")
			duration, way, energy := 0.0, 0.0, 0.0
			for _, p := range parts {
				duration, way, energy = duration+p.number("durationMillis"), way+p.number("distanceMeters"), energy+p.number("calories")
				require.NotContains(t, p, "zones")
				require.NotContains(t, p, "samples")
			}
			if len(parts) == 1 {
				require.Equal(t, x["distanceMeters"], parts[0]["distanceMeters"])
				require.InDelta(t, x.number("durationMillis"), duration, 0)
				require.InDelta(t, x.number("calories"), energy, 0)
				require.Equal(t, x["sport"], parts[0]["sport"])
			} else {
				require.InDelta(t, x.number("durationMillis"), duration+45_000, 0, "all but the way between")
				require.LessOrEqual(t, way, x.number("distanceMeters")+0.2)
				require.Equal(t, "100", x.in("sport").text("id"))
				split++
			}
			if x.number("distanceMeters") > 0 {
				ways++
			}
			walked++
		}
	}
	require.Equal(t, 8*athletes, walked)
	require.True(t, raceDetector || ways > 0)
	require.True(t, raceDetector || split > 0, "somebody has switched sports")
}

// all are the features of training sessions.
func all() []string {
	for _, o := range polaraccesslink.Table() {
		if o.ID == "listTrainingSessions" {
			return o.Features
		}
	}
	return nil
}

// rich are workouts of the first organization, of each sport the last one with its
// sensors.
func (s *sim) rich(sports ...dataset.Sport) []dataset.Event {
	s.t.Helper()
	var found []dataset.Event
	o := s.World.Data.Organization(1)
	for _, sport := range sports {
		for athlete := o.FirstAthlete; athlete < o.FirstAthlete+o.Athletes; athlete++ {
			at := -1
			for i, e := range s.workouts(athlete) {
				if e.Sport == sport && (e.GPS || e.Power || sport == dataset.Strength || sport == dataset.Swimming) {
					at = i
					found = append(found, e)
					break
				}
			}
			if at >= 0 {
				break
			}
		}
	}
	require.Len(s.t, found, len(sports))
	return found
}

func TestEveryFeature(t *testing.T) {
	statistics(t)
	t.Parallel()
	s := newSim(t)
	for _, e := range s.rich(dataset.Running, dataset.Football, dataset.RowingIndoor, dataset.Strength, dataset.Swimming, dataset.SkiingSkate) {
		s.token = s.grant(e.Ref.Athlete)
		bare := s.session(e)
		for _, f := range all() {
			x := s.session(e, f)
			for name, v := range bare {
				if name != "exercises" {
					require.Equal(t, v, x[name], "%s does not change %s", f, name)
				}
			}
		}
		full := s.session(e, all()...)
		for _, p := range full.list("exercises") {
			s.sums(e, p)
		}
		strength := full.list("exercises")[0]["strengthTrainingResults"] != nil
		require.Equal(t, e.Sport == dataset.Strength, strength)
		require.Equal(t, e.Sport == dataset.Swimming, full.list("exercises")[0].in("samples")["swimmingPhases"] != nil)
		require.Equal(t, e.GPS, full.list("exercises")[0]["routes"] != nil)
	}
}

// sums holds the figures of an exercise against its samples.
func (s *sim) sums(e dataset.Event, p object) {
	t := s.t
	columns := map[string][]any{}
	for _, c := range p.in("samples").list("samples") {
		require.InDelta(t, 1000, c.number("intervalMillis"), 0)
		columns[c.text("type")], _ = c["values"].([]any)
	}
	hearts := columns["HEART_RATE"]
	paused := 0.0
	for _, pause := range p.list("pauseTimes") {
		paused += clock(t, pause.text("endTime")).Sub(clock(t, pause.text("startTime"))).Seconds()
	}
	require.InDelta(t, p.number("durationMillis")/1000, float64(len(hearts))+paused, 3, "samples and pauses fill the exercise")
	for name, c := range columns {
		require.Len(t, c, len(hearts), name)
	}
	beats := 0.0
	for _, rr := range p.in("samples").list("rrSamples") {
		beats += rr.number("durationMillis")
		require.Contains(t, rr, "offline")
	}
	require.InDelta(t, len(hearts), beats/1000, 4, "intervals fill the samples")
	least, sum, most := 999.0, 0.0, 0.0
	for _, h := range hearts {
		v := h.(float64)
		least, sum, most = min(least, v), sum+v, max(most, v)
	}
	for _, st := range p.in("statistics").list("statistics") {
		require.LessOrEqual(t, st.number("min"), st.number("avg"))
		require.LessOrEqual(t, st.number("avg"), st.number("max"))
		if st.text("type") == "STATISTICS_TYPE_HEART_RATE" {
			require.InDelta(t, least, st.number("min"), 0)
			require.InDelta(t, sum/float64(len(hearts)), st.number("avg"), 0.01)
			require.InDelta(t, most, st.number("max"), 0)
		}
	}
	if way := columns["DISTANCE"]; len(way) > 0 {
		require.InDelta(t, p.number("distanceMeters"), way[len(way)-1].(float64), 1.5, "the samples end at the distance")
	}
	for _, z := range p.list("zones") {
		inside, way := 0.0, 0.0
		for i, x := range z.list("zones") {
			inside, way = inside+x.number("inZone"), way+x.number("distanceMeters")
			require.Less(t, x.number("lowerLimit"), x.number("higherLimit"))
			if i > 0 {
				require.Equal(t, z.list("zones")[i-1]["higherLimit"], x["lowerLimit"])
			}
			require.Equal(t, z.text("type") == "ZONE_TYPE_SPEED", x["distanceMeters"] != nil)
			require.Equal(t, z.text("type") == "ZONE_TYPE_POWER", x["muscleLoad"] != nil)
		}
		require.LessOrEqual(t, inside, float64(len(hearts)*1000))
		require.LessOrEqual(t, way, p.number("distanceMeters")+1)
	}
	for _, kind := range []string{"laps", "autoLaps"} {
		last, way := 0.0, 0.0
		laps := p.in("laps").list(kind)
		for _, l := range laps {
			require.InDelta(t, last+l.number("durationMillis"), l.number("splitTimeMillis"), 1, "laps follow each other")
			last, way = l.number("splitTimeMillis"), way+l.number("distanceMeters")
		}
		if len(laps) > 0 {
			require.InDelta(t, p.number("durationMillis"), last, 1)
			require.InDelta(t, p.number("distanceMeters"), way, 30, "laps share out the way")
		}
	}
	if route := p.in("routes").in("route").list("wayPoints"); len(route) > 0 {
		require.Len(t, route, len(hearts))
		require.Equal(t, p["latitude"], route[0]["latitude"])
		require.Equal(t, p["longitude"], route[0]["longitude"])
	}
	if swum := p.in("statistics").in("swimmingStatistics"); swum != nil {
		way, strokes := 0.0, 0.0
		for _, st := range swum.list("swimmingStyles") {
			way, strokes = way+st.number("distanceMeters"), strokes+st.number("strokeCount")
		}
		require.InDelta(t, swum.number("distanceMeters"), way, 0.1)
		require.InDelta(t, swum.number("totalStrokeCount"), strokes, 0)
		require.InDelta(t, p.number("distanceMeters"), way, 1)
	}
	last := 0.0
	for _, r := range p.in("strengthTrainingResults").list("completedRounds") {
		require.GreaterOrEqual(t, r.number("startTimeDeltaMillis"), last)
		for _, set := range r.list("completedSets") {
			require.Equal(t, set.text("type") == "SET_TYPE_WORK", set["resistanceType"] != nil)
			require.LessOrEqual(t, set.number("avgHeartRate"), set.number("maxHeartRate"))
			last = set.number("endTimeDeltaMillis")
		}
		require.InDelta(t, last, r.number("endTimeDeltaMillis"), 0)
		require.LessOrEqual(t, last, p.number("durationMillis"))
	}
	require.False(t, math.IsNaN(sum), "%v", e.Ref)
}

func clock(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(naive, s)
	require.NoError(t, err)
	return at
}

func TestTransitionsBelongToTheNextExercise(t *testing.T) {
	statistics(t)
	t.Parallel()
	s := newSim(t)
	o := s.World.Data.Organization(1)
	for athlete := o.FirstAthlete; athlete < o.FirstAthlete+o.Athletes; athlete++ {
		s.athlete, s.token = athlete, s.grant(athlete)
		for _, e := range s.workouts(athlete)[:12] {
			x := s.session(e)
			if len(x.list("exercises")) != 2 || !e.GPS {
				continue
			}
			x = s.session(e, "samples", "routes", "laps")
			first, second := x.list("exercises")[0], x.list("exercises")[1]
			require.Empty(t, first.in("samples").list("transitionSamples"))
			require.NotContains(t, first.in("routes"), "transitionRoute")
			way := second.in("samples").list("transitionSamples")
			require.NotEmpty(t, way)
			require.Len(t, way[0]["values"], 45)
			require.Len(t, second.in("routes").in("transitionRoute").list("wayPoints"), 45)
			require.Equal(t, clock(t, first.text("stopTime")).Add(45*time.Second), clock(t, second.text("startTime")))
			require.Equal(t, x.text("startTime"), first.text("startTime"))
			require.Equal(t, x.text("stopTime"), second.text("stopTime"))
			require.Equal(t, "3", second.in("sport").text("id"))
			return
		}
	}
	t.Fatal("nobody switched sports outdoors")
}

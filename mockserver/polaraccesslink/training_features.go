package polaraccesslink

import (
	"math"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// besides adds what the caller asked for to a session and its exercises.
// [confirmed: AccessLink v4 page, the features; inferred: which member is whose]
func (t *tenant) besides(c *caller, s *trainingSession, e dataset.Event, parts []part) {
	x := t.track(e)
	place := t.ids.event(e.Ref)
	if c.features.has("training-load-report") {
		s.TrainingLoadReport = t.loadReport(stretch{x, 0, x.n}, t.data.Analysis(e), place, s.Created.Time)
	}
	if c.features.has("test-results") {
		s.TestResults = t.testResults(x)
	}
	if c.features.has("hill-splits") {
		s.HillSplits = hillSplitsOf(x)
	}
	if c.features.has("comments") {
		s.Comments = t.comments(place, s.Created.Time, c.Call.Now)
	}
	for i := range parts {
		p, m := &parts[i], &s.Exercises[i]
		y := p.stretch(x)
		if c.features.has("training-load-report") {
			m.TrainingLoadReport = t.loadReport(y, t.analysis(p), place, s.Created.Time)
		}
		if c.features.has("laps") {
			m.Laps = lapsOf(y, p)
		}
		if c.features.has("statistics") {
			m.Statistics = statisticsOf(y)
		}
		if c.features.has("zones") {
			m.Zones = zonesOf(y)
		}
		if c.features.has("samples") {
			m.Samples = t.samples(y, p)
		}
		if c.features.has("routes") {
			m.Routes = routesOf(y, p)
		}
		if c.features.has("pause-times") {
			m.PauseTimes = pausesOf(p, x.record)
		}
		if c.features.has("strength-training-results") {
			m.StrengthTrainingResults = t.strength(y, place)
		}
	}
}

// pausesOf is where nothing was recorded. Durations count it. [inferred: the
// population's belts lose the heart for a while; a watch that records nothing pauses;
// durationMillis is stop less start all the same]
func pausesOf(p *part, r *dataset.Record) []pauseTime {
	out := []pauseTime{}
	if from := p.event.Start.Add(r.GapAt); r.Gap > 0 && !from.Before(p.from) && from.Before(p.to) {
		to := from.Add(r.Gap)
		if to.After(p.to) {
			to = p.to
		}
		out = append(out, pauseTime{local{from.Truncate(time.Millisecond).In(p.event.Zone)}, local{to.Truncate(time.Millisecond).In(p.event.Zone)}})
	}
	return out
}

// loadReport compares a load with what the person is used to. [confirmed:
// AccessLink v4 page, members and words; inferred: every formula]
func (t *tenant) loadReport(x stretch, a *dataset.Analysis, place uint64, calculated time.Time) *loadReport {
	_, usual := t.data.Load(x.event.Ref.Athlete, x.event.Start)
	usual = max(20, usual/5) // of a session
	minutes := float64(x.b-x.a) / 60
	r := &loadReport{
		CardioLoad: rounded(a.TRIMPTotal, 2), CardioLoadInterpretation: interpretation(a.TRIMPTotal / usual),
		MuscleLoadInterpretation: "LOAD_INTERPRETATION_NOT_AVAILABLE", CalculationTime: utc{calculated},
		SessionRPE: "RPE_UNKNOWN", PerceivedLoadInterpretation: "LOAD_INTERPRETATION_NOT_AVAILABLE",
	}
	if x.powered() {
		r.MuscleLoad = rounded(x.work(), 2)
		r.MuscleLoadInterpretation = interpretation(x.work() / (usual * 9))
	}
	if told := draw.Chance(t.data.Seed(), saltRPE, place); told < 0.8 {
		names := [...]enum{"RPE_NONE", "RPE_EASY", "RPE_LIGHT", "RPE_FAIRLY_BRISK", "RPE_BRISK", "RPE_MODERATE", "RPE_FAIRLY_HARD", "RPE_HARD", "RPE_EXHAUSTING", "RPE_EXTREME"}
		felt := max(0, min(len(names)-1, int(math.Round(a.TRIMPTotal/max(1, minutes)*4+(told-0.4)*5))))
		r.SessionRPE, r.PerceivedLoad = names[felt], rounded(float64(felt)*minutes, 1)
		r.PerceivedLoadInterpretation = interpretation(r.PerceivedLoad / (usual * 5))
	}
	return r
}

func interpretation(ratio float64) enum {
	for _, x := range []struct {
		below float64
		name  enum
	}{{0.4, "VERY_LOW"}, {0.8, "LOW"}, {1.3, "MEDIUM"}, {2, "HIGH"}} {
		if ratio < x.below {
			return "LOAD_INTERPRETATION_" + x.name
		}
	}
	return "LOAD_INTERPRETATION_VERY_HIGH"
}

// comments are written once a session is there, by the person or a coach.
func (t *tenant) comments(place uint64, created, now time.Time) []commentMessage {
	r := t.eventful(place, "comments")
	out := []commentMessage{}
	if r.IntN(4) > 0 {
		return out
	}
	at := created
	for i := range 1 + r.IntN(2) {
		at = at.Add(time.Duration(10+r.IntN(600)) * time.Minute)
		m := commentMessage{
			numberReference{decimal(t.ids.number(ofComment, place*2+uint64(i)))},
			utc{at},
			utc{at},
			pick(r, "Well done", "How did that feel?", "Legs were heavy", "Take it easy tomorrow"), r.IntN(2) == 0,
		}
		if r.IntN(5) == 0 {
			m.Modified = utc{at.Add(2 * time.Minute)}
		}
		if !m.Modified.After(now) {
			out = append(out, m)
		}
	}
	return out
}

// routesOf is where a part led, and the way to it, one point a second.
func routesOf(x stretch, p *part) *routePair {
	if len(x.record.Latitude) == 0 {
		return nil
	}
	out := &routePair{Route: routeOf(x)}
	if !p.transition.IsZero() {
		out.TransitionRoute = routeOf(stretch{x.track, x.second(p.transition), x.a})
	}
	return out
}

func routeOf(x stretch) *routeMessage {
	out := &routeMessage{local{x.clock(x.a).In(x.event.Zone)}, []wayPoint{}}
	r := x.record
	for i := x.a; i < min(x.b, len(r.Latitude)); i++ {
		h := 0.0
		if i < len(r.Altitude) {
			h = rounded(float64(r.Altitude[i]), 1)
		}
		out.WayPoints = append(out.WayPoints, wayPoint{rounded(r.Longitude[i], 7), rounded(r.Latitude[i], 7), h, x.clock(i).Sub(x.clock(x.a)).Milliseconds()})
	}
	return out
}

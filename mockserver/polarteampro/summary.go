package polarteampro

import (
	"math"
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// summary is what a player did within the limits of the team's session, or of a
// phase of it.
type summary struct {
	playerSession
	effort *effort
}

// within finds the team's session that a player's was part of, whose summary it
// then has.
func (t *tenant) within(c *caller) (playerSession, dataset.Session, error) {
	x, err := t.playerSessionOf(c)
	if err != nil {
		return x, dataset.Session{}, err
	}
	if len(x.Sessions) > 0 {
		if s, ok := t.data.Session(x.Sessions[0]); ok {
			return x, s, nil
		}
	}
	if t.set.wholeSummary.In(t.x) {
		return x, dataset.Session{Start: x.Start, End: x.End}, nil
	}
	c.Call.Exchange.Decide("session", "refuse", "the session was no part of a team's, so that there is nothing to summarize")
	return x, dataset.Session{}, notFound()
}

func getSummary(t *tenant, c *caller) (any, error) {
	x, s, err := t.within(c)
	if err != nil {
		return nil, err
	}
	return enveloped{summary{x, t.part(x.Event, s.Start, s.End)}}, nil
}

// listPhaseSummaries has one summary for each phase that is marked. [confirmed:
// document 1.1.0]
func listPhaseSummaries(t *tenant, c *caller) (any, error) {
	x, s, err := t.within(c)
	if err != nil {
		return nil, err
	}
	out := several[summary]{}
	for _, m := range markers(&s) {
		if m.kind == phase && m.from.Before(x.End) && m.to.After(x.Start) {
			out.list = append(out.list, summary{x, t.part(x.Event, m.from, m.to)})
		}
	}
	return out, nil
}

func (x summary) appendJSON(t *tenant, b []byte) []byte {
	e, a, outside := x.effort, x.effort.analysis, x.effort.outside()
	percent := func(hr int) int { return int(math.Round(float64(hr) / float64(max(1, a.HRMax)) * 100)) }
	decimals := 1
	if t.set.wholeSpeeds.In(t.x) {
		decimals = 0
	}
	turned := len(e.record.Cadence) > 0
	o := t.open(b)
	o.text("player_session_id", t.ids.playerSession(x.Ref))
	o.utc("created", x.created)
	o.utc("modified", x.modified)
	o.local("trimmed_start_time", e.from, x.Zone)
	o.int("duration_ms", int(e.duration().Milliseconds()))
	o.numberIf(e.moved(), "distance_meters", outside.DistanceM, 1)
	o.number("kilo_calories", math.Round(e.calories()), 0)
	o.int("heart_rate_max", e.heart.peak)
	o.int("heart_rate_avg", e.heart.average)
	o.int("heart_rate_min", e.heart.lowest)
	o.int("heart_rate_max_percent", percent(e.heart.peak))
	o.int("heart_rate_avg_percent", percent(e.heart.average))
	o.int("heart_rate_min_percent", percent(e.heart.lowest))
	o.numberIf(e.moved(), "sprint_counter", float64(e.sprints()), 0)
	o.numberIf(e.moved(), "speed_avg_kmh", outside.SpeedAverage*kmh, decimals)
	o.numberIf(e.moved(), "speed_max_kmh", e.topSpeed(), decimals)
	o.numberIf(turned, "cadence_avg", math.Round(outside.CadenceAverage), 0)
	o.numberIf(turned, "cadence_max", math.Round(e.topCadence()), 0)
	o.number("training_load", e.trainingLoad(), 0)
	o.number("cardio_load", e.cardioLoad(), 2)
	o.numberIf(e.powered(), "muscle_load", e.muscleLoad(), 2)
	x.appendZones(t, &o)
	if t.set.profile.In(t.x) == profile110 {
		x.appendMore(&o)
	}
	return o.close()
}

func (x *summary) appendZones(t *tenant, o *object) {
	e := x.effort
	hearts, speeds, powers := e.hearts(), e.speeds(), e.powers()
	o.array("heart_rate_zones", 5, func(i int, b []byte) []byte {
		z := t.open(b)
		z.zone(&hearts, i)
		z.duration("in_zone", seconds(hearts.seconds[i]))
		return z.close()
	})
	if e.moved() {
		o.array("speed_zones_kmh", 5, func(i int, b []byte) []byte {
			z := t.open(b)
			z.zone(&speeds, i)
			z.number("in_zone_meters", speeds.sums[i], 1)
			return z.close()
		})
		limits, changes, key := accelerations(), e.changes(), "counter"
		if t.set.countKey.In(t.x) {
			key = "count"
		}
		o.array("acceleration_zones_ms2", len(limits), func(i int, b []byte) []byte {
			z := t.open(b)
			z.int("limit", limits[i])
			z.int(key, changes[i])
			return z.close()
		})
	}
	if e.powered() {
		o.array("power_zones", 5, func(i int, b []byte) []byte {
			z := t.open(b)
			z.zone(&powers, i)
			z.duration("in_zone", seconds(powers.seconds[i]))
			z.number("in_zone_muscle_load", powers.sums[i], 2)
			return z.close()
		})
	}
}

// appendMore appends what document 1.1.0 adds.
func (x *summary) appendMore(o *object) {
	e := x.effort
	hearts, speeds, powers := e.hearts(), e.speeds(), e.powers()
	o.duration("out_of_heart_rate_zones", seconds(hearts.outside))
	o.numberIf(e.moved(), "out_of_speed_zones", speeds.beside, 1)
	if e.powered() {
		o.duration("out_of_power_zones", seconds(powers.outside))
	}
	if rr := e.intervals(); len(rr) > 0 {
		sum := 0.0
		for _, ms := range rr {
			sum += ms
		}
		o.number("minimum_rr", slices.Min(rr), 0)
		o.number("average_rr", sum/float64(len(rr)), 0)
		o.number("maximum_rr", slices.Max(rr), 0)
		o.number("rmssd", e.analysis.RMSSD, 0)
	}
	o.int("cardio_load_interpretation", class(e.cardioLoad(), e.duration()))
	if e.powered() {
		o.int("muscle_load_interpretation", class(e.muscleLoad()/5, e.duration()))
	}
}

// class is 1 to 5: how hard it was for its length. [confirmed: that there are
// small whole numbers; inferred: their meaning]
func class(load float64, d time.Duration) int {
	return 1 + min(4, int(load/max(1, d.Minutes())/0.5))
}

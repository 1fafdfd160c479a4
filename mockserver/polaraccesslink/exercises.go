package polaraccesslink

import (
	"math"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// part is one exercise of a training: all of it, or one of several sports with the
// way from one to the next before it.
type part struct {
	from, to   time.Time
	transition time.Time // when the way to this part began; zero: there is none
	sport      int       // 0: the event's own
	event      dataset.Event
}

// parts are one, unless the person has switched sports at the last lap: the watch
// then records several. [confirmed: AccessLink v4 page, transitions and parts of
// multisport; inferred: when it is so]
func (t *tenant) parts(e dataset.Event) []part {
	place := t.ids.event(e.Ref)
	whole := []part{{from: e.Start, to: e.End, event: e}}
	if len(e.Laps) < 3 || draw.Chance(t.data.Seed(), saltParts, place) > 0.12 {
		return whole
	}
	last := e.Laps[len(e.Laps)-1]
	const way = 45 * time.Second
	if last.End.Sub(last.Start) < 4*way || last.Start.Sub(e.Start) < 4*way || e.Sport == dataset.Swimming {
		return whole
	}
	next := part{from: last.Start.Add(way), to: e.End, transition: last.Start, sport: 126, event: e}
	if e.GPS {
		next.sport = 3
	}
	return []part{{from: e.Start, to: last.Start, event: e}, next}
}

// stretch is the seconds of a part, without the way to it.
func (p *part) stretch(x *track) stretch { return stretch{x, x.second(p.from), x.second(p.to)} }

// exercise is one without features.
func (t *tenant) exercise(x *track, p *part, n int) exerciseMessage {
	s, a := p.stretch(x), t.analysis(p)
	place := t.ids.event(p.event.Ref)*2 + uint64(n)
	_, offset := p.from.In(p.event.Zone).Zone()
	m := exerciseMessage{
		Identifier: numberReference{decimal(t.ids.number(ofExercise, place))},
		StartTime:  local{p.from.In(p.event.Zone)}, StopTime: local{p.to.In(p.event.Zone)}, DurationMillis: p.to.Sub(p.from).Milliseconds(),
		DistanceMeters: t.way(s, a), TrainingLoad: trainingLoad(s, a), RecoveryTimeMillis: recovery(a),
		TimezoneOffsetMinutes: offset / 60, CalibrationOffsets: t.calibrations(x, place), Sport: sportReference{strconv.Itoa(x.sport.id)},
	}
	if p.sport != 0 {
		m.Sport.ID = strconv.Itoa(p.sport)
	}
	m.Calories, m.NutritionData = energy(a)
	m.CarboPercentage, m.FatPercentage, m.ProteinPercentage = shares(a)
	m.Latitude, m.Longitude = place2(x, s.a)
	if a.VO2MaxEstimate > 0 && x.sport.parent == 1 && p.sport == 0 && len(x.speed) > 0 {
		m.RunningIndex = new(int(math.Round(a.VO2MaxEstimate)))
	}
	if len(x.altitude) > 0 {
		up, down := s.climbs()
		m.AscentMeters, m.DescentMeters = new(round32(up, 1)), new(round32(down, 1))
	}
	if len(x.speed) > 0 {
		m.SprintCounter = new(s.sprints())
		if x.runs() {
			d, way := s.walking()
			m.WalkingDurationMillis, m.WalkingDistanceMeters = new(d.Milliseconds()), new(rounded(way, 1))
		}
	}
	return m
}

// analysis is what the population says of a part.
func (t *tenant) analysis(p *part) *dataset.Analysis {
	if p.from.Equal(p.event.Start) && p.to.Equal(p.event.End) {
		return t.data.Analysis(p.event)
	}
	return t.data.AnalysisOf(p.event, p.from, p.to)
}

// calibrations are corrections of sensors, for some. [inferred: all but the names]
func (t *tenant) calibrations(x *track, place uint64) []calibrationOffset {
	r := t.eventful(place, "calibration")
	out := []calibrationOffset{}
	if r.IntN(3) > 0 {
		return out
	}
	sources := []enum{"SAMPLE_SOURCE_TYPE_HEART_RATE", "SAMPLE_SOURCE_TYPE_HEART_RATE_BLE", "SAMPLE_SOURCE_TYPE_HEART_RATE_OPTICAL", "SAMPLE_SOURCE_TYPE_HEART_RATE_5_KHZ"}
	switch {
	case x.sport.parent == 1, x.sport.parent == 3, x.sport.id == 39:
		sources = append(
			sources, "SAMPLE_SOURCE_TYPE_WRIST_METRICS", "SAMPLE_SOURCE_TYPE_STRIDE", "SAMPLE_SOURCE_TYPE_GPS", "SAMPLE_SOURCE_TYPE_CHEST_METRICS",
			"SAMPLE_SOURCE_TYPE_UPPER_BACK_METRICS", "SAMPLE_SOURCE_TYPE_COMBINED_CHEST_METRICS_AND_GPS", "SAMPLE_SOURCE_TYPE_COMBINED_UPPER_BACK_METRICS_AND_GPS",
		)
	case x.sport.parent == 2:
		sources = append(sources, "SAMPLE_SOURCE_TYPE_BIKE_PEDAL", "SAMPLE_SOURCE_TYPE_BIKE_WHEEL", "SAMPLE_SOURCE_TYPE_BIKE_CRANK")
	}
	for range 1 + r.IntN(2) {
		out = append(out, calibrationOffset{pick(r, sources...), rounded(r.Float64()-0.5, 2)})
	}
	return out
}

// benefit is what a session was good for, by the zones in which most of it was and
// by its length. [confirmed: AccessLink v4 page, the words; inferred: the rule]
func benefit(x *track) enum {
	var minutes [5]float64
	z := heartZones(x.record.Body.HRMax)
	for _, h := range x.heart {
		if i := z.find(float64(h)); i >= 0 {
			minutes[i] += 1.0 / 60
		}
	}
	return benefitOf(minutes, x.event.End.Sub(x.event.Start) >= 90*time.Minute)
}

// benefitOf is the word for minutes in zones, from the easiest.
func benefitOf(minutes [5]float64, longer bool) enum {
	easy, steady, tempo, full := minutes[0]+minutes[1], minutes[2], minutes[3], minutes[4]
	long := ""
	if longer {
		long = "_LONG"
	}
	name := "BASIC_TRAINING" + long
	switch {
	case easy+steady+tempo+full < 5:
		name = "NONE"
	case full > 12:
		name = "MAXIMUM_TRAINING_PLUS"
	case full > 6 && full >= tempo:
		name = "MAXIMUM_TRAINING"
	case full > 6:
		name = "MAXIMUM_AND_TEMPO_TRAINING"
	case full > 3 && tempo > 6:
		name = "TEMPO_AND_MAXIMUM_TRAINING"
	case tempo > 30:
		name = "TEMPO_TRAINING_PLUS"
	case tempo > 15 && tempo >= steady:
		name = "TEMPO_TRAINING"
	case tempo > 15:
		name = "TEMPO_AND_STEADY_STATE_TRAINING"
	case tempo > 6 && steady > 10:
		name = "STEADY_STATE_AND_TEMPO_TRAINING"
	case steady > 45 && steady >= easy:
		name = "STEADY_STATE_TRAINING_PLUS"
	case steady > 20 && steady >= 2*easy:
		name = "STEADY_STATE_TRAINING"
	case steady > 15 && steady >= easy:
		name = "STEADY_STATE_AND_BASIC_TRAINING" + long
	case steady > 10 && easy > steady:
		name = "BASIC_AND_STEADY_STATE_TRAINING" + long
	case easy < 20:
		name = "RECOVERY_TRAINING"
	}
	return enum("TRAINING_BENEFIT_" + name)
}

package polaraccesslink

import (
	"math"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/memo"
)

// listTrainingSessions lists what was trained, the oldest first. Without features
// come headers and exercises with their figures. [confirmed: public clients]
func listTrainingSessions(t *tenant, c *caller) (any, error) {
	if len(c.features) == 0 {
		return t.remembered(c, "sessions", trainingSessions)
	}
	return trainingSessions(t, c, &memo.Span{})
}

func trainingSessions(t *tenant, c *caller, span *memo.Span) (any, error) {
	out := listSessionsResponse{[]trainingSession{}}
	zone := t.data.Athlete(c.athlete).Zone
	from, to := c.within.instants()
	for e := range t.data.Events(c.athlete, from, to) {
		if !recorded(&e) || !c.within.hasLocal(e.Start, zone) {
			continue
		}
		if s, there := t.trainingSession(c, e, span); there {
			out.TrainingSessions = append(out.TrainingSessions, s)
		}
	}
	return c.listed(t, len(out.TrainingSessions), out)
}

// trainingSession is one as it stands now, with what the caller asked for besides.
// span is that of the session without it.
func (t *tenant) trainingSession(c *caller, e dataset.Event, span *memo.Span) (trainingSession, bool) {
	place := t.ids.event(e.Ref)
	created, there := t.arrival(c.athlete, e.End, place, c.Call.Now)
	span.Turns(created, c.Call.Now) // or nothing does, while a watch is away
	changed, edited := t.people.get(c.athlete).edits[place]
	if !there || changed.deleted {
		return trainingSession{}, false
	}
	s := t.header(e)
	s.Created, s.Modified = utc{created}, utc{t.touched(created, place, c.Call.Now, span)}
	if edited {
		s.Modified = utc{changed.at}
		if changed.name != nil {
			s.Name = *changed.name
		}
		if changed.note != nil {
			s.Note = changed.note
		}
	}
	if t.set.physicalFeature.In(t.x) && !c.features.has("physical-info") {
		s.PhysicalInformation = nil
	}
	parts := t.parts(e)
	for i := range s.Exercises {
		s.Exercises[i].Created, s.Exercises[i].Modified = s.Created, s.Created
	}
	if len(c.features) > 0 {
		t.besides(c, &s, e, parts)
	}
	return s, true
}

// touched is when something was changed last by now: most never are.
func (t *tenant) touched(created time.Time, place uint64, now time.Time, span *memo.Span) time.Time {
	r := draw.Chance(t.data.Seed(), saltEdit, place)
	if r >= 0.2 {
		return created
	}
	edit := created.Add(time.Duration(r*50) * 7 * time.Minute)
	span.Turns(edit, now)
	if edit.After(now) {
		return created
	}
	return edit
}

// header is a session without features and without what depends on the time. The
// exercises are the caller's own.
func (t *tenant) header(e dataset.Event) trainingSession {
	if known := t.briefs.get(e.Ref); known != nil {
		s := *known
		s.Exercises = append([]exerciseMessage{}, known.Exercises...)
		return s
	}
	s := t.newHeader(e)
	kept := s
	kept.Exercises = append([]exerciseMessage{}, s.Exercises...)
	t.briefs.put(e.Ref, &kept)
	return s
}

func (t *tenant) newHeader(e dataset.Event) trainingSession {
	place := t.ids.event(e.Ref)
	x, a := t.track(e), t.data.Analysis(e)
	w := t.watch(e.Ref.Athlete)
	all := stretch{x, 0, x.n}
	_, offset := e.Start.In(e.Zone).Zone()
	s := trainingSession{
		Identifier: numberReference{decimal(t.ids.number(ofSession, place))},
		StartTime:  local{e.Start.In(e.Zone)}, StopTime: local{e.End.In(e.Zone)}, DurationMillis: e.End.Sub(e.Start).Milliseconds(),
		Name: e.Title, Feeling: t.feeling(&e, place), DeviceID: w.id, Note: when(e.Notes != "", e.Notes),
		TrainingBenefit: benefit(x), HRMax: a.HRPeak, HRAvg: a.HRAverage, TimezoneOffsetMinutes: offset / 60,
		StartTrigger: "TRAINING_START_MANUAL", Product: product{w.model.name},
		Application: when(draw.Chance(t.data.Seed(), saltApplication, place) < 0.85, named{"Polar Flow"}),
	}
	if e.Sport == dataset.Walking && draw.Chance(t.data.Seed(), saltTrigger, place) < 0.5 {
		s.StartTrigger = "TRAINING_START_AUTOMATIC_TRAINING_DETECTION"
	}
	if s.Name == "" {
		s.Name = x.sport.title // as the watch calls it
	}
	p := t.physique(e.Ref.Athlete, e.Start)
	s.PhysicalInformation = p.session()
	s.Latitude, s.Longitude = place2(x, 0)
	s.DistanceMeters = t.way(all, a)
	s.Calories, s.NutritionData = energy(a)
	s.CarboPercentage, s.FatPercentage, s.ProteinPercentage = shares(a)
	s.TrainingLoad, s.RecoveryTimeMillis = trainingLoad(all, a), recovery(a)
	parts := t.parts(e)
	s.Sport = sportReference{strconv.Itoa(x.sport.id)}
	if len(parts) > 1 {
		s.Sport = sportReference{strconv.Itoa(sportMulti)}
	}
	s.TrainingTarget, s.FavoriteTarget = t.aimedAt(e)
	for i := range parts {
		s.Exercises = append(s.Exercises, t.exercise(x, &parts[i], i))
	}
	return s
}

// place2 is where the watch was at a second, if it knew.
func place2(x *track, second int) (latitude, longitude *float64) {
	r := x.record
	if second >= len(r.Latitude) || second >= len(r.Longitude) {
		return nil, nil
	}
	return new(rounded(r.Latitude[second], 7)), new(rounded(r.Longitude[second], 7))
}

// way is the distance, where one was measured.
func (t *tenant) way(x stretch, a *dataset.Analysis) *float64 {
	if !x.moved() {
		return nil
	}
	if x.swim != nil {
		return new(rounded(x.metres(), 1))
	}
	return new(rounded(a.Outside(x.record).DistanceM, 1))
}

// feeling is from 0 to 1, where it was told: the harder, the worse. [confirmed:
// AccessLink v4 page, 0.8; inferred: the range]
func (t *tenant) feeling(e *dataset.Event, place uint64) *float32 {
	r := draw.Chance(t.data.Seed(), saltFeeling, place)
	if r < 0.35 {
		return nil
	}
	step := int((r - 0.35) / 0.65 * 5)
	if e.PlannedTRIMP > 120 {
		step--
	}
	return new(round32(float64(max(0, min(4, step)))*0.2+0.2, 1))
}

// energy is in kcal; of nutrients in g, of 4, 4 and 9 kcal. Protein is some of the
// carbohydrates' part. [inferred: what textbooks give for exercise]
func energy(a *dataset.Analysis) (int, nutrition) {
	const protein = 0.03
	all := a.EnergyCarbs + a.EnergyFats
	return int(math.Round(all)), nutrition{
		round32(max(0, a.EnergyCarbs-protein*all)/4, 1), round32(protein*all/4, 1), round32(a.EnergyFats/9, 1),
	}
}

// shares of the energy are in percent; their sum is 100.
func shares(a *dataset.Analysis) (carbohydrates, fat, protein int) {
	all := a.EnergyCarbs + a.EnergyFats
	if all == 0 {
		return 0, 0, 0
	}
	fat, protein = int(math.Round(a.EnergyFats/all*100)), 3
	protein = min(protein, 100-fat)
	return 100 - fat - protein, fat, protein
}

// trainingLoad is the training impulse by heart rate, and what the muscles did
// besides. [inferred: no formula is published]
func trainingLoad(x stretch, a *dataset.Analysis) int {
	return int(math.Round(a.TRIMPTotal + x.work()/10))
}

// recovery is how long it takes to be as good as new: a quarter of an hour for each
// unit of load, 45 days at most. [confirmed: AccessLink v4 page, the maximum;
// inferred: the rest]
func recovery(a *dataset.Analysis) uint64s {
	const most = 45 * 24 * time.Hour
	return uint64s(min(most, time.Duration(a.TRIMPTotal*15*float64(time.Minute))).Milliseconds())
}

// session is the body as training sessions spell it.
func (p *physique) session() *sessionPhysique {
	out := &sessionPhysique{
		Modified: utc{p.modified}, Created: utc{p.created}, Birthday: date{p.birthday}, Sex: p.sex(), WeightKg: float32(p.weight), HeightCm: p.height,
		MaximumHeartRate: p.maximum, RestingHeartRate: p.resting, AerobicThreshold: p.aerobic, AnaerobicThreshold: p.anaerobic, VO2Max: p.vo2Max,
		TrainingBackground: p.trainingBackground(), TypicalDay: p.typicalDay(true), MetThreshold: p.metThreshold, WeeklyRTSum: p.weeklyRecover,
		FunctionalThresholdPower: p.thresholdPower, SpeedCalibrationOffset: float32(p.speedOffset), WeightSource: p.source(true),
		SleepGoalMinutes: int(p.sleepGoal.Minutes()), MaximumAerobicPower: p.aerobicPeak, MaximumAerobicSpeedKmh: when(p.aerobicSpeed > 0, float32(p.aerobicSpeed)),
		MaximumAerobicSpeedSource: "MAXIMUM_AEROBIC_SPEED_SOURCE_ESTIMATE",
	}
	if p.speedByUser {
		out.MaximumAerobicSpeedSource = "MAXIMUM_AEROBIC_SPEED_SOURCE_USER"
	}
	return out
}

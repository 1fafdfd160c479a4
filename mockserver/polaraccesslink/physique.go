package polaraccesslink

import (
	"math"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// physique is what a person's settings say of the body, on one day. The spelling
// differs between answers; the facts are the same. [confirmed: AccessLink v4 page]
type physique struct {
	created, modified           time.Time // of the settings
	weighed, tested             time.Time // when weight and VO2max were changed last
	birthday                    time.Time
	female                      bool
	height                      int     // cm
	weight                      float64 // kg
	maximum, resting            int     // heart rates, 1/min
	aerobic, anaerobic          int     // thresholds, 1/min
	vo2Max                      int     // ml/kg/min
	background                  int     // index of backgrounds
	day                         int     // index of a typical day, from 1
	weightSource                string
	sleepGoal                   time.Duration
	metThreshold, weeklyRecover float64
	thresholdPower, aerobicPeak int     // W
	aerobicSpeed                float64 // km/h
	speedOffset                 float64 // km/h
	speedByUser                 bool
}

// backgrounds are how much a person trains. [confirmed: AccessLink v4 page]
var backgrounds = [...]string{"OCCASIONAL", "REGULAR", "FREQUENT", "HEAVY", "SEMI_PRO", "PRO"}

// opened is when a person's account was opened, before the population's first day.
func (t *tenant) opened(athlete int) time.Time {
	r := t.personal(athlete, "account")
	return t.data.Config().FirstDay.Add(-time.Duration(20+r.IntN(300)) * 24 * time.Hour).Add(time.Duration(r.IntN(86400)) * time.Second)
}

// settings are what the account knew of the body at a time, and since when: from its
// begin on what it knows on the first day.
func (t *tenant) settings(athlete int, at time.Time) (known dataset.Physical, since time.Time) {
	day := max(0, t.data.DayNumber(at.In(t.data.Athlete(athlete).Zone)))
	known = t.data.Physical(athlete, day)
	if known.At.After(at) && day > 0 {
		known = t.data.Physical(athlete, day-1)
	}
	if known.At.Before(t.data.Midnight(athlete, 1)) {
		return known, t.opened(athlete)
	}
	return known, known.At
}

// physique is a person's at a time. Who has scales has the weight from them.
func (t *tenant) physique(athlete int, at time.Time) physique {
	a, r := t.data.Athlete(athlete), t.personal(athlete, "physique")
	known, since := t.settings(athlete, at)
	b := &known.Body
	p := physique{
		created: t.opened(athlete), modified: since, weighed: since, tested: since,
		birthday: a.Born, female: a.Sex == dataset.Female, height: int(math.Round(known.HeightCM)), weight: rounded(b.MassKg, 1),
		maximum: b.HRMax, resting: b.HRRest, aerobic: b.AerobicHR, anaerobic: b.AnaerobicHR, vo2Max: int(math.Round(b.VO2Max)),
		background: int(known.Training) - 1, day: known.DailyLife, weightSource: pick(r, "DEFAULT", "ESTIMATE", "USER", "KEEP"), sleepGoal: known.SleepGoal,
		metThreshold: 0.125 * float64(7+r.IntN(20)), weeklyRecover: rounded(20+20*r.Float64(), 2),
		thresholdPower: int(math.Round(b.FTPWatts)), aerobicPeak: int(math.Round(b.FTPWatts * 1.28)),
		aerobicSpeed: rounded(b.RunThresholdSpeed*3.6*1.14, 1), speedOffset: rounded(r.Float64()-0.5, 1), speedByUser: r.IntN(4) == 0,
	}
	if known.Measured {
		p.weightSource = "MEASURED"
	}
	if w, ok := t.data.Weighed(athlete, at); ok {
		p.weight, p.weighed = w.MassKg, w.At
		if w.At.After(since) {
			p.modified = w.At
		}
	}
	return p
}

// rated is when the training background of a physique at a time was changed last.
func (t *tenant) rated(athlete int, at time.Time) time.Time {
	known, since := t.settings(athlete, at)
	for {
		before, earlier := t.settings(athlete, since.Add(-time.Second))
		if before.Training != known.Training || !earlier.Before(since) {
			return since
		}
		since = earlier
	}
}

func (p *physique) sex() enum {
	if p.female {
		return "SEX_FEMALE"
	}
	return "SEX_MALE"
}

func (p *physique) trainingBackground() enum {
	return enum("TRAINING_BACKGROUND_" + backgrounds[p.background])
}

// typicalDay is spelled with a slip in training sessions. [confirmed: AccessLink v4
// page, both]
func (p *physique) typicalDay(session bool) enum {
	if session && p.day == 2 {
		return "TYPICAL_DAY_TYPICAL_DAY_MOSTLY_STANDING"
	}
	return enum("TYPICAL_DAY_MOSTLY_" + [...]string{"SITTING", "STANDING", "MOVING"}[p.day-1])
}

// source is where the weight comes from; so is it spelled in training sessions.
// [confirmed: AccessLink v4 page, both]
func (p *physique) source(session bool) enum {
	prefix := "WEIGHT_SOURCE_"
	if session {
		prefix = "WEIGHT_SOURCE_SOURCE_"
	}
	return enum(prefix + p.weightSource)
}

func (p *physique) goalMillis() uint64s { return uint64s(p.sleepGoal.Milliseconds()) }

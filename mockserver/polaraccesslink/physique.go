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
	weighed, rated, tested      time.Time // when weight, background and VO2max were changed last
	birthday                    time.Time
	female                      bool
	height                      int     // cm
	weight                      float64 // kg
	maximum, resting            int     // heart rates, 1/min
	aerobic, anaerobic          int     // thresholds, 1/min
	vo2Max                      int     // ml/kg/min
	background                  int     // index of backgrounds
	day                         int     // index of a typical day, from 1
	weightSource                int     // index of weightSources
	sleepGoal                   time.Duration
	metThreshold, weeklyRecover float64
	thresholdPower, aerobicPeak int     // W
	aerobicSpeed                float64 // km/h
	speedOffset                 float64 // km/h
	speedByUser                 bool
}

// backgrounds are how much a person trains. [confirmed: AccessLink v4 page]
var backgrounds = [...]string{"OCCASIONAL", "REGULAR", "FREQUENT", "HEAVY", "SEMI_PRO", "PRO"}

// weightSources are where a weight comes from. [confirmed: AccessLink v4 page]
var weightSources = [...]string{"DEFAULT", "ESTIMATE", "USER", "MEASURED", "KEEP"}

// settledDay is the day of t on which a body is looked at: settings follow the body
// by weeks.
func settledDay(t time.Time) time.Time {
	const weeks = 4 * 7 * 24 * time.Hour
	return t.Truncate(weeks).Add(12 * time.Hour)
}

// physique is a person's at a time.
func (t *tenant) physique(athlete int, at time.Time) physique {
	a, r := t.data.Athlete(athlete), t.personal(athlete, "physique")
	first := t.data.Config().FirstDay.Add(-time.Duration(20+r.IntN(300)) * 24 * time.Hour).Add(time.Duration(r.IntN(86400)) * time.Second)
	day := settledDay(at)
	b := t.data.Body(athlete, day)
	p := physique{
		created: first, birthday: a.Born, female: a.Sex == dataset.Female, height: int(math.Round(a.HeightCM)), weight: rounded(b.MassKg, 1),
		maximum: b.HRMax, resting: b.HRRest, aerobic: b.AerobicHR, anaerobic: b.AnaerobicHR, vo2Max: int(math.Round(b.VO2Max)),
		day: 1 + r.IntN(3), weightSource: r.IntN(len(weightSources)), sleepGoal: time.Duration(14+r.IntN(5)) * 30 * time.Minute,
		metThreshold: 0.125 * float64(7+r.IntN(20)), weeklyRecover: rounded(20+20*r.Float64(), 2),
		thresholdPower: int(math.Round(b.FTPWatts)), aerobicPeak: int(math.Round(b.FTPWatts * 1.28)),
		aerobicSpeed: rounded(b.RunThresholdSpeed*3.6*1.14, 1), speedOffset: rounded(r.Float64()-0.5, 1), speedByUser: r.IntN(4) == 0,
	}
	p.background = min(len(backgrounds)-1, r.IntN(5)+r.IntN(3)+p.vo2Max/70)
	latest := func(t time.Time) time.Time {
		if t.Before(first) {
			return first
		}
		return t
	}
	p.modified = latest(day)
	p.weighed, p.tested = p.modified, p.modified
	p.rated = latest(first.AddDate(0, 1, 0))
	if p.rated.After(p.modified) {
		p.rated = p.modified
	}
	return p
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
	name := weightSources[p.weightSource]
	if session {
		name = "SOURCE_" + name
	}
	return enum("WEIGHT_SOURCE_" + name)
}

func (p *physique) goalMillis() uint64s { return uint64s(p.sleepGoal.Milliseconds()) }

package polaraccesslink

import (
	"math"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

type (
	nightlyRechargeResults struct {
		NightlyRechargeResults []nightlyRechargeResult `json:"nightlyRechargeResults"`
	}
	nightlyRechargeResult struct {
		Created                                utc                 `json:"created"`
		Modified                               utc                 `json:"modified"`
		ANSStatus                              float64             `json:"ansStatus"`
		RecoveryIndicator                      *int                `json:"recoveryIndicator"`
		RecoveryIndicatorSubLevel              int                 `json:"recoveryIndicatorSubLevel"`
		ANSRate                                int                 `json:"ansRate"`
		MeanNightlyRecoveryRRI                 int                 `json:"meanNightlyRecoveryRri"`   // ms, as all below
		MeanNightlyRecoveryRMSSD               int                 `json:"meanNightlyRecoveryRmssd"` //
		MeanNightlyRecoveryRespirationInterval int                 `json:"meanNightlyRecoveryRespirationInterval"`
		MeanBaselineRRI                        int                 `json:"meanBaselineRri"`
		SDBaselineRRI                          int                 `json:"sdBaselineRri"`
		MeanBaselineRMSSD                      int                 `json:"meanBaselineRmssd"`
		SDBaselineRMSSD                        int                 `json:"sdBaselineRmssd"`
		MeanBaselineRespirationInterval        int                 `json:"meanBaselineRespirationInterval"`
		SDBaselineRespirationInterval          int                 `json:"sdBaselineRespirationInterval"`
		SleepTip                               *string             `json:"sleepTip"`
		VitalityTip                            *string             `json:"vitalityTip"`
		ExerciseTip                            *string             `json:"exerciseTip"`
		SleepResultDate                        date                `json:"sleepResultDate"`
		HRVSamples                             []hrvSamples        `json:"hrvSamples,omitzero"`
		BreathingRateSamples                   []breathingRateList `json:"breathingRateSamples,omitzero"`
	}
	hrvSamples struct {
		StartTime      local     `json:"startTime"`
		SampleInterval duration  `json:"sampleInterval"`
		HRVValues      []float64 `json:"hrvValues"`
	}
	breathingRateList struct {
		StartTime           local     `json:"startTime"`
		SampleInterval      duration  `json:"sampleInterval"`
		BreathingRateValues []float64 `json:"breathingRateValues"`
	}
)

// listNightlyRechargeResults lists nights by the day of getting up; without features
// all but the two lists of samples. [confirmed: AccessLink v4 page, public clients]
func listNightlyRechargeResults(t *tenant, c *caller) (any, error) {
	out := nightlyRechargeResults{}
	within := t.begun(c)
	before := t.scoresBefore(c.athlete, t.data.DayNumber(within.from), t.data.DayNumber(within.to))
	for day := range within.days {
		number := t.data.DayNumber(day)
		n, there := t.night(c.athlete, number, c.Call.Now)
		if !there {
			continue
		}
		x, ok := t.data.NightRecovery(c.athlete, number)
		if !ok {
			continue
		}
		r := recharged(&x)
		r.Created, r.Modified, r.SleepResultDate = utc{n.created}, utc{n.modified}, date{day}
		if x.UsualRR.N >= enoughNights {
			r.judge(&n, x.Balance, &before)
		}
		if c.features.has("samples") {
			t.sampled(&r, c.athlete, number, x.Zone)
		}
		out.NightlyRechargeResults = append(out.NightlyRechargeResults, r)
	}
	return c.listed(t, len(out.NightlyRechargeResults), envelope{"nightlyRechargeResults", out})
}

// recharged are the figures of a night. Before there are usual values, zeros are
// printed for them. [measured: published answers]
func recharged(x *dataset.NightRecovery) nightlyRechargeResult {
	whole := func(v float64) int { return int(math.Round(v)) }
	r := nightlyRechargeResult{
		MeanNightlyRecoveryRRI: whole(x.RR), MeanNightlyRecoveryRMSSD: whole(x.RMSSD), MeanNightlyRecoveryRespirationInterval: whole(x.Breath),
	}
	if x.UsualRR.N >= enoughNights {
		r.MeanBaselineRRI, r.SDBaselineRRI = whole(x.UsualRR.Mean), whole(x.UsualRR.SD)
		r.MeanBaselineRMSSD, r.SDBaselineRMSSD = whole(x.UsualRMSSD.Mean), whole(x.UsualRMSSD.SD)
		r.MeanBaselineRespirationInterval, r.SDBaselineRespirationInterval = whole(x.UsualBreath.Mean), whole(x.UsualBreath.SD)
	}
	return r
}

// judge compares a night with usual ones: its heart, and its heart and sleep taken
// together. [confirmed: AccessLink v4 page, 1 to 6 and the place inside of each;
// inferred: the formulas]
func (r *nightlyRechargeResult) judge(n *night, balance float64, before *scores) {
	const perDeviation = 3 // most nights lie within ±10, as the vendor's scale does
	r.ANSStatus, r.ANSRate = rounded(perDeviation*balance, 4), class(balance)
	both, total := balance, n.Quality().Total
	slept, known := before.distance(n.Day, total)
	if known = known && staged(&n.Overnight); known {
		both = 0.6*balance + 0.4*slept
	}
	level := max(1, min(6.999, 4.3+1.8*both))
	r.RecoveryIndicator = new(int(level))
	r.RecoveryIndicatorSubLevel = int(100 * (level - math.Floor(level)))
	r.advise(n, known && slept < -0.5)
}

// advise chooses tips, in our own words: for sleep that was worse than usual, for a
// tired body, and always about exercise. [measured: published answers, that some
// are absent]
func (r *nightlyRechargeResult) advise(n *night, worse bool) {
	if worse {
		q := n.Quality()
		switch min(q.Amount, q.Solidity, q.Refreshment) {
		case q.Amount:
			r.SleepTip = new("The night was short. Try to be in bed earlier today.")
		case q.Solidity:
			r.SleepTip = new("You woke often. A cool, dark room may help.")
		default:
			r.SleepTip = new("Little deep or dream sleep. Wind down without screens tonight.")
		}
	}
	if *r.RecoveryIndicator <= 3 {
		r.VitalityTip = new("Plan breaks today and get some daylight.")
	}
	switch {
	case r.ANSRate <= 2:
		r.ExerciseTip = new("Keep it easy today, or rest.")
	case *r.RecoveryIndicator <= 3:
		r.ExerciseTip = new("You can train; leave out what is very hard.")
	default:
		r.ExerciseTip = new("A good day for demanding training.")
	}
}

// sampled adds how a night went on in pieces.
func (t *tenant) sampled(r *nightlyRechargeResult, athlete, day int, zone *time.Location) {
	x, ok := t.data.NightRecoverySeries(athlete, day)
	if !ok {
		return
	}
	start, step := local{x.Start.In(zone)}, duration(x.Step)
	r.HRVSamples = []hrvSamples{{start, step, all(x.HRV, 1)}}
	r.BreathingRateSamples = []breathingRateList{{start, step, all(x.Breathing, 1)}}
}

// all rounds many.
func all(values []float64, digits int) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = rounded(v, digits)
	}
	return out
}

package polaraccesslink

import (
	"math"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

type (
	sleepScore struct {
		Created                     utc     `json:"created"`
		LastModified                utc     `json:"lastModified"`
		SleepScore                  float32 `json:"sleepScore"`
		SleepTimeOwnTargetScore     float32 `json:"sleepTimeOwnTargetScore"`
		SleepTimeRecommendationScor float32 `json:"sleepTimeRecommendationScore"`
		ContinuityScore             float32 `json:"continuityScore"`
		EfficiencyScore             float32 `json:"efficiencyScore"`
		REMScore                    float32 `json:"remScore"`
		N3Score                     float32 `json:"n3Score"`
		LongInterruptionsTimeScore  float32 `json:"longInterruptionsTimeScore"`
		GroupDurationScore          float32 `json:"groupDurationScore"`
		GroupSolidityScore          float32 `json:"groupSolidityScore"`
		GroupRefreshScore           float32 `json:"groupRefreshScore"`
		ScoreRate                   *int    `json:"scoreRate"`
	}
	sleepEvaluation struct {
		SleepType      enum            `json:"sleepType"`
		SleepSpan      duration        `json:"sleepSpan"`
		AsleepDuration duration        `json:"asleepDuration"`
		Age            float64         `json:"age"`
		Analysis       sleepAnalysis   `json:"analysis"`
		Interruptions  interruptions   `json:"interruptions"`
		PhaseDurations *phaseDurations `json:"phaseDurations"`
	}
	sleepAnalysis struct {
		EfficiencyPercent float64 `json:"efficiencyPercent"`
		ContinuityIndex   float64 `json:"continuityIndex"`
		ContinuityClass   int     `json:"continuityClass"`
		Feedback          string  `json:"feedback"`
	}
	interruptions struct {
		TotalDuration duration `json:"totalDuration"`
		LongDuration  duration `json:"longDuration"`
		ShortDuration duration `json:"shortDuration"`
		TotalCount    int      `json:"totalCount"`
		LongCount     int      `json:"longCount"`
		ShortCount    int      `json:"shortCount"`
	}
	phaseDurations struct {
		Wake           duration `json:"wake"`
		REM            duration `json:"rem"`
		Light          duration `json:"light"`
		Deep           duration `json:"deep"`
		Unknown        duration `json:"unknown"`
		REMPercentage  float64  `json:"remPercentage"`
		DeepPercentage float64  `json:"deepPercentage"`
	}
)

// sleepScore marks a night; how it is rated beside usual ones is only known when
// there were some. [confirmed: AccessLink v4 page; inferred: what is usual]
func (t *tenant) sleepScore(n *night) *sleepScore {
	q := n.Quality()
	s := &sleepScore{
		utc{n.created},
		utc{n.modified},
		float32(q.Total), float32(q.OwnGoal), float32(q.Recommended), float32(q.Continuity), float32(q.Efficiency),
		float32(q.REM), float32(q.Deep), float32(q.LongInterruptions), float32(q.Amount), float32(q.Solidity), float32(q.Refreshment), nil,
	}
	before := t.scoresBefore(n.Athlete, n.Day, n.Day)
	if distance, known := before.distance(n.Day, q.Total); known {
		s.ScoreRate = new(class(distance))
	}
	return s
}

// sleepEvaluation sums a night up.
func (t *tenant) sleepEvaluation(n *night) *sleepEvaluation {
	const year = 365.25 * 24 * time.Hour
	x, i := n.Phases(), n.Interruptions()
	return &sleepEvaluation{
		SleepType: sleepType(&n.Overnight), SleepSpan: duration(n.Span()), AsleepDuration: duration(x.Asleep()),
		Age: rounded(float64(n.Up.Sub(t.data.Athlete(n.Athlete).Born))/float64(year), 2),
		Analysis: sleepAnalysis{
			rounded(n.Efficiency(), 1), rounded(n.Continuity(), 1), int(math.Round(n.Continuity())), sleepFeedback(&n.Overnight),
		},
		Interruptions: interruptions{duration(i.LongTime + i.ShortTime), duration(i.LongTime), duration(i.ShortTime), i.Long + i.Short, i.Long, i.Short},
		PhaseDurations: when(staged(&n.Overnight), phaseDurations{
			duration(x.Wake), duration(x.REM), duration(x.Light()), duration(x.N3), duration(x.Unknown), share(x.REM, x.Asleep()), share(x.N3, x.Asleep()),
		}),
	}
}

// share is in percent of the time asleep. [inferred: of what]
func share(part, asleep time.Duration) float64 {
	return rounded(100*float64(part)/float64(max(asleep, 1)), 2)
}

// sleepType is how much the watch found out. [confirmed: AccessLink v4 page]
func sleepType(n *dataset.Overnight) enum {
	switch {
	case !staged(n):
		return "SLEEP_TYPE_SLEEP_TIME_ONLY"
	case !cyclic(n):
		return "SLEEP_TYPE_SLEEP_PLUS"
	}
	return "SLEEP_TYPE_SLEEP_PLUS_STAGES"
}

// sleepFeedback is a digit each for the own goal, efficiency, continuity, the own
// rating and the recommended time: 0 below, 1 above, 2 not judged. [confirmed:
// AccessLink v4 page; inferred: the limits]
func sleepFeedback(n *dataset.Overnight) string {
	const efficient, continuous, neither, recommended = 90, 3, 3, 7 * time.Hour
	asleep, b := n.Phases().Asleep(), []byte("00000")
	for i, above := range [...]bool{
		asleep >= n.Goal, n.Efficiency() >= efficient, n.Continuity() >= continuous, n.Rating >= neither, asleep >= recommended,
	} {
		if above {
			b[i] = '1'
		}
	}
	if n.Rating == 0 {
		b[3] = '2'
	}
	return string(b)
}

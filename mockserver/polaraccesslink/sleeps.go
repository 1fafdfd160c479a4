package polaraccesslink

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

type (
	listSleepsResponse struct {
		NightSleeps []nightSleep `json:"nightSleeps"`
	}
	nightSleep struct {
		SleepDate           date             `json:"sleepDate"`
		SleepResult         *sleepResult     `json:"sleepResult"`
		OriginalSleepResult *sleepResult     `json:"originalSleepResult"`
		SleepScore          *sleepScore      `json:"sleepScore"`
		SleepEvaluation     *sleepEvaluation `json:"sleepEvaluation"`
	}
	sleepResult struct {
		Hypnogram   hypnogram    `json:"hypnogram"`
		SleepCycles []sleepCycle `json:"sleepCycles"`
	}
	hypnogram struct {
		SleepStart              zoned              `json:"sleepStart"`
		SleepEnd                zoned              `json:"sleepEnd"`
		AlarmStopTime           *zoned             `json:"alarmStopTime"`
		AlarmSnoozeTimes        []zoned            `json:"alarmSnoozeTimes"`
		SleepStateChanges       []sleepStateChange `json:"sleepStateChanges"`
		SleepStartOffsetSeconds int                `json:"sleepStartOffsetSeconds"`
		SleepEndOffsetSeconds   int                `json:"sleepEndOffsetSeconds"`
		SleepRating             *enum              `json:"sleepRating"`
		SleepGoal               duration           `json:"sleepGoal"`
		Birthday                date               `json:"birthday"`
		DeviceReference         uuidReference      `json:"deviceReference"`
		BatteryRanOut           bool               `json:"batteryRanOut"`
	}
	sleepStateChange struct {
		OffsetFromStart duration `json:"offsetFromStart"`
		NewState        enum     `json:"newState"`
	}
	sleepCycle struct {
		SecondsFromSleepStart  int     `json:"secondsFromSleepStart"`
		SleepDepthAtCycleStart float32 `json:"sleepDepthAtCycleStart"`
	}
)

// sleepStates are the names of dataset's states. [confirmed: AccessLink v4 page]
var sleepStates = [...]enum{
	dataset.StateUnknown: "SLEEP_STATE_UNKNOWN",
	dataset.StateWake:    "SLEEP_STATE_WAKE",
	dataset.StateREM:     "SLEEP_STATE_REM",
	dataset.StateN1:      "SLEEP_STATE_NON_REM1",
	dataset.StateN2:      "SLEEP_STATE_NON_REM2",
	dataset.StateN3:      "SLEEP_STATE_NON_REM3",
}

// sleepRatings are by dataset's, whose 0 is no answer. [confirmed: AccessLink v4 page]
var sleepRatings = [...]enum{
	"SLEEP_RATING_UNKNOWN", "SLEEP_RATING_SLEPT_BAD", "SLEEP_RATING_SLEPT_QUITE_BAD", "SLEEP_RATING_SLEPT_NEITHER_BAD_NOR_WELL",
	"SLEEP_RATING_SLEPT_QUITE_WELL", "SLEEP_RATING_SLEPT_WELL",
}

// listSleeps lists nights by the day of getting up; without features the days alone.
// [confirmed: AccessLink v4 page]
func listSleeps(t *tenant, c *caller) (any, error) {
	out := listSleepsResponse{}
	for day := range t.begun(c).days {
		n, there := t.night(c.athlete, t.data.DayNumber(day), c.Call.Now)
		if !there {
			continue
		}
		s := nightSleep{SleepDate: date{day}}
		if c.features.has("sleep-result") {
			s.SleepResult = new(t.sleepResult(&n, &n.Overnight))
		}
		if n.original != nil && c.features.has("original-sleep-result") { // only of what was corrected [confirmed: public clients]
			s.OriginalSleepResult = new(t.sleepResult(&n, n.original))
		}
		if staged(&n.Overnight) && c.features.has("sleep-score") {
			s.SleepScore = t.sleepScore(&n)
		}
		if c.features.has("sleep-evaluation") {
			s.SleepEvaluation = t.sleepEvaluation(&n)
		}
		out.NightSleeps = append(out.NightSleeps, s)
	}
	return c.listed(t, len(out.NightSleeps), out)
}

// sleepResult is a night, or what the watch had seen of it.
func (t *tenant) sleepResult(n *night, x *dataset.Overnight) sleepResult {
	at := func(at time.Time) zoned { return zoned{at.Add(n.fraction).In(x.Zone)} }
	w := t.watch(n.Athlete)
	h := hypnogram{
		SleepStart: at(x.Asleep), SleepEnd: at(x.Awake), AlarmStopTime: when(!x.Alarm.IsZero(), at(x.Alarm)),
		// by how much a correction moved the begin; ours never move the end [inferred]
		SleepStartOffsetSeconds: int(x.Asleep.Sub(x.DetectedAsleep) / time.Second),
		SleepGoal:               duration(x.Goal), Birthday: date{t.data.Athlete(n.Athlete).Born},
		DeviceReference: w.byUUID(), BatteryRanOut: x.BatteryRanOut,
	}
	// Most who do not answer were not asked; the others waved the question away.
	// [inferred: what is not set is absent]
	const wavedAway = 0.2
	if x.Rating > 0 || draw.Chance(t.data.Seed(), saltRating, t.nightPlace(x)) < wavedAway {
		h.SleepRating = new(sleepRatings[x.Rating])
	}
	for _, s := range x.Snoozes {
		h.AlarmSnoozeTimes = append(h.AlarmSnoozeTimes, at(s))
	}
	out := sleepResult{Hypnogram: h}
	if staged(x) {
		for _, s := range x.Stages {
			out.Hypnogram.SleepStateChanges = append(out.Hypnogram.SleepStateChanges, sleepStateChange{duration(s.From), sleepStates[s.State]})
		}
	}
	if cyclic(x) {
		for _, y := range x.Cycles {
			out.SleepCycles = append(out.SleepCycles, sleepCycle{t.cycleBase(x) + int(y.From/time.Second), float32(rounded(y.Depth, 4))})
		}
	}
	return out
}

// cycleBase is what the seconds of a night's cycles are counted from.
func (t *tenant) cycleBase(x *dataset.Overnight) int {
	if !t.set.shiftedCycles.In(t.x) {
		return 0
	}
	return 60_000 + int(10_000*draw.Chance(t.data.Seed(), saltCycles, t.nightPlace(x)))
}

package polaraccesslink

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

type (
	listSleepWakeVectorsResponse struct {
		SleepWakeVectors []sleepWakeVector `json:"sleepWakeVectors"`
	}
	sleepWakeVector struct {
		Date                  date                   `json:"date"`
		DeviceReference       uuidReference          `json:"deviceReference"`
		SleepWakeStateChanges []sleepWakeStateChange `json:"sleepWakeStateChanges"`
	}
	sleepWakeStateChange struct {
		StartOffset int  `json:"startOffset"` // ms after local midnight
		NewState    enum `json:"newState"`
	}
)

const sleepWakeNothing enum = "SLEEP_WAKE_STATE_NO_DATA"

// sleepWakeStates are the names of dataset's states. [confirmed: AccessLink v4 page]
var sleepWakeStates = [...]enum{dataset.NoData: sleepWakeNothing, dataset.IsAwake: "SLEEP_WAKE_STATE_WAKE", dataset.IsAsleep: "SLEEP_WAKE_STATE_SLEEP"}

// listSleepWakeVectors lists days on which the watch was worn. What a watch has not
// handed over yet is no data. [inferred]
func listSleepWakeVectors(t *tenant, c *caller) (any, error) {
	out := listSleepWakeVectorsResponse{}
	w := t.watch(c.athlete)
	for day := range t.begun(c).days {
		number := t.data.DayNumber(day)
		until, _ := t.received(c.athlete, number, c.Call.Now)
		if !t.worn(c.athlete, number, until) {
			continue
		}
		v := sleepWakeVector{Date: date{day}, DeviceReference: w.byUUID()}
		begin := t.data.Midnight(c.athlete, number)
		seen, last := until.Sub(begin), dataset.NoData
		for _, x := range t.data.Vigilance(c.athlete, number) {
			if x.At >= seen {
				break
			}
			v.add(x.At, sleepWakeStates[x.State])
			last = x.State
		}
		if last != dataset.NoData && until.Before(t.data.Midnight(c.athlete, number+1)) {
			v.add(seen, sleepWakeNothing)
		}
		out.SleepWakeVectors = append(out.SleepWakeVectors, v)
	}
	return c.listed(t, len(out.SleepWakeVectors), out)
}

func (v *sleepWakeVector) add(at time.Duration, state enum) {
	v.SleepWakeStateChanges = append(v.SleepWakeStateChanges, sleepWakeStateChange{int(at.Milliseconds()), state})
}

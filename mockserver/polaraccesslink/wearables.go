package polaraccesslink

import (
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// modelsBeside are what people wear beside their watch. [inferred: names and codes]
var modelsBeside = [...]model{
	dataset.StepCounter: {"Polar Unite", "76", "3.2.2", "00682000.04"},
	dataset.CoreSensor:  {"Core temperature sensor", "9b", "1.4.0", "00911000.01"},
}

// wearable is one of an athlete's devices, by its place among them. Of the kinds of
// data, the watch has all, others have one.
func (t *tenant) wearable(athlete, index int) device {
	if index > 0 {
		for _, d := range t.data.Devices(athlete) {
			if d.Index == index {
				return t.beside(athlete, d)
			}
		}
	}
	return t.watch(athlete)
}

// beside is a device that an athlete wears beside the watch, set up on the evening
// before its first day.
func (t *tenant) beside(athlete int, d dataset.Device) device {
	const digits = "0123456789ABCDEF"
	r := t.personal(athlete, "device", strconv.Itoa(d.Index))
	out := device{model: modelsBeside[d.Kind], color: pick(r, "Black", "White"), registered: t.data.Midnight(athlete, d.Since).Add(-5 * time.Hour)}
	for range 8 {
		out.id += string(digits[r.IntN(len(digits))])
	}
	return out
}

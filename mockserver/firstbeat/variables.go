package firstbeat

import (
	"math"
	"slices"
	"sort"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// variable is one result that can be asked for by name: a scalar or a series.
type variable struct {
	name string
	unit string // as on the wire; empty for indices and ratios
	only restriction

	scalar func(p *part) float64 // 0 with optional, or not finite: left out
	series func(p *part) series
	rate   string // of a series; empty for R-R intervals
	preset bool   // whether a series comes without being asked for
}

// restriction says what a variable needs. [confirmed: variables page].
type restriction uint16

const (
	wholeOnly     restriction = 1 << iota // not for laps and sessions
	exerciseOnly                          // for exercises
	testOnly                              // for quick recovery tests
	nightOnly                             // for nights
	manualToo                             // also for what was typed in
	plusOnly                              // tier Premium+
	needsStatus                           // service training_status
	needsCurve                            // service movement_intensity_curve
	needsMovement                         // a movement sensor
	optional                              // 0 stands for unknown
)

// available says whether a part can have the variable at all.
func (v *variable) available(p *part) bool {
	has := func(r restriction) bool { return v.only&r != 0 }
	switch kind := p.event.Kind; {
	case has(wholeOnly) && !p.whole,
		has(exerciseOnly) && kind != dataset.Workout,
		has(testOnly) && kind != dataset.RecoveryTest,
		has(nightOnly) && kind != dataset.Night,
		has(testOnly|nightOnly) && !p.from.IsZero(),
		!has(manualToo) && kind == dataset.Manual,
		has(plusOnly) && p.licence.Tier != premiumPlus,
		has(needsStatus) && !p.licence.TrainingStatus,
		has(needsCurve) && !p.licence.MovementIntensityCurve,
		has(needsMovement) && !p.event.Movement:
		return false
	}
	return true
}

// value is a scalar's value for a part; false when there is none. Nothing is
// ever null, and unknown is not 0. [measured: vendor samples].
func (v *variable) value(p *part) (float64, bool) {
	n := v.scalar(p)
	return n, !math.IsNaN(n) && !math.IsInf(n, 0) && (n != 0 || v.only&optional == 0)
}

// catalog is all variables, and where each name stands.
type catalog struct {
	list   []variable
	places map[string]int
	sorted []int // scalars by name, then series by name [measured: vendor samples]
}

// allVariables are those of the service as its answers have them.
func allVariables() []variable {
	return slices.Concat(
		heartVariables(), loadVariables(), energyVariables(), movementVariables(), recoveryVariables(),
		externalVariables(), peakVariables(), seriesVariables(),
	)
}

func newCatalog(list []variable) *catalog {
	c := &catalog{list: list, places: map[string]int{}}
	for i, v := range c.list {
		c.places[v.name] = i
		c.sorted = append(c.sorted, i)
	}
	sort.Slice(c.sorted, func(i, j int) bool {
		a, b := &c.list[c.sorted[i]], &c.list[c.sorted[j]]
		if (a.series == nil) != (b.series == nil) {
			return a.series == nil
		}
		return a.name < b.name
	})
	return c
}

// Variables are the names of all result variables, scalars first.
func Variables() []string {
	c := newCatalog(allVariables())
	names := make([]string, 0, len(c.list))
	for _, i := range c.sorted {
		names = append(names, c.list[i].name)
	}
	return names
}

// Units as they are on the wire; the documents print them in ASCII.
// [measured: vendor samples].
const (
	perMinute   = "min⁻¹"
	beats       = "bpm"
	milliSecond = "ms"
	power       = "ms²"
	litres      = "l/min"
	percent     = "%"
	oxygen      = "ml/kg/min"
	minutes     = "min"
	kcal        = "kcal"
)

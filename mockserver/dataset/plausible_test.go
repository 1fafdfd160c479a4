//go:build !race

// What people are like is found out in one goroutine, which the race detector makes ten times as slow; cost_test.go is
// about many.

package dataset_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// mean collects one number of many events.
type mean struct{ sum, n, low, high float64 }

func (m *mean) add(x float64) {
	if m.n == 0 {
		m.low, m.high = x, x
	}
	m.sum, m.n, m.low, m.high = m.sum+x, m.n+1, min(m.low, x), max(m.high, x)
}

func (m *mean) of() float64 { return m.sum / m.n }

// The ranges are those of the literature for trained adults; a mean outside
// them is one that a sports scientist would not believe.
func TestASportsScientistWouldBelieveIt(t *testing.T) {
	values := map[string]*mean{}
	add := func(name string, x float64) {
		if values[name] == nil {
			values[name] = &mean{}
		}
		values[name].add(x)
	}
	s := population(t, 100, dataset.Config{})
	for a := 0; a < s.Athletes(); a += 2 {
		from := begin.AddDate(0, 3+a%5, 0)
		for e := range s.Events(a, from, from.AddDate(0, 0, 8)) {
			if e.Kind == dataset.Night && a%8 != 0 {
				continue
			}
			r, x := s.Record(e), s.Analysis(e)
			outside := x.Outside(r)
			share := 100 * float64(x.HRAverage) / float64(max(1, x.HRMax))
			minutes := x.Duration.Minutes()
			switch {
			case e.Kind == dataset.Night:
				add("night: heart rate above rest", float64(x.HRAverage-r.Body.HRRest))
				add("night: RMSSD", x.RMSSDSleep)
				add("night: share of sleep", x.SleepMinutes/minutes)
				add("night: respiration", x.RespirationAverage)
			case e.Kind == dataset.RecoveryTest:
				add("test: RMSSD", x.RMSSD)
				add("test: score", x.QuickRecovery)
			case e.Sport == dataset.Football && e.Tag != dataset.TagRecovery && e.Tag != dataset.TagGame && minutes > 75:
				add("football: share of HRmax", share)
				add("football: TRIMP of 90 min", x.TRIMPTotal*90/minutes)
				add("football: EPOC", x.EPOCPeak)
				add("football: kcal of 90 min", (x.EnergyCarbs+x.EnergyFats)*90/minutes)
				add("football: aerobic effect", x.AerobicEffect)
				if e.GPS {
					add("football: km of 90 min", outside.DistanceM/1000*90/minutes)
				}
			case e.Kind == dataset.Workout && share > 65:
				add("workout: RMSSD", x.RMSSD)
				add("workout: respiration", x.RespirationAverage)
			}
			if e.Kind == dataset.Workout && e.Sport == dataset.Running && e.GPS && e.Tag == dataset.TagTraining {
				add("running: m/s", outside.SpeedAverage)
				add("running: steps a minute", outside.CadenceAverage)
			}
			if e.Kind == dataset.Workout && e.Power {
				add("cycling: share of threshold power", outside.PowerAverage/r.Body.FTPWatts)
			}
			if e.Kind == dataset.Workout {
				add("workout: peak share of HRmax", float64(x.HRPeak)/float64(x.HRMax))
			}
		}
		b := s.Body(a, from.Add(24*time.Hour))
		add("body: HRmax", float64(b.HRMax))
		add("body: HRrest", float64(b.HRRest))
		add("body: VO2max", b.VO2Max)
		add("body: threshold share", float64(b.AnaerobicHR)/float64(b.HRMax))
	}
	for name, m := range values {
		t.Logf("%-36s mean %.2f  %.2f to %.2f of %.0f", name, m.of(), m.low, m.high, m.n)
	}
	for name, want := range map[string][2]float64{
		"night: heart rate above rest": {-6, 6}, "night: RMSSD": {30, 90}, "night: share of sleep": {0.85, 0.98},
		"night: respiration": {12, 17}, "test: RMSSD": {30, 90}, "test: score": {35, 70},
		"football: share of HRmax": {63, 76}, "football: TRIMP of 90 min": {80, 150}, "football: EPOC": {30, 150},
		"football: kcal of 90 min": {500, 1200}, "football: aerobic effect": {2, 4.5}, "football: km of 90 min": {5, 9.5},
		"workout: RMSSD": {3, 12}, "workout: respiration": {26, 42}, "running: m/s": {2, 4},
		"running: steps a minute": {145, 190}, "cycling: share of threshold power": {0.4, 0.85},
		"workout: peak share of HRmax": {0.7, 0.95}, "body: HRmax": {180, 200}, "body: HRrest": {45, 65},
		"body: VO2max": {42, 65}, "body: threshold share": {0.84, 0.93},
	} {
		m := values[name]
		require.NotNil(t, m, name)
		require.GreaterOrEqual(t, m.of(), want[0], "%s: %+v", name, *m)
		require.LessOrEqual(t, m.of(), want[1], "%s: %+v", name, *m)
	}
	require.LessOrEqual(t, values["workout: peak share of HRmax"].high, 1.02)
}

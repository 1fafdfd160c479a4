package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// analyse is the only maker of analyses.
func (s *Set) analyse(r *Record, p part) *Analysis {
	a := &Analysis{Duration: p.duration, HRMax: r.Body.HRMax, second: p.second}
	switch {
	case r.Event.Kind == Manual:
		if p.whole {
			a.TRIMPTotal = physiology.Dyadic(r.Event.PlannedTRIMP)
			s.status(a, r)
		}
		return a
	case len(p.rr) == 0:
		return a
	}
	a.heart(r, &p)
	vo2 := cutout(&p, r.VO2)
	a.oxygen(r, vo2)
	a.energy(r, vo2, len(p.hr)+tail(p.duration))
	a.variability(&p, len(p.hr)+tail(p.duration))
	a.breathing(r, vo2, cutout(&p, r.Respiration))
	a.movement(r, cutout(&p, r.Movement))
	if !p.whole {
		return a
	}
	s.status(a, r)
	switch r.Event.Kind {
	case Workout:
		s.fitness(a, r)
	case Night:
		a.night(r, s.restingSwing(r))
	case RecoveryTest:
		s.recovery(a, r)
	}
	return a
}

// tail is how many seconds the vendor's spectra and fat series outlast the
// recording [measured: vendor samples 1 and 3].
func tail(d time.Duration) int { return 4 + int(d/time.Millisecond)%2 }

func milliseconds(ms float64) time.Duration { return time.Duration(detmath.Round(float64(ms * 1e6))) }

func (a *Analysis) heart(r *Record, p *part) {
	a.HeartRate1s = p.hr
	a.HeartRate = physiology.FiveSeconds(p.hr)
	a.HeartRatePercent = physiology.Percent(a.HeartRate, r.Body.HRMax)
	a.HRAverage, a.HRPeak, a.HRLowest = physiology.Statistics(a.HeartRate)
	a.ZoneMinutes = physiology.Zones(p.hr, r.Body.HRMax, p.duration)
	a.HRRecovery = physiology.Drops(a.HeartRate)

	a.TRIMP = physiology.TRIMP(a.HeartRate, r.Body.HRRest, r.Body.HRMax)
	a.TRIMPPerMinute = physiology.Trailing(a.TRIMP, 12)
	a.TRIMPTotal = last(a.TRIMP)
	a.TRIMPHighest = physiology.Highest(a.TRIMP, 5*time.Second, p.duration, physiology.TRIMPWindows())

	a.ArtifactPercent = physiology.CorrectedPercent(p.rr, p.corrected, len(a.HeartRate))
	bad := 0
	for _, c := range p.corrected {
		if c {
			bad++
		}
	}
	a.MeasurementError = physiology.Dyadic(100 * float64(bad) / float64(len(p.rr)))
}

func (a *Analysis) oxygen(r *Record, vo2 []float32) {
	intensity := make([]float64, len(vo2))
	peak := 0.0
	for i, v := range vo2 {
		intensity[i] = float64(v) / r.Body.VO2Max
		peak = max(peak, float64(v))
	}
	a.VO2Average = physiology.Dyadic(float64(physiology.Mean(intensity) * r.Body.VO2Max))
	a.VO2Peak = physiology.Dyadic(peak)
	a.EPOC = physiology.EPOC(physiology.MeanOfFive(intensity))
	for _, e := range a.EPOC {
		a.EPOCPeak = max(a.EPOCPeak, e)
	}
	a.EPOCFinal = last(a.EPOC)
	a.AerobicEffect = physiology.AerobicEffect(a.EPOCPeak, r.Body.VO2Max)
	a.AnaerobicEffect = physiology.AnaerobicEffect(intensity)
}

func (a *Analysis) energy(r *Record, vo2 []float32, length int) {
	e := physiology.Burn(vo2, r.Body.VO2Max, r.Body.MassKg)
	a.EnergyRate, a.EnergyCarbs, a.EnergyFats = e.Rate, e.Carbs, e.Fats
	a.RelativeFat = make([]uint8, length)
	for i := range a.RelativeFat {
		if len(e.Fat) > 0 {
			a.RelativeFat[i] = e.Fat[min(i, len(e.Fat)-1)]
		}
	}
}

func (a *Analysis) variability(p *part, length int) {
	a.RMSSD, a.SDNN = physiology.RMSSD(p.rr), physiology.SDNN(p.rr)
	a.RMSSD1Min = physiology.RMSSDByMinute(p.rr)
	a.bands = &bands{rr: p.rr, length: length}
}

func (a *Analysis) breathing(r *Record, vo2, breaths []float32) {
	total := 0.0
	for i, b := range breaths {
		total += float64(b)
		a.RespirationPeak = max(a.RespirationPeak, float64(b))
		air := physiology.Ventilation(float64(vo2[i]), r.Body.VO2Max, r.Body.MassKg)
		a.VentilationAverage += air
		a.VentilationPeak = max(a.VentilationPeak, air)
	}
	if n := float64(len(breaths)); n > 0 {
		a.RespirationAverage = physiology.Dyadic(total / n)
		a.VentilationAverage = physiology.Dyadic(a.VentilationAverage / n)
	}
	a.RespirationPeak, a.VentilationPeak = physiology.Dyadic(a.RespirationPeak), physiology.Dyadic(a.VentilationPeak)
}

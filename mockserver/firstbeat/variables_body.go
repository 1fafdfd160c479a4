package firstbeat

import (
	"math"
	"time"
)

func heartVariables() []variable {
	return []variable{
		{name: "heartRateAverage", unit: perMinute, scalar: func(p *part) float64 { return float64(p.analysis().HRAverage) }},
		{name: "heartRatePeak", unit: perMinute, scalar: func(p *part) float64 { return float64(p.analysis().HRPeak) }},
		{name: "heartRateLowest", unit: perMinute, scalar: func(p *part) float64 { return float64(p.analysis().HRLowest) }},
		{name: "heartRateAveragePercentage", unit: percent, scalar: func(p *part) float64 { return p.ofMax(p.analysis().HRAverage) }},
		{name: "heartRatePeakPercentage", unit: percent, scalar: func(p *part) float64 { return p.ofMax(p.analysis().HRPeak) }},
		{name: "heartRateMinimumPercentage", unit: percent, scalar: func(p *part) float64 { return p.ofMax(p.analysis().HRLowest) }},
		// Zone 1 is the hardest. [confirmed: API document, its note on zones]
		{name: "zone1Time", unit: minutes, scalar: func(p *part) float64 { return p.analysis().ZoneMinutes[1] }},
		{name: "zone2Time", unit: minutes, scalar: func(p *part) float64 { return p.analysis().ZoneMinutes[2] }},
		{name: "zone3Time", unit: minutes, scalar: func(p *part) float64 { return p.analysis().ZoneMinutes[3] }},
		{name: "zone4Time", unit: minutes, scalar: func(p *part) float64 { return p.analysis().ZoneMinutes[4] }},
		{name: "zone5Time", unit: minutes, scalar: func(p *part) float64 { return p.analysis().ZoneMinutes[5] }},
		{name: "underZonesTime", unit: minutes, scalar: func(p *part) float64 { return p.analysis().ZoneMinutes[0] }},
		recovery("heartRateRecoveryRelative30s", percent, 30*time.Second, relative),
		recovery("heartRateRecoveryRelative60s", percent, time.Minute, relative),
		recovery("heartRateRecoveryRelative120s", percent, 2*time.Minute, relative),
		recovery("heartRateRecoveryAbsolute30s", beats, 30*time.Second, absolute),
		recovery("heartRateRecoveryAbsolute60s", beats, time.Minute, absolute),
		recovery("heartRateRecoveryAbsolute120s", beats, 2*time.Minute, absolute),
	}
}

func absolute(_ *part, drop int) float64 { return float64(drop) }

// relative has the precision of a float32. [measured: vendor samples].
func relative(p *part, drop int) float64 { return float64(float32(p.ofMax(drop))) }

// recovery is the largest drop of the heart rate over a window.
func recovery(name, unit string, window time.Duration, form func(p *part, drop int) float64) variable {
	return variable{name: name, unit: unit, only: plusOnly, scalar: func(p *part) float64 {
		drop, ok := p.analysis().HRRecovery[window]
		if !ok {
			return math.NaN()
		}
		return form(p, drop)
	}}
}

func loadVariables() []variable {
	return []variable{
		{name: "trimp", only: manualToo, scalar: func(p *part) float64 { return p.analysis().TRIMPTotal }},
		{name: "trimpPerMinute", unit: perMinute, only: manualToo, scalar: func(p *part) float64 {
			return p.analysis().TRIMPTotal / p.minutes()
		}},
		{name: "acuteTrainingLoad", only: manualToo, scalar: func(p *part) float64 { return p.load().acute }},
		{name: "chronicTrainingLoad", only: manualToo, scalar: func(p *part) float64 { return p.load().chronic }},
		{name: "acwr", only: manualToo, scalar: func(p *part) float64 { return p.load().acute / p.load().chronic }},
		{name: "playerStatusScore", only: manualToo | plusOnly | needsStatus | optional, scalar: func(p *part) float64 { return p.analysis().PlayerStatus }},
		{name: "epocPeak", unit: "ml/kg", scalar: func(p *part) float64 { return p.analysis().EPOCPeak }},
		{name: "epocFinal", unit: "ml/kg", scalar: func(p *part) float64 { return p.analysis().EPOCFinal }},
		{name: "aerobicTrainingEffect", only: wholeOnly, scalar: func(p *part) float64 { return p.analysis().AerobicEffect }},
		{name: "anaerobicTrainingEffect", only: wholeOnly, scalar: func(p *part) float64 { return p.analysis().AnaerobicEffect }},
		{name: "measurementError", unit: percent, scalar: func(p *part) float64 { return p.analysis().MeasurementError }},
	}
}

func energyVariables() []variable {
	return []variable{
		{name: "vo2max", unit: oxygen, only: optional, scalar: func(p *part) float64 { return p.analysis().VO2MaxEstimate }},
		{name: "oxygenConsumptionAverage", unit: oxygen, scalar: func(p *part) float64 { return p.analysis().VO2Average }},
		{name: "oxygenConsumptionPeak", unit: oxygen, scalar: func(p *part) float64 { return p.analysis().VO2Peak }},
		{name: "oxygenConsumptionMaximumPercentage", unit: percent, scalar: func(p *part) float64 { return p.ofVO2Max(p.analysis().VO2Peak) }},
		{name: "oxygenConsumptionAveragePercentage", unit: percent, scalar: func(p *part) float64 { return p.ofVO2Max(p.analysis().VO2Average) }},
		{name: "respirationRateAverage", unit: perMinute, scalar: func(p *part) float64 { return p.analysis().RespirationAverage }},
		{name: "respirationRatePeak", unit: perMinute, scalar: func(p *part) float64 { return p.analysis().RespirationPeak }},
		{name: "ventilationAverage", unit: litres, scalar: func(p *part) float64 { return p.analysis().VentilationAverage }},
		{name: "ventilationPeak", unit: litres, scalar: func(p *part) float64 { return p.analysis().VentilationPeak }},
		{name: "energyConsumptionCarbs", unit: kcal, scalar: func(p *part) float64 { return p.analysis().EnergyCarbs }},
		{name: "energyConsumptionFats", unit: kcal, scalar: func(p *part) float64 { return p.analysis().EnergyFats }},
		{name: "energyConsumptionTotal", unit: kcal, scalar: func(p *part) float64 { return p.analysis().EnergyCarbs + p.analysis().EnergyFats }},
	}
}

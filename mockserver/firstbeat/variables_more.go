package firstbeat

import (
	"math"
	"time"
)

func movementVariables() []variable {
	return []variable{
		{name: "movementLoad", only: needsMovement, scalar: func(p *part) float64 { return p.analysis().MovementTotal }},
		{name: "averageMovementIntensity", only: needsMovement | plusOnly, scalar: func(p *part) float64 { return p.analysis().MovementAverage }},
		// Missing from the variables page of 1.1.0, listed in 1.0.0.
		{name: "movementEfficiency", only: needsMovement | plusOnly | optional, scalar: func(p *part) float64 { return p.analysis().MovementEfficiency }},
	}
}

func recoveryVariables() []variable {
	return []variable{
		{name: "quickRecoveryTestScore", only: testOnly, scalar: func(p *part) float64 { return p.analysis().QuickRecovery }},
		{name: "quickRecoveryScaledScore", unit: percent, only: testOnly, scalar: func(p *part) float64 { return p.analysis().QuickRecoveryScaled }},
		{name: "scaledQrtWeeklyMean", unit: percent, only: testOnly, scalar: func(p *part) float64 { return p.analysis().QuickRecoveryWeekMean }},
		{name: "daysSinceLastGoodRecovery", unit: "days", only: testOnly, scalar: func(p *part) float64 { return float64(p.analysis().DaysSinceGoodRecovery) }},
		{name: "perceivedRecovery", only: wholeOnly | optional, scalar: func(p *part) float64 { return float64(p.analysis().PerceivedRecovery) }},
		{name: "rmssd", unit: milliSecond, scalar: func(p *part) float64 { return p.analysis().RMSSD }},
		{name: "sdnn", unit: milliSecond, scalar: func(p *part) float64 { return p.analysis().SDNN }},
		{name: "lfHfRatio", unit: percent, scalar: func(p *part) float64 { return p.spectrum().LFHFRatio }},
		{name: "lfAverage", unit: power, scalar: func(p *part) float64 { return p.spectrum().LFMean }},
		{name: "hfAverage", unit: power, scalar: func(p *part) float64 { return p.spectrum().HFMean }},
		{name: "vlfAverage", unit: power, scalar: func(p *part) float64 { return p.spectrum().VLFMean }},
		{name: "rmssdSleepAverage", unit: milliSecond, only: nightOnly | optional, scalar: func(p *part) float64 { return p.analysis().RMSSDSleep }},
		{name: "rmssdNonSleepAverage", unit: milliSecond, only: nightOnly | optional, scalar: func(p *part) float64 { return p.analysis().RMSSDNonSleep }},
		{name: "recoveryStateTime", unit: minutes, only: nightOnly, scalar: func(p *part) float64 { return p.analysis().RecoveryMinutes }},
		{name: "stressStateTime", unit: minutes, only: nightOnly, scalar: func(p *part) float64 { return p.analysis().StressMinutes }},
		{name: "sleepStateTime", unit: minutes, only: nightOnly, scalar: func(p *part) float64 { return p.analysis().SleepMinutes }},
		{name: "sleepRecoveryIndexAbsolute", only: nightOnly | optional, scalar: func(p *part) float64 { return p.analysis().SleepRecoveryIndex }},
		{name: "firstbeatPointsStressBalance", only: nightOnly | optional, scalar: func(p *part) float64 { return p.analysis().StressBalance }},
	}
}

// externalVariables come with files of other devices only.
// [confirmed: variables page].
func externalVariables() []variable {
	const only = wholeOnly | optional
	return []variable{
		{name: "distance", unit: "m", only: only, scalar: func(p *part) float64 { return p.outside().DistanceM }},
		{name: "speedAverage", unit: "km/h", only: only, scalar: func(p *part) float64 { return p.outside().SpeedAverage * 3.6 }},
		{name: "pace", unit: "min/km", only: only, scalar: func(p *part) float64 { return 1000.0 / 60 / p.outside().SpeedAverage }},
		{name: "powerAverage", unit: "W", only: only, scalar: func(p *part) float64 { return math.Round(p.outside().PowerAverage) }},
		{name: "cadenceAverage", unit: perMinute, only: only, scalar: func(p *part) float64 { return math.Round(p.outside().CadenceAverage) }},
		{name: "ascent", unit: "m", only: only, scalar: func(p *part) float64 { return p.outside().AscentM }},
		{name: "descent", unit: "m", only: only, scalar: func(p *part) float64 { return p.outside().DescentM }},
	}
}

// peakVariables are the hardest windows of an exercise; a window longer than
// the recording is left out. [measured: vendor samples].
func peakVariables() []variable {
	var list []variable
	for _, w := range peakWindows() {
		list = append(list, variable{
			name: "movementIntensityHighest" + w.name, unit: "kicks/min", only: exerciseOnly | plusOnly | needsCurve | needsMovement,
			scalar: func(p *part) float64 { return orNone(p.analysis().MovementHighest, w.length) },
		})
	}
	for _, w := range peakWindows()[4:] {
		list = append(list, variable{
			name: "trimpPerMinHighest" + w.name, unit: perMinute, only: exerciseOnly | plusOnly,
			scalar: func(p *part) float64 { return orNone(p.analysis().TRIMPHighest, w.length) },
		})
	}
	return list
}

func orNone(of map[time.Duration]float64, window time.Duration) float64 {
	if v, ok := of[window]; ok {
		return v
	}
	return math.NaN()
}

type peakWindow struct {
	name   string
	length time.Duration
}

// peakWindows are 18 windows; TRIMP has those from 30 s on.
// [confirmed: variables page].
func peakWindows() []peakWindow {
	return []peakWindow{
		{"5s", 5 * time.Second},
		{"10s", 10 * time.Second},
		{"15s", 15 * time.Second},
		{"20s", 20 * time.Second},
		{"30s", 30 * time.Second},
		{"45s", 45 * time.Second},
		{"1min", time.Minute},
		{"2min", 2 * time.Minute},
		{"3min", 3 * time.Minute},
		{"4min", 4 * time.Minute},
		{"5min", 5 * time.Minute},
		{"10min", 10 * time.Minute},
		{"15min", 15 * time.Minute},
		{"20min", 20 * time.Minute},
		{"30min", 30 * time.Minute},
		{"45min", 45 * time.Minute},
		{"1h", time.Hour},
		{"2h", 2 * time.Hour},
	}
}

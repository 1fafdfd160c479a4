package dataset

import "time"

// Analysis is what a record amounts to. Formulas and lengths are those measured
// in real Firstbeat results where such exist; n is Record.Duration in seconds.
type Analysis struct {
	Duration time.Duration
	HRMax    int

	HeartRate1s []uint8 // ceil(n)
	// Series at 0.2 Hz have ceil(n/5) values.
	HeartRate        []uint8
	HeartRatePercent []float32 // of HRMax
	EPOC             []float64 // ml/kg
	EnergyRate       []uint16  // kcal/h
	TRIMP            []float64 // running sum
	TRIMPPerMinute   []float64 // over the trailing 60 s
	ArtifactPercent  []uint8
	MovementRate     []float64 // movement load a minute; nil without a sensor
	// Series at 1 Hz.
	RelativeFat  []uint8   // percent of energy from fat; a few values more than n
	MovementLoad []float64 // running sum, ceil(n); nil without a sensor
	RMSSD1Min    []float64 // ms, floor(n/60)

	HRAverage, HRPeak, HRLowest int
	ZoneMinutes                 [6]float64 // [0] below all zones, [1] zone 1 (hardest) … [5] zone 5 (easiest)
	EPOCPeak, EPOCFinal         float64
	VO2Average, VO2Peak         float64 // ml/kg/min
	VO2MaxEstimate              float64 // 0 when the event does not allow one
	VentilationAverage          float64 // l/min
	VentilationPeak             float64
	RespirationAverage          float64 // 1/min
	RespirationPeak             float64
	EnergyCarbs, EnergyFats     float64 // kcal; the total is their sum
	AerobicEffect               float64 // 0.0-5.0, one decimal
	AnaerobicEffect             float64
	TRIMPTotal                  float64
	TRIMPHighest                map[time.Duration]float64 // per minute, by window; no window longer than the event
	MovementTotal               float64
	MovementAverage             float64
	MovementEfficiency          float64
	MovementHighest             map[time.Duration]float64
	RMSSD, SDNN                 float64               // ms, of the whole R-R series
	HRRecovery                  map[time.Duration]int // largest drop over 30, 60, 120 s
	MeasurementError            float64               // percent
	// Nights.
	RecoveryMinutes, StressMinutes, SleepMinutes float64
	SleepRecoveryIndex                           float64 // ms, RMSSD of four hours from 30 minutes after bedtime
	RMSSDSleep, RMSSDNonSleep                    float64
	StressBalance                                float64 // 0-100
	// Recovery tests.
	QuickRecovery         float64 // 0-100
	QuickRecoveryScaled   float64 // 0-100, between the athlete's own extremes
	QuickRecoveryWeekMean float64
	DaysSinceGoodRecovery int
	PerceivedRecovery     int     // 1-5; 0 when not asked
	PlayerStatus          float64 // 0-100

	second int    // of the record in which it begins
	bands  *bands // nil when nothing was recorded
}

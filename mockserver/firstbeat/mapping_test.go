package firstbeat

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// Each scalar is what its name says: every field of an analysis has a value of
// its own here.
func TestScalarsAreWhatTheirNamesSay(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	peaks := func(first float64) map[time.Duration]float64 {
		m := map[time.Duration]float64{}
		for i, w := range peakWindows() {
			m[w.length] = first + float64(i)
		}
		return m
	}
	a := &dataset.Analysis{
		Duration: 40 * time.Minute, HRMax: 200,
		HRAverage: 150, HRPeak: 180, HRLowest: 90, ZoneMinutes: [6]float64{10, 1, 2, 3, 4, 5},
		EPOCPeak: 21, EPOCFinal: 22, VO2Average: 23, VO2Peak: 24, VO2MaxEstimate: 25, VentilationAverage: 26, VentilationPeak: 27,
		RespirationAverage: 28, RespirationPeak: 29, EnergyCarbs: 30, EnergyFats: 31, AerobicEffect: 3.2, AnaerobicEffect: 3.3, TRIMPTotal: 80,
		TRIMPHighest: peaks(100), MovementTotal: 34, MovementAverage: 35, MovementEfficiency: 36, MovementHighest: peaks(200),
		RMSSD: 37, SDNN: 38,
		HRRecovery:       map[time.Duration]int{30 * time.Second: 20, time.Minute: 30, 2 * time.Minute: 40},
		MeasurementError: 43,
		RecoveryMinutes:  49, StressMinutes: 50, SleepMinutes: 51, SleepRecoveryIndex: 52, RMSSDSleep: 53, RMSSDNonSleep: 54, StressBalance: 55,
		QuickRecovery: 56, QuickRecoveryScaled: 57, QuickRecoveryWeekMean: 58, DaysSinceGoodRecovery: 59, PerceivedRecovery: 4, PlayerStatus: 60,
	}
	ref := s.firstEvent()
	e, _ := s.world.Data.Event(ref)
	vo2max := s.world.Data.Body(ref.Athlete, e.Start).VO2Max
	p := part{data: s.world.Data, event: e, whole: true, analysed: a, loaded: &trainingLoad{300, 250}}
	p.spectral = &dataset.Spectrum{VLFMean: 39, LFMean: 40, HFMean: 41, LFHFRatio: 42}
	p.sensed = &dataset.Outside{DistanceM: 44, SpeedAverage: 2.5, PowerAverage: 45.4, CadenceAverage: 46.6, AscentM: 47, DescentM: 48}
	want := map[string]float64{
		"heartRateAverage": 150, "heartRatePeak": 180, "heartRateLowest": 90,
		"heartRateAveragePercentage": 75, "heartRatePeakPercentage": 90, "heartRateMinimumPercentage": 45,
		"underZonesTime": 10, "zone1Time": 1, "zone2Time": 2, "zone3Time": 3, "zone4Time": 4, "zone5Time": 5,
		"heartRateRecoveryRelative30s": 10, "heartRateRecoveryRelative60s": 15, "heartRateRecoveryRelative120s": 20,
		"heartRateRecoveryAbsolute30s": 20, "heartRateRecoveryAbsolute60s": 30, "heartRateRecoveryAbsolute120s": 40,
		"trimp": 80, "trimpPerMinute": 2, "acuteTrainingLoad": 300, "chronicTrainingLoad": 250, "acwr": 1.2, "playerStatusScore": 60,
		"epocPeak": 21, "epocFinal": 22, "aerobicTrainingEffect": 3.2, "anaerobicTrainingEffect": 3.3, "measurementError": 43,
		"vo2max": 25, "oxygenConsumptionAverage": 23, "oxygenConsumptionPeak": 24,
		"oxygenConsumptionAveragePercentage": 23 / vo2max * 100, "oxygenConsumptionMaximumPercentage": 24 / vo2max * 100,
		"respirationRateAverage": 28, "respirationRatePeak": 29, "ventilationAverage": 26, "ventilationPeak": 27,
		"energyConsumptionCarbs": 30, "energyConsumptionFats": 31, "energyConsumptionTotal": 61,
		"movementLoad": 34, "averageMovementIntensity": 35, "movementEfficiency": 36,
		"quickRecoveryTestScore": 56, "quickRecoveryScaledScore": 57, "scaledQrtWeeklyMean": 58, "daysSinceLastGoodRecovery": 59, "perceivedRecovery": 4,
		"rmssd": 37, "sdnn": 38, "lfHfRatio": 42, "lfAverage": 40, "hfAverage": 41, "vlfAverage": 39,
		"rmssdSleepAverage": 53, "rmssdNonSleepAverage": 54, "recoveryStateTime": 49, "stressStateTime": 50, "sleepStateTime": 51,
		"sleepRecoveryIndexAbsolute": 52, "firstbeatPointsStressBalance": 55,
		"distance": 44, "speedAverage": 9, "pace": 6 + 2.0/3, "powerAverage": 45, "cadenceAverage": 47, "ascent": 47, "descent": 48,
	}
	for i, w := range []string{"5s", "10s", "15s", "20s", "30s", "45s", "1min", "2min", "3min", "4min", "5min", "10min", "15min", "20min", "30min", "45min", "1h", "2h"} {
		want["movementIntensityHighest"+w] = 200 + float64(i)
		if i >= 4 {
			want["trimpPerMinHighest"+w] = 100 + float64(i)
		}
	}
	for _, v := range allVariables() {
		if v.series != nil {
			continue
		}
		got, ok := v.value(&p)
		require.True(t, ok, v.name)
		require.InDelta(t, want[v.name], got, 1e-9, v.name)
		delete(want, v.name)
	}
	require.Empty(t, want)
}

func TestUnknownValuesAreLeftOut(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	e, _ := s.world.Data.Event(s.firstEvent())
	p := part{data: s.world.Data, event: e, whole: true, licence: licence{premiumPlus, true, true}, analysed: &dataset.Analysis{}, loaded: &trainingLoad{}}
	p.event.Movement = true
	out, err := s.tenant.evaluate(&p, &selection{}, 1)
	require.NoError(t, err)
	for _, o := range out {
		for _, name := range []string{
			"acwr", "vo2max", "pace", "distance", "perceivedRecovery", "playerStatusScore", "heartRateRecoveryAbsolute30s",
			"trimpPerMinHighest1h", "movementIntensityHighest5s", "heartRateAveragePercentage", "heartRateSeries",
		} {
			require.NotEqual(t, name, o.name)
		}
	}
}

// Beats of a lap are those that its analysis counts, also after a hole in the
// recording.
func TestIntervalsOfLaps(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	holes := 0
	for athlete := range s.world.Data.Athletes() {
		n := 0
		for e := range s.world.Data.Events(athlete, start.AddDate(0, -1, 0), start) {
			if e.Kind != dataset.Workout || len(e.Laps) == 0 || n > 2 {
				continue
			}
			n++
			r := s.world.Data.Record(e)
			for _, lap := range e.Laps {
				p := part{data: s.world.Data, event: e, from: lap.Start, to: lap.End}
				sum := 0.0
				for _, ms := range p.intervals() {
					sum += ms
				}
				require.InDelta(t, p.analysis().Duration.Seconds(), sum/1000, 1e-6)
				if r.Gap > 0 && lap.End.After(e.Start.Add(r.GapAt+r.Gap)) {
					holes++
				}
			}
		}
		if holes > 0 && athlete > 10 {
			return
		}
	}
	require.NotZero(t, holes, "no lap lies after a hole")
}

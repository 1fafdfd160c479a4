package physiology_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

func TestTRIMPRateFollowsTheReserve(t *testing.T) {
	tests := []struct {
		name          string
		hr, rest, max int
		want          float64
	}{
		{"is nothing at rest", 45, 45, 175, 0},
		{"is nothing just below 35 percent", 90, 45, 175, 0},
		{"counts from 35 percent on", 91, 45, 175, 0.64 * (46.0 / 130) * math.Exp(1.92*46/130)},
		{"is 4.365 at the maximum", 175, 45, 175, 0.64 * math.Exp(1.92)},
		{"is nothing for a body that cannot be", 150, 180, 170, 0},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			require.InDelta(t, tt.want, physiology.TRIMPRate(tt.hr, tt.rest, tt.max), 1e-12)
		})
	}
}

func TestZonesPartTheTimeAtTheirEdges(t *testing.T) {
	hr := []uint8{99, 100, 115, 116, 137, 138, 153, 154, 173, 174}
	got := physiology.Zones(hr, 200, 10*time.Second)
	require.Equal(t, [6]float64{1. / 60, 1. / 60, 2. / 60, 2. / 60, 2. / 60, 2. / 60}, got)
	require.Zero(t, physiology.Zones(hr, 200, 9400*time.Millisecond)[1], "the last second was cut")
}

func TestStatisticsRoundHalfUp(t *testing.T) {
	mean, highest, lowest := physiology.Statistics([]uint8{60, 61})
	require.Equal(t, []int{61, 61, 60}, []int{mean, highest, lowest})
	require.Equal(t, []uint8{60, 71}, physiology.FiveSeconds([]uint8{60, 60, 60, 60, 61, 70, 71}))
	mean, _, _ = physiology.Statistics(nil)
	require.Zero(t, mean)
}

func TestDropsAreTheDeepestFall(t *testing.T) {
	hr := []uint8{150, 180, 178, 170, 160, 150, 141, 135, 150}
	require.Equal(t, map[time.Duration]int{30 * time.Second: 45}, physiology.Drops(hr))
	require.Empty(t, physiology.Drops(hr[:6]))
}

func TestHighestLeavesLongWindowsOut(t *testing.T) {
	running := make([]float64, 36)
	for k := range running {
		running[k] = float64(k+1) / 4
	}
	got := physiology.Highest(running, 5*time.Second, 179600*time.Millisecond, physiology.TRIMPWindows())
	require.Equal(t, map[time.Duration]float64{30 * time.Second: 3, 45 * time.Second: 3, time.Minute: 3, 2 * time.Minute: 3}, got)
	require.Len(t, physiology.TRIMPWindows(), 14)
	require.Len(t, physiology.MovementWindows(), 18)
}

func TestItFindsEachRhythmInItsBand(t *testing.T) {
	const amplitude = 20
	tests := []struct {
		name  string
		hertz float64
		band  int
	}{
		{"blood vessels", 0.022, 0},
		{"blood pressure", 0.085, 1},
		{"breathing", 0.27, 2},
	}
	for _, tt := range tests {
		t.Run("it finds "+tt.name, func(t *testing.T) {
			var rr []float64
			now := 0.0
			for now < 600e3 {
				x := 900 + amplitude*math.Sin(2*math.Pi*tt.hertz*now/1000)
				rr = append(rr, x)
				now += x
			}
			var power [3]float64
			power[0], power[1], power[2] = bands(rr)
			for i, p := range power {
				if i != tt.band {
					require.Less(t, p, power[tt.band]/3)
				}
			}
			require.InEpsilon(t, amplitude*amplitude/2, power[tt.band], 0.5)
		})
	}
}

func bands(rr []float64) (v, l, h float64) {
	vlf, lf, hf := physiology.Bands(rr, 600)
	return physiology.Mean(vlf), physiology.Mean(lf), physiology.Mean(hf)
}

func TestRMSSDByMinuteIsThatOfEachMinute(t *testing.T) {
	rr := []float64{}
	for range 60 {
		rr = append(rr, 1000)
	}
	for i := range 60 {
		rr = append(rr, 990+20*float64(i%2))
	}
	got := physiology.RMSSDByMinute(rr)
	require.Len(t, got, 2)
	require.Zero(t, got[0])
	require.InDelta(t, 20, got[1], 0.3)
	require.Equal(t, 10.0, physiology.SDNN([]float64{990, 1010}))
	require.Zero(t, physiology.RMSSD([]float64{900}))
}

func TestItFindsWhatWasCorrected(t *testing.T) {
	rr := []float64{800, 810, 805.5, 804.5, 790, 795}
	raw := []uint16{800, 810, 1610, 300, 490, 795}
	bad := physiology.Corrected(rr, raw)
	require.Equal(t, []bool{false, false, true, true, true, false}, bad)
	require.Equal(t, []uint8{50}, physiology.CorrectedPercent(rr, bad, 1))
}

func TestEPOCGathersAndGoesBack(t *testing.T) {
	work := make([]float64, 12*60)
	for k := range work {
		work[k] = 0.85
		if k >= 12*30 {
			work[k] = 0.1
		}
	}
	e := physiology.EPOC(work)
	require.InDelta(t, 110, e[12*30-1], 40)
	require.Less(t, e[len(e)-1], e[12*30-1]/4)
	require.Zero(t, physiology.EPOC([]float64{0.06, 0.06})[1])
}

func TestEffectsAreBetweenZeroAndFive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		peak := rapid.Float64Range(0, 500).Draw(t, "peak")
		vo2 := rapid.Float64Range(20, 90).Draw(t, "vo2")
		effect := physiology.AerobicEffect(peak, vo2)
		more := physiology.AerobicEffect(peak+1, vo2)
		if effect < 0 || more > 5 || more < effect || math.Abs(effect*10-math.Round(effect*10)) > 1e-9 {
			t.Fatalf("effect %v, then %v", effect, more)
		}
	})
	require.Zero(t, physiology.AnaerobicEffect([]float64{0.3, 0.3}))
}

func TestItBurnsMoreFatWhenEasy(t *testing.T) {
	easy, hard := make([]float32, 1800), make([]float32, 1800)
	for i := range easy {
		easy[i], hard[i] = 20, 45
	}
	e, h := physiology.Burn(easy, 50, 75), physiology.Burn(hard, 50, 75)
	require.InDelta(t, 220, e.Carbs+e.Fats, 30) // 1.5 l/min for half an hour
	require.Greater(t, e.Fats/e.Carbs, h.Fats/h.Carbs)
	require.Greater(t, physiology.Ventilation(45, 50, 75), 90.0)
}

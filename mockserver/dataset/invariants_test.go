//go:build !race

// What people are like is found out in one goroutine, which the race detector makes ten times as slow; cost_test.go is
// about many.

package dataset_test

import (
	"iter"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// check is what must hold of every event; it says whether the event was of a
// kind that the check looks at.
type check struct {
	name  string
	least int // events that must have been looked at
	holds func(t *testing.T, s *dataset.Set, e dataset.Event) bool
}

func checks() []check {
	return []check{
		{"it sums to the whole duration", 260, sumsToTheWholeDuration},
		{"it has the measured lengths", 260, hasTheMeasuredLengths},
		{"it sums up its series", 260, sumsUpItsSeries},
		{"it shares out the time in zones", 260, sharesOutTheTimeInZones},
		{"it follows the measured TRIMP", 260, followsTheMeasuredTRIMP},
		{"it has a track as long as its speed says", 30, tracksAsLongAsItsSpeedSays},
		{"it has laps that share out the record", 50, lapsShareOutTheRecord},
	}
}

// Some 250 workouts and 60 nights and tests of four populations, in all sports.
func TestItsInvariantsHold(t *testing.T) {
	looked := map[string]int{}
	workouts := 0
	for seed := range uint64(4) {
		s := population(t, seed, dataset.Config{})
		for e := range sample(s, int(seed)) {
			if e.Kind == dataset.Workout {
				workouts++
			}
			for _, c := range checks() {
				if c.holds(t, s, e) {
					looked[c.name]++
				}
			}
			if t.Failed() {
				t.Fatalf("in %v", e)
			}
		}
	}
	require.GreaterOrEqual(t, workouts, 200)
	for _, c := range checks() {
		require.GreaterOrEqual(t, looked[c.name], c.least, c.name)
	}
}

func sample(s *dataset.Set, first int) iter.Seq[dataset.Event] {
	return func(yield func(dataset.Event) bool) {
		for a := first; a < s.Athletes(); a += 4 {
			from := time.Date(2025, 1+time.Month(a%12), 1+a%20, 0, 0, 0, 0, time.UTC)
			others, workouts := 0, 0
			for e := range s.Events(a, from, from.AddDate(0, 0, 12)) {
				switch {
				case e.Kind == dataset.Workout && workouts < 6:
					workouts++
				case e.Kind != dataset.Workout && others < 1:
					others++
				default:
					continue
				}
				if !yield(e) {
					return
				}
			}
		}
	}
}

func sumsToTheWholeDuration(t *testing.T, s *dataset.Set, e dataset.Event) bool {
	r := s.Record(e)
	if e.Kind == dataset.Manual {
		require.Empty(t, r.RR)
		return false
	}
	ms, raw, longest := total(r.RR), 0, uint16(0)
	for _, x := range r.RawRR {
		raw, longest = raw+int(x), max(longest, x)
	}
	require.LessOrEqual(t, longest, uint16(4900))
	require.EqualValues(t, raw, ms, "corrected and raw R-R intervals of %v", e.Ref)
	require.Equal(t, r.Duration, time.Duration(ms*1e6))
	wall := e.End.Sub(e.Start) - r.Gap
	require.InDelta(t, wall.Seconds(), r.Duration.Seconds(), 2.5)
	require.LessOrEqual(t, r.Duration, wall)
	n := int(math.Ceil(r.Duration.Seconds()))
	require.Len(t, r.HeartRate, n)
	require.Len(t, r.VO2, n)
	require.Len(t, r.Respiration, n)
	for _, x := range [][]float32{r.Speed, r.Power, r.Cadence, r.Altitude, r.Temperature} {
		if x != nil {
			require.Len(t, x, n)
		}
	}
	return true
}

func hasTheMeasuredLengths(t *testing.T, s *dataset.Set, e dataset.Event) bool {
	a := s.Analysis(e)
	if e.Kind == dataset.Manual {
		require.Zero(t, *clean(a))
		return false
	}
	seconds := a.Duration.Seconds()
	n, n5 := int(math.Ceil(seconds)), int(math.Ceil(seconds/5))
	require.Len(t, a.HeartRate1s, n)
	for name, got := range map[string]int{
		"HeartRate": len(a.HeartRate), "HeartRatePercent": len(a.HeartRatePercent), "EPOC": len(a.EPOC),
		"EnergyRate": len(a.EnergyRate), "TRIMP": len(a.TRIMP), "TRIMPPerMinute": len(a.TRIMPPerMinute),
		"ArtifactPercent": len(a.ArtifactPercent),
	} {
		require.Equal(t, n5, got, name)
	}
	x := a.Spectrum()
	for _, got := range []int{len(a.RelativeFat), len(x.VLF), len(x.LF), len(x.HF)} {
		require.GreaterOrEqual(t, float64(got), seconds+4)
		require.LessOrEqual(t, float64(got), seconds+6)
	}
	require.Len(t, a.RMSSD1Min, int(seconds/60))
	if e.Movement {
		require.Len(t, a.MovementLoad, n)
		require.Len(t, a.MovementRate, n5)
	} else {
		require.Nil(t, a.MovementLoad)
		require.Nil(t, a.MovementRate)
		require.Empty(t, a.MovementHighest)
	}
	for _, highest := range []map[time.Duration]float64{a.TRIMPHighest, a.MovementHighest} {
		for w := range highest {
			require.LessOrEqual(t, w, a.Duration)
		}
	}
	return true
}

func sumsUpItsSeries(t *testing.T, s *dataset.Set, e dataset.Event) bool {
	a, r := s.Analysis(e), s.Record(e)
	if e.Kind == dataset.Manual {
		return false
	}
	sum, peak, lowest := 0.0, 0, 999
	for _, h := range a.HeartRate {
		sum, peak, lowest = sum+float64(h), max(peak, int(h)), min(lowest, int(h))
	}
	require.Equal(t, int(math.Floor(sum/float64(len(a.HeartRate))+0.5)), a.HRAverage)
	require.Equal(t, peak, a.HRPeak)
	require.Equal(t, lowest, a.HRLowest)
	for k, h := range a.HeartRate {
		if want := float32(100 * float64(h) / float64(a.HRMax)); want != a.HeartRatePercent[k] {
			t.Fatalf("sample %d is %v percent, want %v", k, a.HeartRatePercent[k], want)
		}
	}
	require.InEpsilon(t, rms(r.RR)+1, a.RMSSD+1, 1e-9)
	require.InEpsilon(t, spread(r.RR)+1, a.SDNN+1, 1e-9)
	x := a.Spectrum()
	require.InDelta(t, total(x.HF)/float64(len(x.HF)), x.HFMean, 1e-9)
	ratios := make([]float64, len(x.HF))
	for i := range ratios {
		ratios[i] = 100 * x.LF[i] / x.HF[i]
	}
	require.InDelta(t, total(ratios)/float64(len(ratios)), x.LFHFRatio, 1e-9, "the mean of ratios, not the ratio of means")

	epoc := 0.0
	for _, x := range a.EPOC {
		epoc = max(epoc, x)
		if x != math.Floor(x*65536)/65536 {
			t.Fatalf("EPOC %v is not dyadic", x)
		}
	}
	require.Equal(t, epoc, a.EPOCPeak)
	require.Equal(t, a.EPOC[len(a.EPOC)-1], a.EPOCFinal)
	kcal := 0.0
	for _, x := range a.EnergyRate {
		kcal += float64(x) * 5 / 3600
	}
	require.InEpsilon(t, kcal, a.EnergyCarbs+a.EnergyFats, 0.03)
	if e.Movement {
		require.Equal(t, a.MovementLoad[len(a.MovementLoad)-1], a.MovementTotal)
		require.Equal(t, total(r.Movement), a.MovementTotal)
	}
	return true
}

func sharesOutTheTimeInZones(t *testing.T, s *dataset.Set, e dataset.Event) bool {
	a := s.Analysis(e)
	if e.Kind == dataset.Manual {
		return false
	}
	var want [6]int
	seconds := int(math.Round(a.Duration.Seconds()))
	for _, h := range a.HeartRate1s[:seconds] {
		share := float64(h) / float64(a.HRMax)
		zone := 0
		for z, edge := range []float64{0.87, 0.77, 0.69, 0.58, 0.5} {
			if share >= edge-1e-12 {
				zone = z + 1
				break
			}
		}
		want[zone]++
	}
	for z, n := range want {
		require.Equal(t, float64(n)/60, a.ZoneMinutes[z], "zone %d of %v", z, e.Ref)
	}
	return true
}

// An implementation that shares nothing with the package but the formula.
func followsTheMeasuredTRIMP(t *testing.T, s *dataset.Set, e dataset.Event) bool {
	a := s.Analysis(e)
	if e.Kind == dataset.Manual {
		require.InDelta(t, e.PlannedTRIMP, a.TRIMPTotal, 1e-4)
		return false
	}
	rest := float64(s.Body(e.Ref.Athlete, e.Start.Add(-time.Hour)).HRRest) // nights may begin after midnight
	if e.Kind == dataset.Workout {
		rest = float64(s.Body(e.Ref.Athlete, e.Start).HRRest)
	}
	running := 0.0
	for k, h := range a.HeartRate {
		if r := (float64(h) - rest) / (float64(a.HRMax) - rest); r >= 0.35 {
			running += 0.64 * r * math.Exp(1.92*r) / 12
		}
		want := a.TRIMP[k]
		if k >= 12 {
			want -= a.TRIMP[k-12]
		}
		if math.Abs(running-a.TRIMP[k]) > 1e-5 || a.TRIMPPerMinute[k] != want {
			t.Fatalf("sample %d of %v: TRIMP %v and %v a minute, want %v and %v",
				k, e.Ref, a.TRIMP[k], a.TRIMPPerMinute[k], running, want)
		}
	}
	require.Equal(t, a.TRIMP[len(a.TRIMP)-1], a.TRIMPTotal)
	for w, got := range a.TRIMPHighest {
		best, n := 0.0, int(w/(5*time.Second))
		for k := range a.TRIMP {
			if k >= n {
				best = max(best, a.TRIMP[k]-a.TRIMP[k-n])
			} else if k == n-1 {
				best = max(best, a.TRIMP[k])
			}
		}
		require.InDelta(t, best/w.Minutes(), got, 1e-9)
	}
	for w, got := range a.HRRecovery {
		best, n := 0, int(w/(5*time.Second))
		for k := n; k < len(a.HeartRate); k++ {
			best = max(best, int(a.HeartRate[k-n])-int(a.HeartRate[k]))
		}
		require.Equal(t, best, got)
	}
	return true
}

func tracksAsLongAsItsSpeedSays(t *testing.T, s *dataset.Set, e dataset.Event) bool {
	r, a := s.Record(e), s.Analysis(e)
	require.Equal(t, e.GPS, r.Latitude != nil)
	require.Equal(t, e.Power, r.Power != nil)
	if r.Latitude == nil {
		return false
	}
	length := 0.0
	for i := 1; i < len(r.Latitude); i++ {
		length += haversine(r.Latitude[i-1], r.Longitude[i-1], r.Latitude[i], r.Longitude[i])
	}
	distance := 0.0
	for _, v := range r.Speed {
		distance += float64(v)
	}
	require.InEpsilon(t, distance, length, 0.01)
	outside := a.Outside(r)
	require.InEpsilon(t, distance, outside.DistanceM, 1e-9)
	climb := float64(r.Altitude[len(r.Altitude)-1] - r.Altitude[0])
	require.InDelta(t, climb, outside.AscentM-outside.DescentM, 0.5)
	return true
}

func lapsShareOutTheRecord(t *testing.T, s *dataset.Set, e dataset.Event) bool {
	if len(e.Laps) == 0 {
		return false
	}
	whole := s.Analysis(e)
	var duration time.Duration
	var beats, trimp, kcal, zones, distance, movement float64
	at := e.Start
	for i, lap := range e.Laps {
		require.Equal(t, i, lap.Index)
		require.Equal(t, at, lap.Start)
		require.True(t, lap.End.After(lap.Start))
		at = lap.End
		a := s.AnalysisOf(e, lap.Start, lap.End)
		duration += a.Duration
		beats += float64(len(a.HeartRate1s))
		trimp += a.TRIMPTotal
		kcal += a.EnergyCarbs + a.EnergyFats
		distance += a.Outside(s.Record(e)).DistanceM
		movement += a.MovementTotal
		for _, z := range a.ZoneMinutes {
			zones += z
		}
		require.LessOrEqual(t, a.HRPeak, whole.HRPeak+4)
	}
	require.Equal(t, e.End, at)
	require.Equal(t, whole.Duration, duration)
	n := float64(len(e.Laps))
	require.InDelta(t, float64(len(whole.HeartRate1s)), beats, n)
	require.InDelta(t, whole.Duration.Minutes(), zones, n/60)
	require.InDelta(t, whole.TRIMPTotal, trimp, 0.02*whole.TRIMPTotal+0.15*n)
	require.InEpsilon(t, whole.EnergyCarbs+whole.EnergyFats, kcal, 0.03)
	far := whole.Outside(s.Record(e)).DistanceM
	require.InDelta(t, far, distance, 0.01*far+8*n)
	require.InDelta(t, whole.MovementTotal, movement, 0.01*whole.MovementTotal+0.5*n)
	return true
}

// clean drops from a manual entry's analysis what it may have.
func clean(a *dataset.Analysis) *dataset.Analysis {
	c := *a
	c.TRIMPTotal, c.PlayerStatus, c.HRMax = 0, 0, 0
	return &c
}

func total(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum
}

func rms(rr []float64) float64 {
	sum := 0.0
	for i := 1; i < len(rr); i++ {
		sum += (rr[i] - rr[i-1]) * (rr[i] - rr[i-1])
	}
	return math.Sqrt(sum / float64(len(rr)-1))
}

func spread(rr []float64) float64 {
	mean, sum := total(rr)/float64(len(rr)), 0.0
	for _, x := range rr {
		sum += (x - mean) * (x - mean)
	}
	return math.Sqrt(sum / float64(len(rr)))
}

func haversine(lat0, lon0, lat1, lon1 float64) float64 {
	const rad = math.Pi / 180
	a := math.Pow(math.Sin((lat1-lat0)*rad/2), 2) +
		math.Cos(lat0*rad)*math.Cos(lat1*rad)*math.Pow(math.Sin((lon1-lon0)*rad/2), 2)
	return 2 * 6371008.8 * math.Asin(math.Sqrt(a))
}

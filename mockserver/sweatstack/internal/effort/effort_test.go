package effort_test

import (
	"math"
	"math/rand/v2"
	"sort"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
)

// series draws an activity with holes and missing values.
func series(t *rapid.T, m effort.Metric) *effort.Series {
	n := rapid.IntRange(1, 60).Draw(t, "samples")
	s := &effort.Series{Start: time.Unix(0, 0)}
	at := int32(0)
	for range n {
		v := float32(rapid.IntRange(0, 12).Draw(t, "value")) * float32(effort.Step(m))
		if rapid.IntRange(0, 15).Draw(t, "gone") == 0 {
			v = effort.Missing()
		}
		s.At = append(s.At, at)
		s.Columns[m] = append(s.Columns[m], v)
		at += int32(rapid.SampledFrom([]int{1, 1, 1, 1, 5}).Draw(t, "step"))
	}
	return s
}

// line is the activity second by second, the obvious way.
func line(s *effort.Series, m effort.Metric) []float64 {
	out := make([]float64, s.At[len(s.At)-1]+1)
	for i, at := range s.At {
		if v := float64(s.Columns[m][i]); !math.IsNaN(v) {
			out[at] = v
		}
	}
	return out
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

func TestByDurationIsTheBestOfAllWindows(t *testing.T) {
	t.Parallel()
	for _, m := range []effort.Metric{effort.Power, effort.Speed} {
		rapid.Check(t, func(t *rapid.T) {
			s := series(t, m)
			seconds := line(s, m)
			var all []int
			for d := range len(seconds) + 5 {
				all = append(all, d)
			}
			got := s.ByDuration(m, all)
			require.Len(t, got, len(seconds))
			for _, b := range got {
				best := 0.0
				for from := 0; from+b.Seconds <= len(seconds); from++ {
					best = max(best, mean(seconds[from:from+b.Seconds]))
				}
				require.InDelta(t, best, b.Value, 1e-9)
				require.InDelta(t, best, mean(seconds[b.Start:b.Start+b.Seconds]), 1e-9)
			}
		})
	}
}

func TestByIntensityIsTheLongestOfAllWindows(t *testing.T) {
	t.Parallel()
	for _, m := range []effort.Metric{effort.Power, effort.Speed} {
		rapid.Check(t, func(t *rapid.T) {
			s := series(t, m)
			seconds := line(s, m)
			top := 0.0
			for _, v := range seconds {
				top = max(top, v)
			}
			got := s.ByIntensity(m)
			require.Len(t, got, int(math.Round(top/effort.Step(m))))
			for _, b := range got {
				longest, first := 0, 0
				for from := range seconds {
					for to := from + 1; to <= len(seconds); to++ {
						if to-from > longest && mean(seconds[from:to]) >= b.Value-1e-6 {
							longest, first = to-from, from
						}
					}
				}
				require.Equal(t, longest, b.Seconds, "%g", b.Value)
				require.Equal(t, first, b.Start, "%g", b.Value)
			}
		})
	}
}

func TestNothingReachesALevelOfWhatIsNegative(t *testing.T) {
	t.Parallel()
	s := &effort.Series{At: []int32{0, 1}}
	s.Columns[effort.Power] = []float32{-200, -3}
	require.Empty(t, s.ByIntensity(effort.Power))
	require.Empty(t, s.Accumulated(effort.Power))
}

func TestAccumulatedIsTheTimeAtOrAboveEachLevel(t *testing.T) {
	t.Parallel()
	for _, m := range []effort.Metric{effort.Power, effort.Speed} {
		rapid.Check(t, func(t *rapid.T) {
			s := series(t, m)
			values := []float64{}
			for _, v := range s.Columns[m] {
				if v == v {
					values = append(values, float64(v))
				}
			}
			sort.Sort(sort.Reverse(sort.Float64Slice(values)))
			for k, l := range s.Accumulated(m) {
				require.InDelta(t, float64(k+1)*effort.Step(m), l.Value, 1e-9)
				n := 0
				for n < len(values) && values[n] >= l.Value-1e-6 {
					n++
				}
				require.Equal(t, n, l.Seconds)
			}
		})
	}
}

func TestAdaptiveRowsShareOutTheSamples(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := series(t, effort.Power)
		s.Columns[effort.Lap] = make([]float32, s.Len())
		for i := s.Len() / 2; i < s.Len(); i++ {
			s.Columns[effort.Lap][i] = 1
		}
		next, work := 0, 0.0
		for _, r := range s.Adaptive(effort.Power) {
			require.Equal(t, next, r.From)
			require.Equal(t, s.At[r.From], r.At)
			require.Equal(t, int32(r.To-r.From), r.Width)
			require.Equal(t, s.Columns[effort.Lap][r.From], s.Columns[effort.Lap][r.To-1])
			low, high := math.Inf(1), math.Inf(-1)
			for i := r.From; i < r.To; i++ {
				v := float64(s.Columns[effort.Power][i])
				if math.IsNaN(v) {
					v = 0
				}
				low, high = min(low, v), max(high, v)
			}
			require.LessOrEqual(t, high-low, 2*max(10, high/20))
			if v := s.Value(effort.Power, r); !math.IsNaN(v) {
				work += v
			}
			next = r.To
		}
		require.Equal(t, s.Len(), next)
		require.GreaterOrEqual(t, work, 0.0)
	})
}

func TestAllDurationsBecomeCoarser(t *testing.T) {
	t.Parallel()
	all := effort.All(7300)
	require.Equal(t, []int{1, 2, 3}, all[:3])
	steps := map[int]int{180: 5, 600: 10, 1800: 30, 3600: 60}
	for i, d := range all[:len(all)-1] {
		if step, ok := steps[d]; ok {
			require.Equal(t, step, all[i+1]-d)
		}
	}
	require.Len(t, effort.Grid(), 19)
}

func TestFiguresAndClimb(t *testing.T) {
	t.Parallel()
	s := &effort.Series{At: []int32{0, 1, 2, 3}}
	s.Columns[effort.Altitude] = []float32{100, 100.4, 103, 99}
	gain, loss := s.Climb()
	require.InDelta(t, 3, gain, 1e-4)
	require.InDelta(t, 4, loss, 1e-4)
	f, ok := s.Figures(effort.Altitude)
	require.True(t, ok)
	require.InDelta(t, 100.6, f.Mean, 1e-4)
	_, ok = s.Figures(effort.Power)
	require.False(t, ok)
	require.Equal(t, 2, s.Cut(1, 3).Len())
	require.Equal(t, 0, s.After(effort.Power, 5).Len())
}

func BenchmarkByIntensity(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	s := &effort.Series{}
	for i := range 3600 {
		s.At = append(s.At, int32(i))
		s.Columns[effort.Power] = append(s.Columns[effort.Power], float32(r.IntN(600)))
	}
	for b.Loop() {
		s.ByIntensity(effort.Power)
	}
}

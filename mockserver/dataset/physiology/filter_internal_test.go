package physiology

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Three at once are the same numbers, to the last bit, as one by one.
func TestSeriesAreAveragedTogetherAsByThemselves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 1500).Draw(t, "length")
		widths := [filters]int{9, 37, 493}
		var x, out lanes
		for k := range filters {
			x[k] = rapid.SliceOfN(rapid.Float64Range(0, 2000), n, n).Draw(t, "series")
			out[k] = make([]float64, n)
		}
		divided := rapid.Bool().Draw(t, "divided")
		averages(&out, &x, widths, divided)
		for k, width := range widths {
			alone := window{out: make([]float64, n), x: x[k], half: width / 2, divided: divided}
			alone.slide(0, n)
			require.Equal(t, alone.out, out[k])
		}
	})
}

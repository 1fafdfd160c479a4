package chance_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
)

func TestItDependsOnNamesAlone(t *testing.T) {
	k := chance.New(1)
	require.Equal(t, k.With("a").At(3), chance.New(1).With("a").At(3))
	seen := map[chance.Key]bool{}
	for i := -500; i < 500; i++ {
		seen[k.At(i)] = true
		seen[k.With("a").At(i)] = true
	}
	require.Len(t, seen, 2000)
	require.NotEqual(t, k, chance.New(2))
}

func TestItIsSpreadEvenly(t *testing.T) {
	stream := chance.New(7).With("x").Stream()
	var sum, square, uniform float64
	var counts [10]int
	const n = 100_000
	for range n {
		x := stream.Normal()
		sum, square = sum+x, square+x*x
		uniform += stream.Between(2, 4)
		counts[stream.IntN(10)]++
	}
	require.InDelta(t, 0, sum/n, 0.02)
	require.InDelta(t, 1, math.Sqrt(square/n), 0.02)
	require.InDelta(t, 3, uniform/n, 0.02)
	for _, c := range counts {
		require.InDelta(t, n/10, c, n/100)
	}
	hits := 0
	for i := range n {
		if chance.New(7).At(i).Chance(0.2) {
			hits++
		}
	}
	require.InDelta(t, 0.2, float64(hits)/n, 0.01)
	require.Less(t, chance.New(3).IntN(5), 5)
}

package draw_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// The values are what worlds have drawn since there are any: who changes them changes every credential and identifier.
func TestWhatIsDrawnStaysTheSame(t *testing.T) {
	t.Parallel()
	require.Equal(t, "44fd441d-6beb-451d-800d-2bb63e7e3139", draw.UUID(draw.Stream(1, "toy", "client")))
	require.Equal(t, "Miy9eKOYm6MR", draw.Text(draw.Stream(1, "toy", "secret"), 12))
	require.Equal(t, uint64(10451216379200822465), draw.Mix(1))
	require.InDelta(t, 0.8365859645792849, draw.Chance(1, 2, 3), 1e-15)
}

func TestStreamsDifferByEveryPartOfTheirName(t *testing.T) {
	t.Parallel()
	seen := map[uint64]bool{}
	for _, names := range [][]string{{"a", "b"}, {"ab"}, {"ab", ""}, {"b", "a"}, {}, {""}} {
		seen[draw.Stream(1, names...).Uint64()] = true
		seen[draw.Stream(2, names...).Uint64()] = true
	}
	require.Len(t, seen, 12)
}

func TestNumbersAreMixedBothWays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Uint64().Draw(t, "v")
		require.Equal(t, v, draw.Unmix(draw.Mix(v)))
		c := draw.Chance(v, 1, 2)
		require.True(t, c >= 0 && c < 1)
	})
}

package renaming_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/internal/renaming"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func TestItStaysOneToOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var r renaming.Map[int]
		wanted := map[int]int{}
		taken := map[int]bool{}
		for range rapid.IntRange(0, 12).Draw(t, "pins") {
			k, v := rapid.IntRange(0, 9).Draw(t, "k"), rapid.IntRange(0, 14).Draw(t, "v")
			if _, again := wanted[k]; again || taken[v] {
				continue
			}
			wanted[k], taken[v] = v, true
			r.Pin(k, v)
		}
		names := map[int]bool{}
		for k := range 20 {
			require.Equal(t, k, r.Original(r.Name(k)))
			require.False(t, names[r.Name(k)])
			names[r.Name(k)] = true
		}
		for k, v := range wanted {
			require.Equal(t, v, r.Name(k))
		}
	})
}

func TestTheOldestArePinnedInTheirOrder(t *testing.T) {
	t.Parallel()
	var m renaming.Map[string]
	require.NoError(t, m.PinOldest("pins.x", slices.Values([]string{"a", "b", "c"}), []string{"one", "two"}))
	require.Equal(t, []string{"one", "two", "c"}, []string{m.Name("a"), m.Name("b"), m.Name("c")})
	require.NoError(t, m.PinOldest("pins.x", nil, nil), "nothing is looked at where nothing is wanted")

	var invalid *world.Invalid
	require.ErrorAs(t, m.PinOldest("pins.x", slices.Values([]string{"d"}), []string{"three", "four"}), &invalid)
	require.Equal(t, "pins.x", invalid.Field)
	require.Contains(t, invalid.Reason, "there have been 1 by the world's time, 2 are pinned")
}

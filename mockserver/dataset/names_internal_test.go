package dataset

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNamesAreFoundWhereverTheyStand(t *testing.T) {
	t.Parallel()
	for _, list := range []names{womenNames, menNames} {
		words := strings.Split(string(list), " ")
		require.True(t, slices.IsSorted(words), "names are sought by halves")
		for _, w := range words {
			require.True(t, list.has(w), w)
			require.False(t, list.has(w+"x"), w)
			require.False(t, list.has(w[1:]), w)
		}
		require.False(t, list.has("A"))
		require.False(t, list.has("Zzz"))
	}
}

package requirements

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance/sets"
)

// Every row of the catalogue is a case, or says why it is none; and no row is lost.
// IDs are added to testdata/catalogue.txt and never taken out: what is given up goes
// to sets/retired.yaml.
func TestTheCatalogueIsWhole(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/catalogue.txt")
	require.NoError(t, err)
	ids := strings.Fields(string(raw))
	require.Len(t, ids, 224)
	b, err := Load()
	require.NoError(t, err)
	left := map[string]bool{}
	for _, l := range b.LeftOut {
		left[l.ID] = true
	}
	set, err := sets.Find("")
	require.NoError(t, err)
	retired, err := sets.Retired()
	require.NoError(t, err)
	known := map[string]bool{}
	for _, id := range ids {
		require.False(t, known[id], "%s is there twice", id)
		known[id] = true
		ways := 0
		for _, is := range []bool{set.Has(id), left[id], retired[id] != ""} {
			if is {
				ways++
			}
		}
		require.Equal(t, 1, ways, "%s is a case, or left out, or retired", id)
	}
	for _, id := range set.Cases {
		require.True(t, known[id], "%s is not in testdata/catalogue.txt", id)
	}
	for id := range left {
		require.True(t, known[id], "%s is left out, but was never in the catalogue", id)
	}
}

package mockserver_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/change"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func TestVendorChangesAreNamedAndWorlds(t *testing.T) {
	names, kebab := map[string]bool{}, regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	for _, s := range mockserver.All() {
		require.GreaterOrEqual(t, len(s.Changes), 5, s.Name)
		for _, c := range s.Changes {
			require.Regexp(t, kebab, c.Name)
			require.True(t, strings.HasPrefix(c.Name, s.Name+"-"), c.Name)
			require.False(t, names[c.Name], "%s is there twice", c.Name)
			names[c.Name] = true
			require.NotEmpty(t, c.What, c.Name)
			require.Contains(t, []change.Class{change.Breaking, change.Risky, change.Benign}, c.Class, c.Name)
			require.True(t, len(c.Edits) > 0 || c.Switches != nil || c.Within, "%s changes nothing", c.Name)
			for _, op := range c.Operations {
				require.True(t, slices.Contains(s.Operations, op), "%s: no operation %s", c.Name, op)
			}
			_, err := world.New(world.Config{Changes: []string{c.Name}}, mockserver.All())
			require.NoError(t, err, c.Name)
		}
	}
	require.GreaterOrEqual(t, len(names), 50)
}

func TestAWorldSaysWhatItsVendorsChanged(t *testing.T) {
	sim := mocktest.Start(t, mocktest.Config{World: world.Config{Changes: []string{"firstbeat-api-key-renamed"}}})
	get := func(path string, into any) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, mocktest.Base+"/_ergodrome"+path, http.NoBody)
		require.NoError(t, err)
		resp, err := sim.Client().Do(r)
		require.NoError(t, err)
		defer resp.Body.Close()
		require.Equal(t, http.StatusOK, resp.StatusCode, path)
		require.NoError(t, json.NewDecoder(resp.Body).Decode(into))
	}
	var w struct {
		Changes  []string
		Switches map[string]map[string]string
	}
	get("/worlds/default", &w)
	require.Equal(t, []string{"firstbeat-api-key-renamed"}, w.Changes)
	require.Equal(t, map[string]map[string]string{"firstbeat": {"api-key-field": "apiKey"}}, w.Switches)
	var list struct {
		Changes []struct{ Name, Service, Class, What string }
	}
	get("/changes", &list)
	require.GreaterOrEqual(t, len(list.Changes), 50)

	_, err := mockserver.New(mockserver.Config{Services: mockserver.All(), World: world.Config{Changes: []string{"firstbeat-more-gone", "firstbeat-more-come"}}})
	var bad *world.Invalid
	require.ErrorAs(t, err, &bad)
	require.Equal(t, "changes[1]", bad.Field)
	require.Contains(t, bad.Reason, "did you mean firstbeat-more-gone")
}

package polaraccesslink_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/fixtures"
)

// shape is the order of members, by the path of the object that has them.
type shape map[string][]string

// shapeOf reads a body; objects of one list are laid over each other.
func shapeOf(t *testing.T, body []byte) shape {
	t.Helper()
	d, out := json.NewDecoder(bytes.NewReader(body)), shape{}
	var read func(path string)
	read = func(path string) {
		token, err := d.Token()
		require.NoError(t, err)
		switch token {
		case json.Delim('{'):
			var names []string
			for d.More() {
				name, err := d.Token()
				require.NoError(t, err)
				names = append(names, name.(string))
				read(path + "." + name.(string))
			}
			if len(names) > len(out[path]) {
				out[path] = names
			}
		case json.Delim('['):
			for d.More() {
				read(path)
			}
		default:
			return
		}
		_, err = d.Token()
		require.NoError(t, err)
	}
	read("")
	return out
}

// Members come in the order in which the page's examples have them.
func TestMembersComeInThePagesOrder(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	for name, path := range map[string]string{
		"activity":                 activityList + between("2026-03-03", "2026-03-04", "samples", "activity-target", "physical-information"),
		"skin-contacts":            skinContacts + between("2026-01-01", "2026-03-01"),
		"temperature-measurements": temperatures + between("2026-03-01", "2026-03-03"),
		"calendar":                 calendar + between("2025-12-11", "2026-03-11"),
		"tests":                    testList + between("2025-12-11", "2026-03-11"),
	} {
		page, err := fixtures.Load("polar-accesslink/" + name)
		require.NoError(t, err)
		want, compared := shapeOf(t, page.Body), 0
		for at, names := range shapeOf(t, s.get(path).body) {
			places := make([]int, len(names))
			for i, n := range names {
				places[i] = slices.Index(want[at], n)
				require.NotEqual(t, -1, places[i], "%s%s: the page has no %s", name, at, n)
			}
			require.True(t, slices.IsSorted(places), "%s%s: %v, the page has %v", name, at, names, want[at])
			compared++
		}
		require.Greater(t, compared, 2, name)
	}
}

package polaraccesslink_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
)

func TestOperationsAreThoseOfTheDescription(t *testing.T) {
	t.Parallel()
	served := polaraccesslink.Operations()
	require.Empty(t, polaraccesslink.Declined())
	for _, profile := range []string{"documented", "live", "tolerant"} {
		var described []string
		for _, o := range description(t, profile).Operations() {
			described = append(described, o.ID)
		}
		require.Len(t, described, 22)
		require.ElementsMatch(t, described, served)
	}
}

// paths are of every operation, for one day, as a profile takes them.
func paths(profile string) map[string]string {
	all := map[string]string{}
	for _, o := range polaraccesslink.Table() {
		path := o.Path
		switch {
		case o.ID == "getProfilePicture":
			path += "?size=small"
		case o.ID == "RouteService_LoadRoute":
			continue // TestRoutesAreReachedFromFavorites
		case o.ID == "listCalendarTargets" && profile == "live":
			path += between("2026-03-01", "2026-03-08")
		case o.ID == "listCalendarTargets":
			path += "?fromDate=2026-03-01&toDate=2026-03-08"
		case (o.ID == "listTrainingSessions" || o.ID == "listCalendarEntries") && profile == "live":
			path += between("2026-03-09T00:00:00", "2026-03-10T00:00:00", o.Features...)
		case o.Ranged:
			path += between("2026-03-09", "2026-03-10", o.Features...)
		}
		all[o.ID] = path
	}
	return all
}

func TestEveryOperationAnswers(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{"documented", "live", "tolerant"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			everyOperation(t, newSim(t, withProfile(profile)))
		})
	}
}

func everyOperation(t *testing.T, s *sim) {
	for _, path := range paths(s.profile) {
		a := s.get(path)
		require.Equal(t, http.StatusOK, a.status, "%s: %s", path, a.body)
		head := s.send(http.MethodHead, path, "Authorization", "Bearer "+s.token)
		require.Equal(t, http.StatusOK, head.status)
		require.Empty(t, head.body)
		wrong := s.send(http.MethodPost, strings.Split(path, "?")[0], "Authorization", "Bearer "+s.token)
		require.Equal(t, http.StatusMethodNotAllowed, wrong.status)
		require.Contains(t, wrong.header.Get("Allow"), "GET")
	}
}

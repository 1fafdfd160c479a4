package reach_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance/inproc"
	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/reach"
	"github.com/ergodrome/ergodrome/mockserver"
)

func TestEveryOperationOfOurClientsRestsOnOneOfAVendor(t *testing.T) {
	r, err := reach.Load()
	require.NoError(t, err)
	listed := map[string]bool{}
	for _, s := range mockserver.All() {
		for _, id := range s.Operations {
			require.Contains(t, r.Operations(s.Name), id, s.Name)
			for _, op := range r.Clients(s.Name, id) {
				listed[op] = true
			}
		}
	}
	ours, err := inproc.Clients()
	require.NoError(t, err)
	hello, err := ours.Hello(t.Context())
	require.NoError(t, err)
	for _, op := range hello.Ops {
		if !strings.HasPrefix(op, "decode.") {
			require.True(t, listed[op], "%s asks for no operation", op)
		}
	}
}

func TestCasesAreFoundByWhatTheyAskAndBySay(t *testing.T) {
	r, err := reach.Load()
	require.NoError(t, err)
	require.Contains(t, r.Cases("firstbeat", "listAthletes"), "FB-PAGE-001")
	require.Contains(t, r.Cases("firstbeat", "getMeasurementResults"), "FB-POLL-001")
	require.Contains(t, r.Cases("polar-auth", "requestToken"), "PO-AUTH-003")
	require.Contains(t, r.Cases("sweatstack", "getBackfillStatus"), "SS-NDJ-001")
	require.NotContains(t, r.Cases("polar-teampro", "listTeams"), "FB-PAGE-001")
	found := []drift.Finding{{Service: "firstbeat", Operation: "listSessions"}, {Service: "firstbeat", Operation: "none"}}
	r.Mark(found)
	require.Equal(t, []string{"fb.sessions", "fb.session"}, found[0].Clients)
	require.True(t, slices.IsSorted(found[0].Cases))
	require.Empty(t, found[1].Cases)
}

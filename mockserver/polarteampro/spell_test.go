package polarteampro_test

import (
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func TestFaultsWithoutABodyAreWordedAsRefusals(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.strange = true
	for _, status := range []int{401, 403, 404, 429, 500, 503} {
		s.Faults(fault.Rule{Match: fault.Match{Service: service}, Do: fault.Do{Status: status}})
		a := s.get("/v1/teams")
		require.Equal(t, status, a.status)
		require.Equal(t, "application/json", a.header.Get("Content-Type"))
		require.JSONEq(t, `{"error":{"status":`+strconv.Itoa(status)+`,"message":"`+http.StatusText(status)+`"}}`, a.error())
		require.Equal(t, status == 401, a.header.Get("WWW-Authenticate") != "")
		require.Empty(t, a.header.Get("Retry-After"))
	}
}

func TestWordedFaultsObeyTheSwitches(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("retry-after", "yes"), with("error-body", "none"))
	resp, ok := s.tenant.(world.Speller).Spell(nil, 429, nil)
	require.True(t, ok)
	require.Equal(t, "1", resp.Header.Get("Retry-After"))
	require.Empty(t, resp.Body)
	for _, status := range []int{200, 302, 499} {
		_, ok := s.tenant.(world.Speller).Spell(nil, status, nil)
		require.False(t, ok, "%d", status)
	}
}

package polarauth

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

func TestFaultsWithoutABodyAreWordedAsRefusals(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	var speller world.Speller = s.tenant
	r := httptest.NewRequest(http.MethodPost, tokenPath, http.NoBody)
	for status, code := range map[int]string{
		400: "invalid_request", 401: "invalid_client", 403: "access_denied", 404: "not_found", 405: "method_not_allowed", 429: "temporarily_unavailable",
		500: "server_error", 502: "server_error", 503: "temporarily_unavailable",
	} {
		resp, ok := speller.Spell(r, status, nil)
		require.True(t, ok, "%d", status)
		require.NoError(t, resp.Bug)
		require.Equal(t, status, resp.Status)
		require.Equal(t, "application/json", resp.ContentType)
		require.Contains(t, string(resp.Body), `{"error":"`+code+`","error_description":"`)
		require.Equal(t, "no-store", resp.Header.Get("Cache-Control"))
	}
	for _, status := range []int{200, 302, 499} {
		_, ok := speller.Spell(r, status, nil)
		require.False(t, ok, "%d", status)
	}
	resp, _ := speller.Spell(r, http.StatusUnauthorized, nil)
	genuine := s.send("POST", tokenPath, "grant_type=refresh_token", "Content-Type", mediaForm)
	require.Equal(t, genuine.Header, resp.Header, "a fault's 401 is as a genuine one")
	require.Equal(t, string(genuine.Body), string(resp.Body))
}

func TestFaultsWithoutABodyOnPagesArePages(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	genuine := s.send(http.MethodGet, "/nowhere", "")
	for _, path := range []string{authorizePath, loginPath, "/nowhere", "/"} {
		r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
		for _, status := range []int{400, 401, 403, 404, 405, 429, 500, 503} {
			resp, ok := s.tenant.Spell(r, status, nil)
			require.True(t, ok, "%d", status)
			require.Equal(t, status, resp.Status)
			require.Equal(t, "text/html;charset=UTF-8", resp.ContentType, "%d of %s", status, path)
			require.Equal(t, genuine.Header, resp.Header)
			require.Contains(t, string(resp.Body), http.StatusText(status), strconv.Itoa(status))
		}
	}
	_, ok := s.tenant.Spell(httptest.NewRequest(http.MethodGet, loginPath, http.NoBody), 302, nil)
	require.False(t, ok)
}

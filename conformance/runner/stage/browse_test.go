package stage

import (
	"net/http"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
)

// leadsTo answers the issuer's pages with redirects.
func leadsTo(to map[string]string) []conformance.Route {
	var out []conformance.Route
	for path, next := range to {
		out = append(out, conformance.Route{Match: conformance.Match{Path: path}, Replies: []conformance.Reply{{
			Status: http.StatusFound, Headers: map[string]string{"Location": next}, Forever: true,
		}}})
	}
	return out
}

func TestABrowserGoesWhereItIsSent(t *testing.T) {
	t.Parallel()
	script := leadsTo(map[string]string{
		"/begin": "/issuer/login", "/login": "http://app.example/back?code=c&state=s", "/round": "/issuer/round",
	})
	on(t, conformance.World{Script: script}, func(t *testing.T, s *Stage, _ *vendor) {
		browse := func(url string, set map[string]string) (string, error) {
			return s.Browse(t.Context(), &conformance.Browse{Set: set}, url)
		}
		to, err := browse(s.AuthURL()+"/begin", nil)
		require.NoError(t, err)
		require.Equal(t, "http://app.example/back?code=c&state=s", to)
		to, err = browse(s.AuthURL()+"/begin", map[string]string{"state": "other", "code": ""})
		require.NoError(t, err)
		require.Equal(t, "http://app.example/back?state=other", to)
		_, err = browse(s.AuthURL()+"/page", nil)
		require.ErrorContains(t, err, "leads nowhere")
		_, err = browse(s.AuthURL()+"/round", nil)
		require.ErrorContains(t, err, "without end")
		_, err = browse("http://elsewhere.example/", nil)
		require.ErrorContains(t, err, "no page of the world")
	})
}

func TestTheIssuerOfTokensIsPartOfTheWorld(t *testing.T) {
	t.Parallel()
	on(t, conformance.World{}, func(t *testing.T, s *Stage, _ *vendor) {
		for _, url := range []string{s.BaseURL() + "/a", s.AuthURL() + "/b", "http://" + host + "/other/c", "http://" + host + "/toys/d"} {
			_, _, err := get(t, s, url)
			require.NoError(t, err)
		}
		xs := s.Exchanges()
		require.Equal(t, []string{"toy", "issuer"}, []string{xs[0].Service, xs[1].Service})
		require.Equal(t, []string{"/a", "/b"}, []string{xs[0].Path, xs[1].Path})
		require.Equal(t, []bool{false, false, true, true}, []bool{xs[0].Stray, xs[1].Stray, xs[2].Stray, xs[3].Stray})
		require.Equal(t, 1, xs[0].Conn)
		require.Equal(t, 1, xs[3].Conn, "the connection is used again")
	})
}

func TestNobodyListensAtFirst(t *testing.T) {
	t.Parallel()
	on(t, conformance.World{Down: 2 * time.Second}, func(t *testing.T, s *Stage, _ *vendor) {
		_, _, err := get(t, s, "/a")
		require.ErrorIs(t, err, syscall.ECONNREFUSED)
		time.Sleep(2 * time.Second)
		_, body, err := get(t, s, "/a")
		require.NoError(t, err)
		require.Equal(t, "vendor /toy/a", body)
		xs := s.Exchanges()
		require.Equal(t, []string{"refused"}, xs[0].Faults)
		require.Zero(t, xs[0].Status)
	})
}

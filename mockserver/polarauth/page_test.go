package polarauth

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// everyPage is each page that a person can meet.
func everyPage(t *testing.T) map[string]answer {
	t.Helper()
	s := newSim(t)
	pages := map[string]answer{"consent": s.signIn(authorizeQuery("scope", "sleep:read team_read", "redirect_uri", queryURI), "7001")}
	pages["consent again"] = s.answerConsent(authorizeQuery(), "true")
	pages["login"] = s.browse("GET", "/login", nil)
	pages["login again"] = s.browse("POST", "/login", url.Values{csrfField: {s.jar[csrfCookie]}, "username": {"0"}})
	pages["login without a choice"] = s.browse("POST", "/login", url.Values{csrfField: {s.jar[csrfCookie]}})
	pages["problem"] = s.send("GET", authorizeQuery("client_id", "<script>"), "")
	pages["unknown path"] = s.send("GET", "/x", "")
	pages["forged"] = s.browse("POST", "/login", url.Values{})
	alone := newSim(t)
	alone.browse("GET", "/login", nil)
	pages["signed in"] = alone.browse("POST", "/login", url.Values{csrfField: {alone.jar[csrfCookie]}, "user": {"7001"}})
	return pages
}

func all(pattern, in string) []string {
	var found []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(in, -1) {
		found = append(found, m[1])
	}
	return found
}

func TestPagesAreSafe(t *testing.T) {
	for name, a := range everyPage(t) {
		t.Run(name, func(t *testing.T) {
			body, policy := string(a.Body), a.Header.Get("Content-Security-Policy")
			styles := all(`(?s)<style>(.*?)</style>`, body)
			require.Len(t, styles, 1)
			sum := sha256.Sum256([]byte(styles[0]))
			require.Contains(t, policy, "style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
			require.True(t, strings.HasPrefix(policy, "default-src 'none'; "))
			for _, directive := range []string{"base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} {
				require.Contains(t, policy, directive)
			}
			require.NotContains(t, body, "<script")
			require.NotContains(t, body, "style=")
			require.NotRegexp(t, `(src|href)="(https?:)?//`, body, "nothing from elsewhere")
			require.NotRegexp(t, ` on[a-z]+="`, body)
			require.Equal(t, "DENY", a.Header.Get("X-Frame-Options"))
			require.Contains(t, a.Header.Get("Cache-Control"), "no-store")
		})
	}
}

func TestPagesAreAccessible(t *testing.T) {
	for name, a := range everyPage(t) {
		t.Run(name, func(t *testing.T) {
			body := string(a.Body)
			require.Contains(t, body, `<html lang="en">`)
			require.Len(t, all(`(<h1>[^<]+</h1>)`, body), 1)
			require.Len(t, all(`(<main>)`, body), 1)
			require.Len(t, all(`<title>([^<]+)</title>`, body), 1)
			ids := all(` id="([^"]+)"`, body)
			seen := map[string]bool{}
			for _, id := range ids {
				require.False(t, seen[id], "id %s is there twice", id)
				seen[id] = true
			}
			for _, to := range append(all(`href="#([^"]+)"`, body), append(all(`aria-describedby="([^"]+)"`, body), all(`aria-labelledby="([^"]+)"`, body)...)...) {
				require.True(t, seen[to], "nothing has the id %s", to)
			}
			labels := all(`<label for="([^"]+)"`, body)
			for _, input := range all(`<input (type="(?:radio|checkbox|text)"[^>]*)>`, body) {
				id := all(` id="([^"]+)"`, input)
				require.Len(t, id, 1)
				require.Contains(t, labels, id[0], "every control has a label")
			}
			require.Equal(t, strings.Count(body, "<fieldset"), strings.Count(body, "<legend"))
			if strings.Contains(body, `role="alert"`) {
				require.Contains(t, body, "<title>Error: ")
				require.Less(t, strings.Index(body, `role="alert"`), strings.Index(body, "<h1>"), "the problem comes first")
			}
			require.NotRegexp(t, `tabindex="[1-9]`, body, "the order of the page is the order of the keyboard")
		})
	}
	pages := everyPage(t)
	require.Contains(t, string(pages["consent"].Body), "what this account does not have: team_read")
	require.Contains(t, string(pages["problem"].Body), "invalid_client")
}

func TestFormsMayLeadToTheClient(t *testing.T) {
	policy := everyPage(t)["consent"].Header.Get("Content-Security-Policy")
	require.True(t, strings.HasSuffix(policy, "form-action 'self' http://random.example http://another.example"), policy)
}

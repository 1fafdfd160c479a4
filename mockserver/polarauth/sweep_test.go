package polarauth

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryPathRefusesOtherMethods(t *testing.T) {
	s := newSim(t)
	for path, allowed := range map[string][]string{authorizePath: {"GET", "POST"}, tokenPath: {"POST"}, loginPath: {"GET", "POST"}} {
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW"} {
			a := s.send(method, path, "")
			if slices.Contains(allowed, method) {
				require.NotEqual(t, 405, a.status(), "%s %s", method, path)
				continue
			}
			require.Equal(t, 405, a.status(), "%s %s", method, path)
			require.Subset(t, append(allowed, "HEAD"), strings.Split(a.Header.Get("Allow"), ", "), "%s %s", method, path)
		}
	}
}

func TestOversizedQuestions(t *testing.T) {
	s := newSim(t)
	long := strings.Repeat("x", 1<<20)
	for _, name := range []string{"client_id", "redirect_uri", "scope", "response_type"} {
		a := s.send("GET", authorizeQuery(name, long), "")
		require.Less(t, a.status(), 500, name)
		require.NotContains(t, string(a.Body)+a.location(), long[:4096], name)
	}
	for _, path := range []string{authorizePath, loginPath} {
		a := s.send("POST", path, "user="+long, "Content-Type", mediaForm)
		require.Contains(t, []int{400, 403, 413}, a.status(), path)
	}
	a := s.token("grant_type=refresh_token&refresh_token=" + strings.Repeat("y", 60<<10))
	require.Equal(t, `{"error":"invalid_grant","error_description":"no such refresh token has been issued, or it has been revoked"}`, string(a.Body))
}

// Of many programs that bring the same code at once, one gets tokens at most; and then the code was replayed, which takes
// them away.
func TestACodeIsGoodOnceHoweverManyBringIt(t *testing.T) {
	s := newSim(t)
	form := "grant_type=authorization_code&code=" + s.code(authorizeQuery())
	const many = 16
	answers := make([]answer, many)
	var group sync.WaitGroup
	for i := range many {
		group.Go(func() { answers[i] = s.token(form) })
	}
	group.Wait()
	granted := 0
	for _, a := range answers {
		if a.status() != 200 {
			require.Equal(t, 400, a.status())
			require.Contains(t, string(a.Body), `{"error":"invalid_grant","error_description":"the code `)
			continue
		}
		granted++
		var b tokenBody
		require.NoError(t, json.Unmarshal(a.Body, &b))
		_, e := s.tenant.Introspect(b.AccessToken, start)
		require.Equal(t, "invalid_token", e.Code)
	}
	require.Equal(t, 1, granted)
}

// FuzzGrant sends forms of a client that is known, with codes and refresh tokens that are good, spent or made up.
func FuzzGrant(f *testing.F) {
	s := newSim(f)
	f.Add("authorization_code", "CODE", "", "", "")
	f.Add("authorization_code", "SPENT", "", plainURI, "")
	f.Add("authorization_code", "CODE", "REFRESH", queryURI, "sleep:read")
	f.Add("refresh_token", "", "REFRESH", "", "sleep:read tests:read")
	f.Add("refresh_token", "CODE", "REFRESH", "", "team_read,\x00")
	f.Add("client_credentials", "", "", "", strings.Repeat("a ", 40_000))
	f.Fuzz(func(t *testing.T, grant, code, refresh, redirect, scope string) {
		one := *s
		one.tb = t
		good := one.code(authorizeQuery())
		spent := one.code(authorizeQuery())
		first := one.tokens("grant_type=authorization_code&code=" + spent)
		fill := strings.NewReplacer("CODE", good, "SPENT", spent, "REFRESH", first.RefreshToken)
		code, refresh = fill.Replace(code), fill.Replace(refresh)
		form := url.Values{"grant_type": {grant}, "code": {code}, "refresh_token": {refresh}, "redirect_uri": {redirect}, "scope": {scope}}
		a := one.token(form.Encode())
		var b struct {
			Access string `json:"access_token"`
			Error  string `json:"error"`
		}
		require.NoError(t, json.Unmarshal(a.Body, &b))
		require.Equal(t, "no-store", a.Header.Get("Cache-Control"))
		switch a.status() {
		case 200:
			require.NotEmpty(t, b.Access)
			require.True(t, grant == "authorization_code" && code == good || grant == "refresh_token" && refresh == first.RefreshToken, "%v", form)
		case 400, 413:
			require.Contains(t, []string{"invalid_request", "invalid_grant", "invalid_scope", "unsupported_grant_type"}, b.Error, "%v", form)
		default:
			t.Fatalf("%v: %d %s", form, a.status(), a.Body)
		}
		require.NotContains(t, a.reasons(), first.RefreshToken)
		require.NotContains(t, a.reasons(), good)
	})
}

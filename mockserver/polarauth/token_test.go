package polarauth

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTokenAnswer(t *testing.T) {
	s := newSim(t, with("x-user-id", "yes"))
	a := s.token("grant_type=authorization_code&code=" + s.code(authorizeQuery()))
	require.Equal(t, 200, a.status(), a.reasons())
	require.Regexp(t, `^\{"access_token":"[A-Za-z0-9]{43}","token_type":"bearer","refresh_token":"[A-Za-z0-9]{43}","expires_in":43199,`+
		`"scope":"(sleep:read tests:read|tests:read sleep:read)","x_user_id":[0-9]+,"jti":"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"\}$`, string(a.Body))
	require.Equal(t, "application/json", a.ContentType)
	require.Equal(t, "no-store", a.Header.Get("Cache-Control"))
	require.Equal(t, "no-cache", a.Header.Get("Pragma"))

	plain := newSim(t)
	require.NotContains(t, string(plain.token("grant_type=authorization_code&code="+plain.code(authorizeQuery())).Body), "x_user_id")
}

func TestScopeOrder(t *testing.T) {
	asked := "sleep:read nightly_recharge:read training_sessions:read tests:read ppi_data:read"
	target := authorizeQuery("scope", asked)
	shuffled, same := newSim(t), newSim(t, with("scope-order", "asked"))
	got := shuffled.tokens("grant_type=authorization_code&code=" + shuffled.code(target)).Scope
	require.NotEqual(t, asked, got)
	require.ElementsMatch(t, strings.Fields(asked), strings.Fields(got))
	require.Equal(t, asked, same.tokens("grant_type=authorization_code&code="+same.code(target)).Scope)
}

// Each error body, byte for byte.
func TestTokenErrors(t *testing.T) {
	const form = "Content-Type"
	tests := []struct {
		name    string
		body    string // CODE is a fresh code
		headers []string
		with    []option
		status  int
		want    string
	}{
		{"no credentials", "grant_type=authorization_code&code=CODE", []string{form, mediaForm}, nil, 401, `{"error":"invalid_client","error_description":"the request names no client"}`},
		{"no credentials, no form", "", nil, nil, 401, `{"error":"invalid_client","error_description":"the request names no client"}`},
		{"an unknown client", "grant_type=authorization_code&code=CODE", []string{form, mediaForm, "Authorization", "Basic " + b64("nobody:x")}, nil, 401, `{"error":"invalid_client","error_description":"no client has this ID"}`},
		{"a wrong secret", "grant_type=authorization_code&code=CODE", []string{form, mediaForm, "Authorization", "Basic " + b64("12345:x")}, nil, 401, `{"error":"invalid_client","error_description":"the secret is not the client's"}`},
		{"a raw Basic header", "grant_type=authorization_code&code=CODE", []string{form, mediaForm, "Authorization", "Basic 12345:verySecret"}, nil, 401, `{"error":"invalid_client","error_description":"the request names no client"}`},
		{"a secret in the form", "grant_type=authorization_code&code=CODE&client_id=12345&client_secret=verySecret", []string{form, mediaForm}, nil, 401, `{"error":"invalid_client","error_description":"the request names no client"}`},
		{"the habits of Spring", "grant_type=authorization_code&code=CODE", []string{form, mediaForm}, []option{with("client-error", "unauthorized"), with("error-description", "no")}, 401, `{"error":"unauthorized"}`},
		{"no grant type", "code=CODE", nil, nil, 400, `{"error":"invalid_request","error_description":"the request names no grant_type"}`},
		{"another grant type", "grant_type=password", nil, nil, 400, `{"error":"unsupported_grant_type","error_description":"the grant type \"password\" is not supported"}`},
		{"no code", "grant_type=authorization_code", nil, nil, 400, `{"error":"invalid_request","error_description":"the request has no code"}`},
		{"an unknown code", "grant_type=authorization_code&code=71682f9544255285736fb6d2d8acb6cf", nil, nil, 400, `{"error":"invalid_grant","error_description":"no such code has been issued, or it was forgotten after it had expired"}`},
		{"another redirect URI", "grant_type=authorization_code&code=CODE&redirect_uri=http%3A%2F%2Fanother.example", nil, nil, 400, `{"error":"invalid_grant","error_description":"the redirect_uri is not that of the authorization request"}`},
		{"a redirect URI left out", "grant_type=authorization_code&code=CODE", nil, nil, 400, `{"error":"invalid_grant","error_description":"the redirect_uri is missing, which the authorization request had"}`},
		{"a body seen on the older service", "grant_type=authorization_code&code=CODE", nil, []option{with("error-description", "no")}, 400, `{"error":"invalid_grant"}`},
		{"no refresh token", "grant_type=refresh_token", nil, nil, 400, `{"error":"invalid_request","error_description":"the request has no refresh_token"}`},
		{"an unknown refresh token", "grant_type=refresh_token&refresh_token=x", nil, nil, 400, `{"error":"invalid_grant","error_description":"no such refresh token has been issued, or it has been revoked"}`},
		{"a repeated field", "grant_type=authorization_code&code=CODE&code=CODE", nil, nil, 400, `{"error":"invalid_request","error_description":"\"code\" is there more than once"}`},
		{"JSON", `{"grant_type":"authorization_code"}`, []string{form, "application/json", "Authorization", basicHeader}, nil, 400, `{"error":"invalid_request","error_description":"the body must be application/x-www-form-urlencoded"}`},
		{"JSON where 415 is chosen", `{}`, []string{form, "application/json", "Authorization", basicHeader}, []option{with("wrong-media", "415")}, 415, `{"error":"invalid_request","error_description":"the body must be application/x-www-form-urlencoded"}`},
		{"no media type", "grant_type=authorization_code", []string{"Authorization", basicHeader}, nil, 400, `{"error":"invalid_request","error_description":"the body must be application/x-www-form-urlencoded"}`},
		{"a broken form", "grant_type=%zz", nil, nil, 400, `{"error":"invalid_request","error_description":"the body is not a well-formed form"}`},
		{"an oversized form", "grant_type=" + strings.Repeat("x", 70_000), nil, nil, 413, `{"error":"invalid_request","error_description":"the body is longer than 64 KiB"}`},
	}
	for _, tt := range tests {
		t.Run("it answers "+tt.name, func(t *testing.T) {
			s := newSim(t, tt.with...)
			body := strings.ReplaceAll(tt.body, "CODE", s.code(authorizeQuery("redirect_uri", queryURI)))
			if tt.headers == nil && tt.name != "no credentials, no form" {
				tt.headers = []string{form, mediaForm, "Authorization", basicHeader}
			}
			a := s.send("POST", tokenPath, body, tt.headers...)
			require.Equal(t, tt.status, a.status(), a.reasons())
			require.Equal(t, tt.want, string(a.Body))
			require.Equal(t, "application/json", a.ContentType)
			require.Equal(t, "no-store", a.Header.Get("Cache-Control"))
			challenge := ""
			if tt.status == 401 {
				challenge = `Basic realm="oauth2/client"`
			}
			require.Equal(t, challenge, a.Header.Get("WWW-Authenticate"))
			require.NotEmpty(t, a.exchange.Decisions, "the journal knows why")
		})
	}
	for _, method := range []string{"GET", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"} {
		a := newSim(t).send(method, tokenPath+"?grant_type=authorization_code", "")
		require.Equal(t, 405, a.status(), method)
		require.Equal(t, "POST", a.Header.Get("Allow"))
		if method != "HEAD" {
			require.Equal(t, `{"error":"method_not_allowed","error_description":"this path takes POST"}`, string(a.Body))
		}
	}
}

func TestTokenTolerates(t *testing.T) {
	s := newSim(t)
	form := func() string { return "grant_type=authorization_code&code=" + s.code(authorizeQuery()) }
	for _, target := range []string{tokenPath + "?", tokenPath + "/"} { // [confirmed: public clients post to the first]
		require.Equal(t, 200, s.send("POST", target, form(), "Authorization", basicHeader, "Content-Type", mediaForm+"; charset=UTF-8").status())
	}
	either := newSim(t, with("client-auth", "basic-or-form"))
	a := either.send("POST", tokenPath, "grant_type=authorization_code&client_id=12345&client_secret=verySecret&code="+either.code(authorizeQuery()), "Content-Type", mediaForm)
	require.Equal(t, 200, a.status(), a.reasons())
}

func TestCodesAndTokensEnd(t *testing.T) {
	s := newSim(t)
	late := s.code(authorizeQuery())
	s.world.Clock.Advance(10 * time.Minute)
	require.Equal(t, 400, s.token("grant_type=authorization_code&code="+late).status())

	b := s.tokens("grant_type=authorization_code&code=" + s.code(authorizeQuery()))
	_, e := s.tenant.Introspect(b.AccessToken, s.world.Clock.Now())
	require.Nil(t, e)
	s.world.Clock.Advance(12*time.Hour - time.Nanosecond)
	_, e = s.tenant.Introspect(b.AccessToken, s.world.Clock.Now())
	require.Nil(t, e)
	s.world.Clock.Advance(time.Nanosecond)
	_, e = s.tenant.Introspect(b.AccessToken, s.world.Clock.Now())
	require.Equal(t, "invalid_token", e.Code)

	fresh := s.tokens("grant_type=refresh_token&refresh_token=" + b.RefreshToken)
	require.EqualValues(t, 43199, fresh.ExpiresIn)
	require.NotEqual(t, b.RefreshToken, fresh.RefreshToken)
	s.tokens("grant_type=refresh_token&refresh_token=" + b.RefreshToken) // the old one stays
	s.world.Clock.Advance(30 * 24 * time.Hour)
	require.Equal(t, `{"error":"invalid_grant","error_description":"the refresh token has expired"}`, string(s.token("grant_type=refresh_token&refresh_token="+b.RefreshToken).Body))
}

func TestReplayAndRotation(t *testing.T) {
	revoking, refusing := newSim(t), newSim(t, with("code-replay", "refuse"))
	for _, s := range []*sim{revoking, refusing} {
		form := "grant_type=authorization_code&code=" + s.code(authorizeQuery())
		b := s.tokens(form)
		require.Equal(t, 400, s.token(form).status())
		_, e := s.tenant.Introspect(b.AccessToken, start)
		require.Equal(t, s == revoking, e != nil)
	}

	rotating := newSim(t, with("refresh-token", "rotate"), with("refresh-reuse", "revoke"))
	first := rotating.tokens("grant_type=authorization_code&code=" + rotating.code(authorizeQuery()))
	second := rotating.tokens("grant_type=refresh_token&refresh_token=" + first.RefreshToken)
	require.Equal(t, 400, rotating.token("grant_type=refresh_token&refresh_token="+first.RefreshToken).status())
	require.Equal(t, 400, rotating.token("grant_type=refresh_token&refresh_token="+second.RefreshToken).status(), "the family has ended")

	for value, check := range map[string]func(b, again tokenBody) bool{
		"same": func(b, again tokenBody) bool { return again.RefreshToken == b.RefreshToken },
		"none": func(_, again tokenBody) bool { return again.RefreshToken == "" },
	} {
		s := newSim(t, with("refresh-token", value))
		b := s.tokens("grant_type=authorization_code&code=" + s.code(authorizeQuery()))
		for range 3 {
			require.True(t, check(b, s.tokens("grant_type=refresh_token&refresh_token="+b.RefreshToken)), value)
		}
	}
}

func FuzzToken(f *testing.F) {
	s := newSim(f)
	f.Add("grant_type=authorization_code&code=x", mediaForm, basicHeader)
	f.Add("grant_type=refresh_token&refresh_token=%00&scope=a,b c", mediaForm, basicHeader)
	f.Add("{}", "application/json", "Basic Og==")
	f.Add("grant_type=refresh_token;a=b", mediaForm+"; charset", "Bearer x")
	f.Fuzz(func(t *testing.T, body, media, auth string) {
		r, err := http.NewRequest("POST", tokenPath, strings.NewReader(body))
		if err != nil {
			return
		}
		r.Header["Content-Type"], r.Header["Authorization"] = []string{media}, []string{auth}
		one := *s
		one.tb = t
		if a := one.ask(r); a.status() == 200 {
			t.Fatalf("%q with %q got tokens", body, auth)
		}
	})
}

func FuzzAuthorize(f *testing.F) {
	s := newSim(f, with("auto-approve", "on"))
	f.Add("client_id=12345&response_type=code&scope=sleep:read&state=%0d%0aX:y")
	f.Add("client_id=12345&redirect_uri=http://another.example&scope=team_read,team_read&response_type=code")
	f.Add("client_id=12345&redirect_uri=//evil&scope=%00")
	f.Fuzz(func(t *testing.T, query string) {
		r, err := http.NewRequest("GET", authorizePath, nil)
		if err != nil {
			return
		}
		r.URL.RawQuery = query
		one := *s
		one.tb = t
		a := one.ask(r)
		to := a.location()
		if strings.ContainsAny(to, "\r\n") || to != "" && !strings.HasPrefix(to, plainURI+"?") && !strings.HasPrefix(to, queryURI+"&") {
			t.Fatalf("%q leads to %q", query, to)
		}
	})
}

package polarauth

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Each redirect, byte for byte. [confirmed: both documents' examples]
func TestRedirects(t *testing.T) {
	onTo := func(value string) option { return with("error-redirect", value) }
	stranger := "https://evil.example/"
	tests := []struct {
		name string
		edit []string
		with []option
		want string // CODE stands for a code; a page when it begins with a digit
	}{
		{"sends state and code to the default", nil, nil, plainURI + "?state=yourState&code=CODE"},
		{"sends no state where there was none", []string{"state", ""}, nil, plainURI + "?code=CODE"},
		{"appends to the query that there is", []string{"redirect_uri", queryURI}, nil, queryURI + "&state=yourState&code=CODE"},
		{"escapes the state", []string{"state", "a&b=c d#é"}, nil, plainURI + "?state=a%26b%3Dc+d%23%C3%A9&code=CODE"},
		{"refuses a missing scope", []string{"scope", ""}, nil, plainURI + "?error=invalid_scope&state=yourState"},
		{"refuses a scope of the older service", []string{"scope", "accesslink.read_all"}, nil, plainURI + "?error=invalid_scope&state=yourState"},
		{"refuses commas between AccessLink's scopes", []string{"scope", "sleep:read,tests:read"}, nil, plainURI + "?error=invalid_scope&state=yourState"},
		{"takes them where it is told to", []string{"scope", "sleep:read,tests:read"}, []option{with("scope-delimiter", "either")}, plainURI + "?state=yourState&code=CODE"},
		{"refuses a mix of commas", []string{"scope", "team_read,sleep:read"}, nil, plainURI + "?error=invalid_scope&state=yourState"},
		{"takes commas between Team Pro's scopes", []string{"scope", "team_read,team_read"}, nil, plainURI + "?state=yourState&code=CODE"},
		{"refuses a scope with odd characters", []string{"scope", "sleep:read\x00"}, nil, plainURI + "?error=invalid_scope&state=yourState"},
		{"sends errors to the default, whatever was asked", []string{"scope", "x", "redirect_uri", queryURI}, nil, plainURI + "?error=invalid_scope&state=yourState"},
		{"sends errors to where it was asked, where it is told to", []string{"scope", "x", "redirect_uri", queryURI}, []option{onTo("requested")}, queryURI + "&error=invalid_scope&state=yourState"},
		{"refuses another response type", []string{"response_type", "token"}, nil, plainURI + "?error=unsupported_response_type&state=yourState"},
		{"refuses a missing response type", []string{"response_type", ""}, nil, plainURI + "?error=invalid_request&state=yourState"},
		{"shows an unknown client a page", []string{"client_id", "nobody"}, nil, "400 invalid_client"},
		{"shows a missing client a page", []string{"client_id", ""}, nil, "400 invalid_request"},
		{"shows an unknown redirect URI a page", []string{"redirect_uri", stranger}, nil, "400 invalid_request"},
		{"compares redirect URIs to the letter", []string{"redirect_uri", plainURI + "/"}, nil, "400 invalid_request"},
		{"tells the default of an unknown redirect URI where it is told to", []string{"redirect_uri", stranger}, []option{with("unknown-redirect", "default")}, plainURI + "?error=invalid_request&state=yourState"},
		{"shows an oversized request a page", []string{"state", strings.Repeat("x", 9000)}, nil, "400 invalid_request"},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			s := newSim(t, append(tt.with, with("auto-approve", "on"))...)
			a := s.send("GET", authorizeQuery(tt.edit...), "")
			if status, code, page := strings.Cut(tt.want, " "); page {
				require.Equal(t, status, strconv.Itoa(a.status()), a.location())
				require.Empty(t, a.location())
				require.Contains(t, string(a.Body), "<code>"+code+"</code>")
				require.NotEmpty(t, a.exchange.Decisions)
				return
			}
			require.Equal(t, 302, a.status(), "%s", a.Body)
			u, err := url.Parse(a.location())
			require.NoError(t, err)
			got := a.location()
			if code := u.Query().Get("code"); code != "" {
				require.Regexp(t, `^[0-9a-f]{32}$`, code)
				got = strings.Replace(got, code, "CODE", 1)
			}
			require.Equal(t, tt.want, got)
		})
	}
	a := newSim(t).send("GET", authorizeQuery()+"&redirect_uri="+url.QueryEscape(plainURI)+"&redirect_uri="+url.QueryEscape(queryURI), "")
	require.Equal(t, 400, a.status(), "a parameter that is there twice")
}

func TestAPersonAllows(t *testing.T) {
	s := newSim(t)
	target := authorizeQuery("redirect_uri", queryURI)
	p := s.signIn(target, "7001")
	require.Contains(t, string(p.Body), `value="sleep:read"`)
	a := s.answerConsent(target, "true", "tests:read", "profile:read")
	require.Equal(t, 302, a.status())
	u, err := url.Parse(a.location())
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(a.location(), queryURI+"&state=yourState&code="), a.location())
	b := s.tokens("grant_type=authorization_code&redirect_uri=" + url.QueryEscape(queryURI) + "&code=" + u.Query().Get("code"))
	require.Equal(t, "tests:read", b.Scope, "neither what was taken out nor what was never asked for")
	got, e := s.tenant.Introspect(b.AccessToken, start)
	require.Nil(t, e)
	require.Equal(t, "7001", got.User.ID)
	require.Equal(t, roleAthlete, got.User.Role)

	again := s.browse("GET", target, nil)
	require.Equal(t, 200, again.status(), "the person is signed in and is asked again")
	remembering := newSim(t, with("remember-consent", "yes"))
	remembering.signIn(target, "7001")
	remembering.answerConsent(target, "true", "tests:read")
	require.Equal(t, 200, remembering.browse("GET", target, nil).status(), "not all of it was allowed")
	remembering.answerConsent(target, "true", "sleep:read", "tests:read")
	require.Equal(t, 302, remembering.browse("GET", target, nil).status())
}

func TestAPersonDeclines(t *testing.T) {
	s := newSim(t)
	s.signIn(authorizeQuery(), "7001")
	a := s.answerConsent(authorizeQuery(), "false", "sleep:read")
	require.Equal(t, plainURI+"?error=access_denied&state=yourState", a.location())

	a = s.answerConsent(authorizeQuery(), "true")
	require.Equal(t, 400, a.status())
	require.Contains(t, string(a.Body), `role="alert"`)
	require.Contains(t, string(a.Body), `<a href="#scope-0">Choose at least one kind of data, or decline</a>`)
	require.NotContains(t, string(a.Body), "checked")
	require.Equal(t, 400, s.answerConsent(authorizeQuery(), "perhaps", "sleep:read").status())
	require.Empty(t, s.tenant.Consented("12345", "7001"))
}

func TestLogin(t *testing.T) {
	s := newSim(t)
	a := s.browse("GET", authorizeQuery("scope", "team_read"), nil)
	require.Equal(t, 302, a.status())
	p := s.browse("GET", "/login", nil)
	require.Contains(t, string(p.Body), "Coaches")
	require.NotContains(t, string(p.Body), "Athletes", "only those who can grant it are offered")
	before := s.jar[sessionCookie]

	form := url.Values{csrfField: {s.jar[csrfCookie]}}
	a = s.browse("POST", "/login", form)
	require.Equal(t, 400, a.status())
	require.Contains(t, string(a.Body), `Choose who you are</a>`)
	form.Set("username", "4711 <b>")
	a = s.browse("POST", "/login", form)
	require.Equal(t, 400, a.status())
	require.Contains(t, string(a.Body), `<a href="#username">Nobody has this user ID</a>`)
	require.Contains(t, string(a.Body), `value="4711 &lt;b&gt;"`)

	form.Set("username", " 8001 ")
	form.Set("user", "7001")
	a = s.browse("POST", "/login", form)
	require.Equal(t, 302, a.status(), "what is typed goes before what is chosen")
	require.NotEqual(t, before, s.jar[sessionCookie], "the session has another name after the login")
	require.Contains(t, string(s.browse("GET", a.location(), nil).Body), "user 8001")

	a = s.browse("GET", authorizeQuery(), nil)
	require.Equal(t, "/w/test/polar-auth/login", a.location(), "a coach has no sleep to show")

	alone := newSim(t)
	require.Equal(t, 200, alone.browse("GET", "/login", nil).status())
	a = alone.browse("POST", "/login", url.Values{csrfField: {alone.jar[csrfCookie]}, "user": {"7001"}})
	require.Contains(t, string(a.Body), "You have signed in")
}

func TestForgedForms(t *testing.T) {
	s := newSim(t)
	s.signIn(authorizeQuery(), "7001")
	good := s.jar[csrfCookie]
	for _, csrf := range []string{"", "x", good + "x"} {
		form := url.Values{csrfField: {csrf}, "user_oauth_approval": {"true"}, "scope": {"sleep:read"}}
		require.Equal(t, 403, s.browse("POST", authorizeQuery(), form).status(), csrf)
	}
	require.Equal(t, 403, newSim(t).browse("POST", "/login", url.Values{"user": {"7001"}, csrfField: {""}}).status())
	require.Equal(t, 302, newSim(t).browse("POST", authorizeQuery(), url.Values{csrfField: {good}}).status(), "a stranger is sent to the login page")
	require.Equal(t, 400, s.send("POST", "/login", "{}", "Content-Type", "application/json").status())
	require.Equal(t, 413, s.send("POST", "/login", strings.Repeat("x", 70_000), "Content-Type", mediaForm).status())

	s.world.Clock.Advance(sessionLife + time.Second)
	require.Equal(t, "/w/test/polar-auth/login", s.answerConsent(authorizeQuery(), "true", "sleep:read").location(), "the session has ended")
}

func TestSessionsAreBounded(t *testing.T) {
	s := newSim(t)
	s.browse("GET", "/login", nil)
	for range 3 * maxSessions {
		require.Equal(t, 200, s.send("GET", "/login", "").status())
	}
	require.Len(t, s.tenant.sessions.byID, maxSessions)
	require.Len(t, s.tenant.sessions.order, maxSessions)
	require.Equal(t, 403, s.browse("POST", "/login", url.Values{csrfField: {s.jar[csrfCookie]}, "user": {"7001"}}).status())
}

func TestUnknownPathsAndMethods(t *testing.T) {
	s := newSim(t)
	for _, path := range []string{"/", "/oauth", "/oauth/authorize/x", "/v3/users", "/%00", "/oauth//token"} {
		a := s.send("GET", path, "")
		require.Equal(t, 404, a.status(), path)
		require.Contains(t, string(a.Body), "<h1>Page not found</h1>")
	}
	a := s.send("DELETE", authorizePath, "")
	require.Equal(t, 405, a.status())
	require.Equal(t, "GET, HEAD, POST", a.Header.Get("Allow"))
	require.Equal(t, "text/html;charset=UTF-8", a.ContentType)
	require.Len(t, Operations(), 5)
	require.Empty(t, Declined())
}

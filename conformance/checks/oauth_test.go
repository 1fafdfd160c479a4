package checks

import (
	"encoding/base64"
	"io/fs"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
)

// form makes the request one that posts a form.
func form(s string) func(*conformance.Exchange) {
	return func(e *conformance.Exchange) {
		e.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
		e.Body = []byte(s)
	}
}

func basic(id, secret string) func(*conformance.Exchange) {
	return header("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(id+":"+secret)))
}

func TestChecksOfLogins(t *testing.T) {
	t.Parallel()
	asked := x(0, "GET /authorize?redirect_uri=http://a/b&state=0123456789", 302)
	authorize := &conformance.Match{Operation: "authorize"}
	token := conformance.Match{Operation: "token"}
	for _, tt := range []struct {
		name    string
		judge   func(*conformance.Evidence) conformance.Outcome
		wire    []conformance.Exchange
		met     bool
		reached bool
	}{
		{"a field of the form", with(bodyForm, Form{Match: token, Name: "grant_type", Pattern: "refresh_.*"}), []conformance.Exchange{x(0, "POST /token", 200, form("grant_type=refresh_token"))}, true, true},
		{"another value", with(bodyForm, Form{Match: token, Name: "grant_type", Pattern: "code"}), []conformance.Exchange{x(0, "POST /token", 200, form("grant_type=refresh_token"))}, false, true},
		{"a field twice", with(bodyForm, Form{Match: token, Name: "a", Pattern: ".*"}), []conformance.Exchange{x(0, "POST /token", 200, form("a=1&a=2"))}, false, true},
		{"JSON is no form", with(bodyForm, Form{Match: token, Name: "a", Absent: true}), []conformance.Exchange{x(0, "POST /token", 200, body(`{"a":1}`))}, false, true},
		{"a field that must not be there", with(bodyForm, Form{Match: token, Name: "client_secret", Absent: true}), []conformance.Exchange{x(0, "POST /token", 200, form("client_secret=s"))}, false, true},
		{"the value of the query", with(bodyForm, Form{Match: token, Name: "redirect_uri", Of: authorize}), []conformance.Exchange{asked, x(0, "POST /token", 200, form("redirect_uri=http://a/b"))}, true, true},
		{"not the value of the query", with(bodyForm, Form{Match: token, Name: "redirect_uri", Of: authorize}), []conformance.Exchange{asked, x(0, "POST /token", 200, form("a=b"))}, false, true},
		{"no query to compare with", with(bodyForm, Form{Match: token, Name: "redirect_uri", Of: authorize}), []conformance.Exchange{x(0, "POST /token", 200, form("a=b"))}, false, false},
		{"states that differ", with(queryDiffers, Differs{Match: *authorize, Name: "state", MinLength: 10}), []conformance.Exchange{asked, x(0, "GET /authorize?state=abcdefghij", 302)}, true, true},
		{"a state twice", with(queryDiffers, Differs{Match: *authorize, Name: "state"}), []conformance.Exchange{asked, asked}, false, true},
		{"a short state", with(queryDiffers, Differs{Match: *authorize, Name: "state", MinLength: 11}), []conformance.Exchange{asked}, false, true},
		{"the world's client", with(basicCredentials, Endpoint{token}), []conformance.Exchange{x(0, "POST /token", 200, basic("app", "a client secret"))}, true, true},
		{"the world's client, as a form writes it", with(basicCredentials, Endpoint{token}), []conformance.Exchange{x(0, "POST /token", 200, basic("app", "a+client+secret"))}, true, true},
		{"another client", with(basicCredentials, Endpoint{token}), []conformance.Exchange{x(0, "POST /token", 200, basic("app", "guess"))}, false, true},
		{"no client", with(basicCredentials, Endpoint{token}), []conformance.Exchange{x(0, "POST /token", 200)}, false, true},
		{"the given refresh token", with(refreshFollows, Endpoint{token}), []conformance.Exchange{x(0, "POST /token", 200, form("grant_type=refresh_token&refresh_token=given"))}, true, true},
		{"the newest refresh token", with(refreshFollows, Endpoint{token}), []conformance.Exchange{x(0, "POST /token", 200, reply(`{"refresh_token":"next"}`)), x(1, "POST /token", 200, form("grant_type=refresh_token&refresh_token=next"))}, true, true},
		{"an old refresh token", with(refreshFollows, Endpoint{token}), []conformance.Exchange{x(0, "POST /token", 200, reply(`{"refresh_token":"next"}`)), x(1, "POST /token", 200, form("grant_type=refresh_token&refresh_token=given"))}, false, true},
		{"no refresh", with(refreshFollows, Endpoint{token}), []conformance.Exchange{x(0, "POST /token", 200, form("grant_type=authorization_code"))}, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := wireOf(tt.wire...)
			e.World.Credentials.ClientID, e.World.Credentials.ClientSecret = "app", "a client secret"
			e.World.Tokens.RefreshToken = "given"
			got := tt.judge(e)
			require.Equal(t, tt.reached, got.Reached, "%+v", got)
			require.Equal(t, tt.met, got.Met, "%+v", got)
		})
	}
}

// with is a check on its arguments.
func with[A any](judge func(*conformance.Evidence, *A) conformance.Outcome, a A) func(*conformance.Evidence) conformance.Outcome {
	return func(e *conformance.Evidence) conformance.Outcome { return judge(e, &a) }
}

func TestSecretsStayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	elsewhere := func(e *conformance.Exchange) { e.Origin = "elsewhere.example" }
	at := func(edit ...func(*conformance.Exchange)) *conformance.Evidence {
		e := wireOf(x(0, "POST /token", 200, basic("app", "the-client-secret")), x(time.Second, "GET /data", 200, edit...))
		e.World.Secrets = map[string]string{"client secret": "the-client-secret", "access token": "the-access-token"}
		return e
	}
	only := &Stay{Names: []string{"client secret"}, Operations: []string{"token"}}
	require.True(t, secretsStay(at(), only).Met)
	require.False(t, secretsStay(at(basic("app", "the-client-secret")), only).Met, "with another operation")
	require.False(t, secretsStay(at(body("secret=the-client-secret")), only).Met, "in a body")
	require.True(t, secretsStay(at(header("Authorization", "Bearer the-access-token")), &Stay{}).Met)
	require.False(t, secretsStay(at(header("Authorization", "Bearer the-access-token"), elsewhere), &Stay{}).Met, "to another host")
	require.False(t, secretsStay(wireOf(x(0, "GET /a", 200)), &Stay{}).Reached, "nothing was sent")
}

func TestPagesAreWalked(t *testing.T) {
	t.Parallel()
	page := func(query, total string) conformance.Exchange {
		return x(0, "GET /list"+query, 200, reply(`{"page":{"total_pages":`+total+`}}`))
	}
	walk := &Walk{Name: "page", Total: "/page/total_pages"}
	for name, tt := range map[string]struct {
		wire []conformance.Exchange
		met  bool
	}{
		"all":               {[]conformance.Exchange{page("", "2"), page("?page=1", "2")}, true},
		"a list that grows": {[]conformance.Exchange{page("?page=0", "1"), page("?page=1", "2")}, true},
		"none":              {[]conformance.Exchange{page("?page=0", "0")}, true},
		"one too few":       {[]conformance.Exchange{page("?page=0", "2")}, false},
		"one too many":      {[]conformance.Exchange{page("?page=0", "1"), page("?page=1", "1")}, false},
		"one twice":         {[]conformance.Exchange{page("?page=0", "2"), page("?page=0", "2")}, false},
		"no number":         {[]conformance.Exchange{page("?page=x", "1")}, false},
	} {
		require.Equal(t, tt.met, pagesWalked(wireOf(tt.wire...), walk).Met, name)
	}
	require.False(t, pagesWalked(wireOf(), walk).Reached)
}

func TestConnectionsAndFiles(t *testing.T) {
	t.Parallel()
	on := func(n int) conformance.Exchange {
		return x(0, "GET /a", 200, func(e *conformance.Exchange) { e.Conn = n })
	}
	require.True(t, connectionsCount(wireOf(on(1), on(1), on(2)), &Connections{Max: 2}).Met)
	require.False(t, connectionsCount(wireOf(on(1), on(2)), &Connections{Max: 1}).Met)
	require.False(t, connectionsCount(wireOf(), &Connections{Max: 1}).Reached)
	files := func(m fs.FileMode) *conformance.Evidence {
		return &conformance.Evidence{Files: map[string]fs.FileMode{"token": m}}
	}
	require.True(t, stateModes(files(0o600), &Modes{Most: 0o600}).Met)
	require.False(t, stateModes(files(0o640), &Modes{Most: 0o600}).Met)
	require.False(t, stateModes(&conformance.Evidence{}, &Modes{Most: 0o600}).Reached)
}

func TestArgumentsOfTheseChecksAreRead(t *testing.T) {
	t.Parallel()
	for _, v := range []validator{&Form{}, &Form{Name: "a"}, &Form{Name: "a", Pattern: "("}, &Differs{}, &Walk{}, &Walk{Total: "x"}, &Connections{}} {
		require.Errorf(t, v.validate(), "%#v", v)
	}
}

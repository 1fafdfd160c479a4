package oauth

import (
	"hash/fnv"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var start = time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC)

func chance(name string, n uint64) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	return rand.New(rand.NewPCG(h.Sum64(), n))
}

const callback = "https://app.example/callback?from=polar"

var (
	alice = User{ID: "70000001", Name: "Alice", Role: "athlete", Index: 1}
	both  = []string{"sleep", "tests"}
)

func newServer(tb testing.TB, edit func(c *Config)) *Server {
	tb.Helper()
	c := Config{Chance: chance, Policy: Policy{CodeLife: 10 * time.Minute, AccessLife: 12 * time.Hour, RefreshLife: 30 * 24 * time.Hour}}
	if edit != nil {
		edit(&c)
	}
	s := New(c)
	require.NoError(tb, s.Register(Client{ID: "id", Secret: "secret", RedirectURIs: []string{"https://app.example/", callback}}))
	require.NoError(tb, s.Register(Client{ID: "other", Secret: "terces", RedirectURIs: []string{callback}}))
	require.NoError(tb, s.Register(Client{ID: "public", RedirectURIs: []string{callback}}))
	return s
}

func request(edit func(*Request)) Request {
	r := Request{ClientID: "id", ResponseType: "code", RedirectURI: callback, State: "xyz", Scopes: both}
	if edit != nil {
		edit(&r)
	}
	return r
}

func approve(tb testing.TB, s *Server, edit func(*Request), now time.Time) string {
	tb.Helper()
	a, e := s.Authorize(request(edit))
	require.Nil(tb, e)
	code, e := s.Approve(a, alice, a.Scopes, now)
	require.Nil(tb, e)
	return code
}

func basic(id, secret string) Credentials {
	return Credentials{ClientID: id, Secret: secret, Basic: true}
}

func exchange(code string) TokenRequest {
	return TokenRequest{Credentials: basic("id", "secret"), GrantType: GrantCode, Code: code, RedirectURI: callback}
}

func again(refresh string) TokenRequest {
	return TokenRequest{Credentials: basic("id", "secret"), GrantType: GrantRefresh, RefreshToken: refresh}
}

func TestAuthorize(t *testing.T) {
	errorsToDefault := func(c *Config) { c.Policy.ErrorsToDefault = true }
	tests := []struct {
		name   string
		config func(*Config)
		edit   func(*Request)
		code   string // of the refusal; empty for none
		to     string // where the code or the refusal goes
	}{
		{"takes a registered redirect URI", nil, nil, "", callback},
		{"takes the default where none is named", nil, func(r *Request) { r.RedirectURI = "" }, "", "https://app.example/"},
		{"tells only the person of an unknown client", nil, func(r *Request) { r.ClientID = "nobody" }, InvalidClient, ""},
		{"tells only the person of a missing client", nil, func(r *Request) { r.ClientID = "" }, InvalidRequest, ""},
		{"tells only the person of an unknown redirect URI", errorsToDefault, func(r *Request) { r.RedirectURI = "https://evil.example/" }, InvalidRequest, ""},
		{"compares redirect URIs to the letter", nil, func(r *Request) { r.RedirectURI = callback + "&x=1" }, InvalidRequest, ""},
		{"tells the default of an unknown redirect URI where it is told to", func(c *Config) { c.Policy.StrangersToDefault = true }, func(r *Request) { r.RedirectURI = "https://evil.example/" }, InvalidRequest, "https://app.example/"},
		{"matches by the vendor's rule", func(c *Config) {
			c.Policy.MatchRedirect = func(c Client, asked string) bool { return strings.HasPrefix(asked, c.RedirectURIs[1]) }
		}, func(r *Request) { r.RedirectURI = callback + "&x=1" }, "", callback + "&x=1"},
		{"never matches what cannot be registered", func(c *Config) { c.Policy.MatchRedirect = func(Client, string) bool { return true } }, func(r *Request) { r.RedirectURI = "javascript:alert(1)" }, InvalidRequest, ""},
		{"wants a response type", nil, func(r *Request) { r.ResponseType = "" }, InvalidRequest, callback},
		{"does without one where it is told to", func(c *Config) { c.Policy.AnyResponseType = true }, func(r *Request) { r.ResponseType = "" }, "", callback},
		{"knows codes only", nil, func(r *Request) { r.ResponseType = "token" }, UnsupportedResponseType, callback},
		{"wants a scope", nil, func(r *Request) { r.Scopes = nil }, InvalidScope, callback},
		{"refuses a scope that is none", func(c *Config) { c.Policy.ScopeExists = func(s string) bool { return s == "sleep" } }, nil, InvalidScope, callback},
		{"sends refusals to the default where it is told to", errorsToDefault, func(r *Request) { r.Scopes = nil }, InvalidScope, "https://app.example/"},
		{"ignores challenges", nil, func(r *Request) { r.Challenge, r.ChallengeMethod = "x", "y" }, "", callback},
		{"refuses a plain challenge", func(c *Config) { c.Policy.PKCE = PKCES256 }, func(r *Request) { r.Challenge = strings.Repeat("a", 43) }, InvalidRequest, callback},
		{"takes a plain challenge where it is told to", func(c *Config) { c.Policy.PKCE = PKCEPlain }, func(r *Request) { r.Challenge = strings.Repeat("a", 43) }, "", callback},
		{"refuses a short challenge", func(c *Config) { c.Policy.PKCE = PKCES256 }, func(r *Request) { r.Challenge, r.ChallengeMethod = "a", "S256" }, InvalidRequest, callback},
		{"refuses a method without a challenge", func(c *Config) { c.Policy.PKCE = PKCES256 }, func(r *Request) { r.ChallengeMethod = "S256" }, InvalidRequest, callback},
		{"forces public clients to send a challenge", func(c *Config) { c.Policy.PKCE = PKCEForced }, func(r *Request) { r.ClientID = "public" }, InvalidRequest, callback},
		{"does not force others", func(c *Config) { c.Policy.PKCE = PKCEForced }, nil, "", callback},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			a, e := newServer(t, tt.config).Authorize(request(tt.edit))
			if tt.code == "" {
				require.Nil(t, e)
				require.Equal(t, tt.to, a.RedirectURI)
				require.Equal(t, "xyz", a.State)
				return
			}
			require.Nil(t, a)
			require.Equal(t, tt.code, e.Code, e)
			require.Equal(t, tt.to, e.RedirectURI)
			require.Equal(t, tt.to != "", e.Redirectable())
			if e.Redirectable() {
				require.Equal(t, "xyz", e.State)
			}
		})
	}
}

func TestRefusalsOfTheVendorsOwn(t *testing.T) {
	s := newServer(t, func(c *Config) { c.Policy.ErrorsToDefault = true })
	a, e := s.Authorize(request(nil))
	require.Nil(t, e)
	require.Equal(t, "https://app.example/", a.ErrorsTo())
	require.Equal(t, &Error{Code: "login_required", Description: "nobody has signed in", RedirectURI: "https://app.example/", State: "xyz"}, a.Refuse("login_required", "nobody has signed in"))
	require.EqualError(t, a.Decline(), "oauth: access_denied: the user has declined")
	require.True(t, s.Unregister("id"))
	_, e = s.Approve(a, alice, both, start)
	require.Equal(t, InvalidClient, e.Code)
	require.False(t, e.Redirectable(), "nothing is sent to a client that is gone")
	_, e = s.Grant("id", alice, both, start)
	require.Equal(t, InvalidClient, e.Code)
}

func TestRefreshTokensAreNotForEverybody(t *testing.T) {
	s := newServer(t, func(c *Config) {
		c.Policy.RefreshLife = 0
		c.Policy.IssueRefresh = func(c Client, scopes []string) bool { return !c.Public() || within([]string{"offline"}, scopes) == "" }
	})
	for _, scopes := range [][]string{{"sleep"}, {"sleep", "offline"}} {
		r := exchange(approve(t, s, func(r *Request) { r.ClientID, r.Scopes = "public", scopes }, start))
		r.Credentials = Credentials{ClientID: "public"}
		tokens, e := s.Token(r, start)
		require.Nil(t, e)
		require.Equal(t, len(scopes) == 2, tokens.RefreshToken != "")
		if tokens.RefreshToken != "" {
			r = TokenRequest{Credentials: Credentials{ClientID: "public"}, GrantType: GrantRefresh, RefreshToken: tokens.RefreshToken}
			_, e = s.Token(r, start.AddDate(50, 0, 0))
			require.Nil(t, e, "a life of zero is for ever")
		}
	}
}

func TestApproveGrantsNoMoreThanWasAsked(t *testing.T) {
	s := newServer(t, nil)
	a, e := s.Authorize(request(nil))
	require.Nil(t, e)
	_, e = s.Approve(a, alice, []string{"sleep", "profile"}, start)
	require.Equal(t, InvalidScope, e.Code)
	_, e = s.Approve(a, alice, nil, start)
	require.Equal(t, AccessDenied, e.Code)
	require.Empty(t, s.Consents())
	code, e := s.Approve(a, alice, []string{"tests"}, start)
	require.Nil(t, e)
	require.Regexp(t, `^[0-9a-f]{32}$`, code)
	require.Equal(t, []Consent{{"id", alice.ID, []string{"tests"}}}, s.Consents())
	tokens, e := s.Token(exchange(code), start)
	require.Nil(t, e)
	require.Equal(t, []string{"tests"}, tokens.Scopes)
}

func TestTokenRefuses(t *testing.T) {
	tests := []struct {
		name string
		edit func(*TokenRequest)
		code string
		says string
	}{
		{"a client without a name", func(r *TokenRequest) { r.Credentials = Credentials{} }, InvalidClient, "names no client"},
		{"an unknown client", func(r *TokenRequest) { r.ClientID = "nobody" }, InvalidClient, "no client"},
		{"a wrong secret", func(r *TokenRequest) { r.Secret = "x" }, InvalidClient, "not the client's"},
		{"a missing secret", func(r *TokenRequest) { r.Secret = "" }, InvalidClient, "not sent its secret"},
		{"a secret in the form", func(r *TokenRequest) { r.Basic = false }, InvalidClient, "not in the form"},
		{"a public client with a secret", func(r *TokenRequest) { r.ClientID = "public" }, InvalidClient, "has no secret"},
		{"a missing grant type", func(r *TokenRequest) { r.GrantType = "" }, InvalidRequest, "grant_type"},
		{"another grant type", func(r *TokenRequest) { r.GrantType = "password" }, UnsupportedGrantType, "password"},
		{"a missing code", func(r *TokenRequest) { r.Code = "" }, InvalidRequest, "no code"},
		{"an unknown code", func(r *TokenRequest) { r.Code = "x" }, InvalidGrant, "no such code"},
		{"another client's code", func(r *TokenRequest) { r.Credentials = basic("other", "terces") }, InvalidGrant, "another client"},
		{"a missing redirect URI", func(r *TokenRequest) { r.RedirectURI = "" }, InvalidGrant, "missing"},
		{"another redirect URI", func(r *TokenRequest) { r.RedirectURI = "https://app.example/" }, InvalidGrant, "not that of"},
		{"a missing refresh token", func(r *TokenRequest) { r.GrantType = GrantRefresh }, InvalidRequest, "refresh_token"},
		{"an unknown refresh token", func(r *TokenRequest) { r.GrantType, r.RefreshToken = GrantRefresh, "x" }, InvalidGrant, "refresh token"},
	}
	for _, tt := range tests {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			s := newServer(t, nil)
			r := exchange(approve(t, s, nil, start))
			tt.edit(&r)
			_, e := s.Token(r, start)
			require.NotNil(t, e)
			require.Equal(t, tt.code, e.Code)
			require.Contains(t, e.Description, tt.says)
			require.False(t, e.Redirectable())
		})
	}
}

func TestAuthentication(t *testing.T) {
	s := newServer(t, func(c *Config) { c.Policy.SecretInBody = true })
	require.NoError(t, s.Register(Client{ID: "a b", Secret: "x+y%z:"}))
	for _, c := range []Credentials{basic("a b", "x+y%z:"), basic("a+b", "x%2By%25z%3A"), {ClientID: "a b", Secret: "x+y%z:"}, {ClientID: "public"}} {
		_, e := s.Authenticate(c)
		require.Nil(t, e, c.ClientID)
	}
	_, e := s.Authenticate(Credentials{ClientID: "a+b", Secret: "x%2By%25z%3A"})
	require.Equal(t, InvalidClient, e.Code, "the form is escaped once")

	c, ok := ParseBasic("basic MTIzNDU6dmVyeVNlY3JldA==") // the vendor's example
	require.True(t, ok)
	require.Equal(t, basic("12345", "verySecret"), c)
	for _, bad := range []string{"", "Basic", "Basic ", "Basic MTIzNDU=", "Basic 12345:verySecret", "Bearer MTIzNDU6dmVyeVNlY3JldA=="} {
		_, ok := ParseBasic(bad)
		require.False(t, ok, bad)
	}
}

func TestRegisterRefuses(t *testing.T) {
	tests := []struct {
		name   string
		client Client
		says   string
	}{
		{"no ID", Client{}, "may not be empty"},
		{"a colon", Client{ID: "a:b"}, "colon"},
		{"a relative redirect URI", Client{ID: "a", RedirectURIs: []string{"/x"}}, "not absolute"},
		{"a fragment", Client{ID: "a", RedirectURIs: []string{"https://a/#"}}, "fragment"},
		{"no host", Client{ID: "a", RedirectURIs: []string{"https:///x"}}, "no host"},
		{"a script", Client{ID: "a", RedirectURIs: []string{"JavaScript:alert(1)"}}, "a browser does not leave"},
		{"a line break", Client{ID: "a", RedirectURIs: []string{"https://a/\r\nx:y"}}, "must be escaped"},
		{"a long redirect URI", Client{ID: "a", RedirectURIs: []string{"https://a/" + strings.Repeat("x", 3000)}}, "longer than"},
		{"too many", Client{ID: "a", RedirectURIs: make([]string, 101)}, "at most 100"},
		{"a foreign default", Client{ID: "a", RedirectURIs: []string{"https://a/"}, Default: "https://b/"}, "default"},
	}
	for _, tt := range tests {
		require.ErrorContains(t, newServer(t, nil).Register(tt.client), tt.says, tt.name)
	}
	s := newServer(t, func(c *Config) { c.MaxClients = 3 })
	require.ErrorContains(t, s.Register(Client{ID: "fourth"}), "already 3 clients")
	require.NoError(t, s.Register(Client{ID: "id", RedirectURIs: []string{"myapp:/x"}}), "a client may be replaced")
	require.True(t, s.Unregister("public"))
	require.False(t, s.Unregister("public"))
	require.Len(t, s.Clients(), 2)
}

func TestPKCE(t *testing.T) {
	const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" // RFC 7636, appendix B
	require.Equal(t, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", S256(verifier))
	s := newServer(t, func(c *Config) { c.Policy.PKCE = PKCEForced })
	for _, tt := range []struct {
		verifier string
		ok       bool
	}{{verifier, true}, {verifier + "x", false}, {"", false}, {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", false}} {
		code := approve(t, s, func(r *Request) {
			r.ClientID, r.Challenge, r.ChallengeMethod = "public", S256(verifier), "S256"
		}, start)
		r := exchange(code)
		r.Credentials, r.Verifier = Credentials{ClientID: "public"}, tt.verifier
		_, e := s.Token(r, start)
		require.Equal(t, tt.ok, e == nil, tt.verifier)
		r.Verifier = verifier
		_, e = s.Token(r, start)
		require.Equal(t, InvalidGrant, e.Code, "a code is spent by whoever presents it")
	}
	plain := newServer(t, func(c *Config) { c.Policy.PKCE = PKCEPlain })
	r := exchange(approve(t, plain, func(r *Request) { r.Challenge = verifier }, start))
	r.Verifier = verifier
	_, e := plain.Token(r, start)
	require.Nil(t, e)
}

func TestReplayOfACode(t *testing.T) {
	for _, revoke := range []bool{false, true} {
		s := newServer(t, func(c *Config) { c.Policy.RevokeOnReplay = revoke })
		code := approve(t, s, nil, start)
		tokens, e := s.Token(exchange(code), start)
		require.Nil(t, e)
		_, e = s.Token(exchange(code), start)
		require.Equal(t, InvalidGrant, e.Code)
		_, e = s.Introspect(tokens.AccessToken, start)
		require.Equal(t, revoke, e != nil)
		_, e = s.Token(again(tokens.RefreshToken), start)
		require.Equal(t, revoke, e != nil)
	}
}

func TestRefreshPolicies(t *testing.T) {
	tests := []struct {
		name          string
		policy        RefreshPolicy
		sent          func(old, got string) bool
		oldStillWorks bool
	}{
		{"keep", RefreshKeep, func(old, got string) bool { return got != "" && got != old }, true},
		{"rotate", RefreshRotate, func(old, got string) bool { return got != "" && got != old }, false},
		{"same", RefreshSame, func(old, got string) bool { return got == old }, true},
		{"omit", RefreshOmit, func(_, got string) bool { return got == "" }, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, func(c *Config) { c.Policy.Refresh = tt.policy })
			first, e := s.Token(exchange(approve(t, s, nil, start)), start)
			require.Nil(t, e)
			second, e := s.Token(again(first.RefreshToken), start.Add(time.Hour))
			require.Nil(t, e)
			require.True(t, tt.sent(first.RefreshToken, second.RefreshToken))
			require.NotEqual(t, first.AccessToken, second.AccessToken)
			require.Equal(t, start.Add(13*time.Hour), second.Expires)
			for i := range 3 * perFamily {
				_, e = s.Token(again(first.RefreshToken), start.Add(2*time.Hour))
				require.Equal(t, tt.oldStillWorks, e == nil, i)
			}
		})
	}
}

func TestReuseEndsTheFamily(t *testing.T) {
	s := newServer(t, func(c *Config) { c.Policy.Refresh, c.Policy.RevokeOnReuse = RefreshRotate, true })
	bystander, e := s.Token(exchange(approve(t, s, nil, start)), start)
	require.Nil(t, e)
	first, _ := s.Token(exchange(approve(t, s, nil, start)), start)
	second, _ := s.Token(again(first.RefreshToken), start)
	third, e := s.Token(again(second.RefreshToken), start)
	require.Nil(t, e)
	_, e = s.Token(again(first.RefreshToken), start)
	require.Contains(t, e.Description, "revoked")
	for _, dead := range []Tokens{first, second, third} {
		require.False(t, s.Issued(dead.AccessToken))
		_, e = s.Token(again(dead.RefreshToken), start)
		require.Equal(t, InvalidGrant, e.Code)
	}
	_, e = s.Introspect(bystander.AccessToken, start)
	require.Nil(t, e, "another consent of the same person lives on")
}

func TestRefreshNarrows(t *testing.T) {
	s := newServer(t, nil)
	first, _ := s.Token(exchange(approve(t, s, nil, start)), start)
	r := again(first.RefreshToken)
	r.Scopes = []string{"tests"}
	narrow, e := s.Token(r, start)
	require.Nil(t, e)
	got, e := s.Introspect(narrow.AccessToken, start)
	require.Nil(t, e)
	require.True(t, got.Has("tests"))
	require.False(t, got.Has("sleep"))
	r.Scopes = []string{"profile"}
	_, e = s.Token(r, start)
	require.Equal(t, InvalidScope, e.Code)
}

func TestWithdraw(t *testing.T) {
	s := newServer(t, nil)
	pending := approve(t, s, nil, start)
	first, _ := s.Token(exchange(approve(t, s, nil, start)), start)
	bob, e := s.Grant("id", User{ID: "b"}, both, start)
	require.Nil(t, e)
	require.Equal(t, 0, s.Withdraw("other", alice.ID))
	require.Equal(t, 1, s.Withdraw("", alice.ID))
	require.Empty(t, s.Consented("id", alice.ID))
	_, e = s.Token(exchange(pending), start)
	require.NotNil(t, e)
	require.False(t, s.Issued(first.AccessToken))
	require.True(t, s.Issued(bob.AccessToken))
	require.True(t, s.Revoke(bob.RefreshToken))
	require.False(t, s.Revoke(bob.AccessToken))
}

func TestMemoryIsBounded(t *testing.T) {
	s := newServer(t, func(c *Config) { c.MaxCodes, c.MaxTokens, c.MaxConsents = 100, 200, 50 })
	now, last := start, Tokens{}
	for i := range 2000 {
		now = now.Add(time.Second)
		a, e := s.Authorize(request(nil))
		require.Nil(t, e)
		code, e := s.Approve(a, User{ID: strconv.Itoa(i)}, both, now)
		require.Nil(t, e)
		if i%2 == 0 {
			last, e = s.Token(exchange(code), now)
			require.Nil(t, e)
		}
		require.LessOrEqual(t, len(s.codes.entries), 100)
		require.LessOrEqual(t, len(s.codes.order), 100)
		require.LessOrEqual(t, len(s.consents.entries), 50)
		require.LessOrEqual(t, s.tokens.count, 200)
		require.Equal(t, s.tokens.count, len(s.tokens.byAccess)+len(s.tokens.byRefresh))
		require.Equal(t, len(s.tokens.byID), s.tokens.recent.Len())
	}
	_, e := s.Introspect(last.AccessToken, now)
	require.Nil(t, e, "what was issued last is still good")
}

func TestCloneIsIndependentAndDrawsTheSame(t *testing.T) {
	s := newServer(t, func(c *Config) { c.Policy.Refresh = RefreshRotate })
	first, _ := s.Token(exchange(approve(t, s, nil, start)), start)
	code := approve(t, s, nil, start)
	c := s.Clone()
	one, e := s.Token(again(first.RefreshToken), start)
	require.Nil(t, e)
	two, e := c.Token(again(first.RefreshToken), start)
	require.Nil(t, e, "what the original spends is not spent in the copy")
	require.Equal(t, one, two)
	_, e = c.Token(exchange(code), start)
	require.Nil(t, e)
	c.Withdraw("", alice.ID)
	_, e = s.Introspect(one.AccessToken, start)
	require.Nil(t, e)
	_, e = s.Token(exchange(code), start)
	require.Nil(t, e)
}

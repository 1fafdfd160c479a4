package sweatstack_test

import (
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html"
	"math/big"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"
)

const (
	verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	form     = "application/x-www-form-urlencoded"
)

func challenge() string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// authorizeQuery is what the vendor's client asks with: no response_type.
func (s *sim) authorizeQuery(edit ...string) string {
	q := url.Values{
		"client_id": {s.creds.ClientID}, "redirect_uri": {"http://localhost:4711/cb"}, "scope": {"data:read data:write offline_access"}, "state": {"s1"},
		"code_challenge": {challenge()}, "code_challenge_method": {"S256"},
	}
	for i := 0; i < len(edit); i += 2 {
		if q.Del(edit[i]); edit[i+1] != "" {
			q.Set(edit[i], edit[i+1])
		}
	}
	return "/oauth/authorize?" + q.Encode()
}

func (s *sim) token(fields ...string) answer {
	s.t.Helper()
	f := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		f.Add(fields[i], fields[i+1])
	}
	return s.ask("POST", "/api/v1/oauth/token", []byte(f.Encode()), "Content-Type", form)
}

func location(t *testing.T, a answer) url.Values {
	t.Helper()
	u, err := url.Parse(a.header.Get("Location"))
	require.NoError(t, err)
	return u.Query()
}

func parse(t *testing.T, a answer) object {
	t.Helper()
	var o object
	require.NoError(t, json.Unmarshal(a.body, &o), "%s", a.body)
	return o
}

// claimsOf verifies a token by the published key.
func (s *sim) claimsOf(token string) jwt.MapClaims {
	s.t.Helper()
	keys := s.one("/.well-known/jwks.json")["keys"].([]any)
	key := object(keys[0].(map[string]any))
	n, err := base64.RawURLEncoding.DecodeString(key.text("n"))
	require.NoError(s.t, err)
	parsed, err := jwt.Parse(token, func(tok *jwt.Token) (any, error) {
		require.Equal(s.t, key.text("kid"), tok.Header["kid"])
		return &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 65537}, nil
	}, jwt.WithValidMethods([]string{"RS256"}), jwt.WithTimeFunc(s.Now))
	require.NoError(s.t, err)
	return parsed.Claims.(jwt.MapClaims)
}

func TestSignInWithPKCE(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	_, err := s.step("POST", "consents", `{"scopes":["data:read","offline_access"]}`)
	require.NoError(t, err)
	a := s.ask("GET", s.authorizeQuery(), nil)
	require.Equal(t, http.StatusFound, a.status, a.text())
	q := location(t, a)
	require.Equal(t, "s1", q.Get("state"))
	code := q.Get("code")

	wrong := s.token("grant_type", "authorization_code", "client_id", s.creds.ClientID, "client_secret", "no", "code", code, "code_verifier", verifier)
	require.Equal(t, http.StatusUnauthorized, wrong.status)
	require.Equal(t, `{"detail":"Invalid client credentials"}`, wrong.text())
	a = s.token("grant_type", "authorization_code", "client_id", s.creds.ClientID, "client_secret", s.creds.ClientSecret, "code", code, "code_verifier", verifier)
	require.Equal(t, http.StatusOK, a.status, a.text())
	got := parse(t, a)
	require.Equal(t, "Bearer", got.text("token_type"))
	require.InDelta(t, 900, got.number("expires_in"), 0)
	require.Equal(t, "data:read offline_access", got.text("scope"))

	claims := s.claimsOf(got.text("access_token"))
	require.Equal(t, s.creds.ClientID, claims["aud"])
	require.Equal(t, s.creds.Users[0].UserID, claims["sub"])
	require.InDelta(t, start.Add(15*time.Minute).Unix(), claims["exp"], 0)
	_, err = time.LoadLocation(claims["tz"].(string))
	require.NoError(t, err)

	again := s.token("grant_type", "authorization_code", "client_id", s.creds.ClientID, "client_secret", s.creds.ClientSecret, "code", code, "code_verifier", verifier)
	require.Equal(t, `{"detail":"Invalid authorization code"}`, again.text())
}

func TestRefreshTokensLiveOnAndDoNotRotate(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.Advance(16 * time.Minute)
	require.Equal(t, http.StatusUnauthorized, s.get(api+"/latest").status)
	s.Advance(400 * 24 * time.Hour)
	refresh := s.creds.Users[0].RefreshToken
	a := s.ask("POST", "/api/v1/oauth/token", []byte(url.Values{"grant_type": {"refresh_token"}, "client_id": {s.creds.ClientID}, "client_secret": {s.creds.ClientSecret}, "refresh_token": {refresh}, "tz": {"Europe/Oslo"}}.Encode()),
		"Content-Type", form, "Authorization", "Bearer "+s.bearer)
	require.Equal(t, http.StatusOK, a.status, a.text())
	got := parse(t, a)
	require.Equal(t, refresh, got.text("refresh_token"))
	s.bearer = got.text("access_token")
	require.Equal(t, http.StatusOK, s.get("/api/v1/oauth/userinfo").status)
}

func TestPublicClientsGetRefreshTokensOnlyWhenTheyAsk(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("auto-approve", "on"))
	made, err := s.step("POST", "clients", `{"name":"phone","public":true,"redirectUris":["myapp:/cb"]}`)
	require.NoError(t, err)
	for scope, want := range map[string]bool{"data:read": false, "data:read,offline_access": true} {
		q := location(t, s.ask("GET", s.authorizeQuery("client_id", made.text("clientId"), "scope", scope, "redirect_uri", "myapp:/cb/deeper"), nil))
		a := s.token("grant_type", "authorization_code", "client_id", made.text("clientId"), "client_secret", "", "code", q.Get("code"), "code_verifier", verifier)
		require.Equal(t, http.StatusOK, a.status, a.text())
		require.Equal(t, want, parse(t, a)["refresh_token"] != nil, scope)
	}
}

func TestTokenRequestsThatAreNoForm(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	a := s.ask("POST", "/api/v1/oauth/token", []byte(`{"grant_type":"refresh_token"}`), "Content-Type", "application/json")
	require.Equal(t, http.StatusUnprocessableEntity, a.status)
	require.Equal(t, `{"detail":[{"type":"missing","loc":["body","grant_type"],"msg":"Field required","input":{}}]}`, a.text())
	a = s.token("grant_type", "password")
	require.Equal(t, `{"detail":[{"type":"enum","loc":["body","grant_type"],"msg":"Input should be 'authorization_code' or 'refresh_token'","input":"password","ctx":{"expected":"'authorization_code' or 'refresh_token'"}}]}`, a.text())
}

// multipartForm is a form as browsers send one of their own making.
func multipartForm(fields ...string) string {
	var b strings.Builder
	for i := 0; i < len(fields); i += 2 {
		b.WriteString("--b\r\nContent-Disposition: form-data; name=\"" + fields[i] + "\"\r\n\r\n" + fields[i+1] + "\r\n")
	}
	return b.String() + "--b--\r\n"
}

func TestFormsOfEitherKindAreRead(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	const kind = "multipart/form-data; boundary=b"
	body := multipartForm("grant_type", "refresh_token", "refresh_token", s.creds.Users[0].RefreshToken, "client_id", s.creds.ClientID, "client_secret", s.creds.ClientSecret)
	a := s.ask("POST", "/api/v1/oauth/token", []byte(body), "Content-Type", kind)
	require.Equal(t, http.StatusOK, a.status, a.text())
	a = s.ask("POST", "/api/v1/oauth/token", []byte(body[:80]), "Content-Type", kind)
	require.Equal(t, `{"detail":"There was an error parsing the body"}`, a.text())

	path := "/api/v1/users/" + parse(t, s.send("POST", "/api/v1/users/", `{"first_name":"Kari","last_name":"Nordmann"}`)).text("id")
	a = s.ask("PUT", path, []byte(multipartForm("first_name", "Ola", "last_name", "")), "Content-Type", kind, "Authorization", "Bearer "+s.bearer)
	require.Equal(t, "Ola Nordmann", parse(t, a).text("display_name"), "an empty field is none")
	a = s.ask("PUT", path, []byte("--b"), "Content-Type", kind, "Authorization", "Bearer nobody")
	require.Equal(t, http.StatusBadRequest, a.status, "a broken body comes first")
}

// hidden are the fields that the page sends back.
func hidden(page string) url.Values {
	out := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`).FindAllStringSubmatch(page, -1) {
		out.Set(m[1], html.UnescapeString(m[2]))
	}
	return out
}

func TestMistakesOfAppsAreAPageForPeople(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	const said = "The application has made a mistake"
	path := s.authorizeQuery("redirect_uri", "https://elsewhere.example/<b>")
	for accept, page := range map[string]bool{
		"text/html,application/xhtml+xml,*/*;q=0.8": true, "*/*, TEXT/HTML;q=0.1": true, "": false, "*/*": false, "application/json": false, "text/html;q=0.0, */*": false, ";;,": false,
	} {
		a := s.ask("GET", path, nil, "Accept", accept)
		require.Equal(t, http.StatusBadRequest, a.status, accept)
		require.Contains(t, a.text(), said)
		require.NotContains(t, a.text(), "<b>")
		if page {
			require.Equal(t, "text/html; charset=utf-8", a.header.Get("Content-Type"), accept)
			require.Contains(t, a.header.Get("Content-Security-Policy"), "default-src 'none'")
			require.Equal(t, "no-store", a.header.Get("Cache-Control"))
			require.Contains(t, a.text(), "<h1>This cannot go on</h1>")
		} else {
			require.Equal(t, "application/json", a.header.Get("Content-Type"), accept)
		}
	}
	html := []string{"Accept", "text/html", "Content-Type", form}
	a := s.ask("POST", "/oauth/authorize", []byte(strings.TrimPrefix(s.authorizeQuery("csrf", "x"), "/oauth/authorize?")), html...)
	require.Contains(t, a.text(), "This form has expired")
	require.Contains(t, a.text(), "<h1>")
	a = s.ask("GET", "/oauth/authorize", nil, "Accept", "text/html")
	require.Equal(t, http.StatusUnprocessableEntity, a.status)
	require.Equal(t, "application/json", a.header.Get("Content-Type"), "parameters are refused as FastAPI does, to anybody")
	require.Equal(t, "application/json", s.ask("GET", api+"/latest", nil, "Accept", "text/html").header.Get("Content-Type"), "the API has no pages")
}

func TestPersonAtABrowser(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	a := s.ask("GET", s.authorizeQuery(), nil)
	require.Equal(t, http.StatusOK, a.status)
	require.Equal(t, "text/html; charset=utf-8", a.header.Get("Content-Type"))
	require.NotContains(t, a.text(), "<script")
	require.Contains(t, a.header.Get("Content-Security-Policy"), "form-action 'self' http://localhost:4711")
	f := hidden(a.text())
	answerForm := func(edit url.Values) answer {
		all := url.Values{}
		for k, v := range f {
			all[k] = v
		}
		for k, v := range edit {
			all[k] = v
		}
		return s.ask("POST", "/oauth/authorize", []byte(all.Encode()), "Content-Type", form)
	}
	for name, c := range map[string]struct {
		edit   url.Values
		status int
		words  string
	}{
		"nobody chosen":   {url.Values{"decision": {"allow"}, "scopes": {"data:read"}}, 400, "Choose who you are"},
		"nobody known":    {url.Values{"decision": {"allow"}, "scopes": {"data:read"}, "username": {"me"}}, 400, "Nobody has this user ID"},
		"nothing allowed": {url.Values{"decision": {"allow"}, "user": {s.user}}, 400, "Choose at least one thing"},
		"no decision":     {url.Values{"user": {s.user}}, 400, "neither to allow nor to decline"},
		"another page":    {url.Values{"decision": {"allow"}, "user": {s.user}, "scopes": {"data:read"}, "csrf": {"x"}}, 400, "This form has expired"},
	} {
		got := answerForm(c.edit)
		require.Equal(t, c.status, got.status, name)
		require.Contains(t, got.text(), c.words, name)
	}
	declined := answerForm(url.Values{"decision": {"decline"}})
	require.Equal(t, http.StatusSeeOther, declined.status)
	require.Equal(t, "access_denied", location(t, declined).Get("error"))
	allowed := answerForm(url.Values{"decision": {"allow"}, "user": {s.user}, "scopes": {"data:read", "data:write"}})
	require.Equal(t, http.StatusSeeOther, allowed.status)
	require.NotEmpty(t, location(t, allowed).Get("code"))

	cookie := strings.Split(allowed.header.Get("Set-Cookie"), ";")[0]
	require.True(t, strings.HasPrefix(cookie, "token="), cookie)
	require.Equal(t, http.StatusOK, s.ask("GET", api+"/latest", nil, "Cookie", cookie).status, "the cookie is the website's session")
	silent := s.ask("GET", s.authorizeQuery("prompt", "none", "scope", "data:read"), nil, "Cookie", cookie)
	require.NotEmpty(t, location(t, silent).Get("code"))
	require.Equal(t, "consent_required", location(t, s.ask("GET", s.authorizeQuery("prompt", "none", "scope", "profile"), nil, "Cookie", cookie)).Get("error"))
	require.Equal(t, "login_required", location(t, s.ask("GET", s.authorizeQuery("prompt", "none"), nil)).Get("error"))
}

func TestAuthorizationRequestsThatAreWrong(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("auto-approve", "on"))
	require.Equal(t, http.StatusBadRequest, s.ask("GET", s.authorizeQuery("client_id", "0123456789abcdef"), nil).status)
	require.Equal(t, http.StatusBadRequest, s.ask("GET", s.authorizeQuery("redirect_uri", "https://elsewhere.example"), nil).status)
	require.Equal(t, http.StatusUnprocessableEntity, s.ask("GET", s.authorizeQuery("scope", ""), nil).status)
	require.Equal(t, http.StatusUnprocessableEntity, s.ask("GET", s.authorizeQuery("prompt", "please"), nil).status)
	require.Equal(t, http.StatusUnprocessableEntity, s.ask("GET", s.authorizeQuery("user_flow", "hurry"), nil).status)
	require.Equal(t, http.StatusFound, s.ask("GET", s.authorizeQuery("user_flow", "signup", "integration", "sundial"), nil).status, "what came later is not looked at")
	current := newSim(t, with("auto-approve", "on"), withProfile("current"))
	require.Equal(t, http.StatusUnprocessableEntity, current.ask("GET", current.authorizeQuery("integration", "sundial"), nil).status)
	require.Equal(t, http.StatusFound, current.ask("GET", current.authorizeQuery("integration", "wahoo", "email_auth_mode", "existing_only"), nil).status)
	require.Equal(t, "invalid_scope", location(t, s.ask("GET", s.authorizeQuery("scope", "data:all"), nil)).Get("error"))
	require.Equal(t, "unsupported_response_type", location(t, s.ask("GET", s.authorizeQuery("response_type", "token"), nil)).Get("error"))
	require.Equal(t, "access_denied", location(t, s.ask("GET", s.authorizeQuery("scope", "admin"), nil)).Get("error"), "nobody is an administrator")
}

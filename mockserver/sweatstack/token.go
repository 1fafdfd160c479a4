package sweatstack

import (
	"net/http"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
)

// requestToken is the token endpoint. A Bearer token that comes along is not
// looked at: the vendor's client sends the expired one. [confirmed: the vendor's
// client and its models]
func requestToken(t *tenant, r *httpx.Request) (any, error) {
	form, err := fields(r)
	if err != nil {
		return nil, err
	}
	grant := form["grant_type"]
	if grant == "" {
		return nil, &fastapi.Error{Issues: []fastapi.Issue{{Type: "missing", Loc: []any{"body", "grant_type"}, Msg: "Field required", Input: "{}"}}}
	}
	if grant != oauth.GrantCode && grant != oauth.GrantRefresh {
		return nil, fastapi.BadWord([]any{"body", "grant_type"}, t.set.wordErrors(t.x), []string{oauth.GrantCode, oauth.GrantRefresh}, grant)
	}
	who, basic := oauth.ParseBasic(r.Header.Get("Authorization"))
	if !basic {
		who = oauth.Credentials{ClientID: form["client_id"], Secret: form["client_secret"]}
	}
	t.issuesBy(grant)
	tokens, e := t.server().Token(oauth.TokenRequest{
		Credentials: who, GrantType: grant, Code: form["code"], Verifier: form["code_verifier"], RefreshToken: form["refresh_token"],
	}, r.Call.Now)
	if e != nil {
		r.Call.Exchange.Decide("grant", "refuse", e.Code+": "+e.Description)
		return nil, &Error{Status: http.StatusUnauthorized, Detail: tokenRefusal(e, grant)}
	}
	r.Call.Exchange.Decide("grant", "allow", "tokens of user "+tokens.User.ID+", until "+tokens.Expires.UTC().Format(time.RFC3339))
	return t.issued(tokens, r.Call.Now), nil
}

// issuesBy notes the settings of the server, which has read them when the world began.
func (t *tenant) issuesBy(grant string) {
	t.set.tokenLife.In(t.x)
	if grant == oauth.GrantCode {
		t.set.codeLife.In(t.x)
	} else {
		t.set.refresh.In(t.x)
	}
}

// tokenRefusal are the words of a refusal. [inferred: the vendor's client makes
// its AuthError of it, and so the status]
func tokenRefusal(e *oauth.Error, grant string) string {
	switch {
	case e.Code == oauth.InvalidClient || e.Code == oauth.UnauthorizedClient:
		return "Invalid client credentials"
	case grant == oauth.GrantCode:
		return "Invalid authorization code"
	}
	return "Invalid refresh token"
}

// issued is a token answer. [confirmed: models of the vendor's client]
func (t *tenant) issued(v oauth.Tokens, now time.Time) httpx.Response {
	t.world.Journal.Redactor().AddSecrets(v.AccessToken, v.RefreshToken)
	o := open(nil)
	o.text("access_token", v.AccessToken)
	o.text("token_type", "Bearer")
	o.int("expires_in", max(0, int(v.Expires.Sub(now)/time.Second)))
	o.textOr("refresh_token", v.RefreshToken)
	o.text("scope", strings.Join(v.Scopes, " "))
	o.null("id_token") // openid is accepted and unused [confirmed: the vendor's skills]
	resp := reply(http.StatusOK, o.close())
	resp.Header = http.Header{"Cache-Control": {"no-store"}, "Pragma": {"no-cache"}} // [RFC 6749, section 5.1]
	return resp
}

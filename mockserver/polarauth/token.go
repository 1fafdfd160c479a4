package polarauth

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
)

const mediaForm = "application/x-www-form-urlencoded"

// requestToken is the token endpoint. Who the client is comes before what it
// says. [confirmed: both documents; inferred: the order].
func requestToken(t *tenant, r *httpx.Request) (any, error) {
	who, basic := oauth.ParseBasic(r.Header.Get("Authorization"))
	form, bad := t.form(r)
	if !basic && bad == nil && t.set.secretInBody.In(t.x) {
		who = oauth.Credentials{ClientID: form.Get("client_id"), Secret: form.Get("client_secret")}
	}
	if bad != nil || form.repeated != "" {
		if _, e := t.Authenticate(who); e != nil {
			return nil, t.refuse(r, "client", e)
		}
		if bad == nil {
			bad = &Error{Status: http.StatusBadRequest, Code: oauth.InvalidRequest, Description: fmt.Sprintf("%.80q is there more than once", form.repeated)}
		}
		r.Call.Exchange.Decide("form", "refuse", bad.Description)
		return nil, bad
	}
	scopes, ok := t.scopes.parse(form.Get("scope"), t.set.eitherDelimiter.In(t.x))
	if !ok {
		scopes = []string{form.Get("scope")} // which was never granted
	}
	t.issuesBy(form.Get("grant_type"))
	tokens, e := t.Token(oauth.TokenRequest{
		Credentials: who, GrantType: form.Get("grant_type"), Code: form.Get("code"), RedirectURI: form.Get("redirect_uri"),
		RefreshToken: form.Get("refresh_token"), Scopes: scopes,
	}, r.Call.Now)
	if e != nil {
		return nil, t.refuse(r, "grant", e)
	}
	t.world.Journal.Redactor().AddSecrets(tokens.AccessToken, tokens.RefreshToken)
	r.Call.Exchange.Decide("grant", "allow", "tokens of user "+tokens.User.ID+", until "+tokens.Expires.UTC().Format("2006-01-02T15:04:05Z"))
	return issued{tokens}, nil
}

// issuesBy notes the settings of the server, which has read them when the world began.
func (t *tenant) issuesBy(grant string) {
	t.set.tokenLife.In(t.x)
	t.set.refreshLife.In(t.x)
	t.set.secretInBody.In(t.x)
	switch grant {
	case oauth.GrantCode:
		t.set.codeLife.In(t.x)
		t.set.revokeOnReplay.In(t.x)
	case oauth.GrantRefresh:
		t.set.refresh.In(t.x)
		t.set.revokeOnReuse.In(t.x)
	}
}

// refuse notes why a token request is refused.
func (t *tenant) refuse(r *httpx.Request, step string, e *oauth.Error) error {
	if e.Code == oauth.InvalidClient {
		step = "client"
	}
	r.Call.Exchange.Decide(step, "refuse", e.Code+": "+e.Description)
	return t.tokenError(e)
}

// form is a body's fields. None may be there twice. [RFC 6749, section 3.2].
type form struct {
	url.Values
	repeated string
}

// form reads the body of a token request.
func (t *tenant) form(r *httpx.Request) (form, *Error) {
	f := form{Values: url.Values{}}
	if !isForm(r.Header.Get("Content-Type")) {
		return f, &Error{Status: t.set.mediaStatus.In(t.x), Code: oauth.InvalidRequest, Description: "the body must be " + mediaForm}
	}
	var err error
	if f.Values, err = url.ParseQuery(string(r.Body)); err != nil {
		return f, &Error{Status: http.StatusBadRequest, Code: oauth.InvalidRequest, Description: "the body is not a well-formed form"}
	}
	f.repeated = repeated(f.Values, "grant_type", "code", "redirect_uri", "refresh_token", "scope", "client_id", "client_secret")
	return f, nil
}

func isForm(contentType string) bool {
	if contentType == mediaForm { // as a rule
		return true
	}
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && media == mediaForm
}

// repeated is the first of names that v has more than once.
func repeated(v url.Values, names ...string) string {
	for _, n := range names {
		if len(v[n]) > 1 {
			return n
		}
	}
	return ""
}

package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

const (
	poAuthorize = "/oauth/authorize"
	poToken     = "/oauth/token"
	poDocument  = "AccessLink v4 document, Authentication"
	rfc6749     = "RFC 6749"
)

// authorization is a request that begins a login.
func (a *Asker) authorization(edit map[string]string) []Option {
	values := map[string]string{"client_id": a.Keys().ClientID, "response_type": "code", "scope": "profile:read", "state": "ergodrome-probe"}
	if values["redirect_uri"] = a.Keys().RedirectURI; values["redirect_uri"] == "" {
		a.Lack("no redirect URI of the client was given")
	}
	for name, value := range edit {
		values[name] = value
	}
	options := []Option{Plain()}
	for name, value := range values {
		options = append(options, Query(name, value))
	}
	return options
}

// sentBack says where an answer sends the browser, when that is the client's address.
func (a *Asker) sentBack(r *Answer) (url.Values, bool) {
	to, err := url.Parse(r.Header.Get("Location"))
	home, _ := url.Parse(a.Keys().RedirectURI)
	if err != nil || home == nil || to.Host == "" || to.Host != home.Host {
		return nil, false
	}
	return to.Query(), true
}

func polarAuthProbes() []Probe {
	f := family{api: "polar-auth"}
	refusal := func(id, title, source string, status int, word string, values url.Values, options ...Option) Probe {
		return f.must(id, title, source, []string{"PO-R-019"}, func(a *Asker) {
			r := a.Get(poToken, append([]Option{form(values)}, options...)...).Is(status)
			got, _ := r.At("/error")
			a.Want("error", text(got) == word, "error "+word, "error "+fmt.Sprintf("%.40q", text(got)), r)
		}).rests(conformance.RFC)
	}
	bogus := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"no-such-refresh-token"}}
	probes := []Probe{
		f.must("SRV-PO-AUTH-001", "begins a login", poDocument, []string{"PO-R-001", "PO-R-002"}, func(a *Asker) {
			r := a.Get(poAuthorize, a.authorization(nil)...).Is(http.StatusOK, http.StatusFound, http.StatusSeeOther)
			back, there := a.sentBack(r)
			a.Want("no-error", !there || back.Get("error") == "", "no error", "error "+back.Get("error"), r)
		}),
		f.must("SRV-PO-AUTH-002", "sends an unknown scope back as invalid_scope, with the state", poDocument, []string{"PO-R-012"}, func(a *Asker) {
			r := a.Get(poAuthorize, a.authorization(map[string]string{"scope": "no_such_scope"})...).Is(http.StatusFound, http.StatusSeeOther)
			back, there := a.sentBack(r)
			a.Want("sent-back", there, "to be sent back to the client", "elsewhere", r)
			a.Want("error", back.Get("error") == "invalid_scope", "invalid_scope", fmt.Sprintf("%.40q", back.Get("error")), r)
			a.Want("state", back.Get("state") == "ergodrome-probe", "the state that was sent", "another, or none", r)
		}),
		f.must("SRV-PO-AUTH-003", "sends nobody to an address that the client has not registered", rfc6749+", section 10.6", []string{"X-R-012"}, func(a *Asker) {
			r := a.Get(poAuthorize, a.authorization(map[string]string{"redirect_uri": "https://elsewhere.invalid/"})...)
			a.Want("stays", !strings.Contains(r.Header.Get("Location"), "elsewhere.invalid"), "no redirect to there", "a redirect", r)
		}).rests(conformance.RFC),
		f.must("SRV-PO-AUTH-004", "begins no login for a client that there is not", rfc6749+", section 4.1.2.1", []string{"PO-R-002"}, func(a *Asker) {
			a.Get(poAuthorize, a.authorization(map[string]string{"client_id": "no-such-client"})...).Refused()
		}).rests(conformance.RFC),
		f.must("SRV-PO-AUTH-005", "gives no token to a browser", poDocument, []string{"PO-R-001"}, func(a *Asker) {
			r := a.Get(poAuthorize, a.authorization(map[string]string{"response_type": "token"})...)
			back, there := a.sentBack(r)
			a.Want("refused", r.Status >= 400 || there && back.Get("error") != "", "a refusal, or an error that is sent back", fmt.Sprint("status ", r.Status), r)
		}),
		refusal("SRV-PO-AUTH-006", "answers invalid_grant to a refresh token that there is not", rfc6749+", section 5.2", http.StatusBadRequest, "invalid_grant", bogus),
		refusal("SRV-PO-AUTH-007", "answers invalid_grant to a code that there is not", rfc6749+", section 5.2", http.StatusBadRequest, "invalid_grant", url.Values{"grant_type": {"authorization_code"}, "code": {"no-such-code"}}),
		refusal("SRV-PO-AUTH-008", "answers unsupported_grant_type to a grant that there is not", rfc6749+", section 5.2", http.StatusBadRequest, "unsupported_grant_type", url.Values{"grant_type": {"no_such_grant"}}),
		f.must("SRV-PO-AUTH-009", "answers 401 to a client with a wrong secret", rfc6749+", section 5.2", []string{"PO-R-007"}, func(a *Asker) {
			a.Get(poToken, form(bogus), Header("Authorization", basic(a.Keys().ClientID, "not-the-secret"))).Is(http.StatusUnauthorized)
		}).rests(conformance.RFC),
		f.must("SRV-PO-AUTH-010", "answers no client that does not say who it is", poDocument, []string{"PO-R-007"}, func(a *Asker) {
			a.Get(poToken, form(bogus), Plain()).Refused()
		}),
		f.note("SRV-PO-AUTH-011", "is asked for tokens by GET", func(a *Asker) {
			r := a.Get(poToken)
			a.Want("no-token", r.Status >= 400, "a refusal", fmt.Sprint("status ", r.Status), r)
		}),
		f.must("SRV-PO-AUTH-012", "takes a form, and no JSON", poDocument, []string{"PO-R-008"}, func(a *Asker) {
			a.Get(poToken, posted("application/json", `{"grant_type":"refresh_token","refresh_token":"no-such-refresh-token"}`)).Refused()
		}),
	}
	return append(probes, polarTokenProbes()...)
}

func polarTokenProbes() []Probe {
	f := family{api: "polar-auth"}.sim("it would use up a real user's tokens")
	refresh := func(a *Asker, token string) *Answer {
		return a.Get(poToken, form(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}))
	}
	account := func(a *Asker, token string) *Answer {
		return a.Get("/v4/data/user/account-data", At("polar-accesslink"), Bearer(token))
	}
	return []Probe{
		f.must("SRV-PO-AUTH-013", "answers a refresh with a bearer token of twelve hours", poDocument, []string{"PO-R-013", "PO-R-014", "PO-R-015", "PO-R-016"}, func(a *Asker) {
			r := refresh(a, a.Keys().RefreshToken).OK().Media("application/json")
			kind, _ := r.At("/token_type")
			a.Want("type", strings.EqualFold(text(kind), "bearer"), "bearer", fmt.Sprintf("%.20q", text(kind)), r)
			life, _ := r.At("/expires_in")
			a.Want("life", text(life) == "43199" || text(life) == "43200", "43199 or 43200 seconds", text(life), r)
			r.Has("/access_token", "string").Has("/expires_in", "integer").Has("/scope", "string")
			fresh, _ := r.At("/access_token")
			account(a, text(fresh)).Is(http.StatusOK)
		}),
		f.must("SRV-PO-AUTH-014", "keeps tokens out of caches", rfc6749+", section 5.1", []string{"PO-R-015"}, func(a *Asker) {
			r := refresh(a, a.Keys().RefreshToken).OK()
			a.Want("no-store", strings.Contains(r.Header.Get("Cache-Control"), "no-store"), "Cache-Control: no-store", r.Header.Get("Cache-Control"), r)
		}).rests(conformance.RFC),
		f.must("SRV-PO-AUTH-015", "takes the refresh token that came with a refresh", rfc6749+", section 6", []string{"PO-R-017"}, func(a *Asker) {
			r := refresh(a, a.Keys().RefreshToken).OK()
			next, found := r.At("/refresh_token")
			a.Want("new", found && text(next) != a.Keys().RefreshToken, "another refresh token", "the same, or none", r)
			refresh(a, text(next)).Is(http.StatusOK)
		}).rests(conformance.RFC),
		f.must("SRV-PO-AUTH-016", "lets a token die after twelve hours", poDocument, []string{"PO-R-014"}, func(a *Asker) {
			r := refresh(a, a.Keys().RefreshToken).OK()
			token, _ := r.At("/access_token")
			a.Wait(11 * time.Hour)
			account(a, text(token)).Is(http.StatusOK)
			a.Wait(61 * time.Minute)
			account(a, text(token)).Is(http.StatusUnauthorized)
		}),
		f.must("SRV-PO-AUTH-017", "takes a code once", rfc6749+", section 4.1.2", []string{"PO-R-022", "PO-R-009"}, func(a *Asker) {
			code := a.code()
			a.exchange(code, a.Keys().RedirectURI).Is(http.StatusOK)
			r := a.exchange(code, a.Keys().RedirectURI).Is(http.StatusBadRequest)
			why, _ := r.At("/error")
			a.Want("error", text(why) == "invalid_grant", "invalid_grant", fmt.Sprintf("%.40q", text(why)), r)
		}).rests(conformance.RFC),
		f.must("SRV-PO-AUTH-018", "takes a code only with the redirect URI that it was given to", poDocument, []string{"PO-R-010"}, func(a *Asker) {
			a.exchange(a.code(), "https://elsewhere.invalid/").Is(http.StatusBadRequest)
		}),
		f.must("SRV-PO-AUTH-019", "forgets a code that nobody fetches", rfc6749+", section 4.1.2", []string{"PO-R-022"}, func(a *Asker) {
			code := a.code()
			a.Wait(time.Hour)
			a.exchange(code, a.Keys().RedirectURI).Is(http.StatusBadRequest)
		}).rests(conformance.RFC),
	}
}

// code has a person consent and takes the code that comes back.
func (a *Asker) code() string {
	a.Step("polar/consents", map[string]any{})
	values := url.Values{"client_id": {a.Keys().ClientID}, "response_type": {"code"}, "scope": {"profile:read"}, "state": {"s"}, "redirect_uri": {a.Keys().RedirectURI}}
	to := a.Browse("polar-auth", poAuthorize+"?"+values.Encode())
	back, err := url.Parse(to)
	if err != nil || back.Query().Get("code") == "" {
		a.Want("consent", false, "a code for a person who consents", "none")
		a.end(nil)
	}
	return back.Query().Get("code")
}

func (a *Asker) exchange(code, redirect string) *Answer {
	return a.Get(poToken, form(url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirect}}))
}

package polarauth

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/ergodrome/ergodrome/mockserver/internal/consent"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Steps are what people do in their browsers, at account.polar.com and in the
// vendor's admin pages.
func (t *tenant) Steps() []world.Step {
	step := func(method, path, summary string, h func(map[string]string, []byte) (any, error)) world.Step {
		return world.Step{Method: method, Path: "polar/" + path, Summary: summary, Handle: h}
	}
	const get, post, del = http.MethodGet, http.MethodPost, http.MethodDelete
	return []world.Step{
		step(get, "clients", "Lists registered clients, without their secrets", t.listClients),
		step(post, "clients", `Registers a client: {"name":"my app","redirectUris":["http://localhost:3000/callback"]}, with "clientId", "clientSecret" and "defaultRedirectUri" of your own if you like`, t.registerClient),
		step(post, "clients/{clientId}/redirect-uris", `Replaces a client's redirect URIs: {"redirectUris":["http://localhost:3000/callback"],"defaultRedirectUri":"…"}`, t.setRedirects),
		step(del, "clients/{clientId}", "Removes a client with its consents and tokens", t.removeClient),
		step(get, "users", `Lists users, the first 200 of each role and those that were registered; "athlete" or "coach" is the number that other steps take`, t.listUsers),
		step(post, "users", `Gives a person of the population an account: {"userId":"12345678","athlete":3}, or "coach"`, t.registerUser),
		step(post, "users/{userId}/revoke", `A user takes back what a client was allowed: {"clientId":"…"}, or all clients without a body; codes and tokens end`, t.revoke),
		step(get, "consents", "Lists what users have allowed, and the answers that wait", t.listConsents),
		step(post, "consents", `Answers the next authorization request of a client without a browser: {"clientId":"…","userId":"…","scopes":["sleep:read"],"decision":"approve","times":1}; all optional, "decline" refuses`, t.orderConsent),
		step(del, "consents", "Forgets the answers that wait", t.clearConsents),
		step(post, "tokens", `Hands out tokens without any request: {"userId":"…","scopes":["sleep:read"],"clientId":"…"}; scopes and client optional`, t.handOut),
		step(post, "tokens/revoke", `Ends a token and all of its family: {"token":"…"}`, t.revokeToken),
	}
}

// clientOf is the client that a step is about: the demo's unless one is named.
func (t *tenant) clientOf(id string) (oauth.Client, error) {
	if id == "" {
		id = t.demo.client
	}
	c, ok := t.Client(id)
	if !ok {
		return c, &world.Missing{What: fmt.Sprintf("client %.60q", id)}
	}
	return c, nil
}

func (t *tenant) userOf(id string) (oauth.User, error) {
	u, ok := t.people.find(id)
	if !ok {
		return u, &world.Missing{What: fmt.Sprintf("user %.40q", id)}
	}
	return u, nil
}

// checkScopes refuses scopes that do not exist, and those that a user cannot grant.
func (t *tenant) checkScopes(role string, scopes []string) error {
	for i, s := range scopes {
		field := fmt.Sprintf("scopes[%d]", i)
		switch {
		case !t.scopes.exists(s):
			return &world.Invalid{Field: field, Reason: fmt.Sprintf("%.60q is not a scope", s)}
		case role != "" && t.scopes.byName[s].role != role:
			return &world.Invalid{Field: field, Reason: fmt.Sprintf("%s is for a user of the role %s; this one is of the role %s", s, t.scopes.byName[s].role, role)}
		case slices.Contains(scopes[:i], s):
			return &world.Invalid{Field: field, Reason: s + " is there twice"}
		}
	}
	return nil
}

func (t *tenant) revoke(vars map[string]string, body []byte) (any, error) {
	var in struct {
		ClientID string `json:"clientId"`
	}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	u, err := t.userOf(vars["userId"])
	if err != nil {
		return nil, err
	}
	if in.ClientID != "" {
		if _, err := t.clientOf(in.ClientID); err != nil {
			return nil, err
		}
	}
	return map[string]any{"userId": u.ID, "revoked": t.Withdraw(in.ClientID, u.ID)}, nil
}

func (t *tenant) orderConsent(_ map[string]string, body []byte) (any, error) {
	return t.orders.Accept(body, consent.Rules{Client: t.clientOf, Grant: func(user string, scopes []string) error {
		role := ""
		if user != "" {
			u, err := t.userOf(user)
			if err != nil {
				return err
			}
			role = u.Role
		}
		return t.checkScopes(role, scopes)
	}})
}

func (t *tenant) listConsents(map[string]string, []byte) (any, error) {
	return t.orders.List(t.Consents()), nil
}

func (t *tenant) clearConsents(map[string]string, []byte) (any, error) {
	t.orders.Clear()
	return nil, nil
}

func (t *tenant) handOut(_ map[string]string, body []byte) (any, error) {
	var in struct {
		ClientID string   `json:"clientId"`
		UserID   string   `json:"userId"`
		Scopes   []string `json:"scopes"`
	}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	c, err := t.clientOf(in.ClientID)
	if err != nil {
		return nil, err
	}
	u, err := t.userOf(in.UserID)
	if err != nil {
		return nil, err
	}
	if err := t.checkScopes(u.Role, in.Scopes); err != nil {
		return nil, err
	}
	if len(in.Scopes) == 0 {
		in.Scopes = t.scopes.all(u.Role)
	}
	tokens, e := t.Grant(c.ID, u, in.Scopes, t.world.Clock.Now())
	if e != nil {
		return nil, &world.Conflict{Reason: e.Description} // the client was removed meanwhile
	}
	t.world.Journal.Redactor().AddSecrets(tokens.AccessToken, tokens.RefreshToken)
	return userCredentials{u.ID, u.Name, tokens.Scopes, tokens.AccessToken, tokens.RefreshToken}, nil
}

func (t *tenant) revokeToken(_ map[string]string, body []byte) (any, error) {
	var in struct {
		Token string `json:"token"`
	}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	if !t.Revoke(in.Token) {
		return nil, &world.Missing{What: "this token"}
	}
	return nil, nil
}

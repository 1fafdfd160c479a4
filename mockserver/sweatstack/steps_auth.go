package sweatstack

import (
	"fmt"
	"strconv"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// shownClient is a client without its secret.
type shownClient struct {
	ClientID     string   `json:"clientId"`
	ClientSecret string   `json:"clientSecret,omitempty"` // only when it is made
	Name         string   `json:"name"`
	RedirectURIs []string `json:"redirectUris"`
	Public       bool     `json:"public"`
}

func (t *tenant) listClients(map[string]string, []byte) (any, error) {
	out := []shownClient{}
	for _, c := range t.server().Clients() {
		if !ownClients(c.ID) {
			out = append(out, shownClient{ClientID: c.ID, Name: c.Name, RedirectURIs: c.RedirectURIs, Public: c.Public()})
		}
	}
	return map[string]any{"clients": out}, nil
}

func (t *tenant) registerClient(_ map[string]string, body []byte) (any, error) {
	var in struct {
		ClientID     string   `json:"clientId"`
		ClientSecret string   `json:"clientSecret"`
		Name         string   `json:"name"`
		RedirectURIs []string `json:"redirectUris"`
		Public       bool     `json:"public"`
	}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	if in.Public && in.ClientSecret != "" {
		return nil, &world.Invalid{Field: "clientSecret", Reason: "a public client has none"}
	}
	n := strconv.FormatUint(t.store.number(), 10)
	c := oauth.Client{ID: in.ClientID, Secret: in.ClientSecret, Name: in.Name, RedirectURIs: in.RedirectURIs}
	if c.ID == "" {
		c.ID = hex16(draw.Stream(t.seed, "client", n))
	}
	if c.Secret == "" && !in.Public {
		c.Secret = oauth.Hex(draw.Stream(t.seed, "secret", n))
	}
	if _, there := t.server().Client(c.ID); there {
		return nil, &world.Conflict{Reason: fmt.Sprintf("there is a client %.60q already", c.ID)}
	}
	if err := t.server().Register(c); err != nil {
		return nil, &world.Invalid{Field: "body", Reason: err.Error()}
	}
	if c.Secret != "" {
		t.world.Journal.Redactor().KeepSecrets(c.Secret)
	}
	if c.RedirectURIs == nil {
		c.RedirectURIs = []string{}
	}
	return shownClient{c.ID, c.Secret, c.Name, c.RedirectURIs, c.Public()}, nil
}

func (t *tenant) removeClient(vars map[string]string, _ []byte) (any, error) {
	c, err := t.clientOf(vars["clientId"])
	if err != nil {
		return nil, err
	}
	t.server().Unregister(c.ID)
	return nil, nil
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
	return map[string]any{"userId": u.id, "revoked": t.server().Withdraw(in.ClientID, u.id)}, nil
}

func (t *tenant) handOut(_ map[string]string, body []byte) (any, error) {
	var in tokenStep
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	c, err := t.clientOf(in.ClientID)
	if err != nil {
		return nil, err
	}
	return t.give(c.ID, in)
}

func (t *tenant) handOutKey(_ map[string]string, body []byte) (any, error) {
	var in tokenStep
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	if in.ClientID != "" {
		return nil, &world.Invalid{Field: "clientId", Reason: "a personal key is no app's; use tokens"}
	}
	return t.give(keyClient, in)
}

type tokenStep struct {
	ClientID string   `json:"clientId"`
	UserID   string   `json:"userId"`
	Scopes   []string `json:"scopes"`
}

func (t *tenant) give(client string, in tokenStep) (any, error) {
	u, err := t.userOf(in.UserID)
	if err != nil {
		return nil, err
	}
	if err := checkScopes(in.Scopes); err != nil {
		return nil, err
	}
	if len(in.Scopes) == 0 {
		in.Scopes = userScopes()
	}
	tokens, e := t.server().Grant(client, u.oauth(), in.Scopes, t.world.Clock.Now())
	if e != nil {
		return nil, &world.Conflict{Reason: e.Description} // the client was removed meanwhile
	}
	t.world.Journal.Redactor().AddSecrets(tokens.AccessToken, tokens.RefreshToken)
	return userCredentials{u.id, u.name(), tokens.Scopes, tokens.AccessToken, tokens.RefreshToken}, nil
}

func (t *tenant) revokeToken(_ map[string]string, body []byte) (any, error) {
	var in struct {
		Token string `json:"token"`
	}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	if !t.server().Revoke(in.Token) {
		return nil, &world.Missing{What: "this token"}
	}
	return nil, nil
}

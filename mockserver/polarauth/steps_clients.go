package polarauth

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// clientState is what the control plane prints of a client.
type clientState struct {
	ClientID           string   `json:"clientId"`
	ClientSecret       string   `json:"clientSecret,omitempty"` // only when it is registered
	Name               string   `json:"name"`
	RedirectURIs       []string `json:"redirectUris"`
	DefaultRedirectURI string   `json:"defaultRedirectUri"`
}

func describeClient(c oauth.Client) clientState {
	return clientState{ClientID: c.ID, Name: c.Name, RedirectURIs: append([]string{}, c.RedirectURIs...), DefaultRedirectURI: c.Default}
}

func (t *tenant) listClients(map[string]string, []byte) (any, error) {
	list := []clientState{}
	for _, c := range t.Clients() {
		list = append(list, describeClient(c))
	}
	return map[string]any{"clients": list}, nil
}

func (t *tenant) registerClient(_ map[string]string, body []byte) (any, error) {
	var in clientState
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	if len(in.RedirectURIs) == 0 {
		return nil, &world.Invalid{Field: "redirectUris", Reason: `name one at least, such as "http://localhost:3000/callback"`}
	}
	n := strconv.Itoa(len(t.Clients()))
	if in.ClientID == "" {
		for in.ClientID == "" || t.taken(in.ClientID) {
			in.ClientID = draw.UUID(draw.Stream(t.seed, "client", n))
			n += "+"
		}
	}
	if t.taken(in.ClientID) {
		return nil, &world.Conflict{Reason: fmt.Sprintf("there is already a client %q", in.ClientID)}
	}
	if in.ClientSecret == "" {
		in.ClientSecret = secret(draw.Stream(t.seed, "secret", in.ClientID))
	}
	return t.store(oauth.Client{ID: in.ClientID, Secret: in.ClientSecret, Name: in.Name, RedirectURIs: in.RedirectURIs, Default: in.DefaultRedirectURI}, true)
}

func (t *tenant) taken(id string) bool {
	_, ok := t.Client(id)
	return ok
}

// store registers a client, or what has changed of it.
func (t *tenant) store(c oauth.Client, tell bool) (any, error) {
	if err := t.Register(c); err != nil {
		return nil, &world.Invalid{Field: "body", Reason: err.Error()}
	}
	t.world.Journal.Redactor().AddSecrets(c.Secret)
	c, _ = t.Client(c.ID)
	out := describeClient(c)
	if tell {
		out.ClientSecret = c.Secret
	}
	return out, nil
}

func (t *tenant) setRedirects(vars map[string]string, body []byte) (any, error) {
	var in struct {
		RedirectURIs       []string `json:"redirectUris"`
		DefaultRedirectURI string   `json:"defaultRedirectUri"`
	}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	c, err := t.clientOf(vars["clientId"])
	if err != nil {
		return nil, err
	}
	c.RedirectURIs, c.Default = in.RedirectURIs, in.DefaultRedirectURI
	return t.store(c, false)
}

func (t *tenant) removeClient(vars map[string]string, _ []byte) (any, error) {
	id := vars["clientId"]
	if id == t.demo.client {
		return nil, &world.Conflict{Reason: "this is the client of the world's own credentials; it stays"}
	}
	if !t.Unregister(id) {
		return nil, &world.Missing{What: fmt.Sprintf("client %.60q", id)}
	}
	return nil, nil
}

// userState is what the control plane prints of a user.
type userState struct {
	UserID string `json:"userId"`
	Name   string `json:"name"`
	Role   string `json:"role"`
	Index  int    `json:"index"` // in the population, by role
	// Athlete or Coach is Index again, by the name that steps take it under.
	Athlete *int     `json:"athlete,omitempty"`
	Coach   *int     `json:"coach,omitempty"`
	Scopes  []string `json:"scopes"` // that this user can grant
}

func (t *tenant) describeUser(u oauth.User) userState {
	s := userState{UserID: u.ID, Name: u.Name, Role: u.Role, Index: u.Index, Scopes: t.scopes.all(u.Role)}
	if u.Role == roleCoach {
		s.Coach = &u.Index
	} else {
		s.Athlete = &u.Index
	}
	return s
}

// maxListed bounds the users of each role that are listed.
const maxListed = 200

func (t *tenant) listUsers(map[string]string, []byte) (any, error) {
	list := []userState{}
	for _, role := range []string{roleAthlete, roleCoach} {
		for _, u := range t.people.shown(role, maxListed) {
			list = append(list, t.describeUser(u))
		}
	}
	t.people.mu.RLock()
	extra := slices.Sorted(maps.Keys(t.people.extra))
	t.people.mu.RUnlock()
	for _, id := range extra {
		if u, ok := t.people.find(id); ok && !slices.ContainsFunc(list, func(s userState) bool { return s.UserID == id }) {
			list = append(list, t.describeUser(u))
		}
	}
	return map[string]any{"users": list, "athletes": t.people.count(roleAthlete), "coaches": t.people.count(roleCoach)}, nil
}

func (t *tenant) registerUser(_ map[string]string, body []byte) (any, error) {
	var in userPin
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	who, err := in.person()
	if err == nil {
		err = t.people.register(in.UserID, who)
	}
	if err != nil {
		return nil, &world.Invalid{Field: "body", Reason: err.Error()}
	}
	u, err := t.userOf(in.UserID)
	if err != nil {
		return nil, err
	}
	return t.describeUser(u), nil
}

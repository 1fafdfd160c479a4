package oauth

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Client is one registered client. It is public when it has no secret.
type Client struct {
	ID           string
	Secret       string
	Name         string
	RedirectURIs []string
	Default      string   // the redirect URI of requests that name none; one of RedirectURIs
	Grants       []string // grant types it may use; nil: all
}

// Public says whether the client cannot keep a secret.
func (c Client) Public() bool { return c.Secret == "" }

func (c Client) clone() Client {
	c.RedirectURIs, c.Grants = slices.Clone(c.RedirectURIs), slices.Clone(c.Grants)
	return c
}

// maxRedirects bounds the redirect URIs of one client.
const maxRedirects = 100

// Register adds a client, or replaces the one of its ID, whose tokens then live
// on. Without a Default, the first redirect URI is it.
func (s *Server) Register(c Client) error {
	if err := CheckClient(c); err != nil {
		return err
	}
	c = c.clone()
	if c.Default == "" && len(c.RedirectURIs) > 0 {
		c.Default = c.RedirectURIs[0]
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, there := s.clients[c.ID]; !there {
		if len(s.order) >= s.config.MaxClients {
			return fmt.Errorf("there are already %d clients: remove one first", s.config.MaxClients)
		}
		s.order = append(s.order, c.ID)
	}
	s.clients[c.ID] = &c
	return nil
}

// maxWord bounds a client's ID, secret and name, in bytes.
const maxWord = 200

// CheckClient says why a client cannot be registered, or nothing.
func CheckClient(c Client) error {
	for _, w := range []struct{ what, value string }{{"ID", c.ID}, {"secret", c.Secret}, {"name", c.Name}} {
		if len(w.value) > maxWord {
			return fmt.Errorf("the client's %s is longer than %d bytes", w.what, maxWord)
		}
	}
	if c.ID == "" || strings.Contains(c.ID, ":") {
		return fmt.Errorf("the client ID is %q: it may not be empty nor hold a colon, which ends it in Basic authentication", c.ID)
	}
	if len(c.RedirectURIs) > maxRedirects {
		return fmt.Errorf("%d redirect URIs: at most %d are allowed", len(c.RedirectURIs), maxRedirects)
	}
	for _, u := range c.RedirectURIs {
		if err := CheckRedirectURI(u); err != nil {
			return err
		}
	}
	if c.Default != "" && !slices.Contains(c.RedirectURIs, c.Default) {
		return fmt.Errorf("the default redirect URI %.200q is not one of the registered ones", c.Default)
	}
	return nil
}

// Unregister forgets a client, its consents, codes and tokens.
func (s *Server) Unregister(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.clients[id]; !ok {
		return false
	}
	delete(s.clients, id)
	s.order = slices.DeleteFunc(s.order, func(o string) bool { return o == id })
	s.withdraw(func(client, _ string) bool { return client == id })
	return true
}

// Client finds a client. The copy is the caller's own.
func (s *Server) Client(id string) (Client, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if c := s.clients[id]; c != nil {
		return c.clone(), true
	}
	return Client{}, false
}

// Clients are all clients as they came.
func (s *Server) Clients() []Client {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := make([]Client, len(s.order))
	for i, id := range s.order {
		all[i] = s.clients[id].clone()
	}
	return all
}

// Credentials are how a client says who it is.
type Credentials struct {
	ClientID string
	Secret   string
	Basic    bool // they came in an Authorization header, not in the form
}

// ParseBasic reads an Authorization field value of the Basic scheme.
// [RFC 7617, section 2].
func ParseBasic(value string) (Credentials, bool) {
	scheme, code, found := strings.Cut(value, " ")
	if !found || !strings.EqualFold(scheme, "Basic") {
		return Credentials{}, false
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Trim(code, " "))
	if err != nil {
		return Credentials{}, false
	}
	id, secret, found := strings.Cut(string(raw), ":")
	return Credentials{ClientID: id, Secret: secret, Basic: true}, found
}

// Authenticate finds the client that proves to be who it says. A client that
// escapes its ID and secret as RFC 6749, section 2.3.1 wants is understood, and
// so is one that does not.
func (s *Server) Authenticate(c Credentials) (Client, *Error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.authenticate(c)
}

func (s *Server) authenticate(given Credentials) (Client, *Error) {
	if given.ClientID == "" {
		return Client{}, refuse(InvalidClient, "the request names no client")
	}
	id, secret := given.ClientID, given.Secret
	c, ok := s.clients[id]
	if !ok && given.Basic {
		if plain, err := url.QueryUnescape(id); err == nil {
			c, ok = s.clients[plain]
		}
	}
	switch {
	case !ok:
		return Client{}, refuse(InvalidClient, "no client has this ID")
	case c.Public():
		if secret != "" {
			return Client{}, refuse(InvalidClient, "the client is public and has no secret")
		}
		return *c, nil
	case secret == "":
		return Client{}, refuse(InvalidClient, "the client has not sent its secret")
	case !given.Basic && !s.config.Policy.SecretInBody:
		return Client{}, refuse(InvalidClient, "the client must authenticate in the Authorization header, not in the form")
	case secret == c.Secret:
		return *c, nil
	}
	if plain, err := url.QueryUnescape(secret); given.Basic && err == nil && plain == c.Secret {
		return *c, nil
	}
	return Client{}, refuse(InvalidClient, "the secret is not the client's")
}

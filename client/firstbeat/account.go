package firstbeat

import (
	"context"
	"encoding/json"
	"net/http"
	"unicode/utf8"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// Registration is a new consumer. It can do nothing until the vendor has
// approved it and a coach has granted it an account.
type Registration struct {
	ID           string `json:"id"`
	ConsumerName string `json:"consumerName"`
	SharedSecret Secret `json:"sharedSecret"` // shown once: store it
}

// Register creates a consumer, of a name of 2 to 100 characters that cannot be
// changed. Every call creates another one, also for the same name. A client
// made without credentials takes on those of the consumer it registers.
//
// POST /v1/account/register
func (s *AccountService) Register(ctx context.Context, consumerName string) (*Registration, error) {
	const operation = "Register"
	if n := utf8.RuneCountInString(consumerName); n < 2 || n > 100 { // [confirmed: OpenAPI 1.1.0]
		return nil, invalid(operation, "the consumer name has %d characters, want 2 to 100", n)
	}
	body, err := json.Marshal(struct {
		ConsumerName string `json:"consumerName"`
	}{consumerName})
	if err != nil {
		return nil, invalid(operation, "the consumer name cannot be written as JSON")
	}
	k := call{operation: operation, method: http.MethodPost, path: "/v1/account/register", body: body, level: anonymous}
	reg, err := get[Registration](ctx, s.client, k)
	if err != nil {
		return nil, err
	}
	if reg.ID == "" || reg.SharedSecret == "" {
		return nil, s.client.refuse(k, apierr.ErrDecode, &apierr.Error{StatusCode: http.StatusOK, Message: "OK, but without id or sharedSecret"})
	}
	a := s.client.auth
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.consumer == "" && a.secrets.Current == "" {
		a.consumer, a.secrets = reg.ID, Secrets{Current: reg.SharedSecret}
	}
	return reg, nil
}

// APIKey returns the consumer's key, which is the same for ever. It is
// fetched at most once, and by every call that needs it: there is no need to
// call this first.
//
// GET /v1/account/api-key
func (s *AccountService) APIKey(ctx context.Context) (Secret, error) {
	key, err := s.client.auth.key.Get(ctx, s.client.fetchKey)
	if err != nil {
		return "", s.client.name(call{operation: keyOperation, path: keyPath}, err)
	}
	return Secret(key), nil
}

const keyOperation, keyPath = "GetAPIKey", "/v1/account/api-key"

// fetchKey asks for the key. Its member is apiKey by the description and
// apikey on the wire; encoding/json reads either. [confirmed: OpenAPI 1.1.0, vendor sample code]
func (c *Client) fetchKey(ctx context.Context) (string, error) {
	k := call{operation: keyOperation, path: keyPath, level: tokenOnly}
	body, err := get[struct {
		APIKey string `json:"apiKey"`
	}](ctx, c, k)
	if err != nil {
		return "", err
	}
	if body.APIKey == "" {
		return "", c.refuse(k, apierr.ErrDecode, &apierr.Error{StatusCode: http.StatusOK, Message: "OK, but without an API key"})
	}
	c.auth.mu.Lock()
	defer c.auth.mu.Unlock()
	c.auth.apiKey = body.APIKey
	return body.APIKey, nil
}

// RotateSecret replaces the shared secret: it asks for a new one, stores it,
// and confirms it. The client needs a [SecretStore], so that a crash at any
// moment leaves a secret that works; without one, use [AccountService.NewSecret],
// keep what it returns, and then [AccountService.ConfirmSecret].
func (s *AccountService) RotateSecret(ctx context.Context) (Secret, error) {
	if s.client.auth.store == nil {
		e := invalid("RotateSecret", "without a store, a crash between issue and confirmation could lose the consumer for good")
		return "", e
	}
	secret, err := s.NewSecret(ctx)
	if err != nil {
		return "", err
	}
	return secret, s.ConfirmSecret(ctx, secret)
}

// NewSecret asks for another shared secret, and stores it as pending if the
// client has a store. The current one stays valid until the new one is confirmed.
//
// GET /v1/account/new-secret
func (s *AccountService) NewSecret(ctx context.Context) (Secret, error) {
	k := call{operation: "NewSecret", path: "/v1/account/new-secret"}
	body, err := get[struct {
		SharedSecret Secret `json:"sharedSecret"`
	}](ctx, s.client, k)
	if err != nil {
		return "", err
	}
	if body.SharedSecret == "" {
		return "", s.client.refuse(k, apierr.ErrDecode, &apierr.Error{StatusCode: http.StatusOK, Message: "OK, but without sharedSecret"})
	}
	if err := s.client.auth.propose(ctx, body.SharedSecret); err != nil {
		return "", s.client.name(k, err)
	}
	return body.SharedSecret, nil
}

// ConfirmSecret makes a new secret the valid one, by signing with it. The old
// one is invalid once this returns nil, and is dropped only then. If the answer
// is lost, the client keeps both, and finds out which one is valid.
//
// POST /v1/account/new-secret/confirm
func (s *AccountService) ConfirmSecret(ctx context.Context, secret Secret) error {
	k := call{operation: "ConfirmSecret", method: http.MethodPost, path: "/v1/account/new-secret/confirm", secret: secret}
	if secret == "" {
		return invalid(k.operation, "the secret is empty")
	}
	a := s.client.auth
	if err := a.load(ctx); err != nil {
		return s.client.name(k, err)
	}
	if err := a.propose(ctx, secret); err != nil {
		return s.client.name(k, err)
	}
	r, err := s.client.do(ctx, k)
	if err != nil {
		return err
	}
	r.Release()
	if err := a.adopt(ctx, secret); err != nil {
		return s.client.name(k, err)
	}
	return nil
}

// propose stores a secret that is about to be confirmed.
func (a *auth) propose(ctx context.Context, secret Secret) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	next := Secrets{Current: a.secrets.Current, Pending: secret}
	if next == a.secrets {
		return nil
	}
	if err := a.save(ctx, next); err != nil {
		return err
	}
	a.secrets = next
	return nil
}

// adopt signs with a secret that was confirmed. If it cannot be stored as
// such, it is still stored as pending.
func (a *auth) adopt(ctx context.Context, secret Secret) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.secrets, a.token, a.trial = Secrets{Current: secret}, "", false
	return a.save(ctx, a.secrets)
}

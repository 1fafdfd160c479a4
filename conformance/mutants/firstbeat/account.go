package firstbeat

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// Register makes a new consumer and becomes it.
func (c *Client) Register(ctx context.Context, name string) (Item, error) {
	body, err := json.Marshal(map[string]string{"consumerName": name})
	if err != nil {
		return nil, &Error{Class: "invalid_argument", Message: "the consumer name is not text"}
	}
	k := call{op: "fb.register", method: http.MethodPost, path: "/account/register", body: body, open: true}
	switch {
	case c.m.Has("register-get"):
		k.method, k.body = http.MethodGet, nil
	case c.m.Has("register-form"):
		k.body = []byte("consumerName=" + name)
	}
	item, err := c.item(ctx, k)
	if err != nil {
		return nil, err
	}
	id, secret := text(item["id"]), text(item["sharedSecret"])
	if id == "" || secret == "" {
		return nil, caller.Undecodable("the registration has no id or no sharedSecret")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.token, c.key, c.consumer = "", "", id
	if !c.m.Has("register-keeps-old-secret") {
		c.secret = secret
	}
	return item, nil
}

// APIKey fetches the consumer's key.
func (c *Client) APIKey(ctx context.Context) (string, error) {
	c.mu.Lock()
	known := c.key
	c.mu.Unlock()
	if known == "" && c.m.Has("api-key-needs-key") {
		return "", &Error{Class: "auth", Message: "configure an API key first"}
	}
	return c.fetchKey(ctx)
}

func (c *Client) fetchKey(ctx context.Context) (string, error) {
	item, err := c.item(ctx, call{op: "fb.api_key", method: http.MethodGet, path: "/account/api-key", noKey: true})
	if err != nil {
		return "", err
	}
	var key string
	for name, v := range item {
		// The vendor spells it apikey in its pages and apiKey in its OpenAPI file.
		switch {
		case !strings.EqualFold(name, "apikey"),
			name != "apikey" && c.m.Has("key-prose-spelling-only"),
			name == "apikey" && c.m.Has("key-openapi-spelling-only"):
		default:
			key = text(v)
		}
	}
	if key == "" {
		return "", caller.Undecodable("the answer names no API key")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.key = key
	return key, nil
}

func (c *Client) apiKey(ctx context.Context) (string, error) {
	c.mu.Lock()
	key := c.key
	c.mu.Unlock()
	if key != "" && !c.m.Has("key-per-call") {
		return key, nil
	}
	return c.fetchKey(ctx)
}

// NewSecret asks for a second secret; the first stays in use.
func (c *Client) NewSecret(ctx context.Context) (string, error) {
	item, err := c.item(ctx, get("fb.new_secret", "/account/new-secret", nil))
	if err != nil {
		return "", err
	}
	secret := text(item["sharedSecret"])
	if secret == "" {
		return "", caller.Undecodable("the answer has no sharedSecret")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pending = secret
	if c.m.Has("old-secret-dropped-early") {
		c.secret, c.token = secret, ""
	}
	return secret, nil
}

// ConfirmSecret makes the second secret the only one. Without a secret it
// confirms the one that NewSecret returned.
func (c *Client) ConfirmSecret(ctx context.Context, secret string) error {
	c.mu.Lock()
	if secret == "" {
		secret = c.pending
	}
	signed := secret
	if c.m.Has("confirm-with-old-secret") {
		signed = c.secret
	}
	c.mu.Unlock()
	if secret == "" {
		return &Error{Class: "invalid_argument", Message: "no new secret to confirm"}
	}
	k := call{op: "fb.confirm_secret", method: http.MethodPost, path: "/account/new-secret/confirm", secret: signed}
	if _, err := c.do(ctx, k); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.m.Has("new-secret-not-adopted") {
		c.secret, c.pending, c.token = secret, "", ""
	}
	return nil
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

package firstbeat

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
)

const (
	keyHeader = "X-Api-Key" // as net/http spells x-api-key; header names have no case

	// tokenLife is exp - iat, the longest the vendor accepts. [confirmed: OpenAPI 1.0.0]
	tokenLife = 300 * time.Second
	// backdate is how long before now a token says it was issued: how far the
	// vendor's clock may lie behind ours before it takes us for the future.
	backdate = 5 * time.Second
	// spare is the life a token must have left to be used once more.
	spare = 30 * time.Second
	// drift is the difference of clocks that is worth a new token. A Date has
	// whole seconds, and has travelled.
	drift = 3 * time.Second
)

// auth holds a consumer's credentials.
type auth struct {
	key   transport.Flight[string]
	now   func() time.Time
	store SecretStore

	stored transport.Flight[struct{}]

	mu       sync.Mutex
	consumer string
	secrets  Secrets
	trial    bool          // Current and Pending have changed places, to see whether Pending is the valid one
	skew     time.Duration // the server's clock minus ours
	token    string
	expires  time.Time // by our clock
	apiKey   string    // a copy, for redaction
}

func newAuth(o options) *auth {
	a := &auth{now: o.now, store: o.store, consumer: o.consumer, secrets: Secrets{Current: Secret(o.secret)}, apiKey: o.key}
	if o.key != "" {
		a.key.Set(o.key)
	}
	return a
}

// load reads the store, once.
func (a *auth) load(ctx context.Context) error {
	if a.store == nil {
		return nil
	}
	_, err := a.stored.Get(ctx, func(ctx context.Context) (struct{}, error) {
		s, err := a.store.LoadSecrets(ctx)
		if err != nil {
			return struct{}{}, &apierr.Error{Service: serviceName, Kind: apierr.ErrAuth, Message: "the secret store cannot be read", Err: err}
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		if s.Current != "" {
			a.secrets = s
		}
		return struct{}{}, nil
	})
	return err
}

// bearer returns a token that is good for a while: the last one, if it still is.
func (a *auth) bearer() (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	issued := a.expires.Add(-tokenLife)
	if a.token != "" && now.Before(a.expires.Add(-spare)) && !now.Before(issued) {
		return a.token, nil
	}
	token, expires, err := a.mint(a.secrets.Current, now)
	if err != nil {
		return "", err
	}
	a.token, a.expires = token, expires
	return token, nil
}

// mint signs a token with a secret. Its times are whole seconds, which every
// reader of them accepts. The caller holds the lock.
func (a *auth) mint(secret Secret, now time.Time) (string, time.Time, error) {
	if a.consumer == "" || secret == "" {
		return "", time.Time{}, &apierr.Error{
			Service: serviceName, Kind: apierr.ErrAuth, Message: "no credentials",
			Remedy: "give the client a consumer ID and a shared secret with WithCredentials",
		}
	}
	issued := now.Add(a.skew - backdate).Truncate(time.Second)
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{
		Issuer:    a.consumer,
		IssuedAt:  jwt.NewNumericDate(issued),
		ExpiresAt: jwt.NewNumericDate(issued.Add(tokenLife)),
	}).SignedString([]byte(secret)) // the text itself is the key, dashes and all [confirmed: vendor sample code]
	if err != nil {
		return "", time.Time{}, &apierr.Error{Service: serviceName, Kind: apierr.ErrAuth, Message: "the token cannot be signed"}
	}
	return token, issued.Add(tokenLife - a.skew), nil
}

// recover learns from a 401 to a token, and reports whether another try has a chance.
func (a *auth) recover(refused string, r *transport.Response) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.token != "" && a.token != refused {
		return true // another goroutine has learnt already
	}
	a.token = ""
	if date, ok := r.Date(); ok && r.SameOrigin {
		if skew := date.Sub(a.now().Truncate(time.Second)); (skew - a.skew).Abs() >= drift {
			a.skew = skew
			return true
		}
	}
	if a.secrets.Pending != "" && !a.trial {
		a.secrets.Current, a.secrets.Pending = a.secrets.Pending, a.secrets.Current
		a.trial = true
		return true
	}
	return false
}

// settle ends a trial of the pending secret: kept if it was accepted.
func (a *auth) settle(ctx context.Context, used string, accepted bool) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.trial || (a.token != used && a.token != "") {
		return nil
	}
	a.trial = false
	if !accepted {
		a.secrets.Current, a.secrets.Pending = a.secrets.Pending, a.secrets.Current
		a.token = ""
		return nil
	}
	a.secrets.Pending = ""
	return a.save(ctx, a.secrets)
}

// save stores secrets. Without a store they last as long as the client.
func (a *auth) save(ctx context.Context, s Secrets) error {
	if a.store == nil {
		return nil
	}
	if err := a.store.SaveSecrets(ctx, s); err != nil {
		return &apierr.Error{Service: serviceName, Kind: apierr.ErrOther, Message: "the secret store cannot be written", Err: err}
	}
	return nil
}

// skewed returns how far the server's clock is from ours by an answer, and
// whether that is far enough to be why a token was refused.
func (a *auth) skewed(r *transport.Response) (time.Duration, bool) {
	date, ok := r.Date()
	if !ok {
		return 0, false
	}
	d := date.Sub(a.now().Truncate(time.Second))
	return d, d.Abs() > backdate
}

// redact removes this consumer's credentials from a vendor's words.
func (a *auth) redact(s string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return transport.Redact(s, a.token, a.apiKey, string(a.secrets.Current), string(a.secrets.Pending))
}

// sign puts a token on a request.
func sign(h http.Header, token string) { h.Set("Authorization", "Bearer "+token) }

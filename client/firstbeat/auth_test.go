package firstbeat_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/firstbeat"
)

const noAccounts = `{"accounts":[]}`

func TestCallsCarryBothCredentials(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(noAccounts)))
		if _, err := v.client().Accounts.List(t.Context()); err != nil {
			t.Fatal(err)
		}
		g := v.requests()[0]
		if got, want := g.method+" "+g.target, "GET /v1/sports/accounts"; got != want {
			t.Errorf("request = %s, want %s", got, want)
		}
		if got := g.header.Get("x-api-key"); got != apiKey {
			t.Errorf("x-api-key = %q, want %q", got, apiKey)
		}
		if !signedWith(g.token, secret) {
			t.Errorf("token %q does not verify with the shared secret's text", g.token)
		}
		if life := g.expires.Sub(g.issued); life != 300*time.Second {
			t.Errorf("exp - iat = %v, want 5m0s", life)
		}
		if g.issued.After(time.Now()) || g.expires.Before(time.Now()) {
			t.Errorf("token lives from %v to %v, which is not now (%v)", g.issued, g.expires, time.Now())
		}
	})
}

func TestRegister(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, func(n int, r *http.Request) reply {
			if r.URL.Path == "/v1/account/register" {
				return ok(`{"id":"` + consumerID + `","consumerName":"hawks","sharedSecret":"` + secret + `"}`)
			}
			return ok(`{"apikey":"` + apiKey + `"}`)
		})
		c, err := firstbeat.New(firstbeat.WithBaseURL("http://127.0.0.1"), firstbeat.WithHTTPClient(v.http))
		if err != nil {
			t.Fatal(err)
		}
		reg, err := c.Account.Register(t.Context(), "hawks")
		if err != nil {
			t.Fatal(err)
		}
		g := v.requests()[0]
		if g.method != "POST" || g.target != "/v1/account/register" || g.body != `{"consumerName":"hawks"}` {
			t.Errorf("request = %s %s %s", g.method, g.target, g.body)
		}
		if g.header.Get("Authorization") != "" || g.header.Get("x-api-key") != "" {
			t.Error("a registration carries credentials")
		}
		if string(reg.SharedSecret) != secret || reg.ID != consumerID {
			t.Errorf("registration = %v", reg)
		}
		if _, err := c.Account.APIKey(t.Context()); err != nil {
			t.Fatal(err)
		}
		if g := v.requests()[1]; !signedWith(g.token, secret) {
			t.Error("the next call is not signed with the registered secret")
		}
		for _, name := range []string{"", "x", strings.Repeat("é", 101)} {
			if _, err := c.Account.Register(t.Context(), name); !errors.Is(err, apierr.ErrInvalidArgument) {
				t.Errorf("Register(%q) = %v, want invalid_argument", name, err)
			}
		}
		if n := len(v.requests()); n != 2 {
			t.Errorf("%d requests, want 2: bad names are refused unsent", n)
		}
	})
}

func TestAPIKey(t *testing.T) {
	for _, body := range []string{`{"apikey":"` + apiKey + `"}`, `{"apiKey":"` + apiKey + `"}`} {
		t.Run("it is fetched once, spelled "+body[2:8], func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, func(_ int, r *http.Request) reply {
					if r.URL.Path == "/v1/account/api-key" {
						time.Sleep(time.Second)
						return ok(body)
					}
					return ok(noAccounts)
				})
				c, err := firstbeat.New(firstbeat.WithBaseURL("http://127.0.0.1"), firstbeat.WithHTTPClient(v.http), firstbeat.WithCredentials(consumerID, secret))
				if err != nil {
					t.Fatal(err)
				}
				var wg sync.WaitGroup
				for range 10 {
					wg.Go(func() {
						if _, err := c.Accounts.List(t.Context()); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				keys := 0
				for _, g := range v.requests() {
					if g.target == "/v1/account/api-key" {
						keys++
						if g.token == "" || g.header.Get("x-api-key") != "" {
							t.Error("the key's own call must carry a token, and no key")
						}
					} else if g.header.Get("x-api-key") != apiKey {
						t.Errorf("%s carries key %q", g.target, g.header.Get("x-api-key"))
					}
				}
				if keys != 1 {
					t.Errorf("the key was fetched %d times, want once", keys)
				}
			})
		})
	}
}

func TestTokens(t *testing.T) {
	tests := []struct {
		name   string
		pause  time.Duration
		reused bool
	}{
		{"is used again while it has life", time.Minute, true},
		{"is replaced before it expires", 290 * time.Second, false},
		{"is replaced after it expired", 301 * time.Second, false},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(ok(noAccounts)))
				c := v.client()
				for range 2 {
					if _, err := c.Accounts.List(t.Context()); err != nil {
						t.Fatal(err)
					}
					time.Sleep(tt.pause)
				}
				g := v.requests()
				if reused := g[0].token == g[1].token; reused != tt.reused {
					t.Errorf("second token the same: %v, want %v", reused, tt.reused)
				}
				if !g[1].at.Before(g[1].expires) {
					t.Errorf("sent at %v a token that expired at %v", g[1].at, g[1].expires)
				}
			})
		})
	}
}

// strict answers as a vendor whose clock is ahead of ours, without leeway.
func strict(ahead time.Duration, body string) func(int, *http.Request) reply {
	return func(_ int, r *http.Request) reply {
		now := time.Now().Add(ahead)
		date := map[string]string{"Date": now.UTC().Format(http.TimeFormat), "x-amzn-ErrorType": "UnauthorizedException"}
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		issued, expires := times(token)
		if issued.After(now) || !now.Before(expires) {
			return reply{status: 401, body: `{"message":"Unauthorized"}`, header: date}
		}
		return reply{status: 200, body: body, header: date}
	}
}

func TestClockSkew(t *testing.T) {
	tests := []struct {
		name     string
		ahead    time.Duration // the server's clock, before ours
		requests int
	}{
		{"needs no help from a clock a little behind", -4 * time.Second, 1},
		{"recovers from a server 90 s behind", -90 * time.Second, 2},
		{"recovers from a server an hour behind", -time.Hour, 2},
		{"gets by with a server 290 s ahead", 290 * time.Second, 1},
		{"recovers from a server an hour ahead", time.Hour, 2},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, strict(tt.ahead, noAccounts))
				c := v.client()
				if _, err := c.Accounts.List(t.Context()); err != nil {
					t.Fatal(err)
				}
				if n := len(v.requests()); n != tt.requests {
					t.Errorf("%d requests, want %d", n, tt.requests)
				}
				for range 3 { // what was learnt is kept, over the life of tokens
					time.Sleep(200 * time.Second)
					if _, err := c.Accounts.List(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				if n := len(v.requests()); tt.requests == 2 && n != 5 {
					t.Errorf("%d requests after three more calls, want 5", n)
				}
				for range 2 {
					time.Sleep(10 * time.Second)
					if _, err := c.Accounts.List(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				if g := v.requests(); g[len(g)-1].token != g[len(g)-2].token {
					t.Error("a token was not used again at once: its expiry is misjudged")
				}
				for _, g := range v.requests() {
					if life := g.expires.Sub(g.issued); life > 300*time.Second {
						t.Errorf("exp - iat = %v, want at most 5m0s", life)
					}
				}
			})
		})
	}
}

func TestAClockThatJumpsIsNotFollowed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, func(n int, _ *http.Request) reply {
			date := time.Now().Add(time.Duration(1-2*(n%2)) * time.Hour).UTC().Format(http.TimeFormat)
			return reply{status: 401, body: `{"message":"Unauthorized"}`, header: map[string]string{"Date": date}}
		})
		if _, err := v.client().Accounts.List(t.Context()); !errors.Is(err, apierr.ErrAuth) || len(v.requests()) != 2 {
			t.Errorf("error = %v after %d requests, want auth after 2", err, len(v.requests()))
		}
	})
}

func TestNowIsTheClockOfTokens(t *testing.T) {
	bubble(t, func(t *testing.T) {
		now := time.Date(2031, 5, 6, 7, 8, 9, 999_999_999, time.UTC)
		v := start(t, script(ok(noAccounts)))
		if _, err := v.client(firstbeat.WithNow(func() time.Time { return now })).Accounts.List(t.Context()); err != nil {
			t.Fatal(err)
		}
		if g := v.requests()[0]; g.issued.After(now) || !now.Before(g.expires) {
			t.Errorf("token lives from %v to %v, want around %v", g.issued, g.expires, now)
		}
	})
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name   string
		status int
		kind   apierr.Kind
		most   int
	}{
		{"gives up on a 401 that stays", 401, apierr.ErrAuth, 2},
		{"does not repeat a 403", 403, apierr.ErrForbidden, 1},
		{"does not repeat a 404", 404, apierr.ErrNotFound, 1},
		{"does not repeat a 400", 400, apierr.ErrInvalidArgument, 1},
		{"does not repeat a 422", 422, apierr.ErrInvalidArgument, 1},
		{"does not repeat a 501", 501, apierr.ErrServer, 1},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(reply{status: tt.status, body: `{"message":"` + http.StatusText(tt.status) + `"}`}))
				_, err := v.client().Accounts.List(t.Context())
				if !errors.Is(err, tt.kind) || apierr.KindOf(err) != tt.kind {
					t.Errorf("error = %v, want kind %s", err, tt.kind)
				}
				if n := len(v.requests()); n > tt.most {
					t.Errorf("%d requests, want at most %d", n, tt.most)
				}
			})
		})
	}
}

func TestA401NamesTheClock(t *testing.T) {
	bubble(t, func(t *testing.T) {
		date := time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)
		v := start(t, script(reply{status: 401, body: `{"message":"Unauthorized"}`, header: map[string]string{"Date": date}}))
		_, err := v.client().Accounts.List(t.Context())
		want := "firstbeat: ListAccounts: 401 Unauthorized; check the consumer ID and the shared secret, and the clock: the server's is 1h0m0s ahead"
		if err == nil || err.Error() != want {
			t.Errorf("error = %v, want %s", err, want)
		}
		if n := len(v.requests()); n != 2 {
			t.Errorf("%d requests, want 2", n)
		}
	})
}

// memory is a store that can be made to fail.
type memory struct {
	firstbeat.Secrets
	saves []firstbeat.Secrets
	fail  bool
}

func (m *memory) LoadSecrets(context.Context) (firstbeat.Secrets, error) { return m.Secrets, nil }
func (m *memory) SaveSecrets(_ context.Context, s firstbeat.Secrets) error {
	if m.fail {
		return errors.New("disk full")
	}
	m.Secrets = s
	m.saves = append(m.saves, s)
	return nil
}

const newSecret = "4c70e131-8c81-49eb-a14f-c682c310767b"

// rotating is a vendor that knows which secret is valid.
func rotating(valid *string) func(int, *http.Request) reply {
	return func(_ int, r *http.Request) reply {
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		switch {
		case r.URL.Path == "/v1/account/new-secret/confirm" && signedWith(token, newSecret):
			*valid = newSecret
			return reply{status: 200}
		case !signedWith(token, *valid):
			return reply{status: 401, body: `{"message":"Unauthorized"}`}
		case r.URL.Path == "/v1/account/new-secret":
			return ok(`{"sharedSecret":"` + newSecret + `"}`)
		}
		return ok(noAccounts)
	}
}

func TestRotateSecret(t *testing.T) {
	bubble(t, func(t *testing.T) {
		valid := secret
		v := start(t, rotating(&valid))
		store := &memory{}
		c := v.client(firstbeat.WithSecretStore(store))
		if _, err := c.Account.RotateSecret(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Accounts.List(t.Context()); err != nil {
			t.Fatal(err)
		}
		want := []string{"GET /v1/account/new-secret", "POST /v1/account/new-secret/confirm", "GET /v1/sports/accounts"}
		if got := v.targets(); !slices.Equal(got, want) {
			t.Errorf("requests = %v, want %v", got, want)
		}
		saves := []firstbeat.Secrets{{Current: secret, Pending: newSecret}, {Current: newSecret}}
		if !slices.Equal(store.saves, saves) {
			t.Errorf("the store saw %d saves, want the pending one and then the confirmed one", len(store.saves))
		}
	})
}

func TestRotationKeepsTheOldSecretUntilConfirmed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		valid, down := secret, true
		v := start(t, func(n int, r *http.Request) reply {
			if down && strings.HasSuffix(r.URL.Path, "/confirm") {
				return reply{status: 500, body: `{"message":"Internal server error"}`}
			}
			return rotating(&valid)(n, r)
		})
		c := v.client(firstbeat.WithSecretStore(&memory{}))
		if _, err := c.Account.RotateSecret(t.Context()); !errors.Is(err, apierr.ErrServer) {
			t.Fatalf("error = %v, want server", err)
		}
		if _, err := c.Accounts.List(t.Context()); err != nil {
			t.Errorf("after a failed confirmation: %v", err)
		}
		if n := len(v.requests()); n != 3 {
			t.Errorf("%d requests, want 3: a POST that may have had an effect is not repeated", n)
		}
	})
}

func TestRotationSurvivesALostAnswer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		valid := secret
		v := start(t, func(n int, r *http.Request) reply {
			a := rotating(&valid)(n, r)
			if strings.HasSuffix(r.URL.Path, "/confirm") {
				return reply{raw: hangUp} // confirmed, but nobody hears of it
			}
			return a
		})
		store := &memory{}
		c := v.client(firstbeat.WithSecretStore(store))
		if _, err := c.Account.RotateSecret(t.Context()); !errors.Is(err, apierr.ErrNetwork) {
			t.Fatalf("error = %v, want network", err)
		}
		// The process crashes: another client starts from what was stored.
		again := v.client(firstbeat.WithSecretStore(store))
		for range 2 {
			if _, err := again.Accounts.List(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if store.Current != newSecret || store.Pending != "" {
			t.Error("the secret that works was not stored as the current one")
		}
	})
}

func TestRotationNeedsAStoreThatWorks(t *testing.T) {
	bubble(t, func(t *testing.T) {
		valid := secret
		v := start(t, rotating(&valid))
		if _, err := v.client().Account.RotateSecret(t.Context()); !errors.Is(err, apierr.ErrInvalidArgument) {
			t.Errorf("without a store: %v, want invalid_argument", err)
		}
		c := v.client(firstbeat.WithSecretStore(&memory{fail: true}))
		if _, err := c.Account.RotateSecret(t.Context()); err == nil {
			t.Error("with a full disk: no error")
		}
		if valid != secret {
			t.Error("a secret that could not be stored was confirmed")
		}
	})
}

func TestSecretFile(t *testing.T) {
	f := firstbeat.SecretFile(filepath.Join(t.TempDir(), "secrets.json"))
	if s, err := f.LoadSecrets(t.Context()); err != nil || s != (firstbeat.Secrets{}) {
		t.Fatalf("no file: %v, want nothing", err)
	}
	want := firstbeat.Secrets{Current: secret, Pending: newSecret}
	if err := f.SaveSecrets(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if s, err := f.LoadSecrets(t.Context()); err != nil || s != want {
		t.Errorf("loaded something else than was saved (%v)", err)
	}
	if info, err := os.Stat(string(f)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode = %v, want 0600", info.Mode())
	}
	if left, _ := filepath.Glob(string(f) + ".*"); left != nil {
		t.Errorf("left behind: %v", left)
	}
	if err := os.WriteFile(string(f), []byte(`{"current":"`+secret), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.LoadSecrets(t.Context()); err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("damaged file: %v, want an error without the secret", err)
	}
	if raw, _ := json.Marshal(want); !strings.Contains(string(raw), secret) {
		t.Error("a secret does not survive JSON")
	}
}

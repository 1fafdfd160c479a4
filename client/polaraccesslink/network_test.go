package polaraccesslink_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/polaraccesslink"
	"github.com/ergodrome/ergodrome/client/token"
)

func TestAnswersThatAreErrors(t *testing.T) {
	tests := []struct {
		name     string
		reply    reply
		kind     apierr.Kind
		text     string
		requests int
	}{
		{"400 with words", reply{status: 400, body: `{"errorMessage":"Value for key 'from' could not be parsed as datetime"}`}, apierr.ErrInvalidArgument, "400 Value for key 'from' could not be parsed as datetime", 1},
		{"403 as documented", reply{status: 403, body: `{"errorMessage":"Missing required scope: sports:read"}`}, apierr.ErrForbidden, "403 Missing required scope: sports:read; the user has to grant sports:read", 1},
		{"403 as observed", reply{status: 403, body: `{"error":"Missing required scope: sports:read"}`}, apierr.ErrForbidden, "403 Missing required scope: sports:read;", 1},
		{"404", reply{status: 404}, apierr.ErrNotFound, "404 Not Found", 1},
		{"401 with a page", reply{status: 401, kind: "text/html", body: "<html>" + access}, apierr.ErrAuth, "401 Unauthorized", 1},
		{"500 with bare text that lasts", reply{status: 500, kind: "text/plain", body: "Unexpected error occurred"}, apierr.ErrServer, "500 Unexpected error occurred", 5},
		{"502 that lasts", reply{status: 502, kind: "text/html", body: "<html>"}, apierr.ErrUnavailable, "502 Bad Gateway (text/html)", 5},
		{"a page instead of JSON", reply{status: 200, kind: "text/html", body: "<html>"}, apierr.ErrDecode, "a page for people", 1},
		{"204", reply{status: 204}, apierr.ErrNoData, "204", 1},
		{"secrets in words", reply{status: 400, body: `{"errorMessage":"bad ` + access + `"}`}, apierr.ErrInvalidArgument, "bad [redacted]", 1},
	}
	for _, tt := range tests {
		t.Run("it types "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(tt.reply))
				_, err := v.client().Sports.List(t.Context())
				require.ErrorIs(t, err, tt.kind)
				require.Contains(t, err.Error(), "polar-accesslink: ListSports: ")
				require.Contains(t, err.Error(), tt.text)
				require.NotContains(t, err.Error(), access)
				require.Len(t, v.requests(), tt.requests)
			})
		})
	}
}

// granted is a source whose user granted little.
type granted struct{ tokens }

func (g *granted) Token(context.Context) (*token.Token, error) {
	return &token.Token{Access: "a", Scopes: []string{"sleep:read"}}, nil
}

func TestA403NamesWhatWasNotGranted(t *testing.T) {
	bubble(t, func(t *testing.T) {
		source := new(granted)
		v := start(t, script(reply{status: 403, body: `{"errorMessage":"Missing required scope: sports:read"}`}))
		_, err := v.client(polaraccesslink.WithTokens(source)).Sports.List(t.Context())
		require.ErrorIs(t, err, apierr.ErrForbidden)
		require.Contains(t, err.Error(), "the user has granted sleep:read, and not sports:read")
		require.Empty(t, source.renewed)
		require.Len(t, v.requests(), 1)
	})
}

func TestA401IsAnsweredByOneRenewal(t *testing.T) {
	bubble(t, func(t *testing.T) {
		source := new(tokens)
		v := start(t, script(reply{status: 401}, ok(`{}`), reply{status: 401}))
		c := v.client(polaraccesslink.WithTokens(source))
		_, err := c.Sports.List(t.Context())
		require.NoError(t, err)
		_, err = c.Sports.List(t.Context())
		require.ErrorIs(t, err, apierr.ErrAuth)
		var bearers []string
		for _, g := range v.requests() {
			bearers = append(bearers, g.bearer)
		}
		require.Equal(t, []string{"Bearer token-a", "Bearer token-b", "Bearer token-b", "Bearer token-c"}, bearers)
	})
}

// TestTheWindow asks a server that blocks for a quarter of an hour.
func TestTheWindow(t *testing.T) {
	bubble(t, func(t *testing.T) {
		began := time.Now()
		blocked := 0
		v := start(t, func(int, *http.Request) reply {
			if time.Since(began) < 15*time.Minute {
				blocked++
				return reply{status: 429}
			}
			return ok(`{}`)
		})
		_, err := v.client().Sports.List(t.Context())
		require.NoError(t, err)
		require.LessOrEqual(t, blocked, 5)
	})
}

func TestTheHeaderOfTheWindow(t *testing.T) {
	tests := []struct {
		name                string
		usage, limit, reset string
		waits               time.Duration // 0 for an error
	}{
		{"waits for the short window", "3000, 5000", "3000, 100000", "120, 40000", 2 * time.Minute},
		{"leaves the long window to the caller", "10, 100000", "3000, 100000", "120, 40000", 0},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, func(n int, _ *http.Request) reply {
					if n > 0 {
						return ok(`{}`)
					}
					return reply{raw: func(w http.ResponseWriter, _ *http.Request) {
						w.Header().Set("RateLimit-Usage", tt.usage)
						w.Header().Set("RateLimit-Limit", tt.limit)
						w.Header().Set("RateLimit-Reset", tt.reset)
						w.WriteHeader(429)
					}}
				})
				began := time.Now()
				_, err := v.client().Sports.List(t.Context())
				if tt.waits == 0 {
					e, _ := errors.AsType[*apierr.Error](err)
					require.ErrorIs(t, err, apierr.ErrRateLimited)
					require.Equal(t, 40000*time.Second, e.RetryAfter)
					require.Zero(t, time.Since(began))
					return
				}
				require.NoError(t, err)
				require.InDelta(t, tt.waits.Seconds(), time.Since(began).Seconds(), 2)
			})
		})
	}
}

func TestThePaceIsShared(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(`{}`)))
		pacer := polaraccesslink.NewPacer(3, 5)
		one, two := v.client(polaraccesslink.WithPacer(pacer)), v.client(polaraccesslink.WithPacer(pacer))
		began := time.Now()
		for i, c := range []*client{one, two, one, two, one} {
			_, err := c.Sports.List(t.Context())
			require.NoError(t, err, i)
		}
		require.Equal(t, 15*time.Minute, time.Since(began))
		_, err := two.Sports.List(t.Context())
		require.ErrorIs(t, err, apierr.ErrRateLimited)
		require.Len(t, v.requests(), 5)
	})
}

func TestPicture(t *testing.T) {
	png := "\x89PNG\r\n\x1a\n\x00"
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{status: 200, kind: "image/png", body: png}, reply{status: 404}, reply{status: 204}, ok(`{}`), reply{status: 200, kind: "image/png"}))
		c := v.client()
		got, err := c.User.Picture(t.Context(), polaraccesslink.PictureSmall)
		require.NoError(t, err)
		require.Equal(t, &polaraccesslink.Picture{MediaType: "image/png", Bytes: []byte(png)}, got)
		r := v.requests()[0]
		require.Equal(t, "/polar-accesslink/v4/data/user/profile-picture?size=small", r.target)
		require.Equal(t, "image/*", r.accept)
		for _, kind := range []apierr.Kind{apierr.ErrNotFound, apierr.ErrNoData, apierr.ErrDecode, apierr.ErrNoData} {
			_, err = c.User.Picture(t.Context(), polaraccesslink.PictureLarge)
			require.ErrorIs(t, err, kind)
		}
		_, err = c.User.Picture(t.Context(), "huge")
		require.ErrorIs(t, err, apierr.ErrInvalidArgument)
	})
}

func TestHelloNeedsNoToken(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{status: 200, kind: "text/plain", body: "Hello"}, reply{status: 401}))
		c, err := polaraccesslink.New(polaraccesslink.WithBaseURL("http://127.0.0.1"), polaraccesslink.WithHTTPClient(v.http))
		require.NoError(t, err)
		got, err := c.Hello(t.Context())
		require.NoError(t, err)
		require.Equal(t, "Hello", got)
		require.Equal(t, "/v4/data/hello", v.requests()[0].target)
		require.Empty(t, v.requests()[0].bearer)
		require.Equal(t, "text/plain", v.requests()[0].accept)
		_, err = c.Hello(t.Context())
		require.ErrorIs(t, err, apierr.ErrAuth)
		_, err = c.Sports.List(t.Context())
		require.ErrorIs(t, err, apierr.ErrAuth)
		require.Len(t, v.requests(), 2)
	})
}

func TestLiveTargets(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(`{}`)))
		_, err := v.client(polaraccesslink.WithTargetRange("from", "to")).TrainingTargets.List(t.Context(), from, to)
		require.NoError(t, err)
		require.Equal(t, []string{"/polar-accesslink/v4/data/training-target/calendar-targets?from=2025-06-12&to=2025-06-13"}, v.targets())
	})
}

func TestRefusedUnsent(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(`{}`)))
		c := v.client()
		far := from.AddDays(91)
		for name, f := range map[string]func() error{
			"an empty range":         func() error { _, err := c.Sleep.List(t.Context(), from, from); return err },
			"a range backwards":      func() error { _, err := c.Sleep.List(t.Context(), to, from); return err },
			"no range":               func() error { _, err := c.Sleep.List(t.Context(), from, polaraccesslink.Date{}); return err },
			"91 days":                func() error { _, err := c.Tests.List(t.Context(), from, far); return err },
			"8 days of vectors":      func() error { _, err := c.Sleep.Vectors(t.Context(), from, from.AddDays(8)); return err },
			"two days with features": func() error { _, err := c.Sleep.List(t.Context(), from, from.AddDays(2), "sleep-score"); return err },
			"another's feature":      func() error { _, err := c.Sleep.List(t.Context(), from, to, "samples"); return err },
			"features as a list":     func() error { _, err := c.Sleep.List(t.Context(), from, to, "sleep-score,sleep-result"); return err },
			"a feature twice":        func() error { _, err := c.Sleep.List(t.Context(), from, to, "sleep-score", "sleep-score"); return err },
			"an empty walk": func() error {
				for _, err := range c.Sleep.All(t.Context(), to, from) {
					return err
				}
				return nil
			},
		} {
			require.ErrorIs(t, f(), apierr.ErrInvalidArgument, name)
		}
		require.Empty(t, v.requests())
	})
}

func TestTokensStayWithTheirOrigin(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, nil)
		v.answer = func(_ int, r *http.Request) reply {
			if strings.HasPrefix(r.Host, "127.0.0.1:81") {
				return ok(`{}`)
			}
			return reply{raw: func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://127.0.0.1:81/x", http.StatusFound)
			}}
		}
		_, err := v.client().Sports.List(t.Context())
		require.NoError(t, err)
		require.Empty(t, v.requests()[1].bearer)
	})
}

func TestABodyThatBreaksOff(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, func(n int, _ *http.Request) reply {
			if n > 0 {
				return ok(`{"sports":[{"type":"SINGLE_SPORT"}]}`)
			}
			return reply{raw: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", "100")
				_, _ = io.WriteString(w, `{"sports":[]}`)
			}}
		})
		got, err := v.client().Sports.List(t.Context())
		require.NoError(t, err)
		require.Len(t, got, 1, "never a part for the whole")
	})
}

func TestNothingSecretIsLogged(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var log bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		v := start(t, script(reply{status: 503, body: access}, ok(documents()["/user/account-data"])))
		c := v.client(polaraccesslink.WithLogger(logger))
		_, err := c.User.Account(t.Context())
		require.NoError(t, err)
		logger.Info("done", "client", c)
		text := log.String() + fmt.Sprintf("%v %+v %#v", c, c, c)
		require.NotContains(t, text, access)
		require.NotContains(t, text, "firstName")
		require.Contains(t, text, "path=/polar-accesslink/v4/data/user/account-data")
	})
}

func TestNewRefuses(t *testing.T) {
	for text, opt := range map[string]polaraccesslink.Option{
		"WithTokens": polaraccesslink.WithTokens(nil), "in the clear": polaraccesslink.WithBaseURL("http://api.example"), "https://": polaraccesslink.WithBaseURL("ftp://api.example"),
		"no host": polaraccesslink.WithBaseURL("https:///v4"), "no user": polaraccesslink.WithBaseURL("https://a:b@api.example"), "WithHTTPClient": polaraccesslink.WithHTTPClient(nil),
		"WithUserAgent": polaraccesslink.WithUserAgent(""), "WithPacer": polaraccesslink.WithPacer(nil), "WithTargetRange": polaraccesslink.WithTargetRange("a", "a"),
		"WithRetry": polaraccesslink.WithRetry(11, 1), "WithTimeout": polaraccesslink.WithTimeout(-1), "WithMaxBody": polaraccesslink.WithMaxBody(0), "WithLogger": polaraccesslink.WithLogger(nil),
	} {
		_, err := polaraccesslink.New(opt)
		require.ErrorContains(t, err, text)
	}
	c, err := polaraccesslink.New(polaraccesslink.WithBaseURL("http://api.example/x/v4/data/"), polaraccesslink.WithInsecureHTTP(), polaraccesslink.WithoutPacing(), polaraccesslink.WithUserAgent("x"))
	require.NoError(t, err)
	require.Equal(t, "polaraccesslink.Client(http://api.example/x/v4/data)", c.String())
}

func TestLoginAsksForScopes(t *testing.T) {
	app, err := token.New(polaraccesslink.AuthServer(), "12345", "s")
	require.NoError(t, err)
	l, err := app.Begin(polaraccesslink.Scopes()...)
	require.NoError(t, err)
	require.Contains(t, l.URL(), "&scope=activity%3Aread%20calendar%3Aread%20continuous_samples%3Aread%20devices%3Aread%20nightly_recharge%3Aread%20ppi_data%3Aread%20profile%3Aread%20routes%3Aread"+
		"%20skin_contact%3Aread%20sleep%3Aread%20sports%3Aread%20temperature_measurement%3Aread%20tests%3Aread%20training_sessions%3Aread%20training_targets%3Aread%20user_subscription%3Aread&state=")
}

// TestManyCallsMeetABlock counts what is sent while the server blocks.
func TestManyCallsMeetABlock(t *testing.T) {
	bubble(t, func(t *testing.T) {
		began := time.Now()
		var blocked atomic.Int32
		v := start(t, func(int, *http.Request) reply {
			if time.Since(began) < 15*time.Minute {
				blocked.Add(1)
				return reply{status: 429}
			}
			return ok(`{}`)
		})
		c := v.client()
		_, err := c.Sports.List(t.Context())
		require.NoError(t, err)
		first := blocked.Load()
		time.Sleep(time.Minute)
		began = time.Now() // and again, in a crowd that one of them is ahead of
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				if i > 0 {
					time.Sleep(time.Second)
				}
				if _, err := c.Sports.List(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.LessOrEqual(t, first, int32(5))
		require.LessOrEqual(t, blocked.Load()-first, int32(5))
	})
}

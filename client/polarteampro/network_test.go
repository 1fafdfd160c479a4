package polarteampro_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/polarteampro"
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
		{"404 without a body", reply{status: 404}, apierr.ErrNotFound, "polar-teampro: GetTeam: 404 Not Found", 1},
		{"404 with words", reply{status: 404, body: `{"error":{"status":404,"message":"No such team"}}`}, apierr.ErrNotFound, "No such team", 1},
		{"400 with words", reply{status: 400, body: `{"message":"per_page must be between 1 and 100"}`}, apierr.ErrInvalidArgument, "between 1 and 100", 1},
		{"403", reply{status: 403, body: `{"error":"insufficient_scope","error_description":"need ` + access + `"}`}, apierr.ErrForbidden, "insufficient_scope: need [redacted]", 1},
		{"422", reply{status: 422}, apierr.ErrInvalidArgument, "422", 1},
		{"501", reply{status: 501}, apierr.ErrServer, "501", 1},
		{"503 that lasts", reply{status: 503}, apierr.ErrUnavailable, "503", 5},
		{"429 that lasts", reply{status: 429, body: `{"error":{"status":429}}`}, apierr.ErrRateLimited, "429 Too Many Requests", 5},
		{"a page of a proxy", reply{status: 502, body: "<html>" + access, kind: "text/html"}, apierr.ErrServer, "502 Bad Gateway (text/html)", 5},
		{"a page instead of data", reply{status: 200, body: "<html>", kind: "text/html"}, apierr.ErrDecode, "text/html", 1},
		{"an error in a 200", ok(`{"error":{"status":404,"message":"gone"}}`), apierr.ErrNotFound, "404 gone", 1},
		{"a 200 without data", ok(`{"id":"wMYz6L4w"}`), apierr.ErrDecode, "without data", 1},
		{"data of another shape", ok(`{"data":[]}`), apierr.ErrDecode, "want an object", 1},
		{"half a body", ok(`{"data":{"id":"w`), apierr.ErrDecode, "not JSON", 1},
		{"nothing", ok(``), apierr.ErrDecode, "empty", 1},
		{"204", reply{status: 204}, apierr.ErrDecode, "204", 1},
		{"302 to nowhere", reply{status: 302}, apierr.ErrDecode, "302 Found", 1},
	}
	for _, tt := range tests {
		t.Run("it types "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(tt.reply))
				_, err := v.client().Teams.Get(t.Context(), "wMYz6L4w")
				require.ErrorIs(t, err, tt.kind)
				require.Contains(t, err.Error(), tt.text)
				require.NotContains(t, err.Error(), access)
				require.Len(t, v.requests(), tt.requests)
			})
		})
	}
}

func TestRetriesGrow(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{status: 503}, reply{status: 502}, ok(example("team"))))
		_, err := v.client().Teams.Get(t.Context(), "a")
		require.NoError(t, err)
		r := v.requests()
		require.Len(t, r, 3)
		require.GreaterOrEqual(t, r[2].at.Sub(r[1].at), r[1].at.Sub(r[0].at))
		require.GreaterOrEqual(t, r[1].at.Sub(r[0].at), time.Second)
	})
}

func TestA401IsAnsweredByOneRenewal(t *testing.T) {
	bubble(t, func(t *testing.T) {
		source := new(tokens)
		v := start(t, script(reply{status: 401}, ok(example("team")), reply{status: 401}))
		c := v.client(polarteampro.WithTokens(source))
		_, err := c.Teams.Get(t.Context(), "a")
		require.NoError(t, err)
		_, err = c.Teams.Get(t.Context(), "a") // refused whatever the token
		require.ErrorIs(t, err, apierr.ErrAuth)
		var bearers []string
		for _, g := range v.requests() {
			bearers = append(bearers, g.bearer)
		}
		require.Equal(t, []string{"Bearer token-a", "Bearer token-b", "Bearer token-b", "Bearer token-c"}, bearers)
		require.Len(t, source.renewed, 2)

		source.err = &apierr.Error{Service: "polar", Operation: "RefreshToken", Kind: apierr.ErrAuth, Code: "invalid_grant"}
		_, err = c.Teams.Get(t.Context(), "a")
		require.ErrorIs(t, err, apierr.ErrAuth)
		require.Len(t, v.requests(), 5, "nothing is sent when there is no other token")
	})
}

func TestA403RenewsNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		source := new(tokens)
		v := start(t, script(reply{status: 403}))
		_, err := v.client(polarteampro.WithTokens(source)).Teams.Get(t.Context(), "a")
		require.ErrorIs(t, err, apierr.ErrForbidden)
		require.Contains(t, err.Error(), "team_read")
		require.Empty(t, source.renewed)
		require.Len(t, v.requests(), 1)
	})
}

// TestPace asks a server that counts as the document says: a bucket of a
// hundred that drains by one a second.
func TestPace(t *testing.T) {
	bubble(t, func(t *testing.T) {
		level, last, refused := 0.0, time.Now(), 0
		v := start(t, func(int, *http.Request) reply {
			now := time.Now()
			level = max(0, level-now.Sub(last).Seconds())
			last = now
			if level+1 > 100 {
				refused++
				return reply{status: 429}
			}
			level++
			return ok(example("team"))
		})
		c := v.client()
		for range 130 {
			_, err := c.Teams.Get(t.Context(), "a")
			require.NoError(t, err)
		}
		require.Zero(t, refused)
		time.Sleep(time.Minute)
		began := time.Now()
		for range 60 {
			_, err := c.Teams.Get(t.Context(), "a")
			require.NoError(t, err)
		}
		require.Zero(t, time.Since(began), "a minute has drained sixty")
	})
}

func TestARefusalIsWaitedOut(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, func(n int, _ *http.Request) reply {
			if n == 0 {
				return reply{raw: func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Retry-After", "40")
					w.WriteHeader(429)
				}}
			}
			return ok(example("team"))
		})
		began := time.Now()
		_, err := v.client(polarteampro.WithoutPacing()).Teams.Get(t.Context(), "a")
		require.NoError(t, err)
		require.GreaterOrEqual(t, time.Since(began), 40*time.Second)
	})
}

func TestTokensStayWithTheirOrigin(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, nil)
		v.answer = func(n int, r *http.Request) reply {
			if strings.HasPrefix(r.Host, "elsewhere") {
				return ok(example("team"))
			}
			return reply{raw: func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://elsewhere.example:81/x", http.StatusTemporaryRedirect)
			}}
		}
		_, err := v.client().Teams.Get(t.Context(), "a")
		require.NoError(t, err)
		r := v.requests()
		require.Len(t, r, 2)
		require.Equal(t, "elsewhere.example:81", r[1].host)
		require.Empty(t, r[1].bearer)
	})
}

func TestNothingSecretIsLogged(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var log bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		v := start(t, script(reply{status: 503, body: access}, reply{status: 400, body: `{"message":"` + access + `"}`}))
		c := v.client(polarteampro.WithLogger(logger))
		_, err := c.Teams.Get(t.Context(), "a")
		logger.Info("done", "client", c, "error", err)
		text := log.String() + fmt.Sprintf("%v %+v %#v", c, c, c)
		require.NotContains(t, text, access)
		require.Contains(t, text, "path=/polar-teampro/v1/teams/a")
	})
}

func TestDeadlines(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{raw: func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"data":`)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}}))
		began := time.Now()
		_, err := v.client(polarteampro.WithRetry(1, time.Second), polarteampro.WithTimeout(10*time.Second)).Teams.Get(t.Context(), "a")
		require.ErrorIs(t, err, apierr.ErrNetwork)
		require.Less(t, time.Since(began), time.Minute)
	})
}

func TestNewRefuses(t *testing.T) {
	with := func(opts ...polarteampro.Option) []polarteampro.Option {
		return append([]polarteampro.Option{polarteampro.WithAccessToken("a")}, opts...)
	}
	tests := map[string][]polarteampro.Option{
		"no tokens":      nil,
		"WithTokens":     {polarteampro.WithTokens(nil)},
		"in the clear":   with(polarteampro.WithBaseURL("http://api.example")),
		"https://":       with(polarteampro.WithBaseURL("ftp://api.example")),
		"no host":        with(polarteampro.WithBaseURL("https:///v1")),
		"no user":        with(polarteampro.WithBaseURL("https://a:b@api.example")),
		"WithHTTPClient": with(polarteampro.WithHTTPClient(nil)),
		"WithUserAgent":  with(polarteampro.WithUserAgent("a\nb")),
		"WithLimit":      with(polarteampro.WithLimit(0, 1)),
		"WithRetry":      with(polarteampro.WithRetry(-1, 1)),
		"WithTimeout":    with(polarteampro.WithTimeout(0)),
		"WithMaxBody":    with(polarteampro.WithMaxBody(0)),
		"WithLogger":     with(polarteampro.WithLogger(nil)),
	}
	for text, opts := range tests {
		_, err := polarteampro.New(opts...)
		require.ErrorContains(t, err, text)
	}
	_, err := polarteampro.New(with(polarteampro.WithBaseURL("http://api.example/v1/"), polarteampro.WithInsecureHTTP(), polarteampro.WithLimit(10, time.Second), polarteampro.WithMaxBody(1), polarteampro.WithUserAgent("x"))...)
	require.NoError(t, err)
}

func TestLoginAsksForTheScope(t *testing.T) {
	app, err := token.New(polarteampro.AuthServer().At("http://127.0.0.1:8787/polar-auth"), "12345", "s")
	require.NoError(t, err)
	l, err := app.Begin(polarteampro.Scope)
	require.NoError(t, err)
	require.Contains(t, l.URL(), "http://127.0.0.1:8787/polar-auth/oauth/authorize?client_id=12345&response_type=code&scope=team_read&state=")
}

func TestErrorsAreApierr(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{status: 404}))
		for _, err := range v.client().PlayerSessions.Rows(t.Context(), "x") {
			e, isOurs := errors.AsType[*apierr.Error](err)
			require.True(t, isOurs)
			require.Equal(t, "GetPlayerSession", e.Operation)
			require.Equal(t, "/v1/training_sessions/x", e.Resource)
		}
	})
}

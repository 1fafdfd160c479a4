package sweatstack_test

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
	"github.com/ergodrome/ergodrome/client/sweatstack"
	"github.com/ergodrome/ergodrome/client/token"
)

const ride = `{"id":"act_1","sport":"cycling","start":"2026-05-18T17:32:00+02:00","start_local":"2026-05-18T17:32:00","duration":"PT1H"}`

func TestAnswersThatAreErrors(t *testing.T) {
	tests := []struct {
		name     string
		reply    reply
		kind     apierr.Kind
		text     string
		requests int
	}{
		{"404", reply{status: 404, body: `{"detail":"Activity not found"}`}, apierr.ErrNotFound, "sweatstack: GetActivity: 404 Activity not found", 1},
		{"404 without a body", reply{status: 404}, apierr.ErrNotFound, "404 Not Found", 1},
		{"403 that quotes the token", reply{status: 403, body: `{"detail":"no scope in ` + access + `"}`}, apierr.ErrForbidden, "no scope in [redacted]; the token lacks a scope", 1},
		{"422", reply{status: 422, body: `{"detail":[{"type":"missing","loc":["query","sport"],"msg":"Field required","input":null},{"type":"int_parsing","loc":["query",0,null],"msg":"not ` + access + `"}]}`}, apierr.ErrInvalidArgument, "422 Unprocessable Entity: query.sport: Field required (missing); query.0.null: not [redacted] (int_parsing)", 1},
		{"422 as nobody promised", reply{status: 422, body: `{"detail":["no",{"loc":"body","msg":7},{"loc":[1.5,{"a":1}]},null]}`}, apierr.ErrInvalidArgument, `"no"; body: 7; 1.5.map[a:1]:`, 1},
		{"422 with words", reply{status: 422, body: `{"detail":"sport is required for CSV files"}`}, apierr.ErrInvalidArgument, "sport is required", 1},
		{"422 with nothing", reply{status: 422, body: `{"detail":[]}`}, apierr.ErrInvalidArgument, "422 Unprocessable Entity (application/json)", 1},
		{"405", reply{status: 405, body: `{"detail":"Method Not Allowed"}`}, apierr.ErrOther, "405 Method Not Allowed", 1},
		{"413", reply{status: 413, body: `{"detail":"too large"}`}, apierr.ErrTooLarge, "413 too large", 1},
		{"429 that lasts", reply{status: 429, body: `{"detail":"slow down"}`}, apierr.ErrRateLimited, "429 slow down", 5},
		{"500 that lasts", reply{status: 500, body: `Internal Server Error`, kind: "text/plain"}, apierr.ErrServer, "500 Internal Server Error (text/plain)", 5},
		{"503 that lasts", reply{status: 503}, apierr.ErrUnavailable, "503", 5},
		{"a page of a proxy", reply{status: 502, body: "<html>" + access, kind: "text/html"}, apierr.ErrServer, "502 Bad Gateway (text/html)", 5},
		{"a page instead of data", reply{status: 200, body: "<html>", kind: "text/html"}, apierr.ErrDecode, "text/html", 1},
		{"another shape", ok(`[]`), apierr.ErrDecode, "want an object", 1},
		{"half a body", ok(`{"id":"w`), apierr.ErrDecode, "not JSON", 1},
		{"nothing", ok(``), apierr.ErrDecode, "empty", 1},
		{"null", ok(`null`), apierr.ErrNotFound, "there is none", 1},
		{"a duration that is none", ok(`{"duration":"01:02:03"}`), apierr.ErrDecode, `duration is "01:02:03", want an ISO 8601 duration`, 1},
		{"a lap's duration that is none", ok(`{"duration":"PT0S","laps":[{"duration":"x"}]}`), apierr.ErrDecode, `laps[0].duration is "x"`, 1},
		{"204", reply{status: 204}, apierr.ErrDecode, "204", 1},
		{"307 to nowhere", reply{status: 307}, apierr.ErrDecode, "307 Temporary Redirect", 1},
		{"deep nesting", ok(strings.Repeat("[", 100_000)), apierr.ErrDecode, "not JSON", 1},
	}
	for _, tt := range tests {
		t.Run("it types "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(tt.reply))
				_, err := v.client().Activities.Get(t.Context(), "act_1")
				require.ErrorIs(t, err, tt.kind)
				require.ErrorContains(t, err, tt.text)
				require.NotContains(t, err.Error(), access)
				require.Len(t, v.requests(), tt.requests)
				e, _ := errors.AsType[*apierr.Error](err)
				require.Equal(t, "/api/v1/activities/act_1", e.Resource)
			})
		})
	}
}

func TestValidationErrorsAreTyped(t *testing.T) {
	bubble(t, func(t *testing.T) {
		long := strings.Repeat("'a' or ", 100)
		v := start(t, script(reply{status: 422, body: `{"detail":[{"type":"enum","loc":["query","metrics",1,null],"msg":"` + long + `","ctx":{"expected":"x"},"new":1}]}`}))
		_, err := v.client().Activities.Get(t.Context(), "act_1")
		got, isTyped := errors.AsType[sweatstack.ValidationError](err)
		require.True(t, isTyped)
		require.Equal(t, sweatstack.ValidationError{{Loc: []any{"query", "metrics", 1, nil}, Message: strings.TrimSpace(long), Type: "enum"}}, got)
		require.Less(t, len(err.Error()), 500)
		e, _ := errors.AsType[*apierr.Error](err)
		require.Equal(t, "enum", e.Code)
	})
}

func TestRetriesGrow(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{status: 503}, reply{status: 502}, reply{status: 500}, ok(ride)))
		_, err := v.client().Activities.Get(t.Context(), "a")
		require.NoError(t, err)
		r := v.requests()
		require.Len(t, r, 4)
		for i := range r[2:] {
			require.GreaterOrEqual(t, r[i+2].at.Sub(r[i+1].at), r[i+1].at.Sub(r[i].at))
		}
	})
}

func TestA401IsAnsweredByOneRenewal(t *testing.T) {
	bubble(t, func(t *testing.T) {
		source := new(tokens)
		v := start(t, script(reply{status: 401}, ok(ride), reply{status: 401, body: `{"detail":"Token has expired"}`}))
		c := v.client(sweatstack.WithTokens(source))
		_, err := c.Activities.Get(t.Context(), "a")
		require.NoError(t, err)
		_, err = c.Activities.Get(t.Context(), "a") // refused whatever the token
		require.ErrorIs(t, err, apierr.ErrAuth)
		require.ErrorContains(t, err, "401 Token has expired")
		var bearers []string
		for _, g := range v.requests() {
			bearers = append(bearers, g.bearer)
		}
		require.Equal(t, []string{"Bearer token-a", "Bearer token-b", "Bearer token-b", "Bearer token-c"}, bearers)
		source.err = &apierr.Error{Service: "sweatstack", Operation: "RefreshToken", Kind: apierr.ErrAuth}
		_, err = c.Activities.Get(t.Context(), "a")
		require.ErrorIs(t, err, apierr.ErrAuth)
		require.Len(t, v.requests(), 5, "nothing is sent when there is no other token")
	})
}

// TestRedirects has the service add or remove a slash, as its framework does,
// and somebody lead elsewhere.
func TestRedirects(t *testing.T) {
	for name, to := range map[string]struct {
		location string
		bearer   string
	}{
		"within the service":          {"/sweatstack/api/v1/activities/act_1/", "Bearer " + access},
		"to another host":             {"http://elsewhere.example/x", ""},
		"to another port":             {"http://127.0.0.1:81/x", ""},
		"to another scheme":           {"https://127.0.0.1/x", ""},
		"to a host that looks alike":  {"http://127.0.0.1.elsewhere.example/x", ""},
		"with a user, to another one": {"http://" + "127.0.0.1@elsewhere.example/x", ""},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, func(n int, _ *http.Request) reply {
					if n > 0 {
						return ok(ride)
					}
					return reply{raw: func(w http.ResponseWriter, r *http.Request) {
						w.Header().Set("Location", to.location)
						w.WriteHeader(http.StatusTemporaryRedirect)
					}}
				})
				_, err := v.client().Activities.Get(t.Context(), "act_1")
				require.NoError(t, err)
				r := v.requests()
				require.Len(t, r, 2)
				for name, values := range r[1].header {
					if name != "Authorization" {
						require.NotContains(t, fmt.Sprint(values), access)
					}
				}
				if to.bearer != "" {
					require.Equal(t, to.bearer, r[1].bearer)
				} else {
					require.NotContains(t, r[1].bearer, access)
				}
			})
		})
	}
}

func TestAnotherOriginsRefusalRenewsNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		source := new(tokens)
		v := start(t, func(n int, _ *http.Request) reply {
			if n > 0 {
				return reply{status: 401}
			}
			return reply{raw: func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://elsewhere.example/", http.StatusTemporaryRedirect)
			}}
		})
		_, err := v.client(sweatstack.WithTokens(source)).Activities.Get(t.Context(), "act_1")
		require.ErrorIs(t, err, apierr.ErrAuth)
		require.Empty(t, source.renewed)
	})
}

func TestNothingSecretIsLogged(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var log bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		v := start(t, script(reply{status: 503, body: access}, reply{status: 422, body: `{"detail":[{"loc":["` + access + `"],"msg":"` + access + `","type":"` + access + `","input":"` + access + `"}]}`}))
		c := v.client(sweatstack.WithLogger(logger))
		_, err := c.Activities.Get(t.Context(), "a")
		logger.Info("done", "client", c, "error", err)
		typed, _ := errors.AsType[sweatstack.ValidationError](err)
		text := log.String() + fmt.Sprintf("%v %+v %#v %#v", c, c, c, typed)
		require.NotContains(t, text, access)
		require.Contains(t, text, "path=/sweatstack/api/v1/activities/a")
	})
}

func TestSilence(t *testing.T) {
	for name, head := range map[string]string{"before the headers": "", "within the body": `{"id":`} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(reply{raw: func(w http.ResponseWriter, r *http.Request) {
					if head != "" {
						_, _ = io.WriteString(w, head)
						_ = http.NewResponseController(w).Flush()
					}
					<-r.Context().Done()
				}}))
				began := time.Now()
				_, err := v.client(sweatstack.WithRetry(1, time.Second), sweatstack.WithTimeout(10*time.Second)).Activities.Get(t.Context(), "a")
				require.ErrorIs(t, err, apierr.ErrNetwork)
				require.Less(t, time.Since(began), time.Minute)
			})
		})
	}
}

// TestFramesThatAreNone gives other bodies where a frame should be.
func TestFramesThatAreNone(t *testing.T) {
	whole := curve(t, "y_001_data")
	tests := map[string]struct {
		reply reply
		kind  apierr.Kind
		text  string
		opts  []sweatstack.Option
	}{
		"nothing":          {reply{status: 200, kind: "application/octet-stream"}, apierr.ErrDecode, "the body is empty", nil},
		"half a frame":     {reply{status: 200, body: whole.body[:len(whole.body)/2], kind: whole.kind}, apierr.ErrDecode, "breaks off", nil},
		"JSON":             {ok(`{"detail":"no"}`), apierr.ErrDecode, "(application/json)", nil},
		"a page":           {reply{status: 200, body: "<html>", kind: "text/html"}, apierr.ErrDecode, "(text/html)", nil},
		"too large a body": {whole, apierr.ErrDecode, "larger than 100 bytes", []sweatstack.Option{sweatstack.WithMaxBody(100)}},
		"too large inside": {whole, apierr.ErrTooLarge, "larger than this client reads", []sweatstack.Option{sweatstack.WithMaxFrame(100)}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(tt.reply))
				_, err := v.client(tt.opts...).Activities.Data(t.Context(), "act_1", nil)
				require.ErrorIs(t, err, tt.kind)
				require.ErrorContains(t, err, tt.text)
				require.ErrorContains(t, err, "sweatstack: GetActivityData: ")
				require.Len(t, v.requests(), 1)
			})
		})
	}
}

func TestNewRefuses(t *testing.T) {
	with := func(opts ...sweatstack.Option) []sweatstack.Option {
		return append([]sweatstack.Option{sweatstack.WithAccessToken("a")}, opts...)
	}
	tests := map[string][]sweatstack.Option{
		"no tokens":      nil,
		"WithTokens":     {sweatstack.WithTokens(nil)},
		"in the clear":   with(sweatstack.WithBaseURL("http://api.example")),
		"https://":       with(sweatstack.WithBaseURL("ftp://api.example")),
		"no host":        with(sweatstack.WithBaseURL("https:///v1")),
		"no user":        with(sweatstack.WithBaseURL("https://a:b@api.example")),
		"WithHTTPClient": with(sweatstack.WithHTTPClient(nil)),
		"WithUserAgent":  with(sweatstack.WithUserAgent("a\nb")),
		"WithProfile":    with(sweatstack.WithProfile("next")),
		"WithRetry":      with(sweatstack.WithRetry(-1, 1)),
		"WithTimeout":    with(sweatstack.WithTimeout(0)),
		"WithMaxBody":    with(sweatstack.WithMaxBody(0)),
		"WithMaxFrame":   with(sweatstack.WithMaxFrame(0)),
		"WithLogger":     with(sweatstack.WithLogger(nil)),
	}
	for text, opts := range tests {
		_, err := sweatstack.New(opts...)
		require.ErrorContains(t, err, text)
	}
	c, err := sweatstack.New(with(sweatstack.WithBaseURL("http://api.example/api/v1/"), sweatstack.WithInsecureHTTP(), sweatstack.WithUserAgent("x"))...)
	require.NoError(t, err)
	require.Equal(t, "sweatstack.Client(http://api.example)", c.String())
}

func TestStaticTokensThatNoTokenIs(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(ride)))
		_, err := v.client(sweatstack.WithTokens(token.Static("a b"))).Activities.Get(t.Context(), "a")
		require.ErrorIs(t, err, apierr.ErrAuth)
		require.Empty(t, v.requests())
	})
}

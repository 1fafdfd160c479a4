package firstbeat_test

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

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/firstbeat"
)

func TestCredentialsStayAtTheirOrigin(t *testing.T) {
	origins := map[string]struct {
		to   string
		keep bool
	}{
		"another host":                   {"http://other.example/x", false},
		"another port of the same host":  {"http://127.0.0.1:8080/x", false},
		"another scheme":                 {"https://127.0.0.1:80/x", false},
		"a name that starts the same":    {"http://127.0.0.1.example/x", false},
		"another path":                   {"/elsewhere", true},
		"the same origin, fully spelled": {"http://127.0.0.1:80/x", true},
	}
	for name, o := range origins {
		for _, status := range []int{301, 302, 303, 307, 308} {
			t.Run(fmt.Sprintf("it is so for %s by %d", name, status), func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					v := start(t, script(reply{status: status, header: map[string]string{"Location": o.to}}, ok(noAccounts)))
					inner := v.http.Transport
					v.http = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
						if r.URL.Scheme == "https" { // the fake speaks no TLS; what matters is what would be sent
							r = r.Clone(r.Context())
							r.URL.Scheme = "http"
						}
						return inner.RoundTrip(r)
					})}
					if _, err := v.client().Accounts.List(t.Context()); err != nil {
						t.Fatal(err)
					}
					g := v.requests()
					if len(g) != 2 {
						t.Fatalf("%d requests, want 2", len(g))
					}
					for _, header := range []string{"Authorization", "X-Api-Key"} {
						if kept := g[1].header.Get(header) != ""; kept != o.keep {
							t.Errorf("%s kept: %v, want %v", header, kept, o.keep)
						}
					}
				})
			})
		}
	}
}

func TestCredentialsDoNotComeBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(
			reply{status: 307, header: map[string]string{"Location": "http://other.example/"}},
			reply{status: 307, header: map[string]string{"Location": "http://127.0.0.1/chosen-by-a-stranger"}},
			ok(noAccounts)))
		_, _ = v.client().Accounts.List(t.Context())
		for i, g := range v.requests()[1:] {
			if g.header.Get("X-Api-Key") != "" || g.header.Get("Authorization") != "" {
				t.Errorf("hop %d to %s%s carries credentials", i+1, g.host, g.target)
			}
		}
	})
}

func TestRedirectsEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{status: 302, header: map[string]string{"Location": "/again"}}))
		if _, err := v.client().Accounts.List(t.Context()); err == nil || len(v.requests()) > 6 {
			t.Errorf("%d requests, error %v", len(v.requests()), err)
		}
	})
}

func TestTheCallersClientIsNotChanged(t *testing.T) {
	asked := 0
	theirs := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { asked++; return http.ErrUseLastResponse }}
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{status: 302, header: map[string]string{"Location": "/again"}}))
		theirs.Transport = v.http.Transport
		before := fmt.Sprintf("%p", theirs.CheckRedirect)
		_, err := v.client(firstbeat.WithHTTPClient(theirs)).Accounts.List(t.Context())
		if asked != 1 || !errors.Is(err, apierr.ErrDecode) {
			t.Errorf("the caller's policy was asked %d times, error %v", asked, err)
		}
		if fmt.Sprintf("%p", theirs.CheckRedirect) != before || theirs.Timeout != 0 {
			t.Error("the caller's http.Client was changed")
		}
	})
}

func TestSecretsAreNotPrinted(t *testing.T) {
	echoes := map[string]reply{}
	for _, status := range []int{400, 401, 403, 404, 413, 429, 500, 200} {
		echoes[fmt.Sprintf("a %d that quotes them", status)] = reply{raw: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("x-amzn-ErrorType", r.Header.Get("Authorization")+r.Header.Get("X-Api-Key"))
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = fmt.Fprintf(w, `{"message":"bad header 'Authorization: %s', key=%s, secret=%s"}`, r.Header.Get("Authorization"), r.Header.Get("X-Api-Key"), secret)
		}}
	}
	echoes["a dead line"] = reply{raw: hangUp}
	echoes["a strange redirect"] = reply{status: 302, header: map[string]string{"Location": "http://127.0.0.1:1/?token=" + secret}}
	for name, echo := range echoes {
		t.Run("it keeps them to itself after "+name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				var log bytes.Buffer
				v := start(t, script(echo))
				c := v.client(firstbeat.WithRetry(1, time.Second), firstbeat.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
				_, err := c.Athletes.List(t.Context(), "1-1", 7)
				if err == nil {
					t.Fatal("no error")
				}
				slog.New(slog.NewTextHandler(&log, nil)).Info("client", "it", c, "err", err)
				e, _ := errors.AsType[*apierr.Error](err)
				text := fmt.Sprintf("%v %+v %#v %v %+v %#v %+v", err, err, e, c, c, c, *e) + log.String()
				for what, s := range map[string]string{"the secret": secret, "the key": apiKey, "a token": v.requests()[0].token, "a token's start": "eyJhbGci"} {
					if strings.Contains(text, s) {
						t.Errorf("%s is in %s", what, text)
					}
				}
				if log.Len() == 0 {
					t.Error("nothing was logged")
				}
			})
		})
	}
	reg := firstbeat.Registration{ID: "i", SharedSecret: secret}
	if text := fmt.Sprintf("%v %+v %#v %s %q", reg, reg, reg, reg.SharedSecret, reg.SharedSecret); strings.Contains(text, secret) {
		t.Errorf("a registration prints its secret: %s", text)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	bad := map[string]firstbeat.Option{
		"plain http to another machine": firstbeat.WithBaseURL("http://api.example"),
		"no scheme":                     firstbeat.WithBaseURL("api.firstbeat.com"),
		"another scheme":                firstbeat.WithBaseURL("ftp://api.firstbeat.com"),
		"no host":                       firstbeat.WithBaseURL("https://"),
		"a password":                    firstbeat.WithBaseURL("https://u:" + secret + "@api.example"),
		"a query":                       firstbeat.WithBaseURL("https://api.example?key=" + secret),
		"what is no URL":                firstbeat.WithBaseURL("https://[::1"),
		"no http.Client":                firstbeat.WithHTTPClient(nil),
		"no secret":                     firstbeat.WithCredentials(consumerID, ""),
		"no consumer":                   firstbeat.WithCredentials("", secret),
		"a key with a line break":       firstbeat.WithAPIKey(apiKey + "\r\n"),
		"no key":                        firstbeat.WithAPIKey(""),
		"no clock":                      firstbeat.WithNow(nil),
		"no user agent":                 firstbeat.WithUserAgent(""),
		"a limit of none":               firstbeat.WithLimits(0, 1),
		"a day of none":                 firstbeat.WithLimits(1, 0),
		"negative retries":              firstbeat.WithRetry(-1, time.Second),
		"retries without end":           firstbeat.WithRetry(1000, time.Second),
		"no wait":                       firstbeat.WithRetry(1, 0),
		"no patience":                   firstbeat.WithTimeout(0),
		"polling every second":          firstbeat.WithPolling(time.Second, time.Minute),
		"polling shorter than once":     firstbeat.WithPolling(time.Minute, time.Second),
		"no body":                       firstbeat.WithMaxBody(0),
		"an unknown coding":             firstbeat.WithCodings("compress"),
		"a coding twice":                firstbeat.WithCodings("gzip", "gzip"),
		"no store":                      firstbeat.WithSecretStore(nil),
		"no logger":                     firstbeat.WithLogger(nil),
	}
	for name, opt := range bad {
		t.Run("it refuses "+name, func(t *testing.T) {
			c, err := firstbeat.New(opt)
			if c != nil || err == nil || !strings.HasPrefix(err.Error(), "firstbeat: ") {
				t.Fatalf("New = %v, %v, want an error", c, err)
			}
			if strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), apiKey) {
				t.Errorf("the error has a secret: %v", err)
			}
		})
	}
	good := map[string][]firstbeat.Option{
		"nothing":                    nil,
		"plain http to this machine": {firstbeat.WithBaseURL("http://127.0.0.1:8787/firstbeat")},
		"plain http to localhost":    {firstbeat.WithBaseURL("http://localhost:8787")},
		"plain http to ::1":          {firstbeat.WithBaseURL("http://[::1]:8787")},
		"plain http, on purpose":     {firstbeat.WithBaseURL("http://api.example"), firstbeat.WithInsecureHTTP()},
	}
	for name, opts := range good {
		if _, err := firstbeat.New(opts...); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBaseURLs(t *testing.T) {
	for base, want := range map[string]string{
		"http://127.0.0.1":                        "/v1/sports/accounts",
		"http://127.0.0.1/":                       "/v1/sports/accounts",
		"http://127.0.0.1/v1":                     "/v1/sports/accounts",
		"http://127.0.0.1/v1/":                    "/v1/sports/accounts",
		"http://127.0.0.1:8787/w/alone/firstbeat": "/w/alone/firstbeat/v1/sports/accounts",
	} {
		bubble(t, func(t *testing.T) {
			v := start(t, script(ok(noAccounts)))
			if _, err := v.client(firstbeat.WithBaseURL(base)).Accounts.List(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := v.requests()[0].target; got != want {
				t.Errorf("from %s: %s, want %s", base, got, want)
			}
		})
	}
}

func TestNoCredentialsIsSaidUnsent(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(noAccounts)))
		c, err := firstbeat.New(firstbeat.WithBaseURL("http://127.0.0.1"), firstbeat.WithHTTPClient(v.http))
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Accounts.List(t.Context())
		if e, _ := errors.AsType[*apierr.Error](err); e == nil || e.Kind != apierr.ErrAuth || !strings.Contains(e.Remedy, "WithCredentials") {
			t.Errorf("error = %v, want auth with a remedy", err)
		}
		if len(v.requests()) != 0 {
			t.Error("something was sent")
		}
	})
}

func TestRealSizes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		// As large as an answer can be: just under 6 MB. [confirmed: troubleshooting page]
		list := `{"variables":[{"name":"x","value":[` + strings.Repeat("1015.0000000000001,", 6_000_000/19) + `1]}]}`
		v := start(t, script(reply{raw: func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, list) }}))
		r, err := v.client().Measurements.Results(t.Context(), "1-1", 7, 8, nil)
		if err != nil {
			t.Fatal(err)
		}
		if s, err := r.Variables.Series("x"); err != nil || len(s.Values) != 6_000_000/19+1 {
			t.Errorf("%v, %v", len(s.Values), err)
		}
	})
}

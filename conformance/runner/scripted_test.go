package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

const (
	toyID     = "toy-consumer"
	toySecret = "toy-shared-secret"
	toyKey    = "toy-api-key-0001"
)

// toySim is a vendor of three paths: /thing answers, /bug fails as a simulator
// does, everything else is 404.
type toySim struct {
	mu       sync.Mutex
	clock    toyClock
	troubles []string
}

type toyClock struct{ shift time.Duration }

func (c *toyClock) Now() time.Time          { return time.Now().Add(c.shift) }
func (c *toyClock) Set(t time.Time)         { c.shift = time.Until(t) }
func (c *toyClock) Advance(d time.Duration) { c.shift += d }
func (c *toyClock) Freeze()                 {}
func (c *toyClock) Thaw()                   {}

func newToy(*conformance.Case, uint64) (stage.Simulator, error) { return &toySim{}, nil }

func (s *toySim) BasePath(api string) string { return "/" + api }
func (s *toySim) Clock() stage.Clock         { return &s.clock }
func (s *toySim) Fired() map[string]int      { return nil }
func (s *toySim) Troubles() []string         { return s.troubles }
func (s *toySim) Faults(rules []map[string]any) error {
	if len(rules) > 0 {
		return errors.New("the toy has no fault rules")
	}
	return nil
}

func (s *toySim) Issuer(string) string { return "" }

func (s *toySim) Credentials(string) (stage.Given, error) {
	return stage.Given{Credentials: subject.Credentials{ConsumerID: toyID, SharedSecret: toySecret, APIKey: toyKey}, Fetched: []string{"apiKey"}}, nil
}

func (s *toySim) Operation(_ string, r *http.Request) string {
	if strings.HasSuffix(r.URL.Path, "/thing") {
		return "getThing"
	}
	return ""
}

func (s *toySim) Control(method, path string, _ any) (any, error) {
	if method == http.MethodPost && path == "toy/known" {
		return nil, nil
	}
	return nil, fmt.Errorf("%s %s: no such step", method, path)
}

func (s *toySim) Tell(xs []conformance.Exchange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range xs {
		if strings.HasSuffix(xs[i].Path, "/bug") {
			xs[i].Bug = "nil map"
		}
	}
}

func (s *toySim) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/thing"):
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"n":7,"items":[{"id":1},{"id":2}]}`)
		case strings.HasSuffix(r.URL.Path, "/bug"):
			http.Error(w, "simulator bug", http.StatusNotImplemented)
		default:
			http.NotFound(w, r)
		}
	})
}

// scripted is a subject whose operations are functions.
type scripted struct {
	hello    subject.Hello
	helloErr error
	openErr  error
	closing  func() error // what happens when a client is closed, or opened again
	ops      map[string]func(ctx context.Context, c scriptedClient, args map[string]any) (any, error)
}

type scriptedClient struct {
	scripted
	cfg subject.Config
}

func (s scripted) Hello(context.Context) (subject.Hello, error) { return s.hello, s.helloErr }

func (s scripted) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	return scriptedClient{s, cfg}, s.openErr
}

func (c scriptedClient) Close() error {
	if c.closing == nil {
		return nil
	}
	return c.closing()
}

func (c scriptedClient) RestartState(context.Context) error { return c.Close() }

func (c scriptedClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	f, ok := c.ops[op]
	if !ok {
		return nil, &subject.Unsupported{Reason: "no " + op}
	}
	return f(ctx, c, args)
}

func (c scriptedClient) get(ctx context.Context, path string) (int, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.cfg.BaseURL+path, http.NoBody)
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("X-Api-Key", toyKey)
	resp, err := c.cfg.HTTPClient.Do(req)
	if err != nil {
		return 0, "", &subject.Error{Class: subject.Network, Message: err.Error()}
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, "", &subject.Error{Class: subject.Network, Message: err.Error()}
	}
	return resp.StatusCode, string(body), nil
}

type ops = map[string]func(context.Context, scriptedClient, map[string]any) (any, error)

// toySubject has one operation for each way of behaving.
func toySubject() scripted {
	return scripted{
		hello: subject.Hello{Name: "scripted", Version: "1", Language: "go", APIs: []string{"toy"}, Features: []string{"concurrent"}, Concurrency: 8, Ops: []string{
			"good", "bad", "canned", "panics", "hangs", "deaf", "floods", "bug", "strays", "leaks", "polls", "odd", "waits", "patient", "liar",
		}},
		ops: ops{
			"good": func(ctx context.Context, c scriptedClient, _ map[string]any) (any, error) {
				status, _, err := c.get(ctx, "/thing")
				if err != nil {
					return nil, err
				}
				if status != http.StatusOK {
					return nil, &subject.Error{Class: subject.Server, Status: status, Message: "no"}
				}
				return map[string]any{"n": 7}, nil
			},
			"bad": func(ctx context.Context, c scriptedClient, _ map[string]any) (any, error) {
				_, _, err := c.get(ctx, "/thing")
				return map[string]any{"n": 8}, err
			},
			"canned": func(context.Context, scriptedClient, map[string]any) (any, error) { return map[string]any{"n": 7}, nil },
			"panics": func(context.Context, scriptedClient, map[string]any) (any, error) { panic("index out of range") },
			"hangs": func(ctx context.Context, _ scriptedClient, _ map[string]any) (any, error) {
				<-ctx.Done()
				return nil, &subject.Error{Class: subject.Canceled, Message: "gave up"}
			},
			"deaf": func(context.Context, scriptedClient, map[string]any) (any, error) { <-make(chan int); return nil, nil },
			"floods": func(ctx context.Context, c scriptedClient, _ map[string]any) (any, error) {
				for {
					if _, _, err := c.get(ctx, "/thing"); err != nil {
						continue
					}
				}
			},
			"bug": func(ctx context.Context, c scriptedClient, _ map[string]any) (any, error) {
				_, _, err := c.get(ctx, "/thing")
				_, _, _ = c.get(ctx, "/bug")
				return map[string]any{"n": 7}, err
			},
			"strays": func(ctx context.Context, c scriptedClient, _ map[string]any) (any, error) {
				_, _, err := c.get(ctx, "/thing")
				c.cfg.BaseURL = "http://api.vendor.example"
				_, _, _ = c.get(ctx, "/thing")
				return map[string]any{"n": 7}, err
			},
			"leaks": func(ctx context.Context, c scriptedClient, _ map[string]any) (any, error) {
				_, _, err := c.get(ctx, "/thing")
				_, _ = io.WriteString(c.cfg.Log, "using key "+toyKey)
				return map[string]any{"n": 7}, err
			},
			"polls": func(ctx context.Context, c scriptedClient, args map[string]any) (any, error) {
				pause := 5 * time.Second
				if args["hot"] == true {
					pause = 100 * time.Millisecond
				}
				for {
					status, _, err := c.get(ctx, "/thing?var=trimp")
					if err != nil {
						return nil, err
					}
					if status != http.StatusAccepted {
						return map[string]any{"n": 7}, nil
					}
					time.Sleep(pause)
				}
			},
			"odd": func(context.Context, scriptedClient, map[string]any) (any, error) { return struct{ N int }{7}, nil },
			"patient": func(context.Context, scriptedClient, map[string]any) (any, error) {
				time.Sleep(time.Hour)
				return nil, nil
			},
			"liar": func(context.Context, scriptedClient, map[string]any) (any, error) {
				return nil, &subject.Error{Class: "strange", Message: "?"}
			},
		},
	}
}

// caseText is a case with one call; more is YAML that follows the head.
func caseText(id, op, level, more string) string {
	basis := "DOC"
	return fmt.Sprintf("id: %s\nrev: 1\ntitle: behaves\napi: toy\nlevel: %s\nbasis: %s\nsource: toy\nrequires: [R-1]\nmodes: [adapter]\ntime: virtual-ok\nkills: [m]\nop: {op: %s}\n%s",
		id, level, basis, op, more)
}

const judged = `stimulus:
  - reply_sent: {operation: getThing, status: 200}
checks:
  - value_equals: {path: /n, value: 7}
`

func parse(t *testing.T, texts ...string) []*conformance.Case {
	t.Helper()
	cases, err := conformance.Parse("toy.yaml", []byte(strings.Join(texts, "---\n")), checks.New())
	require.NoError(t, err)
	return cases
}

func toyOptions(t *testing.T, cases []*conformance.Case) Options {
	t.Helper()
	return Options{
		Cases: cases, Checks: checks.New(), Subject: toySubject(), World: newToy, Test: t, Jobs: 2,
		Now: func() time.Time { return time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC) },
	}
}

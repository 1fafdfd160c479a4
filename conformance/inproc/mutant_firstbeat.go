package inproc

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
	client "github.com/ergodrome/ergodrome/conformance/mutants/firstbeat"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// firstbeatMutant presents the suite's own client of Firstbeat.
type firstbeatMutant struct{ switches *defect.Switches }

func (m firstbeatMutant) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: "ergodrome-mutant", Version: "1", Language: "go",
		APIs: []string{"firstbeat"}, Features: features(), Ops: slices.Sorted(maps.Keys(firstbeatMutantOps())), Concurrency: 64,
	}, nil
}

// features are what both in-process clients declare.
func features() []string {
	return []string{
		"paginate", "poll-202", "split-413", "rate-limiter", "refresh", "concurrent", "cancel", "secret-rotation",
		"encodings:gzip,br,zstd,deflate", "ca-file",
	}
}

func (m firstbeatMutant) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	c := client.New(client.Config{
		BaseURL: cfg.BaseURL, ConsumerID: cfg.Credentials.ConsumerID, Secret: cfg.Credentials.SharedSecret,
		APIKey: cfg.Credentials.APIKey, Transport: transportOf(cfg, m.switches), Switches: m.switches,
	})
	return &firstbeatMutantClient{Client: c}, nil
}

func transportOf(cfg subject.Config, m *defect.Switches) http.RoundTripper {
	t := http.DefaultTransport
	if cfg.HTTPClient != nil && cfg.HTTPClient.Transport != nil {
		t = cfg.HTTPClient.Transport
	}
	return caller.Trusting(cfg.BaseURL, t, m)
}

type firstbeatMutantClient struct{ *client.Client }

func (c *firstbeatMutantClient) RestartState(context.Context) error { return nil } // it keeps none

func (c *firstbeatMutantClient) Close() error { return nil }

func (c *firstbeatMutantClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	return call(client.Worker(ctx), firstbeatMutantOps(), c.Client, 0, firstbeatMutantError, op, args)
}

func firstbeatMutantError(err error) error {
	out := &subject.Error{Class: subject.Class(caller.ClassOf(err)), Message: err.Error()}
	if e, ok := errors.AsType[*client.Error](err); ok {
		out.Status, out.RetryAfter = e.Status, e.RetryAfter
	}
	return out
}

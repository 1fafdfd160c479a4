package inproc

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/ergodrome/ergodrome/conformance/mutants/client"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Mutant presents the suite's own client, with the named defects on.
func Mutant(m *client.Switches) subject.Subject { return mutant{m} }

type mutant struct{ switches *client.Switches }

func (m mutant) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: "ergodrome-mutant", Version: "1", Language: "go",
		APIs: []string{"firstbeat"}, Features: features(), Ops: slices.Sorted(maps.Keys(mutantOps())), Concurrency: 64,
	}, nil
}

// features are what both in-process clients declare.
func features() []string {
	return []string{
		"paginate", "poll-202", "split-413", "rate-limiter", "refresh", "concurrent", "cancel", "secret-rotation",
		"encodings:gzip,br,zstd,deflate",
	}
}

func (m mutant) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	c := client.New(client.Config{
		BaseURL: cfg.BaseURL, ConsumerID: cfg.Credentials.ConsumerID, Secret: cfg.Credentials.SharedSecret,
		APIKey: cfg.Credentials.APIKey, Transport: transportOf(cfg), Switches: m.switches,
	})
	return &mutantClient{Client: c}, nil
}

func transportOf(cfg subject.Config) http.RoundTripper {
	if cfg.HTTPClient != nil && cfg.HTTPClient.Transport != nil {
		return cfg.HTTPClient.Transport
	}
	return http.DefaultTransport
}

type mutantClient struct{ *client.Client }

func (c *mutantClient) RestartState(context.Context) error { return nil } // it keeps none

func (c *mutantClient) Close() error { return nil }

func (c *mutantClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	run, ok := mutantOps()[op]
	if !ok {
		return nil, &subject.Unsupported{Reason: "no such operation: " + op}
	}
	a := &arguments{all: args}
	v, err := run(client.Worker(ctx), c.Client, a)
	if a.err != nil {
		return nil, a.err
	}
	if err != nil {
		return nil, mutantError(err)
	}
	return v, nil
}

func mutantError(err error) error {
	out := &subject.Error{Class: subject.Class(client.ClassOf(err)), Message: err.Error()}
	if e, ok := errors.AsType[*client.Error](err); ok {
		out.Status, out.RetryAfter = e.Status, e.RetryAfter
	}
	return out
}

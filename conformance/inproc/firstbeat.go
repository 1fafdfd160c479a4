package inproc

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"

	"github.com/ergodrome/ergodrome/client/firstbeat"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Firstbeat presents client/firstbeat.
func Firstbeat() subject.Subject { return firstbeatSubject{} }

type firstbeatSubject struct{}

func (firstbeatSubject) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: "ergodrome-client-firstbeat", Version: "1", Language: "go",
		APIs: []string{"firstbeat"}, Features: features(), Ops: slices.Sorted(maps.Keys(firstbeatOps())), Concurrency: 64,
	}, nil
}

func (firstbeatSubject) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	c := &firstbeatClient{cfg: cfg}
	return c, c.open(cfg.Credentials)
}

// firstbeatClient is an opened client, and what it was opened with.
type firstbeatClient struct {
	cfg subject.Config

	mu sync.Mutex
	c  *firstbeat.Client
}

func (f *firstbeatClient) open(creds subject.Credentials) error {
	log := slog.New(slog.NewTextHandler(f.cfg.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	opts := []firstbeat.Option{
		firstbeat.WithBaseURL(f.cfg.BaseURL), firstbeat.WithHTTPClient(f.cfg.HTTPClient), firstbeat.WithLogger(log),
	}
	if creds.ConsumerID != "" && creds.SharedSecret != "" {
		opts = append(opts, firstbeat.WithCredentials(creds.ConsumerID, creds.SharedSecret))
	}
	if creds.APIKey != "" {
		opts = append(opts, firstbeat.WithAPIKey(creds.APIKey))
	}
	c, err := firstbeat.New(opts...)
	if err != nil {
		return clientError(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.c = c
	return nil
}

func (f *firstbeatClient) client() *firstbeat.Client {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.c
}

func (f *firstbeatClient) RestartState(context.Context) error { return f.open(f.cfg.Credentials) }

func (f *firstbeatClient) Close() error { return nil }

func (f *firstbeatClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	return call(ctx, firstbeatOps(), f, f.cfg.Deadline, clientError, op, args)
}

// registerFirstbeat registers a consumer and goes on as it, as a program does
// that has just been set up.
func registerFirstbeat(ctx context.Context, f *firstbeatClient, a *arguments) (any, error) {
	reg, err := f.client().Account.Register(ctx, a.id("name"))
	if err != nil {
		return nil, err
	}
	err = f.open(subject.Credentials{ConsumerID: reg.ID, SharedSecret: string(reg.SharedSecret)})
	return map[string]any{"id": reg.ID, "consumerName": reg.ConsumerName, "sharedSecret": string(reg.SharedSecret)}, err
}

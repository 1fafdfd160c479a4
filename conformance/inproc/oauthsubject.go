package inproc

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/ergodrome/ergodrome/client/token"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// oauthFeatures are what the clients of services with OAuth2 declare.
func oauthFeatures() []string {
	return []string{"paginate", "rate-limiter", "refresh", "concurrent", "cancel", "encodings:gzip", "ca-file"}
}

// oauthSubject presents a client of a service with OAuth2, with client/token for its tokens.
type oauthSubject[C any] struct {
	name, api string
	login     func(context.Context, subject.Config) (*oauthLogin, error)
	open      func(subject.Config, *token.Keeper) (*C, error)
	ops       func() map[string]operation[*oauthClient[C]]
}

func (s *oauthSubject[C]) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: s.name, Version: "1", Language: "go", APIs: []string{s.api},
		Features: oauthFeatures(), Ops: slices.Sorted(maps.Keys(s.ops())), Concurrency: 64,
	}, nil
}

func (s *oauthSubject[C]) Open(ctx context.Context, cfg subject.Config) (subject.Client, error) {
	login, err := s.login(ctx, cfg)
	if err != nil {
		return nil, err
	}
	c := &oauthClient[C]{of: s, login: login, cfg: cfg}
	return c, c.open()
}

// oauthClient is an opened client, and what it was opened with.
type oauthClient[C any] struct {
	of    *oauthSubject[C]
	login *oauthLogin
	cfg   subject.Config

	mu sync.Mutex
	c  *C
}

func (o *oauthClient[C]) open() error {
	c, err := o.of.open(o.cfg, o.login.keeper)
	if err != nil {
		return clientError(err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.c = c
	return nil
}

func (o *oauthClient[C]) client() *C {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.c
}

func (o *oauthClient[C]) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	return call(ctx, o.of.ops(), o, o.cfg.Deadline, clientError, op, args)
}

func (o *oauthClient[C]) RestartState(context.Context) error {
	if err := o.login.open(); err != nil {
		return clientError(err)
	}
	return o.open()
}

func (o *oauthClient[C]) Close() error { return nil }

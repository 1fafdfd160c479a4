package inproc

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/ergodrome/ergodrome/client/sweatstack"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// SweatStack presents client/sweatstack, with client/token for its tokens.
func SweatStack() subject.Subject { return sweatStackSubject{} }

type sweatStackSubject struct{}

func (sweatStackSubject) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: "ergodrome-client-sweatstack", Version: "1", Language: "go",
		APIs: []string{"sweatstack"}, Features: oauthFeatures(), Ops: slices.Sorted(maps.Keys(sweatStackOps())), Concurrency: 64,
	}, nil
}

func (sweatStackSubject) Open(ctx context.Context, cfg subject.Config) (subject.Client, error) {
	login, err := newLogin(ctx, cfg, sweatstack.AuthServerAt(cfg.BaseURL)) // SweatStack issues its own tokens
	if err != nil {
		return nil, err
	}
	c := &sweatStackClient{login: login, cfg: cfg}
	return c, c.open()
}

// sweatStackClient is an opened client, and what it was opened with.
type sweatStackClient struct {
	login *oauthLogin
	cfg   subject.Config

	mu sync.Mutex
	c  *sweatstack.Client
}

func (l *sweatStackClient) open() error {
	c, err := sweatstack.New(sweatstack.WithBaseURL(l.cfg.BaseURL), sweatstack.WithHTTPClient(l.cfg.HTTPClient),
		sweatstack.WithTokens(l.login.keeper), sweatstack.WithLogger(logger(l.cfg)))
	if err != nil {
		return clientError(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.c = c
	return nil
}

func (l *sweatStackClient) activities() *sweatstack.ActivitiesService {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.c.Activities
}

func (l *sweatStackClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	return call(ctx, sweatStackOps(), l, l.cfg.Deadline, clientError, op, args)
}

func (l *sweatStackClient) RestartState(context.Context) error {
	if err := l.login.open(); err != nil {
		return clientError(err)
	}
	return l.open()
}

func (l *sweatStackClient) Close() error { return nil }

package inproc

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/ergodrome/ergodrome/client/polaraccesslink"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// PolarAccessLink presents client/polaraccesslink, with client/token for its tokens.
func PolarAccessLink() subject.Subject { return accessLinkSubject{} }

type accessLinkSubject struct{}

func (accessLinkSubject) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: "ergodrome-client-polaraccesslink", Version: "1", Language: "go",
		APIs: []string{"polar-accesslink"}, Features: oauthFeatures(), Ops: slices.Sorted(maps.Keys(accessLinkOps())), Concurrency: 64,
	}, nil
}

func (accessLinkSubject) Open(ctx context.Context, cfg subject.Config) (subject.Client, error) {
	login, err := newPolarLogin(ctx, cfg, polaraccesslink.AuthServer())
	if err != nil {
		return nil, err
	}
	c := &accessLinkClient{login: login, cfg: cfg}
	return c, c.open()
}

// accessLinkClient is an opened client, and what it was opened with.
type accessLinkClient struct {
	login *oauthLogin
	cfg   subject.Config

	mu sync.Mutex
	c  *polaraccesslink.Client
}

func (l *accessLinkClient) open() error {
	c, err := polaraccesslink.New(polaraccesslink.WithBaseURL(l.cfg.BaseURL), polaraccesslink.WithHTTPClient(l.cfg.HTTPClient),
		polaraccesslink.WithTokens(l.login.keeper), polaraccesslink.WithLogger(logger(l.cfg)))
	if err != nil {
		return clientError(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.c = c
	return nil
}

func (l *accessLinkClient) client() *polaraccesslink.Client {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.c
}

func (l *accessLinkClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	return call(ctx, accessLinkOps(), l, l.cfg.Deadline, clientError, op, args)
}

func (l *accessLinkClient) RestartState(context.Context) error {
	if err := l.login.open(); err != nil {
		return clientError(err)
	}
	return l.open()
}

func (l *accessLinkClient) Close() error { return nil }

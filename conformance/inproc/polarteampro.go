package inproc

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/ergodrome/ergodrome/client/polarteampro"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// PolarTeamPro presents client/polarteampro, with client/token for its tokens.
func PolarTeamPro() subject.Subject { return teamProSubject{} }

type teamProSubject struct{}

func (teamProSubject) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: "ergodrome-client-polarteampro", Version: "1", Language: "go",
		APIs: []string{"polar-teampro"}, Features: oauthFeatures(), Ops: slices.Sorted(maps.Keys(teamProOps())), Concurrency: 64,
	}, nil
}

// oauthFeatures are what the clients of services with OAuth2 declare.
func oauthFeatures() []string {
	return []string{"paginate", "rate-limiter", "refresh", "concurrent", "cancel", "encodings:gzip", "ca-file"}
}

func (teamProSubject) Open(ctx context.Context, cfg subject.Config) (subject.Client, error) {
	login, err := newPolarLogin(ctx, cfg, polarteampro.AuthServer())
	if err != nil {
		return nil, err
	}
	c := &teamProClient{login: login, cfg: cfg}
	return c, c.open()
}

// teamProClient is an opened client, and what it was opened with.
type teamProClient struct {
	login *oauthLogin
	cfg   subject.Config

	mu sync.Mutex
	c  *polarteampro.Client
}

func (t *teamProClient) open() error {
	c, err := polarteampro.New(polarteampro.WithBaseURL(t.cfg.BaseURL), polarteampro.WithHTTPClient(t.cfg.HTTPClient),
		polarteampro.WithTokens(t.login.keeper), polarteampro.WithLogger(logger(t.cfg)))
	if err != nil {
		return clientError(err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.c = c
	return nil
}

func (t *teamProClient) client() *polarteampro.Client {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.c
}

func (t *teamProClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	return call(ctx, teamProOps(), t, t.cfg.Deadline, clientError, op, args)
}

func (t *teamProClient) RestartState(context.Context) error {
	if err := t.login.open(); err != nil {
		return clientError(err)
	}
	return t.open()
}

func (t *teamProClient) Close() error { return nil }

package inproc

import (
	"context"
	"log/slog"
	"net/url"
	"path/filepath"
	"sync"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/token"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// oauthLogin is how the subjects of services with OAuth2 log users in and keep their
// tokens: by client/token, set up as the service says.
type oauthLogin struct {
	cfg    subject.Config
	server token.Server
	store  token.Store

	mu     sync.Mutex
	app    *token.Client
	keeper *token.Keeper
	login  *token.Login // the one that was begun last
}

// newPolarLogin opens the login of a service. Tokens that were handed over are
// kept as those of an earlier login are.
func newPolarLogin(ctx context.Context, cfg subject.Config, server token.Server) (*oauthLogin, error) {
	return newLogin(ctx, cfg, server.At(cfg.AuthURL))
}

// newLogin is newPolarLogin for a server that is where it says.
func newLogin(ctx context.Context, cfg subject.Config, server token.Server) (*oauthLogin, error) {
	l := &oauthLogin{cfg: cfg, server: server, store: new(token.Memory)}
	if cfg.StateDir != "" {
		l.store = token.File(filepath.Join(cfg.StateDir, "token.json"))
	}
	if err := l.open(); err != nil {
		return nil, clientError(err)
	}
	if t := cfg.Tokens; t.AccessToken != "" || t.RefreshToken != "" {
		given := &token.Token{Access: token.Secret(t.AccessToken), Refresh: token.Secret(t.RefreshToken), Expiry: t.ExpiresAt}
		if err := l.keeper.Set(ctx, given); err != nil {
			return nil, clientError(err)
		}
	}
	return l, nil
}

// open begins anew with what the store holds.
func (l *oauthLogin) open() error {
	app, err := token.New(l.server, l.cfg.Credentials.ClientID, l.cfg.Credentials.ClientSecret,
		token.WithRedirectURL(l.cfg.Credentials.RedirectURI), token.WithHTTPClient(l.cfg.HTTPClient), token.WithLogger(logger(l.cfg)))
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.app, l.keeper = app, app.Keeper(l.store)
	return nil
}

func logger(cfg subject.Config) *slog.Logger {
	return slog.New(slog.NewTextHandler(cfg.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (l *oauthLogin) authorizeURL(_ context.Context, a *arguments) (any, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	login, err := l.app.Begin(a.texts("scopes")...)
	if err != nil {
		return nil, err
	}
	l.login = login
	return map[string]any{"url": login.URL()}, nil
}

func (l *oauthLogin) callback(ctx context.Context, a *arguments) (any, error) {
	back, err := url.Parse(a.text("url"))
	l.mu.Lock()
	login, keeper := l.login, l.keeper
	l.mu.Unlock()
	if err != nil || login == nil {
		return nil, &apierr.Error{Kind: apierr.ErrInvalidArgument, Message: "no login was begun, or the callback is no URL"}
	}
	t, err := login.Finish(ctx, back.Query())
	if err != nil {
		return nil, err
	}
	return map[string]any{"scopes": t.Scopes}, keeper.Set(ctx, t)
}

// oauthLoginOps are the operations on logins, for a subject that has one.
func oauthLoginOps[C any](of func(C) *oauthLogin) map[string]operation[C] {
	return map[string]operation[C]{
		"oauth.authorize_url": func(ctx context.Context, c C, a *arguments) (any, error) { return of(c).authorizeURL(ctx, a) },
		"oauth.callback":      func(ctx context.Context, c C, a *arguments) (any, error) { return of(c).callback(ctx, a) },
	}
}

package inproc

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
	"github.com/ergodrome/ergodrome/conformance/mutants/polartoken"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// polarMutantLogin is how the suite's own clients of Polar's services get tokens.
type polarMutantLogin struct {
	cfg    polartoken.Config
	tokens *polartoken.Client
}

func newPolarMutantLogin(cfg subject.Config, m *defect.Switches, delimiter string) (*polarMutantLogin, error) {
	l := &polarMutantLogin{cfg: polartoken.Config{
		Base: cfg.AuthURL, ClientID: cfg.Credentials.ClientID, ClientSecret: cfg.Credentials.ClientSecret,
		RedirectURI: cfg.Credentials.RedirectURI, Delimiter: delimiter, Transport: transportOf(cfg, m), Store: new(polartoken.Memory), Switches: m,
	}}
	if cfg.StateDir != "" {
		l.cfg.Store = polartoken.File{Path: filepath.Join(cfg.StateDir, "tokens"), M: m}
	}
	if t := cfg.Tokens; t.AccessToken != "" || t.RefreshToken != "" {
		given := polartoken.Tokens{Access: t.AccessToken, Refresh: t.RefreshToken, Expires: t.ExpiresAt}
		if err := l.cfg.Store.Save(given); err != nil {
			return nil, err
		}
	}
	return l, l.open()
}

// open goes on with what the store holds.
func (l *polarMutantLogin) open() (err error) {
	l.tokens, err = polartoken.New(l.cfg)
	return err
}

// caller is how a client sends with these tokens.
func (l *polarMutantLogin) caller() *caller.Caller {
	return &caller.Caller{
		Transport: l.cfg.Transport, M: l.cfg.Switches, Extra: func(h http.Header) { l.tokens.Basic(h) },
		Bearer: func(ctx context.Context) (string, error) { return l.tokens.Bearer(ctx) },
		Renew:  func(ctx context.Context, refused string) error { return l.tokens.Renew(ctx, refused) },
	}
}

// polarMutantLoginOps are the operations on logins.
func polarMutantLoginOps[C any](of func(C) *polarMutantLogin) map[string]operation[C] {
	return map[string]operation[C]{
		"oauth.authorize_url": func(_ context.Context, c C, a *arguments) (any, error) {
			return map[string]any{"url": of(c).tokens.AuthorizeURL(a.texts("scopes"))}, nil
		},
		"oauth.callback": func(ctx context.Context, c C, a *arguments) (any, error) {
			scopes, err := of(c).tokens.Callback(ctx, a.text("url"))
			return map[string]any{"scopes": scopes}, err
		},
	}
}

// callerError puts an error of the suite's own clients into the judge's words.
func callerError(err error) error {
	out := &subject.Error{Class: subject.Class(caller.ClassOf(err)), Message: err.Error()}
	if e, ok := errors.AsType[*caller.Error](err); ok {
		out.Status, out.RetryAfter = e.Status, e.RetryAfter
	}
	return out
}

package cli

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/ergodrome/ergodrome/client/token"
)

// account is a user of a service: where they log in, and where their tokens are.
type account struct {
	env     Env
	service oauthService
	authURL string
	file    string
	caFile  string
}

func (a *account) flags(flags *pflag.FlagSet) {
	flag, what := "auth-url", "the authorization server, up to but without /oauth"
	if a.service.alone() {
		flag, what = "url", "the service, up to but without its version"
	}
	flags.StringVar(&a.authURL, flag, a.env.Getenv(variableName(a.service.auth, "url")), "base URL of "+what+" (without it: the vendor)")
	flags.StringVar(&a.file, "tokens", "", "file of the user's tokens (default: one in the folder of this user's settings)")
	flags.StringVar(&a.caFile, "ca-file", a.env.Getenv("ERGODROME_CA_FILE"), "PEM file of a certificate authority to trust as well")
}

// say tells people something.
func (a *account) say(format string, args ...any) {
	_, _ = fmt.Fprintf(a.env.Stderr, format+"\n", args...)
}

// variable is a variable of the service's own, such as its access token.
func (a *account) variable(key string) (name, value string) {
	name = variableName(a.service.name, key)
	return name, a.env.Getenv(name)
}

// path is the token file. Those of other servers than the vendor's lie in other
// files: a login at a simulator must not replace a login at the vendor.
func (a *account) path() (string, error) {
	if a.file != "" {
		return a.file, nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", usage("there is no folder for settings (%w): name a file with --tokens", err)
	}
	name := a.service.name
	if a.authURL != "" {
		_, place, _ := strings.Cut(a.authURL, "://")
		name += "-" + strings.Map(func(r rune) rune {
			if r == '.' || r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
				return r
			}
			return '_'
		}, strings.Trim(place, "/"))
	}
	return filepath.Join(dir, "ergodrome", name+".json"), nil
}

// application is the client's ID and secret, if those it needs are set.
func (a *account) application() (id, secret string, ok bool) {
	id, secret = a.env.Getenv(variableName(a.service.client, "clientId")), a.env.Getenv(variableName(a.service.client, "clientSecret"))
	return id, secret, id != "" && (secret != "" || a.service.public)
}

// unset is what to do about an application that is not set.
func (a *account) unset() string {
	secret := variableName(a.service.client, "clientSecret")
	if a.service.public {
		secret += " (unless the application has none)"
	}
	return fmt.Sprintf(`set %s and %s; for a running simulator: eval "$(ergodrome env)"`, variableName(a.service.client, "clientId"), secret)
}

// app is the program as the authorization server knows it.
func (a *account) app(opts ...token.Option) (*token.Client, error) {
	id, secret, ok := a.application()
	if !ok {
		return nil, usage("%s", a.unset())
	}
	server := a.service.server
	if a.authURL != "" {
		server = a.service.at(a.authURL)
	}
	c, err := a.http()
	if err != nil {
		return nil, err
	}
	if c != nil {
		opts = append(opts, token.WithHTTPClient(c))
	}
	app, err := token.New(server, id, secret, opts...)
	if err != nil {
		return nil, usage("%w", err)
	}
	return app, nil
}

// http is nil unless another authority is to be trusted.
func (a *account) http() (*http.Client, error) {
	if a.caFile == "" {
		return nil, nil //nolint:nilnil // no client is the library's own
	}
	return trusting(a.caFile)
}

// source is where a client gets tokens: a file that was named, the environment, or
// the file of the last login. What is renewed is stored in the file.
func (a *account) source(ctx context.Context) (token.Source, error) {
	name, access := a.variable("accessToken")
	if a.file == "" && access != "" {
		return token.Static(access), nil
	}
	path, err := a.path()
	if err != nil {
		return nil, err
	}
	store := token.File(path)
	t, err := store.LoadToken(ctx)
	switch {
	case err != nil:
		return nil, usage("tokens: %w", err)
	case t == nil:
		return nil, usage("no tokens: there is no %s. Log in with `ergodrome login %s`, or set %s; for a running simulator: eval \"$(ergodrome env)\"", path, a.service.name, name)
	}
	if _, _, ok := a.application(); !ok {
		if t.Expired(time.Now()) {
			return nil, usage("the access token in %s is over; to renew it, %s", path, a.unset())
		}
		return token.Static(t.Access), nil
	}
	app, err := a.app()
	if err != nil {
		return nil, err
	}
	return lasting{app.Keeper(store)}, nil
}

// lasting is a keeper's tokens for a program that ends with its context: a renewal
// that has begun is then waited for, for a while, since its answer may hold the only
// refresh token that still works.
type lasting struct{ keeper *token.Keeper }

// grace is how long Ctrl-C waits for a renewal.
const grace = 10 * time.Second

func (l lasting) Token(ctx context.Context) (*token.Token, error) {
	t, err := l.keeper.Token(ctx)
	l.end(ctx)
	return t, err
}

func (l lasting) Renew(ctx context.Context, refused token.Secret) (*token.Token, error) {
	t, err := l.keeper.Renew(ctx, refused)
	l.end(ctx)
	return t, err
}

func (l lasting) end(ctx context.Context) {
	if ctx.Err() == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	_ = l.keeper.Wait(ctx) // whoever asked is told of its own end
}

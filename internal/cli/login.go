package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/token"
)

// newLogin lets a person grant this program access to their data.
func newLogin(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "login",
		Short: "log in as a user of a service, and keep the tokens in a file",
		Long: `login prints a link, waits at the redirect URI for the person who has followed it,
exchanges the code and writes the tokens to a file that only you can read; "ergodrome
get" takes them from there. It prints no token. On stdout: who logged in, what they
granted, and until when, as one line of JSON.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, s := range oauthServices() {
		cmd.AddCommand(newLoginService(env, s))
	}
	return cmd
}

// login is one login.
type login struct {
	account
	redirect string
	scopes   []string
	timeout  time.Duration
	open     bool
}

func newLoginService(env Env, s oauthService) *cobra.Command {
	l := &login{account: account{env: env, service: s}}
	redirect := variableName(s.client, "redirectUri")
	cmd := &cobra.Command{
		Use:   s.name,
		Short: s.title,
		Long: fmt.Sprintf(`Reads %s and …_CLIENT_SECRET, from the environment only,
so that they stand in no shell history. The redirect URI must be registered with the
service, and be plain http to this machine: the program listens there.`, variableName(s.client, "clientId")) + publicHelp(s),
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return l.run(cmd) },
	}
	l.flags(cmd.Flags())
	cmd.Flags().StringVar(&l.redirect, "redirect-uri", env.Getenv(redirect), "where the service sends the person back to ($"+redirect+")")
	listVar(cmd.Flags(), &l.scopes, "scopes", s.scopes, "what to ask for")
	cmd.Flags().DurationVar(&l.timeout, "timeout", 5*time.Minute, "how long to wait for the person")
	cmd.Flags().BoolVar(&l.open, "open", false, "open the link in a browser")
	return cmd
}

// publicHelp is what else there is to say where applications may have no secret.
func publicHelp(s oauthService) string {
	if !s.public {
		return ""
	}
	return ` An application
without a secret needs its ID alone.`
}

func (l *login) run(cmd *cobra.Command) error {
	at, err := l.callback()
	if err != nil {
		return err
	}
	if l.timeout <= 0 {
		return usage("--timeout %s: must be positive", l.timeout)
	}
	app, err := l.app(token.WithRedirectURL(l.redirect))
	if err != nil {
		return err
	}
	attempt, err := app.Begin(l.scopes...)
	if err != nil {
		return vendorFailure(err)
	}
	path, err := l.path()
	if err != nil {
		return err
	}
	// A code is good for once: before it is asked for, there must be a place for
	// what comes of it.
	if err := writable(path); err != nil {
		return failure("tokens: %w", err)
	}
	listener, err := l.listen(cmd.Context(), at)
	if err != nil {
		return err
	}
	l.say("Follow this link, and allow what you like:\n\n%s\n\nWaiting at %s for %s; Ctrl-C stops.", attempt.URL(), l.redirect, l.timeout)
	if l.open {
		if err := openBrowser(cmd.Context(), attempt.URL()); err != nil {
			l.say("No browser could be opened (%v): follow the link yourself.", err)
		}
	}
	waiting, cancel := context.WithTimeout(cmd.Context(), l.timeout)
	defer cancel()
	granted, err := attempt.Serve(waiting, listener)
	if err != nil {
		return l.explain(cmd.Context(), err)
	}
	// What was granted is kept also if Ctrl-C comes now.
	if err := app.Keeper(token.File(path)).Set(context.WithoutCancel(cmd.Context()), granted); err != nil {
		return vendorFailure(err)
	}
	if name, value := l.variable("accessToken"); value != "" && l.file == "" {
		l.say("%s is set and goes before this login: unset it, or name the file with --tokens.", name)
	}
	return json.NewEncoder(cmd.OutOrStdout()).Encode(struct {
		Service   string    `json:"service"`
		UserID    string    `json:"userId,omitempty"`
		Scopes    []string  `json:"scopes"`
		Missing   []string  `json:"missing,omitempty"` // asked for, and not granted
		Expiry    time.Time `json:"expiry,omitzero"`
		Renewable bool      `json:"renewable"`
		Tokens    string    `json:"tokens"`
	}{l.service.name, granted.UserID, firstList(granted.Scopes, l.scopes), granted.Missing(l.scopes...), granted.Expiry.UTC(), granted.Refresh != "", path})
}

// firstList is what was granted: if the server did not say, it is what was asked
// for. [RFC 6749 5.1]
func firstList(granted, asked []string) []string {
	if len(granted) > 0 {
		return granted
	}
	return asked
}

// callback is the address of the redirect URI.
func (l *login) callback() (string, error) {
	name := variableName(l.service.client, "redirectUri")
	if l.redirect == "" {
		return "", usage("set %s or --redirect-uri to the redirect URI that is registered with the service", name)
	}
	u, err := url.Parse(l.redirect)
	if err != nil || u.Scheme != "http" || !thisMachine(u.Hostname()) {
		return "", usage("redirect URI %.200q: must be plain http to this machine, such as http://127.0.0.1:8788/callback, because the program listens there", l.redirect)
	}
	port := u.Port()
	if port == "" {
		port = "80"
	}
	return net.JoinHostPort(u.Hostname(), port), nil
}

func thisMachine(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

func (l *login) listen(ctx context.Context, at string) (net.Listener, error) {
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", at)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, failure("redirect URI %s: the port is taken: another program, or another login, listens there; end it, or register another redirect URI and name it with --redirect-uri", l.redirect)
	}
	if err != nil {
		return nil, failure("redirect URI %s: %w", l.redirect, err)
	}
	return listener, nil
}

// explain says what a person can do about a login that failed.
func (l *login) explain(ctx context.Context, err error) error {
	id, secret := variableName(l.service.client, "clientId"), variableName(l.service.client, "clientSecret")
	switch {
	case ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		return failure("nobody came back within %s. Did the page say that the application has made a mistake? Check %s, and that %s is registered for it.%s Was it another login? Follow the link of the last one; --timeout waits longer", l.timeout, id, l.redirect, l.service.lost)
	case statusOf(err) == http.StatusUnauthorized:
		return failure("%w (%s, %s)", err, id, secret)
	}
	if e, ok := errors.AsType[*apierr.Error](err); ok && e.Code == token.CodeInvalidScope {
		return failure("%w: this program knows of %s", err, strings.Join(l.service.scopes, ", "))
	}
	return vendorFailure(err)
}

// writable makes the folder of a file, and tries whether it takes files.
func writable(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder; name a file", path)
	}
	probe, err := os.CreateTemp(dir, filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

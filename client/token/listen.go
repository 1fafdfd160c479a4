package token

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// Listen waits at the redirect URL, which must be plain http to this machine,
// for the user to come back, and finishes the login. A callback with another
// state is turned away, and the wait goes on.
func (l *Login) Listen(ctx context.Context) (*Token, error) {
	u, err := url.Parse(l.client.opts.redirect)
	if err != nil || u.Scheme != "http" || !transport.Loopback(u.Hostname()) {
		return nil, l.client.fail("Authorize", apierr.ErrInvalidArgument, "to listen, the redirect URL must be plain http to this machine")
	}
	port := u.Port()
	if port == "" {
		port = "80"
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		e := l.client.fail("Authorize", apierr.ErrOther, "nobody can listen at the redirect URL")
		e.Err = err
		return nil, e
	}
	return l.Serve(ctx, listener)
}

// Serve is Listen on a listener, which it closes.
func (l *Login) Serve(ctx context.Context, listener net.Listener) (*Token, error) {
	type outcome struct {
		token *Token
		err   error
	}
	done := make(chan outcome, 1)
	path := "/"
	if u, err := url.Parse(l.client.opts.redirect); err == nil && u.Path != "" {
		path = u.Path
	}
	server := &http.Server{
		ReadHeaderTimeout: 10 * time.Second,
		MaxHeaderBytes:    64 << 10,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			query := r.URL.Query()
			switch {
			case r.URL.Path != path:
				say(w, http.StatusNotFound, "There is nothing here.")
				return
			case r.Method != http.MethodGet:
				w.Header().Set("Allow", http.MethodGet)
				say(w, http.StatusMethodNotAllowed, "Only GET is understood here.")
				return
			case !l.mine(query):
				say(w, http.StatusBadRequest, "This is not the login that is waited for.")
				return
			}
			var o outcome
			if o.token, o.err = l.Finish(ctx, query); o.err != nil {
				say(w, http.StatusBadGateway, "The login failed. The program that asked for it says why.")
			} else {
				say(w, http.StatusOK, "You are logged in. You can close this page.")
			}
			select {
			case done <- o:
			default: // the same link again
			}
		}),
	}
	stopped := make(chan struct{})
	go func() { defer close(stopped); _ = server.Serve(listener) }()
	defer func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		if server.Shutdown(last) != nil { // lets the page get to its reader
			_ = server.Close()
		}
		<-stopped
	}()
	select {
	case o := <-done:
		return o.token, o.err
	case <-ctx.Done():
		e := l.client.fail("Authorize", apierr.KindOf(ctx.Err()), "nobody came back from the login")
		e.Err = ctx.Err()
		return nil, e
	}
}

// say answers with a page that keeps the code out of other pages' hands.
func say(w http.ResponseWriter, status int, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'")
	w.WriteHeader(status)
	_, _ = w.Write([]byte("<!doctype html><html lang=\"en\"><title>Login</title><p>" + text + "</p></html>\n"))
}

package decoding

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Canned lets a client in this process show how it decodes: an operation decode.X_Y is
// its own operation X.Y, on a network that answers everything with the body that is given.
func Canned(s subject.Subject) subject.Subject { return canned{s} }

type canned struct{ subject.Subject }

// cannable are the operations that are answered with a body of cases that are derived,
// and what else they are given.
func cannable() map[string]map[string]any {
	day := map[string]any{"from": "2026-02-10", "to": "2026-02-11"}
	return map[string]map[string]any{
		"tp.player_session":  {"session": "wp9DQ9ln", "samples": []any{"all"}},
		"tp.session_summary": {"session": "wp9DQ9ln"},
		"al.activity":        day, "al.calendar": day, "al.continuous_samples": day, "al.nightly": day, "al.skin_contacts": day, "al.sleeps": day,
		"al.targets": day, "al.tests": day, "al.training_sessions": day,
		"al.account": {}, "al.favorites": {}, "al.subscriptions": {}, "tp.teams": {},
	}
}

func (c canned) Hello(ctx context.Context) (subject.Hello, error) {
	h, err := c.Subject.Hello(ctx)
	for op := range cannable() {
		if h.Has(op) && !h.Has(decodeOp(op)) {
			h.Ops = append(h.Ops, decodeOp(op))
		}
	}
	return h, err
}

func (c canned) Open(ctx context.Context, cfg subject.Config) (subject.Client, error) {
	client, err := c.Subject.Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return cannedClient{client, c.Subject, cfg}, nil
}

type cannedClient struct {
	subject.Client

	s   subject.Subject
	cfg subject.Config
}

func (c cannedClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	for known, given := range cannable() {
		body, ok := args["json"].(string)
		if decodeOp(known) != op || !ok {
			continue
		}
		cfg := c.cfg
		cfg.HTTPClient = &http.Client{Transport: &answering{body: body}}
		cfg.Tokens = subject.Tokens{AccessToken: "none-is-needed", RefreshToken: "none-is-needed", ExpiresAt: time.Now().AddDate(1, 0, 0)}
		client, err := c.s.Open(ctx, cfg)
		if err != nil {
			return nil, err
		}
		defer client.Close() // what it says on the way out shows nothing
		return client.Call(ctx, known, maps.Clone(given))
	}
	return c.Client.Call(ctx, op, args)
}

// mostAsked is how often a network answers: a client may look for a further page once
// or twice.
const mostAsked = 5

// answering is a network that answers with one body.
type answering struct {
	body string
	n    atomic.Int64
}

func (a *answering) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if a.n.Add(1) > mostAsked {
		return nil, errors.New("one body is all that there is to decode")
	}
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(a.body)), Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(a.body)),
	}, nil
}

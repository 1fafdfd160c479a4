package mutants

import (
	"context"
	"net/http"

	"github.com/ergodrome/ergodrome/conformance/inproc"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Miniature is a whole bad subject. Its name says what it does.
type Miniature string

// The miniatures. None of them may pass a single scored case.
const (
	AlwaysOK    Miniature = "always-ok"    // reports nothing, successfully, and sends nothing
	AlwaysError Miniature = "always-error" // fails whatever it is asked, and sends nothing
	Hang        Miniature = "hang"         // never answers
	Crash       Miniature = "crash"        // panics
	Flood       Miniature = "flood"        // sends one request after the other and ignores the answers
)

// Hello introduces the miniature with everything that a good client declares.
func (m Miniature) Hello(ctx context.Context) (subject.Hello, error) { return hello(ctx, string(m)) }

func hello(ctx context.Context, name string) (subject.Hello, error) {
	h, err := inproc.Mutant(nil).Hello(ctx)
	h.Name = name
	return h, err
}

// Open always works: the badness is in the calls.
func (m Miniature) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	return miniature{m, cfg}, nil
}

type miniature struct {
	kind Miniature
	cfg  subject.Config
}

func (m miniature) Call(ctx context.Context, _ string, _ map[string]any) (any, error) {
	switch m.kind {
	case AlwaysError:
		return nil, &subject.Error{Class: subject.Other, Message: "something went wrong"}
	case Hang:
		select {} // also when the caller gives up
	case Crash:
		panic("miniature: crash")
	case Flood:
		return nil, m.flood(ctx)
	}
	return nil, nil
}

func (m miniature) flood(ctx context.Context) error {
	for ctx.Err() == nil {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.cfg.BaseURL+"/v1/sports/accounts", http.NoBody)
		if err != nil {
			return err
		}
		if resp, err := m.cfg.HTTPClient.Do(req); err == nil {
			_ = resp.Body.Close() // a flood does not read
		}
	}
	return ctx.Err()
}

func (miniature) RestartState(context.Context) error { return nil }

func (miniature) Close() error { return nil }

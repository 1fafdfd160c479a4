package decoding

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Decoder is what is judged.
type Decoder interface {
	// Hello says who it is. It is asked once a run.
	Hello(ctx context.Context) (subject.Hello, error)
	// Decode has one fixture decoded within a time, and says what came of it.
	Decode(ctx context.Context, f Fixture, limit time.Duration) conformance.CallRecord
}

// Adapter presents a subject that has decoding operations.
func Adapter(s subject.Subject) Decoder { return adapter{s} }

type adapter struct{ subject.Subject }

// Decode opens a client for each fixture, so that whoever crashes on one is judged by it alone.
func (a adapter) Decode(ctx context.Context, f Fixture, limit time.Duration) conformance.CallRecord {
	began := time.Now()
	r := conformance.CallRecord{Label: f.Name, Op: f.Area.Op, Expect: conformance.Expect{Any: true}}
	client, err := a.Open(ctx, nowhere(f))
	if err != nil {
		r.BadValue = err.Error()
		return r
	}
	timed, stop := context.WithTimeout(ctx, limit)
	defer stop()
	value, panicked, err := guarded(func() (any, error) {
		return client.Call(timed, f.Area.Op, map[string]any{f.Area.Argument: f.argument()})
	})
	r.End = time.Since(began)
	if errors.Is(timed.Err(), context.DeadlineExceeded) {
		r.Hung = true
	} else {
		runner.Settle(&r, value, err, panicked)
	}
	if r.Err != nil && r.Err.Class == subject.InvalidArgument {
		r.Err.Class = subject.Decode // its argument is the input
	}
	_ = client.Close() // what it says on the way out shows nothing of its decoding
	return r
}

// nowhere is a configuration with which a client can be made, and nothing reached.
func nowhere(f Fixture) subject.Config {
	return subject.Config{
		Case: f.Requirement, API: f.Area.API, BaseURL: "http://127.0.0.1:1/" + f.Area.API, AuthURL: authURL(f.Area.API),
		Credentials: subject.Credentials{ConsumerID: "none", SharedSecret: "none-is-needed", APIKey: "none", ClientID: "none", ClientSecret: "none-is-needed", RedirectURI: "http://127.0.0.1:1/callback"},
		Tokens:      subject.Tokens{AccessToken: "none-is-needed"},
		HTTPClient:  &http.Client{Transport: silence{}}, Log: io.Discard,
	}
}

// authURL is where a client would get its tokens, when that is another service.
func authURL(api string) string {
	if strings.HasPrefix(api, "polar-") {
		return "http://127.0.0.1:1/polar-auth"
	}
	return ""
}

// silence is a network that reaches nobody.
type silence struct{}

func (silence) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("decoding needs no network, and has none")
}

// guarded keeps a panic of a subject in this process from being the suite's.
func guarded(f func() (any, error)) (value any, panicked string, err error) {
	defer func() {
		if p := recover(); p != nil {
			panicked = fmt.Sprint(p)
		}
	}()
	value, err = f()
	return value, "", err
}

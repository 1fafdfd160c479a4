// Package smoke tells in six requests whether an adapter speaks the subject protocol.
//
// It is about the adapter alone: what the client behind it does is for the cases.
package smoke

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/conformance/subject/stdio"
)

// Step is one thing that was tried.
type Step struct {
	Name string // "hello", "open", …
	OK   bool
	Note string // what came, or what is wrong and how to mend it
}

// nobody is an operation that nobody has.
const nobody = "ergodrome.no_such_operation"

// Run tries a program against a world of its own. Known are all operations that
// there are. The steps end with the first that keeps others from being tried.
func Run(ctx context.Context, o stdio.Options, world stage.New, known []string) ([]Step, error) {
	s, err := stdio.New(o)
	if err != nil {
		return nil, err
	}
	t := &trial{}
	err = t.run(ctx, s, world, known)
	if left := s.Close(); t.over || t.said("close") {
		t.note("bye", left, "it answered, and exited with status 0")
	}
	return t.steps, err
}

// Failed lists the steps that failed.
func Failed(steps []Step) []Step {
	return slices.DeleteFunc(slices.Clone(steps), func(s Step) bool { return s.OK })
}

type trial struct {
	steps []Step
	over  bool // there is no client, but goodbye can be said
}

func (t *trial) said(name string) bool {
	return slices.ContainsFunc(t.steps, func(s Step) bool { return s.Name == name })
}

// note records a step, and reports whether it succeeded.
func (t *trial) note(name string, err error, well string) bool {
	step := Step{Name: name, OK: err == nil, Note: well}
	if err != nil {
		step.Note = err.Error()
	}
	t.steps = append(t.steps, step)
	return step.OK
}

// run makes all steps but the last. Its error is the suite's.
func (t *trial) run(ctx context.Context, s *stdio.Subject, world stage.New, known []string) error {
	h, err := s.Hello(ctx)
	if err == nil {
		err = misspelt(h, known)
	}
	if !t.note("hello", err, fmt.Sprintf("%s %s (%s), %s, %d operations", h.Name, h.Version, h.Language, strings.Join(h.APIs, ", "), len(h.Ops))) || len(h.APIs) == 0 {
		t.over = err == nil
		return nil
	}
	st, err := stage.Listen(&conformance.Case{ID: "SMOKE", API: h.APIs[0]}, 1, world)
	if err != nil {
		t.note("open", fmt.Errorf("%q cannot be simulated: %w", h.APIs[0], err), "")
		return nil
	}
	defer st.Close()
	given := st.Given()
	if slices.Contains(given.Fetched, "apiKey") {
		given.Credentials.APIKey = ""
	}
	c, err := s.Open(ctx, subject.Config{
		Case: "SMOKE", API: h.APIs[0], BaseURL: st.BaseURL(), AuthURL: st.AuthURL(), Credentials: given.Credentials, Tokens: given.Tokens,
	})
	if !t.note("open", err, "a client for "+st.BaseURL()) {
		return nil
	}
	t.unknown(ctx, c, s.Limit())
	t.simple(ctx, c, h, st, s.Limit())
	if err := c.Close(); err == nil || len(Failed(t.steps)) == 0 { // else it is the same trouble again
		t.note("close", err, "done")
	}
	return nil
}

// misspelt finds announced operations that no case could ever ask for.
func misspelt(h subject.Hello, known []string) error {
	var odd []string
	for _, op := range h.Ops {
		if !slices.Contains(known, op) {
			odd = append(odd, op)
		}
	}
	if len(odd) > 0 {
		return fmt.Errorf("hello announces operations that nobody asks for: %s; go doc of conformance/inproc lists those there are", strings.Join(odd, ", "))
	}
	return nil
}

// unknown asks for what nobody has: the answer is unsupported, not a guess.
func (t *trial) unknown(ctx context.Context, c subject.Client, limit time.Duration) {
	ctx, stop := context.WithTimeout(ctx, limit)
	defer stop()
	v, err := c.Call(ctx, nobody, nil)
	missing, ok := errors.AsType[*subject.Unsupported](err)
	switch {
	case ok:
		t.note("call of nothing", nil, "unsupported: "+missing.Reason)
	case err == nil:
		t.note("call of nothing", fmt.Errorf("operation %s does not exist, and the answer is a value (%v): answer {\"unsupported\":{\"reason\":…}}", nobody, v), "")
	default:
		t.note("call of nothing", fmt.Errorf("operation %s does not exist; answer {\"unsupported\":{\"reason\":…}}, not: %w", nobody, err), "")
	}
}

// simplest are operations without arguments, of each service.
func simplest() map[string][]string {
	return map[string][]string{
		"firstbeat":        {"fb.accounts", "fb.api_key", "fb.sports_types", "fb.event_types"},
		"polar-teampro":    {"tp.teams"},
		"polar-accesslink": {"al.hello", "al.account", "al.sports", "al.devices"},
		"sweatstack":       {"ss.latest", "ss.activities"},
	}
}

// simple asks for something that needs no arguments. Success without a request to
// the world is made up.
func (t *trial) simple(ctx context.Context, c subject.Client, h subject.Hello, st *stage.Stage, limit time.Duration) {
	i := slices.IndexFunc(simplest()[h.APIs[0]], h.Has)
	if i < 0 {
		t.note("call", nil, "not tried: none of "+strings.Join(simplest()[h.APIs[0]], ", ")+" is announced")
		return
	}
	op := simplest()[h.APIs[0]][i]
	ctx, stop := context.WithTimeout(ctx, limit)
	defer stop()
	go func() { // a flood is not waited out
		select {
		case <-st.Drowned():
			stop()
		case <-ctx.Done():
		}
	}()
	_, err := c.Call(ctx, op, nil)
	broken, gone := errors.AsType[*subject.Broken](err)
	seen := st.Exchanges()
	stray := slices.ContainsFunc(seen, func(x conformance.Exchange) bool { return x.Stray })
	switch {
	case st.Flooded():
		err = fmt.Errorf("%s sent more than %d requests", op, len(seen))
	case gone:
		err = fmt.Errorf("%s: %w", op, broken)
	case stray:
		err = fmt.Errorf("%s asked for a path outside of config.baseUrl: put the vendor's paths behind it", op)
	case err == nil && len(seen) == 0:
		err = fmt.Errorf("%s has an answer, but no request reached config.baseUrl", op)
	case err == nil:
		t.note("call", nil, fmt.Sprintf("%s: a value, after %d requests", op, len(seen)))
		return
	default:
		missing, ok := errors.AsType[*subject.Unsupported](err)
		if !ok {
			t.note("call", nil, fmt.Sprintf("%s: %v, after %d requests; that is for the cases to judge", op, err, len(seen)))
			return
		}
		err = fmt.Errorf("hello announces %s, and the call is unsupported: %s", op, missing.Reason)
	}
	t.note("call", err, "")
}

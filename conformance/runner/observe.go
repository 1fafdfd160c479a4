package runner

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sort"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/conformance/sets"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Observed is one world in which a program acts on its own, and the cases that are
// judged by what it does there.
type Observed struct {
	Name  string            // what reports call the world
	World *conformance.Case // its world, its service and what clients of it get
	// Cases are judged by the stimulus and the checks that they have here.
	Cases []*conformance.Case
	// Why the program cannot be observed in this world; empty when it can.
	Why string
}

// Watched is what is known of a program once it is over.
type Watched struct {
	Process conformance.Process
	Out     string  // what it said on stdout and stderr
	Rate    float64 // at which its clock ran
}

// Watch lets a program act in a world, and returns when it is over. given is what a
// client of the world gets. An error is the suite's, or a *SubjectStartError.
type Watch func(ctx context.Context, at *stage.Stage, given subject.Config) (*Watched, error)

// AgainError is a Watch that has to be repeated in a new world: the program did not
// follow its clock.
type AgainError struct{ Reason string }

func (e *AgainError) Error() string { return e.Reason }

// Observe lets a program act in worlds of its own, and judges cases by what was seen on
// the wire. Of the options Subject, Test, Real, Patience, Budget, Waits and Profiles are
// without meaning.
func Observe(ctx context.Context, o Options, who subject.Hello, worlds []Observed, watch Watch) (*conformance.Results, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Mode = conformance.Observe
	if err := checkKnown(o.Known, entire(o.Cases, worlds), true); err != nil {
		return nil, err
	}
	o.Cases = nil
	for i := range worlds {
		o.Cases = append(o.Cases, worlds[i].Cases...)
	}
	chosen, err := choose(&o)
	if err != nil {
		return nil, err
	}
	frozen, err := sets.Find(o.Set)
	if err != nil {
		return nil, &UsageError{err}
	}
	began := o.Now()
	r := &conformance.Results{
		Schema: conformance.ResultsSchema, Suite: Suite, Set: frozen.Name, Protocol: Protocol, Subject: who, Mode: o.Mode, Time: "real",
		Seed: o.Seed, Started: began.UTC(), Strict: o.Strict, Partial: len(o.Select) > 0 || len(o.Skip) > 0, Complete: true,
	}
	v := &observation{execution: &execution{Options: o, hello: who, results: r, frozen: frozen}, watch: watch}
	v.prepare(chosen)
	if err := v.run(ctx, worlds); err != nil {
		return nil, err
	}
	for i := range r.Cases {
		r.Stale = append(r.Stale, applyKnown(&r.Cases[i], o.Known, o.Now())...)
	}
	r.Real = o.Now().Sub(began)
	r.Tally(nil)
	return r, nil
}

// entire is the catalogue with all checks that a case has here or there: a list of
// known failures is for every way to judge.
func entire(catalogue []*conformance.Case, worlds []Observed) []*conformance.Case {
	out := slices.Clone(catalogue)
	for i := range worlds {
		for _, c := range worlds[i].Cases {
			k := slices.IndexFunc(out, func(o *conformance.Case) bool { return o.ID == c.ID })
			if k < 0 {
				out = append(out, c)
				continue
			}
			both := *out[k]
			both.Checks = slices.Concat(both.Checks, c.Checks)
			out[k] = &both
		}
	}
	return out
}

// observation is one run of Observe.
type observation struct {
	*execution
	watch Watch
	mu    sync.Mutex
}

// prepare lays out one result a case, however many worlds it is judged in.
func (v *observation) prepare(chosen []*conformance.Case) {
	for _, c := range chosen {
		if v.find(c.ID) == nil {
			v.results.Cases = append(v.results.Cases, v.blank(c))
		}
	}
}

func (v *observation) find(id string) *conformance.CaseResult {
	for i := range v.results.Cases {
		if v.results.Cases[i].ID == id {
			return &v.results.Cases[i]
		}
	}
	return nil
}

// run lets the program act in every world that a chosen case is judged in.
func (v *observation) run(ctx context.Context, worlds []Observed) error {
	for i := range worlds {
		v.leaveOut(&worlds[i])
	}
	wanted := slices.DeleteFunc(slices.Clone(worlds), func(w Observed) bool {
		return w.Why != "" || !slices.ContainsFunc(w.Cases, func(c *conformance.Case) bool { return v.find(c.ID) != nil })
	})
	v.results.Programs = make([]conformance.ProgramResult, len(wanted))
	slots, errs := make(chan struct{}, max(v.Jobs, 1)), make([]error, len(wanted))
	var wg sync.WaitGroup
	going, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	for i := range wanted {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if going.Err() != nil {
				v.results.Programs[i] = conformance.ProgramResult{World: wanted[i].Name, Verdict: conformance.NotExercised, Reason: "was not started: the run was interrupted"}
				return
			}
			errs[i] = v.world(going, wanted[i], &v.results.Programs[i])
			if bad, ok := errors.AsType[*SubjectStartError](errs[i]); ok {
				giveUp(bad) // what cannot be started in one world cannot be in the next
			}
		})
	}
	wg.Wait()
	if bad, ok := errors.AsType[*SubjectStartError](context.Cause(going)); ok && ctx.Err() == nil {
		return bad
	}
	if ctx.Err() != nil {
		v.results.Complete = false
		errs = nil
	}
	for i := range v.results.Cases {
		c := &v.results.Cases[i]
		sort.Slice(c.Runs, func(i, j int) bool { return c.Runs[i].Variant < c.Runs[j].Variant })
		applies := func(r conformance.RunResult) bool { return r.Verdict != conformance.NA }
		switch {
		case len(c.Runs) == 0:
			c.Verdict, c.Reason = conformance.NotExercised, "the run was interrupted"
		case !slices.ContainsFunc(c.Runs, applies):
			c.Verdict, c.Reason, c.Runs = conformance.NA, c.Runs[0].Reason, nil
		}
		c.Sum()
	}
	return errors.Join(errs...)
}

// leaveOut notes of a world in which nothing can be observed why not.
func (v *observation) leaveOut(w *Observed) {
	for _, c := range w.Cases {
		if into := v.find(c.ID); into != nil && w.Why != "" {
			into.Runs = append(into.Runs, conformance.RunResult{Variant: c.Variant, World: w.Name, Verdict: conformance.NA, Reason: w.Why})
		}
	}
}

// world lets the program act in one world and judges it.
func (v *observation) world(ctx context.Context, w Observed, out *conformance.ProgramResult) error {
	err := v.once(ctx, w, out)
	if _, again := errors.AsType[*AgainError](err); again {
		err = v.once(ctx, w, out)
	}
	return err
}

func (v *observation) once(ctx context.Context, w Observed, out *conformance.ProgramResult) error {
	st, err := stage.Listen(w.World, seedFor(w.World, v.Seed), v.World)
	if err != nil {
		return &SuiteError{fmt.Errorf("%s: %w", w.Name, err)}
	}
	defer st.Close()
	p := &performance{c: w.World, stage: st}
	given, err := p.given()
	if err != nil {
		return &SuiteError{fmt.Errorf("%s: %w", w.Name, err)}
	}
	seen, err := v.watch(ctx, st, given)
	if err != nil {
		if again, ok := errors.AsType[*AgainError](err); ok {
			return again
		}
		red := newRedactor(p.evidence(v.hello))
		if bad, ok := errors.AsType[*SubjectStartError](err); ok {
			return &SubjectStartError{errors.New(red.text(bad.Err.Error()))}
		}
		return &SuiteError{fmt.Errorf("%s: %s", w.Name, red.text(err.Error()))}
	}
	_, _ = p.Write([]byte(seen.Out))
	e := p.evidence(v.hello)
	e.Process, e.Rate = &seen.Process, seen.Rate
	v.mu.Lock()
	defer v.mu.Unlock()
	if seen.Rate > 1 {
		v.results.Time = "scaled"
	}
	*out = v.program(w.Name, e, st)
	if ctx.Err() != nil {
		out.Verdict = conformance.NotExercised
		return nil // what an interruption cut short shows nothing
	}
	for _, c := range w.Cases {
		run := v.judge(c, w, e, st)
		if into := v.find(c.ID); into != nil {
			into.Runs = append(into.Runs, run)
		}
		if out.Verdict == conformance.SubjectError && slices.ContainsFunc(run.Checks, func(ch conformance.CheckResult) bool { return ch.Verdict == conformance.SubjectError }) {
			out.Verdict = conformance.Info // it is that case's matter, and may be known
			out.Reason += ": see " + c.ID
		}
	}
	v.n++
	if v.Progress != nil {
		v.Progress(v.n, len(v.results.Programs), w.Name)
	}
	return nil
}

// given is what a client of the world gets, to begin with.
func (p *performance) given() (subject.Config, error) {
	set := p.c.Client
	set.With = maps.Clone(set.With)
	for _, name := range p.stage.Given().Fetched { // whoever is not asked has it in its settings
		if _, said := set.With[name]; !said && !slices.Contains(set.Without, name) && !slices.Contains(set.Without, "all") {
			if set.With == nil {
				set.With = map[string]string{}
			}
			set.With[name] = "$(world:" + name + ")"
		}
	}
	s, err := p.sheetFor(set)
	if err != nil {
		return subject.Config{}, err
	}
	creds, tokens, err := s.read()
	return subject.Config{
		Case: p.c.ID, API: p.c.ServiceName(), BaseURL: p.stage.BaseURL(), AuthURL: p.stage.AuthURL(), Credentials: creds, Tokens: tokens,
	}, err
}

// judge is what one case comes to in one world.
func (v *observation) judge(c *conformance.Case, w Observed, all *conformance.Evidence, st *stage.Stage) conformance.RunResult {
	e := *all
	judged := *c
	judged.World = w.World.World // what the script owes is owed here
	e.Case = &judged
	out := judge(&e, v.Checks, levelFor(c, v.hello), st.Flooded())
	out.World, out.Clock = w.Name, v.results.Time
	red := newRedactor(all)
	if out.Verdict != conformance.Pass && out.Verdict != conformance.NotExercised { // what did not arise is in no exchange
		out.Transcript = transcript(&e, red)
	}
	red.result(&out)
	return out
}

// gaveUp reports whether the last answer before the end was a failure: to end there,
// even by an exception, is a decision and no accident.
func gaveUp(e *conformance.Evidence) bool {
	if len(e.Exchanges) == 0 {
		return false
	}
	last := e.Exchanges[len(e.Exchanges)-1].Status
	return last == 0 || last >= http.StatusBadRequest
}

// program is what the program came to in a world, apart from all cases.
func (v *observation) program(name string, e *conformance.Evidence, st *stage.Stage) conformance.ProgramResult {
	p := e.Process
	out := conformance.ProgramResult{World: name, Verdict: conformance.Pass, Reason: p.How(), Requests: len(e.Exchanges), Process: *p}
	switch {
	case st.Flooded():
		out.Verdict, out.Reason = conformance.Fail, fmt.Sprintf("sent more than %d requests", len(e.Exchanges))
	case p.Stopped == "" && p.Crashed() && gaveUp(e):
		out.Verdict, out.Reason = conformance.Info, "gave up after an error: "+out.Reason
	case p.Stopped != "" || p.Crashed():
		out.Verdict = conformance.SubjectError
	case len(e.Exchanges) == 0:
		out.Verdict = conformance.NotExercised
		out.Reason += " and sent no request to this world: does it take its base URL from where it is told? What it sends past environment and proxy cannot be seen"
	}
	for i := range e.Exchanges {
		if x := &e.Exchanges[i]; x.Stray {
			out.Verdict, out.Reason = conformance.Errored, fmt.Sprintf("#%d %s %s%s reached no world: does the program ignore its base URL?", x.N, x.Method, x.Origin, x.Path)
			break
		}
	}
	for _, t := range st.Sim.Troubles() {
		out.Verdict, out.Reason = conformance.Errored, t
	}
	red := newRedactor(e)
	out.Reason, out.Crash, out.Stopped = red.text(out.Reason), red.text(out.Crash), red.text(out.Stopped)
	for i := range out.Foreign {
		out.Foreign[i] = red.text(out.Foreign[i])
	}
	return out
}

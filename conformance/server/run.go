package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/runner/bubble"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/conformance/sets"
	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/internal/evidence"
)

// Options say what to ask of whom. Either World or Live is required.
type Options struct {
	World stage.New // builds the worlds of a simulator in this process
	Live  *Live     // any other server
	APIs  []string  // only probes of these services; none means all
	Says  func(caseID string) []string
	// Grounds are the weakest of what the case rests on: requirements.Book.Grounds.
	Grounds func(ids ...string) *evidence.Grounds
	Select  []string
	Skip    []string
	Known   []runner.Known
	Strict  bool
	Jobs    int           // probes at once in virtual time; default 4
	Virtual bubble.Runner // where virtual time comes from; the zero value is for programs
	Now     func() time.Time
	Again   func(id string) string
	Probes  []Probe // default Probes()
}

// Run asks all probes that were chosen. Its errors are those of runner.Run.
func Run(ctx context.Context, o Options) (*conformance.Results, []Recorded, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if (o.World == nil) == (o.Live == nil) {
		return nil, nil, &runner.UsageError{Err: errors.New("either a simulator is asked, or another server")}
	}
	probes, err := o.choose()
	if err != nil {
		return nil, nil, err
	}
	newest, err := sets.Find("")
	if err != nil {
		return nil, nil, &runner.SuiteError{Err: err}
	}
	r := &conformance.Results{
		Set:    newest.Name,
		Schema: conformance.ResultsSchema, Suite: runner.Suite, Protocol: runner.Protocol, Mode: conformance.Server, Started: o.Now().UTC(), Strict: o.Strict,
		Partial: len(o.Select)+len(o.Skip) > 0, Time: "virtual", Subject: subject.Hello{Name: "simulator", Version: runner.Suite, Language: "http"},
	}
	if o.Live != nil {
		r.Time, r.Subject = "real", subject.Hello{Name: o.Live.name(), Version: "unknown", Language: "http"}
	}
	outcomes := make([]outcome, len(probes))
	if o.Live != nil {
		r.Complete = o.Live.ask(ctx, probes, outcomes)
	} else {
		r.Complete = o.simulate(ctx, probes, outcomes)
	}
	var kept []Recorded
	var profiles []string
	for i := range probes {
		r.Cases = append(r.Cases, o.result(&probes[i], &outcomes[i]))
		kept = append(kept, outcomes[i].lines...)
		if api := probes[i].API; !r.Subject.Speaks(api) {
			r.Subject.APIs = append(r.Subject.APIs, api)
			profiles = append(profiles, api+"-server")
		}
	}
	slices.Sort(profiles)
	r.Real = o.Now().Sub(r.Started)
	runner.Conclude(r, o.Known, o.Now(), profiles)
	return r, kept, nil
}

// choose applies APIs, Select and Skip.
func (o *Options) choose() ([]Probe, error) {
	for _, api := range o.APIs {
		if !slices.Contains(APIs(), api) {
			return nil, &runner.UsageError{Err: fmt.Errorf("there are no probes of %q; there are: %s", api, strings.Join(APIs(), ", "))}
		}
	}
	all := o.Probes
	if all == nil {
		all = Probes()
	}
	var cases []*conformance.Case
	for i := range all {
		cases = append(cases, all[i].Case())
	}
	chosen, err := runner.Choose(cases, o.Select, o.Skip, o.Known)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(p Probe) bool {
		if len(o.APIs) > 0 && !slices.Contains(o.APIs, p.API) {
			return true
		}
		return !slices.ContainsFunc(chosen, func(c *conformance.Case) bool { return c.ID == p.ID })
	}), nil
}

// outcome is what came of a probe.
type outcome struct {
	checks  []conformance.CheckResult
	lines   []Recorded
	verdict conformance.Verdict // when it is not that of the checks
	reason  string
	took    time.Duration
}

// simulate asks every probe in a world and a bubble of its own.
func (o *Options) simulate(ctx context.Context, probes []Probe, outcomes []outcome) (complete bool) {
	tasks := make([]bubble.Task, len(probes))
	for i := range probes {
		tasks[i] = func(ctx context.Context) {
			s, err := stageFor(&probes[i], o.World)
			if err != nil {
				outcomes[i] = outcome{verdict: conformance.Errored, reason: err.Error()}
				return
			}
			defer s.Close()
			outcomes[i] = perform(ctx, s, &probes[i])
			if t := s.troubles(); len(t) > 0 && outcomes[i].verdict == "" {
				outcomes[i].verdict, outcomes[i].reason = conformance.Errored, t[0]
			}
		}
	}
	failures, started := o.Virtual.Run(ctx, cmp.Or(o.Jobs, 4), tasks)
	complete = true
	for i := range probes {
		switch f := failures[i]; {
		case !started[i]:
			complete = false
			outcomes[i] = outcome{verdict: conformance.NotExercised, reason: "the run was interrupted"}
		case f != nil && f.Panic != "":
			first, _, _ := strings.Cut(f.Panic, "\n")
			outcomes[i] = outcome{verdict: conformance.Errored, reason: "the probe failed: " + first}
		}
	}
	return complete && ctx.Err() == nil
}

// perform asks one probe.
func perform(ctx context.Context, t target, p *Probe) (out outcome) {
	a := &Asker{ctx: ctx, t: t, probe: p, began: time.Now()}
	defer func() {
		out.checks, out.lines, out.took = a.checks, a.lines, a.since()
		left := recover()
		if left == nil {
			return
		}
		l, ours := left.(leaving)
		switch {
		case !ours:
			panic(left)
		case l.why == nil: // a check says why
		default:
			out.verdict, out.reason = verdictOf(l.why), l.why.Error()
		}
	}()
	p.Ask(a)
	return out
}

// verdictOf is the verdict of a probe that could not go on.
func verdictOf(why error) conformance.Verdict {
	if _, ok := errors.AsType[lack](why); ok || errors.Is(why, errCannot) {
		return conformance.NotExercised
	}
	return conformance.SubjectError // it does not answer, or nothing that is HTTP
}

// result is a probe as reports know cases.
func (o *Options) result(p *Probe, came *outcome) conformance.CaseResult {
	c := p.Case()
	run := conformance.RunResult{
		Verdict: conformance.Pass, Reason: came.reason, Checks: came.checks, World: p.ID, WorldTime: came.took, Requests: len(came.lines), Clock: "virtual",
	}
	if o.Live != nil {
		run.Clock = "real"
	}
	for i := range came.checks {
		if ch := &came.checks[i]; ch.Counts(p.Level) {
			run.Verdict = run.Verdict.Worse(ch.Verdict)
		}
	}
	if came.verdict != "" && run.Verdict.Worse(came.verdict) == came.verdict {
		run.Verdict = came.verdict
	}
	if len(came.checks) == 0 && came.verdict == "" {
		run.Verdict, run.Reason = conformance.NotExercised, "nothing was demanded"
	}
	if run.Verdict != conformance.Pass {
		for i := range came.lines {
			run.Transcript = append(run.Transcript, came.lines[i].line())
		}
	}
	out := conformance.CaseResult{
		ID: c.ID, Rev: c.Rev, Title: c.Title, Area: c.Area(), API: c.API, Level: c.Level, Basis: c.Basis, Profiles: c.InProfiles(), Core: p.SimOnly == "" || o.Live == nil,
		Verdict: conformance.Pass, Runs: []conformance.RunResult{run},
	}
	if o.Says != nil {
		for _, row := range p.Requires {
			out.Says = append(out.Says, o.Says(row)...)
		}
	}
	if o.Grounds != nil {
		out.Evidence = o.Grounds(p.Requires...)
	}
	if o.Again != nil {
		out.Again = o.Again(p.ID)
	}
	if run.Verdict == conformance.NA {
		out.Verdict, out.Reason, out.Runs = run.Verdict, run.Reason, nil
		return out
	}
	out.Sum()
	return out
}

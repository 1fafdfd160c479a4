package runner

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"sync"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/bubble"
	"github.com/ergodrome/ergodrome/conformance/sets"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// execution is one run of a suite.
type execution struct {
	Options
	hello   subject.Hello
	results *conformance.Results
	frozen  sets.Set
	jobs    []job

	mu   sync.Mutex
	done map[int]int // runs left, by case
	n    int         // cases finished
}

// job is one run of one case, and where its result goes.
type job struct {
	c       *conformance.Case
	at, run int
}

// prepare lays out the results, so that jobs only fill them in.
func (e *execution) prepare(cases []*conformance.Case) {
	e.done = map[int]int{}
	for i, c := range cases {
		r := e.blank(c)
		if why := notApplicable(c, e.hello, e.Mode); why != "" {
			r.Verdict, r.Reason = conformance.NA, why
		} else {
			e.lay(c, &r, i)
		}
		e.results.Cases = append(e.results.Cases, r)
	}
}

// blank is the result of a case before it has any.
func (e *execution) blank(c *conformance.Case) conformance.CaseResult {
	r := conformance.CaseResult{
		ID: c.ID, Rev: c.Rev, Title: c.Title, Area: c.Area(), API: c.API, Level: levelFor(c, e.hello), Basis: c.Basis,
		Profiles: c.InProfiles(), Core: c.Core(), AnyVariant: c.AnyVariant, Kills: c.Kills, Hint: c.Hint, Provisional: !e.scoreAll && !e.frozen.Has(c.ID), Verdict: conformance.Pass,
	}
	if e.Says != nil {
		r.Says = e.Says(c.ID)
	}
	if e.Grounds != nil {
		r.Evidence = e.Grounds(c.ID)
	}
	if e.Again != nil {
		r.Again = e.Again(c.ID)
	}
	return r
}

// lay makes room for the runs of a case and plans those that apply.
func (e *execution) lay(c *conformance.Case, r *conformance.CaseResult, at int) {
	r.Runs = make([]conformance.RunResult, len(c.Runs()))
	told := false // the reason is that of a run which the subject could make
	for n, run := range c.Runs() {
		r.Runs[n] = conformance.RunResult{Variant: run.Variant, World: run.Name()}
		why := runNotApplicable(c, run, e.hello, e.Profiles)
		if why == "" {
			why = e.tooReal(run)
		}
		if why != "" {
			r.Runs[n].Verdict, r.Runs[n].Reason = conformance.NA, why
			if r.Reason == "" || e.hello.Speaks(run.ServiceName()) && !told { // not that it is no client of other services
				r.Reason, told = why, e.hello.Speaks(run.ServiceName())
			}
			continue
		}
		e.jobs = append(e.jobs, job{run, at, n})
		e.done[at]++
	}
	if e.done[at] == 0 {
		delete(e.done, at)
		r.Runs, r.Verdict = nil, conformance.NA
		return
	}
	r.Reason = ""
}

// run performs all jobs. Jobs write only to their own result.
func (e *execution) run(ctx context.Context) {
	if e.Real { // whoever waits longest begins first
		sort.SliceStable(e.jobs, func(i, j int) bool { return e.waits(e.jobs[i].c) > e.waits(e.jobs[j].c) })
	}
	tasks := make([]bubble.Task, len(e.jobs))
	for i, j := range e.jobs {
		tasks[i] = func(ctx context.Context) {
			*e.result(j) = performAndJudge(ctx, j.c, e)
		}
	}
	perform := inRealTime
	if !e.Real {
		perform = e.bubbles().Run
	}
	failures, started := perform(ctx, e.Jobs, tasks)
	for i, j := range e.jobs {
		r := e.result(j)
		switch f := failures[i]; {
		case !started[i]:
			e.results.Complete = false
			r.Verdict, r.Reason = conformance.NotExercised, "the run was interrupted"
		case f != nil && f.Panic != "":
			r.Verdict, r.Reason = conformance.Errored, "the suite failed: "+firstLine(f.Panic)
		case f != nil && f.Blocked && r.Verdict == "":
			r.Verdict, r.Reason = conformance.Errored, "the case never ended"
		case f != nil && f.Blocked:
			r.Note = "goroutines of the subject outlived the case"
		}
		r.World, r.Clock = j.c.Name(), e.clock()
	}
	for i := range e.results.Cases {
		e.results.Cases[i].Sum()
	}
}

func (e *execution) result(j job) *conformance.RunResult {
	return &e.results.Cases[j.at].Runs[j.run]
}

// performAndJudge does one run, inside its bubble.
func performAndJudge(ctx context.Context, c *conformance.Case, e *execution) conformance.RunResult {
	evidence, err := perform(ctx, c, e.Subject, e.hello, seedFor(c, e.Seed), e.World, e.pace(c))
	defer func() { e.finished(c) }()
	if err != nil {
		r := conformance.RunResult{Variant: c.Variant, Verdict: conformance.SubjectError, Reason: err.Error()}
		if _, ok := errors.AsType[suiteFault](err); ok {
			r.Verdict = conformance.Errored
		}
		r.Checks = []conformance.CheckResult{{
			ID: healthCheck, Verdict: r.Verdict, Level: conformance.Must, Want: "a client that does what it is told to", Saw: err.Error(),
		}}
		return r
	}
	out := judge(evidence.Evidence, e.Checks, levelFor(c, e.hello), evidence.flooded)
	for _, t := range evidence.troubles {
		out.Verdict, out.Reason = conformance.Errored, t
	}
	red := newRedactor(evidence.Evidence)
	if out.Verdict != conformance.Pass {
		out.Transcript = transcript(evidence.Evidence, red)
		out.Calls = callLines(evidence.Evidence)
	}
	red.result(&out)
	return out
}

// finished reports progress once the last run of a case is over.
func (e *execution) finished(c *conformance.Case) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range e.results.Cases {
		r := &e.results.Cases[i]
		if r.ID != c.ID {
			continue
		}
		e.done[i]--
		if e.done[i] == 0 {
			e.n++
			if e.Progress != nil {
				e.Progress(e.n, len(e.done), c.ID)
			}
		}
	}
}

func firstLine(s string) string {
	for i := range s {
		if s[i] == '\n' {
			return s[:i]
		}
	}
	return s
}

// Explanation is what explain prints of a case.
type Explanation struct {
	Case *conformance.Case
	Says []string // what it rests on, in our words, with the source
}

// Explain finds a case by its ID; says may be nil.
func Explain(cases []*conformance.Case, id string, says func(caseID string) []string) (Explanation, error) {
	for _, c := range cases {
		if c.ID != id {
			continue
		}
		x := Explanation{Case: c}
		if says != nil {
			x.Says = says(id)
		}
		return x, nil
	}
	return Explanation{}, &UsageError{fmt.Errorf("no case is called %s; see ergodrome check list", id)}
}

// Listed is one case as list prints it: the machine catalogue.
type Listed struct {
	ID       string               `json:"id"`
	Rev      int                  `json:"rev"`
	Title    string               `json:"title"`
	API      string               `json:"api"`
	Services []string             `json:"services"`
	Area     string               `json:"area"`
	Level    conformance.Level    `json:"level"`
	Basis    conformance.Basis    `json:"basis"`
	Source   string               `json:"source"`
	Features []string             `json:"features,omitempty"`
	Modes    []conformance.Mode   `json:"modes"`
	Time     conformance.TimeMode `json:"time"`
	Profiles []string             `json:"profiles"`
	Ops      []string             `json:"ops"`
	Variants []string             `json:"variants,omitempty"`
	Kills    []string             `json:"kills,omitempty"`
}

// List is the catalogue of cases whose IDs match one of the globs; no globs
// means all.
func List(cases []*conformance.Case, globs ...string) ([]Listed, error) {
	chosen, err := choose(&Options{Cases: cases, Select: globs})
	if err != nil {
		return nil, err
	}
	var out []Listed
	for _, c := range chosen {
		l := Listed{
			ID: c.ID, Rev: c.Rev, Title: c.Title, API: c.API, Services: c.Services(), Area: c.Area(), Level: c.Level, Basis: c.Basis, Source: c.Source,
			Features: c.Features, Modes: c.Modes, Time: c.Time, Profiles: c.InProfiles(), Ops: c.OpNames(), Kills: c.Kills,
		}
		for _, run := range c.Runs() {
			if run.Variant != "" {
				l.Variants = append(l.Variants, run.Variant)
			}
		}
		out = append(out, l)
	}
	return out, nil
}

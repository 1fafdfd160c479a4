package decoding

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/sets"
	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/internal/evidence"
)

// Options say what to judge. Cases, Checks and Decoder are required.
type Options struct {
	Cases  []*conformance.Case // of the whole suite
	Checks conformance.Registry
	Says   func(caseID string) []string
	// Grounds are the weakest of what the case rests on: requirements.Book.Grounds.
	Grounds func(ids ...string) *evidence.Grounds
	Decoder Decoder
	Areas   []string // only fixtures of these; none means all that the decoder has an operation for
	Select  []string // globs over IDs; none means all
	Skip    []string // globs over IDs to leave out: the report becomes partial
	Known   []runner.Known
	Strict  bool
	Jobs    int           // fixtures at once; default 4
	Limit   time.Duration // how long a fixture may take; default 5s
	Now     func() time.Time
	Again   func(caseID string) string
	// Progress hears of every fixture when it is done, one call at a time; nil is nobody.
	Progress func(done, of int, name string)
}

// maxHangs is how often in a row a decoder may hang before it is asked no more.
const maxHangs = 3

// Run has every fixture decoded and judges what came. Errors are those of runner.Run.
func Run(ctx context.Context, o Options) (*conformance.Results, error) {
	o.Jobs, o.Limit = cmp.Or(o.Jobs, 4), cmp.Or(o.Limit, 5*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Jobs < 0 || o.Limit < 0 {
		return nil, &runner.UsageError{Err: fmt.Errorf("%d at once, each within %s: neither can be less than nothing", o.Jobs, o.Limit)}
	}
	list, err := o.load()
	if err != nil {
		return nil, err
	}
	catalogue, err := NewCatalogue(o.Cases, list)
	if err != nil {
		return nil, &runner.SuiteError{Err: err}
	}
	chosen, err := runner.Choose(catalogue.Cases, o.Select, o.Skip, o.Known)
	if err != nil {
		return nil, err
	}
	newest, err := sets.Find("")
	if err != nil {
		return nil, &runner.SuiteError{Err: err}
	}
	began := o.Now()
	hello, err := o.Decoder.Hello(ctx)
	if err != nil {
		return nil, &runner.SubjectStartError{Err: err}
	}
	e := &execution{Options: o, hello: hello, records: map[string]conformance.CallRecord{}}
	for _, c := range chosen {
		e.want = append(e.want, catalogue.Of(c.ID)...)
	}
	complete := e.decode(ctx)
	e.control(ctx, list)
	r := &conformance.Results{
		Schema: conformance.ResultsSchema, Set: newest.Name, Suite: runner.Suite, Protocol: runner.Protocol, Subject: hello, Mode: conformance.Decode, Time: "real",
		Started: began.UTC(), Strict: o.Strict, Complete: complete, Partial: len(o.Select)+len(o.Skip) > 0,
	}
	var profiles []string
	for _, c := range chosen {
		r.Cases = append(r.Cases, e.result(c, catalogue.Of(c.ID)))
		for _, p := range c.Profiles {
			if !slices.Contains(profiles, p) {
				profiles = append(profiles, p)
			}
		}
	}
	profiles = slices.DeleteFunc(profiles, func(p string) bool { // what the program does not decode
		return !slices.ContainsFunc(r.Cases, func(c conformance.CaseResult) bool {
			return c.Verdict != conformance.NA && slices.Contains(c.Profiles, p)
		})
	})
	slices.Sort(profiles)
	r.Real = o.Now().Sub(began)
	runner.Conclude(r, o.Known, o.Now(), profiles)
	return r, nil
}

// load reads the fixtures of the areas that were asked for.
func (o *Options) load() ([]Fixture, error) {
	var known []string
	for _, a := range Areas() {
		known = append(known, a.Name)
	}
	known = append(known, slices.Sorted(maps.Keys(cannable()))...)
	for _, a := range o.Areas {
		if !slices.Contains(known, a) {
			return nil, &runner.UsageError{Err: fmt.Errorf("there is no area %q of fixtures; there are: %v", a, known)}
		}
	}
	list, err := All(o.Cases)
	if err != nil {
		return nil, &runner.SuiteError{Err: err}
	}
	if len(o.Areas) > 0 {
		list = slices.DeleteFunc(list, func(f Fixture) bool { return !slices.Contains(o.Areas, f.Area.Name) })
	}
	return list, nil
}

// execution is one run.
type execution struct {
	Options
	hello subject.Hello
	want  []Fixture

	mu      sync.Mutex
	records map[string]conformance.CallRecord // by area and name
	hangs   int                               // in a row
	proven  map[string]bool                   // areas of which something sound was decoded rightly
}

func key(f Fixture) string { return f.Area.Name + "/" + f.Name }

// decode has all fixtures decoded that the decoder has an operation for. It reports
// whether it came to an end.
func (e *execution) decode(ctx context.Context) bool {
	var todo []Fixture
	for _, f := range e.want {
		if e.hello.Has(f.Area.Op) {
			todo = append(todo, f)
		}
	}
	work := make(chan Fixture)
	var wg sync.WaitGroup
	for range min(e.Jobs, max(len(todo), 1)) {
		wg.Go(func() {
			for f := range work {
				e.one(ctx, f)
				e.progress(len(todo), f)
			}
		})
	}
	for _, f := range todo {
		select {
		case work <- f:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(work)
	wg.Wait()
	return ctx.Err() == nil
}

func (e *execution) progress(of int, f Fixture) {
	if e.Progress == nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.Progress(len(e.records), of, key(f))
}

// one has a fixture decoded, unless the decoder hangs all the time.
func (e *execution) one(ctx context.Context, f Fixture) {
	r := conformance.CallRecord{Label: f.Name, Op: f.Area.Op, BadValue: fmt.Sprintf("hung %d times in a row, and is asked no more", maxHangs)}
	e.mu.Lock()
	alive := e.hangs < maxHangs
	e.mu.Unlock()
	if alive {
		r = e.Decoder.Decode(ctx, f, e.Limit)
	}
	if ctx.Err() != nil {
		return // what an interruption cut short shows nothing
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if r.Hung {
		e.hangs++
	} else if alive {
		e.hangs = 0
	}
	e.records[key(f)] = r
}

// maxControls is how many further fixtures of an area may be tried.
const maxControls = 24

// control asks of each area whether the decoder tells one sound input from another:
// whoever refuses everything, or says the same to everything, shows nothing by it.
func (e *execution) control(ctx context.Context, all []Fixture) {
	e.proven = map[string]bool{}
	said := map[string][]string{} // right values, by area
	tried := map[string]int{}
	look := func(f Fixture) {
		r, ok := e.records[key(f)]
		if !ok || !f.Sound() || e.proven[f.group()] || e.judge(f, conformance.Must, r).Verdict != conformance.Pass {
			return
		}
		text, err := json.Marshal(subject.Spell(r.Value))
		if err != nil || slices.Contains(said[f.group()], string(text)) {
			return
		}
		said[f.group()] = append(said[f.group()], string(text))
		e.proven[f.group()] = len(said[f.group()]) > 1
	}
	doubtful := map[string]bool{} // areas in which something passed
	for _, f := range e.want {
		look(f)
		if r, ok := e.records[key(f)]; ok && e.judge(f, conformance.Must, r).Met {
			doubtful[f.group()] = true
		}
	}
	for _, f := range all {
		if !doubtful[f.group()] || !f.Sound() || e.proven[f.group()] {
			continue
		}
		if _, done := e.records[key(f)]; done || tried[f.group()] >= maxControls || !e.hello.Has(f.Area.Op) || ctx.Err() != nil {
			continue
		}
		tried[f.group()]++
		e.one(ctx, f)
		look(f)
	}
}

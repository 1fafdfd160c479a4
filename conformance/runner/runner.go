// Package runner performs conformance cases against a subject and judges them.
package runner

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/bubble"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/conformance/sets"
	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/internal/evidence"
)

// Suite is the version of the suite: CalVer.
const Suite = "2026.12.0"

// Protocol is the version of the subject protocol that values and error classes
// belong to.
const Protocol = 1

// DefaultSeed is what worlds are made from when nobody says.
const DefaultSeed uint64 = 1

const defaultJobs = 4

// UsageError is a run that cannot be made as asked: exit code 2.
type UsageError struct{ Err error }

func (e *UsageError) Error() string { return e.Err.Error() }
func (e *UsageError) Unwrap() error { return e.Err }

// SubjectStartError is a subject that could not be started: exit code 4.
type SubjectStartError struct{ Err error }

func (e *SubjectStartError) Error() string {
	return "the subject could not be started: " + e.Err.Error()
}
func (e *SubjectStartError) Unwrap() error { return e.Err }

// SuiteError is a failure of the suite that is no case's: exit code 3.
type SuiteError struct{ Err error }

func (e *SuiteError) Error() string { return e.Err.Error() }
func (e *SuiteError) Unwrap() error { return e.Err }

// ExitCode is what a command exits with after Run: the error's code, or that of
// the results.
func ExitCode(r *conformance.Results, err error) int {
	if err == nil {
		return r.ExitCode()
	}
	if _, ok := errors.AsType[*UsageError](err); ok {
		return conformance.ExitUsage
	}
	if _, ok := errors.AsType[*SubjectStartError](err); ok {
		return conformance.ExitSubject
	}
	return conformance.ExitSuite
}

// Options say what to run. Cases, Checks, Subject and World are required.
type Options struct {
	Cases  []*conformance.Case
	Checks conformance.Registry
	Says   func(caseID string) []string // what the case rests on, for reports: requirements.Book.Says
	// Grounds are the weakest of what the case rests on: requirements.Book.Grounds.
	Grounds  func(ids ...string) *evidence.Grounds
	Subject  subject.Subject
	World    stage.New        // builds worlds; see simulator.New
	Mode     conformance.Mode // default inproc
	Test     *testing.T       // inside go test; nil in programs
	Jobs     int              // cases at once; 0 means 4, or 8 in real time; less is an error
	Seed     uint64
	Select   []string // globs over IDs; none means all
	Skip     []string // globs over IDs to leave out: the report becomes partial
	Profiles []string // profiles the subject claims; none means those of its APIs
	Set      string   // a frozen set; "" means the newest of each API
	Known    []Known
	Strict   bool
	Now      func() time.Time // for the report's dates and expiry; default time.Now
	// Real judges in the machine's time, over sockets: for subjects in processes of
	// their own. The rest of these is for that alone.
	Real     bool
	Patience time.Duration // how long a call may take beyond what the case makes it wait; default 30s
	Budget   time.Duration // how long a run may make its client wait; default 1m
	// Waits is how long a run makes a client wait that waits as it must, at most; nil
	// is nobody who knows. See cases.Waits.
	Waits func(run *conformance.Case) time.Duration
	// Progress hears of every case when its last run is over, in no certain
	// order, one call at a time; nil is nobody.
	Progress func(done, of int, id string)
	// Again is the command that repeats a case; nil is that of the program.
	Again func(caseID string) string

	scoreAll bool // tests of the engine have cases of their own, in no set
}

// Needs says whether a run looks at a case at all: Cases may lack all others. What a
// pattern or an entry of Known names must be there, or it names nothing.
func (o *Options) Needs(id string) bool {
	if len(o.Select) == 0 || len(o.Profiles) > 0 {
		return true
	}
	named := func(pattern string) bool { return MatchID(pattern, id) }
	return slices.ContainsFunc(o.Select, named) || slices.ContainsFunc(o.Skip, named) ||
		slices.ContainsFunc(o.Known, func(k Known) bool { return k.covers(id) })
}

// Run performs the selected cases. Its results come in the order of the IDs,
// whatever ran first. The error is a *UsageError, *SubjectStartError or
// *SuiteError when there are no results; an interrupted run has results with
// Complete false and no error.
func Run(ctx context.Context, o Options) (*conformance.Results, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Mode == "" {
		o.Mode = conformance.InProcess
	}
	if o.Jobs < 0 {
		return nil, &UsageError{fmt.Errorf("%d cases at once are not possible: jobs must be 1 or more, or 0 for the default", o.Jobs)}
	}
	if o.Jobs == 0 {
		o.Jobs = defaultJobs
		if o.Real {
			o.Jobs = realJobs
		}
	}
	if o.Patience < 0 || o.Budget < 0 {
		return nil, &UsageError{fmt.Errorf("patience %s and budget %s: neither can be less than nothing", o.Patience, o.Budget)}
	}
	o.Patience, o.Budget = cmp.Or(o.Patience, realPatience), cmp.Or(o.Budget, realBudget)
	if err := checkProfiles(o.Profiles, o.Cases); err != nil {
		return nil, err
	}
	began := o.Now()
	chosen, err := choose(&o)
	if err != nil {
		return nil, err
	}
	if err := checkKnown(o.Known, o.Cases, o.Real); err != nil {
		return nil, err
	}
	o.Known = specificFirst(o.Known)
	frozen, err := sets.Find(o.Set)
	if err != nil {
		return nil, &UsageError{err}
	}
	hello, err := o.Subject.Hello(ctx)
	if err != nil {
		return nil, &SubjectStartError{err}
	}
	r := &conformance.Results{
		Schema: conformance.ResultsSchema, Suite: Suite, Set: frozen.Name, Protocol: Protocol, Subject: hello, Mode: o.Mode,
		Time: o.clock(), Seed: o.Seed, Started: began.UTC(), Strict: o.Strict,
		Partial: len(o.Select) > 0 || len(o.Skip) > 0, Complete: true,
	}
	e := &execution{Options: o, hello: hello, results: r, frozen: frozen}
	e.prepare(chosen)
	e.run(ctx)
	r.Real = o.Now().Sub(began)
	profiles := o.Profiles
	if len(profiles) == 0 {
		profiles = profilesOf(chosen, hello)
	}
	Conclude(r, o.Known, o.Now(), profiles)
	return r, nil
}

// choose applies Select and Skip. A pattern that matches nothing is an error: a
// typing mistake must not look like success.
func choose(o *Options) ([]*conformance.Case, error) {
	for _, list := range [][]string{o.Select, o.Skip} {
		for _, pattern := range list {
			if !slices.ContainsFunc(o.Cases, func(c *conformance.Case) bool { return MatchID(pattern, c.ID) }) {
				return nil, &UsageError{fmt.Errorf("no case is called %s; see ergodrome check list", pattern)}
			}
		}
	}
	hit := func(patterns []string, id string) bool {
		return slices.ContainsFunc(patterns, func(p string) bool { return MatchID(p, id) })
	}
	var out []*conformance.Case
	for _, c := range o.Cases {
		if (len(o.Select) == 0 || hit(o.Select, c.ID)) && !hit(o.Skip, c.ID) {
			out = append(out, c)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out, nil
}

// checkProfiles refuses profiles that no case counts for.
func checkProfiles(claimed []string, cases []*conformance.Case) error {
	var known []string
	for _, c := range cases {
		known = append(known, c.InProfiles()...)
	}
	slices.Sort(known)
	known = slices.Compact(known)
	for _, p := range claimed {
		if !slices.Contains(known, p) {
			return &UsageError{fmt.Errorf("there is no profile %q; there are: %s", p, strings.Join(known, ", "))}
		}
	}
	return nil
}

func profilesOf(cases []*conformance.Case, h subject.Hello) []string {
	var out []string
	for _, c := range cases {
		if !slices.ContainsFunc(c.Services(), h.Speaks) {
			continue
		}
		for _, p := range c.InProfiles() {
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	slices.Sort(out)
	return out
}

// seedFor gives each case a world of its own, the same one in every run.
func seedFor(c *conformance.Case, seed uint64) uint64 {
	if c.World.Seed != 0 {
		return c.World.Seed
	}
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%d %s", seed, c.ID) // a hash never fails
	return h.Sum64()>>1 | 1
}

// clock is whose time a run is made in.
func (o *Options) clock() string {
	if o.Real {
		return "real"
	}
	return "virtual"
}

// bubbles is where virtual time comes from.
func (o *Options) bubbles() bubble.Runner {
	if o.Test != nil {
		return bubble.In(o.Test)
	}
	return bubble.Standalone()
}

package conformance

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

// LintOptions is what cases are held against.
type LintOptions struct {
	Checks       Registry
	Requirements []string                 // IDs of requirement rows; nil skips that rule
	Covers       func(caseID string) bool // whether some row names the case; nil means none does
	Mutants      []string                 // names of mutants; nil skips that rule
}

var (
	idForm    = lazyregexp.New(`^[A-Z]{1,3}(-[A-Z]+)+-[0-9]{3}$`)
	anyRef    = lazyregexp.New(`\$\(([^)]*)\)`)
	knownRefs = []string{"value:", "world:"}
)

// Lint says what is wrong with a suite beyond its syntax; nil means nothing.
func Lint(cases []*Case, o LintOptions) error {
	var errs []error
	seen := map[string]string{}
	for _, c := range cases {
		at := func(format string, a ...any) {
			errs = append(errs, fmt.Errorf("%s: %s: %s", c.File, c.ID, fmt.Sprintf(format, a...)))
		}
		if first, twice := seen[c.ID]; twice {
			at("the ID is taken by %s", first)
		}
		seen[c.ID] = c.File
		lintHead(c, o, at)
		for _, run := range c.Runs() {
			lintRun(run, o, at)
		}
	}
	return errors.Join(errs...)
}

// LintHeads says what is wrong with what cases say of themselves: for those that
// are performed elsewhere.
func LintHeads(cases []*Case, o LintOptions) error {
	var errs []error
	for _, c := range cases {
		lintHead(c, o, func(format string, a ...any) {
			errs = append(errs, fmt.Errorf("%s: %s", c.ID, fmt.Sprintf(format, a...)))
		})
	}
	return errors.Join(errs...)
}

func lintHead(c *Case, o LintOptions, at func(string, ...any)) {
	if !idForm.MatchString(c.ID) {
		at("an ID is like FB-POLL-001")
	}
	for name, v := range map[string]string{"title": c.Title, "api": c.API, "source": c.Source} {
		if v == "" {
			at("has no %s", name)
		}
	}
	if c.Rev < 1 {
		at("rev begins at 1")
	}
	if err := checkLevel(c.Level, c.Basis, c.Ground); err != nil {
		at("%v", err)
	}
	if len(c.Modes) == 0 {
		at("has no modes")
	}
	for _, m := range c.Modes {
		if !slices.Contains([]Mode{Adapter, Observe, Decode, InProcess, Server}, m) {
			at("mode %q is not adapter, observe, decode, inproc or server", m)
		}
	}
	if !slices.Contains([]TimeMode{TimeNone, VirtualOK, RealOnly}, c.Time) {
		at("time %q is not none, virtual-ok or real-only", c.Time)
	}
	if len(c.Requires) == 0 && (o.Covers == nil || !o.Covers(c.ID)) {
		at("rests on no requirement row")
	}
	for _, id := range c.Requires {
		if o.Requirements != nil && !slices.Contains(o.Requirements, id) {
			at("requirement %s does not exist", id)
		}
	}
	if c.Level.Scored() && len(c.Kills) == 0 {
		at("is scored, but no mutant shows that it can fail")
	}
	for _, m := range c.Kills {
		if o.Mutants != nil && !slices.Contains(o.Mutants, m) {
			at("mutant %s does not exist", m)
		}
	}
	for f, l := range c.Stricter {
		if err := checkLevel(l, c.Basis, c.Ground); err != nil {
			at("level_with %s: %v", f, err)
		}
	}
}

func lintRun(c *Case, o LintOptions, at func(string, ...any)) {
	if len(c.Stimulus) == 0 {
		at("has no stimulus: it could pass without anything having happened")
	}
	if len(c.Checks) == 0 {
		at("has no checks")
	}
	for _, s := range c.Stimulus {
		if o.Checks != nil && !o.Checks.Stimulus(s.Name) {
			at("%s is no stimulus", s.Name)
		}
	}
	for _, ch := range c.Checks {
		if ch.Level != "" && ch.Level.Stronger(c.Level) && checkLevel(ch.Level, c.Basis, c.Ground) != nil {
			at("check %s: level %s is stronger than basis %s allows", ch.ID, ch.Level, c.Basis)
		}
	}
	if kinds := []Certificate{"", CertificateGood, CertificateUnknown, CertificateOtherName, CertificateExpired}; !slices.Contains(kinds, c.World.TLS) {
		at("tls %q is not good, unknown-authority, other-name or expired", c.World.TLS)
	}
	if len(c.Ops) == 0 {
		at("asks nothing of the subject")
	}
	for i, s := range c.Ops {
		if n := s.members(); n != 1 {
			at("step %d has %d of call, parallel, wait, clock, control, faults, open, restart, close, browse; want one", i+1, n)
		}
		if len(s.Parallel) > 0 && !slices.Contains(c.Features, "concurrent") {
			at("step %d is parallel, but the case does not ask for feature concurrent", i+1)
		}
	}
	for _, ref := range c.references() {
		if !slices.ContainsFunc(knownRefs, func(p string) bool { return strings.HasPrefix(ref, p) }) {
			at("$(%s) is neither a variable of the case nor value:… or world:…", ref)
		}
	}
}

// members counts what a step says.
func (s *Step) members() int {
	n := 0
	for _, set := range []bool{
		s.Call != nil, len(s.Parallel) > 0, s.Wait != 0, s.Clock != nil, s.Control != nil,
		s.Faults != nil, s.Open != nil, s.Browse != nil, s.Restart != "", s.Close != "",
	} {
		if set {
			n++
		}
	}
	return n
}

// references lists what $(…) is left in the case's arguments and setup.
func (c *Case) references() []string {
	var out []string
	note := func(v any) {
		for _, m := range anyRef.FindAllStringSubmatch(fmt.Sprint(v), -1) {
			out = append(out, m[1])
		}
	}
	for _, s := range c.Ops {
		for _, call := range s.Calls() {
			note(call.Args)
			note(call.Each)
		}
		if s.Control != nil {
			note(*s.Control)
		}
		if s.Open != nil {
			note(*s.Open)
		}
		if s.Browse != nil {
			note(*s.Browse)
		}
	}
	note(c.Client)
	return out
}

// Calls lists the calls of a step.
func (s *Step) Calls() []Call {
	if s.Call != nil {
		return []Call{*s.Call}
	}
	return s.Parallel
}

// OpNames lists the operations that the case asks for.
func (c *Case) OpNames() []string {
	var out []string
	for i := range c.Ops {
		for _, call := range c.Ops[i].Calls() {
			if !slices.Contains(out, call.Op) {
				out = append(out, call.Op)
			}
		}
	}
	return out
}

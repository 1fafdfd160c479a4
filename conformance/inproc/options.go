package inproc

import (
	"fmt"
	"os"

	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
)

// Option changes what RunConformance runs, and what it takes for a failure.
type Option func(*settings)

type settings struct {
	runner.Options

	lenient bool
	reports string
	err     error // the first option that cannot be obeyed
}

// Only limits the run to cases whose IDs match one of the globs.
func Only(globs ...string) Option {
	return func(s *settings) { s.Select = append(s.Select, globs...) }
}

// Without leaves out cases whose IDs match one of the globs.
func Without(globs ...string) Option {
	return func(s *settings) { s.Skip = append(s.Skip, globs...) }
}

// Profiles names the profiles that the client claims: inside them an operation
// that it lacks is a failure. The default is to claim none.
func Profiles(names ...string) Option {
	return func(s *settings) { s.Profiles = append(s.Profiles, names...) }
}

// Set judges by a frozen set of cases, "firstbeat-2026.12"; cases outside of it
// are run and logged, but fail nothing. The default is the newest.
func Set(name string) Option { return func(s *settings) { s.Set = name } }

// Known lists failures that are known: a case on the list that passes fails the test.
func Known(known ...runner.Known) Option {
	return func(s *settings) { s.Known = append(s.Known, known...) }
}

// KnownFile is Known for a known-failures file in YAML, the one that
// ergodrome check run --known reads.
func KnownFile(path string) Option {
	return func(s *settings) {
		text, err := os.ReadFile(path) //nolint:gosec // the test's author names it
		if err == nil {
			var known []runner.Known
			known, err = runner.ReadKnown(path, text)
			s.Known = append(s.Known, known...)
		}
		if err != nil && s.err == nil {
			s.err = fmt.Errorf("known failures: %w", err)
		}
	}
}

// Lenient lets a SHOULD that is not met (WARN) pass, and a case that was not
// exercised, unless it is a MUST that every client has to meet. Both are logged.
func Lenient() Option { return func(s *settings) { s.lenient = true } }

// Reports writes results.json, junit.xml, report.html, summary.md, badge.json
// and transcripts into a folder, which it makes.
func Reports(dir string) Option { return func(s *settings) { s.reports = dir } }

// Seed sets what worlds are made from; the default is runner.DefaultSeed.
func Seed(seed uint64) Option { return func(s *settings) { s.Seed = seed } }

// Validated has every answer of the simulator checked: for runs in which the suite
// itself is on trial.
func Validated(check simulator.Check) Option {
	return func(s *settings) { s.World = simulator.Validated(check) }
}

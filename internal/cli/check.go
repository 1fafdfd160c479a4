package cli

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/inproc"
	"github.com/ergodrome/ergodrome/conformance/requirements"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
)

// newCheck is the conformance suite.
func newCheck(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check",
		Short: "judge a client: the conformance suite",
		Long: `check judges how a client behaves and decodes, case by case, each in a world of its
own and in virtual time. Exit codes: 0 conformant, 1 failures, 2 wrong usage, 3 the
suite itself failed, 4 the subject could not be started, 5 nothing was executed, 130
interrupted.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newCheckRun(env), newCheckList(), newCheckExplain(), newCheckSmoke(), newCheckInit(), newCheckMatrix(env), newCheckMerge(), newCheckAdapter(env))
	cmd.AddCommand(newCheckDecode(env), newCheckServer(env))
	cmd.AddCommand(newCheckObserve(env), newCheckScenarios())
	return cmd
}

type checkFlags struct {
	apis                  []string
	cases, skip, profiles []string
	set, out, known       string
	updateKnown, validate bool
	jobs                  int
	seed                  uint64
	strict, verbose       bool

	changes          []string // what vendors have altered
	program          []string // the program to judge, and its arguments; none: our own clients
	env              []string
	budget, patience time.Duration
}

func newCheckRun(env Env) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "run [flags] [-- PROGRAM [ARGUMENT…]]",
		Short: "judge a program, or ergodrome's own Go clients",
		Long: `run performs every case against a program that speaks the subject protocol on its
stdin and stdout (see check init), in real time: what would make it wait longer than
--budget is N/A. Without a program it judges the Go clients of this one, or those of
the services that --api names, in virtual time. To judge your own Go client that way,
call conformance/inproc.RunConformance from a test.`,
		Args: afterDash,
		RunE: func(cmd *cobra.Command, args []string) error {
			f.program = args
			return judged(cmd.Context(), env, f.validate, conformance.ExitSuite, func(check Check) error { return f.run(cmd, env, check) })
		},
	}
	flags := cmd.Flags()
	listVar(flags, &f.apis, "api", nil, "only clients of these services, and cases about them (default: all)")
	listVar(flags, &f.profiles, "profile", nil, "profiles that the client claims (default: those of its services)")
	f.chosen(flags)
	listVar(flags, &f.changes, "vendor-change", nil, "rehearse: let vendors have altered something, by name; all makes each change by itself and gives the matrix of changes and cases")
	listVar(flags, &f.env, "env", nil, "variables to hand on to the program, besides PATH, LANG and TZ")
	flags.DurationVar(&f.budget, "budget", time.Minute, "how long a case may make the program wait")
	flags.DurationVar(&f.patience, "patience", 30*time.Second, "how long a call may take beyond that before it is hung")
	return cmd
}

// chosen are the flags of every way to judge: which cases, and what becomes of the
// results.
func (f *checkFlags) chosen(flags *pflag.FlagSet) {
	listVar(flags, &f.cases, "case", nil, "only cases of these IDs; globs match whole segments (FB-POLL-*)")
	listVar(flags, &f.skip, "skip", nil, "leave out cases of these IDs; the report is then partial")
	flags.StringVar(&f.set, "set", "", "a frozen set of cases (default: the newest)")
	flags.StringVar(&f.known, "known", "", "file of known failures")
	flags.BoolVar(&f.updateKnown, "update-known", false, "write the failures of this run to the file of --known")
	flags.StringVar(&f.out, "out", "", "folder for results.json, junit.xml, report.html, summary.md and badge.json")
	flags.IntVar(&f.jobs, "jobs", 0, "cases at once (default 4; 8 for a program, which waits in real time; 1 for one that is observed)")
	flags.Uint64Var(&f.seed, "seed", runner.DefaultSeed, "what worlds are made from")
	flags.BoolVar(&f.strict, "strict", false, "unmet SHOULDs and unexercised core cases fail too")
	flags.BoolVar(&f.validate, "validate", false, "also hold every answer of the simulator against specs/")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "name each case as it is done, on stderr")
}

func (f checkFlags) run(cmd *cobra.Command, env Env, check Check) error {
	o, err := f.options(env, check)
	if err != nil {
		return coded(nil, err)
	}
	changes, err := f.rehearsed()
	if err != nil {
		return err
	}
	all := slices.Contains(f.changes, everyChange)
	if all && env.Tools == nil {
		return handedOver(cmd.Context(), env, "--vendor-change all", conformance.ExitSuite)
	}
	if len(changes) > 0 {
		o.World = simulator.Changed(check, changes...)
	}
	if len(f.program) > 0 {
		program, err := f.start(cmd, &o)
		if err != nil {
			return err
		}
		defer program.Close() // what it says on the way out is smoke's matter
	}
	if all {
		return env.Tools.rehearse(cmd, env, &f, o, check)
	}
	results, err := runner.Run(cmd.Context(), o)
	return f.report(cmd, env, o, results, err)
}

// report writes what a run came to, and gives it its exit code.
func (f checkFlags) report(cmd *cobra.Command, env Env, o runner.Options, results *conformance.Results, err error) error {
	if err != nil {
		return coded(results, err)
	}
	return f.conclude(cmd.OutOrStdout(), env.Stderr, results, o.Known)
}

// coded gives a run its exit code.
func coded(r *conformance.Results, err error) error {
	if code := runner.ExitCode(r, err); code != exitOK {
		return &exitError{code, err}
	}
	return nil
}

func (f checkFlags) options(env Env, check Check) (runner.Options, error) {
	book, err := requirements.Load()
	if err != nil {
		return runner.Options{}, err
	}
	clients, err := inproc.Clients(f.apis...)
	if err != nil {
		return runner.Options{}, &runner.UsageError{Err: err}
	}
	o := runner.Options{
		Checks: checks.New(), Says: book.Says, Grounds: book.Grounds, Subject: clients, World: simulator.New(),
		Jobs: f.jobs, Seed: f.seed, Select: f.cases, Skip: f.skip, Profiles: f.profiles, Set: f.set, Strict: f.strict,
	}
	if check != nil {
		o.World = simulator.Validated(check)
	}
	if f.updateKnown && f.known == "" {
		return o, &runner.UsageError{Err: errors.New("--update-known needs --known FILE")}
	}
	if f.known != "" {
		if o.Known, err = f.readKnown(); err != nil {
			return o, &runner.UsageError{Err: err}
		}
	}
	if o.Cases, err = cases.Some(o.Needs); err != nil {
		return o, err
	}
	if len(f.apis) > 0 { // what is about other services is no part of this run
		o.Cases = slices.DeleteFunc(o.Cases, func(c *conformance.Case) bool { return !about(c, f.apis) })
	}
	if f.verbose {
		o.Progress = func(done, of int, id string) { _, _ = fmt.Fprintf(env.Stderr, "%d/%d %s\n", done, of, id) }
	}
	return o, nil
}

// about reports whether a case has a client of one of the services.
func about(c *conformance.Case, services []string) bool {
	return slices.ContainsFunc(c.Services(), func(s string) bool { return slices.Contains(services, s) })
}

package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/scenarios"
	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/conformance/subject/observe"
)

// observeFlags are those of check run that make sense, and its own.
type observeFlags struct {
	checkFlags
	scenario string
	vars     []string
	files    []string
	proxy    bool
	time     string
	rate     float64
	deadline time.Duration
	idle     time.Duration
}

// newCheckObserve judges programs that nobody has written an adapter for.
func newCheckObserve(env Env) *cobra.Command {
	var f observeFlags
	cmd := &cobra.Command{
		Use:   "observe [flags] -- PROGRAM [ARGUMENT…]",
		Short: "judge a program as it is, by what it does on the wire",
		Long: `observe starts a program in worlds that provoke what clients stumble over, and judges
the cases that arose by what was on the wire, by how the program ended and by what it
said on stderr. What did not arise is NOT-EXERCISED.

The program finds the world by {BASE_URL}, {CLIENT_ID} and so on in its arguments, in
--set-env NAME=VALUE and in the files of --file TEMPLATE=TARGET, or by the variables
ERGODROME_BASE_URL, ERGODROME_CLIENT_ID and so on. One that has the vendor's URL written
into it finds the world through a proxy, if its HTTP library takes proxies and CAs from
the environment. The names:
  ` + strings.Join(observe.Names(), ", "),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("which program? ergodrome check observe --scenario firstbeat/sync -- ./sync.sh")
			}
			return afterDash(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			f.program = args
			return judged(cmd.Context(), env, f.validate, conformance.ExitSuite, func(check Check) error { return f.run(cmd, env, check) })
		},
	}
	flags := cmd.Flags()
	listVar(flags, &f.apis, "api", nil, "with --case and without --scenario: only runs for clients of these services")
	flags.StringVar(&f.scenario, "scenario", "", "what the program lives through, such as firstbeat/sync ; without one each --case is observed in its own world")
	f.chosen(flags)
	listVar(flags, &f.env, "env", nil, "variables to hand on to the program, besides PATH, LANG and TZ")
	flags.StringArrayVar(&f.vars, "set-env", nil, "a variable for the program, NAME=VALUE; {BASE_URL} and so on stand for what the world hands out")
	flags.StringArrayVar(&f.files, "file", nil, "TEMPLATE=TARGET: a file made of a template before the program starts, and removed when it is over")
	flags.BoolVar(&f.proxy, "intercept", true, "take requests to the vendor's own hosts from their way, through a proxy on this machine that never forwards")
	flags.StringVar(&f.time, "time", "auto", "real, scaled (by faketime, for programs that read libc's clock), or auto")
	flags.Float64Var(&f.rate, "rate", 0, "how fast scaled time runs (default 20)")
	flags.DurationVar(&f.deadline, "deadline", 2*time.Minute, "how long the program may run in one world")
	flags.DurationVar(&f.idle, "until-idle", 0, "end a program that goes on for ever once it has asked nothing for so long")
	return cmd
}

func (f observeFlags) run(cmd *cobra.Command, env Env, check Check) error {
	o, err := f.options(env, check)
	if err != nil {
		return coded(nil, err)
	}
	worlds, service, err := f.worlds(&o)
	if err != nil {
		return coded(nil, &runner.UsageError{Err: err})
	}
	how, err := f.how()
	if err != nil {
		return coded(nil, &runner.UsageError{Err: err})
	}
	if !how.Time.Valid() || f.rate < 0 {
		return coded(nil, &runner.UsageError{Err: fmt.Errorf("--time %s --rate %g: time is real, scaled or auto, a rate is above 0", f.time, f.rate)})
	}
	program, err := observe.New(how)
	if err != nil {
		return &exitError{conformance.ExitSuite, err}
	}
	defer program.Close() // what is left lies in the system's folder for such things
	o.Jobs = cmp.Or(f.jobs, 1)
	o.Again = again(cmd, f.program)
	name, language := observe.Known(f.program)
	who := subject.Hello{Name: name, Version: "as it is", Language: language, APIs: []string{service}, Ops: []string{}}
	results, err := runner.Observe(cmd.Context(), o, who, worlds, program.Watch)
	return f.report(cmd, env, o, results, err)
}

// how is how the program is started.
func (f observeFlags) how() (observe.Options, error) {
	o := observe.Options{Argv: f.program, Env: f.env, Set: f.vars, Deadline: f.deadline, UntilIdle: f.idle, Intercept: f.proxy, Time: observe.Time(f.time), Rate: f.rate}
	if f.deadline <= 0 || f.idle < 0 {
		return o, fmt.Errorf("--deadline %s, --until-idle %s: neither can be less than nothing", f.deadline, f.idle)
	}
	for _, pair := range f.vars {
		if !strings.Contains(pair, "=") {
			return o, fmt.Errorf("--set-env %s: write NAME=VALUE", pair)
		}
		if odd := observe.Unnamed(pair); odd != "" {
			return o, fmt.Errorf("--set-env %s: a world hands out nothing that is called %s; there are: %s", pair, odd, strings.Join(observe.Names(), ", "))
		}
	}
	for _, pair := range f.files {
		template, target, ok := strings.Cut(pair, "=")
		if !ok || template == "" || target == "" {
			return o, fmt.Errorf("--file %s: write TEMPLATE=TARGET", pair)
		}
		o.Files = append(o.Files, observe.File{Template: template, Target: target})
	}
	return o, nil
}

// worlds are what the program lives through: the acts of a scenario, or the worlds of
// single cases.
func (f observeFlags) worlds(o *runner.Options) (worlds []runner.Observed, service string, err error) {
	if f.scenario == "" && len(f.cases) > 0 {
		return f.alone(o)
	}
	all, err := scenarios.Load(o.Checks, time.Now())
	if err != nil {
		return nil, "", err
	}
	s, err := scenarios.Find(all, f.scenario)
	if err != nil {
		return nil, "", err
	}
	catalogue, err := cases.Load()
	if err != nil {
		return nil, "", err
	}
	for i := range s.Acts {
		world, judged, err := s.Judged(&s.Acts[i], catalogue, o.Checks)
		if err != nil {
			return nil, "", err
		}
		worlds = append(worlds, runner.Observed{Name: world.ID, World: world, Cases: judged})
	}
	return worlds, s.Service, nil
}

// alone are the worlds of single cases, each for one start of the program.
func (f observeFlags) alone(o *runner.Options) (worlds []runner.Observed, service string, err error) {
	for _, c := range o.Cases {
		if !slices.ContainsFunc(f.cases, func(glob string) bool { return runner.MatchID(glob, c.ID) }) {
			continue
		}
		for _, run := range c.Runs() {
			if len(f.apis) > 0 && !slices.Contains(f.apis, run.ServiceName()) {
				continue
			}
			judged, why := scenarios.Alone(run, o.Checks, time.Now())
			service = run.ServiceName()
			worlds = append(worlds, runner.Observed{Name: run.Name(), World: judged, Cases: []*conformance.Case{judged}, Why: why})
		}
	}
	if len(worlds) == 0 {
		return nil, "", fmt.Errorf("no case is called %s; see ergodrome check list", strings.Join(f.cases, ", "))
	}
	return worlds, service, nil
}

// shellWord is a word as a shell reads it back.
func shellWord(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || slices.Contains([]rune("-_./:=@%+,"), r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

package cli

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/checks"
	decoders "github.com/ergodrome/ergodrome/conformance/decoding"
	"github.com/ergodrome/ergodrome/conformance/report"
	"github.com/ergodrome/ergodrome/conformance/requirements"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/subject/stdio"
)

// decodeFlags are what check decode takes beside what every run takes.
type decodeFlags struct {
	checkFlags

	areas []string
	exec  bool
	limit time.Duration
}

func newCheckDecode(env Env) *cobra.Command {
	var f decodeFlags
	cmd := &cobra.Command{
		Use:   "decode [flags] -- PROGRAM [ARGUMENT…]",
		Short: "judge how a program decodes, by fixtures alone",
		Long: `decode hands every decoding fixture to a program: bytes that vendors send, that they
might send, and that nobody must take for data. The program is an adapter (see check
init) that has operations decode.*, or with --exec one that is started once a file:
{file} among its arguments is the file's path, {area} its area; without {file} the file
is on its stdin. Exit status 0 says that it decoded, with the values as JSON on stdout;
1 that it refused; anything else is a crash. Fixtures whose name begins with y_ must be
decoded, those with n_ refused, and those with i_ may be either. A fixture's verdict
counts for the case of the catalogue that it belongs to.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("which program? ergodrome check decode -- ./adapter")
			}
			return afterDash(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			f.program = args
			return f.judge(cmd, env)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.exec, "exec", false, "start the program once a file; it knows no protocol")
	listVar(flags, &f.areas, "area", nil, "only fixtures of these areas (default: all that an adapter has operations for)")
	flags.DurationVar(&f.limit, "limit", 5*time.Second, "how long a fixture may take")
	listVar(flags, &f.cases, "case", nil, "only cases of these IDs; globs match whole segments (FB-VEC-*)")
	listVar(flags, &f.skip, "skip", nil, "leave out cases of these IDs; the report is then partial")
	flags.StringVar(&f.known, "known", "", "file of known failures")
	flags.BoolVar(&f.updateKnown, "update-known", false, "write the failures of this run to the file of --known")
	flags.StringVar(&f.out, "out", "", "folder for results.json, junit.xml, report.html, summary.md and badge.json")
	flags.IntVar(&f.jobs, "jobs", 0, "fixtures at once (default 4)")
	flags.BoolVar(&f.strict, "strict", false, "unmet SHOULDs fail too")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "name each fixture as it is done, on stderr")
	listVar(flags, &f.env, "env", nil, "variables to hand on to the program, besides PATH, LANG and TZ")
	return cmd
}

// judge makes the run and reports it.
func (f *decodeFlags) judge(cmd *cobra.Command, env Env) error {
	registry := checks.New()
	all, err := cases.Load()
	if err != nil {
		return coded(nil, err)
	}
	book, err := requirements.Load()
	if err != nil {
		return coded(nil, err)
	}
	o := decoders.Options{
		Cases: all, Checks: registry, Says: book.Says, Grounds: book.Grounds, Areas: f.areas, Select: f.cases, Skip: f.skip, Strict: f.strict, Jobs: f.jobs, Limit: f.limit,
		Again: again(cmd, f.program),
	}
	if f.updateKnown && f.known == "" {
		return usage("--update-known needs --known FILE")
	}
	if f.known != "" {
		if o.Known, err = f.readKnown(); err != nil {
			return usage("%w", err)
		}
	}
	if f.verbose {
		o.Progress = func(done, of int, name string) { _, _ = fmt.Fprintf(env.Stderr, "%d/%d %s\n", done, of, name) }
	}
	decoder, end, err := f.decoder()
	if err != nil {
		return &exitError{conformance.ExitSubject, err}
	}
	defer end.Close() // what it says on the way out shows nothing
	o.Decoder = decoder
	results, err := decoders.Run(cmd.Context(), o)
	if err != nil {
		return coded(nil, err)
	}
	return f.conclude(cmd.OutOrStdout(), env.Stderr, results, o.Known)
}

// decoder makes the program a decoder.
func (f *decodeFlags) decoder() (decoders.Decoder, io.Closer, error) {
	if f.exec {
		p, err := decoders.NewProgram(f.program, f.env)
		return p, p, err
	}
	s, err := stdio.New(stdio.Options{Argv: f.program, Env: f.env, Suite: runner.Suite})
	if err != nil {
		return nil, nil, err
	}
	return decoders.Adapter(s), s, nil
}

// conclude writes what a run came to: files, text, exit code.
func (f *checkFlags) conclude(w, words io.Writer, results *conformance.Results, known []runner.Known) error {
	var failed error // a disk that is full takes nobody the rest of the results
	if f.updateKnown {
		failed = f.writeKnown(words, results, known)
	}
	if f.out != "" {
		failed = errors.Join(failed, report.Write(f.out, results))
	}
	if failed = errors.Join(failed, report.Text(w, results)); failed != nil {
		return &exitError{conformance.ExitSuite, failed}
	}
	return coded(results, nil)
}

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	decoders "github.com/ergodrome/ergodrome/conformance/decoding"
	"github.com/ergodrome/ergodrome/conformance/inproc"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/smoke"
	"github.com/ergodrome/ergodrome/conformance/subject/stdio"
)

// afterDash takes a program and its arguments, which stand behind --: the program's
// flags are its own.
func afterDash(cmd *cobra.Command, args []string) error {
	if len(args) > 0 && cmd.ArgsLenAtDash() != 0 {
		return fmt.Errorf("the program to judge stands behind --: %s -- %s", cmd.CommandPath(), strings.Join(args, " "))
	}
	return nil
}

// start tries a program, and makes it the subject of a run in real time.
func (f checkFlags) start(cmd *cobra.Command, o *runner.Options) (io.Closer, error) {
	how := stdio.Options{Argv: f.program, Env: f.env, Suite: runner.Suite}
	var before strings.Builder
	ok, err := try(cmd, how, &before)
	if err != nil {
		return nil, &exitError{conformance.ExitSuite, err}
	}
	if !ok {
		return nil, &exitError{conformance.ExitSubject, errors.New("the subject does not speak the protocol:\n" + before.String())}
	}
	waits, err := cases.Waits()
	if err != nil {
		return nil, &exitError{conformance.ExitSuite, err}
	}
	program, err := stdio.New(how)
	if err != nil {
		return nil, &exitError{conformance.ExitSuite, err}
	}
	o.Subject, o.Mode, o.Real, o.Waits, o.Budget, o.Patience = program, conformance.Adapter, true, waits, f.budget, f.patience
	o.Again = again(cmd, f.program)
	return program, nil
}

// newCheckSmoke tries an adapter.
func newCheckSmoke() *cobra.Command {
	var env []string
	cmd := &cobra.Command{
		Use:   "smoke [flags] -- PROGRAM [ARGUMENT…]",
		Short: "try whether a program speaks the subject protocol, before any case is judged",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("which program? ergodrome check smoke -- ./adapter")
			}
			return afterDash(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			ok, err := try(cmd, stdio.Options{Argv: args, Env: env, Suite: runner.Suite}, cmd.OutOrStdout())
			switch {
			case err != nil:
				return &exitError{conformance.ExitSuite, err}
			case !ok:
				return &exitError{code: conformance.ExitSubject}
			}
			return nil
		},
	}
	listVar(cmd.Flags(), &env, "env", nil, "variables to hand on to the program, besides PATH, LANG and TZ")
	return cmd
}

// try smokes a program and says what came of each step.
func try(cmd *cobra.Command, how stdio.Options, w io.Writer) (ok bool, err error) {
	known, err := operations(cmd.Context())
	if err != nil {
		return false, err
	}
	steps, err := smoke.Run(cmd.Context(), how, simulator.New(), known)
	if err != nil {
		return false, err
	}
	for _, s := range steps {
		word := "ok"
		if !s.OK {
			word = "wrong"
		}
		if _, err := fmt.Fprintf(w, "%-6s %s: %s\n", word, s.Name, s.Note); err != nil {
			return false, err
		}
	}
	return len(smoke.Failed(steps)) == 0, nil
}

// operations are all that there are: those of our own clients. Cases call no others.
func operations(ctx context.Context) ([]string, error) {
	ours, err := inproc.Clients()
	if err != nil {
		return nil, err
	}
	h, err := decoders.Canned(ours).Hello(ctx)
	return h.Ops, err
}

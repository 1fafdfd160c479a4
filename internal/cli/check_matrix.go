package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance"
)

// newCheckMatrix lets the suite prove that it notices.
func newCheckMatrix(env Env) *cobra.Command {
	var only []string
	var verbose bool
	cmd := &cobra.Command{
		Use:   "matrix [flags] [GLOB…]",
		Short: "prove the suite: which planted defect fails which case",
		Long: `matrix plants one defect after the other in the suite's own clients and performs every
case that could notice it. A line is a case and the defects that fail it. It exits with
1 when a client without a defect fails, a defect is noticed by no case or never reached,
a scored case fails no client, or a case fails a client that it does not list. The
whole takes a minute or two. ergodrome-full does it, which ergodrome finds or has built.`,
		RunE: func(cmd *cobra.Command, globs []string) error {
			if env.Matrix == nil {
				return handedOver(cmd.Context(), env, "matrix", conformance.ExitSuite)
			}
			var progress func(done, of int, defect string)
			if verbose {
				progress = func(done, of int, defect string) { _, _ = fmt.Fprintf(env.Stderr, "%d/%d %s\n", done, of, defect) }
			}
			problems, err := env.Matrix(cmd.Context(), cmd.OutOrStdout(), globs, only, progress)
			switch {
			case cmd.Context().Err() != nil:
				return &exitError{conformance.ExitInterrupted, errors.New("interrupted: nothing was proven")}
			case err != nil:
				return coded(nil, err)
			case problems > 0:
				return &exitError{code: conformance.ExitFailures}
			}
			return nil
		},
	}
	listVar(cmd.Flags(), &only, "mutant", nil, "only these defects (default: all that the cases name)")
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "name each defect as it is done, on stderr")
	return cmd
}

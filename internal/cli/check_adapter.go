package cli

import (
	"github.com/spf13/cobra"

	decoders "github.com/ergodrome/ergodrome/conformance/decoding"
	"github.com/ergodrome/ergodrome/conformance/inproc"
	"github.com/ergodrome/ergodrome/conformance/subject/stdio"
)

// newCheckAdapter presents our own clients the way that strangers present theirs,
// so that this way is walked too.
func newCheckAdapter(env Env) *cobra.Command {
	var apis []string
	cmd := &cobra.Command{
		Use:    "adapter",
		Short:  "speak the subject protocol for ergodrome's own Go clients",
		Hidden: true,
		Args:   noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			clients, err := inproc.Clients(apis...)
			if err != nil {
				return usage("%w", err)
			}
			if err := stdio.Serve(cmd.Context(), decoders.Canned(clients), env.Stdin, env.Stdout, env.Stderr); err != nil {
				return failure("%w", err)
			}
			return nil
		},
	}
	listVar(cmd.Flags(), &apis, "api", nil, "only clients of these services (default: all)")
	return cmd
}

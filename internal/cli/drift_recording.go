package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/mockserver"
)

// Recorded says what a recording shows of changes.
type Recorded = func(ctx context.Context, name, earlier string, described bool, hosts map[string][]string) (*drift.Report, error)

type driftRecordingFlags struct {
	driftFlags

	earlier string
	specs   bool
}

func newDriftRecording(env Env) *cobra.Command {
	var f driftRecordingFlags
	cmd := &cobra.Command{
		Use:   "recording FILE",
		Short: "what a recording shows of changes, against the descriptions and an earlier recording",
		Long: `recording reads exchanges - a folder that ergodrome record wrote, or a HAR file of a
browser, mitmproxy or Postman - and compares what the answers are made of with the
descriptions in specs/, and with an earlier recording (--from). Each finding says in how
many answers it was seen, with one example whose letters and digits are masked.`,
		Args:    cobra.ExactArgs(1),
		PreRunE: func(*cobra.Command, []string) error { return f.check() },
		RunE: func(cmd *cobra.Command, args []string) error {
			return env.Tools.recorded(cmd.Context(), env, f, args[0])
		},
	}
	f.register(cmd)
	cmd.Flags().StringVar(&f.earlier, "from", "", "an earlier recording")
	cmd.Flags().BoolVar(&f.specs, "specs", true, "hold it against specs/")
	return withTools(env, cmd)
}

func (f *driftRecordingFlags) check() error {
	if err := f.driftFlags.check(); err != nil {
		return err
	}
	if f.earlier == "" && !f.specs {
		return usage("with --specs=false there is nothing to compare with but --from")
	}
	return nil
}

// compareRecording does what f says; f has been checked.
func compareRecording(ctx context.Context, env Env, f driftRecordingFlags, name string) error {
	hosts := map[string][]string{}
	for _, s := range mockserver.All() {
		hosts[s.Name] = s.Hosts
	}
	r, err := env.Recorded(ctx, name, f.earlier, f.specs, hosts)
	if err != nil {
		return failure("%w", err)
	}
	if err := rested(r); err != nil {
		return failure("%w", err)
	}
	return f.tell(env.Stdout, r)
}

package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance/runner"
)

// Tools are what commands do that look at a vendor, and not at a simulator or a client:
// record, replay, fixtures, drift and the rehearsal of all that one may change. The program
// that has a Judge has them; the other has only their flags.
type Tools struct {
	record func(context.Context, Env, recordFlags) error
	replay func(ctx context.Context, env Env, f replayFlags, recording string) error
	verify func(env Env, dir, keyFile string) error
	seal   func(env Env, dir, keyFile string) error

	compare  func(Env, driftSpecFlags) error
	recorded func(ctx context.Context, env Env, f driftRecordingFlags, recording string) error
	live     func(context.Context, Env, driftLiveFlags) error
	rehearse func(*cobra.Command, Env, *checkFlags, runner.Options, Check) error
}

// AllTools returns every tool. Who calls it is linked with them.
func AllTools() *Tools {
	return &Tools{
		record: record, replay: runReplay, verify: verifyRecording, seal: sealRecording,
		compare: compareSpecs, recorded: compareRecording, live: readLive, rehearse: rehearse,
	}
}

// withTools makes cmd a command that is handed over where there are no tools to perform it
// with. What its PreRunE refuses is refused by either program.
func withTools(env Env, cmd *cobra.Command) *cobra.Command {
	if env.Tools == nil {
		cmd.RunE = func(cmd *cobra.Command, _ []string) error {
			_, name, _ := strings.Cut(cmd.CommandPath(), " ") // that of the program goes
			return handedOver(cmd.Context(), env, name, exitFailure)
		}
	}
	return cmd
}

// handedOver performs env's whole command in the program that has what this one is
// linked without. Where there is none, the exit code is that of trouble.
func handedOver(ctx context.Context, env Env, asked string, trouble int) error {
	if env.Full == nil {
		return &exitError{trouble, fmt.Errorf("%s: this program is linked without it; use ergodrome-full", asked)}
	}
	code, err := env.Full(ctx, env)
	if err != nil {
		return &exitError{trouble, fmt.Errorf("%s: %w", asked, err)}
	}
	if code != exitOK {
		return &exitError{code: code}
	}
	return nil
}

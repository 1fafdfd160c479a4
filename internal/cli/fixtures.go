package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/internal/recording/redact"
	"github.com/ergodrome/ergodrome/internal/recording/seal"
)

// newFixtures looks after recordings.
func newFixtures(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "fixtures",
		Short: "recordings: may they be shared?",
		Long:  "fixtures looks after recordings. ergodrome-full does it, which ergodrome finds or has built.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newFixturesVerify(env), newFixturesSeal(env))
	return cmd
}

func newFixturesVerify(env Env) *cobra.Command {
	var keyFile string
	cmd := &cobra.Command{
		Use:   "verify DIR",
		Short: "refuse a recording in which an original value survives, or that changed since that was proven",
		Long: `verify compares a recording with its seal: every file must be what it was when the
recorder had searched it for every value that it replaced. With the key (--key-file)
it searches everything again, in every encoding that it knows.

Exit codes: 0 it may be shared, 1 it must not be, 2 wrong arguments.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return env.Tools.verify(env, args[0], keyFile) },
	}
	cmd.Flags().StringVar(&keyFile, "key-file", "", "the key that record --key-file kept")
	return withTools(env, cmd)
}

func newFixturesSeal(env Env) *cobra.Command {
	var keyFile string
	cmd := &cobra.Command{
		Use:   "seal DIR",
		Short: "end a recording that was killed: put it right, search it, seal it",
		Args:  cobra.ExactArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return env.Tools.seal(env, args[0], keyFile) },
	}
	cmd.Flags().StringVar(&keyFile, "key-file", "", "the key that record --key-file kept (default: the one in the folder of a killed recorder)")
	return withTools(env, cmd)
}

func verifyRecording(env Env, dir, keyFile string) error {
	var key *redact.Key
	if keyFile != "" {
		k, err := redact.ReadKey(keyFile)
		if err != nil {
			return usage("--key-file: %w", err)
		}
		key = &k
	}
	s, err := seal.Verify(dir, key)
	if err != nil {
		return failure("%s: %w", dir, err)
	}
	how := "the key was thrown away: nothing changed since nothing was found"
	if key != nil {
		how = "searched again"
	}
	_, err = fmt.Fprintf(env.Stdout, "%s: exchanges: %d; sealed %s against %d fingerprints; %s\n", dir, s.Entries, s.Time.Format(time.RFC3339), s.Fingerprints, how)
	return err
}

func sealRecording(env Env, dir, keyFile string) error {
	name := keyFile
	if name == "" {
		name = filepath.Join(dir, seal.KeyName)
	}
	key, err := redact.ReadKey(name)
	if err != nil {
		return failure("%w", errors.Join(err, errors.New("without its key a recording cannot be searched, and so not be sealed: record it again")))
	}
	s, err := seal.Close(dir, key, keyFile != "", time.Now())
	if err != nil {
		return failure("%w", err)
	}
	return printSeal(env, s)
}

package cli

import (
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

// The command that repeats a case can be pasted into a shell, and has the flags that
// decide what the program meets.
func TestTheCommandThatRepeatsACase(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"check --case FB-POLL-001 -- python3 'my adapter.py'":                                          nil,
		"check --case FB-POLL-001 --budget 20m0s --env A --env B --seed 7 -- python3 'my adapter.py'":  {"--budget", "20m", "--env", "A,B", "--seed", "7", "--case", "FB-*", "--jobs", "3"},
		"check --case FB-POLL-001 --intercept=false --validate -- python3 'my adapter.py'":             {"--intercept=false", "--validate"},
		"check --case FB-POLL-001 --set-env 'ID={CLIENT_ID}' --set-env X=1 -- python3 'my adapter.py'": {"--set-env", "ID={CLIENT_ID}", "--set-env", "X=1"},
	} {
		var f observeFlags
		cmd := &cobra.Command{Use: "check", Run: func(*cobra.Command, []string) {}}
		f.chosen(cmd.Flags())
		listVar(cmd.Flags(), &f.env, "env", nil, "")
		cmd.Flags().DurationVar(&f.budget, "budget", time.Minute, "")
		cmd.Flags().StringArrayVar(&f.vars, "set-env", nil, "")
		cmd.Flags().BoolVar(&f.proxy, "intercept", true, "")
		require.NoError(t, cmd.ParseFlags(args))
		require.Equal(t, want, again(cmd, []string{"python3", "my adapter.py"})("FB-POLL-001"))
	}
}

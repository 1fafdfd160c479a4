// Command ergodrome-full is ergodrome linked with what judges the simulator's own
// answers, proves the suite, and looks at vendors: ergodrome runs it for --validate,
// check matrix, record, replay, fixtures and drift.
package main

import (
	"context"
	"os"
	"os/signal"

	"github.com/ergodrome/ergodrome/internal/cli"
	"github.com/ergodrome/ergodrome/internal/judge"
	"github.com/ergodrome/ergodrome/internal/proof"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), cli.Signals()...)
	code := cli.Main(ctx, cli.Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
		Judge: judge.New, Matrix: proof.Matrix, Compare: judge.Compare, Describe: judge.Describe, Recorded: judge.Recorded,
		Tools: cli.AllTools(),
	})
	stop()
	os.Exit(code)
}

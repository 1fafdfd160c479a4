// Command ergodrome-full is ergodrome linked with what judges the simulator's own
// answers: ergodrome runs it when --validate is given.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/ergodrome/ergodrome/internal/cli"
	"github.com/ergodrome/ergodrome/internal/judge"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, cli.Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Judge: judge.New,
	})
	stop()
	os.Exit(code)
}

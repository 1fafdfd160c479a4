// Command ergodrome is a local stand-in for sports-data services and a judge of
// the programs that talk to them.
package main

import (
	"context"
	"os"
	"os/signal"

	"github.com/ergodrome/ergodrome/internal/cli"
	"github.com/ergodrome/ergodrome/internal/full"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), cli.Signals()...)
	code := cli.Main(ctx, cli.Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Full: full.Run,
	})
	stop()
	os.Exit(code)
}

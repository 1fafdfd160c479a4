// Package cli is the command line of ergodrome as a function of its arguments,
// streams and environment.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/spf13/cobra"
)

// Env is the world a command runs in. Of the system behind it, this package asks
// only for files, and where it keeps a user's settings and browser.
type Env struct {
	Args   []string // without the program's name
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Getenv func(string) string

	// Judge compiles the descriptions of services into the check of --validate. It is
	// heavy, so that one program is linked with it (cmd/ergodrome-full) and the other
	// has Full.
	Judge func(services []string) (Check, error)
	// Matrix proves the suite, and returns how much is wrong with it; see package
	// proof. The program that has a Judge has it.
	Matrix func(ctx context.Context, w io.Writer, cases, defects []string, progress func(done, of int, defect string)) (problems int, err error)
	// Compare finds the differences between two descriptions, Describe reads that of a
	// service, as an edition of its vendor's documents has it where one is named. They
	// are where Judge is, and so are the descriptions: a megabyte.
	Compare  Compare
	Describe func(service, edition string) ([]byte, error)
	Recorded Recorded
	// Tools are there too; nil where they are not.
	Tools *Tools
	// Full performs the command of an Env in the program that has a Judge, and
	// returns its exit code.
	Full func(context.Context, Env) (int, error)
}

// Check holds one answer of the simulator against its service's description.
type Check = func(service string, r *http.Request, requestBody []byte, status int, header http.Header, body []byte) error

// Exit codes; check adds its own meanings for 1, 3, 4 and 5.
const (
	exitOK          = 0
	exitFailure     = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// Main runs one command and returns the process's exit code.
func Main(ctx context.Context, env Env) int {
	root := newRoot(env)
	root.SetArgs(env.Args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	var coded *exitError
	if !errors.As(err, &coded) {
		// Whatever cobra refuses before a command runs is a usage error.
		coded = &exitError{code: exitUsage, err: err}
	}
	if coded.err != nil {
		_, _ = fmt.Fprintln(env.Stderr, "ergodrome:", coded.err)
	}
	return coded.code
}

// exitError carries an exit code, and the message to print if there is one.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usage marks err as the caller's mistake: exit code 2.
func usage(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// failure marks err as something that went wrong on the way: exit code 1.
func failure(format string, args ...any) error {
	return &exitError{exitFailure, fmt.Errorf(format, args...)}
}

// noArguments refuses what follows a command that takes flags only, in words that
// say so: cobra's own call an argument an unknown command.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 || cmd.HasSubCommands() {
		return cobra.NoArgs(cmd, args)
	}
	return usage("%q is not understood: `%s` takes flags and no arguments; see `%[2]s --help`", args[0], cmd.CommandPath())
}

func newRoot(env Env) *cobra.Command {
	root := &cobra.Command{
		Use:   "ergodrome",
		Short: "a local stand-in for sports-data services, and a judge of the programs that talk to them",
		Long: `ergodrome simulates Firstbeat Sports Cloud, Polar Team Pro, Polar AccessLink and
SweatStack on your machine: same paths, same credentials, same limits, same odd corners.
Programs that talk to the vendors can be developed and tested against it without an
account, and judged by it.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	root.AddCommand(
		newCheck(env),
		newServe(env),
		newEnv(env),
		newGet(env),
		newLogin(env),
		newDecode(env),
		newDrift(env),
		newRecord(env),
		newReplay(env),
		newFixtures(env),
		newVersion(),
	)
	return root
}

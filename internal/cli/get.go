package cli

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// newGet is the Go clients as a command: one subcommand a service.
func newGet(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "get",
		Short: "download lists and results with the Go clients",
		Long: `get talks to a vendor, or to the simulator, with the Go clients: paged, paced,
retried and decoded. Base URL and credentials come from the ERGODROME_… variables
that "ergodrome env" prints; a real vendor's are set the same way. Where users log in,
tokens come from "ergodrome login" too.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newGetFirstbeat(env), newGetPolarTeamPro(env), newGetPolarAccessLink(env), newGetSweatStack(env))
	return cmd
}

// getter is the frame of a command that prints what a client gets.
type getter[C any] struct {
	needs  []string // flags
	writer func(io.Writer) (*writer, error)
	client func(context.Context) (C, error)
	run    func(ctx context.Context, c C, w *writer) error
}

func (g getter[C]) command(env Env, use, short string) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, g.needs...); err != nil {
				return err
			}
			w, err := g.writer(cmd.OutOrStdout())
			if err != nil {
				return err
			}
			c, err := g.client(cmd.Context())
			if err != nil {
				return err
			}
			if !terminal(cmd.OutOrStdout()) { // there, items come as they are
				w.progress = newProgress(env.Stderr)
				w.progress.describe(use)
			}
			err = g.run(cmd.Context(), c, w)
			w.progress.finish()
			if err != nil {
				return vendorFailure(err)
			}
			return w.close()
		},
	}
}

// each writes what an iterator gives, as it comes.
func each[T any](w *writer, items iter.Seq2[T, error]) error {
	for item, err := range items {
		if err != nil {
			return err
		}
		if err := w.write(item); err != nil {
			return err
		}
	}
	return nil
}

// slice is each for what comes whole.
func slice[T any](w *writer, items []T, err error) error {
	if err != nil {
		return err
	}
	for _, item := range items {
		if err := w.write(item); err != nil {
			return err
		}
	}
	return nil
}

// object is slice for what is no list: JSON has no brackets around it.
func object(w *writer, item any, err error) error {
	if err != nil {
		return err
	}
	w.bare = true
	return w.write(item)
}

// required refuses flags that were left empty.
func required(cmd *cobra.Command, names ...string) error {
	for _, name := range names {
		if !cmd.Flags().Changed(name) {
			return usage("%s: --%s is needed", cmd.CommandPath(), name)
		}
	}
	return nil
}

// vendorFailure gives a client's error its exit code. What the caller can mend
// on the command line is a usage error.
func vendorFailure(err error) error {
	if _, ok := errors.AsType[*exitError](err); ok {
		return err
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return &exitError{code: exitInterrupted, err: errors.New("interrupted")}
	case errors.Is(err, apierr.ErrInvalidArgument) && statusOf(err) == 0:
		return usage("%w", err)
	}
	if e, ok := errors.AsType[*apierr.Error](err); ok && e.StatusCode == http.StatusNotFound && e.Resource != "" {
		return failure("%w: %s", err, e.Resource)
	}
	return failure("%w", err)
}

func statusOf(err error) int {
	if e, ok := errors.AsType[*apierr.Error](err); ok {
		return e.StatusCode
	}
	return 0
}

// noContent tells that the vendor has nothing and never will.
func noContent(err error) bool {
	return errors.Is(err, apierr.ErrNoData) || statusOf(err) == http.StatusNoContent
}

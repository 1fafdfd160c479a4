package cli

import (
	"context"
	"errors"
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
that "ergodrome env" prints; a real vendor's are set the same way.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newGetFirstbeat(env))
	return cmd
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

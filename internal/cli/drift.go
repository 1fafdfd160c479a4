package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/report"
)

// newDrift tells when a vendor changes.
func newDrift(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "drift",
		Short: "vendor changes: description against description, recordings and live services against both",
		Long: `drift says what has changed in a vendor's API, and what that means to a client that was
written before. Exit codes: 0 nothing has changed, 10 only benign differences, 11 risky
ones, 12 breaking ones, 13 something could not be compared (and nothing is breaking); 1 it
failed, 2 wrong usage. --accept makes a class, and what is less grave, an exit 0.
ergodrome-full does it, which ergodrome finds or has built.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newDriftSpec(env), newDriftRecording(env), newDriftLive(env))
	return cmd
}

// driftFlags are those of every way to look for drift.
type driftFlags struct {
	format, out, accept string
}

func (f *driftFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "text", "of the report: "+strings.Join(report.Formats(), ", "))
	flags.StringVar(&f.out, "out", "", "folder for drift.json, drift.txt, drift.md, junit.xml and drift.sarif")
	flags.StringVar(&f.accept, "accept", "", "exit 0 when nothing is graver than this: benign or risky")
}

func (f *driftFlags) check() error {
	if !slices.Contains(report.Formats(), f.format) {
		return usage("--format %q: there are %s", f.format, strings.Join(report.Formats(), ", "))
	}
	if !slices.Contains([]string{"", string(drift.Benign), string(drift.Risky)}, f.accept) {
		return usage("--accept %q: want benign or risky", f.accept)
	}
	return nil
}

// tell prints the report, keeps it where that is wanted, and gives it its exit code.
func (f *driftFlags) tell(w io.Writer, r *drift.Report) error {
	if r.When.IsZero() {
		r.When = time.Now()
	}
	r.Finish()
	if err := report.Write(w, f.format, r); err != nil {
		return failure("%w", err)
	}
	if err := f.keep(r); err != nil {
		return failure("--out: %w", err)
	}
	if code := r.Exit(drift.Class(f.accept)); code != exitOK {
		return &exitError{code: code}
	}
	return nil
}

// keep writes the report in every format.
func (f *driftFlags) keep(r *drift.Report) error {
	if f.out == "" {
		return nil
	}
	const private = 0o700
	if err := os.MkdirAll(f.out, private); err != nil {
		return err
	}
	for format, name := range map[string]string{"json": "drift.json", "text": "drift.txt", "markdown": "drift.md", "junit": "junit.xml", "sarif": "drift.sarif"} {
		var b strings.Builder
		if err := report.Write(&b, format, r); err != nil {
			return err
		}
		if err := writeWhole(filepath.Join(f.out, name), []byte(b.String())); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

package cli

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/report"
)

// maxResults bounds one results.json; one of the whole suite has a megabyte or two.
const maxResults = 256 << 20

// newCheckMerge puts several subjects into one table.
func newCheckMerge() *cobra.Command {
	var format, out string
	forms := map[string]func(*report.Table, io.Writer) error{
		"text": (*report.Table).Text, "markdown": (*report.Table).Markdown, "html": (*report.Table).HTML,
	}
	cmd := &cobra.Command{
		Use:   "merge [flags] results.json results.json…",
		Short: "put the results of several subjects side by side: a table of cases and subjects",
		Long: `merge reads what check run --out wrote for several subjects, or for several versions of
one, and makes one table of them. It judges nothing: its exit code says only whether it
could read and write.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			render, ok := forms[format]
			if !ok {
				return usage("--format %q: there are: %s", format, strings.Join(slices.Sorted(maps.Keys(forms)), ", "))
			}
			var all []*conformance.Results
			for _, path := range paths {
				r, err := readResults(path)
				if err != nil {
					return usage("%w", err)
				}
				all = append(all, r)
			}
			if err := rendered(cmd.OutOrStdout(), out, report.Merge(all...), render); err != nil {
				return &exitError{conformance.ExitSuite, err}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, markdown or html")
	cmd.Flags().StringVar(&out, "out", "", "file to write to (default: stdout)")
	return cmd
}

func readResults(path string) (*conformance.Results, error) {
	f, err := os.Open(path) //nolint:gosec // the user names it
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxResults+1))
	if err == nil && len(raw) > maxResults {
		err = fmt.Errorf("is larger than %d MiB", maxResults>>20)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return report.Read(path, raw)
}

// rendered writes the table to stdout, or to a file.
func rendered(stdout io.Writer, path string, t *report.Table, render func(*report.Table, io.Writer) error) (err error) {
	if path == "" {
		return render(t, stdout)
	}
	f, err := os.Create(path) //nolint:gosec // the user names it
	if err != nil {
		return err
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	return render(t, f)
}

package cli

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/server"
)

func newCheckList() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list [GLOB…]",
		Short: "list the cases",
		RunE: func(cmd *cobra.Command, globs []string) error {
			all, err := cases.Some((&runner.Options{Select: globs}).Needs)
			if err != nil {
				return coded(nil, err)
			}
			list, err := runner.List(append(all, server.Cases()...), globs...)
			if err != nil {
				return coded(nil, err)
			}
			if asJSON {
				enc := json.NewEncoder(cmd.OutOrStdout())
				enc.SetIndent("", "  ")
				return enc.Encode(list)
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 4, 2, ' ', 0)
			for _, c := range list {
				_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c.ID, c.Level, c.Basis, c.Title)
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "the catalogue for programs")
	return cmd
}

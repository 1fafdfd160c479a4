package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/scenarios"
)

// newCheckScenarios tells what programs can be observed in.
func newCheckScenarios() *cobra.Command {
	return &cobra.Command{
		Use:   "scenarios",
		Short: "what check observe can put a program through, act by act",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			all, err := scenarios.Load(checks.New(), time.Now())
			if err != nil {
				return coded(nil, err)
			}
			var b strings.Builder
			for _, s := range all {
				fmt.Fprintf(&b, "%s: %s\n  for a program that %s\n", s.Name, s.Title, s.Needs)
				for i := range s.Acts {
					a := &s.Acts[i]
					fmt.Fprintf(&b, "  %s: %s\n    %s\n", a.Name, a.Does, strings.Join(a.CaseIDs(), ", "))
				}
			}
			_, err = cmd.OutOrStdout().Write([]byte(b.String()))
			return err
		},
	}
}

package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/requirements"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/internal/evidence"
)

func newCheckExplain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain ID",
		Short: "what a case demands, why, and how it is shown",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if strings.HasPrefix(args[0], "SRV-") {
				return explainProbe(cmd, args[0])
			}
			all, err := cases.Some(func(id string) bool { return id == args[0] })
			if err != nil {
				return coded(nil, err)
			}
			book, err := requirements.Load()
			if err != nil {
				return coded(nil, err)
			}
			x, err := runner.Explain(all, args[0], book.Says)
			if err != nil {
				return coded(nil, err)
			}
			return printExplanation(cmd.OutOrStdout(), x, book.Grounds(x.Case.ID))
		},
	}
}

// sure says how sure the weakest of what a case rests on is.
func sure(on *evidence.Grounds) string {
	return fmt.Sprintf("%s, at the weakest: %s (%s)", on.Grade, on.Source, on.Date)
}

// printExplanation tells what a stranger needs to mend a client.
func printExplanation(w io.Writer, x runner.Explanation, on *evidence.Grounds) error {
	c := x.Case
	var b strings.Builder
	fmt.Fprintf(&b, "%s (rev %d)  %s\n%s · %s · %s\n", c.ID, c.Rev, c.Title, c.Level, c.Basis, strings.Join(c.InProfiles(), ", "))
	part := func(name, text string) {
		if text = strings.TrimSpace(text); text != "" {
			fmt.Fprintf(&b, "\n%s\n  %s\n", name, strings.ReplaceAll(text, "\n", "\n  "))
		}
	}
	part("What it rests on", strings.Join(x.Says, "\n"))
	if on != nil {
		part("How sure", sure(on))
	}
	part("Where", c.Source)
	part("What the simulator does", c.Does)
	part("What a client must show", c.Show)
	part("How to mend it", c.Hint)
	part("Needs", strings.Join(c.Features, ", "))
	var modes []string
	for _, m := range c.Modes {
		modes = append(modes, string(m))
	}
	part("Ways to judge it", strings.Join(modes, ", "))
	for _, check := range c.Checks {
		part("Check "+check.Name, check.Text())
	}
	part("Bugs that it is proven to catch", strings.Join(c.Kills, "\n"))
	part("Again", "ergodrome check run --case "+c.ID)
	_, err := io.WriteString(w, b.String())
	return err
}

package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance/requirements"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/server"
)

// explainProbe says what a probe asks and demands: it asks the simulator, and tells.
func explainProbe(cmd *cobra.Command, id string) error {
	book, err := requirements.Load()
	if err != nil {
		return coded(nil, err)
	}
	all := server.Cases()
	x, err := runner.Explain(all, id, nil)
	if err != nil {
		return coded(nil, err)
	}
	results, kept, err := server.Run(cmd.Context(), server.Options{World: simulator.New(), Select: []string{id}, Says: rowOf(book), Grounds: book.Grounds})
	if err != nil {
		return coded(nil, err)
	}
	c, came := x.Case, &results.Cases[0]
	var b strings.Builder
	fmt.Fprintf(&b, "%s (rev %d)  a server %s\n%s · %s · %s\n", c.ID, c.Rev, c.Title, c.Level, c.Basis, strings.Join(c.InProfiles(), ", "))
	part := func(name string, lines ...string) {
		if len(lines) > 0 && lines[0] != "" {
			fmt.Fprintf(&b, "\n%s\n  %s\n", name, strings.Join(lines, "\n  "))
		}
	}
	part("What it rests on", came.Says...)
	if came.Evidence != nil {
		part("How sure", sure(came.Evidence))
	}
	part("Where", c.Source)
	var asked, wanted []string
	for _, r := range kept {
		asked = append(asked, fmt.Sprintf("#%d %s → %d", r.N, r.Request, r.Status))
	}
	for _, run := range came.Runs {
		for _, check := range run.Checks {
			wanted = append(wanted, check.ID+": "+check.Want)
		}
	}
	const most = 20
	if n := len(asked); n > most {
		asked = append(asked[:most], fmt.Sprintf("… %d more", n-most))
	}
	part("What is asked, and what the simulator answers", asked...)
	part("What is demanded", wanted...)
	part("Of whom", ofWhom(c.Comment))
	part("Defects that it is proven to notice", server.Killers(id)...)
	part("Again", "ergodrome check server --case "+id)
	_, err = io.WriteString(cmd.OutOrStdout(), b.String())
	return err
}

func ofWhom(comment string) string {
	if comment == "" {
		return "of any server: it only reads"
	}
	return comment
}

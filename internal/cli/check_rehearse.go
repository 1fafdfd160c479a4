package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/internal/drift/rehearsal"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/change"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// everyChange is the word for all vendor changes, one after the other.
const everyChange = "all"

// rehearsed are the vendor changes that a run is made with.
func (f *checkFlags) rehearsed() ([]string, error) {
	if slices.Contains(f.changes, everyChange) {
		if len(f.changes) > 1 {
			return nil, usage("--vendor-change all stands alone: it makes each change by itself")
		}
		return nil, nil
	}
	all := world.Changes(mockserver.All())
	for _, name := range f.changes {
		if _, _, err := change.Find(all, name); err != nil {
			return nil, usage("--vendor-change: %w", err)
		}
	}
	return f.changes, nil
}

// rehearse performs the cases against each vendor change by itself.
func rehearse(cmd *cobra.Command, env Env, f *checkFlags, o runner.Options, check Check) error {
	options := rehearsal.Options{
		Services: f.changing(), Changes: world.Changes(mockserver.All()), Cases: o.Cases,
		Run: func(ctx context.Context, changes, cases []string) (*conformance.Results, error) {
			one := o
			one.World, one.Select, one.Progress = simulator.Changed(check, changes...), cases, nil
			return runner.Run(ctx, one)
		},
	}
	if len(o.Select) > 0 {
		chosen, err := runner.List(o.Cases, o.Select...)
		if err != nil {
			return coded(nil, err)
		}
		options.Cases = slices.DeleteFunc(slices.Clone(o.Cases), func(c *conformance.Case) bool {
			return !slices.ContainsFunc(chosen, func(l runner.Listed) bool { return l.ID == c.ID })
		})
	}
	if f.verbose {
		options.Progress = func(done, of int, name string) { _, _ = fmt.Fprintf(env.Stderr, "%d/%d %s\n", done, of, name) }
	}
	r, err := rehearsal.Run(cmd.Context(), options)
	if err != nil {
		return coded(nil, err)
	}
	if err := keepRehearsal(f.out, r); err != nil {
		return &exitError{conformance.ExitSuite, err}
	}
	if _, err := fmt.Fprint(cmd.OutOrStdout(), r.Text()); err != nil {
		return &exitError{conformance.ExitSuite, err}
	}
	if r.Broken() > 0 {
		return &exitError{code: exitFailure}
	}
	return nil
}

// changing are the services whose changes concern the chosen clients: their own,
// and where they log in.
func (f *checkFlags) changing() []string {
	if len(f.apis) == 0 {
		return nil
	}
	out := slices.Clone(f.apis)
	if slices.ContainsFunc(out, func(api string) bool { return api == "polar-teampro" || api == "polar-accesslink" }) {
		out = append(out, "polar-auth")
	}
	return out
}

func keepRehearsal(folder string, r *rehearsal.Rehearsal) error {
	if folder == "" {
		return nil
	}
	const private = 0o700
	if err := os.MkdirAll(folder, private); err != nil {
		return err
	}
	object, err := r.JSON()
	if err != nil {
		return err
	}
	if err := writeWhole(filepath.Join(folder, "rehearsal.json"), object); err != nil {
		return err
	}
	return writeWhole(filepath.Join(folder, "rehearsal.md"), []byte(r.Markdown()))
}

package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner"
)

// readKnown reads the known failures. With --update-known the file need not
// exist yet.
func (f checkFlags) readKnown() ([]runner.Known, error) {
	text, err := os.ReadFile(f.known)
	if os.IsNotExist(err) && f.updateKnown {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return runner.ReadKnown(f.known, text)
}

// writeKnown writes the file that follows from a run, and says what is new in it.
func (f checkFlags) writeKnown(w io.Writer, r *conformance.Results, present []runner.Known) error {
	text, u, err := runner.UpdateKnown(r, present)
	if err == nil {
		err = os.WriteFile(f.known, text, 0o644) //nolint:gosec // it is kept with the client, for everybody to read
	}
	if err != nil {
		return &exitError{conformance.ExitSuite, err}
	}
	for _, change := range []struct {
		what  string
		cases []string
	}{{"added, each wants a reason", u.Added}, {"removed, they pass", u.Removed}} {
		if len(change.cases) > 0 {
			_, _ = fmt.Fprintf(w, "%s: %s: %s\n", f.known, change.what, strings.Join(change.cases, ", "))
		}
	}
	return nil
}

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
	if os.IsNotExist(err) {
		return nil, fmt.Errorf("%w: --update-known makes it", err)
	}
	if err != nil {
		return nil, err
	}
	return runner.ReadKnown(f.known, text)
}

// replace writes a file that is either the old one or all of the new: reasons that
// people wrote do not go with the last block of a disk.
func replace(path string, text []byte) error {
	if to, err := filepath.EvalSymlinks(path); err == nil {
		path = to
	}
	if err := os.WriteFile(path+".new", text, 0o644); err != nil { //nolint:gosec // it is kept with the client, for everybody to read
		return errors.Join(err, os.Remove(path+".new"))
	}
	return os.Rename(path+".new", path)
}

// writeKnown writes the file that follows from a run, and says what is new in it.
func (f checkFlags) writeKnown(w io.Writer, r *conformance.Results, present []runner.Known) error {
	text, u, err := runner.UpdateKnown(r, present)
	if err == nil {
		err = replace(f.known, text)
	}
	if err != nil {
		return err
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

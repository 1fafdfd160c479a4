// Package cases holds the suite's cases: one YAML file a case, a folder an area.
package cases

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/internal/packed"
)

//go:generate go run github.com/ergodrome/ergodrome/internal/packed/pack cases.packed */*.yaml waits.yaml
//go:embed cases.packed
var archive string

var files = packed.Open(archive)

// FS is the folder of the embedded case files, as written.
func FS() fs.FS { return files }

// Load is all cases, in order of their IDs. Nobody may change one. Cases that name
// decoding fixtures get one variant for each fixture and way of handing it over.
// All errors are reported together.
func Load() ([]*conformance.Case, error) {
	all, err := loaded()
	return slices.Clone(all), err
}

// loaded are the cases, which take longer to read than most of them to perform.
var loaded = sync.OnceValues(func() ([]*conformance.Case, error) { return read(checks.New()) })

func read(r conformance.Registry) ([]*conformance.Case, error) {
	names, err := fs.Glob(files, "*/*.yaml")
	if err != nil {
		return nil, err
	}
	known, err := index()
	if err != nil {
		return nil, err
	}
	// Parsing is most of what a short run costs, and files know nothing of each other.
	all, errs := make([]*conformance.Case, len(names)), make([]error, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() { all[i], errs[i] = load(name, r, known) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	return all, nil
}

// load reads one file.
func load(name string, r conformance.Registry, known library) (*conformance.Case, error) {
	raw, err := files.ReadFile(name)
	if err == nil {
		raw, err = expand(raw, known)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	found, err := conformance.Parse(name, raw, r)
	if err != nil {
		return nil, err
	}
	if len(found) != 1 || found[0].ID != strings.TrimSuffix(path.Base(name), ".yaml") {
		return nil, fmt.Errorf("%s: a file holds the one case that it is named after", name)
	}
	generate(found[0])
	return found[0], fill(found[0])
}

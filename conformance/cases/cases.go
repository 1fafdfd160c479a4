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
var loaded = sync.OnceValues(func() ([]*conformance.Case, error) { return read(IDs()) })

// Some is Load for those with certain IDs: most of what a run of one case takes is to
// read the others.
func Some(wanted func(id string) bool) ([]*conformance.Case, error) {
	all := IDs()
	some := slices.DeleteFunc(slices.Clone(all), func(id string) bool { return !wanted(id) })
	if len(some) == len(all) {
		return Load()
	}
	return read(some)
}

// IDs are those of all cases, in order.
func IDs() []string {
	names, err := fs.Glob(files, "*/*.yaml")
	if err != nil {
		panic(err) // the pattern is malformed
	}
	var out []string
	for _, name := range names {
		out = append(out, idOf(name))
	}
	slices.Sort(out)
	return out
}

func idOf(name string) string { return strings.TrimSuffix(path.Base(name), ".yaml") }

func read(ids []string) ([]*conformance.Case, error) {
	names, err := fs.Glob(files, "*/*.yaml")
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(ids, idOf(name)) })
	known, r := sync.OnceValues(index), checks.New()
	// Files know nothing of each other.
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
func load(name string, r conformance.Registry, known func() (library, error)) (*conformance.Case, error) {
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
	if len(found) != 1 || found[0].ID != idOf(name) {
		return nil, fmt.Errorf("%s: a file holds the one case that it is named after", name)
	}
	generate(found[0])
	return found[0], fill(found[0])
}

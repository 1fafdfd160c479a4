// Package cases holds the suite's cases: one YAML file a case, a folder an area.
package cases

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
)

//go:embed */*.yaml
var files embed.FS

// FS is the folder of the embedded case files, as written.
func FS() fs.FS { return files }

// Load reads all cases, in order of their IDs. Cases that name decoding
// fixtures get one variant for each fixture and way of handing it over. All
// errors are reported together.
func Load(r conformance.Registry) ([]*conformance.Case, error) {
	names, err := fs.Glob(files, "*/*.yaml")
	if err != nil {
		return nil, err
	}
	var (
		all  []*conformance.Case
		errs []error
	)
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err == nil {
			raw, err = expand(raw)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
			continue
		}
		found, err := conformance.Parse(name, raw, r)
		if err == nil && (len(found) != 1 || found[0].ID != strings.TrimSuffix(path.Base(name), ".yaml")) {
			err = fmt.Errorf("%s: a file holds the one case that it is named after", name)
		}
		for _, c := range found {
			generate(c)
		}
		all, errs = append(all, found...), append(errs, err)
	}
	slices.SortFunc(all, func(a, b *conformance.Case) int { return strings.Compare(a.ID, b.ID) })
	return all, errors.Join(errs...)
}

// Package sets holds the frozen lists of cases that releases are judged by.
package sets

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed *.yaml
var files embed.FS

// Set is one frozen list, or several under one roof.
type Set struct {
	Name  string
	Cases []string // sorted
}

// Has reports whether the set scores a case. Cases outside of it are provisional.
func (s Set) Has(id string) bool {
	_, ok := slices.BinarySearch(s.Cases, id)
	return ok
}

type file struct {
	API     string   `yaml:"api"`
	Release string   `yaml:"release"`
	Cases   []string `yaml:"cases"`
}

// Find returns the set of that name ("firstbeat-2026.12"), or for "" the newest
// of every API together. An unknown name is an error that lists those there are.
func Find(name string) (Set, error) { return find(files, name) }

// Retired are the IDs that are never used again, each with the reason.
func Retired() (map[string]string, error) { return retired(files) }

func retired(fsys fs.FS) (map[string]string, error) {
	raw, err := fs.ReadFile(fsys, "retired.yaml")
	if err != nil {
		return nil, err
	}
	var list []struct {
		ID     string `yaml:"id"`
		Reason string `yaml:"reason"`
	}
	if err := yaml.UnmarshalWithOptions(raw, &list, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("sets/retired.yaml: %w", err)
	}
	out := map[string]string{}
	for i, r := range list {
		if r.ID == "" || r.Reason == "" || out[r.ID] != "" {
			return nil, fmt.Errorf("sets/retired.yaml: entry %d (%s) lacks its id or reason, or is there twice", i+1, r.ID)
		}
		out[r.ID] = r.Reason
	}
	return out, nil
}

func find(fsys fs.FS, name string) (Set, error) {
	all, err := read(fsys)
	if err != nil {
		return Set{}, err
	}
	newest := map[string]file{}
	var names []string
	for _, f := range all {
		full := f.API + "-" + f.Release
		names = append(names, full)
		if full == name {
			slices.Sort(f.Cases)
			return Set{full, f.Cases}, nil
		}
		if f.Release > newest[f.API].Release {
			newest[f.API] = f
		}
	}
	if name != "" {
		return Set{}, fmt.Errorf("there is no set %q; there are: %s", name, strings.Join(names, ", "))
	}
	var out Set
	var parts []string
	for _, f := range newest {
		parts = append(parts, f.API+"-"+f.Release)
		out.Cases = append(out.Cases, f.Cases...)
	}
	slices.Sort(parts)
	slices.Sort(out.Cases)
	out.Name = strings.Join(parts, " ")
	return out, nil
}

func read(fsys fs.FS) ([]file, error) {
	names, err := fs.Glob(fsys, "*-*.yaml")
	if err != nil {
		return nil, err
	}
	var out []file
	for _, n := range names {
		raw, err := fs.ReadFile(fsys, n)
		if err != nil {
			return nil, err
		}
		var f file
		if err := yaml.UnmarshalWithOptions(raw, &f, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("sets/%s: %w", n, err)
		}
		if want := f.API + "-" + f.Release + ".yaml"; want != n {
			return nil, fmt.Errorf("sets/%s holds set %s", n, want)
		}
		out = append(out, f)
	}
	return out, nil
}

// Render is the file of a set: what the generating test writes.
func Render(api, release string, ids []string) []byte {
	var b strings.Builder
	b.WriteString("# Written by the test of conformance/cases with -update; a released set never changes.\n")
	fmt.Fprintf(&b, "api: %s\nrelease: %q\ncases:\n", api, release)
	for _, id := range slices.Sorted(slices.Values(ids)) {
		fmt.Fprintf(&b, "  - %s\n", id)
	}
	return []byte(b.String())
}

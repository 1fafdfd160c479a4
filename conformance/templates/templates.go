// Package templates holds adapters to begin with, one a language.
package templates

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/internal/packed"
)

//go:generate go run github.com/ergodrome/ergodrome/internal/packed/pack templates.packed adapter/main.go python/adapter.py node/adapter.mjs
//go:embed templates.packed
var archive string

var files = packed.Open(archive)

// Template is one adapter.
type Template struct {
	Lang    string
	file    string
	command []string // what starts it, before the file; none: it is compiled first
}

// all are the templates, by language.
func all() []Template {
	return []Template{
		{Lang: "go", file: "adapter/main.go"},
		{Lang: "python", file: "python/adapter.py", command: []string{"python3"}},
		{Lang: "node", file: "node/adapter.mjs", command: []string{"node"}},
	}
}

// Find returns the template of a language.
func Find(lang string) (Template, error) {
	var there []string
	for _, t := range all() {
		if t.Lang == lang {
			return t, nil
		}
		there = append(there, t.Lang)
	}
	return Template{}, fmt.Errorf("there is no template for %q; there are: %s", lang, strings.Join(there, ", "))
}

// Write puts the adapter into a folder, which it makes, and returns its path. It
// writes over nothing.
func (t Template) Write(dir string) (string, error) {
	text, err := files.ReadFile(t.file)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", err
	}
	to := filepath.Join(dir, path.Base(t.file))
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640) //nolint:gosec // the user names the folder
	if errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("%s is there already: nothing was written", to)
	}
	if err != nil {
		return "", err
	}
	_, err = f.Write(text)
	return to, errors.Join(err, f.Close())
}

// Commands are what makes the adapter at a path ready (nil for nothing), and what
// starts it.
func (t Template) Commands(at string) (build, start []string) {
	if t.command != nil {
		return nil, append(slices.Clone(t.command), at)
	}
	program := "." + string(filepath.Separator) + filepath.Join(filepath.Dir(at), "adapter")
	return []string{"go", "build", "-o", program, at}, []string{program}
}

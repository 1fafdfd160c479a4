// Package archtest holds the rules of the house and reports where the tree breaks them.
//
// Each rule is a function from a parsed tree to problems, so that it is tested on a planted violation as well as on the
// real tree. There is nothing to install: go test runs them all.
package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Rule is one thing that the whole tree keeps to.
type Rule struct {
	Name  string
	Why   string
	Check func(*Tree) []Problem
}

// Problem is one place where a rule is broken.
type Problem struct {
	Where string // path, or path:line
	What  string
}

// String is "path:line: what".
func (p Problem) String() string { return p.Where + ": " + p.What }

// Tree is a module as it lies on disk, parsed.
type Tree struct {
	Module   string // from go.mod
	Packages []*Package
	Texts    map[string][]byte // every other text file, by path
	fset     *token.FileSet
}

// Package is the Go files of one folder.
type Package struct {
	Dir   string // relative to the module's root; "." for the root
	Name  string // of the files that are no external test
	Files []*File
}

// File is one Go file.
type File struct {
	Path    string
	Test    bool // its name ends in _test.go
	Source  []byte
	AST     *ast.File
	Imports map[string]string // import path to the name it is known by in the file
}

// Generated tells whether the file carries Go's marker of generated code.
func (f *File) Generated() bool { return ast.IsGenerated(f.AST) }

// Lines counts the lines of the file.
func (f *File) Lines() int { return bytes.Count(f.Source, []byte("\n")) }

// Load parses every Go file below the root and keeps the other text files. Folders that the go command ignores are left out.
func Load(root fs.FS) (*Tree, error) {
	t := &Tree{Texts: map[string][]byte{}, fset: token.NewFileSet()}
	mod, err := fs.ReadFile(root, "go.mod")
	if err != nil {
		return nil, fmt.Errorf("archtest: the root has no go.mod: %w", err)
	}
	for line := range strings.Lines(string(mod)) {
		if name, ok := strings.CutPrefix(line, "module "); ok {
			t.Module = strings.TrimSpace(name)
		}
	}
	byDir := map[string]*Package{}
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := path.Base(name); name != "." && (base == ".git" || base == "bin" || base == "out" || base == "dist") {
				return fs.SkipDir
			}
			return nil
		}
		content, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if path.Ext(name) != ".go" || ignored(name) {
			if !bytes.ContainsRune(content, 0) {
				t.Texts[name] = content
			}
			return nil
		}
		return t.add(byDir, name, content)
	})
	if err != nil {
		return nil, err
	}
	for _, p := range byDir {
		t.Packages = append(t.Packages, p)
	}
	slices.SortFunc(t.Packages, func(a, b *Package) int { return strings.Compare(a.Dir, b.Dir) })
	return t, nil
}

// ignored tells whether the go command does not see a file.
func ignored(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == "testdata" || strings.HasPrefix(part, "_") || strings.HasPrefix(part, ".") {
			return true
		}
	}
	return false
}

func (t *Tree) add(byDir map[string]*Package, name string, content []byte) error {
	syntax, err := parser.ParseFile(t.fset, name, content, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("archtest: %w", err)
	}
	f := &File{Path: name, Test: strings.HasSuffix(name, "_test.go"), Source: content, AST: syntax, Imports: map[string]string{}}
	for _, spec := range syntax.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return fmt.Errorf("archtest: %s: import %s: %w", name, spec.Path.Value, err)
		}
		known := path.Base(target)
		if strings.HasPrefix(known, "v") && strings.Trim(known[1:], "0123456789") == "" {
			known = path.Base(path.Dir(target)) // math/rand/v2 is rand
		}
		if spec.Name != nil {
			known = spec.Name.Name
		}
		f.Imports[target] = known
	}
	dir := path.Dir(name)
	p := byDir[dir]
	if p == nil {
		p = &Package{Dir: dir}
		byDir[dir] = p
	}
	if n := syntax.Name.Name; p.Name == "" || !f.Test {
		p.Name = strings.TrimSuffix(n, "_test")
	}
	p.Files = append(p.Files, f)
	return nil
}

// at is the place of a node.
func (t *Tree) at(n ast.Node) string {
	pos := t.fset.Position(n.Pos())
	return pos.Filename + ":" + strconv.Itoa(pos.Line)
}

// files yields every Go file with its package.
func (t *Tree) files(yield func(*Package, *File) bool) {
	for _, p := range t.Packages {
		for _, f := range p.Files {
			if !yield(p, f) {
				return
			}
		}
	}
}

// within tells whether a path is a folder or lies below it.
func within(p, folder string) bool {
	return p == folder || strings.HasPrefix(p, folder+"/")
}

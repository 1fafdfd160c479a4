package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// allowedState are package-level variables that no general permission covers, each with its reason.
var allowedState = map[string]string{
	"internal/golden.update":             "a flag of go test has to be declared before flags are parsed",
	"internal/cli.version":               "the linker writes it (-ldflags -X), and can write nothing else",
	"mockserver/dataset.loaded":          "the zone database is one a process, and what was read of it never changes",
	"conformance/cases.loaded":           "read once from the embedded files and never changed",
	"conformance/requirements.loaded":    "read once from the embedded files and never changed",
	"conformance/protocol.definitions":   "read once from the embedded schema and never changed",
	"mockserver/sweatstack.signing":      "made once of the program's own seed and never changed: the vendor, too, has one for all customers",
	"internal/evidence.load":             "unpacked once from the embedded index and never changed",
	"conformance/runner/bubble.programs": "package testing and os.Stdout are one a process, and so is their lock",
}

// stateRule forbids package-level state: worlds are isolated because they share nothing.
//
// Allowed are error sentinels, compiled regular expressions, dates, embedded files (embed.FS and string),
// sync.Pool, interface assertions, and unexported
// tables written as literals that nothing in their package assigns to, takes the address of or sorts: constants that the
// language cannot spell.
func stateRule() Rule {
	return Rule{"no package-level state", "isolation is a value: nothing mutable is shared between worlds", checkState}
}

func checkState(t *Tree) []Problem {
	var out []Problem
	for _, p := range t.Packages {
		written := writes(p)
		for _, f := range p.Files {
			if f.Test {
				continue
			}
			for _, decl := range f.AST.Decls {
				gen, ok := decl.(*ast.GenDecl)
				if !ok || gen.Tok != token.VAR {
					continue
				}
				for _, spec := range gen.Specs {
					if v := spec.(*ast.ValueSpec); !isEmbeddedText(gen, v) {
						out = append(out, t.stateOf(p, f, v, written)...)
					}
				}
			}
		}
	}
	return out
}

func (t *Tree) stateOf(p *Package, f *File, spec *ast.ValueSpec, written map[string]string) []Problem {
	var out []Problem
	for i, name := range spec.Names {
		var value ast.Expr
		if i < len(spec.Values) {
			value = spec.Values[i]
		}
		if name.Name == "_" || allowedState[p.Dir+"."+name.Name] != "" || isConstantInSpirit(f, spec.Type, name.Name, value) {
			continue
		}
		switch how := written[name.Name]; {
		case !isTable(value):
			out = append(out, Problem{t.at(name), fmt.Sprintf("var %s is package-level state", name.Name)})
		case name.IsExported():
			out = append(out, Problem{t.at(name), fmt.Sprintf("var %s is exported: any package may write to it", name.Name)})
		case how != "":
			out = append(out, Problem{t.at(name), fmt.Sprintf("var %s is written at %s", name.Name, how)})
		}
	}
	return out
}

// isEmbeddedText covers a file in a string; a file in a []byte could be written to.
func isEmbeddedText(gen *ast.GenDecl, spec *ast.ValueSpec) bool {
	typ, ok := spec.Type.(*ast.Ident)
	if !ok || typ.Name != "string" {
		return false
	}
	for _, doc := range []*ast.CommentGroup{gen.Doc, spec.Doc} {
		if doc != nil && strings.HasPrefix(doc.List[len(doc.List)-1].Text, "//go:embed ") {
			return true
		}
	}
	return false
}

// isConstantInSpirit covers sentinels, regular expressions, embedded files, packed or not, and pools.
func isConstantInSpirit(f *File, typ ast.Expr, name string, value ast.Expr) bool {
	switch selector(f, typ) {
	case "embed.FS", "sync.Pool":
		return true
	}
	if lit, ok := value.(*ast.CompositeLit); ok && selector(f, lit.Type) == "sync.Pool" {
		return true
	}
	call, ok := value.(*ast.CallExpr)
	if !ok {
		return false
	}
	switch selector(f, call.Fun) {
	case "regexp.MustCompile", "time.Date", "github.com/ergodrome/ergodrome/internal/packed.Open", "github.com/ergodrome/ergodrome/internal/lazyregexp.New":
		return true
	case "errors.New", "fmt.Errorf":
		return strings.HasPrefix(strings.ToLower(name), "err")
	}
	return false
}

// selector spells pkg.Name of an imported package by its import path, or nothing.
func selector(f *File, e ast.Expr) string {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	x, ok := sel.X.(*ast.Ident)
	if !ok {
		return ""
	}
	for target, known := range f.Imports {
		if known == x.Name {
			return target + "." + sel.Sel.Name
		}
	}
	return ""
}

// isTable tells whether a value is written out: a literal made of literals and constants, possibly of functions.
func isTable(value ast.Expr) bool {
	switch v := value.(type) {
	case *ast.CompositeLit, *ast.BasicLit:
		return true
	case *ast.UnaryExpr:
		return v.Op != token.AND && isTable(v.X)
	}
	return false
}

// writes finds the package-level names that something in a package changes, with the place.
func writes(p *Package) map[string]string {
	out := map[string]string{}
	for _, f := range p.Files {
		note := func(e ast.Expr, n ast.Node) {
			if root := rootName(e); root != "" && out[root] == "" {
				out[root] = fmt.Sprintf("%s (offset %d)", f.Path, n.Pos())
			}
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					if _, plain := left.(*ast.Ident); n.Tok != token.DEFINE || !plain {
						note(left, n)
					}
				}
			case *ast.IncDecStmt:
				note(n.X, n)
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					note(n.X, n)
				}
			case *ast.CallExpr:
				if changesItsArgument(f, n.Fun) && len(n.Args) > 0 {
					note(n.Args[0], n)
				}
			}
			return true
		})
	}
	return out
}

// changesItsArgument knows the builtins and library functions that write to their first argument.
func changesItsArgument(f *File, fun ast.Expr) bool {
	if id, ok := fun.(*ast.Ident); ok {
		return id.Name == "delete" || id.Name == "clear" || id.Name == "copy"
	}
	name := selector(f, fun)
	for _, prefix := range []string{"slices.Sort", "slices.Reverse", "slices.Delete", "slices.Compact", "sort.", "maps.Copy", "maps.DeleteFunc"} {
		if strings.HasPrefix(name, prefix) && name != "slices.Sorted" {
			return true
		}
	}
	return false
}

// rootName is the variable that an expression reaches into: table in table[i].field.
func rootName(e ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x.Name
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		default:
			return ""
		}
	}
}

//go:build !race

// What people are like is found out in one goroutine, which the race detector makes ten times as slow; cost_test.go is
// about many.

package dataset_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A processor that multiplies and adds in one step rounds once where others
// round twice, and Go may use it even across statements. So every product of
// floating-point numbers is converted, or is a factor, a dividend or a divisor,
// or is compared. Functions of package math that are assembly on some machines
// are not called.
func TestItRoundsEveryProduct(t *testing.T) {
	for _, dir := range []string{".", "physiology", "internal/detmath", "internal/chance", "internal/cache"} {
		t.Run(dir, func(t *testing.T) { require.Empty(t, loose(t, dir, nil, exports(t, dir))) })
	}
}

func TestItWouldNoticeALooseProduct(t *testing.T) {
	tests := []struct {
		name, body string
		want       int
	}{
		{"a product that is added", "return a*b + c", 1},
		{"a product that is subtracted", "return c - a*b", 1},
		{"a product that is negated", "return -(a * b)", 1},
		{"a product that is kept for later", "p := a * b; return p + c", 1},
		{"a product in place", "a *= b; return a + c", 1},
		{"a sum in place", "c += a * b; return c", 1},
		{"a product that is passed on", "return id(a*b) + c", 1},
		{"an assembly function", "return math.Exp(a)", 1},
		{"a fused product", "return math.FMA(a, b, c)", 1},
		{"a rounded product", "return float64(a*b) + c", 0},
		{"a dividend", "return a*b/c + c", 0},
		{"a factor", "return float64(a*b*c) + c", 0},
		{"integers", "i := 3; j := i*4 + 1; return float64(j)", 0},
		{"an exact function", "return math.Sqrt(a) + math.Floor(b)", 0},
	}
	compiled := exports(t, ".")
	for _, tt := range tests {
		t.Run("it sees "+tt.name, func(t *testing.T) {
			src := "package x\nimport \"math\"\nvar _ = math.Pi\nfunc id(x float64) float64 { return x }\n" +
				"func f(a, b, c float64) float64 { " + tt.body + " }\n"
			require.Len(t, loose(t, ".", []byte(src), compiled), tt.want)
		})
	}
}

// loose lists the products and calls of a package (or of src) that break the
// rule.
func loose(t *testing.T, dir string, src []byte, compiled importer.Lookup) []string {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	parse := func(name string, src any) {
		f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
		require.NoError(t, err)
		files = append(files, f)
	}
	if src != nil {
		parse("x.go", src)
	} else {
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		require.NoError(t, err)
		for _, name := range names {
			if !strings.HasSuffix(name, "_test.go") {
				parse(name, nil)
			}
		}
	}
	require.NotEmpty(t, files)
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: importer.ForCompiler(fset, "gc", compiled)}
	_, err := conf.Check(dir, fset, files, info)
	require.NoError(t, err)

	var out []string
	for _, f := range files {
		var stack []ast.Node
		ast.Inspect(f, func(n ast.Node) bool {
			if n == nil {
				stack = stack[:len(stack)-1]
				return true
			}
			if why := breaks(n, stack, info); why != "" {
				out = append(out, fmt.Sprintf("%s: %s", fset.Position(n.Pos()), why))
			}
			stack = append(stack, n)
			return true
		})
	}
	return out
}

func breaks(n ast.Node, stack []ast.Node, info *types.Info) string {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok == token.MUL_ASSIGN && floating(info.Types[n.Lhs[0]]) {
			return "a product in place: write x = float64(x * y)"
		}
	case *ast.BinaryExpr:
		if n.Op == token.MUL && floating(info.Types[n]) && info.Types[n].Value == nil && !bound(stack, info) {
			return "a product that may be fused: write float64(x*y)"
		}
	case *ast.SelectorExpr:
		if o := info.Uses[n.Sel]; o != nil && o.Pkg() != nil && o.Pkg().Path() == "math" {
			if _, isFunc := o.(*types.Func); isFunc && !exact(o.Name()) {
				return "math." + o.Name() + " is not the same on every machine"
			}
		}
	}
	return ""
}

func exact(name string) bool {
	switch name {
	case "Sqrt", "Floor", "Ceil", "Abs", "Trunc", "Float64bits", "Float64frombits", "IsNaN", "IsInf", "Inf", "NaN":
		return true
	}
	return false
}

func floating(tv types.TypeAndValue) bool {
	b, ok := tv.Type.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsFloat != 0
}

// bound: the product goes straight into a conversion, another product, a
// quotient or a comparison.
func bound(stack []ast.Node, info *types.Info) bool {
	for i := len(stack) - 1; i >= 0; i-- {
		switch parent := stack[i].(type) {
		case *ast.ParenExpr:
			continue
		case *ast.CallExpr:
			return info.Types[parent.Fun].IsType()
		case *ast.BinaryExpr:
			switch parent.Op {
			case token.MUL, token.QUO, token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
				return true
			}
		}
		return false
	}
	return false
}

// exports finds the compiled packages that the package in dir imports.
func exports(t *testing.T, dir string) importer.Lookup {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-export", "-f", "{{.ImportPath}}={{.Export}}", ".")
	cmd.Dir = dir
	cmd.Stderr = os.Stderr
	list, err := cmd.Output()
	require.NoError(t, err)
	found := map[string]string{}
	for line := range strings.Lines(string(list)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		found[path] = file
	}
	return func(path string) (io.ReadCloser, error) { return os.Open(found[path]) }
}

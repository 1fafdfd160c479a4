package mutants_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/mutants"
	"github.com/ergodrome/ergodrome/conformance/requirements"
)

// The catalogue of mutants, the switches of the client and the kills of the
// cases say the same.
func TestMutantsAreListedOnce(t *testing.T) {
	all, _ := load(t)
	byCase := map[string][]string{}
	listed := map[string]bool{}
	for _, m := range mutants.All() {
		require.Falsef(t, listed[m.Name], "%s is listed twice", m.Name)
		listed[m.Name] = true
		require.NotEmptyf(t, m.Kills, "%s names no case", m.Name)
		for _, id := range m.Kills {
			byCase[id] = append(byCase[id], m.Name)
		}
	}
	for _, c := range all {
		require.ElementsMatchf(t, byCase[c.ID], c.Kills, "kills of %s", c.ID)
	}
	for _, name := range switches(t) {
		require.Truef(t, listed[name], "the client asks for %s, which no mutant is called", name)
		delete(listed, name)
	}
	require.Empty(t, listed, "mutants that the client does not know")
}

// The suite keeps its own rules, and its cases and requirements name each other.
func TestCasesKeepTheRules(t *testing.T) {
	all, registry := load(t)
	book, err := requirements.Load()
	require.NoError(t, err)
	rules := conformance.LintOptions{Checks: registry}
	rows := map[string][]string{} // case -> rows that name it
	for _, row := range book.Rows {
		rules.Requirements = append(rules.Requirements, row.ID)
		for _, id := range row.Cases {
			rows[id] = append(rows[id], row.ID)
		}
	}
	for _, m := range mutants.All() {
		rules.Mutants = append(rules.Mutants, m.Name)
	}
	require.NoError(t, conformance.Lint(all, rules))
	for _, c := range all {
		require.ElementsMatchf(t, rows[c.ID], c.Requires, "requirements of %s", c.ID)
	}
}

// switches finds the names that the client asks for, in its source.
func switches(t *testing.T) []string {
	t.Helper()
	sources, err := filepath.Glob("*/*.go")
	require.NoError(t, err)
	require.NotEmpty(t, sources)
	var names []string
	for _, source := range sources {
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 || !asksForDefect(call.Fun) {
				return true
			}
			if literal, ok := call.Args[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
				name, err := strconv.Unquote(literal.Value)
				require.NoError(t, err)
				if !slices.Contains(names, name) && strings.Contains(name, "-") {
					names = append(names, name)
				}
			}
			return true
		})
	}
	return names
}

func asksForDefect(f ast.Expr) bool {
	switch f := f.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name == "Has"
	case *ast.Ident:
		return f.Name == "order" // a byte order that a defect turns
	}
	return false
}

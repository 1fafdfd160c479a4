//go:build !race

// The linker works in a process of its own and the rules in one goroutine: the race detector sees nothing in either.

package archtest

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheTreeKeepsToTheRules(t *testing.T) {
	tree, err := Load(os.DirFS(root))
	require.NoError(t, err)
	require.Equal(t, "github.com/ergodrome/ergodrome", tree.Module)
	for _, rule := range Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			for _, p := range rule.Check(tree) {
				t.Errorf("%s (%s)", p, rule.Why)
			}
		})
	}
}

func TestTheLinkerDropsMethodsThatNobodyCalls(t *testing.T) {
	linked, err := Linked(t.Context(), root, "./cmd/ergodrome")
	require.NoError(t, err)
	require.Empty(t, linked.MethodKeepers(), "these look methods up by name while they run, for which the linker keeps every exported method of the program, some megabytes: see docs/decisions.md")
	for _, tables := range []string{"factory", "mesgdef", "filedef"} {
		require.Empty(t, linked.Of("github.com/muktihari/fit/profile/"+tables),
			"the whole profile of FIT is linked, 0.8 MiB, where internal/fit is to be enough: see docs/decisions.md")
	}
}

// TestTheSimulatorDoesNotCarryTheTools holds what commands of ergodrome-full do out of ergodrome: some 0.9 MiB.
func TestTheSimulatorDoesNotCarryTheTools(t *testing.T) {
	linked, err := Linked(t.Context(), root, "./cmd/ergodrome")
	require.NoError(t, err)
	for _, pkg := range []string{"internal/recording/proxy", "internal/recording/redact", "internal/recording/replay", "internal/recording/seal", "internal/drift/live", "internal/drift/rehearsal", "internal/drift/report", "conformance/mutants"} {
		require.Empty(t, linked.Of("github.com/ergodrome/ergodrome/"+pkg), "cmd/ergodrome-full does this: see docs/decisions.md")
	}
}

func TestLinkedSeesPlantedOnes(t *testing.T) {
	dir := folder(t, map[string]string{
		"go.mod":    "module example.com/m\n\ngo 1.26\n",
		"a/main.go": "package main\n\nimport (\n\t\"os\"\n\t\"reflect\"\n)\n\nfunc main() { reflect.ValueOf(os.Stdout).MethodByName(os.Args[0]).Call(nil) }\n",
		"b/main.go": "package main\n\nimport \"os\"\n\nfunc main() { os.Exit(0) }\n",
	})
	linked, err := Linked(t.Context(), dir, "./a")
	require.NoError(t, err)
	require.Contains(t, linked.MethodKeepers(), "main.main")
	require.NotEmpty(t, linked.Of("reflect"))
	linked, err = Linked(t.Context(), dir, "./b")
	require.NoError(t, err)
	require.Empty(t, linked.MethodKeepers())
	require.Contains(t, linked.Of("os"), "os.Exit")
	require.Empty(t, linked.Of("encoding/json"), "nothing imports it")
	_, err = Linked(t.Context(), dir, "./nowhere")
	require.ErrorContains(t, err, "go build ./nowhere")
}

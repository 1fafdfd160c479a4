package archtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/golden"
)

const root = "../.."

func TestDependenciesAreThoseThatWereReviewed(t *testing.T) {
	for _, test := range []struct{ pkg, file string }{
		{"./cmd/ergodrome", "deps-binary.txt"},
		{"./cmd/ergodrome-full", "deps-full.txt"},
		{"./client/firstbeat", "deps-client-firstbeat.txt"},
	} {
		t.Run(test.pkg, func(t *testing.T) {
			deps, err := Dependencies(t.Context(), root, "github.com/ergodrome/ergodrome", test.pkg)
			require.NoError(t, err)
			golden.Equal(t, test.file, []byte(deps))
			if strings.HasPrefix(test.pkg, "./client/") {
				for _, heavy := range []string{"github.com/gorilla/mux", "github.com/getkin/kin-openapi", "github.com/brianvoe/gofakeit"} {
					require.NotContains(t, deps, heavy, "people import the client")
				}
			}
		})
	}
}

// TestLicencesAreThoseThatWereRead fails for a module without a licence, and for one whose licence nobody has read yet.
func TestLicencesAreThoseThatWereRead(t *testing.T) {
	all, err := Licences(t.Context(), root, true, "./...")
	require.NoError(t, err)
	golden.Equal(t, "licences.txt", []byte(all))
	linked, err := Licences(t.Context(), root, false, "./cmd/...")
	require.NoError(t, err)
	for _, owed := range []string{"GPL", "MPL", "EPL"} { // they may be had for tests; a program would owe something to who gets it
		require.NotContains(t, linked, owed)
	}
}

func TestLicencesSeesPlantedOnes(t *testing.T) {
	const mit = "Permission is hereby granted, free of charge, to any person\n obtaining a copy of this software"
	for _, test := range []struct{ name, file, text, want, err string }{
		{"a known one", "LICENSE", mit, "example.com/heavy MIT\n", ""},
		{"two in one", "License.md", mit + " and the Apache License, Version 2.0", "example.com/heavy Apache-2.0 AND MIT\n", ""},
		{"none", "README", mit, "", "example.com/heavy: it has no licence"},
		{"one that nobody has read", "COPYING", "You may do as I say.", "", "COPYING is of a licence that is not known"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := folder(t, map[string]string{
				"go.mod":             "module example.com/m\n\ngo 1.26\n\nrequire example.com/heavy v0.0.0\n\nreplace example.com/heavy => ./heavy\n",
				"a/a_test.go":        "package a\n\nimport _ \"example.com/heavy\"\n",
				"heavy/go.mod":       "module example.com/heavy\n\ngo 1.26\n",
				"heavy/h.go":         "package heavy\n",
				"heavy/" + test.file: test.text,
			})
			licences, err := Licences(t.Context(), dir, true, "./...")
			if test.err != "" {
				require.ErrorContains(t, err, test.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, test.want, licences)
		})
	}
}

func TestDependenciesSeesAPlantedOne(t *testing.T) {
	dir := folder(t, map[string]string{
		"go.mod":           "module example.com/m\n\ngo 1.26\n\nrequire example.com/heavy v0.0.0\n\nreplace example.com/heavy => ./heavy\n",
		"a/a.go":           "package a\n\nimport (\n\t_ \"example.com/heavy/inner\"\n\t_ \"example.com/m/b\"\n\t_ \"fmt\"\n)\n",
		"b/b.go":           "package b\n",
		"heavy/go.mod":     "module example.com/heavy\n\ngo 1.26\n",
		"heavy/inner/i.go": "package inner\n",
	})
	deps, err := Dependencies(t.Context(), dir, "example.com/m", "./a")
	require.NoError(t, err)
	require.Equal(t, "example.com/heavy/inner\n", deps)
	_, err = Dependencies(t.Context(), dir, "example.com/m", "./nowhere")
	require.ErrorContains(t, err, "go list -deps ./nowhere")
}

// check runs one rule on a made-up tree and returns the problems as text.
func check(t *testing.T, rule Rule, files map[string]string) []string {
	t.Helper()
	disk := fstest.MapFS{"go.mod": {Data: []byte("module example.com/m\n")}}
	for name, content := range files {
		disk[name] = &fstest.MapFile{Data: []byte(content)}
	}
	tree, err := Load(disk)
	require.NoError(t, err)
	var out []string
	for _, p := range rule.Check(tree) {
		out = append(out, p.String())
	}
	return out
}

// planted is a violation, or something that looks like one and is not.
type planted struct {
	name  string
	files map[string]string
	want  string // part of the only problem; empty for none
}

func plant(t *testing.T, rule Rule, tests []planted) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := check(t, rule, test.files)
			if test.want == "" {
				require.Empty(t, got)
				return
			}
			require.Len(t, got, 1)
			require.Contains(t, got[0], test.want)
		})
	}
}

func source(name, content string) map[string]string { return map[string]string{name: content} }

func TestImportRule(t *testing.T) {
	imports := func(file, target string) map[string]string {
		return source(file, "package p\n\nimport _ \""+target+"\"\n")
	}
	const m = "example.com/m/"
	tests := []planted{
		{"a simulator imports a client", imports("mockserver/firstbeat/a.go", m+"client/firstbeat"), "agrees with its mistakes"},
		{"a simulator's test imports a client", imports("mockserver/firstbeat/a_test.go", m+"client/firstbeat"), "agrees with its mistakes"},
		{"a client imports the simulator", imports("client/firstbeat/a.go", m+"mockserver/mocktest"), "being tested"},
		{"a client imports the house", imports("client/firstbeat/a.go", m+"internal/golden"), "on their own"},
		{"a client imports its own transport", imports("client/firstbeat/a.go", m+"client/internal/transport"), ""},
		{"a client's test reads fixtures", imports("client/firstbeat/a_test.go", m+"fixtures"), ""},
		{"a client reads fixtures", imports("client/firstbeat/a.go", m+"fixtures"), "stay there"},
		{"a client reads our description", imports("client/firstbeat/a.go", m+"specs"), "reads the wire"},
		{"a simulator reads its judge", imports("mockserver/firstbeat/a.go", m+"specs"), "must not feed it"},
		{"evidence depends on the simulator", imports("fixtures/a_test.go", m+"mockserver/firstbeat"), "what it judges"},
		{"the judge knows a client", imports("internal/openapi/a.go", m+"client/firstbeat"), "nothing else"},
		{"the suite knows our client", imports("conformance/runner/a.go", m+"client/firstbeat"), "one subject"},
		{"the driver knows our client", imports("conformance/inproc/a.go", m+"client/firstbeat"), ""},
		{"main builds a simulator", imports("cmd/ergodrome/a.go", m+"mockserver"), "only starts"},
		{"main starts the command line", imports("cmd/ergodrome/a.go", m+"internal/cli"), ""},
		{"a library imports a program", imports("internal/cli/a.go", m+"cmd/ergodrome"), "not a library"},
		{"a vendor knows another", imports("mockserver/firstbeat/a.go", m+"mockserver/sweatstack"), "no other vendor"},
		{"a client knows another", imports("client/polarteampro/a.go", m+"client/sweatstack"), "no other vendor"},
		{"a Polar service knows Polar's logins", imports("mockserver/polarteampro/a.go", m+"mockserver/polarauth"), ""},
		{"an engine knows a vendor", imports("mockserver/fault/a.go", m+"mockserver/firstbeat"), "an engine knows no vendor"},
		{"an engine uses a library", imports("mockserver/clock/a.go", "github.com/a/b"), "nothing but the standard library"},
		{"an engine's test uses a library", imports("mockserver/clock/a_test.go", "pgregory.net/rapid"), ""},
		{"a handler routes", imports("mockserver/firstbeat/a.go", "github.com/gorilla/mux"), "only httpx routes"},
		{"httpx routes", imports("mockserver/internal/httpx/a.go", "github.com/gorilla/mux"), ""},
		{"somebody else checks specifications", imports("internal/cli/a.go", "github.com/getkin/kin-openapi/openapi3"), "one package"},
		{"somebody else makes names up", imports("mockserver/world/a.go", "github.com/brianvoe/gofakeit/v7"), "one place"},
		{"a part of the dataset makes names up", imports("mockserver/dataset/internal/a/a.go", "github.com/brianvoe/gofakeit/v7"), ""},
		{"a program asserts", imports("internal/cli/a.go", "github.com/stretchr/testify/require"), "for tests"},
		{"a test asserts", imports("internal/cli/a_test.go", "github.com/stretchr/testify/require"), ""},
		{"a program compares", imports("internal/cli/a.go", "github.com/google/go-cmp/cmp"), "for tests"},
		{"a program tests", imports("internal/cli/a.go", "testing"), "its flags"},
		{"a page is a template", imports("mockserver/polarauth/a.go", "html/template"), "internal/markup"},
		{"a text is a template", imports("conformance/report/a.go", "text/template"), "use fmt"},
		{"a program uses a bubble", imports("internal/cli/a.go", "testing/synctest"), ""},
		{"chance without a seed", imports("internal/cli/a_test.go", "math/rand"), "chance has a seed"},
		{"chance with a seed", imports("internal/cli/a.go", "math/rand/v2"), ""},
		{"a simulator draws from the machine", imports("mockserver/firstbeat/a.go", "crypto/rand"), "the same seed"},
	}
	plant(t, importRule(), tests)
	for _, b := range bans {
		require.True(t, slices.ContainsFunc(tests, func(p planted) bool {
			return p.want != "" && strings.Contains(b.why, p.want)
		}), "the ban of %s has no planted violation", b.deny)
	}
}

// folder writes files into a folder of their own.
func folder(t *testing.T, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	}
	return dir
}

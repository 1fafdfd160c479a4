package archtest

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestNameRule(t *testing.T) {
	plant(t, nameRule(), []planted{
		{"a folder that says nothing", source("internal/util/a.go", "package util\n"), "is called util"},
		{"a package that says nothing", source("internal/a/a.go", "package helpers\n"), "is called helpers"},
		{"a reserved name", source("internal/vendor/a.go", "package vendor\n"), "is called vendor"},
		{"a good name", source("internal/clock/a.go", "package clock\n"), ""},
	})
}

func TestCommentRule(t *testing.T) {
	plant(t, commentRule(), []planted{
		{"none", source("a/a.go", "package a\n"), "has no package comment"},
		{"two", map[string]string{"a/a.go": "// Package a is.\npackage a\n", "a/b.go": "// Package a is.\npackage a\n"}, "has 2 package comments"},
		{"another beginning", source("a/a.go", "// This package is.\npackage a\n"), `does not begin with "Package a "`},
		{"no end", source("a/a.go", "// Package a is\npackage a\n"), "does not end with a period"},
		{"two sentences", source("a/a.go", "// Package a is. It does.\npackage a\n"), "more than one sentence"},
		{"one sentence", source("a/a.go", "// Package a is,\n// e.g. this.\n//\n// More. Words.\npackage a\n"), ""},
		{"a program", source("cmd/a/a.go", "// Command a is.\npackage main\n"), ""},
		{"tests alone", source("a/a_test.go", "package a\n"), ""},
	})
}

func TestMapRule(t *testing.T) {
	page := func(block string) string { return "# Map\n\n```text tree\n" + block + "```\n" }
	plant(t, mapRule(), []planted{
		{"no map", source("a/a.go", "package a\n"), "is missing"},
		{"a package that is not on it", map[string]string{"a/a.go": "package a\n", "docs/architecture.md": page("docs/  pages\n")}, "a/ is not on the map"},
		{"a folder that is not there", source("docs/architecture.md", page("docs/  pages\nb/  nothing\n")), "b/ is on the map and not on the disk"},
		{"an entry twice", source("docs/architecture.md", page("docs/  pages\ndocs/  pages\n")), "twice"},
		{"an entry without a purpose", source("docs/architecture.md", page("docs/\n")), "does not say what it is for"},
		{"a true map", map[string]string{"a/b/c.go": "package b\n", "specs/x.yaml": "x: 1\n", "docs/architecture.md": page("a/    above\na/b/  a package\n      that goes on\ndocs/ pages\nspecs/ x\n")}, ""},
	})
}

func TestStateRule(t *testing.T) {
	file := func(decls string) map[string]string {
		return source("a/a.go", "package a\n\nimport (\n\t\"embed\"\n\t\"errors\"\n\t\"io\"\n\t\"regexp\"\n\t\"slices\"\n\t\"sync\"\n)\n\n"+decls)
	}
	plant(t, stateRule(), []planted{
		{"a counter", file("var count int\n"), "var count is package-level state"},
		{"a lock", file("var mu sync.Mutex\n"), "var mu is package-level state"},
		{"a made map", file("var seen = make(map[string]bool)\n"), "var seen is package-level state"},
		{"a pointer to a literal", file("var def = &options{}\n"), "var def is package-level state"},
		{"an exported table", file("var Sports = []string{\"golf\"}\n"), "any package may write to it"},
		{"a table that is written", file("var table = map[string]int{}\n\nfunc f() { table[\"a\"] = 1 }\n"), "var table is written at a/a.go"},
		{"a table that is assigned", file("var table = []int{1}\n\nfunc f() { table = nil }\n"), "var table is written"},
		{"a table that grows", file("var table = []int{1}\n\nfunc f() { table = append(table, 2) }\n"), "var table is written"},
		{"a table whose field is counted up", file("var table = []struct{ n int }{{1}}\n\nfunc f() { table[0].n++ }\n"), "var table is written"},
		{"a table whose address is taken", file("var table = [2]int{}\n\nfunc f() *int { return &table[0] }\n"), "var table is written"},
		{"a table that is sorted", file("var table = []int{1}\n\nfunc f() { slices.Sort(table) }\n"), "var table is written"},
		{"a table that is emptied", file("var table = map[string]int{}\n\nfunc f() { clear(table) }\n"), "var table is written"},
		{"a table that is read", file("var table = map[string]int{\"a\": 1}\n\nfunc f() int { return table[\"a\"] }\n"), ""},
		{"a sentinel", file("var ErrGone = errors.New(\"gone\")\n"), ""},
		{"an error that is no sentinel", file("var gone = errors.New(\"gone\")\n"), "var gone is package-level state"},
		{"a date", source("a/a.go", "package a\n\nimport \"time\"\n\nvar start = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)\n"), ""},
		{"a file in a string", source("a/a.go", "package a\n\nimport _ \"embed\"\n\n// text is.\n//\n//go:embed a.txt\nvar text string\n"), ""},
		{"a file in bytes", source("a/a.go", "package a\n\nimport _ \"embed\"\n\n//go:embed a.txt\nvar text []byte\n"), "var text is package-level state"},
		{"a regular expression", file("var word = regexp.MustCompile(`a`)\n"), ""},
		{"embedded files", file("var FS embed.FS\n"), ""},
		{"a pool", file("var pool = sync.Pool{New: func() any { return 1 }}\n"), ""},
		{"an assertion", file("var _ io.Reader = (*r)(nil)\n"), ""},
		{"a test's own", source("a/a_test.go", "package a\n\nvar count int\n"), ""},
		{"the listed flag", source("internal/golden/a.go", "package golden\n\nimport \"flag\"\n\nvar update = flag.Bool(\"update\", false, \"\")\n"), ""},
	})
}

func TestCallRules(t *testing.T) {
	body := func(pkgs, call string) string {
		return "package p\n\nimport (\n" + pkgs + ")\n\nfunc f() { " + call + " }\n"
	}
	plant(t, initRule(), []planted{
		{"an init", source("a/a.go", "package a\n\nfunc init() {}\n"), "func init"},
		{"an init in a test", source("a/a_test.go", "package a\n\nfunc init() {}\n"), "func init"},
		{"a method of that name", source("a/a.go", "package a\n\nfunc (t T) init() {}\n"), ""},
	})
	plant(t, timeRule(), []planted{
		{"the machine's time", source("mockserver/firstbeat/a.go", body("\t\"time\"\n", "_ = time.Now()")), "time.Now asks the machine"},
		{"the machine's time by another name", source("mockserver/firstbeat/a.go", body("\tclock \"time\"\n", "_ = clock.Since(t)")), "time.Since asks"},
		{"the function as a value", source("mockserver/firstbeat/a.go", body("\t\"time\"\n", "now := time.Now; _ = now")), "time.Now asks"},
		{"a deadline of the machine", source("mockserver/firstbeat/a.go", body("\t\"context\"\n", "context.WithTimeout(nil, 1)")), "context.WithTimeout asks"},
		{"the end of real connections", source("mockserver/serve.go", body("\t\"context\"\n", "context.WithTimeout(nil, 1)")), ""},
		{"the clock itself", source("mockserver/clock/a.go", body("\t\"time\"\n", "_ = time.Now()")), ""},
		{"a client", source("client/firstbeat/a.go", body("\t\"time\"\n", "_ = time.Now()")), ""},
		{"a duration", source("mockserver/firstbeat/a.go", body("\t\"time\"\n", "_ = time.Second")), ""},
		{"another package of that name", source("mockserver/firstbeat/a.go", body("\t\"example.com/m/time\"\n", "_ = time.Now()")), ""},
	})
	plant(t, sleepRule(), []planted{
		{"a sleeping test", source("a/a_test.go", body("\t\"time\"\n", "time.Sleep(1)")), "outside a synctest bubble"},
		{"a bubble", source("a/a_test.go", body("\t\"testing/synctest\"\n\t\"time\"\n", "time.Sleep(1); synctest.Wait()")), ""},
		{"a bubble of another file", map[string]string{"a/a_test.go": body("\t\"time\"\n", "time.Sleep(1)"), "a/b_test.go": body("\t\"testing/synctest\"\n", "synctest.Wait()")}, ""},
		{"a bubble of another package", map[string]string{"a/a_test.go": body("\t\"example.com/m/b\"\n\t\"time\"\n", "time.Sleep(1); b.Run()"), "b/b.go": body("\t\"testing/synctest\"\n", "synctest.Wait()")}, ""},
		{"a program", source("a/a.go", body("\t\"time\"\n", "time.Sleep(1)")), ""},
	})
	plant(t, chanceRule(), []planted{
		{"the global generator", source("a/a.go", body("\t\"math/rand/v2\"\n", "_ = rand.IntN(3)")), "rand.IntN draws"},
		{"the global generator in a test", source("a/a_test.go", body("\tr \"math/rand/v2\"\n", "r.Shuffle(1, nil)")), "rand.Shuffle draws"},
		{"a client's jitter", source("client/internal/transport/a.go", body("\t\"math/rand/v2\"\n", "_ = rand.N(3)")), ""},
		{"a generator of its own", source("a/a.go", body("\t\"math/rand/v2\"\n", "_ = rand.New(rand.NewPCG(1, 2)).IntN(3)")), ""},
	})
}

func TestTextRules(t *testing.T) {
	const silence = "//no" + "lint"
	plant(t, nolintRule(), []planted{
		{"bare", source("a/a.go", "package a\n\n"+silence+"\nfunc f() {}\n"), "without linter name and reason"},
		{"with a name only", source("a/a.go", "package a\n\n"+silence+":errcheck\nfunc f() {}\n"), "without linter name and reason"},
		{"with a reason only", source("a/a.go", "package a\n\n"+silence+" // it is right\nfunc f() {}\n"), "without linter name and reason"},
		{"with both", source("a/a.go", "package a\n\n"+silence+":errcheck,gosec // a bytes.Buffer never fails\nfunc f() {}\n"), ""},
	})
	long := func(n int) string { return strings.Repeat("//\n", n) }
	plant(t, lengthRule(), []planted{
		{"a long test", source("a/a_test.go", "package a\n\n"+long(500)), "has 502 lines"},
		{"a long test with a reason", source("a/a_test.go", "// This file is long because it is one table.\n\npackage a\n\n"+long(500)), ""},
		{"a generated one", source("a/a.go", "// Code generated by x; DO NOT EDIT.\n\npackage a\n\n"+long(600)), ""},
		{"a median too long", map[string]string{"a/a.go": "package a\n" + long(149), "a/b.go": "package a\n" + long(149), "a/c.go": "package a\n"}, "median of 150"},
		{"one long file among short ones", map[string]string{"a/a.go": "package a\n" + long(400), "a/b.go": "package a\n", "a/c.go": "package a\n"}, ""},
	})
	plant(t, pathRule(), []planted{
		{"in Go", source("a/a.go", "package a\n\nconst dir = \"/ho"+"me/jane/src\"\n"), "/ho" + "me/jane"},
		{"in a page", source("README.md", "see /wo"+"rk/main\n"), "README.md:1"},
		{"of another system", source("README.md", "see C:\\Us"+"ers\\jane\n"), "README.md:1"},
		{"in a test's data", source("a/testdata/x.txt", "cd /ro"+"ot/go\n"), "a/testdata/x.txt:1"},
		{"in an address", source("README.md", "https://example.com/ho"+"me/index and $HOME/ho"+"me/x\n"), ""},
	})
	plant(t, linkRule(), []planted{
		{"a dead link", source("docs/a.md", "see [b](b.md)\n"), "links to b.md"},
		{"a dead link with a place in it", source("README.md", "see [b](docs/b.md#there)\n"), "links to docs/b.md"},
		{"a live one", map[string]string{"docs/a.md": "see [b](../b.md), [c](#c) and [d](https://example.com/d)\n", "b.md": "b\n"}, ""},
	})
	plant(t, generatedRule(), []planted{
		{"a claim without the marker", source("a/a.go", "// Auto-generated file, do not edit!\n\npackage a\n"), "claims to be generated"},
		{"the marker", source("a/a.go", "// Code generated by x; DO NOT EDIT.\n\npackage a\n"), ""},
		{"talk of generating", source("a/a.go", "// Package a reads what was generated by hand.\npackage a\n"), ""},
		{"a page without the marker", source("docs/fidelity.md", "# Fidelity\n"), "does not begin with"},
		{"a page with the marker", source("docs/fidelity.md", "<!-- Code generated by internal/fidelity; DO NOT EDIT. -->\n"), ""},
	})
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	if _, err := Load(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "go.mod") {
		t.Errorf("Load without go.mod: %v", err)
	}
	disk := fstest.MapFS{"go.mod": {Data: []byte("module m\n")}, "a/a.go": {Data: []byte("package")}}
	if _, err := Load(disk); err == nil || !strings.Contains(err.Error(), "a/a.go") {
		t.Errorf("Load of what does not parse: %v", err)
	}
}

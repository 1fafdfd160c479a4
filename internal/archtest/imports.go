package archtest

import (
	"fmt"
	"slices"
	"strings"
)

// ban forbids an import. Paths are relative to the module, or whole for what lies outside it; each stands for itself and
// everything below it.
type ban struct {
	from   []string // who; "." is everybody
	except []string // who may all the same
	deny   string   // what
	tests  bool     // whether test files are held to it too
	why    string
}

var bans = [...]ban{
	{from: []string{"mockserver"}, deny: "client", tests: true, why: "a simulator that shares code with the client agrees with its mistakes"},
	{from: []string{"client"}, deny: "mockserver", tests: true, why: "a client must not know that it is being tested; they meet in internal/e2e and conformance/inproc"},
	{from: []string{"client"}, deny: "specs", why: "a client reads the wire, not our description of it"},
	{from: []string{"client"}, deny: "internal", why: "people import the clients: they stand on their own"},
	{from: []string{"mockserver"}, deny: "specs", why: "the description judges the simulator; it must not feed it"},
	{from: []string{"mockserver", "client"}, deny: "fixtures", why: "expected bytes come from outside and stay there"},
	{from: []string{"specs", "fixtures"}, deny: "mockserver", tests: true, why: "evidence does not depend on what it judges"},
	{from: []string{"specs", "fixtures"}, deny: "client", tests: true, why: "evidence does not depend on what it judges"},
	{from: []string{"internal/openapi"}, deny: "mockserver", tests: true, why: "the judge knows the specification and nothing else"},
	{from: []string{"internal/openapi"}, deny: "client", tests: true, why: "the judge knows the specification and nothing else"},
	{from: []string{"conformance"}, except: []string{"conformance/inproc", "conformance/mutants"}, deny: "client", tests: false, why: "the suite judges any client; ours is one subject, behind conformance/inproc"},
	{from: []string{"cmd"}, except: nil, deny: "mockserver", tests: true, why: "main only starts internal/cli"},
	{from: []string{"cmd"}, deny: "client", tests: true, why: "main only starts internal/cli"},
	{from: []string{"cmd"}, deny: "conformance", tests: true, why: "main only starts internal/cli"},
	{from: []string{"."}, deny: "cmd", tests: true, why: "a program is not a library"},
	{from: []string{"."}, except: []string{"mockserver/internal/httpx"}, deny: "github.com/gorilla/mux", tests: true, why: "handlers are functions; only httpx routes"},
	{from: []string{"."}, except: []string{"internal/openapi", "internal/drift/spec"}, deny: "github.com/getkin/kin-openapi", tests: true, why: "one package knows how specifications are checked"},
	{from: []string{"."}, except: []string{"internal/drift/spec"}, deny: "github.com/oasdiff", tests: true, why: "one package compares descriptions, and only ergodrome-full is linked with it"},
	{from: []string{"."}, except: []string{"mockserver/dataset"}, deny: "github.com/brianvoe/gofakeit", tests: true, why: "names are made up in one place, from the world's seed"},
	{from: []string{"."}, except: nil, deny: "github.com/stretchr/testify", why: "testify is for tests"},
	{from: []string{"."}, except: []string{"conformance/checks", "internal/golden"}, deny: "github.com/google/go-cmp", why: "go-cmp is for tests and for the checks of the suite"},
	{from: []string{"."}, except: []string{"mockserver/mocktest", "internal/golden", "internal/bench", "conformance/inproc", "conformance/mutants", "conformance/runner"}, deny: "testing", why: "the testing package brings its flags into a program; only virtual time needs it"},
	{from: []string{"."}, deny: "html/template", why: "templates find methods by name, for which the linker keeps every method of every type; write HTML with internal/markup"},
	{from: []string{"."}, deny: "text/template", why: "templates find methods by name, for which the linker keeps every method of every type; use fmt"},
	{from: []string{"."}, deny: "math/rand", tests: true, why: "chance has a seed: use math/rand/v2 with rand.New"},
	{from: []string{"mockserver"}, deny: "crypto/rand", why: "the same seed gives the same bytes on every machine"},
}

// standard are the packages of the standard library among what is denied.
var standard = [...]string{"testing", "math/rand", "crypto/rand", "html/template", "text/template"}

// engines know no vendor; those of stdOnly need nothing but the standard library.
var (
	engines = [...]string{"mockserver/clock", "mockserver/ratelimit", "mockserver/fault", "mockserver/journal", "mockserver/oauth", "mockserver/dataset", "mockserver/internal/httpx"}
	stdOnly = [...]string{"mockserver/clock", "mockserver/ratelimit", "mockserver/fault", "mockserver/journal"}
	tenants = [...]string{"firstbeat", "polarauth", "polarteampro", "polaraccesslink", "sweatstack"}
)

// importRule holds section 4 of the architecture.
func importRule() Rule {
	return Rule{"who may import whom", "two readings of the documents are evidence only while they are two", checkImports}
}

func checkImports(t *Tree) []Problem {
	var out []Problem
	t.files(func(p *Package, f *File) bool {
		for target := range f.Imports {
			inside, ours := strings.CutPrefix(target, t.Module+"/")
			if !ours {
				inside = target
			}
			for _, why := range denials(p.Dir, inside, ours, f.Test) {
				out = append(out, Problem{f.Path, fmt.Sprintf("imports %s: %s", inside, why)})
			}
		}
		return true
	})
	return out
}

// denials lists the reasons why a folder may not import a path.
func denials(dir, target string, ours, test bool) []string {
	var out []string
	for _, b := range bans {
		external := strings.Contains(b.deny, ".") || slices.Contains(standard[:], b.deny)
		if ours == external || test && !b.tests || !matchesBan(b, target) {
			continue
		}
		if slices.ContainsFunc(b.from, func(from string) bool { return from == "." || within(dir, from) }) &&
			!slices.ContainsFunc(b.except, func(except string) bool { return within(dir, except) }) {
			out = append(out, b.why)
		}
	}
	if ours {
		out = append(out, tenantDenials(dir, target)...)
	}
	if !ours && !test && slices.ContainsFunc(stdOnly[:], func(e string) bool { return within(dir, e) }) && strings.Contains(strings.Split(target, "/")[0], ".") {
		out = append(out, "this engine needs nothing but the standard library")
	}
	return out
}

// matchesBan compares a target with what is denied. testing and math/rand stand for themselves alone: testing/synctest and
// math/rand/v2 are other matters.
func matchesBan(b ban, target string) bool {
	if b.deny == "testing" || b.deny == "math/rand" {
		return target == b.deny
	}
	return within(target, b.deny)
}

// tenantDenials keep vendors apart, and engines from vendors.
func tenantDenials(dir, target string) []string {
	for _, half := range []string{"mockserver/", "client/"} {
		for _, vendor := range tenants {
			if !within(target, half+vendor) {
				continue
			}
			if slices.ContainsFunc(engines[:], func(e string) bool { return within(dir, e) }) {
				return []string{"an engine knows no vendor: it decides, the vendor spells"}
			}
			for _, other := range tenants {
				if other != vendor && within(dir, half+other) && vendor != "polarauth" {
					return []string{"a vendor knows no other vendor"}
				}
			}
		}
	}
	return nil
}

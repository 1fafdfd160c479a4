package archtest

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// bannedNames say nothing about what a package is for; the go command reserves the first.
var bannedNames = [...]string{"vendor", "util", "utils", "common", "types", "models", "helpers"}

func nameRule() Rule {
	return Rule{"no package is called util", "a name says what a package is for", func(t *Tree) []Problem {
		var out []Problem
		for _, p := range t.Packages {
			for _, name := range []string{p.Name, path.Base(p.Dir)} {
				if slices.Contains(bannedNames[:], name) {
					out = append(out, Problem{p.Dir, fmt.Sprintf("is called %s, which says nothing", name)})
					break
				}
			}
		}
		return out
	}}
}

func commentRule() Rule {
	return Rule{"one package, one sentence", "a package that needs two sentences to be named is two packages", checkComments}
}

var endOfSentence = regexp.MustCompile(`[.!?] +[A-Z]`)

func checkComments(t *Tree) []Problem {
	var out []Problem
	for _, p := range t.Packages {
		var docs []string
		where, code := p.Dir, false
		for _, f := range p.Files {
			if f.Test {
				continue
			}
			code = true
			if f.AST.Doc != nil {
				docs = append(docs, f.AST.Doc.Text())
				where = f.Path
			}
		}
		switch {
		case !code:
		case len(docs) == 0:
			out = append(out, Problem{p.Dir, "has no package comment"})
		case len(docs) > 1:
			out = append(out, Problem{p.Dir, fmt.Sprintf("has %d package comments", len(docs))})
		default:
			if what := badComment(p, docs[0]); what != "" {
				out = append(out, Problem{where, what})
			}
		}
	}
	return out
}

// badComment says what is wrong with a package comment, or nothing.
func badComment(p *Package, doc string) string {
	first, _, _ := strings.Cut(doc, "\n\n")
	first = strings.Join(strings.Fields(first), " ")
	starts := []string{"Package " + p.Name + " "}
	if p.Name == "main" {
		starts = append(starts, "Command "+path.Base(p.Dir)+" ")
	}
	switch {
	case !slices.ContainsFunc(starts, func(s string) bool { return strings.HasPrefix(first, s) }):
		return fmt.Sprintf("the package comment does not begin with %q", starts[len(starts)-1])
	case !strings.HasSuffix(first, "."):
		return "the first paragraph of the package comment does not end with a period"
	case endOfSentence.MatchString(first):
		return "the first paragraph of the package comment is more than one sentence"
	}
	return ""
}

// mapRule compares docs/architecture.md with the disk.
func mapRule() Rule {
	return Rule{"the map shows the country", "a reader finds every package in docs/architecture.md, and nothing that is not there", checkMap}
}

const mapFile = "docs/architecture.md"

func checkMap(t *Tree) []Problem {
	text, ok := t.Texts[mapFile]
	if !ok {
		return []Problem{{mapFile, "is missing"}}
	}
	listed, problems := readMap(string(text))
	dirs := map[string]bool{}
	for _, p := range t.Packages {
		dirs[p.Dir+"/"] = true
		if !listed[p.Dir+"/"] && p.Dir != "." {
			problems = append(problems, Problem{mapFile, p.Dir + "/ is not on the map"})
		}
	}
	for name := range t.Texts {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			dirs[dir+"/"] = true
		}
	}
	for _, p := range t.Packages {
		for dir := p.Dir; dir != "."; dir = path.Dir(dir) {
			dirs[dir+"/"] = true
		}
	}
	for entry := range listed {
		if !dirs[entry] {
			problems = append(problems, Problem{mapFile, entry + " is on the map and not on the disk"})
		}
	}
	return problems
}

// readMap reads the block that begins with ```text tree: each line that does not begin with a blank starts with the path of
// a folder, from the root and with a slash at its end; what it is for follows after blanks.
func readMap(text string) (map[string]bool, []Problem) {
	_, block, ok := strings.Cut(text, "\n```text tree\n")
	block, _, closed := strings.Cut(block, "\n```")
	if !ok || !closed {
		return nil, []Problem{{mapFile, "has no block that begins with ```text tree"}}
	}
	listed := map[string]bool{}
	var problems []Problem
	for line := range strings.SplitSeq(block, "\n") {
		if line == "" || line[0] == ' ' {
			continue
		}
		entry, purpose, _ := strings.Cut(line, " ")
		switch {
		case !strings.HasSuffix(entry, "/"):
			problems = append(problems, Problem{mapFile, fmt.Sprintf("%q is no folder: it has no slash at its end", entry)})
		case listed[entry]:
			problems = append(problems, Problem{mapFile, entry + " is on the map twice"})
		case strings.TrimSpace(purpose) == "":
			problems = append(problems, Problem{mapFile, entry + " does not say what it is for"})
		}
		listed[entry] = true
	}
	return listed, problems
}

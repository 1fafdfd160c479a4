package archtest

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// markdownLink finds the target of a link or a picture, without its title.
var markdownLink = regexp.MustCompile(`\]\(([^)\s]+)[^)]*\)`)

func linkRule() Rule {
	return Rule{"links lead somewhere", "a page sends nobody to a file that is not there", func(t *Tree) []Problem {
		there := map[string]bool{}
		t.files(func(_ *Package, f *File) bool { there[f.Path] = true; return true })
		for name := range t.Texts {
			there[name] = true
		}
		var out []Problem
		for name, content := range t.Texts {
			if path.Ext(name) != ".md" {
				continue
			}
			for i, line := range slices.Collect(strings.Lines(string(content))) {
				for _, m := range markdownLink.FindAllStringSubmatch(line, -1) {
					target, _, _ := strings.Cut(m[1], "#")
					if target == "" || strings.Contains(target, ":") {
						continue // of this page, or another site's
					}
					if !there[path.Join(path.Dir(name), target)] {
						out = append(out, Problem{fmt.Sprintf("%s:%d", name, i+1), "links to " + target + ", which is not there"})
					}
				}
			}
		}
		return out
	}}
}

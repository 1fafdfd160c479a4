package specs_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/specs"
)

// What a grade says of its source: the kind that one of the named sources must have.
var kindOfGrade = map[any]string{"documented": "document", "recorded": "recording", "seen in client code": "code"}

func TestGradesFitTheirSources(t *testing.T) {
	for _, name := range specs.Names() {
		if name == "control" {
			continue
		}
		doc := loadNamed(t, name)
		problems := misgraded(doc)
		require.Empty(t, problems, name+":\n"+strings.Join(problems, "\n"))
	}
}

func TestMisgradedSeesAPlantedSlip(t *testing.T) {
	for _, test := range []struct {
		name, want string
		spoil      func(doc map[string]any)
	}{
		{"a source without a date", "usage limits page has no date", func(doc map[string]any) {
			delete(object(object(doc["x-sources"])["usage limits page"]), "read")
		}},
		{"a source of no known kind", `OpenAPI 1.0.0 is a "rumour"`, func(doc map[string]any) {
			object(object(doc["x-sources"])["OpenAPI 1.0.0"])["kind"] = "rumour"
		}},
		{"a grade that no source bears out", "components/schemas/Athlete is recorded, and none of its sources is a recording", func(doc map[string]any) {
			schema(doc, "Athlete")["x-evidence"] = "recorded"
		}},
	} {
		t.Run("it sees "+test.name, func(t *testing.T) {
			doc := load(t)
			test.spoil(doc)
			require.Contains(t, strings.Join(misgraded(doc), "\n"), test.want)
		})
	}
}

// misgraded lists sources without a kind or a date, and parts whose grade is of a kind that none of their sources is.
func misgraded(doc map[string]any) []string {
	var out []string
	date := regexp.MustCompile(`^20\d\d(-[01]\d(-[0-3]\d)?)?$`)
	for name, s := range object(doc["x-sources"]) {
		s := object(s)
		if !strings.Contains(" document recording code report convention ", fmt.Sprintf(" %v ", s["kind"])) {
			out = append(out, fmt.Sprintf("%s is a %q", name, s["kind"]))
		}
		if !date.MatchString(fmt.Sprint(s["read"])) {
			out = append(out, name+" has no date")
		}
	}
	var visit func(node any, at string)
	visit = func(node any, at string) {
		switch n := node.(type) {
		case map[string]any:
			if kind, graded := kindOfGrade[n["x-evidence"]]; graded && !rests(doc, fmt.Sprint(n["x-source"]), kind) {
				out = append(out, fmt.Sprintf("%s is %v, and none of its sources is a %s", at, n["x-evidence"], kind))
			}
			for key, child := range n {
				visit(child, strings.TrimPrefix(at+"/"+key, "/"))
			}
		case []any:
			for i, child := range n {
				visit(child, fmt.Sprintf("%s/%d", at, i))
			}
		}
	}
	visit(doc, "")
	return out
}

// rests tells whether a part of source names something of that kind.
func rests(doc map[string]any, source, kind string) bool {
	for part := range strings.SplitSeq(source, ";") {
		for name, s := range object(doc["x-sources"]) {
			part := strings.TrimSpace(part)
			_, after, _ := strings.Cut(part, ": ")
			if object(s)["kind"] == kind && (strings.HasPrefix(part, name) || strings.HasPrefix(after, name)) {
				return true
			}
		}
	}
	return false
}

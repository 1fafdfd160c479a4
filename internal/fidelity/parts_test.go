package fidelity_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/internal/fidelity"
	"github.com/ergodrome/ergodrome/internal/golden"
	"github.com/ergodrome/ergodrome/specs"
)

// What a description consists of is found here a second time, by another way, and looked for among the rows.
func TestEveryPartOfADescriptionHasARow(t *testing.T) {
	date := regexp.MustCompile(`^20\d\d(-\d\d(-\d\d)?)?$`)
	for _, name := range specs.Names() {
		if name == "control" {
			continue
		}
		doc := documents()[name]
		rows := indexed()[name].Rows()
		require.Empty(t, rowless(doc, rows), name)
		for _, r := range rows {
			require.NotZero(t, r.Grade, r)
			require.NotEmpty(t, r.Source, r)
			require.Regexp(t, date, r.Date, r)
		}
		last := rows[len(rows)-1].Section
		without := slices.DeleteFunc(slices.Clone(rows), func(r evidence.Row) bool { return r.Section == last })
		require.NotEmpty(t, rowless(doc, without), "%s: a missing row is seen", name)
	}
}

// documents are the descriptions of services, and indexed what they say of their evidence: read once for all tests, since
// reading them is most of what these take.
var (
	documents = sync.OnceValue(func() map[string]map[string]any {
		return each(func(raw []byte) (doc map[string]any, err error) {
			err = yaml.Unmarshal(raw, &doc)
			return doc, err
		})
	})
	indexed = sync.OnceValue(func() map[string]*evidence.Service { return each(fidelity.Index) })
)

func each[T any](read func(raw []byte) (T, error)) map[string]T {
	out := map[string]T{}
	for _, name := range specs.Names() {
		if name == "control" {
			continue
		}
		raw, err := specs.Read(name)
		if err == nil {
			out[name], err = read(raw)
		}
		if err != nil {
			panic(err)
		}
	}
	return out
}

// rowless lists the parts of a description that no row is of.
func rowless(doc map[string]any, rows []evidence.Row) (missing []string) {
	have := map[string]int{}
	for _, r := range rows {
		have[r.Section+" "+r.Kind+" "+strings.SplitN(r.Name, ":", 2)[0]]++
		have[r.Source+" "+r.Grade.String()]++
	}
	want := func(key string) {
		if have[key] == 0 {
			missing = append(missing, key)
		}
		have[key]--
	}
	components := object(doc["components"])
	for _, item := range object(doc["paths"]) {
		for _, op := range object(item) {
			op := object(op)
			id := fmt.Sprint(op["operationId"])
			want(id + " operation " + id)
			for _, p := range list(op["parameters"]) {
				p := object(p)
				if ref, ok := p["$ref"].(string); ok {
					p = object(object(components["parameters"])[ref[strings.LastIndexByte(ref, '/')+1:]])
				}
				want(fmt.Sprintf("%s parameter %v (%v)", id, p["name"], p["in"]))
			}
			for status := range object(op["responses"]) {
				want(id + " status " + status)
			}
		}
	}
	for name, m := range object(components["schemas"]) {
		want("schema " + name + " schema " + name)
		for property := range object(object(m)["properties"]) {
			want("schema " + name + " property " + name + "." + property)
		}
		for v := range object(object(m)["x-enum-values"]) {
			want("schema " + name + " value " + name + " = " + strings.SplitN(v, ":", 2)[0])
		}
	}
	graded(doc, func(part map[string]any) { want(fmt.Sprintf("%v %v", part["x-source"], part["x-evidence"])) })
	return missing
}

// graded visits everything that has a grade of its own.
func graded(node any, see func(part map[string]any)) {
	switch n := node.(type) {
	case map[string]any:
		if n["x-evidence"] != nil {
			see(n)
		}
		for _, child := range n {
			graded(child, see)
		}
	case []any:
		for _, child := range n {
			graded(child, see)
		}
	}
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

const small = `openapi: 3.0.3
info: {title: t, version: v, x-source: page one, x-evidence: documented}
x-profiles: ["1", "2"]
x-sources:
  page: {kind: document, title: The page, where: example.com, read: 2026-02}
  programs: {kind: code, where: example.com/programs, read: 2026}
x-limits: [{name: minute, kind: token bucket, size: 60, x-source: "page two; programs", x-evidence: seen in client code}]
security: [{key: []}]
paths:
  /a/{id}:
    get:
      operationId: getA
      x-source: "page, GET /a/{id}"
      x-evidence: documented
      x-max-range-days: 90
      parameters:
        - {name: id, in: path, schema: {type: string}}
        - {name: n, in: query, x-profile: ["2"], schema: {type: integer, minimum: 1, maximum: 9}, x-source: programs, x-evidence: seen in client code}
      responses:
        "200":
          description: d
          headers: {Retry-After: {schema: {type: integer}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/A"}}}
        "404": {$ref: "#/components/responses/Missing"}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: x-key, x-source: page three, x-evidence: documented}}
  responses:
    Missing: {description: d, x-source: "page, errors", x-evidence: inferred}
  schemas:
    A:
      x-source: "page, A"
      x-evidence: documented
      properties:
        b: {type: string, enum: [x, y], x-enum-values: {x: {x-source: "page, A.b", x-evidence: documented}, y: {x-source: "page, A.b", x-evidence: documented}}}
        c: {type: object, x-source: "in words: programs", x-evidence: seen in client code, properties: {d: {type: array, maxItems: 3, items: {properties: {e: {type: string}}}}}}
`

func TestParts(t *testing.T) {
	page, err := fidelity.Parts("Small", []byte(small))
	require.NoError(t, err)
	golden.Equal(t, "small.golden", page)
	for _, test := range []struct{ name, old, new, want string }{
		{"an unknown grade", "x-evidence: inferred", "x-evidence: certain", `components/responses/Missing has x-source "page, errors" and x-evidence "certain"`},
		{"a grade without a source", `x-source: "page, A"`, `x-other: "page, A"`, `components/schemas/A has x-source ""`},
		{"a source that is not listed", `"page, A"`, `"hearsay"`, `no part of x-source "hearsay" is dated`},
		{"a source without a date", ", read: 2026}", "}", `no part of x-source "programs" is dated`},
		{"a document that says nothing of itself", "x-source: page one, x-evidence: documented", "description: d", "info has no x-source"},
		{"what is no YAML", "openapi: 3.0.3", "[", "cannot read"},
	} {
		t.Run("it refuses "+test.name, func(t *testing.T) {
			require.Contains(t, small, test.old)
			_, err := fidelity.Parts("Small", []byte(strings.Replace(small, test.old, test.new, 1)))
			require.ErrorContains(t, err, test.want)
		})
	}
}

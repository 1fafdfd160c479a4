package specs_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

func TestAccessLinkHasEveryNameOfTheDocument(t *testing.T) {
	want := slices.DeleteFunc(inventory(t, "polar-accesslink"), isAuthorization)
	if diff := cmp.Diff(want, polarFacts(loadNamed(t, "polar-accesslink"))); diff != "" {
		t.Errorf("facts (-document +specification):\n%s", diff)
	}
	count := map[string]int{}
	for _, fact := range want {
		kind, _, _ := strings.Cut(fact, " ")
		count[kind]++
	}
	require.Equal(t, map[string]int{
		"operation": 22, "path": 1, "query": 33, "parameter-value": 3, "status": 25, "scope-of": 21,
		"max-range": 11, "feature": 28, "schema": 224, "property": 959, "enum": 104, "value": 508,
	}, count)
}

// Each rule of the document about what a request may ask for is there, with what it does to the answer.
func TestAccessLinkOperationsSayWhatTheyTake(t *testing.T) {
	doc := loadNamed(t, "polar-accesslink")
	scopes := object(object(object(resolve(doc, ref("securitySchemes/OAuth2"))["flows"])["authorizationCode"])["scopes"])
	used := map[string]bool{}
	for path, item := range object(doc["paths"]) {
		op := object(object(item)["get"])
		scope, _ := op["x-scope"].(string)
		if path == "/v4/data/hello" {
			require.Empty(t, scope)
			require.Empty(t, op["security"], "needs no token")
			continue
		}
		used[scope] = true
		require.Contains(t, scopes, scope, path)
		require.Equal(t, []any{map[string]any{"OAuth2": []any{scope}}}, op["security"], path)
		requireFeatures(t, path, op)
		ranged := op["x-compared-with"] != nil
		require.Equal(t, ranged, op["x-date-forms"] != nil, path)
		require.Equal(t, ranged && path != "/v4/data/training-target/calendar-targets", op["x-max-range-days"] != nil, path)
	}
	require.Len(t, used, len(scopes), "a scope that nothing needs")
}

func requireFeatures(t *testing.T, path string, op map[string]any) {
	t.Helper()
	features := object(op["x-features"])
	var listed []any
	for _, p := range list(op["parameters"]) {
		if p := object(p); p["name"] == "features" {
			listed = list(object(object(p["schema"])["items"])["enum"])
			require.Equal(t, true, p["explode"], "the key is repeated")
		}
	}
	require.Len(t, listed, len(features), path)
	for _, name := range listed {
		f := object(features[name.(string)])
		require.NotEmpty(t, f["adds"], "%s: %v", path, name)
		require.NotEmpty(t, f["x-source"], "%s: %v", path, name)
		require.NotEmpty(t, f["x-evidence"], "%s: %v", path, name)
	}
}

// Every schema can be reached from an operation, apart from those that the document only lists.
func TestAccessLinkHasNoSchemaThatNothingReaches(t *testing.T) {
	doc := loadNamed(t, "polar-accesslink")
	reached := map[string]bool{}
	var walk func(node any)
	walk = func(node any) {
		switch n := node.(type) {
		case map[string]any:
			if r, ok := n["$ref"].(string); ok {
				if !reached[r] {
					reached[r] = true
					walk(resolve(doc, n))
				}
			}
			for _, child := range n {
				walk(child)
			}
		case []any:
			for _, child := range n {
				walk(child)
			}
		}
	}
	walk(doc["paths"])
	for name := range object(object(doc["components"])["schemas"]) {
		require.True(t, reached["#/components/schemas/"+name], "%s is reached by nothing", name)
	}
}

func ref(to string) map[string]any { return map[string]any{"$ref": "#/components/" + to} }

func TestAccessLinkFactsSeeAPlantedSlip(t *testing.T) {
	operation := func(doc map[string]any, path string) map[string]any {
		return object(object(object(doc["paths"])["/v4/data/"+path])["get"])
	}
	property := func(doc map[string]any, of, name string) map[string]any {
		return object(object(schema(doc, of)["properties"])[name])
	}
	for _, test := range []struct {
		name  string
		spoil func(doc map[string]any)
	}{
		{"another scope", func(doc map[string]any) { operation(doc, "sleeps")["x-scope"] = "tests:read" }},
		{"another range", func(doc map[string]any) { operation(doc, "sleeps")["x-max-range-days"] = 90 }},
		{"a lost feature", func(doc map[string]any) { delete(object(operation(doc, "sleeps")["x-features"]), "sleep-score") }},
		{"a lost parameter", func(doc map[string]any) {
			op := operation(doc, "sleeps")
			op["parameters"] = list(op["parameters"])[1:]
		}},
		{"a member that is no longer required", func(doc map[string]any) { schema(doc, "sleepAnalysis")["required"] = []any{} }},
		{"a 64-bit number that lost its quotes", func(doc map[string]any) {
			property(doc, "domainscalendarPhysicalInformation", "sleepGoal")["allOf"] = []any{map[string]any{"type": "integer", "format": "int64"}}
		}},
		{"a lost member of an example", func(doc map[string]any) {
			delete(object(schema(doc, "trainingsessionTrainingSession")["properties"]), "hrAvg")
		}},
		{"another map", func(doc map[string]any) {
			property(doc, "sportSport", "localizedNames")["additionalProperties"] = map[string]any{"type": "string"}
		}},
		{"a corrected misspelling", func(doc map[string]any) {
			s := schema(doc, "trainingsessionCyclingTestFitnessClass")
			values := slices.Clone(list(s["enum"]))
			values[len(values)-1] = "FITNESS_CLASS_WORLD_CLASS"
			s["enum"] = values
		}},
		{"a table said to be there", func(doc map[string]any) { delete(schema(doc, "sleepNightSleep"), "x-lost") }},
	} {
		t.Run("it sees "+test.name, func(t *testing.T) {
			doc := loadNamed(t, "polar-accesslink")
			before := polarFacts(doc)
			test.spoil(doc)
			require.NotEqual(t, before, polarFacts(doc))
		})
	}
}

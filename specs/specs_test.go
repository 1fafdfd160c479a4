package specs_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/specs"
)

func load(t *testing.T) map[string]any {
	t.Helper()
	raw, err := specs.Read("firstbeat")
	require.NoError(t, err)
	var doc map[string]any
	require.NoError(t, yaml.Unmarshal(raw, &doc))
	return doc
}

func TestEverySpecificationCompiles(t *testing.T) {
	for _, name := range specs.Names() {
		doc, err := specs.Read(name)
		require.NoError(t, err)
		_, err = openapi.New(doc)
		require.NoError(t, err, name)
	}
	for _, profile := range []string{"1.0.0", "1.1.0"} {
		raw, err := specs.Read("firstbeat")
		require.NoError(t, err)
		doc, err := openapi.ForProfile(raw, profile)
		require.NoError(t, err)
		_, err = openapi.New(doc)
		require.NoError(t, err, profile)
	}
	_, err := specs.Read("nowhere")
	require.ErrorContains(t, err, "firstbeat")
}

// The inventory was taken from the documents on its own; every name of it is in the specification, and nothing
// else is, apart from what the specification marks as inferred.
func TestTheSpecificationHasEveryNameOfTheDocuments(t *testing.T) {
	raw, err := os.ReadFile("inventory/firstbeat.txt")
	require.NoError(t, err)
	want := facts(string(raw))
	got, inferred := names(load(t))
	slices.Sort(want)
	var known []string
	for _, g := range got {
		if !inferred[g] || slices.Contains(want, g) {
			known = append(known, g)
		}
	}
	slices.Sort(known)
	if diff := cmp.Diff(want, slices.Compact(known)); diff != "" {
		t.Errorf("names (-documents +specification):\n%s", diff)
	}
}

// facts unfolds the inventory into one name a line.
func facts(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || f[0] == "#":
		case f[0] == "query" || f[0] == "status":
			for _, name := range f[3:] {
				out = append(out, strings.Join(append(slices.Clone(f[:3]), name), " "))
			}
		default:
			out = append(out, strings.Join(f, " "))
		}
	}
	return out
}

// names lists what the specification has in the words of the inventory, and which of it is only inferred.
func names(doc map[string]any) (list []string, inferred map[string]bool) {
	inferred = map[string]bool{}
	add := func(part map[string]any, format string, args ...any) {
		name := fmt.Sprintf(format, args...)
		list = append(list, name)
		if part["x-evidence"] == "inferred" || strings.HasSuffix(name, " 5XX") {
			inferred[name] = true // a whole class of statuses is documented in words only
		}
	}
	for path, item := range object(doc["paths"]) {
		for method, node := range object(item) {
			op := object(node)
			at := strings.ToUpper(method) + " " + path
			add(op, "operation %s", at)
			parameters, _ := op["parameters"].([]any)
			for _, p := range parameters {
				p := resolve(doc, p)
				switch p["in"] {
				case "query":
					add(p, "query %s %s", at, p["name"])
				case "path":
					add(p, "path-parameter %s", p["name"])
				}
			}
			for status, r := range object(op["responses"]) {
				add(resolve(doc, r), "status %s %s", at, status)
			}
		}
	}
	add(nil, "header Authorization") // the scheme "bearer"
	components := object(doc["components"])
	add(nil, "header %s", object(object(components["securitySchemes"])["apiKey"])["name"])
	add(nil, "header x-amzn-ErrorType")
	for name, node := range object(components["schemas"]) {
		schema := object(node)
		for property, p := range object(schema["properties"]) {
			add(schema, "property %s.%s", name, property)
			_ = p
		}
		values := object(schema["x-enum-values"])
		for value, v := range values {
			suffix := ""
			if profiles, ok := object(v)["x-profile"].([]any); ok {
				suffix = " " + fmt.Sprint(profiles[0])
			}
			add(object(v), "value %s %s%s", name, value, suffix)
		}
	}
	variables, _ := doc["x-variables"].([]any)
	for _, node := range variables {
		v := object(node)
		add(v, "%s %s", v["kind"], v["name"])
		if v["firstText"] == true {
			add(v, "first-text-%s %s", v["kind"], v["name"])
		}
	}
	return list, inferred
}

func object(node any) map[string]any {
	m, _ := node.(map[string]any)
	return m
}

// resolve follows a local reference.
func resolve(doc map[string]any, node any) map[string]any {
	m := object(node)
	ref, ok := m["$ref"].(string)
	if !ok {
		return m
	}
	at := any(doc)
	for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		at = object(at)[step]
	}
	return object(at)
}

func TestTheControlPlaneIsDescribedOnce(t *testing.T) {
	doc, err := specs.Read("control")
	require.NoError(t, err)
	require.Equal(t, string(doc), string(specs.Control()), "run: go generate ./specs")
}

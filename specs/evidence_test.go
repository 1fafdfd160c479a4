package specs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/specs"
)

func TestEveryPartSaysWhereItWasReadAndHowSureThatIs(t *testing.T) {
	doc := load(t)
	problems := unproven(doc)
	require.Empty(t, problems, strings.Join(problems, "\n"))
	require.Greater(t, len(parts(doc)), 450)
}

func TestUnprovenSeesAPlantedGap(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(doc map[string]any)
		want  string
	}{
		{"a property without a source", func(doc map[string]any) {
			delete(object(object(schema(doc, "Athlete")["properties"])["email"]), "x-source")
		}, "components/schemas/Athlete/properties/email has no x-source"},
		{"an unknown grade", func(doc map[string]any) {
			schema(doc, "Athlete")["x-evidence"] = "certain"
		}, `components/schemas/Athlete: x-evidence "certain"`},
		{"an enum value without an entry", func(doc map[string]any) {
			delete(object(schema(doc, "SportsType")["x-enum-values"]), "golf")
		}, "components/schemas/SportsType: golf has no entry in x-enum-values"},
		{"a source that is not declared", func(doc map[string]any) {
			schema(doc, "Athlete")["x-source"] = "hearsay, page 3"
		}, `components/schemas/Athlete: x-source "hearsay, page 3" names none of x-sources`},
		{"a variable without evidence", func(doc map[string]any) {
			delete(object(doc["x-variables"].([]any)[0]), "x-evidence")
		}, "x-variables/heartRateAverage"},
	} {
		t.Run("it sees "+test.name, func(t *testing.T) {
			doc := load(t)
			test.spoil(doc)
			require.Contains(t, strings.Join(unproven(doc), "\n"), test.want)
		})
	}
}

func schema(doc map[string]any, name string) map[string]any {
	return object(object(object(doc["components"])["schemas"])[name])
}

type part struct {
	at   string
	node map[string]any
}

// parts lists everything that must carry its evidence.
func parts(doc map[string]any) []part {
	var out []part
	add := func(node any, at string) {
		if m := object(node); m["$ref"] == nil {
			out = append(out, part{at, m})
		}
	}
	for path, item := range object(doc["paths"]) {
		for method, op := range object(item) {
			at := "paths/" + path + "/" + method
			add(op, at)
			if body := object(op)["requestBody"]; body != nil {
				add(body, at+"/requestBody")
			}
			for status, r := range object(object(op)["responses"]) {
				add(r, at+"/responses/"+status)
			}
		}
	}
	for kind, all := range object(doc["components"]) {
		for name, node := range object(all) {
			at := "components/" + kind + "/" + name
			add(node, at)
			for property, p := range object(object(node)["properties"]) {
				add(p, at+"/properties/"+property)
			}
		}
	}
	variables, _ := doc["x-variables"].([]any)
	for _, v := range variables {
		add(v, fmt.Sprintf("x-variables/%v", object(v)["name"]))
	}
	var values []part
	for _, p := range out {
		for _, holder := range []map[string]any{p.node, object(p.node["schema"])} {
			for value, v := range object(holder["x-enum-values"]) {
				values = append(values, part{p.at + "/" + value, object(v)})
			}
		}
	}
	return append(out, values...)
}

// unproven lists the parts whose evidence is missing or not understood.
func unproven(doc map[string]any) []string {
	var out []string
	for _, p := range parts(doc) {
		source, _ := p.node["x-source"].(string)
		switch {
		case source == "":
			out = append(out, p.at+" has no x-source")
		case !declared(doc, source):
			out = append(out, fmt.Sprintf("%s: x-source %q names none of x-sources", p.at, source))
		}
		if e := p.node["x-evidence"]; !slices.Contains([]any{"documented", "recorded", "seen in client code", "inferred"}, e) {
			out = append(out, fmt.Sprintf("%s: x-evidence %q is not documented, recorded, seen in client code or inferred", p.at, fmt.Sprint(e)))
		}
		out = append(out, unlisted(p.at, p.node)...)
		out = append(out, unlisted(p.at, object(p.node["schema"]))...)
	}
	return out
}

// declared tells whether a source begins with the name of an entry of x-sources.
func declared(doc map[string]any, source string) bool {
	for name := range object(doc["x-sources"]) {
		if strings.HasPrefix(source, name) {
			return true
		}
	}
	return false
}

// unlisted finds enum values without evidence; names of variables have theirs in x-variables.
func unlisted(at string, schema map[string]any) []string {
	var out []string
	enum, _ := schema["enum"].([]any)
	if schema["x-enum-of"] != nil {
		return nil
	}
	for _, v := range enum {
		if object(schema["x-enum-values"])[fmt.Sprint(v)] == nil {
			out = append(out, fmt.Sprintf("%s: %v has no entry in x-enum-values", at, v))
		}
	}
	return out
}

func TestVariablesAreThoseOfTheSchemas(t *testing.T) {
	doc := load(t)
	all, err := specs.Variables("firstbeat", "1.1.0")
	require.NoError(t, err)
	listed := map[string][]any{"scalar": nil, "series": nil}
	for _, v := range all {
		listed[v.Kind] = append(listed[v.Kind], v.Name)
		require.NotEmpty(t, v.Description, v.Name)
		require.Contains(t, []string{"recorded", "inferred"}, v.WireEvidence, v.Name)
		if v.Kind == "series" {
			require.Contains(t, []int{8, 16, 32, 64}, v.Wire.Bits, v.Name)
			require.Contains(t, []string{"Float", "Unsigned", "Signed"}, v.Wire.Type, v.Name)
			require.Equal(t, v.Type, v.Wire.Type, v.Name)
		} else {
			require.True(t, v.Default, v.Name)
			require.Zero(t, v.Wire.Bits, v.Name)
		}
	}
	require.Equal(t, schema(doc, "ScalarName")["enum"], listed["scalar"])
	require.Equal(t, schema(doc, "SeriesName")["enum"], listed["series"])
	require.Len(t, listed["scalar"], 101)
	require.Len(t, listed["series"], 17)
	var defaults []string
	for _, v := range all {
		if v.Kind == "series" && v.Default {
			defaults = append(defaults, v.Name)
		}
	}
	require.ElementsMatch(t, []string{"heartRateSeries", "epocSeries", "energyConsumptionSeries", "trimpSeries"}, defaults)
	_, err = specs.Variables("nowhere", "")
	require.Error(t, err)
}

package specs_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/specs"
)

func TestSweatStackHasEveryNameOfThePage(t *testing.T) {
	want := inventory(t, "sweatstack")
	if diff := cmp.Diff(want, sweatStackFacts(loadNamed(t, "sweatstack"))); diff != "" {
		t.Errorf("facts (-page +specification):\n%s", diff)
	}
	count := map[string]int{}
	for _, fact := range want {
		kind, _, _ := strings.Cut(fact, " ")
		count[kind]++
	}
	require.Equal(t, map[string]int{
		"operation": 14, "parameter": 81, "deprecated": 4, "comma-separated": 2, "request": 2, "answer": 13, "refusal": 14,
		"schema": 24, "type": 2, "property": 145, "declared": 19, "required": 10, "read-only": 3, "max-items": 1, "security": 2, "value": 2,
	}, count)
}

func TestSweatStackProvesEveryPart(t *testing.T) {
	doc := loadNamed(t, "sweatstack")
	problems := unproven(doc)
	for name, c := range object(doc["x-columns"]) {
		if c := object(c); !declared(doc, c["x-source"].(string)) || c["x-evidence"] == nil || c["type"] == nil {
			problems = append(problems, "x-columns/"+name)
		}
	}
	require.Empty(t, problems, strings.Join(problems, "\n"))
	require.Greater(t, len(parts(doc)), 500)
}

func TestSweatStackProfilesCompile(t *testing.T) {
	raw, err := specs.Read("sweatstack")
	require.NoError(t, err)
	for profile, operations := range map[string]int{"2026-05": 52, "current": 54} {
		one, err := openapi.ForProfile(raw, profile)
		require.NoError(t, err)
		v, err := openapi.New(one)
		require.NoError(t, err, profile)
		require.Len(t, v.Operations(), operations, profile)
	}
	doc := loadNamed(t, "sweatstack")
	require.Equal(t, []any{"2026-05", "current"}, doc["x-profiles"])
	require.Equal(t, "2026-05", doc["x-default-profile"])
}

// The page shows one sport; the others are told as a tree, which is unfolded here on its own.
func TestSportsOfTheSpringAreTheTreeParentsFirst(t *testing.T) {
	const tree = `
		cycling: road tt cyclocross gravel mountainbike track track.250m track.333m trainer
		running: road track track.200m track.400m trail treadmill
		walking: hiking
		cross_country_skiing: classic skate backcountry ergometer
		rowing: ergometer indoor regatta fixed_seat coastal
		swimming: pool pool.50m pool.25m pool.25y pool.33m open_water flume
		generic:
		unknown:`
	var want []any
	for line := range strings.Lines(tree) {
		root, children, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		want = append(want, root)
		for child := range strings.FieldsSeq(children) {
			want = append(want, root+"."+child)
		}
	}
	require.Len(t, want, 40)
	doc := loadNamed(t, "sweatstack")
	listed := schema(doc, "ListedSport")
	both := slices.DeleteFunc(slices.Clone(list(listed["enum"])), func(v any) bool {
		other := strings.Contains(v.(string), "roller_skiing") || v == "rowing.fixed-seat"
		return other && object(object(listed["x-enum-values"])[v.(string)])["x-source"] == "Python client 0.77, its models (Sport)"
	})
	require.Equal(t, want, both, "but for what the client's models have instead")
	require.Len(t, list(listed["enum"]), 44)
	require.Len(t, list(schema(doc, "TaxonomySport")["x-codes"]), 25)
	require.Len(t, list(schema(doc, "Metric")["enum"]), 18)
	renamed := 0
	for _, v := range object(listed["x-enum-values"]) {
		if object(v)["becomes"] != nil {
			renamed++
		}
	}
	require.Equal(t, 9, renamed)
}

// What distinguishes the profiles, one by one.
func TestSweatStackProfilesDiffer(t *testing.T) {
	raw, err := specs.Read("sweatstack")
	require.NoError(t, err)
	text := map[string]string{}
	for _, profile := range []string{"2026-05", "current"} {
		one, err := openapi.ForProfile(raw, profile)
		require.NoError(t, err)
		text[profile] = string(one)
	}
	for mark, only := range map[string]string{
		`"name":"adaptive_sampling_on"`: "2026-05", `"name":"adaptive_sampling"`: "2026-05", `"OffsetTime":{`: "2026-05", `"ListedSport":{`: "2026-05", `"NoActivity":{`: "2026-05",
		`"name":"segmentation_on"`: "current", `"name":"segmentation"`: "current", `"UTCTime":{`: "current", `"TaxonomySport":{`: "current", `"OneActivity":{`: "2026-05", `"OneActivityOrNone":{`: "current",
		`"name":"after"`: "current", `"AllDurations":{`: "current", `"name":"include_shared"`: "current", `"UploadSources":{`: "current", `"issue":{`: "current", `"timestamp_local":{"type":"timestamp`: "current",
	} {
		for profile, one := range text {
			require.Equal(t, only == profile, strings.Contains(one, mark), "%s in %s", mark, profile)
		}
	}
}

func TestEveryFrameHasKnownColumns(t *testing.T) {
	doc := loadNamed(t, "sweatstack")
	columns := object(doc["x-columns"])
	for _, m := range list(schema(doc, "Metric")["enum"]) {
		require.Contains(t, columns, m, "a metric is a column")
	}
	frames := 0
	for path, item := range object(doc["paths"]) {
		ok := object(object(object(object(item)["get"])["responses"])["200"])
		require.Equal(t, object(ok["content"])["application/vnd.apache.parquet"] != nil, ok["x-frames"] != nil, path)
		for _, f := range list(ok["x-frames"]) {
			f := object(f)
			frames++
			require.Contains(t, []any{"timestamp", "metric", "none"}, f["index"], path)
			require.True(t, declared(doc, f["x-source"].(string)), path)
			require.Contains(t, []any{"seen in client code", "documented", "inferred"}, f["x-evidence"], path)
			for _, c := range list(f["columns"]) {
				if c != "metric" && c != "metrics" {
					require.Contains(t, columns, c, path)
				}
			}
		}
	}
	require.Equal(t, 10, frames)
}

func TestSweatStackFactsSeeAPlantedSlip(t *testing.T) {
	property := func(doc map[string]any, of, name string) map[string]any {
		return object(object(schema(doc, of)["properties"])[name])
	}
	parameter := func(doc map[string]any, name string) map[string]any {
		return object(object(object(doc["components"])["parameters"])[name])
	}
	for _, test := range []struct {
		name  string
		spoil func(doc map[string]any)
	}{
		{"a lost operation", func(doc map[string]any) { delete(object(doc["paths"]), "/api/v1/activities/latest") }},
		{"a lost property", func(doc map[string]any) { delete(object(schema(doc, "Lap")["properties"]), "smo2") }},
		{"a property that may no longer be null", func(doc map[string]any) { delete(property(doc, "TraceDetails", "lactate"), "nullable") }},
		{"a property that may be null all of a sudden", func(doc map[string]any) { property(doc, "ActivitySummary", "tags")["nullable"] = true }},
		{"a member that is required all of a sudden", func(doc map[string]any) {
			s := schema(doc, "ActivityDetails")
			s["required"] = append(list(s["required"]), "tags")
		}},
		{"another default", func(doc map[string]any) { object(parameter(doc, "limit")["schema"])["default"] = 100 }},
		{"a lost default", func(doc map[string]any) { delete(object(parameter(doc, "metrics")["schema"]), "default") }},
		{"a parameter that is no longer deprecated", func(doc map[string]any) { delete(parameter(doc, "window_days"), "deprecated") }},
		{"a parameter of another profile", func(doc map[string]any) { parameter(doc, "adaptive_sampling")["x-profile"] = []any{"current"} }},
		{"another answer", func(doc map[string]any) {
			op := object(object(object(doc["paths"])["/api/v1/activities/{activity_id}"])["get"])
			object(object(op["responses"])["200"])["content"] = map[string]any{"application/json": map[string]any{"schema": ref("schemas/ActivitySummary")}}
		}},
		{"more files", func(doc map[string]any) { property(doc, printed[2], "files")["maxItems"] = 20 }},
	} {
		t.Run("it sees "+test.name, func(t *testing.T) {
			doc := loadNamed(t, "sweatstack")
			before := sweatStackFacts(doc)
			test.spoil(doc)
			require.NotEqual(t, before, sweatStackFacts(doc))
		})
	}
}

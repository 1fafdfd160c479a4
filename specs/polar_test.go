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

func loadNamed(t *testing.T, name string) map[string]any {
	t.Helper()
	raw, err := specs.Read(name)
	require.NoError(t, err)
	var doc map[string]any
	require.NoError(t, yaml.Unmarshal(raw, &doc))
	return doc
}

// inventory reads the facts of a file that a program took from the vendor's text.
func inventory(t *testing.T, name string) []string {
	t.Helper()
	raw, err := os.ReadFile("inventory/" + name + ".txt")
	require.NoError(t, err)
	var out []string
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	slices.Sort(out)
	return out
}

func TestPolarSpecificationsProveEveryPart(t *testing.T) {
	for name, atLeast := range map[string]int{"polar-auth": 90, "polar-teampro": 380, "polar-accesslink": 1700} {
		t.Run(name, func(t *testing.T) {
			doc := loadNamed(t, name)
			problems := unproven(doc)
			require.Empty(t, problems, strings.Join(problems, "\n"))
			require.Greater(t, len(parts(doc)), atLeast)
		})
	}
}

func TestPolarProfilesCompile(t *testing.T) {
	for name, want := range map[string]map[string]int{
		"polar-teampro":    {"1.0.2": 7, "1.1.0": 9},
		"polar-accesslink": {"documented": 22, "live": 22, "tolerant": 22},
	} {
		doc := loadNamed(t, name)
		require.Len(t, doc["x-profiles"], len(want))
		require.Contains(t, want, doc["x-default-profile"])
		raw, err := specs.Read(name)
		require.NoError(t, err)
		for profile, operations := range want {
			one, err := openapi.ForProfile(raw, profile)
			require.NoError(t, err)
			v, err := openapi.New(one)
			require.NoError(t, err, profile)
			require.Len(t, v.Operations(), operations, profile)
		}
	}
}

// facts of a specification are spelled as the inventories spell those of the documents.
func TestTeamProHasEveryNameOfTheDocuments(t *testing.T) {
	want := slices.DeleteFunc(inventory(t, "polar-teampro"), isAuthorization)
	if diff := cmp.Diff(want, polarFacts(loadNamed(t, "polar-teampro"))); diff != "" {
		t.Errorf("facts (-documents +specification):\n%s", diff)
	}
	require.GreaterOrEqual(t, len(want), 400)
}

// Each planted slip shows in the comparison.
func TestPolarFactsSeeAPlantedSlip(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(doc map[string]any)
	}{
		{"a lost property", func(doc map[string]any) {
			delete(object(schema(doc, "team")["properties"]), "organisation")
		}},
		{"another type", func(doc map[string]any) {
			object(object(schema(doc, "player")["properties"])["player_number"])["type"] = "string"
		}},
		{"a lost enum value", func(doc map[string]any) {
			s := schema(doc, "Feeling")
			s["enum"] = s["enum"].([]any)[1:]
		}},
		{"a lost status", func(doc map[string]any) {
			op := object(object(object(doc["paths"])["/v1/teams/{team_id}"])["get"])
			delete(object(op["responses"]), "404")
		}},
		{"a property of another version", func(doc map[string]any) {
			delete(object(object(schema(doc, "teamDetails")["properties"])["sport_profiles"]), "x-profile")
		}},
		{"an added schema", func(doc map[string]any) {
			object(object(doc["components"])["schemas"])["invented"] = map[string]any{"type": "object"}
		}},
	} {
		t.Run("it sees "+test.name, func(t *testing.T) {
			doc := loadNamed(t, "polar-teampro")
			before := polarFacts(doc)
			test.spoil(doc)
			require.NotEqual(t, before, polarFacts(doc))
		})
	}
}

func isAuthorization(fact string) bool {
	return strings.HasPrefix(fact, "authorize ") || strings.HasPrefix(fact, "token-") || strings.HasPrefix(fact, "scope ")
}

// The pages of both services describe the authorization server; the specification has what either says.
func TestTheAuthorizationServerIsThatOfBothPages(t *testing.T) {
	var want []string
	for _, name := range []string{"polar-teampro", "polar-accesslink"} {
		for _, fact := range inventory(t, name) {
			if isAuthorization(fact) {
				want = append(want, fact)
			}
		}
	}
	slices.Sort(want)
	doc := loadNamed(t, "polar-auth")
	var got []string
	authorize := object(object(object(doc["paths"])["/oauth/authorize"])["get"])
	for _, p := range authorize["parameters"].([]any) {
		p := resolve(doc, p)
		got = append(got, fmt.Sprintf("authorize %v %s", p["name"], need(p["required"] == true)))
	}
	got = append(got, documented("token-field", schema(doc, "TokenRequest"))...)
	got = append(got, documented("token-answer", schema(doc, "Token"))...)
	for _, scope := range schema(doc, "Scope")["enum"].([]any) {
		got = append(got, fmt.Sprintf("scope %v", scope))
	}
	slices.Sort(got)
	if diff := cmp.Diff(slices.Compact(want), got); diff != "" {
		t.Errorf("facts (-documents +specification):\n%s", diff)
	}
}

func need(required bool) string {
	if required {
		return "required"
	}
	return "optional"
}

// documented lists the members of an object that are not ours.
func documented(kind string, s map[string]any) []string {
	var out []string
	for name, p := range object(s["properties"]) {
		if object(p)["x-evidence"] != "inferred" {
			out = append(out, kind+" "+name)
		}
	}
	return out
}

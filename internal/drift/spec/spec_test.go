package spec_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/spec"
)

const base = `openapi: 3.0.3
info: {title: t, version: "1"}
servers: [{url: "https://api.example/v1"}]
paths:
  /teams:
    get:
      operationId: listTeams
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
        - {name: code, in: query, schema: {type: string, pattern: "^[a-z]+$"}}
      responses:
        "200":
          description: d
          content:
            application/json:
              schema:
                type: object
                required: [id, kind]
                properties:
                  id: {type: integer}
                  kind: {type: string, enum: [a, b]}
                  name: {type: string}
        "413": {description: d}
`

func compare(t *testing.T, from, to string) *drift.Report {
	t.Helper()
	r, err := spec.Compare(spec.Document{Name: "from.yaml", Text: []byte(from)}, spec.Document{Name: "to.yaml", Text: []byte(to)})
	require.NoError(t, err)
	return r
}

func TestDifferencesAreClassedForAClient(t *testing.T) {
	for _, tt := range []struct {
		name, old, new string
		class          drift.Class
		rule           string
	}{
		{"a property that was never promised is gone", "                  name: {type: string}\n", "", drift.Breaking, "response-optional-property-removed"},
		{"a property has another type", "id: {type: integer}", "id: {type: string}", drift.Breaking, "response-property-type-changed"},
		{"an operation is gone", "  /teams:\n    get:", "  /clubs:\n    get:", drift.Breaking, "api-path-removed-without-deprecation"},
		{"a new parameter is demanded", "      responses:\n", "        - {name: key, in: query, required: true, schema: {type: string}}\n      responses:\n", drift.Breaking, "new-required-request-parameter"},
		{"an enum grows", "enum: [a, b]", "enum: [a, b, c]", drift.Risky, "response-property-enum-value-added"},
		{"a value may be null", "id: {type: integer}", "id: {type: integer, nullable: true}", drift.Risky, "response-property-became-nullable"},
		{"a property is no longer promised", "required: [id, kind]", "required: [id]", drift.Risky, "response-property-became-optional"},
		{"a limit is tighter", "maximum: 100", "maximum: 50", drift.Risky, "request-parameter-max-decreased"},
		{"a refusal has another status", `"413":`, `"419":`, drift.Risky, "response-non-success-status-added"},
		{"a property is new", "                  name: {type: string}\n", "                  name: {type: string}\n                  colour: {type: string}\n", drift.Benign, "response-optional-property-added"},
		{"an operation is new", "paths:\n", "paths:\n  /clubs: {get: {operationId: c, responses: {\"200\": {description: d}}}}\n", drift.Benign, "endpoint-added"},
		{"a pattern is another one", "^[a-z]+$", "^[a-f]+$", drift.Unknown, "request-parameter-pattern-changed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Contains(t, base, tt.old)
			r := compare(t, base, strings.Replace(base, tt.old, tt.new, 1))
			require.Equal(t, tt.class, r.Class, "%+v", r.Finding)
			i := slices.IndexFunc(r.Finding, func(f drift.Finding) bool { return f.Rule == tt.rule })
			require.GreaterOrEqual(t, i, 0, "%+v", r.Finding)
			require.Equal(t, tt.class, r.Finding[i].Class)
			require.NotEmpty(t, r.Finding[i].What)
			if tt.rule != "endpoint-added" {
				require.Equal(t, "listTeams", r.Finding[i].Operation)
				require.Equal(t, "GET /v1/teams", r.Finding[i].Request)
			}
			require.Contains(t, []string{"from.yaml", "to.yaml"}, r.Finding[i].File)
			require.Positive(t, r.Finding[i].Line)
		})
	}
}

func TestTheSameIsNoDrift(t *testing.T) {
	r := compare(t, base, base)
	require.Empty(t, r.Finding)
	require.Equal(t, drift.ExitNone, r.Exit(""))
	require.Equal(t, 1, r.Looked)
	whole := strings.NewReplacer("https://api.example/v1", "https://api.example", "/teams:", "/v1/teams:").Replace(base)
	require.Empty(t, compare(t, base, whole).Finding, "what a server's address says and what its paths say is the same")
}

func TestWhatCannotBeReadCannotBeCompared(t *testing.T) {
	for name, text := range map[string]string{
		"Swagger 2":            "swagger: \"2.0\"\ninfo: {title: t, version: v}\npaths: {}\n",
		"no YAML":              "{",
		"nothing":              "",
		"no paths":             "openapi: 3.0.3\ninfo: {title: t, version: v}\npaths: {}\n",
		"another version":      strings.Replace(base, "3.0.3", "4.0.0", 1),
		"a page":               "<html></html>",
		"a missing component":  strings.Replace(base, "id: {type: integer}", `id: {$ref: "#/components/schemas/None"}`, 1),
		"a file of its own":    strings.Replace(base, "id: {type: integer}", `id: {$ref: "../../etc/passwd"}`, 1),
		"a document elsewhere": strings.Replace(base, "id: {type: integer}", `id: {$ref: "http://127.0.0.1:1/x.yaml"}`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			r := compare(t, base, text)
			require.Len(t, r.Finding, 1)
			require.Equal(t, drift.Unknown, r.Class)
			require.Equal(t, drift.ExitUnknown, r.Exit(drift.Benign))
			require.Contains(t, r.Finding[0].What, "to.yaml")
			require.Equal(t, drift.Unknown, compare(t, text, base).Class)
		})
	}
}

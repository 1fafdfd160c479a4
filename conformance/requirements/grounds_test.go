package requirements

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/specs"
)

// A source that a description has too is as old, and of the same kind, there.
func TestSourcesAreThoseOfTheDescriptions(t *testing.T) {
	t.Parallel()
	b, err := Load()
	require.NoError(t, err)
	kinds := map[evidence.Grade]string{evidence.Documented: "document", evidence.Recorded: "recording", evidence.SeenInClient: "code", evidence.Inferred: "convention"}
	described := 0
	for _, s := range b.Sources {
		require.Equal(t, s.Spec == "", s.Name == "", s.Source)
		if s.Spec == "" {
			continue
		}
		there, ok := read(t, s.Spec)[s.Name]
		require.True(t, ok, "%s has no source %s", s.Spec, s.Name)
		require.Equal(t, there.Read, s.Date, s.Source)
		require.Equal(t, kinds[s.Grade], there.Kind, s.Source)
		described++
	}
	require.Greater(t, described, 15)
	for _, s := range b.Sources {
		used := false
		for _, r := range b.Rows {
			used = used || r.Source == s.Source
		}
		require.True(t, used, "no row has the source %s", s.Source)
	}
}

type source struct{ Kind, Read string }

// read is a description's table of sources, cut out of it: all of it takes a second.
func read(t *testing.T, spec string) map[string]source {
	t.Helper()
	raw, err := specs.Read(spec)
	require.NoError(t, err)
	_, after, _ := strings.Cut(string(raw), "\nx-sources:\n")
	var table strings.Builder
	for line := range strings.Lines(after) {
		if !strings.HasPrefix(line, "  ") {
			break
		}
		table.WriteString(line)
	}
	var sources map[string]source
	require.NoError(t, yaml.Unmarshal([]byte(table.String()), &sources))
	return sources
}

func TestACaseIsNoSurerThanTheWeakestOfItsRows(t *testing.T) {
	t.Parallel()
	one := func(id, basis, source string) string {
		text := fmt.Sprintf("- {id: %s, words: w, basis: %s, source: %s, place: top, cases: [X-A-001]", id, basis, source)
		if basis == "DOC" {
			text += ", line: 1, sha256: " + Hash("x")
		}
		return text + "}\n"
	}
	sources := "- {source: page, title: The page, grade: documented, date: 2026-02}\n- {source: programs, grade: seen in client code, date: \"2026\"}\n"
	b, err := load(fstest.MapFS{
		"toy.yaml": {Data: []byte(one("R-1", "DOC", "page") + one("R-2", "FIELD", "programs"))}, "sources.yaml": {Data: []byte(sources)},
	})
	require.NoError(t, err)
	require.Equal(t, &evidence.Grounds{Grade: evidence.SeenInClient, Source: "programs, top", Date: "2026"}, b.Grounds("X-A-001"))
	require.Equal(t, &evidence.Grounds{Grade: evidence.Documented, Source: "The page, top", Date: "2026-02"}, b.Grounds("R-1"), "of a row alone")
	require.Nil(t, b.Grounds("X-A-002"))
	require.Nil(t, b.Grounds())

	for _, tt := range []struct{ sources, want string }{
		{"- {source: page, grade: documented, date: 2026-02}\n", `R-2: its source "programs" is not in sources.yaml`},
		{sources + "- {source: x, grade: documented}\n", `source "x" lacks`},
		{sources + "- {source: x, grade: certain, date: \"2026\"}\n", "not a grade"},
	} {
		_, err := load(fstest.MapFS{
			"toy.yaml": {Data: []byte(one("R-1", "DOC", "page") + one("R-2", "FIELD", "programs"))}, "sources.yaml": {Data: []byte(tt.sources)},
		})
		require.ErrorContains(t, err, tt.want)
	}
}

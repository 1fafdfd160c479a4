package requirements

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance/sets"
)

func TestEveryScoredCaseRestsOnARow(t *testing.T) {
	t.Parallel()
	b, err := Load()
	require.NoError(t, err)
	set, err := sets.Find("")
	require.NoError(t, err)
	require.Greater(t, len(set.Cases), 88)
	for _, id := range set.Cases {
		require.True(t, b.Covers(id), id)
		require.NotEmpty(t, b.Says(id), id)
	}
	for _, r := range b.Rows {
		for _, id := range r.Cases {
			require.True(t, set.Has(id), "%s names %s", r.ID, id)
		}
	}
	require.NotEmpty(t, b.Uncovered)
	require.NotEmpty(t, b.LeftOut)
}

const row = `- id: R-1
  words: "A client waits."
  basis: DOC
  source: page.txt
  place: top
  line: 2
  sha256: HASH
  cases: [X-A-001]
`

// pages is a table of the one source that row has.
func pages() *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("- {source: page.txt, title: The page, grade: documented, date: 2026-02}\n")}
}

func TestDriftFindsChangedSentences(t *testing.T) {
	t.Parallel()
	text := strings.Replace(row, "HASH", Hash("  - Please   wait 5s. "), 1)
	b, err := load(fstest.MapFS{"toy.yaml": {Data: []byte(text)}, "sources.yaml": pages()})
	require.NoError(t, err)
	require.Empty(t, b.Drift("page.txt", "Title\n• Please wait 5s.\n"))
	require.Len(t, b.Drift("page.txt", "Title\n• Please wait 6s.\n"), 1)
	require.Empty(t, b.Drift("other.txt", ""))
	require.Equal(t, "A client waits. (page.txt, top, line 2; R-1)", b.Rows[0].String())
}

func TestRowsAreChecked(t *testing.T) {
	t.Parallel()
	good := strings.Replace(row, "HASH", Hash("x"), 1)
	for _, tt := range []struct{ name, text, want string }{
		{"an ID twice", good + good, "twice"},
		{"no words", strings.Replace(good, `"A client waits."`, `""`, 1), "lacks its id, words"},
		{"no case", strings.Replace(good, "[X-A-001]", "[]", 1), "no case shows it"},
		{"a document without a hash", strings.Replace(row, "HASH", `""`, 1), "has a line and a hash"},
		{"a rule of ours with a hash", strings.Replace(good, "DOC", "SAFETY", 1), "has a line and a hash"},
		{"an unknown member", good + "  why: not\n", "requirements/toy.yaml:9"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := load(fstest.MapFS{"toy.yaml": {Data: []byte(tt.text)}, "sources.yaml": pages()})
			require.ErrorContains(t, err, tt.want)
		})
	}
	_, err := load(fstest.MapFS{"uncovered.yaml": {Data: []byte("- {words: x, source: y, place: z, line: 1, sha256: " + Hash("x") + "}\n")}})
	require.ErrorContains(t, err, "reason")
	_, err = load(fstest.MapFS{"leftout.yaml": {Data: []byte("- {id: X-A-001, title: x, reason: y}\n")}, "toy.yaml": {Data: []byte(good)}})
	require.ErrorContains(t, err, "left out X-A-001")
}

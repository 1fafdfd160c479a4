package report

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/golden"
)

// pair is the sample, and another subject of the same name that lacks a case and
// fails less.
func pair() *Table {
	other := sample()
	other.Cases = other.Cases[:len(other.Cases)-1]
	for i := range other.Cases {
		if c := &other.Cases[i]; c.Verdict == conformance.Fail {
			c.Verdict, c.Reason = conformance.NA, "does not announce <get>"
		}
	}
	other.Partial, other.Cases[0].Level = true, conformance.Should
	other.Tally([]string{"toy-read"})
	return Merge(sample(), other)
}

func TestTables(t *testing.T) {
	t.Parallel()
	for name, render := range map[string]func(io.Writer) error{"merged.txt": pair().Text, "merged.md": pair().Markdown, "merged.html": pair().HTML} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			require.NoError(t, render(&b))
			golden.Equal(t, name, b.Bytes())
			for _, reference := range []string{"http://", "https://", "src=", "url(", "announce <get>"} {
				if name == "merged.html" {
					require.NotContains(t, b.String(), reference)
				}
			}
		})
	}
}

func TestATableHasEveryCaseOnce(t *testing.T) {
	t.Parallel()
	m := pair()
	require.Equal(t, "acme <sports> 1.4.2", m.Columns[0].Name)
	require.Equal(t, "acme <sports> 1.4.2 (2)", m.Columns[1].Name)
	require.Len(t, m.Rows, len(sample().Cases))
	differ := map[string]string{}
	for i := range m.Rows {
		if r := &m.Rows[i]; r.Differs() {
			differ[r.ID] = r.Cells[1].String()
		}
		require.Equal(t, sampleLevel(m.Rows[i].ID), m.Rows[i].Level, "the strongest")
	}
	require.Equal(t, map[string]string{"T-FAIL-001": "N/A", "T-ERROR-001": absent}, differ)
}

func sampleLevel(id string) conformance.Level {
	for _, c := range sample().Cases {
		if c.ID == id {
			return c.Level
		}
	}
	return ""
}

func TestResultsThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	good := render(t, JSON, sample())
	r, err := Read("a.json", good)
	require.NoError(t, err)
	require.Len(t, r.Cases, 11)
	for _, tt := range []struct{ name, text, want string }{
		{"no JSON", "<html>", "a.json is not results.json of a run"},
		{"another document", `{"schema":"junit"}`, `schema is "junit", and this program reads "ergodrome.results/1"`},
		{"two documents", string(good) + "{}", "there is more behind the results"},
		{"a verdict that does not exist", `{"schema":"ergodrome.results/1","cases":[{"id":"X-A-001","verdict":"GREAT"}]}`, `cases[0] (X-A-001): "GREAT" is not a verdict`},
		{"a value of another kind", `{"schema":"ergodrome.results/1","cases":7}`, "is not results.json of a run"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Read("a.json", []byte(tt.text))
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"schema":"ergodrome.results/1","cases":[{"id":"X-A-001","verdict":"PASS"}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := Read("x", raw)
		if err != nil {
			return
		}
		var b bytes.Buffer
		require.NoError(t, Merge(r, r).HTML(&b))
		require.NoError(t, Merge(r, r).Text(&b))
	})
}

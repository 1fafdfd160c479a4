package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"math"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/fixtures"
)

// decoding is one vector: what a file means, or that it means nothing.
type decoding struct {
	name  string
	input []byte
	want  struct {
		Error   string
		Rows    int
		Columns []struct {
			Name   string
			Values []any
		}
		Accept []struct {
			Items []map[string]any
			Error string
		}
	}
}

func decodings(t *testing.T, area, ending string) []decoding {
	t.Helper()
	dir := "decode/" + area
	files, err := fixtures.FS.ReadDir(dir)
	require.NoError(t, err)
	var out []decoding
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name(), ending)
		if !ok {
			continue
		}
		d := decoding{name: name}
		d.input, err = fixtures.FS.ReadFile(path.Join(dir, f.Name()))
		require.NoError(t, err)
		raw, err := fixtures.FS.ReadFile(path.Join(dir, name+".expect.json"))
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(raw, &d.want))
		out = append(out, d)
	}
	require.NotEmpty(t, out)
	return out
}

// decoded runs `ergodrome decode` and returns the objects that it printed.
func (d decoding) decoded(t *testing.T, kind string) (lines []map[string]any, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = Main(context.Background(), Env{
		Args: []string{"decode", kind, "--format", "ndjson"}, Stdin: bytes.NewReader(d.input),
		Stdout: &stdout, Stderr: &stderr, Getenv: func(string) string { return "" },
	})
	for out := json.NewDecoder(&stdout); out.More(); {
		var line map[string]any
		require.NoError(t, out.Decode(&line))
		lines = append(lines, line)
	}
	assert.Equal(t, code != exitOK, stderr.Len() > 0, "an exit code of 1 has its reason, and 0 has none: %s", &stderr)
	return lines, code
}

func TestFramesOfEveryFixture(t *testing.T) {
	for _, d := range decodings(t, "sweatstack-parquet", ".parquet") {
		t.Run(d.name, func(t *testing.T) {
			got, code := d.decoded(t, "parquet")
			if code != exitOK {
				assert.NotEmpty(t, d.want.Error, "there is nothing wrong with it")
				assert.Empty(t, got)
				return
			}
			require.NotEqual(t, "n", d.name[:1], "it is not to be read")
			want := make([]map[string]any, d.want.Rows)
			for i := range want {
				want[i] = map[string]any{}
				for _, c := range d.want.Columns {
					value := c.Values[i]
					if named, ok := value.(map[string]any); ok {
						value = nil // JSON has no word for what is no number
						if named["v"] == "-0" {
							value = math.Copysign(0, -1)
						}
					}
					want[i][c.Name] = value
				}
			}
			if len(want) == 0 {
				want = nil
			}
			assert.Empty(t, cmp.Diff(want, got))
		})
	}
}

// tidy makes the space in an error's words what the client makes of it.
func tidy(item map[string]any) {
	if words, ok := item["error"].(string); ok {
		item["error"] = strings.Join(strings.Fields(words), " ")
	}
}

func TestUpdatesOfEveryFixture(t *testing.T) {
	for _, d := range decodings(t, "sweatstack-ndjson", ".ndjson") {
		t.Run(d.name, func(t *testing.T) {
			got, code := d.decoded(t, "ndjson")
			for _, line := range got {
				if line["error"] != nil {
					delete(line, "backfill_loaded_until")
				}
				tidy(line)
				if extra, ok := line["extra"].(map[string]any); ok {
					delete(line, "extra")
					maps.Copy(line, extra)
				}
			}
			var diffs []string
			for _, a := range d.want.Accept {
				failed := a.Error != ""
				var items []map[string]any
				for _, item := range a.Items {
					failed = failed || item["error"] != nil || item["unreadable"] != nil
					tidy(item)
					if item["unreadable"] == nil { // that is told on stderr
						items = append(items, item)
					}
				}
				diff := cmp.Diff(items, got)
				if diff == "" && failed == (code == exitFailure) {
					return
				}
				diffs = append(diffs, diff)
			}
			t.Errorf("exit code %d, and none of what is accepted:\n%s", code, strings.Join(diffs, "\n"))
		})
	}
}

package recording_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/recording"
)

func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	}
	return dir
}

func TestExchangesWrittenAsMessagesAreARecording(t *testing.T) {
	bytesOf := "\xff\xfe\x00"
	r, err := recording.Open(folderOf(t, map[string]string{
		"vendor/a-refusal.http": "GET /a HTTP/1.1\nHost: v.example\n\nHTTP/1.1 403 Forbidden\n\n",
		"vendor/b.http":         "POST /a?x=1&y=%C3%A6 HTTP/1.1\nHost: v.example\nContent-Type: text/plain\n\nhello\n\nHTTP/1.1 200 OK\nContent-Type: image/png\n\n" + bytesOf + "\n",
		"vendor/b.source":       "source: nobody\n",
		"loose.http":            "GET /c HTTP/1.1\n\nHTTP/1.1 204 No Content\n\n",
		"vendor/deep/d.http":    "not read",
	}), recording.Limits{})
	require.NoError(t, err)
	defer r.Close()
	var names []string
	for place, err := range r.Places() {
		require.NoError(t, err)
		e, err := r.At(place)
		require.NoError(t, err)
		names = append(names, e.Name+" "+e.Request.URL)
		require.True(t, e.Started().IsZero(), "it does not say when it was")
		if e.Name != "vendor/b" {
			continue
		}
		require.Equal(t, []recording.Pair{{Name: "x", Value: "1"}, {Name: "y", Value: "æ"}}, e.Request.QueryString)
		asked, err := r.RequestBody(e)
		require.NoError(t, err)
		sent, err := r.ResponseBody(e)
		require.NoError(t, err)
		for want, body := range map[string]io.ReadCloser{"hello": asked, bytesOf: sent} {
			got, err := io.ReadAll(body)
			require.NoError(t, err)
			require.NoError(t, body.Close())
			require.Equal(t, want, string(got))
		}
	}
	require.Equal(t, []string{"loose https://localhost/c", "vendor/b https://v.example/a?x=1&y=%C3%A6", "vendor/a-refusal https://v.example/a"}, names)
}

func TestFoldersThatAreNoRecordingSayWhy(t *testing.T) {
	for why, files := range map[string]map[string]string{
		"is no recording, nor has it exchanges":  {"a.txt": ""},
		"bad.http: no line begins with HTTP/1.1": {"bad.http": "GET / HTTP/1.1\n\n"},
	} {
		_, err := recording.Open(folderOf(t, files), recording.Limits{})
		require.ErrorContains(t, err, why)
	}
	large := folderOf(t, map[string]string{"a.http": ""})
	require.NoError(t, os.Truncate(filepath.Join(large, "a.http"), 64<<20+1))
	_, err := recording.Open(large, recording.Limits{})
	require.ErrorContains(t, err, "a.http: the exchanges of this folder are larger than 64 MiB")
}

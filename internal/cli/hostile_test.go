//go:build unix

package cli

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/metrics"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/recorded"
	"github.com/ergodrome/ergodrome/internal/judge"
)

// exchanged is an archive of one answer, whose content and headers may be anybody's.
func exchanged(content string, headers ...string) string {
	var pairs []string
	for _, h := range append(headers, "Content-Type: application/json") {
		name, value, _ := strings.Cut(h, ": ")
		pairs = append(pairs, fmt.Sprintf(`{"name":%q,"value":%q}`, name, value))
	}
	return `{"log":{"entries":[{"startedDateTime":"2026-03-10T12:00:00Z","request":{"method":"GET","url":"https://teampro.api.polar.com/v1/teams","headers":[],"bodySize":1073741824},` +
		`"response":{"status":200,"headers":[` + strings.Join(pairs, ",") + `],"content":` + content + `,"bodySize":1073741824}}]}}`
}

// hostile is a file, or a folder with one, as somebody might hand it to us.
type hostile struct {
	name string
	make func(dir string) error // recording.har, and what else
	// What each command says; "" where the file is harmless to it.
	replay, drift, verify string
}

func text(s string) func(string) error {
	return func(dir string) error { return os.WriteFile(filepath.Join(dir, "recording.har"), []byte(s), 0o600) }
}

// and does one thing more.
func (f hostile) and(more func(dir string) error) hostile {
	first := f.make
	f.make = func(dir string) error {
		if err := first(dir); err != nil {
			return err
		}
		return more(dir)
	}
	return f
}

func sparse(name string) func(string) error {
	return func(dir string) error {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		defer f.Close()
		return f.Truncate(1 << 30)
	}
}

func pipe(name string) func(string) error {
	return func(dir string) error { return syscall.Mkfifo(filepath.Join(dir, name), 0o600) }
}

func link(to, name string) func(string) error {
	return func(dir string) error { return os.Symlink(to, filepath.Join(dir, name)) }
}

func hostiles() []hostile {
	const unsealed, none = "it is not sealed", "no recording of ergodrome"
	bomb := `{"mimeType":"application/json","encoding":"base64","text":"` + base64.StdEncoding.EncodeToString(zipped(64<<20)) + `"}`
	seal := func(text string) func(string) error {
		return func(dir string) error { return os.WriteFile(filepath.Join(dir, "seal.json"), []byte(text), 0o600) }
	}
	return []hostile{
		{"truncated JSON", text(`{"log":{"entries":[{"request":{"url":"https://x`), "it is truncated", "it is truncated", unsealed},
		{"truncated between entries", text(strings.TrimSuffix(exchanged(`{"text":"{}"}`), "]}}")), "it is truncated", "it is truncated", unsealed},
		{"nothing", text(""), "it is truncated", "it is truncated", unsealed},
		{"binary noise", text("\x00\xff\x13\x37\xfe" + strings.Repeat("\x80", 5000)), "no JSON at byte 1", "no JSON at byte 1", unsealed},
		{"a gigabyte of nothing", sparse("recording.har"), "no JSON at byte 1", "no JSON at byte 1", unsealed},
		{"a string without end", text(`{"log":{"entries":[{"_x":"` + strings.Repeat("x", 66<<20)), "larger than 64 MiB", "larger than 64 MiB", unsealed},
		{"nesting without end", text(`{"log":{"entries":[{"_x":` + strings.Repeat("[", 200000)), "nested too deeply", "nested too deeply", unsealed},
		{"a declared gigabyte", text(exchanged(`{"size":1073741824,"mimeType":"application/json","text":"{}"}`, "Content-Length: 1073741824")), "", "is missing", unsealed},
		{"a body that grows", text(exchanged(bomb, "Content-Encoding: gzip")), "", "too long", unsealed},
		{"a coding that is none", text(exchanged(`{"_file":"recording.har","_coding":"gzip"}`)), "is called gzip, but is not", "is called gzip, but is not", unsealed},
		{"codings without end", text(exchanged(`{"_file":"recording.har","_coding":"gzip,gzip,gzip,gzip,gzip,gzip"}`)), "at most 4 are undone", "at most 4 are undone", unsealed},
		{"a path that climbs", text(exchanged(`{"_file":"../secret"}`)), "outside the archive's folder", "outside the archive's folder", unsealed},
		{"a path from the root", text(exchanged(`{"_file":"/etc/passwd"}`)), "outside the archive's folder", "outside the archive's folder", unsealed},
		hostile{"a link that climbs", text(exchanged(`{"_file":"l"}`)), "cannot be read", "cannot be read", unsealed}.and(link("../secret", "l")),
		hostile{"a folder that is a link", text(exchanged(`{"_file":"bodies/secret"}`)), "cannot be read", "cannot be read", unsealed}.and(link("..", "bodies")),
		hostile{"links in a circle", text(exchanged(`{"_file":"a"}`)), "cannot be read", "cannot be read", unsealed}.and(link("b", "a")).and(link("a", "b")),
		hostile{"a body that is a pipe", text(exchanged(`{"_file":"p"}`)), "no regular file", "no regular file", unsealed}.and(pipe("p")),
		{"an archive that is a pipe", pipe("recording.har"), "no regular file", "no regular file", unsealed},
		{"an archive that is a link to the outside", link("../secret", "recording.har"), "is no recording", "is no recording", none},
		{"no archive", func(string) error { return nil }, "is no recording", "is no recording", none},
		{"an exchange that is a pipe", pipe("x.http"), "no regular file", "no regular file", none},
		{"an exchange of noise", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "x.http"), []byte("\x00\xff\xfe"), 0o600)
		}, "x.http", "x.http", none},
		{"an exchange of a gigabyte", sparse("x.http"), "larger than 64 MiB", "larger than 64 MiB", none},
		hostile{"a seal of noise", text(exchanged(`{"text":"{}"}`)), "", "is missing", "cannot be read"}.and(seal("\x00\x01")),
		hostile{"a seal of a gigabyte", text(exchanged(`{"text":"{}"}`)), "", "is missing", "cannot be read"}.and(sparse("seal.json")),
		hostile{"a seal that is a pipe", text(exchanged(`{"text":"{}"}`)), "", "is missing", "no regular file"}.and(pipe("seal.json")),
		hostile{"a seal of files elsewhere", text(exchanged(`{"text":"{}"}`)), "", "is missing", "is missing"}.and(seal(`{"version":1,"files":{"../secret":"x","/etc/passwd":"y"}}`)),
		hostile{"a key that is a pipe", text(exchanged(`{"text":"{}"}`)), "", "is missing", "recording.key lies in it"}.and(seal(`{"version":1}`)).and(pipe("recording.key")),
	}
}

// zipped is so many spaces and an object, in gzip.
func zipped(n int) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(append(bytes.Repeat([]byte(" "), n), "{}"...)) // into memory
	_ = z.Close()
	return b.Bytes()
}

// allocated is how many bytes this process has ever taken.
func allocated() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

// small is a description that costs nothing to read.
const small = `openapi: 3.0.0
info: {title: teams, version: "1"}
paths:
  /v1/teams:
    get:
      operationId: none
      responses:
        "200": {description: teams, content: {application/json: {schema: {type: object, required: [page], properties: {page: {type: object}}}}}}
`

// told is what a command says within a time, and what it takes.
func told(t *testing.T, args ...string) (code int, out string, took uint64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	var b bytes.Buffer
	before := allocated()
	code = Main(ctx, Env{
		Args: args, Stdout: &b, Stderr: &b, Getenv: func(string) string { return "" }, Tools: AllTools(), Compare: judge.Compare,
		Describe: func(string, string) ([]byte, error) { return []byte(small), nil },
		Recorded: func(ctx context.Context, name, earlier string, specs bool, _ map[string][]string) (*drift.Report, error) {
			teams := recorded.Service{Name: "polar-teampro", Hosts: []string{"teampro.api.polar.com"}, Spec: []byte(small)}
			return recorded.Compare(ctx, recorded.Options{Recording: name, Earlier: earlier, Specs: specs, Services: []recorded.Service{teams}})
		},
	})
	require.NoError(t, ctx.Err(), "it ends")
	return code, b.String(), allocated() - before
}

// tree lists what is below a folder, with sizes.
func tree(t *testing.T, dir string) []string {
	t.Helper()
	var list []string
	require.NoError(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		list = append(list, fmt.Sprint(name, " ", info.Mode(), " ", info.Size()))
		return err
	}))
	return list
}

// TestHostileRecordings hands them to every command that reads one: each says what
// is wrong, takes little memory, and touches nothing.
func TestHostileRecordings(t *testing.T) {
	const most = 600 << 20 // bytes in all, most of which were given back by then
	for _, h := range hostiles() {
		t.Run(h.name, func(t *testing.T) {
			base := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(base, "secret"), []byte("the-secret-of-others"), 0o600))
			dir := filepath.Join(base, "rec")
			require.NoError(t, os.Mkdir(dir, 0o700))
			require.NoError(t, h.make(dir))
			before := tree(t, base)

			code, out, took := told(t, "drift", "recording", "--format", "json", dir)
			require.Contains(t, out, h.drift)
			require.NotZero(t, code, "nothing of it is as described")
			require.Less(t, took, uint64(most))
			require.NotContains(t, out, "the-secret")

			code, out, took = told(t, "fixtures", "verify", dir)
			require.Equal(t, 1, code)
			require.Contains(t, out, h.verify)
			require.Less(t, took, uint64(most))
			require.NotContains(t, out, "the-secret")

			out, took = replayed(t, dir)
			require.Contains(t, out, h.replay)
			require.NotContains(t, out, "the-secret")
			require.Less(t, took, uint64(most))
			require.Equal(t, before, tree(t, base), "nothing is written")
		})
	}
}

// replayed serves a recording, asks for what is in it, and returns what was said.
func replayed(t *testing.T, dir string) (out string, took uint64) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	before := allocated()
	stdout, in := io.Pipe()
	var stderr bytes.Buffer
	done := make(chan int, 1)
	go func() {
		done <- Main(ctx, Env{Args: []string{"replay", "--addr", "127.0.0.1:0", dir}, Stdout: in, Stderr: &stderr, Getenv: func(string) string { return "" }, Tools: AllTools()})
		_ = in.Close()
	}()
	var ready struct{ URL string }
	if json.NewDecoder(stdout).Decode(&ready) == nil {
		client := &http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}
		resp, err := client.Get(ready.URL + "/v1/teams")
		require.NoError(t, err)
		body, err := io.ReadAll(io.LimitReader(resp.Body, 80<<20))
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		out = string(body[:min(len(body), 4096)])
		cancel()
		require.Zero(t, <-done)
		return out, allocated() - before
	}
	require.Equal(t, 1, <-done)
	return stderr.String(), allocated() - before
}

// TestHostileDescriptions does so with what drift spec reads.
func TestHostileDescriptions(t *testing.T) {
	const head = "openapi: 3.0.0\ninfo: {title: x, version: '1'}\n"
	const circle = "paths: {/v1/teams: {get: {responses: {'200': {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}}\n"
	bomb := head + "paths: {}\nx-a: &a [x,x,x,x,x,x,x,x,x]\n"
	for i := 'b'; i < 'k'; i++ {
		bomb += fmt.Sprintf("x-%c: &%c [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", i-1), 9), ","))
	}
	for _, test := range []struct{ name, text, want string }{
		{"truncated", head + "paths:\n  /a:\n    get: {responses: {'200': {desc", "did not find expected"},
		{"nothing", "", "to.yaml"},
		{"noise", "\x00\xff\xfe" + strings.Repeat("\x80", 5000), "invalid"},
		{"aliases that multiply", bomb, "excessive aliasing"},
		{"nesting without end", head + "x: " + strings.Repeat("[", 200000), "exceeded max depth"},
		{"references in a circle", head + circle + "components: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}}}\n", "to.yaml"},
		{"a file elsewhere", head + "paths: {/a: {$ref: '../secret'}}\n", "disallowed external reference"},
		{"somebody's server", head + "paths: {/a: {$ref: 'http://127.0.0.1:1/x'}}\n", "disallowed external reference"},
		{"no description", `{"log":{"entries":[]}}`, "to.yaml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			base := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(base, "secret"), []byte("the-secret-of-others"), 0o600))
			file := filepath.Join(base, "to.yaml")
			require.NoError(t, os.WriteFile(file, []byte(test.text), 0o600))
			before := tree(t, base)
			code, out, took := told(t, "drift", "spec", "--from", "polar-auth", "--to", file)
			require.Contains(t, []int{1, 2, 12, 13}, code)
			require.Contains(t, out, test.want)
			require.NotContains(t, out, "the-secret")
			require.Less(t, took, uint64(400<<20))
			require.Equal(t, before, tree(t, base))
		})
	}
	dir := t.TempDir()
	require.NoError(t, sparse("to.yaml")(dir))
	code, out, _ := told(t, "drift", "spec", "--from", "polar-auth", "--to", filepath.Join(dir, "to.yaml"))
	require.Equal(t, 2, code)
	require.Contains(t, out, "are no description")
}

// TestHostileUpstreams is what record meets: nothing of it is kept that is not whole,
// nothing outlives it, and nothing lies outside of its folder.
func TestHostileUpstreams(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		kept   int
		want   string // in the archive
	}{
		{"an answer that is cut", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"a":`)
			panic(http.ErrAbortHandler)
		}, 0, ""},
		{"truncated JSON", said("application/json", "", `{"name":"Jonna Virtan`), 1, "ends in a string"},
		{"a declared gigabyte", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1073741824")
			w.WriteHeader(http.StatusOK)
			_, _ = io.WriteString(w, "x")
		}, 0, ""},
		{"a redirect to itself", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }, 1, `"status":302`},
		{"binary noise", said("application/octet-stream", "", "\x00\xff\x13\x37"), 1, "cannot look into"},
		{"noise that is called JSON", said("application/json", "", "\x00\xff\x13\x37"), 1, "_withheld"},
		{"noise that is called gzip", said("application/json", "gzip", "\x00\xff\x13\x37"), 1, "called gzip, but is not"},
		{"no HTTP at all", func(w http.ResponseWriter, _ *http.Request) {
			c, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_, _ = io.WriteString(c, "\x00\x01\x02 hello\r\n\r\n")
				_ = c.Close()
			}
		}, 0, ""},
		{"file names that climb", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Disposition", `attachment; filename="../../../../tmp/climbed.csv"`)
			said("text/csv", "", "a,b\n"+strings.Repeat("1,2\n", 10000))(w, r)
		}, 1, `"_file":"bodies/000001.csv"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			up := httptest.NewServer(test.answer)
			defer up.Close()
			base := t.TempDir()
			dir := filepath.Join(base, "rec")
			rec := start(t, environmentOf(nil), "record", "--upstream", up.URL, "--out", dir, "--addr", "127.0.0.1:0", "--patience", "50ms")
			client := &http.Client{Timeout: 300 * time.Millisecond, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
			if resp, err := client.Get(rec.URL + "/v1/../../x/%2e%2e%2f%2e%2e%2fetc/passwd"); err == nil {
				_, _ = io.Copy(io.Discard, resp.Body)
				_ = resp.Body.Close()
			}
			up.CloseClientConnections()
			code, last := rec.end()
			require.Zero(t, code, rec.stderr)
			require.Contains(t, last, fmt.Sprintf(`"entries":%d`, test.kept))
			archive, err := os.ReadFile(filepath.Join(dir, "recording.har"))
			require.NoError(t, err)
			require.Contains(t, string(archive), test.want)
			require.NotContains(t, string(archive), "Jonna")
			for _, line := range tree(t, base)[1:] {
				require.True(t, strings.HasPrefix(line, dir), line)
			}
			code, out, _ := told(t, "fixtures", "verify", dir)
			require.Zero(t, code, out)
		})
	}
}

func said(media, coding, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		if coding != "" {
			w.Header().Set("Content-Encoding", coding)
		}
		_, _ = io.WriteString(w, body)
	}
}

package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/recording"
)

// running is a command that serves until it is ended.
type running struct {
	t      *testing.T
	URL    string
	cancel context.CancelFunc
	lines  *bufio.Reader
	code   chan int
	stderr *bytes.Buffer
}

// start runs a command until it says that it is ready.
func start(t *testing.T, getenv func(string) string, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	out, in := io.Pipe()
	r := &running{t: t, cancel: cancel, lines: bufio.NewReader(out), code: make(chan int, 1), stderr: new(bytes.Buffer)}
	go func() {
		r.code <- Main(ctx, Env{Args: args, Stdout: in, Stderr: r.stderr, Getenv: getenv, Tools: AllTools()})
		_ = in.Close()
	}()
	line, err := r.lines.ReadString('\n')
	if err != nil {
		t.Fatalf("it ended with %d: %s", <-r.code, r.stderr)
	}
	require.NoError(t, json.Unmarshal([]byte(line), &r))
	return r
}

// end interrupts it, and returns its exit code and what it printed last.
func (r *running) end() (int, string) {
	r.t.Helper()
	r.cancel()
	rest, err := io.ReadAll(r.lines)
	require.NoError(r.t, err)
	return <-r.code, string(rest)
}

func command1(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = Main(context.Background(), Env{Args: args, Stdout: &out, Stderr: &err, Getenv: func(string) string { return "" }, Tools: AllTools()})
	return code, out.String(), err.String()
}

func fetchText(t *testing.T, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(body)
}

func environmentOf(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func TestRecordVerifyAndReplay(t *testing.T) {
	up := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer from-the-environment" || r.Header.Get("X-Api-Key") != "key-of-the-environment" {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"athletes":[{"athleteId":356255,"firstName":"Jonna","lastName":"Virtanen"}],"note":"x"}`)
	}))
	defer up.Close()
	dir, key := filepath.Join(t.TempDir(), "rec"), filepath.Join(t.TempDir(), "key")
	rec := start(t, environmentOf(map[string]string{"ERGODROME_UPSTREAM_AUTHORIZATION": "Bearer from-the-environment", "ERGODROME_UPSTREAM_API_KEY": "key-of-the-environment"}),
		"record", "--upstream", up.URL, "--out", dir, "--addr", "127.0.0.1:0", "--key-file", key)
	status, _ := fetchText(t, rec.URL+"/v1/sports/accounts/3-1/athletes")
	require.Equal(t, 200, status)
	code, last := rec.end()
	require.Zero(t, code, rec.stderr)
	require.Regexp(t, `^{"event":"sealed","entries":1,"fingerprints":\d+,"swept":0,"key":"kept"}\n$`, last)
	require.Contains(t, rec.stderr.String(), "exchanges kept in "+dir+": 1")

	code, stdout, stderr := command1("fixtures", "verify", dir)
	require.Zero(t, code, stderr)
	require.Contains(t, stdout, "the key was thrown away")
	code, stdout, _ = command1("fixtures", "verify", "--key-file", key, dir)
	require.Zero(t, code)
	require.Contains(t, stdout, "searched again")
	for _, secret := range []string{"from-the-environment", "key-of-the-environment", "356255", "Jonna"} {
		whole, err := os.ReadFile(filepath.Join(dir, recording.ArchiveName))
		require.NoError(t, err)
		require.NotContains(t, string(whole), secret)
	}

	rep := start(t, environmentOf(nil), "replay", "--addr", "127.0.0.1:0", "--key-file", key, "--strict", dir)
	status, body := fetchText(t, rep.URL+"/v1/sports/accounts/3-1/athletes")
	require.Equal(t, 200, status)
	require.NotContains(t, body, "Jonna")
	status, body = fetchText(t, rep.URL+"/v1/sports/accounts/3-2/athletes")
	require.Equal(t, 501, status)
	require.Contains(t, body, "nearest: entry 1")
	code, _ = rep.end()
	require.Equal(t, 1, code, "--strict")
	require.Contains(t, rep.stderr.String(), "1 of 1 recorded exchanges were served; 1 requests were not recorded")

	require.NoError(t, os.WriteFile(filepath.Join(dir, recording.BodyFolder, "x.json"), []byte(`{"who":"Sm9ubmEgVmlydGFuZW4="}`), 0o600))
	code, _, stderr = command1("fixtures", "verify", "--key-file", key, dir)
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "bodies/x.json came after it was sealed")
	require.Contains(t, stderr, "bodies/x.json: name, in Base64")
}

// TestAnUpstreamOfOnesOwnAuthority records a simulator that speaks TLS.
func TestAnUpstreamOfOnesOwnAuthority(t *testing.T) {
	up := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }))
	defer up.Close()
	up.Config.ErrorLog = log.New(io.Discard, "", 0)
	folder := t.TempDir()
	ca, empty := filepath.Join(folder, "ca.pem"), filepath.Join(folder, "empty.pem")
	require.NoError(t, os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: up.Certificate().Raw}), 0o600))
	require.NoError(t, os.WriteFile(empty, []byte("nothing"), 0o600))
	for name, args := range map[string][]string{"not named": nil, "named": {"--upstream-ca", ca}} {
		rec := start(t, environmentOf(nil), append([]string{"record", "--upstream", up.URL, "--addr", "127.0.0.1:0", "--out", filepath.Join(folder, name)}, args...)...)
		status, body := fetchText(t, rec.URL)
		code, last := rec.end()
		require.Zero(t, code, rec.stderr)
		if name == "named" {
			require.Equal(t, "ok", body)
			require.Contains(t, last, `"entries":1`)
			continue
		}
		require.Equal(t, 502, status)
		require.Contains(t, body, "unknown authority; if that authority is yours, name it with --upstream-ca")
		require.Contains(t, last, `"entries":0`)
	}
	for want, args := range map[string][]string{
		"no such file": {up.URL, "--upstream-ca", ca + ".not"}, "no certificate in it": {up.URL, "--upstream-ca", empty}, "has no certificate": {"http://x.example", "--upstream-ca", ca},
	} {
		code, _, stderr := command1(append([]string{"record", "--out", filepath.Join(folder, "never"), "--upstream"}, args...)...)
		require.Equal(t, 2, code)
		require.Contains(t, stderr, want)
		require.NoDirExists(t, filepath.Join(folder, "never"))
	}
}

func TestAFullDiskIsSaidAndWhatIsThereIsSealed(t *testing.T) {
	up := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }))
	defer up.Close()
	dir := filepath.Join(t.TempDir(), "rec")
	left := int64(4000)
	f := recordFlags{upstream: up.URL, out: dir, addr: "127.0.0.1:0", maxBody: "1MiB", maxTotal: "1MiB", log: "text", wrap: func(_ string, f recording.File) recording.File { return &fullDisk{f, &left} }}
	require.NoError(t, f.check())
	out, in := io.Pipe()
	done := make(chan error, 1)
	var stderr bytes.Buffer
	go func() {
		done <- record(t.Context(), Env{Stdout: in, Stderr: &stderr, Getenv: environmentOf(nil)}, f)
		_ = in.Close()
	}()
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	require.NoError(t, err)
	var ready struct{ URL string }
	require.NoError(t, json.Unmarshal([]byte(line), &ready))
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	for len(done) == 0 {
		resp, err := http.Get(ready.URL)
		if err != nil {
			break // it has ended
		}
		_ = resp.Body.Close()
	}
	err = <-done
	require.ErrorIs(t, err, syscall.ENOSPC)
	require.ErrorContains(t, err, "exchanges, which are kept")
	code, _, text := command1("fixtures", "verify", dir)
	require.Zero(t, code, text)
}

// fullDisk has room for so many bytes, beside the end of an archive.
type fullDisk struct {
	recording.File
	left *int64
}

func (f *fullDisk) WriteAt(p []byte, at int64) (int, error) {
	if len(p) < 10 {
		return f.File.WriteAt(p, at)
	}
	n, err := f.File.WriteAt(p[:min(int64(len(p)), *f.left)], at)
	if *f.left -= int64(n); err == nil && n < len(p) {
		err = syscall.ENOSPC
	}
	return n, err
}

func TestRecordingsThatCannotBeginSayWhy(t *testing.T) {
	used := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(used, "x"), nil, 0o600))
	broken := filepath.Join(used, "broken.har")
	require.NoError(t, os.WriteFile(broken, []byte(`{"log":{"entries":[{"re`), 0o600))
	open := filepath.Join(used, "open.key")
	require.NoError(t, os.WriteFile(open, []byte("x"), 0o644))
	rec := []string{"record", "--addr", "127.0.0.1:0", "--upstream", "http://127.0.0.1:9", "--out"}
	for _, test := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"record"}, 2, "--upstream URL and --out DIR"},
		{[]string{"record", "--upstream", "ftp://x", "--out", "y"}, 2, "want http://HOST"},
		{[]string{"record", "--upstream", "http://me:secret@x/", "--out", "y"}, 2, "credentials come from the environment"},
		{append(rec, used), 1, "is not empty"},
		{append(rec, filepath.Join(used, "new"), "--max-body", "many"), 2, "want a size such as 64MiB"},
		{append(rec, filepath.Join(used, "new"), "--key-file", filepath.Join(used, "new", "key")), 2, "outside of the recording"},
		{append(rec, filepath.Join(used, "new"), "--key-file", "k", "--unredacted"), 2, "there is no key"},
		{append(rec, filepath.Join(used, "new2"), "--key-file", filepath.Join(used, "x")), 1, "file exists"},
		{[]string{"replay", filepath.Join(used, "nowhere")}, 1, "no such file"},
		{[]string{"replay", used}, 1, "is no recording"},
		{[]string{"replay", broken}, 1, "truncated"},
		{[]string{"replay", broken, "--key-file", open}, 2, "chmod 600"},
		{[]string{"replay"}, 2, "accepts 1 arg"},
		{[]string{"fixtures", "verify", used}, 1, "no recording of ergodrome"},
		{[]string{"fixtures", "verify", filepath.Join(used, "nowhere")}, 1, "no such file"},
		{[]string{"fixtures", "verify", used, "--key-file", broken}, 2, "key"},
		{[]string{"fixtures", "seal", used}, 1, "record it again"},
		{[]string{"fixtures"}, 0, ""},
	} {
		code, _, stderr := command1(test.args...)
		require.Equal(t, test.code, code, "%v: %s", test.args, stderr)
		require.Contains(t, stderr, test.want)
		require.NotContains(t, stderr, "secret@")
	}
}

func TestReplayLivesInTheTimeThatItIsTold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.har")
	require.NoError(t, os.WriteFile(file, []byte(`{"log":{"entries":[{"startedDateTime":"2020-01-01T00:00:00Z","request":{"method":"GET","url":"http://h.example/a"},"response":{"status":200,"headers":[{"name":"Expires","value":"Wed, 01 Jan 2020 01:00:00 GMT"}]}}]}}`), 0o600))
	for _, test := range []struct{ time, want string }{
		{"recorded", "Wed, 01 Jan 2020 01:00:0"},
		{"2030-05-01T10:00:00Z", "Wed, 01 May 2030 11:00:0"},
	} {
		rep := start(t, environmentOf(nil), "replay", "--addr", "127.0.0.1:0", "--time", test.time, file)
		resp, err := http.Get(rep.URL + "/a")
		require.NoError(t, err)
		_ = resp.Body.Close()
		require.True(t, strings.HasPrefix(resp.Header.Get("Expires"), test.want), resp.Header.Get("Expires"))
		code, _ := rep.end()
		require.Zero(t, code)
	}
	code, _, stderr := command1("replay", "--time", "noon", file)
	require.Equal(t, 2, code)
	require.Contains(t, stderr, "want real, recorded, or RFC 3339")
}

func TestExchangesWrittenAsMessagesAreReplayed(t *testing.T) {
	r := start(t, environmentOf(nil), "replay", "--addr", "127.0.0.1:0", "../../fixtures/firstbeat")
	for prefer, want := range map[string]int{"": 200, "example=throttled": 429, "code=403": 403, "example=nothing": 501} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.URL+"/firstbeat/v1/sports/accounts", http.NoBody)
		require.NoError(t, err)
		req.Header.Set("Prefer", prefer)
		resp, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, want, resp.StatusCode, prefer)
	}
	code, _ := r.end()
	require.Zero(t, code)
	require.Contains(t, r.stderr.String(), "recorded exchanges were served; 1 requests were not recorded")

	empty := t.TempDir()
	code, _, stderr := command1("replay", empty)
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "is no recording, nor has it exchanges in files NAME.http")
	require.NoError(t, os.WriteFile(filepath.Join(empty, "bad.http"), []byte("GET /a HTTP/1.1\n\nHTTP/1.1 OK\n"), 0o600))
	code, _, stderr = command1("replay", empty)
	require.Equal(t, 1, code)
	require.Contains(t, stderr, `bad.http: response: "OK" is no status`)
}

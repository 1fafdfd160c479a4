//go:build e2e

package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// proxied is a running `ergodrome record` or `ergodrome replay`.
type proxied struct {
	URL    string
	cmd    *exec.Cmd
	stdout *bufio.Reader
	stderr *strings.Builder
}

// run starts the binary and waits for its ready line.
func launch(t *testing.T, args ...string) *proxied {
	t.Helper()
	p := &proxied{cmd: exec.Command(program(t), args...), stderr: &strings.Builder{}}
	out, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	p.stdout, p.cmd.Stderr = bufio.NewReader(out), p.stderr
	require.NoError(t, p.cmd.Start())
	t.Cleanup(func() { _ = p.cmd.Process.Kill(); _ = p.cmd.Wait() })
	line, err := p.stdout.ReadString('\n')
	require.NoErrorf(t, err, "stderr:\n%s", p.stderr)
	require.NoError(t, json.Unmarshal([]byte(line), p))
	return p
}

// end interrupts it and returns what it printed last.
func (p *proxied) end(t *testing.T, signal os.Signal) (string, error) {
	t.Helper()
	require.NoError(t, p.cmd.Process.Signal(signal))
	rest, err := io.ReadAll(p.stdout)
	require.NoError(t, err)
	return string(rest), p.cmd.Wait()
}

// record starts a recorder in front of an upstream.
func record(t *testing.T, upstream string, args ...string) (rec *proxied, dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "rec")
	return launch(t, append([]string{"record", "--upstream", upstream, "--out", dir, "--addr", "127.0.0.1:0"}, args...)...), dir
}

// sealed ends a recorder and lets its recording be verified.
func (p *proxied) sealed(t *testing.T, dir string, verify ...string) {
	t.Helper()
	last, err := p.end(t, os.Interrupt)
	require.NoErrorf(t, err, "stderr:\n%s", p.stderr)
	require.Contains(t, last, `"event":"sealed"`)
	out, err := exec.Command(program(t), append([]string{"fixtures", "verify", dir}, verify...)...).CombinedOutput()
	require.NoErrorf(t, err, "%s", out)
}

// contains looks for texts in every file of a folder.
func contains(t *testing.T, dir string, texts ...string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		whole, err := os.ReadFile(name)
		for _, text := range texts {
			require.NotContains(t, string(whole), text, name)
		}
		return err
	}))
}

// TestARecordedPythonStrangerFindsTheSameInTheReplay lets one program, which none of
// the two knows, meet the simulator through a recorder, and then the replay.
func TestARecordedPythonStrangerFindsTheSameInTheReplay(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	require.NoError(t, err)
	if _, err := os.Stat("/usr/bin/python3"); err == nil {
		python = "/usr/bin/python3"
	}
	file := filepath.Join(t.TempDir(), "world.yaml")
	require.NoError(t, os.WriteFile(file, []byte("pins:\n  firstbeat:\n    accounts:\n      - accountId: 3-4925\n        name: Harbour Hawks\n"), 0o600))
	s := serve(t, "--world", file, "--switch", "firstbeat.cold=none")
	walk := func(base string, approve func(id string)) (id, found string) {
		cmd := exec.Command(python, "strangers/firstbeat_walk.py", base, "Harbour Hawks")
		var stderr strings.Builder
		cmd.Stderr = &stderr
		stdin, err := cmd.StdinPipe()
		require.NoError(t, err)
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		out := bufio.NewReader(stdout)
		id, err = out.ReadString('\n')
		require.NoErrorf(t, err, "stderr:\n%s", &stderr)
		id = strings.TrimSpace(id)
		approve(id)
		_, err = io.WriteString(stdin, "approved\n")
		require.NoError(t, err)
		found, err = out.ReadString('\n')
		require.NoErrorf(t, err, "stderr:\n%s", &stderr)
		require.NoErrorf(t, cmd.Wait(), "stderr:\n%s", &stderr)
		return id, found
	}
	rec, dir := record(t, s.URLs["firstbeat"])
	id, first := walk(rec.URL, func(id string) {
		consumer := s.Control + "/worlds/default/firstbeat/consumers/" + id
		post(t, consumer+"/approve")
		post(t, consumer+"/accounts/3-4925/link")
		post(t, consumer+"/accounts/3-4925/grant")
	})
	rec.sealed(t, dir)
	contains(t, dir, id, "Harbour Hawks", "3-4925")

	replay := launch(t, "replay", "--addr", "127.0.0.1:0", "--strict", dir)
	other, second := walk(replay.URL, func(string) {})
	require.NotEqual(t, id, other)
	require.Equal(t, first, second, "what is measured is not redacted: the same series, the same averages")
	_, err = replay.end(t, os.Interrupt)
	require.NoErrorf(t, err, "everything was recorded: %s", replay.stderr)
}

// TestARecordedNodeStrangerReadsTheSameFilesInTheReplay does so with activity files,
// whose positions and serial numbers are replaced within.
func TestARecordedNodeStrangerReadsTheSameFilesInTheReplay(t *testing.T) {
	t.Parallel()
	s := serve(t)
	token := s.sweatstackToken(t)
	key := filepath.Join(t.TempDir(), "key")
	rec, dir := record(t, s.URLs["sweatstack"], "--key-file", key)
	var activities []struct {
		ID      string
		Metrics []string
	}
	require.NoError(t, json.Unmarshal(get(t, rec.URL+"/api/v1/activities/?limit=10", token), &activities))
	var ids []string
	for _, a := range activities {
		ids = append(ids, a.ID)
	}
	ids = ids[:min(5, len(ids))]
	var first, second []map[string]any
	node(t, &first, []string{"ERGODROME_TOKEN=" + token}, "sweatstack_download.mjs", append([]string{rec.URL}, ids...)...)
	var paths []string
	for _, a := range activities {
		if slices.Contains(a.Metrics, "latitude") && len(paths) < 2 {
			paths = append(paths, "/api/v1/activities/"+a.ID+"/data")
		}
	}
	require.NotEmpty(t, paths)
	frames := func(base, token string) (all []frame) {
		node(t, &all, []string{"ERGODROME_TOKEN=" + token, "ERGODROME_FOLDER=" + t.TempDir()}, "sweatstack_frames.mjs", append([]string{base}, paths...)...)
		return all
	}
	tables := frames(rec.URL, token)
	rec.sealed(t, dir, "--key-file", key)
	contains(t, dir, append(ids, token)...)

	replay := launch(t, "replay", "--addr", "127.0.0.1:0", "--strict", "--key-file", key, dir)
	replayed := frames(replay.URL, "any-token-of-its-own")
	require.Len(t, replayed, len(tables))
	for i := range tables {
		require.Equal(t, tables[i].DuckDB.Types, replayed[i].DuckDB.Types)
		for name, values := range tables[i].DuckDB.Values {
			got := replayed[i].DuckDB.Values[name]
			if name == "activity_id" { // the same other one in every row
				require.Len(t, slices.Compact(got), 1)
				require.NotContains(t, paths[i], got[0])
				continue
			}
			if name != "latitude" && name != "longitude" {
				require.Equal(t, values, got, name)
				require.Equal(t, tables[i].Hyparquet[name], replayed[i].Hyparquet[name], name)
				continue
			}
			require.Len(t, got, len(values))
			for k := range got {
				if values[k] == nil {
					require.Nil(t, got[k])
					continue
				}
				require.InDelta(t, 0.0005, got[k], 0.0006, "nowhere")
			}
		}
	}
	node(t, &second, []string{"ERGODROME_TOKEN=any-token-of-its-own"}, "sweatstack_download.mjs", append([]string{replay.URL}, ids...)...)
	require.Equal(t, first, second)
	_, err := replay.end(t, os.Interrupt)
	require.NoErrorf(t, err, "%s", replay.stderr)
}

// frame is what two libraries found in one table.
type frame struct {
	Hyparquet map[string][]any
	DuckDB    struct {
		Types  map[string]string
		Values map[string][]any
	} `json:"duckdb"`
}

// sweatstackToken is that of the demo user.
func (s *server) sweatstackToken(t *testing.T) string {
	t.Helper()
	var all struct {
		Sweatstack struct {
			Users []struct{ AccessToken string }
		}
	}
	require.NoError(t, json.Unmarshal(get(t, s.Control+"/worlds/default/credentials", ""), &all))
	return all.Sweatstack.Users[0].AccessToken
}

func get(t *testing.T, url, token string) []byte {
	t.Helper()
	status, body := ask(t, http.MethodGet, url, token, "", nil)
	require.Equalf(t, 200, status, "%s: %.200s", url, body)
	return body
}

func ask(t *testing.T, method, url, token, contentType string, body io.Reader) (int, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, body)
	require.NoError(t, err)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	resp, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, got
}

// TestEveryServiceIsRecordedWithoutASurvivor walks through all services with what
// they have of people and secrets, and plants a survivor in the end.
func TestEveryServiceIsRecordedWithoutASurvivor(t *testing.T) {
	t.Parallel()
	s := serve(t)
	var c struct {
		Polar struct {
			ClientID, ClientSecret string
			Users                  []struct {
				Name, UserID, AccessToken, RefreshToken string
				Scopes                                  []string
			}
		}
		Sweatstack struct {
			Users []struct{ UserID, Name, AccessToken, RefreshToken string }
		}
	}
	require.NoError(t, json.Unmarshal(get(t, s.Control+"/worlds/default/credentials", ""), &c))
	key := filepath.Join(t.TempDir(), "key")
	rec, dir := record(t, "http://"+s.Addr, "--key-file", key)
	originals := []string{c.Polar.ClientSecret}
	walkTeams := func(token string) {
		base := rec.URL + "/polar-teampro/v1"
		var teams struct{ Data []struct{ ID, Name string } }
		require.NoError(t, json.Unmarshal(get(t, base+"/teams", token), &teams))
		for _, team := range teams.Data[:1] {
			var one struct {
				Data struct {
					Players []struct {
						PlayerID  string `json:"player_id"`
						FirstName string `json:"first_name"`
						LastName  string `json:"last_name"`
					}
				}
			}
			require.NoError(t, json.Unmarshal(get(t, base+"/teams/"+team.ID, token), &one))
			p := one.Data.Players[0]
			originals = append(originals, team.ID, p.PlayerID, p.FirstName+" "+p.LastName, `"`+p.LastName+`"`)
			var sessions struct{ Data []struct{ ID string } }
			require.NoError(t, json.Unmarshal(get(t, base+"/players/"+p.PlayerID+"/training_sessions", token), &sessions))
			_ = get(t, base+"/training_sessions/"+sessions.Data[0].ID+"?samples=all", token)
		}
	}
	for _, u := range c.Polar.Users {
		form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {u.RefreshToken}}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, rec.URL+"/polar-auth/oauth/token", strings.NewReader(form.Encode()))
		require.NoError(t, err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(c.Polar.ClientID, c.Polar.ClientSecret)
		resp, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		var fresh struct {
			AccessToken string `json:"access_token"`
		}
		require.NoError(t, json.NewDecoder(resp.Body).Decode(&fresh))
		_ = resp.Body.Close()
		require.NotEmpty(t, fresh.AccessToken)
		originals = append(originals, fresh.AccessToken, u.RefreshToken, u.Name)
		if strings.Contains(strings.Join(u.Scopes, " "), "team_read") {
			walkTeams(fresh.AccessToken)
			continue
		}
		base := rec.URL + "/polar-accesslink/v4/data"
		for _, path := range []string{
			"/user/account-data", "/user-devices", "/sports/list", "/subscriptions", "/routes/1", "/training-sessions/list?from=2026-10-25&to=2026-11-21",
			"/sleeps?from=2026-11-10&to=2026-11-20", "/continuous-samples?from=2026-11-10&to=2026-11-11", "/user/profile-picture?size=SMALL", "/training-target/favorites",
		} {
			_, _ = ask(t, http.MethodGet, base+path, fresh.AccessToken, "", nil)
		}
	}
	u := c.Sweatstack.Users[0]
	originals = append(originals, u.UserID, u.Name, u.AccessToken)
	base := rec.URL + "/sweatstack/api/v1"
	var activities []struct{ ID string }
	require.NoError(t, json.Unmarshal(get(t, base+"/activities/?limit=4", u.AccessToken), &activities))
	for _, path := range []string{"/oauth/userinfo", "/users/", "/teams/", "/traces/", "/tests/", "/profile/tags/", "/activities/latest"} {
		_, _ = ask(t, http.MethodGet, base+path, u.AccessToken, "", nil)
	}
	for _, a := range activities {
		originals = append(originals, a.ID)
		for _, path := range []string{"", "/data", "/data?metrics=latitude,longitude", "/download", "/mean-max?metric=power"} {
			_, _ = ask(t, http.MethodGet, base+"/activities/"+a.ID+path, u.AccessToken, "", nil)
		}
	}
	var upload bytes.Buffer
	w := multipart.NewWriter(&upload)
	part, err := w.CreateFormFile("files", "Anneli Kovacs.csv")
	require.NoError(t, err)
	fmt.Fprint(part, "timestamp,power,latitude,longitude\n2026-11-20T10:00:00Z,200,60.1234567,24.7654321\n2026-11-20T10:00:01Z,201,60.1234667,24.7654421\n")
	require.NoError(t, w.Close())
	_, _ = ask(t, http.MethodPost, base+"/activities/upload", u.AccessToken, w.FormDataContentType(), &upload)
	originals = append(originals, "Anneli", "60.1234567", "24.7654421")
	_, _ = ask(t, http.MethodPost, base+"/traces/", u.AccessToken, "application/json", strings.NewReader(`{"timestamp":"2026-11-20T10:00:00Z","lactate":2.1,"notes":"with Anneli Kovacs"}`))

	rec.sealed(t, dir, "--key-file", key)
	contains(t, dir, originals...)

	require.NoError(t, os.WriteFile(filepath.Join(dir, "planted.txt"), []byte("x="+url.QueryEscape(u.UserID)), 0o600))
	out, err := exec.Command(program(t), "fixtures", "verify", "--key-file", key, dir).CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "planted.txt: identifier, plain")
	require.NotContains(t, string(out), u.UserID)
}

// TestAKilledRecorderLosesNothingThatWasComplete kills one in the middle of its work.
func TestAKilledRecorderLosesNothingThatWasComplete(t *testing.T) {
	t.Parallel()
	s := serve(t)
	token := s.sweatstackToken(t)
	rec, dir := record(t, s.URLs["sweatstack"])
	for range 20 {
		_ = get(t, rec.URL+"/api/v1/oauth/userinfo", token)
	}
	require.Eventually(t, func() bool { // what was exchanged is written behind the caller's back
		archive, err := os.ReadFile(filepath.Join(dir, "recording.har"))
		return err == nil && bytes.Count(archive, []byte("\n{")) >= 20
	}, 30*time.Second, 20*time.Millisecond)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 200 {
			resp, err := http.Get(rec.URL + "/api/v1/users/")
			if err != nil {
				return
			}
			_ = resp.Body.Close()
		}
	}()
	_, err := rec.end(t, syscall.SIGKILL)
	require.Error(t, err)
	<-done
	out, err := exec.Command(program(t), "fixtures", "verify", dir).CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "run ergodrome fixtures seal")
	out, err = exec.Command(program(t), "fixtures", "seal", dir).CombinedOutput()
	require.NoErrorf(t, err, "%s", out)
	var seal struct{ Entries int }
	require.NoError(t, json.Unmarshal(out, &seal))
	require.GreaterOrEqual(t, seal.Entries, 20)
	out, err = exec.Command(program(t), "fixtures", "verify", dir).CombinedOutput()
	require.NoErrorf(t, err, "%s", out)
	require.NoFileExists(t, filepath.Join(dir, "recording.key"))
	contains(t, dir, token)
}

// TestAnInterruptedRecorderEndsWhatIsUnderWay interrupts one while a slow answer
// passes.
func TestAnInterruptedRecorderEndsWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	begun, end := make(chan struct{}), make(chan struct{})
	slow := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, "first ")
		_ = http.NewResponseController(w).Flush()
		if r.URL.Path == "/slow" {
			close(begun)
			<-end
		}
		_, _ = io.WriteString(w, "last")
	})
	rec, dir := record(t, slow)
	got := make(chan string)
	go func() {
		resp, err := http.Get(rec.URL + "/slow")
		if err != nil {
			got <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		got <- string(body)
	}()
	<-begun
	require.NoError(t, rec.cmd.Process.Signal(os.Interrupt))
	time.AfterFunc(200*time.Millisecond, func() { close(end) })
	require.Equal(t, "first last", <-got)
	rest, err := io.ReadAll(rec.stdout)
	require.NoError(t, err)
	require.NoErrorf(t, rec.cmd.Wait(), "%s", rec.stderr)
	require.Contains(t, string(rest), `"entries":1`)
	require.DirExists(t, dir)
}

// upstream is a service of the test's own.
func upstream(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

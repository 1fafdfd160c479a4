package fidelity_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/golden"
	"github.com/ergodrome/ergodrome/internal/recording"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
)

// operation is one of specs/control.yaml.
type operation struct {
	id, method string
	path       *regexp.Regexp
	statuses   []int
}

func controlOperations(t *testing.T) []operation {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]yaml.RawMessage `yaml:"paths"`
	}
	require.NoError(t, yaml.Unmarshal(controlSpec(t), &doc))
	var all []operation
	for path, item := range doc.Paths {
		for method, raw := range item {
			var o struct {
				OperationID string         `yaml:"operationId"`
				Responses   map[string]any `yaml:"responses"`
			}
			if method == "parameters" {
				continue
			}
			require.NoError(t, yaml.Unmarshal(raw, &o))
			one := operation{id: o.OperationID, method: strings.ToUpper(method)}
			one.path = regexp.MustCompile("^" + regexp.MustCompile(`\\\{[^/]+\\\}`).ReplaceAllString(regexp.QuoteMeta(path), "[^/]+") + "$")
			for status := range o.Responses {
				n, err := strconv.Atoi(status)
				require.NoError(t, err)
				one.statuses = append(one.statuses, n)
			}
			slices.Sort(one.statuses)
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.id, b.id) })
	return all
}

// provoke asks an operation for a refusal in the way that fits all.
func (s *session) provoke(done call, status int) *recording.Entry {
	method, path, _ := strings.Cut(s.fill(done.Call), " ")
	switch status {
	case http.StatusNotFound:
		return s.make(call{Call: method + " " + strings.Replace(path, "worlds/nightly", "worlds/nowhere", 1), Body: done.Body})
	case http.StatusUnsupportedMediaType:
		return s.make(call{Call: done.Call, Body: `{}`, Media: "text/plain"})
	case http.StatusRequestEntityTooLarge:
		e := s.make(call{Call: done.Call, Body: `{"name":"` + strings.Repeat("a", 9<<20) + `"}`})
		e.Request.BodySize, e.Request.PostData.Text, e.Request.PostData.Withheld = -1, "", "a name of 9 MiB"
		return e
	case http.StatusBadRequest:
		if path, query, ok := strings.Cut(path, "?"); ok {
			_, rest, _ := strings.Cut(query, "&")
			return s.make(call{Call: method + " " + strings.TrimSuffix(path+"?status=often&"+rest, "&")})
		}
		return s.make(call{Call: done.Call, Body: `{"colour":"red"}`})
	}
	return nil
}

// coverage is which described statuses the calls of a session have met.
type coverage struct {
	operations []operation
	met        map[string]map[int]bool
	done       map[string]call // the last that succeeded
}

// note finds the operation of an exchange.
func (v *coverage) note(c *call, e *recording.Entry) {
	path, _, _ := strings.Cut(strings.TrimPrefix(e.Request.URL, mocktest.Base+mockserver.DefaultControlPrefix), "?")
	for _, o := range v.operations {
		if o.method != e.Request.Method || !o.path.MatchString(path) {
			continue
		}
		if e.Operation = o.id; v.met[o.id] == nil {
			v.met[o.id] = map[int]bool{}
		}
		v.met[o.id][e.Response.Status] = true
		if e.Response.Status < 300 && c != nil {
			v.done[o.id] = *c
		}
	}
}

// missing are refusals that are described and were not met; all of an operation that was not called.
func (v *coverage) missing(o *operation) []int {
	return slices.DeleteFunc(slices.Clone(o.statuses), func(status int) bool {
		return v.met[o.id][status] || status < 300 && v.done[o.id].Call != ""
	})
}

// record makes all calls of the session, and asks for all other refusals.
func (s *session) record() ([]*recording.Entry, *coverage) {
	s.t.Helper()
	v := &coverage{operations: controlOperations(s.t), met: map[string]map[int]bool{}, done: map[string]call{}}
	var all []*recording.Entry
	for _, c := range s.Calls {
		if e := s.make(c); e != nil {
			v.note(&c, e)
			all = append(all, e)
		}
	}
	for _, o := range v.operations {
		if v.done[o.id].Call == "" {
			continue
		}
		for _, status := range v.missing(&o) {
			if e := s.provoke(v.done[o.id], status); e != nil && e.Response.Status == status {
				v.note(nil, e)
				all = append(all, e)
			}
		}
	}
	for _, e := range all {
		if e.Operation == "getDescription" { // the file lies in specs/
			require.Equal(s.t, string(controlSpec(s.t)), e.Response.Content.Text)
			e.Response.Content.Text, e.Response.Content.Withheld = "", "it is specs/control.yaml itself"
			e.Response.Content.Size, e.Response.BodySize = -1, -1
			e.Response.Headers = slices.DeleteFunc(e.Response.Headers, func(p recording.Pair) bool { return p.Name == "Content-Length" })
		}
	}
	return all, v
}

const howToRecord = "write its calls into fixtures/control/session.yaml and record them: go test ./internal/fidelity -run ControlPlane -update"

// The recording is what this simulator says, byte by byte, and has every operation of the control plane with every status that
// is described for it.
func TestTheControlPlaneAnswersAsItWasRecorded(t *testing.T) {
	s := newSession(t)
	ours, covered := s.record()
	if golden.Update(t) {
		writeControl(t, ours)
	}
	r, err := recording.Open(controlFolder, recording.Limits{})
	require.NoError(t, err)
	defer r.Close()
	i := 0
	for recorded, err := range r.Entries() {
		require.NoError(t, err)
		require.Less(t, i, len(ours), "the recording has more exchanges than the session makes: %s", howToRecord)
		requireSame(t, recorded, ours[i])
		i++
	}
	require.Len(t, ours, i, "the recording has fewer exchanges than the session makes: %s", howToRecord)

	excused := map[string]bool{}
	for _, u := range s.Unprovoked {
		require.NotEmpty(t, u.Why)
		for _, id := range u.Operations {
			excused[fmt.Sprint(id, " ", u.Status)] = true
		}
	}
	for _, o := range covered.operations {
		if covered.done[o.id].Call == "" {
			t.Errorf("fixtures/control has no exchange of %s: %s", o.id, howToRecord)
			continue
		}
		for _, status := range covered.missing(&o) {
			if key := fmt.Sprint(o.id, " ", status); excused[key] {
				delete(excused, key)
			} else {
				t.Errorf("specs/control.yaml says that %s may answer %d, and no exchange of fixtures/control does: %s; or say under unprovoked why nobody can", o.id, status, howToRecord)
			}
		}
	}
	for key := range excused {
		t.Errorf("fixtures/control/session.yaml calls %q unprovoked, but it is met, or described nowhere", key)
	}
}

// requireSame holds an exchange to the recorded one.
func requireSame(t *testing.T, recorded, ours *recording.Entry) {
	t.Helper()
	name := fmt.Sprintf("%s %s (%s)", recorded.Request.Method, recorded.Request.URL, recorded.Operation)
	require.Equal(t, recorded.Request, ours.Request, "%s: another request than was recorded: %s", name, howToRecord)
	before, now := shape{}, shape{}
	before.read(t, recorded.Response.Status, recorded.ResponseHeader(), []byte(recorded.Response.Content.Text))
	now.read(t, ours.Response.Status, ours.ResponseHeader(), []byte(ours.Response.Content.Text))
	for _, d := range differ(before, now) {
		t.Errorf("%s: %s\n  the recording: %s\n  the simulator: %s", name, words(d), before[d[1:]], now[d[1:]])
	}
	if diff := cmp.Diff(tree(recorded), tree(ours)); diff != "" {
		t.Errorf("%s: other values than were recorded (-recorded +now)\n%s\nIf that is meant: go test ./internal/fidelity -run ControlPlane -update", name, diff)
	}
	if unsteady[recorded.Operation] == "" {
		require.Equal(t, recorded.Response.Content, ours.Response.Content, name)
	}
	require.Equal(t, recorded.Response.Headers, ours.Response.Headers, name)
}

// unsteady is what an operation tells of this build alone: the member of an object of the answer.
var unsteady = map[string]string{"getJournal": "stats"} // of which bytes are those in memory

// tree is an answer's body for a legible difference.
func tree(e *recording.Entry) any {
	var v any
	if json.Unmarshal([]byte(e.Response.Content.Text), &v) != nil {
		return e.Response.Content.Text
	}
	if object, ok := v.(map[string]any); ok {
		delete(object, unsteady[e.Operation])
	}
	return v
}

func writeControl(t *testing.T, all []*recording.Entry) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "control")
	w, err := recording.Create(dir, recording.Options{Creator: recording.Creator{Name: "ergodrome", Version: "session.yaml"}})
	require.NoError(t, err)
	for _, e := range all {
		require.NoError(t, w.Append(e))
	}
	require.NoError(t, w.Close())
	made, err := os.ReadFile(filepath.Join(dir, recording.ArchiveName))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(controlFolder, recording.ArchiveName), made, 0o644)) //nolint:gosec // it is in the repository, for everybody
}

// documented are the calls that docs/using-the-simulator.md shows, with curl or in its table.
func documented(t *testing.T) []call {
	t.Helper()
	page, err := os.ReadFile("../../docs/using-the-simulator.md")
	require.NoError(t, err)
	var out []call
	for _, m := range regexp.MustCompile(`-X (\w+) \$ERGODROME_CONTROL_URL/(\S+) -d '([^']*)'`).FindAllStringSubmatch(string(page), -1) {
		out = append(out, call{Call: m[1] + " " + m[2], Body: m[3]})
	}
	for _, m := range regexp.MustCompile("`(POST|PATCH|PUT) ([^`]+)` `(\\{[^`]*\\})`").FindAllStringSubmatch(string(page), -1) {
		out = append(out, call{Call: m[1] + " worlds/default/" + m[2], Body: m[3]})
	}
	return out
}

// Each identifier may be another, and the recorded call may say more.
func TestTheRecordingHasTheExamplesOfTheDocuments(t *testing.T) {
	r, err := recording.Open(controlFolder, recording.Limits{})
	require.NoError(t, err)
	defer r.Close()
	var made []*recording.Entry
	for e, err := range r.Entries() {
		require.NoError(t, err)
		if e.Response.Status < 300 && e.Request.PostData != nil {
			made = append(made, e)
		}
	}
	shown := documented(t)
	require.Greater(t, len(shown), 20)
	for _, c := range shown {
		method, path, _ := strings.Cut(c.Call, " ")
		path = regexp.MustCompile(`/(ID|N)\b`).ReplaceAllString(regexp.QuoteMeta(path), "/[^/]+")
		like := regexp.MustCompile("/" + strings.Replace(path, "worlds/default", "worlds/[^/]+", 1) + "$")
		var want map[string]any
		require.NoError(t, json.Unmarshal([]byte(c.Body), &want), c.Body)
		require.True(t, slices.ContainsFunc(made, func(e *recording.Entry) bool {
			var sent map[string]any
			return e.Request.Method == method && like.MatchString(e.Request.URL) && json.Unmarshal([]byte(e.Request.PostData.Text), &sent) == nil && says(sent, want)
		}), "no recorded call is like the documented %s %s: %s", c.Call, c.Body, howToRecord)
	}
}

// says tells whether all of want is in what was sent; "…" stands for any value.
func says(sent, want map[string]any) bool {
	for name, value := range want {
		if value != "…" && !cmp.Equal(sent[name], value) || sent[name] == nil {
			return false
		}
	}
	return true
}

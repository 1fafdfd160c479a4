package recorded_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/recorded"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/polarteampro"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

// har is what a proxy would write of a coach's look at Team Pro, whose vendor may
// have changed.
func har(t *testing.T, changes ...string) string {
	t.Helper()
	sim := mocktest.Start(t, mocktest.Config{
		World:    world.Config{Seed: new(uint64(1)), Time: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC), Frozen: true, Limits: world.LimitsOff, Changes: changes},
		Services: []world.Service{polarauth.Service(), polarteampro.Service()},
	})
	var c struct {
		Users []struct {
			Scopes      []string
			AccessToken string
		}
	}
	sim.DecodeCredentials("polar", &c)
	i := slices.IndexFunc(c.Users, func(u struct {
		Scopes      []string
		AccessToken string
	},
	) bool {
		return slices.Contains(u.Scopes, "team_read")
	})
	entries := []any{}
	ask := func(path string, into any) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, sim.URL("polar-teampro")+path, http.NoBody)
		require.NoError(t, err)
		r.Header.Set("Authorization", "Bearer "+c.Users[i].AccessToken)
		resp, err := sim.Client().Do(r)
		require.NoError(t, err)
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		if into != nil {
			require.NoError(t, json.Unmarshal(body, into))
		}
		entries = append(entries, map[string]any{
			"startedDateTime": "2026-03-10T12:00:00Z", "time": 1,
			"request":  map[string]any{"method": "GET", "url": "https://teampro.api.polar.com" + path, "httpVersion": "HTTP/1.1", "headers": []any{}, "queryString": []any{}, "cookies": []any{}, "headersSize": -1, "bodySize": 0},
			"response": map[string]any{"status": resp.StatusCode, "statusText": "", "httpVersion": "HTTP/1.1", "headers": []any{map[string]string{"name": "Content-Type", "value": resp.Header.Get("Content-Type")}}, "cookies": []any{}, "content": map[string]any{"size": len(body), "mimeType": "application/json", "text": string(body)}, "redirectURL": "", "headersSize": -1, "bodySize": len(body)},
			"cache":    map[string]any{}, "timings": map[string]any{"send": 0, "wait": 1, "receive": 0},
		})
	}
	var teams struct{ Data []struct{ ID string } }
	ask("/v1/teams", &teams)
	for _, team := range teams.Data {
		ask("/v1/teams/"+team.ID, nil)
		ask("/v1/teams/"+team.ID+"/training_sessions", nil)
	}
	ask("/v1/teams/none", nil)
	entries = append(entries, map[string]any{"startedDateTime": "2026-03-10T12:00:00Z", "request": map[string]any{"method": "GET", "url": "https://stranger.example/x"}, "response": map[string]any{"status": 200, "content": map[string]any{}}})
	raw, err := json.Marshal(map[string]any{"log": map[string]any{"version": "1.2", "creator": map[string]string{"name": "proxy", "version": "1"}, "entries": entries}})
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "look.har")
	require.NoError(t, os.WriteFile(name, raw, 0o600))
	return name
}

func compare(t *testing.T, now, earlier string, described bool) *drift.Report {
	t.Helper()
	spec, err := specs.Read("polar-teampro")
	require.NoError(t, err)
	r, err := recorded.Compare(t.Context(), recorded.Options{
		Recording: now, Earlier: earlier, Specs: described,
		Services: []recorded.Service{{Name: "polar-teampro", Hosts: []string{"teampro.api.polar.com"}, Spec: spec, Words: func() (map[string]bool, error) {
			return map[string]bool{"TRAINING": true, "DRILL": true, "TEST": true, "GAME": true, "MATCH": true, "STRENGTH AND CONDITION": true, "OTHER": true}, nil
		}}},
	})
	require.NoError(t, err)
	return r
}

func find(t *testing.T, r *drift.Report, rule, where string) drift.Finding {
	t.Helper()
	i := slices.IndexFunc(r.Finding, func(f drift.Finding) bool { return f.Rule == rule && f.Where == where })
	require.GreaterOrEqual(t, i, 0, "%s %s: %+v", rule, where, r.Finding)
	return r.Finding[i]
}

func TestWhatTheSimulatorRecordsIsAsDescribed(t *testing.T) {
	r := compare(t, har(t), har(t), true)
	require.Empty(t, r.Finding)
	require.Positive(t, r.Looked)
	require.Len(t, r.Unseen, 2, "the stranger of each")
}

func TestChangesShowAgainstTheDescription(t *testing.T) {
	r := compare(t, har(t, "polar-teampro-player-number-text", "polar-teampro-team-colour-added", "polar-teampro-local-times-zoned", "polar-teampro-total-pages-gone"), "", true)
	require.Equal(t, drift.Breaking, r.Class)
	f := find(t, r, "type-changed", "200 /data/players/*/player_number")
	require.Equal(t, "getTeam", f.Operation)
	require.Equal(t, f.Of, f.Count, "every team was answered so")
	require.Regexp(t, `^"9+"$`, f.Example, "digits are masked")
	require.Equal(t, drift.Benign, find(t, r, "member-undescribed", "200 /data/*").Class)
}

func TestChangesShowAgainstAnEarlierRecording(t *testing.T) {
	r := compare(t, har(t, "polar-teampro-player-id-renamed", "polar-teampro-note-null", "polar-teampro-session-type-added", "polar-teampro-error-text"), har(t), false)
	require.Contains(t, find(t, r, "member-renamed", "200 /data/players/*/player_id").What, "is called id")
	require.Equal(t, "null", find(t, r, "null-appeared", "200 /data/*/note").Example)
	word := find(t, r, "value-new", "200 /data/*/type")
	require.Contains(t, word.What, "PRACTICE")
	require.Positive(t, word.Count)
	require.Equal(t, drift.Breaking, find(t, r, "type-changed", "404 /error").Class)
}

func TestAServiceIsKnownByItsPathsBehindAProxy(t *testing.T) {
	file := filepath.Join(t.TempDir(), "behind.har")
	raw, err := os.ReadFile(har(t, "polar-teampro-total-pages-gone"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, []byte(strings.ReplaceAll(string(raw), "https://teampro.api.polar.com", "http://127.0.0.1:8080")), 0o600))
	r := compare(t, file, "", true)
	require.Greater(t, r.Looked, 2)
	find(t, r, "member-gone", "200 /page/total_pages")
	require.Len(t, r.Unseen, 1, "a stranger stays one")
}

func TestWhatIsNoRecordingIsRefused(t *testing.T) {
	for name, text := range map[string]string{"noise": "\x00\x01\x02", "cut": `{"log":{"entries":[{"request":{`, "empty": ""} {
		file := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		_, err := recorded.Compare(t.Context(), recorded.Options{Recording: file})
		require.Error(t, err, name)
	}
	_, err := recorded.Compare(t.Context(), recorded.Options{Recording: filepath.Join(t.TempDir(), "none.har")})
	require.ErrorIs(t, err, os.ErrNotExist)
}

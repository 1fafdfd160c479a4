package sweatstack_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
)

// walk goes through the operations beside activities as the vendor's client does, and holds both halves of every
// exchange to the description.
type walk struct {
	*sim
	seen map[string][2]bool // by operation: it served, it refused
}

// does is a request that has to be served as described.
func (w *walk) does(id, method, path, body string, status int) object {
	w.t.Helper()
	a := w.visit(id, method, path, body, status)
	require.Less(w.t, a.status, 400)
	var out object
	if len(a.body) > 0 && a.body[0] == '{' {
		require.NoError(w.t, json.Unmarshal(a.body, &out))
	}
	return out
}

// refuses is a request that has to be refused as described.
func (w *walk) refuses(id, method, path, body string, status int) {
	w.t.Helper()
	require.GreaterOrEqual(w.t, w.visit(id, method, path, body, status).status, 400)
}

func (w *walk) visit(id, method, path, body string, status int) answer {
	w.t.Helper()
	headers := []string{"Authorization", "Bearer " + w.bearer}
	switch {
	case strings.HasPrefix(body, "{"):
		headers = append(headers, "Content-Type", "application/json")
	case body != "":
		headers = append(headers, "Content-Type", form)
	}
	a := w.ask(method, path, []byte(body), headers...)
	require.Equal(w.t, status, a.status, "%s %s %s: %.500s", id, method, path, a.body)
	w.judge(id, method, path, body, headers, a)
	v := w.seen[id]
	if a.status < 400 {
		v[0] = true
	} else {
		v[1] = true
	}
	w.seen[id] = v
	return a
}

// judge compares an exchange with the operation that it is meant to be.
func (w *walk) judge(id, method, path, body string, headers []string, a answer) {
	w.t.Helper()
	d := description(w.t, w.profile)
	bare, _, _ := strings.Cut(path, "?")
	i := slices.IndexFunc(d.Operations(), func(o openapi.Operation) bool { return o.ID == id })
	require.GreaterOrEqual(w.t, i, 0, "%s is not described", id)
	o := d.Operations()[i]
	require.Equal(w.t, o.Method, method, id)
	require.True(w.t, fits(o.Path, bare), "%s: %s is not %s", id, bare, o.Path)
	r := httptest.NewRequest(method, path, bytes.NewReader([]byte(body)))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	err := d.Validate(r, []byte(body), a.status, a.header, a.body)
	require.NoError(w.t, err, "%s: %.300s", id, a.body)
}

// fits says whether a path is one of a template.
func fits(template, path string) bool {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	return slices.EqualFunc(want, got, func(w, g string) bool { return w == g || strings.HasPrefix(w, "{") && g != "" })
}

// beside says whether an operation is one of those that the vendor's page leaves out and its client has, but for
// signing in and what another test walks through.
func beside(o openapi.Operation) bool {
	others := []string{"listUsers", "listProfileSports", "listProfileTags", "getProfileStatus"}
	return strings.HasPrefix(o.Path, "/api/v1/") && !strings.HasPrefix(o.Path, api) && !strings.HasPrefix(o.Path, "/api/v1/oauth") && !slices.Contains(others, o.ID)
}

// member makes somebody who is in a team the sender, and returns the team: cyclists are in none.
func (w *walk) member() string {
	w.t.Helper()
	users, err := w.step("GET", "users", "")
	require.NoError(w.t, err)
	for _, u := range users["users"].([]any) {
		w.user = u.(map[string]any)["userId"].(string)
		w.bearer = w.freshToken()
		if teams := w.list("/api/v1/teams/"); len(teams) > 0 {
			return teams[0].text("id")
		}
	}
	w.t.Fatal("nobody is in a team")
	return ""
}

func TestOperationsBesideActivitiesAreAsDescribed(t *testing.T) {
	t.Parallel()
	for profile, operations := range map[string]int{"2026-05": 26, "current": 27} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			w := &walk{sim: newSim(t, withProfile(profile)), seen: map[string][2]bool{}}
			w.traces()
			w.tests()
			w.dailies()
			w.people()
			w.teams()
			w.portal()
			var want []string
			for _, o := range description(t, profile).Operations() {
				if beside(o) {
					want = append(want, o.ID)
				}
			}
			require.Len(t, want, operations)
			require.ElementsMatch(t, want, slices.Collect(maps.Keys(w.seen)))
			for id, v := range w.seen {
				require.Equal(t, [2]bool{true, true}, v, "%s: served and refused", id)
			}
		})
	}
}

const inMay = "start=2026-05-01&end=2026-05-20"

// The bodies are those of the vendor's client, which sends null for what is not known.
func (w *walk) traces() {
	const all = "/api/v1/traces/"
	w.does("listTraces", "GET", all+"?"+inMay+"&limit=100&offset=0&sport=running&sport=cycling&tags=lactate", "", 200)
	w.does("listTraces", "GET", all, "", 200)
	w.refuses("listTraces", "GET", all+"?limit=many", "", 422)
	full := `{"timestamp":"2026-05-20T09:30:00+02:00","sport":"running","lactate":4.2,"rpe":15,"notes":null,"power":null,"speed":4.5,"heart_rate":171,"vo2":null,"tags":null,"test_id":null}`
	one := all + w.does("createTrace", "POST", all, full, 200).text("id")
	w.refuses("createTrace", "POST", all, `{"lactate":2}`, 422)
	w.does("replaceTrace", "PUT", one, full, 200)
	w.refuses("replaceTrace", "PUT", all+"trace_x", full, 404)
	w.metadata("Trace", one, all+"trace_x")
	w.does("deleteTrace", "DELETE", one, "", 204)
	w.refuses("deleteTrace", "DELETE", one, "", 404)
}

func (w *walk) tests() {
	const all = "/api/v1/tests/"
	w.does("listTests", "GET", all+"?"+inMay+"&limit=50&offset=0&sport=running&tags=lab&created_by=x", "", 200)
	w.does("listTests", "GET", all, "", 200)
	w.refuses("listTests", "GET", all+"?limit=51", "", 422)
	full := `{"title":"Ramp","sport":"running","start":"2026-05-20T08:00:00Z","end":null,"results":{"lt1":{"power":200,"speed":null,"heart_rate":150,"lactate":2.0,"vo2":null},"vo2max":4100.0,"heart_rate_max":191},"tags":["lab"]}`
	one := all + w.does("createTest", "POST", all, full, 200).text("id")
	w.refuses("createTest", "POST", all, `{"title":"Ramp"}`, 422)
	w.does("getTest", "GET", one, "", 200)
	w.does("getTest", "GET", one+"?traces=linked", "", 200)
	w.refuses("getTest", "GET", one+"?traces=some", "", 422)
	w.does("replaceTest", "PUT", one, full, 200)
	w.refuses("replaceTest", "PUT", all+"test_x", full, 404)
	w.metadata("Test", one, all+"test_x")
	w.does("deleteTest", "DELETE", one, "", 200)
	w.refuses("deleteTest", "DELETE", one, "", 404)
}

// metadata keeps an object of the app and removes it.
func (w *walk) metadata(of, one, nobody string) {
	w.does("put"+of+"AppMetadata", "PUT", one+"/app-metadata", `{"reviewed":true}`, 200)
	w.does("delete"+of+"AppMetadata", "DELETE", one+"/app-metadata", "", 204)
	w.refuses("put"+of+"AppMetadata", "PUT", one+"/app-metadata", `{"a":"`+strings.Repeat("a", 5_000)+`"}`, 413)
	if nobody != "" {
		w.refuses("delete"+of+"AppMetadata", "DELETE", nobody+"/app-metadata", "", 404)
	}
}

func (w *walk) dailies() {
	const mass = "/api/v1/dailies/body_mass"
	w.does("listDailies", "GET", mass+"?"+inMay+"&interpolate=false", "", 200)
	w.refuses("listDailies", "GET", mass+"?start=2026-05-01", "", 422)
	w.does("putDaily", "POST", mass, `{"date":"2026-05-12","value":71.4}`, 200)
	w.refuses("putDaily", "POST", mass, `{"date":"2026-05-12"}`, 422)
	w.does("deleteDaily", "DELETE", mass+"?date=2026-05-12", "", 204)
	w.refuses("deleteDaily", "DELETE", "/api/v1/dailies/mood?date=2026-05-12", "", 422)
}

func (w *walk) people() {
	const all = "/api/v1/users/"
	w.metadata("Profile", "/api/v1/profile", "")
	one := all + w.does("createUser", "POST", all, `{"first_name":"Bob","last_name":"Smit"}`, 200).text("id")
	w.refuses("createUser", "POST", all, `{"last_name":"Smit"}`, 422)
	w.does("getUser", "GET", one, "", 200)
	w.refuses("getUser", "GET", all+"user_x", "", 404)
	w.does("updateUser", "PUT", one, url.Values{"last_name": {"de Vries"}}.Encode(), 200)
	w.refuses("updateUser", "PUT", all+"user_x", "last_name=x", 404)
	w.does("deleteUser", "DELETE", one, "", 204)
	w.refuses("deleteUser", "DELETE", one, "", 404)
}

func (w *walk) teams() {
	const all = "/api/v1/teams/"
	one := all + w.member()
	w.does("listTeams", "GET", all, "", 200)
	w.does("authorizeTeam", "POST", one+"/authorize", `{"scopes":["data:read"]}`, 200)
	w.refuses("authorizeTeam", "POST", one+"/authorize", `{"scopes":["all"]}`, 422)
	w.does("listAuthorizedTeams", "GET", all+"authorized", "", 200)
	w.does("listTeamUsers", "GET", one+"/users", "", 200)
	w.refuses("listTeamUsers", "GET", all+"team_x/users", "", 404)
	bearer := w.bearer
	w.bearer = "nobody's"
	w.refuses("listTeams", "GET", all, "", 401)
	w.refuses("listAuthorizedTeams", "GET", all+"authorized", "", 401)
	w.refuses("deleteProfileAppMetadata", "DELETE", "/api/v1/profile/app-metadata", "", 401)
	w.bearer = bearer
}

func (w *walk) portal() {
	const path = "/api/v1/portal/sessions"
	if w.profile != "current" {
		require.Equal(w.t, http.StatusNotFound, w.send("POST", path, `{"destination":"manage-teams"}`).status, "it came in September 2026")
		return
	}
	w.does("createPortalSession", "POST", path, `{"destination":"manage-integrations"}`, 200)
	w.refuses("createPortalSession", "POST", path, `{"return_url":"https://example.org/"}`, 422)
}

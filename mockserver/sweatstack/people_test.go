package sweatstack_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestPeople(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	me := s.list("/api/v1/users/")
	require.Len(t, me, 1)
	require.Equal(t, s.user, me[0].text("id"))
	require.Equal(t, s.creds.Users[0].Name, s.one("/api/v1/oauth/userinfo").text("name"))
	require.Regexp(t, `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$`, s.one("/api/v1/oauth/userinfo").text("registered_at"))
	a := s.send("POST", "/api/v1/users/", `{"first_name":"Kari","last_name":"Nordmann"}`)
	require.Equal(t, 200, a.status, a.text())
	made := parse(t, a)
	require.Len(t, s.list("/api/v1/users/"), 2)
	require.Len(t, s.list("/api/v1/users/?include_managed=false&name=nordm"), 2, "nothing chooses before October 2026")
	path := "/api/v1/users/" + made.text("id")
	require.Equal(t, "Kari Nordmann", s.one(path).text("display_name"))
	put := s.ask("PUT", path, []byte("first_name=Karl"), "Authorization", "Bearer "+s.bearer, "Content-Type", form)
	require.Equal(t, "Karl Nordmann", parse(t, put).text("display_name"))

	principal := s.bearer
	delegated := parse(t, s.send("POST", "/api/v1/oauth/delegated-token", fmt.Sprintf(`{"sub":%q,"scopes":["data:read"]}`, made.text("id"))))
	claims := s.claimsOf(delegated.text("access_token"))
	require.Equal(t, made.text("id"), claims["sub"])
	require.Equal(t, s.user, claims["principal"])
	s.bearer = delegated.text("access_token")
	require.Empty(t, s.list(api+"/"))
	require.Equal(t, `{"detail":"Delegated tokens are not accepted"}`, s.get("/api/v1/users/").text())
	require.Equal(t, 404, s.get(path).status, "nobody manages oneself")
	back := parse(t, s.get("/api/v1/oauth/principal-token"))
	require.Equal(t, s.user, s.claimsOf(back.text("access_token"))["sub"])
	s.bearer = principal
	require.Equal(t, 404, s.send("POST", "/api/v1/oauth/delegated-token", fmt.Sprintf(`{"sub":%q}`, s.creds.Users[1].UserID)).status)
	require.Equal(t, 204, s.send("DELETE", path, "").status)
	require.Equal(t, 404, s.get(path).status)
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		require.Equal(t, 404, s.send(method, "/api/v1/users/"+s.user, "").status, "only who is managed is found, not oneself")
	}
	s.bearer = delegated.text("access_token")
	require.Equal(t, http.StatusUnauthorized, s.get(api+"/").status, "who has been removed has no tokens")
}

func TestManagedUsersMayHaveOneName(t *testing.T) {
	t.Parallel()
	s := newSim(t, withProfile("current"))
	made := parse(t, s.send("POST", "/api/v1/users/", `{"first_name":"Max","last_name":null}`))
	require.Nil(t, made["last_name"])
	require.Equal(t, "Max", made.text("display_name"))
	require.Contains(t, s.send("POST", "/api/v1/users/", `{"first_name":"Max"}`).text(), `{"type":"missing","loc":["body","last_name"],"msg":"Field required","input":{"first_name":"Max"}}`)
	require.Contains(t, s.send("POST", "/api/v1/users/", `{"first_name":null,"last_name":7}`).text(),
		`"loc":["body","first_name"],"msg":"Input should be a valid string","input":null},{"type":"string_type","loc":["body","last_name"]`)
	require.Len(t, s.list("/api/v1/users/?name=MAX"), 1)
	require.Len(t, s.list("/api/v1/users/?include_managed=false"), 1)
	require.Equal(t, 422, s.get("/api/v1/users/?include_shared=perhaps").status)
	require.Contains(t, s.send("POST", "/api/v1/oauth/delegated-token", `{"sub":"x","scopes":["all"]}`).text(), `"type":"enum","loc":["body","scopes",0]`)
}

func TestPortal(t *testing.T) {
	t.Parallel()
	s := newSim(t, withProfile("current"))
	const path = "/api/v1/portal/sessions"
	for _, page := range []string{"manage-teams", "manage-integrations"} {
		require.Contains(t, parse(t, s.send("POST", path, `{"destination":"`+page+`","return_url":null}`)).text("url"), page)
	}
	under := func(url string) int {
		return s.send("POST", path, fmt.Sprintf(`{"destination":"manage-teams","return_url":%q}`, url)).status
	}
	require.Equal(t, 200, under(s.creds.RedirectURI))
	require.Equal(t, 200, under(s.creds.RedirectURI+"/settings?a=b"))
	require.Equal(t, 400, under(s.creds.RedirectURI+"settings"))
	require.Equal(t, 400, under("https://elsewhere.example/"))
	require.Equal(t, 422, under("https://elsewhere.example/"+strings.Repeat("a", 2_048)))
	require.Contains(t, s.send("POST", path, `{"destination":"settings"}`).text(),
		`{"type":"enum","loc":["body","destination"],"msg":"Input should be 'manage-teams' or 'manage-integrations'","input":"settings","ctx":{"expected":"'manage-teams' or 'manage-integrations'"}}`)
	delegated := parse(t, s.send("POST", "/api/v1/oauth/delegated-token", fmt.Sprintf(`{"sub":%q}`, s.user)))
	s.bearer = delegated.text("access_token")
	require.Equal(t, 403, s.send("POST", path, `{"destination":"manage-teams"}`).status)
}

func TestIssues(t *testing.T) {
	t.Parallel()
	s := newSim(t, withProfile("current"))
	const path = "/api/v1/profile/status"
	require.Nil(t, s.one(path)["issue"])
	require.Equal(t, map[string]any{"activities": "ready", "activity_history": "ready", "dailies": "ready", "workouts": "unavailable"}, s.one(path)["capabilities"])
	_, err := s.step("POST", "users/{userId}/backfill", `{"takes":"30s"}`, "userId", s.user)
	require.NoError(t, err)
	pending := object(s.one(path)["issue"].(map[string]any))
	require.Equal(t, "syncing", pending.text("status"))
	require.Nil(t, pending["destination"])
	for _, code := range []string{
		"no_source_connected", "activities_not_granted", "activities_blocked_upstream", "activity_history_not_granted", "dailies_not_granted", "dailies_no_source", "workouts_not_granted", "workouts_no_source",
	} {
		_, err := s.step("POST", "users/{userId}/issue", `{"code":"`+code+`"}`, "userId", s.user)
		require.NoError(t, err)
		got := object(s.one("/api/v1/oauth/userinfo")["issue"].(map[string]any))
		require.Equal(t, object{"code": code, "status": "action_required", "message": got["message"], "destination": "manage-integrations"}, got)
		require.Equal(t, map[string]any(got), s.one(path)["issue"])
	}
	require.Equal(t, "unavailable", object(s.one(path)["capabilities"].(map[string]any)).text("workouts"))
	own := s.bearer
	s.bearer = parse(t, s.send("POST", "/api/v1/oauth/delegated-token", fmt.Sprintf(`{"sub":%q}`, s.user))).text("access_token")
	require.Nil(t, s.one(path)["issue"].(map[string]any)["destination"], "who acts for somebody else cannot mend it")
	s.bearer = own
	_, err = s.step("POST", "users/{userId}/issue", `{"code":"bad_mood"}`, "userId", s.user)
	require.ErrorContains(t, err, "no_source_connected")
	_, err = s.step("POST", "users/{userId}/issue", `{}`, "userId", s.user)
	require.NoError(t, err)
	s.Advance(time.Minute)
	require.Nil(t, s.one(path)["issue"])
}

func TestTeams(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	users, err := s.step("GET", "users", "")
	require.NoError(t, err)
	var teams []object
	for _, u := range users["users"].([]any) { // cyclists are in none
		s.user = u.(map[string]any)["userId"].(string)
		s.bearer = s.freshToken()
		if teams = s.list("/api/v1/teams/"); len(teams) > 0 {
			break
		}
	}
	require.NotEmpty(t, teams)
	require.Empty(t, s.list("/api/v1/teams/authorized"))
	path := "/api/v1/teams/" + teams[0].text("id")
	require.Equal(t, 422, s.send("POST", path+"/authorize", `{"scopes":["all"]}`).status)
	require.Equal(t, 200, s.send("POST", path+"/authorize", `{"scopes":["data:read"]}`).status)
	require.Equal(t, []any{"data:read"}, s.list("/api/v1/teams/authorized")[0]["scopes"])
	require.Equal(t, s.user, s.list(path + "/users")[0].text("id"))
	require.Equal(t, 404, s.get("/api/v1/teams/team_x/users").status)
	require.Contains(t, s.send("POST", path+"/authorize", `{}`).text(), `{"type":"missing","loc":["body","scopes"],"msg":"Field required","input":{}}`)
	require.Contains(t, s.send("POST", path+"/authorize", `{"scopes":null}`).text(), `"type":"list_type"`)
	require.Contains(t, s.send("POST", path+"/authorize", `{"scopes":["data:read","all",1]}`).text(),
		`{"type":"enum","loc":["body","scopes",1],"msg":"Input should be 'data:read', 'data:write', 'admin', 'openid', 'profile' or 'offline_access'","input":"all"`)
	require.Len(t, s.list(path+"/users"), 1, "a refusal changes nothing")
	require.Len(t, s.list(path+"/users?name=nobody"), 1, "nothing chooses before October 2026")
	require.Equal(t, 200, s.send("POST", path+"/authorize", `{"scopes":[]}`).status)
	require.Empty(t, s.list(path+"/users"))
}

func TestProfileOfUser(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	var sports, roots, tags []string
	s.read("/api/v1/profile/sports/", &sports)
	s.read("/api/v1/profile/sports/?only_root=true", &roots)
	s.read("/api/v1/profile/tags/", &tags)
	require.NotEmpty(t, sports)
	for _, r := range roots {
		require.NotContains(t, r, ".")
	}
	require.Contains(t, tags, "training")
	require.Equal(t, 422, s.get("/api/v1/profile/sports/?only_root=perhaps").status)
}

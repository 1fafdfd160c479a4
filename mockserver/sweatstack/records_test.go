package sweatstack_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTraces(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	all := s.list("/api/v1/traces/")
	require.NotEmpty(t, all, "the population has some")
	require.NotNil(t, all[0]["activity"])
	require.Nil(t, all[0]["activity"].(map[string]any)["traces"], "one level deep")
	require.InDelta(t, 2, all[0].number("lactate"), 2)
	within := s.one(api + "/" + all[0]["activity"].(map[string]any)["id"].(string))
	require.Len(t, within["traces"], 2)
	require.Nil(t, newSim(t, with("nested", "none")).list("/api/v1/traces/")[0]["activity"])

	a := s.send("POST", "/api/v1/traces/", `{"timestamp":"2026-05-20T09:30:00","lactate":4.25,"rpe":15,"power":250,"speed":null,"notes":"third","tags":["lab"],"sport":"running"}`)
	require.Equal(t, 200, a.status, a.text())
	made := parse(t, a)
	require.Equal(t, "2026-05-20T09:30:00", made.text("timestamp_local"), "the user's own clock")
	require.InDelta(t, 4.25, made.number("lactate"), 0)
	require.Len(t, s.list("/api/v1/traces/?tags=lab"), 1)
	path := "/api/v1/traces/" + made.text("id")
	require.Equal(t, `{"message":"Trace updated"}`, s.send("PUT", path, `{"timestamp":"2026-05-20T09:30:00+01:00","power":260}`).text())
	again := s.list("/api/v1/traces/?start=2026-05-20")[0]
	require.Equal(t, "2026-05-20T09:30:00+01:00", again.text("timestamp"))
	require.Nil(t, again["lactate"], "everything is replaced")
	require.Equal(t, 200, s.send("PUT", path+"/app-metadata", `{"a":1}`).status)
	require.NotNil(t, s.list("/api/v1/traces/?start=2026-05-20")[0]["app_metadata"])
	require.Equal(t, 204, s.send("DELETE", path, "").status)
	require.Equal(t, 404, s.send("DELETE", path, "").status)
	require.Equal(t, 204, s.send("DELETE", "/api/v1/traces/"+all[0].text("id"), "").status, "also one of the population's")
	require.Len(t, s.list("/api/v1/traces/"), len(all)-1)

	for body, want := range map[string]string{
		`{}`:                `{"type":"missing","loc":["body","timestamp"],"msg":"Field required","input":{}}`,
		`{"timestamp":"x"}`: `"type":"datetime_from_date_parsing","loc":["body","timestamp"],"msg":"Input should be a valid datetime, input is too short","input":"x"`,
		`{"timestamp":"2026-05-20T09:30:00Z","rpe":1.5}`:            `{"type":"int_from_float","loc":["body","rpe"],"msg":"Input should be a valid integer, got a number with a fractional part","input":1.5}`,
		`{"timestamp":"2026-05-20T09:30:00Z","power":-1}`:           `{"type":"greater_than_equal","loc":["body","power"],"msg":"Input should be greater than or equal to 0","input":-1,"ctx":{"ge":0}}`,
		`{"timestamp":"2026-05-20T09:30:00Z","lactate":"much"}`:     `"type":"float_parsing"`,
		`{"timestamp":"2026-05-20T09:30:00Z","lactate":[]}`:         `"type":"float_type"`,
		`{"timestamp":"2026-05-20T09:30:00Z","tags":"a","notes":1}`: `{"type":"list_type","loc":["body","tags"],"msg":"Input should be a valid list","input":"a"},{"type":"string_type","loc":["body","notes"],"msg":"Input should be a valid string","input":1}`,
		`{"timestamp":"2026-05-20T09:30:00Z","sport":"chess"}`:      `"type":"enum","loc":["body","sport"]`,
		`[]`: `{"type":"model_attributes_type","loc":["body"],"msg":"Input should be a valid dictionary or object to extract fields from","input":[]}`,
	} {
		a := s.send("POST", "/api/v1/traces/", body)
		require.Equal(t, 422, a.status, body)
		require.Contains(t, a.text(), want, body)
	}
	current := newSim(t, withProfile("current"))
	require.Contains(t, current.send("POST", "/api/v1/traces/", `{"timestamp":"2026-05-20T09:30:00"}`).text(), `{"type":"timezone_aware","loc":["body","timestamp"],"msg":"Input should have timezone info","input":"2026-05-20T09:30:00"}`)
}

func TestTests(t *testing.T) {
	t.Parallel()
	s := newSim(t, since(150)) // tests are rare
	all := s.list("/api/v1/tests/")
	require.NotEmpty(t, all)
	body := s.World.Data.Body(s.athlete, start)
	results := object(all[0]["results"].(map[string]any))
	require.InDelta(t, body.HRMax, results.number("heart_rate_max"), 0)
	require.InDelta(t, body.AnaerobicHR, results.number("second_threshold", "heart_rate"), 12)

	a := s.send("POST", "/api/v1/tests/", `{"title":"Ramp","sport":"cycling","start":"2026-05-20T08:00:00Z","results":{"lt1":{"power":200,"lactate":2},"vo2max":61.5,"critical_power":300}}`)
	require.Equal(t, 200, a.status, a.text())
	made := parse(t, a)
	require.Equal(t, s.user, made.text("created_by"))
	begun, err := time.Parse(time.RFC3339, made.text("start"))
	require.NoError(t, err)
	ended, err := time.Parse(time.RFC3339, made.text("end"))
	require.NoError(t, err)
	require.Equal(t, 3*time.Hour, ended.Sub(begun))
	path := "/api/v1/tests/" + made.text("id")
	trace := parse(t, s.send("POST", "/api/v1/traces/", `{"timestamp":"2026-05-20T09:00:00Z","lactate":2.1}`))
	require.Equal(t, "window", trace.text("test_match"))
	linked := parse(t, s.send("POST", "/api/v1/traces/", fmt.Sprintf(`{"timestamp":"2026-05-19T09:00:00Z","test_id":%q}`, made.text("id"))))
	require.Equal(t, "explicit", linked.text("test_match"))
	require.Len(t, s.one(path)["traces"], 2)
	require.Len(t, s.one(path + "?traces=linked")["traces"], 1)
	require.Equal(t, 422, s.get(path+"?traces=some").status)
	require.Equal(t, 422, s.get("/api/v1/tests/?limit=51").status)
	require.Len(t, s.list("/api/v1/tests/?created_by=nobody"), 0)
	require.Equal(t, `{"message":"Test updated"}`, s.send("PUT", path, `{"sport":"running","start":"2026-05-20T08:00:00Z","end":"2026-05-20T08:30:00Z"}`).text())
	require.Equal(t, "running", s.one(path).text("sport"))
	require.Equal(t, 200, s.send("PUT", path+"/app-metadata", `{"a":1}`).status)
	require.Equal(t, 204, s.send("DELETE", path+"/app-metadata", "").status)
	require.JSONEq(t, `{"message":"Test deleted"}`, s.send("DELETE", path, "").text())
	require.Equal(t, 404, s.get(path).status)
	require.Equal(t, 422, s.send("POST", "/api/v1/tests/", `{"start":"2026-05-20T08:00:00Z"}`).status)
}

func TestDailies(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	const path = "/api/v1/dailies/resting_hr"
	days := s.list(path + "?start=2026-05-10&end=2026-05-30")
	require.Len(t, days, 11, "none in the future")
	require.InDelta(t, s.World.Data.Body(s.athlete, start).HRRest, days[0].number("value"), 5)
	require.Equal(t, "device", days[0].text("source"))
	require.Equal(t, 200, s.send("POST", path, `{"date":"2026-05-12","value":44}`).status)
	require.Equal(t, object{"date": "2026-05-12", "value": 44.0, "source": "user"}, s.list(path + "?start=2026-05-12&end=2026-05-12")[0])
	require.Equal(t, 204, s.send("DELETE", path+"?date=2026-05-12", "").status)
	require.Equal(t, object{"date": "2026-05-12", "value": nil, "source": "missing"}, s.list(path + "?start=2026-05-12&end=2026-05-12")[0])
	require.Equal(t, 422, s.get("/api/v1/dailies/mood?start=2026-05-10&end=2026-05-30").status)
	require.Equal(t, 422, s.get(path+"?start=2026-05-10").status)
	require.Equal(t, 422, s.get(path+"?start=1000-01-01&end=2026-05-30").status)
	require.Equal(t, 422, s.send("POST", path, `{"date":"soon"}`).status)
	current := newSim(t, withProfile("current"))
	require.Equal(t, object{"date": "2020-01-01", "value": nil, "status": "missing", "source": nil}, current.list(path + "?start=2020-01-01&end=2020-01-01")[0])
}

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
	require.Len(t, s.list("/api/v1/users/?include_managed=false"), 1)
	require.Len(t, s.list("/api/v1/users/?name=nordm"), 1)
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
	back := parse(t, s.get("/api/v1/oauth/principal-token"))
	require.Equal(t, s.user, s.claimsOf(back.text("access_token"))["sub"])
	s.bearer = principal
	require.Equal(t, 404, s.send("POST", "/api/v1/oauth/delegated-token", fmt.Sprintf(`{"sub":%q}`, s.creds.Users[1].UserID)).status)
	require.Equal(t, 204, s.send("DELETE", path, "").status)
	require.Equal(t, 404, s.get(path).status)
	require.Equal(t, 403, s.send("DELETE", "/api/v1/users/"+s.user, "").status)
	s.bearer = delegated.text("access_token")
	require.Equal(t, http.StatusUnauthorized, s.get(api+"/").status, "who has been removed has no tokens")
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

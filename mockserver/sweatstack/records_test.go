package sweatstack_test

import (
	"fmt"
	"strings"
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
		`{"tags":"a","notes":1,"timestamp":"2026-05-20T09:30:00Z"}`: `{"type":"string_type","loc":["body","notes"],"msg":"Input should be a valid string","input":1},{"type":"list_type","loc":["body","tags"],"msg":"Input should be a valid list","input":"a"}`,
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
	require.Equal(t, s.creds.ClientID, made.text("created_by"))
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
	require.Len(t, s.list("/api/v1/tests/?created_by="+s.creds.ClientID), 1, "the population's were made on the website")
	require.Equal(t, 404, s.send("POST", "/api/v1/traces/", `{"timestamp":"2026-05-19T09:00:00Z","test_id":"test_x"}`).status)
	require.Equal(t, 404, s.send("PUT", "/api/v1/traces/"+trace.text("id"), `{"timestamp":"2026-05-19T09:00:00Z","test_id":"test_x"}`).status)
	require.Equal(t, "explicit", parse(t, s.send("POST", "/api/v1/traces/", fmt.Sprintf(`{"timestamp":"2026-05-18T09:00:00Z","test_id":%q}`, all[0].text("id")))).text("test_match"))
	require.Equal(t, `{"message":"Test updated"}`, s.send("PUT", path, `{"sport":"running","start":"2026-05-20T08:00:00Z","end":"2026-05-20T08:30:00Z"}`).text())
	require.Equal(t, "running", s.one(path).text("sport"))
	require.Equal(t, 200, s.send("PUT", path, `{"sport":"running","start":"2026-05-20T08:00:00Z","tags":["field"]}`).status)
	cleared := s.one(path)
	require.Nil(t, cleared["end"], "what is left out is cleared")
	require.Nil(t, cleared["end_local"])
	require.Len(t, cleared["traces"], 2, "three hours are taken for the end")
	require.Equal(t, 200, s.send("PUT", path+"/app-metadata", `{"a":1}`).status)
	require.Equal(t, 204, s.send("DELETE", path+"/app-metadata", "").status)
	require.JSONEq(t, `{"message":"Test deleted"}`, s.send("DELETE", path, "").text())
	require.Equal(t, 404, s.get(path).status)
	require.Equal(t, 422, s.send("POST", "/api/v1/tests/", `{"start":"2026-05-20T08:00:00Z"}`).status)
}

func TestTestsHaveTheActivitiesThatTheyOverlap(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	e := s.workouts()[0]
	half := e.Start.Add(e.End.Sub(e.Start) / 2)
	for name, c := range map[string]struct {
		start, end time.Time
		overlaps   bool
	}{
		"begins within":  {half, e.End.Add(time.Hour), true},
		"ends within":    {e.Start.Add(-time.Minute), half, true},
		"lies within":    {half, half.Add(time.Second), true},
		"ends before":    {e.Start.Add(-2 * time.Minute), e.Start.Add(-time.Minute), false},
		"begins just at": {e.End, e.End.Add(time.Minute), false},
	} {
		made := parse(t, s.send("POST", "/api/v1/tests/", fmt.Sprintf(`{"sport":"cycling","start":%q,"end":%q}`, c.start.Format(time.RFC3339), c.end.Format(time.RFC3339))))
		got := s.one("/api/v1/tests/" + made.text("id"))["activities"].([]any)
		require.Equal(t, c.overlaps, len(got) > 0, name)
		if c.overlaps {
			require.True(t, strings.HasSuffix(s.path(e), object(got[0].(map[string]any)).text("id")), name)
		}
	}
}

func TestTestsAreTheirAppsAlone(t *testing.T) {
	t.Parallel()
	s := newSim(t, since(150))
	const body = `{"sport":"cycling","start":"2026-05-20T08:00:00Z"}`
	mine := "/api/v1/tests/" + parse(t, s.send("POST", "/api/v1/tests/", body)).text("id")
	websites := "/api/v1/tests/" + s.list("/api/v1/tests/?tags=lab")[0].text("id")
	key, err := s.step("POST", "api-keys", fmt.Sprintf(`{"userId":%q}`, s.user))
	require.NoError(t, err)
	app := s.bearer
	s.bearer = key.text("accessToken")
	require.Nil(t, parse(t, s.send("POST", "/api/v1/tests/", body))["created_by"], "a key is no app")
	require.Equal(t, 403, s.send("PUT", mine, body).status)
	require.Equal(t, 403, s.send("DELETE", mine, "").status)
	s.bearer = app
	require.Equal(t, 200, s.send("PUT", mine, body).status)
	require.Equal(t, 200, s.send("PUT", websites, body).status)
}

func TestDailies(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	const path = "/api/v1/dailies/resting_hr"
	days := s.list(path + "?start=2026-05-10&end=2026-05-30")
	require.Len(t, days, 21, "one for each day")
	require.Equal(t, object{"date": "2026-05-21", "value": nil, "source": "missing"}, days[11], "nothing is known of tomorrow")
	require.InDelta(t, s.World.Data.Body(s.athlete, start).HRRest, days[0].number("value"), 5)
	require.Equal(t, "device", days[0].text("source"))
	require.Equal(t, 200, s.send("POST", path, `{"date":"2026-05-12","value":44}`).status)
	require.Equal(t, object{"date": "2026-05-12", "value": 44.0, "source": "user"}, s.list(path + "?start=2026-05-12&end=2026-05-12")[0])
	require.Equal(t, 204, s.send("DELETE", path+"?date=2026-05-12", "").status)
	require.Equal(t, 404, s.send("DELETE", path+"?date=2026-05-12", "").status, "there is none any more")
	require.Equal(t, 204, s.send("DELETE", path+"?date=2026-05-13", "").status, "also one of a device")
	require.Equal(t, object{"date": "2026-05-12", "value": nil, "source": "missing"}, s.list(path + "?start=2026-05-12&end=2026-05-12")[0])
	require.Equal(t, 422, s.get("/api/v1/dailies/mood?start=2026-05-10&end=2026-05-30").status)
	require.Equal(t, 422, s.get(path+"?start=2026-05-10").status)
	require.Equal(t, 422, s.get(path+"?start=1000-01-01&end=2026-05-30").status)
	require.Equal(t, 422, s.send("POST", path, `{"date":"soon"}`).status)
	require.InDelta(t, 8*3600, s.list("/api/v1/dailies/sleep_duration?start=2026-05-12&end=2026-05-12")[0].number("value"), 4*3600)
	current := newSim(t, withProfile("current"))
	require.Equal(t, object{"date": "2020-01-01", "value": nil, "status": "missing", "source": nil}, current.list(path + "?start=2020-01-01&end=2020-01-01")[0])
}

func TestDailiesAreEstimatedInTheMannerOfTheirMeasure(t *testing.T) {
	t.Parallel()
	s := newSim(t, withProfile("current"))
	const days = "?start=2020-05-10&end=2020-05-16" // before the population's time, so that nothing else is known
	for measure, want := range map[string][]any{
		"body_fat_pct":        {10.0, 10.0, 12.0, 14.0, 16.0, 16.0, 16.0},
		"body_mass":           {10.0, 10.0, 12.0, 14.0, 16.0, 16.0, 16.0},
		"sleep_altitude":      {10.0, 10.0, 10.0, 10.0, 16.0, 16.0, 16.0},
		"menstrual_cycle_day": {nil, 10.0, 11.0, 12.0, 16.0, 17.0, 18.0},
		"hrv":                 {nil, 10.0, nil, nil, 16.0, nil, nil},
		"resting_hr":          {nil, 10.0, nil, nil, 16.0, nil, nil},
		"sleep_duration":      {nil, 10.0, nil, nil, 16.0, nil, nil},
	} {
		path := "/api/v1/dailies/" + measure
		require.Nil(t, s.list(path + days + "&interpolate=true")[0]["value"], "nothing is known that an estimate could be made of")
		require.Equal(t, 200, s.send("POST", path, `{"date":"2020-05-11","value":10}`).status)
		require.Equal(t, 200, s.send("POST", path, `{"date":"2020-05-14","value":16}`).status)
		var got []any
		for i, d := range s.list(path + days + "&interpolate=true") {
			got = append(got, d["value"])
			status, source := "estimated", any(nil)
			switch {
			case i == 1 || i == 4:
				status, source = "stored", "manual"
			case d["value"] == nil:
				status = "missing"
			}
			require.Equal(t, status, d.text("status"), measure)
			require.Equal(t, source, d["source"], measure)
		}
		require.Equal(t, want, got, measure)
		require.Nil(t, s.list(path + days)[2]["value"], "only when asked")
	}
	near := s.list("/api/v1/dailies/body_fat_pct?start=2020-05-12&end=2020-05-13&interpolate=true")
	require.InDelta(t, 12, near[0].number("value"), 0, "values beyond the range count")
	always := newSim(t, with("interpolate", "true"))
	require.Equal(t, 200, always.send("POST", "/api/v1/dailies/body_fat_pct", `{"date":"2020-05-11","value":10}`).status)
	require.Equal(t, object{"date": "2020-05-12", "value": 10.0, "source": "estimated"}, always.list("/api/v1/dailies/body_fat_pct?start=2020-05-12&end=2020-05-12")[0])
}

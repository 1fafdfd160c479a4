package sweatstack_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func detail(issues ...string) string { return `{"detail":[` + strings.Join(issues, ",") + `]}` }

// The bodies are what a FastAPI application with the document's declarations says.
func TestParametersThatCannotBeRead(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	one := s.path(s.workouts()[0])
	const (
		int9    = `"msg":"Input should be a valid integer, unable to parse string as an integer"`
		inexact = `"msg":"Datetimes provided to dates should have zero time - e.g. be exact dates"`
		date    = `"msg":"Input should be a valid date or datetime, `
	)
	for _, c := range []struct{ path, want string }{
		{api + "/?limit=x", detail(`{"type":"int_parsing","loc":["query","limit"],` + int9 + `,"input":"x"}`)},
		{api + "/?limit=", detail(`{"type":"int_parsing","loc":["query","limit"],` + int9 + `,"input":""}`)},
		{api + "/?limit=5&limit=1.5", detail(`{"type":"int_parsing","loc":["query","limit"],` + int9 + `,"input":"1.5"}`)},
		{api + "/?start=", detail(`{"type":"date_from_datetime_parsing","loc":["query","start"],` + date + `input is too short","input":"","ctx":{"error":"input is too short"}}`)},
		{api + "/?start=2026-13-01", detail(`{"type":"date_from_datetime_parsing","loc":["query","start"],` + date + `month value is outside expected range of 1-12","input":"2026-13-01","ctx":{"error":"month value is outside expected range of 1-12"}}`)},
		{api + "/?end=2026-02-30", detail(`{"type":"date_from_datetime_parsing","loc":["query","end"],` + date + `day value is outside expected range","input":"2026-02-30","ctx":{"error":"day value is outside expected range"}}`)},
		{api + "/?end=2026-02-20T10:00:00Z", detail(`{"type":"date_from_datetime_inexact","loc":["query","end"],` + inexact + `,"input":"2026-02-20T10:00:00Z"}`)},
		{api + "/?offset=q&limit=p&start=yesterday!", detail(
			`{"type":"date_from_datetime_parsing","loc":["query","start"],`+date+`invalid character in year","input":"yesterday!","ctx":{"error":"invalid character in year"}}`,
			`{"type":"int_parsing","loc":["query","limit"],`+int9+`,"input":"p"}`, `{"type":"int_parsing","loc":["query","offset"],`+int9+`,"input":"q"}`)},
		{one + "/mean-max?metric=heart_rate", detail(`{"type":"enum","loc":["query","metric"],"msg":"Input should be 'power' or 'speed'","input":"heart_rate","ctx":{"expected":"'power' or 'speed'"}}`)},
		{one + "/mean-max?adaptive_sampling=maybe&metric=speed", detail(`{"type":"bool_parsing","loc":["query","adaptive_sampling"],"msg":"Input should be a valid boolean, unable to interpret input","input":"maybe"}`)},
		{api + "/longitudinal-mean-max?metric=speed", detail(`{"type":"missing","loc":["query","sport"],"msg":"Field required","input":null}`)},
		{api + "/longitudinal-mean-max", detail(`{"type":"missing","loc":["query","sport"],"msg":"Field required","input":null}`, `{"type":"missing","loc":["query","metric"],"msg":"Field required","input":null}`)},
		{"/api/v1/dailies/weight?end=x", detail(
			`{"type":"enum","loc":["path","measure"],"msg":"Input should be 'body_mass', 'body_fat_pct', 'resting_hr', 'hrv', 'sleep_duration', 'sleep_altitude' or 'menstrual_cycle_day'","input":"weight",`+
				`"ctx":{"expected":"'body_mass', 'body_fat_pct', 'resting_hr', 'hrv', 'sleep_duration', 'sleep_altitude' or 'menstrual_cycle_day'"}}`,
			`{"type":"missing","loc":["query","start"],"msg":"Field required","input":null}`,
			`{"type":"date_from_datetime_parsing","loc":["query","end"],`+date+`input is too short","input":"x","ctx":{"error":"input is too short"}}`)},
		{api + "/act_unknown/data?metrics=power,speed", ""},
		{api + "/?sport=running&sport=chess", ""},
	} {
		a := s.get(c.path)
		require.Equal(t, http.StatusUnprocessableEntity, a.status, c.path)
		if c.want != "" {
			require.Equal(t, c.want, a.text(), c.path)
		}
	}
	require.Contains(t, s.get(api+"/?sport=running&sport=chess").text(), `{"type":"enum","loc":["query","sport",1],"msg":"Input should be 'cycling', 'cycling.road', `)
	require.Contains(t, s.get(api+"/?sport=chess").text(), `'generic' or 'unknown'","input":"chess","ctx":{"expected":"'cycling', `)
	literal := newSim(t, with("metric-errors", "literal"))
	require.Contains(t, literal.get(literal.path(literal.workouts()[0])+"/mean-max?metric=x").text(), `"type":"literal_error"`)
}

func TestParametersThatFastAPIReads(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	for _, q := range []string{
		"limit=%2B5", "limit=5.0", "limit=1_0", "limit=%205%20", "start=2026-05-01T00:00:00", "start=2026-05-01T00:00:00Z", "start=2026-05-01T00:00:00%2B02:00",
		"start=2026-05-01%2000:00", "start=1777593600", "unknown=1", "sport=running&limit=5", "limit=x&limit=5", "&&=&limit=5", "limit=%35", "tags=%ff%zz",
	} {
		require.Equal(t, http.StatusOK, s.get(api+"/?"+q).status, q)
	}
	strict := newSim(t, with("limit-bound", "100"), with("negative-page", "422"))
	require.Equal(t, http.StatusOK, strict.get(api+"/?limit=100").status)
	require.Equal(t, detail(`{"type":"less_than_equal","loc":["query","limit"],"msg":"Input should be less than or equal to 100","input":"101","ctx":{"le":100}}`), strict.get(api+"/?limit=101").text())
	require.Equal(t, detail(`{"type":"greater_than_equal","loc":["query","offset"],"msg":"Input should be greater than or equal to 0","input":"-1","ctx":{"ge":0}}`), strict.get(api+"/?offset=-1").text())
}

func TestOrderOfChecks(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	missing := api + "/act_01J00000000000000000000000"
	bearer := s.bearer
	s.bearer = "nobody"
	require.Equal(t, 422, s.send("PUT", missing+"/app-metadata", `{`).status, "a broken body comes first")
	require.Equal(t, 401, s.send("PUT", missing+"/app-metadata", `[]`).status, "then the token")
	require.Equal(t, 401, s.get(missing+"/data?metrics=x").status)
	s.bearer = bearer
	require.Equal(t, 422, s.get(missing+"/data?metrics=x").status, "then parameters")
	require.Equal(t, 422, s.send("PUT", missing+"/app-metadata", `[]`).status)
	require.Equal(t, 404, s.get(missing+"/data").status, "then what the path names")
}

func TestBodiesThatAreNoJSON(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	path := s.path(s.workouts()[0]) + "/app-metadata"
	broken := func(at, why string) string {
		return detail(`{"type":"json_invalid","loc":["body",` + at + `],"msg":"JSON decode error","input":{},"ctx":{"error":"` + why + `"}}`)
	}
	for body, want := range map[string]string{
		`{`:                       broken("1", "Expecting property name enclosed in double quotes"),
		`{"a":`:                   broken("5", "Expecting value"),
		`{"a" 1}`:                 broken("5", "Expecting ':' delimiter"),
		`{"a":1 "b":2}`:           broken("7", "Expecting ',' delimiter"),
		`{"ä":1} x`:               broken("8", "Extra data"),
		`{"a":"b`:                 broken("5", "Unterminated string starting at"),
		"{\"a\":\"\n\"}":          broken("6", "Invalid control character at"),
		`{"a":"\x"}`:              broken("6", `Invalid \\escape`),
		`{"a":"\u00e"}`:           broken("7", `Invalid \\uXXXX escape`),
		`{"a":1,}`:                broken("6", "Illegal trailing comma before end of object"),
		`nope`:                    broken("0", "Expecting value"),
		`[1]`:                     detail(`{"type":"dict_type","loc":["body"],"msg":"Input should be a valid dictionary","input":[1]}`),
		`"x"`:                     detail(`{"type":"dict_type","loc":["body"],"msg":"Input should be a valid dictionary","input":"x"}`),
		``:                        detail(`{"type":"missing","loc":["body"],"msg":"Field required","input":null}`),
		`null`:                    detail(`{"type":"missing","loc":["body"],"msg":"Field required","input":null}`),
		"{\"a\":\"\xff\"}":        `{"detail":"There was an error parsing the body"}`,
		strings.Repeat("[", 5000): `{"detail":"There was an error parsing the body"}`,
	} {
		require.Equal(t, want, s.send("PUT", path, body).text(), "%.40s", body)
	}
	a := s.ask("PUT", path, []byte(`{"a":1}`), "Authorization", "Bearer "+s.bearer, "Content-Type", "application/json; charset")
	require.Equal(t, http.StatusOK, a.status, "a parameter that is none does not make it another type")
	a = s.ask("PUT", path, []byte("a=b"), "Authorization", "Bearer "+s.bearer, "Content-Type", form)
	require.Equal(t, detail(`{"type":"dict_type","loc":["body"],"msg":"Input should be a valid dictionary","input":"a=b"}`), a.text())
}

func TestAppMetadata(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	one := s.path(s.workouts()[0])
	a := s.send("PUT", one+"/app-metadata", "{ \"b\": [1, 2.50], \"a\": \"ä<\" }")
	require.Equal(t, `{"message":"Metadata updated"}`, a.text())
	require.Contains(t, s.get(one).text(), `"app_metadata":{"b":[1,2.50],"a":"ä<"}`)
	require.Contains(t, s.get(api+"/?limit=5").text(), `"app_metadata":{"b"`)

	made, err := s.step("POST", "clients", `{"name":"other"}`)
	require.NoError(t, err)
	other, err := s.step("POST", "tokens", `{"clientId":"`+made.text("clientId")+`","userId":"`+s.user+`"}`)
	require.NoError(t, err)
	mine := s.bearer
	s.bearer = other.text("accessToken")
	require.Nil(t, s.one(one)["app_metadata"], "each app sees its own")
	key, err := s.step("POST", "api-keys", `{"userId":"`+s.user+`"}`)
	require.NoError(t, err)
	s.bearer = key.text("accessToken")
	require.NotContains(t, s.claimsOf(s.bearer), "aud")
	require.Equal(t, 403, s.send("PUT", one+"/app-metadata", `{}`).status, "a personal key is no app's")
	s.bearer = mine

	long := func(n int) string { return `{"a":"` + strings.Repeat("x", n-8) + `"}` }
	require.Equal(t, 200, s.send("PUT", one+"/app-metadata", long(1024)).status)
	require.Equal(t, 413, s.send("PUT", one+"/app-metadata", long(1025)).status)
	require.Equal(t, 200, s.send("PUT", one+"/app-metadata", strings.Repeat(" ", 2000)+`{}`).status, "spaces do not count")
	require.Equal(t, 413, newSim(t, with("metadata-bytes", "sent")).send("PUT", one+"/app-metadata", strings.Repeat(" ", 2000)+`{}`).status)
	deep := func(n int) string { return strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) }
	require.Equal(t, 200, s.send("PUT", one+"/app-metadata", deep(32)).status)
	require.Equal(t, 422, s.send("PUT", one+"/app-metadata", deep(33)).status)
	require.Equal(t, 422, s.send("PUT", one+"/app-metadata", strings.Replace(deep(32), "1", "{}", 1)).status, "an object without members is a level, too")
	require.Equal(t, 204, s.send("DELETE", one+"/app-metadata", "").status)
	require.Nil(t, s.one(one)["app_metadata"])
	require.Equal(t, 204, s.send("DELETE", one+"/app-metadata", "").status)
	require.Equal(t, 404, newSim(t, with("delete-metadata", "404")).send("DELETE", one+"/app-metadata", "").status)
	require.Equal(t, 404, s.send("DELETE", api+"/act_x/app-metadata", "").status)
	require.Equal(t, 200, s.send("PUT", "/api/v1/profile/app-metadata", long(4096)).status)
	require.Equal(t, 413, s.send("PUT", "/api/v1/profile/app-metadata", long(4097)).status)
	require.Equal(t, 204, s.send("DELETE", "/api/v1/profile/app-metadata", "").status)
}

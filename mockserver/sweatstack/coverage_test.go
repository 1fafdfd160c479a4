package sweatstack_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/specs"
)

// schema is as much of a schema as the census needs.
type schema struct {
	Ref        string             `json:"$ref"`
	AllOf      []*schema          `json:"allOf"`
	AnyOf      []*schema          `json:"anyOf"`
	Properties map[string]*schema `json:"properties"`
	Items      *schema            `json:"items"`
	Enum       []string           `json:"enum"`
	Codes      []string           `json:"x-codes"` // of the taxonomy
	More       json.RawMessage    `json:"additionalProperties"`
}

// below are the schemas that a schema has in it, and what an object has under names of its own.
func (s *schema) below() []*schema {
	all := slices.Concat(s.AllOf, s.AnyOf)
	if bytes.HasPrefix(s.More, []byte("{")) {
		more := &schema{}
		if json.Unmarshal(s.More, more) == nil {
			all = append(all, more)
		}
	}
	return all
}

// census is which members of answers have had a value, and which values of enumerations there were: "Schema.member" and
// "Schema=value".
type census struct {
	schemas    map[string]*schema
	operations map[string]*schema // "GET /path" and the status
	seen       map[string]bool
}

const reference = "#/components/schemas/"

func newCensus(t *testing.T, profile string) *census {
	t.Helper()
	raw, err := specs.Read(service)
	require.NoError(t, err)
	raw, err = openapi.ForProfile(raw, profile)
	require.NoError(t, err)
	var doc struct {
		Paths map[string]map[string]struct {
			Responses map[string]struct {
				Content map[string]struct{ Schema *schema }
			}
		}
		Components struct{ Schemas map[string]*schema }
	}
	require.NoError(t, json.Unmarshal(raw, &doc))
	c := &census{doc.Components.Schemas, map[string]*schema{}, map[string]bool{}}
	for path, methods := range doc.Paths {
		for method, o := range methods {
			for status, r := range o.Responses {
				for media, content := range r.Content {
					if status[0] == '2' && strings.Contains(media, "json") {
						c.operations[strings.ToUpper(method)+" "+path] = content.Schema
					}
				}
			}
		}
	}
	require.NotEmpty(t, c.operations)
	return c
}

// look walks through what an operation has answered.
func (c *census) look(t *testing.T, method, path string, a answer) {
	t.Helper()
	require.Less(t, a.status, 400, "%s %s: %.500s", method, path, a.body)
	bare, _, _ := strings.Cut(path, "?")
	var found *schema
	fixed := -1
	for o, s := range c.operations {
		template := strings.TrimPrefix(o, method+" ")
		if n := strings.Count(template, "{"); template != o && fits(template, bare) && (fixed < 0 || n < fixed) {
			found, fixed = s, n
		}
	}
	if found == nil {
		return // what has no JSON
	}
	body := a.body
	if strings.Contains(a.header.Get("Content-Type"), "ndjson") {
		body = slices.Concat([]byte("["), bytes.ReplaceAll(bytes.TrimSpace(a.body), []byte("\n"), []byte(",")), []byte("]"))
	}
	var v any
	require.NoError(t, json.Unmarshal(body, &v), "%s: %.200s", path, body)
	c.walk("", found, v)
}

// walk notes what there is in a value of a schema.
func (c *census) walk(name string, s *schema, v any) {
	if s == nil || v == nil {
		return
	}
	if s.Ref != "" {
		name = strings.TrimPrefix(s.Ref, reference)
		c.walk(name, c.schemas[name], v)
		return
	}
	for _, inner := range s.AllOf {
		c.walk(name, inner, v)
	}
	for _, inner := range s.AnyOf {
		c.walk(name, inner, v)
	}
	switch v := v.(type) {
	case string:
		code, _, _ := strings.Cut(v, "+")
		c.seen[name+"="+v], c.seen[name+"="+code] = true, true
	case map[string]any:
		for member, inner := range v {
			if p := s.Properties[member]; p != nil && inner != nil {
				c.seen[name+"."+member] = true
				c.walk(name+"."+member, p, inner)
			} else if p == nil && s.Properties == nil {
				c.walk(name, &schema{AllOf: s.below()}, inner)
			}
		}
	case []any:
		for _, inner := range v {
			c.walk(name, s.Items, inner)
		}
	}
}

// wanted are all members and values that a schema and those in it have.
func (c *census) wanted(name string, s *schema, into map[string]bool) {
	if s == nil {
		return
	}
	if s.Ref != "" {
		name = strings.TrimPrefix(s.Ref, reference)
		if !into[name] {
			into[name] = true
			c.wanted(name, c.schemas[name], into)
		}
		return
	}
	for _, inner := range s.below() {
		c.wanted(name, inner, into)
	}
	for _, v := range slices.Concat(s.Enum, s.Codes) {
		into[name+"="+v] = true
	}
	for member, inner := range s.Properties {
		into[name+"."+member] = true
		c.wanted(name+"."+member, inner, into)
	}
	c.wanted(name, s.Items, into)
}

// visit asks for what the census looks at.
func (c *census) visit(s *sim, method, path string, body ...string) answer {
	s.t.Helper()
	a := s.get(path)
	if method != "GET" {
		a = s.send(method, path, strings.Join(body, ""))
	}
	c.look(s.t, method, path, a)
	return a
}

// neverAnswered are members and values that the description has and no answer here, with the reason.
func neverAnswered() map[string]string {
	return map[string]string{
		"Scope=admin":                    "nobody here is an administrator",
		"TokenResponse.id_token":         "openid is accepted and unused",
		"PortalDestination=manage-teams": "no issue is mended there; it is taken where it is asked for",
		"Metric=notes":                   "no file has notes in its samples",
		"SourceOrigin=garmin_connect":    "only what somebody uploaded is answered with its source",
		"SourceOrigin=intervals_icu":     "only what somebody uploaded is answered with its source",
		"SourceOrigin=wahoo":             "only what somebody uploaded is answered with its source",
	}
}

// Every member that the description has of answers has a value somewhere, and every value of its enumerations occurs, but for
// what has a reason not to.
func TestEveryMemberAndValueOccurs(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{"2026-05", "current"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			c := newCensus(t, profile)
			for _, sports := range []string{"40", "43"} {
				c.files(newSim(t, withProfile(profile), with("upload-delay", "0s"), with("sports", sports)), sports)
			}
			s := newSim(t, withProfile(profile), with("backfill-length", "0s"))
			c.signingIn(s)
			c.activities(s)
			c.records(s)
			c.people(s)
			wanted := map[string]bool{}
			for _, o := range c.operations {
				c.wanted("", o, wanted)
			}
			var missing []string
			for name := range wanted {
				if _, never := neverAnswered()[name]; strings.ContainsAny(name, ".=") && !c.seen[name] && !never {
					missing = append(missing, name)
				}
			}
			slices.Sort(missing)
			require.Empty(t, missing, "they occur nowhere; give them a place, or a reason in neverAnswered")
			for name, why := range neverAnswered() {
				require.False(t, c.seen[name], "%s occurs; so the reason is not true: %s", name, why)
			}
		})
	}
}

// files uploads one of each sport, with everything that a table can have.
func (c *census) files(s *sim, sports string) {
	s.t.Helper()
	names := slices.Concat(c.schemas["TaxonomySport"].codes(), c.schemas["ListedSport"].values(sports))
	var columns, values []string
	for _, m := range c.schemas["Metric"].Enum {
		if m != "notes" && m != "duration" {
			columns, values = append(columns, m), append(values, "7")
		}
	}
	head := "timestamp,sport," + strings.Join(columns, ",") + "\n"
	for i := 0; i < len(names); i += 10 {
		var files []file
		for k, name := range names[i:min(i+10, len(names))] {
			var rows strings.Builder
			for n := range 3 {
				fmt.Fprintf(&rows, "2026-05-%02dT08:%02d:0%dZ,%s,%s\n", 1+i/10, k, n, name, strings.Join(values, ","))
			}
			files = append(files, file{"a.csv", []byte(head + rows.String())})
		}
		a := s.upload("", files...)
		c.look(s.t, "POST", api+"/upload", a)
		for k, made := range sources(s.t, a) {
			require.Equal(s.t, "processed", made.text("status"), "%s: %v", names[i+k], made["error"])
			one := c.visit(s, "GET", api+"/"+made["activity_ids"].([]any)[0].(string))
			require.Equal(s.t, names[i+k], parse(s.t, one).text("sport"))
		}
	}
	c.look(s.t, "POST", api+"/upload", s.upload("running", file{"a.fit", []byte("no FIT")}))
}

func (s *schema) codes() []string {
	if s == nil {
		return nil
	}
	return s.Codes
}

// values are those of one of the two lists that the vendor has published.
func (s *schema) values(sports string) []string {
	if s == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.Enum), func(v string) bool {
		other := strings.Contains(v, "roller_skiing") || v == "rowing.fixed-seat"
		return v == "rowing.fixed_seat" && sports == "43" || other && sports == "40"
	})
}

func (c *census) signingIn(s *sim) {
	s.t.Helper()
	c.visit(s, "GET", "/.well-known/openid-configuration")
	c.visit(s, "GET", "/.well-known/jwks.json")
	refresh := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {s.creds.Users[0].RefreshToken}, "client_id": {s.creds.ClientID}, "client_secret": {s.creds.ClientSecret}}
	for _, path := range []string{"/api/v1/oauth/token", "/oauth/token"} {
		c.look(s.t, "POST", path, s.ask("POST", path, []byte(refresh.Encode()), "Content-Type", form))
	}
	c.visit(s, "GET", "/api/v1/oauth/userinfo")
	c.visit(s, "GET", "/api/v1/oauth/principal-token")
	c.visit(s, "POST", "/api/v1/oauth/delegated-token", fmt.Sprintf(`{"sub":%q}`, s.user))
}

func (c *census) activities(s *sim) {
	s.t.Helper()
	c.look(s.t, "POST", api+"/upload", s.upload("running", file{"a.csv", table(3)}))
	one := s.path(s.workouts()[0])
	c.visit(s, "PUT", one+"/app-metadata", `{"seen":true}`)
	for _, path := range []string{
		api + "/?limit=20", api + "/latest", api + "/backfill-status", one, api + "/longitudinal-accumulated-work-duration?format=json&start=2026-05-15&" + everySport,
	} {
		c.visit(s, "GET", path)
	}
	_, err := s.step("POST", "users/{userId}/backfill", `{"error":"the source has revoked access"}`, "userId", s.user)
	require.NoError(s.t, err)
	c.visit(s, "GET", api+"/backfill-status")
	_, err = s.step("POST", "users/{userId}/backfill", `{"takes":"0s"}`, "userId", s.user)
	require.NoError(s.t, err)
}

// records are traces, tests and values of days, made with all that they can have.
func (c *census) records(s *sim) {
	s.t.Helper()
	begun := s.workouts()[0].Start.Format("2006-01-02T15:04:05Z07:00")
	results := object{}
	for member, p := range c.schemas["TestResults"].Properties {
		if results[member] = 7; len(p.AllOf) > 0 {
			results[member] = object{"power": 1, "speed": 2, "heart_rate": 3, "lactate": 4, "vo2": 5}
		}
	}
	body, err := json.Marshal(object{"title": "Ramp", "sport": "cycling", "start": begun, "results": results, "tags": []string{"lab"}})
	require.NoError(s.t, err)
	test := parse(s.t, c.visit(s, "POST", "/api/v1/tests/", string(body))).text("id")
	c.visit(s, "PUT", "/api/v1/tests/"+test+"/app-metadata", `{"seen":true}`)
	for _, link := range []string{"null", `"` + test + `"`} {
		trace := parse(s.t, c.visit(s, "POST", "/api/v1/traces/",
			`{"timestamp":"`+begun+`","test_id":`+link+`,"lactate":4,"rpe":15,"notes":"n","power":1,"speed":2,"heart_rate":3,"vo2":4,"tags":["lab"],"sport":"cycling"}`)).text("id")
		c.visit(s, "PUT", "/api/v1/traces/"+trace+"/app-metadata", `{"seen":true}`)
		c.visit(s, "PUT", "/api/v1/traces/"+trace, `{"timestamp":"`+begun+`","test_id":`+link+`}`)
	}
	for _, path := range []string{"/api/v1/tests/", "/api/v1/tests/" + test, "/api/v1/traces/?limit=10", s.path(s.workouts()[0]), "/api/v1/profile/sports/", "/api/v1/profile/tags/"} {
		c.visit(s, "GET", path)
	}
	c.visit(s, "POST", "/api/v1/dailies/body_mass", `{"date":"2026-05-01","value":70}`)
	users, err := s.step("GET", "users", "")
	require.NoError(s.t, err)
	own := s.bearer
	for _, u := range users["users"].([]any)[:12] { // who have connected one service or another
		s.user = u.(map[string]any)["userId"].(string)
		s.bearer = s.freshToken()
		c.visit(s, "GET", "/api/v1/dailies/body_mass?interpolate=true&"+inMay)
		c.visit(s, "GET", "/api/v1/dailies/resting_hr?"+inMay)
	}
	s.bearer, s.user = own, s.creds.Users[0].UserID
	c.visit(s, "GET", "/api/v1/dailies/body_mass?interpolate=true&"+inMay)
	c.visit(s, "GET", "/api/v1/dailies/hrv?"+inMay)
	c.visit(s, "DELETE", "/api/v1/tests/"+test)
}

func (c *census) people(s *sim) {
	s.t.Helper()
	made := "/api/v1/users/" + parse(s.t, c.visit(s, "POST", "/api/v1/users/", `{"first_name":"Kari","last_name":"Nordmann"}`)).text("id")
	c.visit(s, "GET", made)
	c.visit(s, "GET", "/api/v1/users/")
	c.look(s.t, "PUT", made, s.ask("PUT", made, []byte("first_name=Karl"), "Authorization", "Bearer "+s.bearer, "Content-Type", form))
	if s.profile == "current" {
		c.visit(s, "POST", "/api/v1/portal/sessions", `{"destination":"manage-teams"}`)
		for _, code := range c.schemas["StatusIssueCode"].Enum {
			_, err := s.step("POST", "users/{userId}/issue", `{"code":"`+code+`"}`, "userId", s.user)
			require.NoError(s.t, err)
			c.visit(s, "GET", "/api/v1/profile/status")
			c.visit(s, "GET", "/api/v1/oauth/userinfo")
		}
	}
	users, err := s.step("GET", "users", "")
	require.NoError(s.t, err)
	for _, u := range users["users"].([]any) {
		s.user = u.(map[string]any)["userId"].(string)
		s.bearer = s.freshToken()
		c.visit(s, "GET", "/api/v1/teams/")
		if teams := s.list("/api/v1/teams/"); len(teams) > 0 {
			c.visit(s, "POST", "/api/v1/teams/"+teams[0].text("id")+"/authorize", `{"scopes":["data:read","data:write","openid","profile","offline_access"]}`)
			c.visit(s, "GET", "/api/v1/teams/authorized")
			c.visit(s, "GET", "/api/v1/teams/"+teams[0].text("id")+"/users")
		}
		if c.seen["ApplicationMemberRole=owner"] && c.seen["ApplicationMemberRole=member"] {
			return
		}
	}
}

package firstbeat_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/firstbeat"
)

// walk collects all of an account's athletes.
func walk(t *testing.T, c *firstbeat.Client) (ids []int64, err error) {
	for a, err := range c.Athletes.All(t.Context(), "1-1") {
		if err != nil {
			return ids, err
		}
		ids = append(ids, a.AthleteID)
	}
	return ids, nil
}

func TestPages(t *testing.T) {
	const more, last = `"more":true,`, `"more":false,`
	fails := reply{status: 500, body: `{"message":"Internal server error"}`}
	const path = "GET /v1/sports/accounts/1-1/athletes"
	tests := []struct {
		name    string
		replies []reply
		items   int
		fails   bool
		want    []string
	}{
		{
			"asks for as many as it has, whatever a page holds",
			[]reply{ok(page(0, 997, more)), ok(page(997, 997, more)), ok(page(1994, 6, last))},
			2000, false,
			[]string{path, path + "?offset=997", path + "?offset=1994"},
		},
		{"ends on more:false", []reply{ok(page(0, 3, last))}, 3, false, []string{path}},
		{"ends without more", []reply{ok(page(0, 1000, ""))}, 1000, false, []string{path}},
		{"ends on more:null", []reply{ok(page(0, 2, `"more":null,`))}, 2, false, []string{path}},
		{"ends on an empty page that promises more", []reply{ok(page(0, 2, more)), ok(page(0, 0, more))}, 2, false, []string{path, path + "?offset=2"}},
		{"fails on a page that comes again", []reply{ok(page(0, 2, more)), ok(page(0, 2, more))}, 2, true, []string{path, path + "?offset=2"}},
		{"fails on a page that stays away", []reply{ok(page(0, 2, more)), fails}, 2, true, append([]string{path}, slices.Repeat([]string{path + "?offset=2"}, 5)...)},
		{
			"repeats a page that was refused",
			[]reply{ok(page(0, 2, more)), tooMany(throttled), ok(page(2, 2, more)), ok(page(4, 1, last))},
			5, false,
			[]string{path, path + "?offset=2", path + "?offset=2", path + "?offset=4"},
		},
		{"takes null for an empty list", []reply{ok(`{"more":false,"athletes":null}`)}, 0, false, []string{path}},
		{"takes no list for an empty one", []reply{ok(`{"more":false}`)}, 0, false, []string{path}},
		{"takes nothing for an empty list", []reply{ok(`{}`)}, 0, false, []string{path}},
		{"fails on a list of another name", []reply{ok(`{"data":{"athletes":[]}}`)}, 0, true, []string{path}},
		{"fails on a message instead of a list", []reply{ok(`{"message":"hello"}`)}, 0, true, []string{path}},
		{"fails on a list of something else", []reply{ok(`{"athletes":{}}`)}, 0, true, []string{path}},
		{"fails on null", []reply{ok(` null `)}, 0, true, []string{path}},
		{"fails on nothing", []reply{ok("")}, 0, true, []string{path}},
		{"fails on two values", []reply{ok(page(0, 1, "") + "{}")}, 0, true, []string{path}},
		{"fails on half a value", []reply{ok(page(0, 1, "")[:20])}, 0, true, []string{path}},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(tt.replies...))
				ids, err := walk(t, v.client())
				if (err != nil) != tt.fails {
					t.Errorf("error = %v, want one: %v", err, tt.fails)
				}
				for i, id := range ids {
					if id != int64(i) {
						t.Fatalf("item %d is athlete %d", i, id)
					}
				}
				if len(ids) != tt.items {
					t.Errorf("%d items, want %d", len(ids), tt.items)
				}
				if diff := cmp.Diff(tt.want, v.targets()); diff != "" {
					t.Errorf("requests (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestAWalkCanBeLeft(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(page(0, 5, `"more":true,`))))
		for a := range v.client().Athletes.All(t.Context(), "1-1") {
			if a.AthleteID == 2 {
				break
			}
		}
		if n := len(v.requests()); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
	})
}

// TestOperations sends each of the calls that read, and compares its URL with
// the vendor's table and its value with the vendor's example.
func TestOperations(t *testing.T) {
	day := time.Date(2026, 11, 19, 15, 35, 2, 143921000, time.FixedZone("", 7200))
	lap := `{"lapId":864843,"name":"L","startTime":"2015-09-25T07:47:26Z","startTimeLocal":"2015-09-25T10:47:26+03:00"}`
	athlete := `{"athleteId":356255,"firstName":"Ann","lastName":"Li","new":[1]}`
	coach := `{"coachId":362791,"firstName":"Ann","lastName":"Li","email":"a@example.org"}`
	team := `{"teamId":20168,"name":"T","athleteIds":[1,2],"groups":[{"groupId":5,"name":"G","athleteIds":[3]}]}`
	tests := []struct {
		name   string
		target string
		body   string
		call   func(ctx context.Context, c *firstbeat.Client) (any, error)
		want   string // as JSON
	}{
		{
			"ListAccounts", "/sports/accounts", `{"accounts":[{"accountId":"1-1","name":"Some account","authorizedBy":{"coachId":0}}]}`,
			func(ctx context.Context, c *firstbeat.Client) (any, error) { return c.Accounts.List(ctx) },
			`[{"accountId":"1-1","name":"Some account","authorizedBy":{"coachId":0}}]`,
		},
		{
			"ListSportsTypes", "/sports/sports-types", `["football","taekwondo"]`,
			func(ctx context.Context, c *firstbeat.Client) (any, error) { return c.Types.Sports(ctx) }, `["football","taekwondo"]`,
		},
		{
			"ListEventTypes", "/sports/event-types", `["race","game"]`,
			func(ctx context.Context, c *firstbeat.Client) (any, error) { return c.Types.Events(ctx) }, `["race","game"]`,
		},
		{
			"ListAthletes", "/sports/accounts/3-4925/athletes?offset=1000", `{"more":true,"athletes":[` + athlete + `]}`,
			func(ctx context.Context, c *firstbeat.Client) (any, error) {
				return c.Athletes.List(ctx, "3-4925", 1000)
			},
			`{"Items":[{"athleteId":356255,"firstName":"Ann","lastName":"Li"}],"Offset":1000,"More":true}`,
		},
		{
			"GetAthlete", "/sports/accounts/3-4925/athletes/356255", athlete,
			func(ctx context.Context, c *firstbeat.Client) (any, error) {
				return c.Athletes.Get(ctx, "3-4925", 356255)
			},
			`{"athleteId":356255,"firstName":"Ann","lastName":"Li"}`,
		},
		{
			"ListMeasurements", "/sports/accounts/1-1/athletes/7/measurements?fromTime=2026-11-19T13:35:02.143921Z&toTime=2026-11-20T13:35:02.143921Z" +
				"&exerciseType=Leg%20day%2C%20A%2BB&measurementType=exercise&sportsType=football,running&eventType=race&includeLaps=true&offset=5",
			`{"more":false,"measurements":[{"measurementId":8,"athleteId":7,"sessionId":0,"startTime":"2015-09-25T07:47:26+00:00","laps":[` + lap + `]},{"measurementId":9,"athleteId":7}]}`,
			func(ctx context.Context, c *firstbeat.Client) (any, error) {
				return c.Measurements.List(ctx, "1-1", 7, &firstbeat.MeasurementOptions{
					From: day, To: day.AddDate(0, 0, 1), ExerciseType: "Leg day, A+B",
					MeasurementType: firstbeat.Exercise, SportsTypes: []string{"football", "running"}, EventTypes: []string{"race"}, IncludeLaps: true, Offset: 5,
				})
			},
			`{"Items":[{"measurementId":8,"athleteId":7,"sessionId":0,"startTime":"2015-09-25T07:47:26Z","laps":[` + lap + `]},{"measurementId":9,"athleteId":7}],"Offset":5,"More":false}`,
		},
		{
			"ListCoaches", "/sports/accounts/1-1/coaches", `{"more":false,"coaches":[` + coach + `]}`,
			func(ctx context.Context, c *firstbeat.Client) (any, error) { return c.Coaches.List(ctx, "1-1", 0) },
			`{"Items":[` + coach + `],"Offset":0,"More":false}`,
		},
		{
			"GetCoach", "/sports/accounts/1-1/coaches/362791", coach,
			func(ctx context.Context, c *firstbeat.Client) (any, error) { return c.Coaches.Get(ctx, "1-1", 362791) }, coach,
		},
		{
			"ListTeams", "/sports/accounts/1-1/teams", `{"more":false,"teams":[` + team + `]}`,
			func(ctx context.Context, c *firstbeat.Client) (any, error) { return c.Teams.List(ctx, "1-1", 0) },
			`{"Items":[` + team + `],"Offset":0,"More":false}`,
		},
		{
			"GetTeam", "/sports/accounts/1-1/teams/20168", team,
			func(ctx context.Context, c *firstbeat.Client) (any, error) { return c.Teams.Get(ctx, "1-1", 20168) }, team,
		},
		{
			"ListTeamAthletes", "/sports/accounts/1-1/teams/20168/athletes", `{"more":false,"athletes":[` + athlete + `]}`,
			func(ctx context.Context, c *firstbeat.Client) (any, error) {
				return c.Teams.ListAthletes(ctx, "1-1", 20168, 0)
			},
			`{"Items":[{"athleteId":356255,"firstName":"Ann","lastName":"Li"}],"Offset":0,"More":false}`,
		},
		{
			"ListSessions", "/sports/accounts/1-1/teams/20168/sessions?fromTime=2026-11-19T13:35:02.143921Z&type=Speed&sportsType=football&eventType=game,rehab&includeLaps=true",
			`{"more":false,"sessions":[{"sessionId":41,"coachId":3,"athleteIds":[1],"startTime":"2015-09-25T07:47:26Z","sessionType":"Speed","laps":[{"lapId":1,"athleteIds":[1]}]}]}`,
			func(ctx context.Context, c *firstbeat.Client) (any, error) {
				return c.Sessions.List(ctx, "1-1", 20168, &firstbeat.SessionOptions{From: day, Type: "Speed", SportsTypes: []string{"football"}, EventTypes: []string{"game", "rehab"}, IncludeLaps: true})
			},
			`{"Items":[{"sessionId":41,"coachId":3,"startTime":"2015-09-25T07:47:26Z","sessionType":"Speed","athleteIds":[1],"laps":[{"lapId":1,"athleteIds":[1]}]}],"Offset":0,"More":false}`,
		},
	}
	for _, tt := range tests {
		t.Run("it sends "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(ok(tt.body)))
				got, err := tt.call(t.Context(), v.client())
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff([]string{"GET /v1" + tt.target}, v.targets()); diff != "" {
					t.Errorf("request (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(tt.want, asJSON(t, got)); diff != "" {
					t.Errorf("value (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestEveryWalkPages(t *testing.T) {
	lists := map[string]func(ctx context.Context, c *firstbeat.Client) (int, error){
		"athletes": func(ctx context.Context, c *firstbeat.Client) (int, error) { return count(c.Athletes.All(ctx, "1-1")) },
		"coaches":  func(ctx context.Context, c *firstbeat.Client) (int, error) { return count(c.Coaches.All(ctx, "1-1")) },
		"teams":    func(ctx context.Context, c *firstbeat.Client) (int, error) { return count(c.Teams.All(ctx, "1-1")) },
		"measurements": func(ctx context.Context, c *firstbeat.Client) (int, error) {
			return count(c.Measurements.All(ctx, "1-1", 7, nil))
		},
		"sessions": func(ctx context.Context, c *firstbeat.Client) (int, error) {
			return count(c.Sessions.All(ctx, "1-1", 3, &firstbeat.SessionOptions{Type: "x"}))
		},
		"team athletes": func(ctx context.Context, c *firstbeat.Client) (int, error) {
			return count(c.Teams.AllAthletes(ctx, "1-1", 3))
		},
	}
	for name, all := range lists {
		t.Run("it walks "+name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, func(_ int, r *http.Request) reply {
					offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
					member := name
					if name == "team athletes" {
						member = "athletes"
					}
					return ok(fmt.Sprintf(`{"more":%v,%q:[{"name":"%d"},{}]}`, offset < 4, member, offset))
				})
				if n, err := all(t.Context(), v.client()); n != 6 || err != nil || len(v.requests()) != 3 {
					t.Errorf("%d items in %d requests, %v, want 6 in 3", n, len(v.requests()), err)
				}
			})
		})
	}
}

func TestArgumentsAreCheckedUnsent(t *testing.T) {
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok("{}")))
		c := v.client()
		calls := map[string]func() error{
			"no account":        func() error { _, err := c.Athletes.List(t.Context(), "", 0); return err },
			"a way up":          func() error { _, err := c.Athletes.Get(t.Context(), "..", 1); return err },
			"a negative offset": func() error { _, err := c.Athletes.List(t.Context(), "1-1", -1); return err },
			"a window that ends first": func() error {
				_, err := c.Sessions.List(t.Context(), "1-1", 1, &firstbeat.SessionOptions{From: day, To: day.Add(-1)})
				return err
			},
			"a comma in a sport": func() error {
				_, err := c.Measurements.List(t.Context(), "1-1", 1, &firstbeat.MeasurementOptions{SportsTypes: []string{"a,b"}})
				return err
			},
			"a comma in a variable": func() error {
				_, err := c.Measurements.Results(t.Context(), "1-1", 1, 2, &firstbeat.ResultsOptions{Variables: []string{"a,b"}})
				return err
			},
			"an empty variable": func() error {
				_, err := c.Sessions.Results(t.Context(), "1-1", 1, 2, &firstbeat.ResultsOptions{Variables: []string{""}})
				return err
			},
			"an unknown format": func() error {
				_, err := c.Sessions.Results(t.Context(), "1-1", 1, 2, &firstbeat.ResultsOptions{Format: "xml"})
				return err
			},
		}
		for name, f := range calls {
			if err := f(); !errors.Is(err, apierr.ErrInvalidArgument) {
				t.Errorf("%s: %v, want invalid_argument", name, err)
			}
		}
		if n := len(v.requests()); n != 0 {
			t.Errorf("%d requests, want none", n)
		}
		if _, err := c.Athletes.List(t.Context(), "a/b?c", 0); err != nil {
			t.Fatal(err)
		}
		if got, want := v.targets()[0], "GET /v1/sports/accounts/a%2Fb%3Fc/athletes"; got != want {
			t.Errorf("request = %s, want %s", got, want)
		}
	})
}

func TestSomethingElseIsNoPersonAndNoTeam(t *testing.T) {
	tests := map[string]func(ctx context.Context, c *firstbeat.Client) (any, error){
		"an athlete": func(ctx context.Context, c *firstbeat.Client) (any, error) { return c.Athletes.Get(ctx, "1-1", 7) },
		"a coach":    func(ctx context.Context, c *firstbeat.Client) (any, error) { return c.Coaches.Get(ctx, "1-1", 7) },
		"a team":     func(ctx context.Context, c *firstbeat.Client) (any, error) { return c.Teams.Get(ctx, "1-1", 7) },
	}
	for what, fetch := range tests {
		for _, body := range []string{`{}`, `{"message":"Accepted"}`, `{"data":{"name":"Ann"}}`} {
			bubble(t, func(t *testing.T) {
				got, err := fetch(t.Context(), start(t, script(ok(body))).client())
				if !errors.Is(err, apierr.ErrDecode) || !strings.Contains(err.Error(), "something else in the place of "+what) {
					t.Errorf("%s for %s: %v, %v, want a decode error", body, what, got, err)
				}
			})
		}
	}
}

// TestCrowdedBodiesAreRefused sends what little would cost much to read.
func TestCrowdedBodiesAreRefused(t *testing.T) {
	list := func(before, element string, n int, after string) string {
		return before + strings.Repeat(element+",", n-1) + element + after
	}
	results := func(name string) func(ctx context.Context, c *firstbeat.Client) (any, error) {
		return func(ctx context.Context, c *firstbeat.Client) (any, error) { return fetchers[name].fetch(ctx, c, nil) }
	}
	const objects, parts = 1 << 18, 1 << 17
	tests := map[string]struct {
		fetch func(ctx context.Context, c *firstbeat.Client) (any, error)
		body  string
	}{
		"objects in a page": {
			func(ctx context.Context, c *firstbeat.Client) (any, error) {
				return c.Sessions.List(ctx, "1-1", 7, nil)
			},
			list(`{"sessions":[{"laps":[`, `{}`, objects, `]}]}`),
		},
		"words": {
			func(ctx context.Context, c *firstbeat.Client) (any, error) { return c.Types.Sports(ctx) },
			list(`[`, `""`, 8<<20+2, `]`),
		},
		"variables":       {results("GetMeasurementResults"), list(`{"measurementId":8,"variables":[`, `{}`, parts+1, `]}`)},
		"measurements":    {results("GetSessionResults"), list(`{"measurements":[`, `{}`, parts+1, `]}`)},
		"unknown members": {results("GetMeasurementLapResults"), list(`{"measurementId":8,`, `"x":0`, parts+1, `}`)},
	}
	for what, tt := range tests {
		bubble(t, func(t *testing.T) {
			_, err := tt.fetch(t.Context(), start(t, script(ok(tt.body))).client())
			if !errors.Is(err, apierr.ErrDecode) || !strings.Contains(err.Error(), "the body holds more than") {
				t.Errorf("%s: %.200v, want an error that names the bound", what, err)
			}
		})
	}
}

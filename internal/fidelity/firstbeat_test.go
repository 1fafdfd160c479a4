//go:build !race

// One goroutine compares long answers here, which the race detector makes ten times as slow and sees nothing in.

package fidelity_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/fixtures"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/firstbeat"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// firstbeatPins are identifiers that the documents print, as far as a world can be laid out around them.
const firstbeatPins = `{"accounts":[{"accountId":"1-1","teams":[{"teamId":1786,"sessions":[{"sessionId":41189}]}],
"athletes":[{"athleteId":356255},{"athleteId":356262},{"athleteId":77013},{"athleteId":416370}]}]}`

// sports is a simulated Firstbeat that answers the documents' questions.
type sports struct {
	t               *testing.T
	sim             *mocktest.Sim
	id, secret, key string
}

func newSports(t *testing.T, profile string, edit func(*world.Config)) *sports {
	t.Helper()
	c := world.Config{
		Seed: new(uint64(7)), Time: time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC), Frozen: true, Limits: world.LimitsOff, Sets: people(),
		Pins: map[string]json.RawMessage{"firstbeat": json.RawMessage(firstbeatPins)}, Profile: map[string]string{"firstbeat": profile},
		Switches: map[string]map[string]string{"firstbeat": {"cold": "none"}},
	}
	c.Population.FirstDay = c.Time.AddDate(0, -2, 0)
	if edit != nil {
		edit(&c)
	}
	s := &sports{t: t, sim: mocktest.Start(t, mocktest.Config{World: c, Services: []world.Service{firstbeat.Service()}})}
	var consumer struct{ ConsumerID, SharedSecret, APIKey string }
	s.sim.DecodeCredentials("firstbeat", &consumer)
	s.id, s.secret, s.key = consumer.ConsumerID, consumer.SharedSecret, consumer.APIKey
	return s
}

// scene is what must have happened in a world before an exchange comes out as it is printed; most need nothing.
type scene struct {
	edit   func(*world.Config)
	before func(*sports, *fixtures.Exchange)
	some   bool // not every question of the kind is answered so
}

func turned(name, value string) func(*world.Config) {
	return func(c *world.Config) { c.Switches["firstbeat"][name] = value }
}

func limited(c *world.Config) { c.Limits = world.LimitsVendor }

func used(what string, much int) func(*sports, *fixtures.Exchange) {
	return func(s *sports, _ *fixtures.Exchange) {
		s.sim.Step(http.MethodPost, "firstbeat/consumers/"+s.id+"/quota", map[string]int{what: much})
	}
}

// analysed puts the measurements whose results are asked for into a state.
func analysed(state string) func(*sports, *fixtures.Exchange) {
	return func(s *sports, e *fixtures.Exchange) {
		for _, target := range s.targets(e) {
			id := strings.Split(target, "/")[8]
			s.sim.Step(http.MethodPost, "firstbeat/measurements/"+id+"/"+state, nil)
		}
	}
}

var firstbeatScenes = map[string]scene{
	"accounts-none":              {before: (*sports).forgetAccounts},
	"api-key-as-described":       {edit: turned("api-key-field", "apiKey")},
	"daily-limit":                {edit: limited, before: used("dayUsed", 5000)},
	"throttled":                  {edit: limited, before: used("burstUsed", 60)},
	"measurements-bare":          {edit: turned("local-times", "no")},
	"new-secret-confirm":         {before: (*sports).takeNewSecret},
	"results-accepted":           {before: analysed("cold")},
	"results-failed":             {before: analysed("failed")},
	"results-head":               {edit: turned("local-times", "no")},
	"results-listed-variability": {edit: turned("list-keeps-type", "no")},
	"athletes-more":              {edit: turned("page-size", "1")},
	"results-listed":             {edit: turned("list-keeps-type", "no")},
	"results-recovery-test":      {edit: turned("local-times", "no")},
	"results-timeout":            {before: (*sports).mishap},
	"results-too-large":          {edit: turned("size-limit", "50000"), some: true},
	"results-too-large-1.0.0":    {edit: turned("size-limit", "50000"), some: true},
}

// The documents' questions of people, teams and sessions of this world: what is in none of the answers counts as missing.
func TestFirstbeatAnswersHaveTheShapesThatTheDocumentsPrint(t *testing.T) {
	accepted := compare(t, "firstbeat")
	for _, profile := range []string{"1.0.0", "1.1.0"} {
		usual := newSports(t, profile, nil)
		for _, e := range accepted.exchanges {
			if old := e.Profile == "1.0.0" || strings.HasSuffix(e.Name, "-1.0.0"); old != (profile == "1.0.0") {
				continue // what both have is asked of the newer
			}
			t.Run(e.Name, func(t *testing.T) {
				s := usual
				scene, staged := firstbeatScenes[strings.TrimPrefix(e.Name, "firstbeat/")]
				if staged {
					s = newSports(t, profile, scene.edit)
					if scene.before != nil {
						scene.before(s, &e)
					}
				}
				s.t = t
				ours := shape{}
				for _, target := range s.targets(&e) {
					if status, header, body := s.like(&e, target); status == e.Status || !scene.some {
						ours.read(t, status, header, body)
					}
				}
				accepted.requireLike(t, &e, ours)
			})
		}
	}
}

// like asks what an exchange asked of another target, with credentials that hold in this world where it had any.
func (s *sports) like(e *fixtures.Exchange, target string) (int, http.Header, []byte) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), e.Method, s.sim.URL("firstbeat")+target, bytes.NewReader(e.RequestBody))
	require.NoError(s.t, err)
	for name, values := range e.RequestHeader {
		if name != "Host" {
			r.Header[name] = values
		}
	}
	if r.Header.Get("Authorization") != "" {
		now := s.sim.Now()
		token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"iss": s.id, "iat": now.Unix(), "exp": now.Unix() + 300}).SignedString([]byte(s.secret))
		require.NoError(s.t, err)
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if r.Header.Get("X-Api-Key") != "" {
		r.Header.Set("X-Api-Key", s.key)
	}
	return answerOf(s.t, s.sim.Client(), r)
}

// get reads what is there, with all credentials.
func (s *sports) get(target string, into any) {
	s.t.Helper()
	status, _, body := s.like(&fixtures.Exchange{Method: http.MethodGet, RequestHeader: http.Header{"Authorization": {"{jwt}"}, "X-Api-Key": {"{apiKey}"}}}, target)
	require.Equal(s.t, http.StatusOK, status, "%s: %.300s", target, body)
	require.NoError(s.t, json.Unmarshal(body, into), target)
}

// mishap is what faults are for: the vendor's own failures.
func (s *sports) mishap(e *fixtures.Exchange) {
	s.sim.Faults(fault.Rule{Match: fault.Match{Operation: e.Operation}, Do: fault.Do{Status: e.Status}})
}

func (s *sports) forgetAccounts(*fixtures.Exchange) {
	var list struct{ Accounts []struct{ AccountID string } }
	s.get("/v1/sports/accounts", &list)
	for _, a := range list.Accounts {
		s.sim.Step(http.MethodPost, "firstbeat/consumers/"+s.id+"/accounts/"+a.AccountID+"/revoke", nil)
	}
}

func (s *sports) takeNewSecret(*fixtures.Exchange) {
	var made struct{ SharedSecret string }
	s.get("/v1/account/new-secret", &made)
	require.NotEqual(s.t, s.secret, made.SharedSecret)
	s.secret = made.SharedSecret
}

// targets are the like of an exchange's target in this world.
func (s *sports) targets(e *fixtures.Exchange) []string {
	s.t.Helper()
	path, query, _ := strings.Cut(e.Target, "?")
	query = strings.NewReplacer("offset=1000", "offset=1", "2015-09-25", "2026-01-10", "2015-09-26", "2026-03-10", "2016-05-01", "2026-01-10", "2016-05-02", "2026-03-10", "&type=Morning%20exercise", "").Replace(query)
	part := strings.Split(path, "/") // "", v1, sports, accounts, 1-1, athletes, 356262, measurements, …
	var paths []string
	switch {
	case e.Status == http.StatusNotFound || len(part) < 7:
		paths = []string{path}
	case part[5] == "coaches":
		for _, id := range s.ids(strings.Join(part[:6], "/"), "coaches", "coachId", 2) {
			paths = append(paths, strings.Join(part[:6], "/")+"/"+id)
		}
	case len(part) > 8:
		paths = s.events(part)
	default:
		paths = s.people(part)
	}
	if query == "" {
		return paths
	}
	for i := range paths {
		paths[i] += "?" + query
	}
	return paths
}

// people are the path and the same of others.
func (s *sports) people(part []string) []string {
	s.t.Helper()
	list, id := "athletes", "athleteId"
	if part[5] == "teams" {
		list, id = "teams", "teamId"
	}
	paths := []string{strings.Join(part, "/")}
	for _, other := range s.ids(strings.Join(part[:6], "/"), list, id, 6) {
		paths = append(paths, strings.Join(slices.Concat(part[:6], []string{other}, part[7:]), "/"))
	}
	return paths
}

// events are the path with measurements, sessions and laps that there are.
func (s *sports) events(part []string) []string {
	s.t.Helper()
	id := map[string]string{"measurements": "measurementId", "sessions": "sessionId"}[part[7]]
	var paths []string
	enough := map[string]int{"measurements": 12, "sessions": 2}[part[7]] // a session is the results of everybody in it
	for _, owner := range s.people(part[:8]) {
		var list map[string]json.RawMessage
		s.get(owner+"?includeLaps=true", &list)
		var events []map[string]any
		require.NoError(s.t, json.Unmarshal(list[part[7]], &events))
		for _, event := range events[:min(4, len(events))] {
			own := owner + "/" + number(event[id])
			if len(part) < 11 || part[9] != "laps" {
				paths = append(paths, own+"/"+strings.Join(part[9:], "/"))
				continue
			}
			laps, _ := event["laps"].([]any)
			for _, lap := range laps[:min(2, len(laps))] {
				paths = append(paths, own+"/laps/"+number(lap.(map[string]any)["lapId"])+"/"+strings.Join(part[11:], "/"))
			}
		}
	}
	require.NotEmpty(s.t, paths, "nothing is like %s", strings.Join(part, "/"))
	return paths[:min(enough, len(paths))]
}

func (s *sports) ids(target, list, id string, most int) []string {
	s.t.Helper()
	var all map[string]json.RawMessage
	s.get(target, &all)
	var things []map[string]any
	require.NoError(s.t, json.Unmarshal(all[list], &things))
	var out []string
	for _, thing := range things[:min(most, len(things))] {
		out = append(out, number(thing[id]))
	}
	return out
}

// number spells an identifier, all of which are exact as doubles.
func number(id any) string { return fmt.Sprintf("%.0f", id) }

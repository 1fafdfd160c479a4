package firstbeat

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// operations are the vendor's, in its order. [confirmed: OpenAPI 1.1.0].
var operations = strings.Fields(`registerConsumer getApiKey getNewSecret confirmNewSecret listAccounts listSportsTypes listEventTypes
	listAthletes getAthlete listMeasurements getMeasurementResults getMeasurementLapResults listCoaches getCoach
	listTeams getTeam listTeamAthletes listSessions getSessionResults getSessionLapResults`)

func TestEveryOperationIsServedOrDeclined(t *testing.T) {
	t.Parallel()
	for _, id := range operations {
		_, declined := Declined()[id]
		require.NotEqual(t, declined, slices.Contains(Operations(), id), id)
	}
	require.ElementsMatch(t, operations, Operations())
}

func TestEveryRouteAnswers(t *testing.T) {
	t.Parallel()
	s := hot(t)
	x := s.lastSession(0)
	var m item
	for _, c := range s.all(s.athletePath(0) + "/measurements?includeLaps=true&measurementType=exercise") {
		if len(c.Laps) > 0 {
			m = c
		}
	}
	coach := s.tenant.ids.coach(s.world.Data.Organization(1).FirstCoach)
	for _, r := range routes() {
		path := strings.NewReplacer(
			"{accountId}", s.account(), "{athleteId}", fmt.Sprint(s.athlete(0)), "{measurementId}", fmt.Sprint(m.MeasurementID),
			"{coachId}", fmt.Sprint(coach), "{teamId}", fmt.Sprint(s.team(0)), "{sessionId}", fmt.Sprint(x.SessionID),
		).Replace(r.Path)
		lap := m.Laps[0].LapID
		if strings.Contains(path, "/sessions/") {
			lap = x.Laps[0].LapID
		}
		path = strings.ReplaceAll(path, "{lapId}", fmt.Sprint(lap))
		body := ""
		if r.ID == "registerConsumer" {
			body = `{"consumerName":"hawks"}`
		}
		c := s.credentials()
		if r.ID == "confirmNewSecret" {
			fresh, _ := s.tenant.consumers.get(c.ConsumerID)
			c.SharedSecret = fresh.pending
		}
		for _, slash := range []string{"", "/"} {
			if r.ID == "confirmNewSecret" && slash != "" {
				continue
			}
			a := s.send(r.Method, path+slash, body, "Authorization", "Bearer "+s.token(c), "x-api-key", c.APIKey)
			require.Equal(t, 200, a.status(), "%s %s%s: %s", r.ID, path, slash, a.reasons())
			require.Equal(t, r.ID, s.matched(r.Method, path+slash))
		}
	}
}

// Identifiers and parameters that mean nothing are refused or ignored, never a bug.
func TestNonsenseIsNeverABug(t *testing.T) {
	t.Parallel()
	s := newSim(t, withoutLimits)
	junk := []string{"0", "-1", "abc", "%00", "1e9", "9223372036854775807", "-9223372036854775808", "99999999999999999999", "%F0%9F%98%80", "1%2F2", ".", "null", "356255;x", strings.Repeat("9", 300)}
	for _, r := range routes() {
		for i := range strings.Count(r.Path, "{") {
			for _, j := range junk {
				path, n := r.Path, 0
				for strings.Contains(path, "{") {
					from, to := strings.IndexByte(path, '{'), strings.IndexByte(path, '}')
					good := map[string]string{"{accountId}": s.account(), "{athleteId}": fmt.Sprint(s.athlete(0)), "{teamId}": fmt.Sprint(s.team(0))}[path[from:to+1]]
					if n == i || good == "" {
						good = j
					}
					path, n = path[:from]+good+path[to+1:], n+1
				}
				a := s.get(path)
				require.Contains(t, []int{403, 404}, a.status(), "%s: %s", path, a.reasons())
			}
		}
	}
}

func TestSwitches(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, sw := range Switches() {
		require.False(t, seen[sw.Name], sw.Name)
		seen[sw.Name] = true
		require.NotEmpty(t, sw.What, sw.Name)
		require.NotEmpty(t, sw.Evidence, sw.Name)
		require.NotEmpty(t, sw.Values, sw.Name)
		require.Equal(t, strings.ToLower(sw.Name), sw.Name)
		require.True(t, unicode.IsLower(rune(sw.Name[0])))
		try := func(v string) error {
			return Service().Plan(&world.Config{Switches: map[string]map[string]string{service: {sw.Name: v}}})
		}
		require.NoError(t, try(sw.Default), sw.Name)
		if len(sw.Values) > 1 {
			require.Contains(t, sw.Values, sw.Default)
			for _, v := range sw.Values {
				require.NoError(t, try(v), "%s=%s", sw.Name, v)
			}
		}
		for _, v := range []string{"", "nonsense", "-1", "9999999h"} {
			bad, ok := errors.AsType[*world.Invalid](try(v))
			require.True(t, ok, "%s=%s", sw.Name, v)
			require.Equal(t, "switches.firstbeat."+sw.Name, bad.Field)
		}
	}
	require.Error(t, Service().Plan(&world.Config{Switches: map[string]map[string]string{service: {"no-such-switch": "yes"}}}))
	require.Error(t, Service().Plan(&world.Config{Profile: map[string]string{service: "2.0.0"}}))
	require.NoError(t, Service().Plan(&world.Config{Profile: map[string]string{service: "1.0.0"}}))
}

func TestSteps(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	consumer := "firstbeat/consumers/" + s.credentials().ConsumerID
	m := s.tenant.ids.measurement(s.firstEvent())
	for _, step := range s.tenant.Steps() {
		require.True(t, strings.HasPrefix(step.Path, "firstbeat/"))
		require.NotEmpty(t, step.Summary)
		vars := map[string]string{"consumerId": "nobody", "accountId": "9-9", "measurementId": "1", "sessionId": "x", "lapId": "-1"}
		body := ""
		if strings.HasSuffix(step.Path, "/licence") {
			body = `{"tier":"premium"}`
		}
		_, err := step.Handle(vars, []byte(body))
		require.IsType(t, &world.Missing{}, err, step.Path)
		_, err = step.Handle(vars, []byte(`{"nonsense":1}`))
		require.Error(t, err, step.Path)
		_, err = step.Handle(vars, []byte(`{`))
		require.IsType(t, &world.Invalid{}, err, step.Path)
	}
	for path, body := range map[string]string{
		consumer + "/quota":                                `{"dayUsed":5001}`,
		consumer + "/quota ":                               `{"burstUsed":-1}`,
		consumer + "/approve":                              `{"accounts":["9-9"]}`,
		consumer + "/accounts/" + s.account() + "/grant":   `{"coachId":1}`,
		"firstbeat/accounts/" + s.account() + "/licence":   `{"tier":"gold"}`,
		"firstbeat/accounts/" + s.account() + "/licence ":  `{"tier":"premium","services":["x"]}`,
		fmt.Sprintf("firstbeat/measurements/%d/cold", m):   `{"coldFirst":true}`,
		consumer + "/quota  ":                              `{"DAYUSED":1}`,
		consumer + "/approve ":                             `{"Accounts":[]}`,
		fmt.Sprintf("firstbeat/measurements/%d/failed", m): `{} {}`,
	} {
		_, err := s.step(strings.TrimSpace(path), body)
		require.IsType(t, &world.Invalid{}, err, path)
	}
	out, err := s.step(consumer+"/quota", `{"dayUsed":4998,"burstUsed":3}`)
	require.NoError(t, err)
	require.Equal(t, map[string]any{"consumerId": s.credentials().ConsumerID, "dayUsed": 4998, "burstUsed": 3}, out)
	state, err := s.step(consumer+"/approve", "")
	require.NoError(t, err)
	require.NotContains(t, fmt.Sprint(state), s.credentials().SharedSecret)
}

func FuzzQuery(f *testing.F) {
	for _, q := range []string{"", "offset=1", "fromTime=2026-01-01T00:00:00Z&toTime=x", "var=trimp,,x&format=list", "includeLaps=true&sportsType=%2C", "%zz", "fromTime=%2B", "offset=-0&offset=9999999999999999999"} {
		f.Add(q)
	}
	s := newSim(f, withoutLimits, with("cold", "none"), with("page-size", "3"), withPeople(dataset.Config{FirstDay: start.AddDate(0, -1, 0)}))
	at := s.tenant.ids.measurement(s.firstEvent())
	paths := []string{s.athletePath(0) + "/measurements", s.teamPath(0) + "/sessions", "/v1/sports/accounts/1-1/athletes", fmt.Sprintf("%s/measurements/%d/results", s.athletePath(0), at)}
	f.Fuzz(func(t *testing.T, q string) {
		for _, path := range paths {
			s.tb = t
			if status := s.raw(path, q); status != 200 {
				t.Fatalf("%s?%q: %d", path, q, status)
			}
		}
	})
}

func FuzzToken(f *testing.F) {
	s := newSim(f)
	for _, h := range []string{"", "Bearer ", "Bearer a.b.c", "Bearer " + s.token(s.credentials()), "Bearer e30.e30.", "Bearer eyJhbGciOiJIUzI1NiJ9.bnVsbA.", "bearer \x00"} {
		f.Add(h)
	}
	good := "Bearer " + s.token(s.credentials())
	f.Fuzz(func(t *testing.T, h string) {
		s.tb = t
		status := s.withHeader("Authorization", h)
		if status != 401 && h != good && !strings.EqualFold(strings.Fields(h)[0], "bearer") {
			t.Fatalf("%q: %d", h, status)
		}
	})
}

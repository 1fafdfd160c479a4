package polarteampro_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/polarteampro"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func (s *sim) request(path string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
	r.Header.Set("Authorization", "Bearer "+s.coach)
	return r
}

func (s *sim) call() httpx.Call {
	return httpx.Call{Now: s.Now(), Exchange: &journal.Exchange{}}
}

func TestBucketHoldsAHundredAndDrainsByOneASecond(t *testing.T) {
	t.Parallel()
	s := newSim(t, withLimits)
	for i := range 100 {
		require.Equal(t, 200, s.get("/v1/teams").status, "request %d", i+1)
	}
	for range 3 {
		a := s.get("/v1/teams")
		require.Equal(t, 429, a.status)
		require.Equal(t, `{"error":{"status":429,"message":"Too Many Requests"}}`, a.error())
		require.Empty(t, a.header.Get("Retry-After"))
	}
	require.Equal(t, 429, s.send("GET", "/v1/teams", "Authorization", "Bearer "+s.athlete).status, "a client has one bucket for all its users")
	require.Equal(t, 401, s.send("GET", "/v1/teams").status)
	s.Advance(2 * time.Second)
	require.Equal(t, 404, s.get("/v1/teams/none").status)
	require.Equal(t, 200, s.get("/v1/teams").status)
	require.Equal(t, 429, s.get("/v1/teams").status)
	s.Advance(100 * time.Second)
	for range 100 {
		require.Equal(t, 200, s.get("/v1/teams").status)
	}
	require.Equal(t, 429, s.get("/v1/teams").status)
	fork, err := s.Worlds().Fork(world.DefaultName, "fork")
	require.NoError(t, err)
	fork.Clock.Advance(time.Second)
	tenant, err := fork.Tenant(service)
	require.NoError(t, err)
	r := s.request("/v1/teams")
	require.True(t, tenant.Knows(r))
	resp := tenant.Answer(tenant.Match(r), r, httpx.Call{Now: fork.Clock.Now(), Exchange: &journal.Exchange{}})
	require.Zero(t, resp.Status, "a fork goes its own way")
	require.Equal(t, 429, s.get("/v1/teams").status)
}

func TestSwitchedLimits(t *testing.T) {
	t.Parallel()
	s := newSim(t, withLimits, with("burst-size", "1"), with("retry-after", "yes"), with("count-refused", "yes"), with("error-body", "none"))
	s.strange = true
	require.Equal(t, 200, s.get("/v1/teams").status)
	a := s.get("/v1/teams")
	require.Equal(t, 429, a.status)
	require.Equal(t, "1", a.header.Get("Retry-After"))
	require.Empty(t, a.body)
}

func TestQuotaStep(t *testing.T) {
	t.Parallel()
	s := newSim(t, withLimits)
	step := s.tenant.Steps()[0]
	vars := map[string]string{"clientId": "12345"}
	out, err := step.Handle(vars, []byte(`{"burstUsed":99}`))
	require.NoError(t, err)
	require.Equal(t, map[string]any{"clientId": "12345", "burstUsed": 99}, out)
	for _, bad := range []string{`{"burstUsed":101}`, `{"burstUsed":-1}`, `{"x":1}`, `{`, `{} {}`} {
		_, err := step.Handle(vars, []byte(bad))
		require.IsType(t, &world.Invalid{}, err, bad)
	}
	_, err = step.Handle(map[string]string{}, nil)
	require.IsType(t, &world.Missing{}, err)
}

func TestSwitches(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, sw := range polarteampro.Switches() {
		require.False(t, seen[sw.Name], sw.Name)
		seen[sw.Name] = true
		require.NotEmpty(t, sw.What, sw.Name)
		require.NotEmpty(t, sw.Evidence, sw.Name)
		try := func(v string) error {
			return polarteampro.Service().Plan(&world.Config{Switches: map[string]map[string]string{service: {sw.Name: v}}})
		}
		require.NoError(t, try(sw.Default), sw.Name)
		for _, v := range sw.Values {
			if len(sw.Values) > 1 {
				require.NoError(t, try(v), sw.Name)
			}
		}
		for _, v := range []string{"", "nonsense", "-1", "9999999h"} {
			bad, ok := errors.AsType[*world.Invalid](try(v))
			require.True(t, ok, "%s=%s", sw.Name, v)
			require.Equal(t, "switches.polar-teampro."+sw.Name, bad.Field)
		}
	}
	require.Error(t, polarteampro.Service().Plan(&world.Config{Switches: map[string]map[string]string{service: {"no-such": "yes"}}}))
	require.Error(t, polarteampro.Service().Plan(&world.Config{Profile: map[string]string{service: "2.0.0"}}))
}

func TestSwitchesTurnTheWire(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("feeling-comma", "yes"), with("marker-times", "utc-millis"), with("summary-speeds", "integer"), with("acceleration-key", "count"),
		with("individual-summary", "whole"), with("bad-query", "ignore"), with("per-page-range", "clamp"), with("empty-pages", "1"))
	s.strange = true
	e := s.teamWorkout()
	summary := s.get(s.sessionPath(e.Ref) + "/session_summary").error()
	require.Regexp(t, `"speed_avg_kmh":\d+,`, summary)
	require.Contains(t, summary, `{"limit":-4,"count":`)
	marked := 0
	for _, id := range s.list(s.teamPath() + "/training_sessions?per_page=30").texts("id") {
		if session := s.get("/v1/teams/training_sessions/" + id).error(); !strings.Contains(session, `"markers":[]`) {
			marked++
			require.Regexp(t, `"markers":\[\{"start_time":"[-0-9]{10}T[:0-9]{8}\.000Z","end_time":"[-0-9]{10}T[:0-9]{8}\.000Z","marker_type":"`, session)
		}
	}
	require.NotZero(t, marked)
	l := s.list(s.playerPath(e.Ref.Athlete) + "?page=x&per_page=1000&type=none&since=then")
	require.Equal(t, 100, l.Page.PerPage)
	for _, f := range l.texts("feeling") {
		require.True(t, f == "" || strings.HasSuffix(f, ","), f)
	}
	require.Equal(t, 1, s.list(s.playerPath(e.Ref.Athlete)+"?since=2030-01-01T00:00:00").Page.TotalPages)
	for _, own := range s.workouts(e.Ref.Athlete) {
		if len(own.Sessions) == 0 {
			require.Equal(t, own.End.Sub(own.Start).Milliseconds(), int64(s.one(s.sessionPath(own.Ref)+"/session_summary").number("duration_ms")))
			break
		}
	}
}

func TestPins(t *testing.T) {
	t.Parallel()
	const pins = `{"teams":[{"teamId":"wMYz6L4w","trainingSessions":["R8rMB4j7"],"players":[{"playerId":"ZmozZxkr","trainingSessions":["wp9DQ9ln"]}]}]}`
	s := newSim(t, withPins(pins))
	require.Equal(t, "wMYz6L4w", s.list("/v1/teams").texts("id")[0])
	require.Equal(t, "R8rMB4j7", s.list("/v1/teams/wMYz6L4w/training_sessions").texts("id")[0])
	require.Equal(t, "wp9DQ9ln", s.list("/v1/players/ZmozZxkr/training_sessions").texts("id")[0])
	require.Equal(t, "wMYz6L4w", s.one("/v1/teams/training_sessions/R8rMB4j7").text("team_id"))
	require.Equal(t, "wp9DQ9ln", s.one("/v1/training_sessions/wp9DQ9ln").text("id"))
	for pins, field := range map[string]string{
		`{"teams":[{"teamId":"short"}]}`:                                 "pins.polar-teampro.teams[0].teamId",
		`{"teams":[{"teamId":"wMYz6L4w"},{"teamId":"wMYz6L4w"}]}`:        "pins.polar-teampro.teams[1].teamId",
		`{"teams":[{"teamId":"wMYz6L4w","players":[{"playerId":"x"}]}]}`: "pins.polar-teampro.teams[0].players[0].playerId",
		`{"team":[]}`: "pins.polar-teampro.team",
		`{} {}`:       "pins.polar-teampro",
		`{"teams":[{"teamId":"aaaaaaa1"},{"teamId":"aaaaaaa2"},{"teamId":"aaaaaaa3"},{"teamId":"aaaaaaa4"}]}`: "pins.polar-teampro.teams",
	} {
		c := world.Config{Time: start}
		withPins(pins)(&c)
		bad, ok := errors.AsType[*world.Invalid](polarteampro.Service().Plan(&c))
		require.True(t, ok, pins)
		require.Equal(t, field, bad.Field)
	}
	c := world.Config{Time: start}
	c.Population.FirstDay = start.AddDate(0, 0, 2)
	withPins(pins)(&c)
	require.ErrorContains(t, polarteampro.Service().Plan(&c), "there have been 0 by the world's time")
}

func TestWithoutAnAuthorizationServer(t *testing.T) {
	t.Parallel()
	w, err := world.New(world.Config{Time: start}, []world.Service{polarteampro.Service()})
	require.NoError(t, err)
	tenant, err := w.Tenant(service)
	require.NoError(t, err)
	r := httptest.NewRequest(http.MethodGet, "/v1/teams", http.NoBody)
	r.Header.Set("Authorization", "Bearer x")
	require.False(t, tenant.Knows(r))
	resp := tenant.Answer(tenant.Match(r), r, httpx.Call{Now: start, Exchange: &journal.Exchange{}})
	require.ErrorContains(t, resp.Bug, polarauth.Name)
}

func FuzzQuery(f *testing.F) {
	for _, seed := range []string{"page=1&per_page=2", "since=2026-01-01T00:00:00&until=2026-01-01T00:00:00Z", "type=TEAM", "samples=hr,rr", "page=%zz", "samples=all&samples=,", "per_page=00000000000000000000001", "since=0000-01-01T00:00:00,5"} {
		f.Add(seed)
	}
	w, err := world.New(world.Config{Seed: new(uint64(7)), Time: start, Frozen: true, Limits: world.LimitsOff}, []world.Service{polarauth.Service(), polarteampro.Service()})
	require.NoError(f, err)
	tenant, err := w.Tenant(service)
	require.NoError(f, err)
	token := tokenWith(f, w, "team_read")
	club := w.Data.Organization(1)
	paths := []string{"/v1/teams", "/v1/teams/" + polarteampro.TeamID(tenant, club.FirstTeam) + "/training_sessions", "/v1/players/zzzzzzzz/training_sessions", "/v1/training_sessions/zzzzzzzz"}
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range paths {
			r := &http.Request{Method: http.MethodGet, URL: &url.URL{Path: path, RawQuery: query}, Header: http.Header{"Authorization": {"Bearer " + token}}, Body: http.NoBody}
			resp := tenant.Answer(tenant.Match(r), r, httpx.Call{Now: start, Exchange: &journal.Exchange{}})
			require.NoError(t, resp.Bug, "%s?%s", path, query)
			require.Contains(t, []int{0, 200, 400, 404}, resp.Status)
		}
	})
}

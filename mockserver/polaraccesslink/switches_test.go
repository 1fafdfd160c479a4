package polaraccesslink_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func TestSwitches(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, sw := range polaraccesslink.Switches() {
		require.False(t, seen[sw.Name], sw.Name)
		seen[sw.Name] = true
		require.NotEmpty(t, sw.What, sw.Name)
		require.NotEmpty(t, sw.Evidence, sw.Name)
		try := func(v string) error {
			return polaraccesslink.Service().Plan(&world.Config{Switches: map[string]map[string]string{service: {sw.Name: v}}})
		}
		require.NoError(t, try(sw.Default), sw.Name)
		bad := []string{"", "nonsense", "-1", "9999999h", "1/2/3", "60/120/240/5", strings.Repeat("x", 201)}
		if len(sw.Values) > 1 {
			for _, v := range sw.Values {
				require.NoError(t, try(v), sw.Name)
			}
		}
		if sw.Name == "greeting" {
			bad = []string{"", strings.Repeat("x", 201)}
		}
		for _, v := range bad {
			refused, ok := errors.AsType[*world.Invalid](try(v))
			require.True(t, ok, "%s=%s", sw.Name, v)
			require.Equal(t, "switches.polar-accesslink."+sw.Name, refused.Field)
		}
	}
	require.Error(t, polaraccesslink.Service().Plan(&world.Config{Switches: map[string]map[string]string{service: {"no-such": "yes"}}}))
	require.Error(t, polaraccesslink.Service().Plan(&world.Config{Profile: map[string]string{service: "3"}}))
}

func TestSwitchesTurnAnswers(t *testing.T) {
	t.Parallel()
	const one = "?from=2026-03-01&to=2026-03-02"
	turned := func(name, value string) *sim {
		s := newSim(t, with(name, value))
		s.strange = true
		return s
	}
	s := turned("error-key", "error")
	require.Equal(t, `{"error":"Query parameter 'from' is required"}`, s.get(sessions).text())
	s = turned("unauthorized-body", "html")
	a := s.send("GET", "/sports/list")
	require.Equal(t, 401, a.status)
	require.Contains(t, a.text(), "<h1>HTTP Status 401")
	require.Contains(t, a.header.Get("Content-Type"), "text/html")
	require.Equal(t, "Bearer", a.header.Get("Www-Authenticate"))
	s = turned("times", "strict")
	require.Equal(t, 400, s.get(sessions+one).status)
	s = turned("target-range", "either")
	require.Equal(t, 200, s.get("/training-target/calendar-targets"+one).status)
	s = turned("target-days", "7")
	require.Equal(t, 400, s.get("/training-target/calendar-targets?fromDate=2026-03-01&toDate=2026-03-09").status)
	require.Equal(t, 200, s.get("/training-target/calendar-targets?fromDate=2026-03-01&toDate=2026-03-08").status)
	s = turned("reversed-range", "empty")
	require.Equal(t, `{"trainingSessions":[]}`, s.get(sessions+"?from=2026-03-02&to=2026-03-01").text())
	s = turned("long-range", "served")
	require.Equal(t, 200, s.get(sessions+"?from=2025-11-01&to=2026-03-02").status)
	require.Equal(t, 200, s.get(sessions+"?from=2026-03-01&to=2026-03-03&features=laps").status)
	s = turned("unknown-feature", "ignore")
	require.Equal(t, 200, s.get(sessions+one+"&features=x").status)
	s = turned("feature-lists", "commas")
	require.Equal(t, 200, s.get(sessions+one+"&features=laps,zones&features=").status)
	s = turned("no-data", "404")
	a = s.get(sessions + "?from=2026-03-01&to=2026-03-01")
	require.Equal(t, 404, a.status)
	require.Equal(t, `{"errorMessage":"No data found"}`, a.text())
	s = turned("sports-list", "empty")
	require.Equal(t, `{"sports":[]}`, s.get("/sports/list").text())
	s = turned("sport-names", "yes")
	require.Contains(t, s.get("/sports/list").text(), `"name":"RUNNING"`)
	s = turned("greeting", "Moi")
	require.Equal(t, "Moi", s.send("GET", "/hello").text())
	s = turned("profile-picture", "none")
	require.Equal(t, 404, s.get("/user/profile-picture?size=small").status)
	s = turned("envelopes", "bare")
	require.Contains(t, s.object("/user/account-data"), "basicInfo")
}

func TestSwitchesTurnSessions(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("to", "inclusive"))
	e := s.workouts(s.athlete)[0]
	on := e.Start.In(e.Zone).Format(day)
	require.NotEmpty(t, s.object(sessions+between(on, on)).list("trainingSessions"))
	s = newSim(t, with("physical-information", "feature"))
	require.NotContains(t, s.session(s.workouts(s.athlete)[0]), "physicalInformation")
	s = newSim(t, with("beat-offline", "absent"))
	for _, x := range s.session(s.workouts(s.athlete)[0], "samples").list("exercises") {
		require.NotContains(t, x.in("samples").list("rrSamples")[0], "offline")
	}
	s = newSim(t, with("cold-start", "NaN"))
	s.strange = true
	e = s.rich(dataset.Running)[0]
	s.token = s.grant(e.Ref.Athlete)
	words := 0
	for _, c := range s.session(e, "samples").list("exercises")[0].in("samples").list("samples") {
		if first := c["values"].([]any)[0]; c.text("type") == "SPEED" || c.text("type") == "ALTITUDE" {
			require.Equal(t, "NaN", first)
			words++
		} else {
			require.IsType(t, 0.0, first, c.text("type"))
		}
	}
	require.Equal(t, 2, words)
	s = newSim(t, with("sync-latency", "48h"))
	require.False(t, s.has(s.workouts(s.athlete)[0]), "the last one is not there yet")
	s.Advance(72 * time.Hour)
	require.True(t, s.has(s.workouts(s.athlete)[0]) || len(s.workouts(s.athlete)) == 0)
}

// The live service leaves envelopes out, and everything inside stays as it is.
func TestEnvelopes(t *testing.T) {
	t.Parallel()
	documented, live := newSim(t), newSim(t, withProfile("live"))
	for path, name := range map[string]string{
		"/user/account-data": "accountData", "/subscriptions": "userSubscriptions", "/sports/profile-list-catalog": "catalog",
		"/routes/" + polaraccesslink.RouteID(documented.tenant, documented.athlete, 0): "userRoute",
	} {
		whole, bare := documented.object(path), live.object(path)
		require.Len(t, whole, 1, path)
		require.Equal(t, whole.in(name), bare, path)
	}
	for _, path := range []string{"/training-target/favorites", "/user-devices", "/sports/profiles"} {
		require.Equal(t, documented.get(path).text(), live.get(path).text(), "%s has no envelope", path)
	}
}

//go:build !race

// One goroutine compares long answers here, which the race detector makes ten times as slow and sees nothing in.

package fidelity_test

import (
	"crypto/sha256"
	"encoding/base64"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/fixtures"
)

// stackScenes are what must have happened, by the name of an exchange; most need nothing.
func stackScenes() map[string]stackScene {
	scoped := func(scopes ...string) stackScene {
		return stackScene{before: func(s *stack, _ *fixtures.Exchange) { s.with("tokens", scopes...) }}
	}
	after := func(steps ...string) stackScene { // names of exchanges, each with what it makes
		return stackScene{before: func(s *stack, _ *fixtures.Exchange) {
			for i := 0; i < len(steps); i += 2 {
				s.again(steps[i], steps[i+1])
			}
		}}
	}
	other := stackScene{like: (*stack).otherActivities}
	mishap := stackScene{before: (*stack).mishap}
	team := stackScene{before: (*stack).nameTeam}
	test, trace := after("test-create", "test_123"), after("trace-create", "trace_123")
	user := after("user-create", "usr_bob")
	return map[string]stackScene{
		"activity": other, "activity-current": other, "activity-as-printed": other,
		"app-metadata-delete":        {before: (*stack).writeMetadata},
		"app-metadata-no-app":        {before: func(s *stack, _ *fixtures.Exchange) { s.with("api-keys", "data:read", "data:write") }},
		"authorize-granted-before":   {before: (*stack).signIn},
		"backfill-status-as-printed": {switches: map[string]string{"backfill-length": "0s"}},
		"consent":                    {before: (*stack).decide},
		"backfill-status":            loads("takes", "30s"),
		"backfill-status-error":      loads("error", "Could not read the status"),
		"daily-delete":               {before: (*stack).writeDaily},
		"delegated-token":            after("user-create", "01JVJ0M4Q8PERSON0000000002"),
		"download":                   {before: (*stack).upload},
		"expired":                    {before: func(s *stack, _ *fixtures.Exchange) { s.sim.Advance(time.Hour) }},
		"principal-token":            {before: (*stack).delegate},
		"scope-missing":              scoped("data:write"),
		"server-error":               mishap,
		"status":                     {before: (*stack).lack},
		"test":                       {before: (*stack).linkTrace}, "test-delete": test, "test-replace": test, "tests": test,
		"test-app-metadata-delete": {before: func(s *stack, _ *fixtures.Exchange) {
			s.again("test-create", "test_123")
			s.do(http.MethodPut, "/api/v1/tests/test_123/app-metadata", "application/json", `{"a":1}`, nil)
		}},
		"test-app-metadata-put": test,
		"throttled":             mishap,
		"team-authorize":        team, "team-users": {before: (*stack).letTeam}, "teams-authorized": {before: (*stack).letTeam}, "teams": team,
		"token": {public: true, before: (*stack).allow}, "token-old-path": {before: (*stack).allow},
		"token-refreshed": {public: true, before: (*stack).refresh}, "token-refused": {public: true},
		"refused-as-printed": {like: func(_ *stack, e *fixtures.Exchange) []string { return []string{e.Target + "?limit=many"} }},
		"latest-none": {before: func(s *stack, _ *fixtures.Exchange) {
			s.sim.Step(http.MethodPost, "sweatstack/users/"+s.user+"/backfill", map[string]string{"takes": "30s"}) // nothing is there yet
		}},
		"trace-app-metadata-delete": {before: func(s *stack, _ *fixtures.Exchange) {
			s.again("trace-create", "trace_123")
			s.do(http.MethodPut, "/api/v1/traces/trace_123/app-metadata", "application/json", `{"a":1}`, nil)
		}},
		"trace-app-metadata-put": trace, "trace-delete": trace, "trace-replace": trace, "traces": trace,
		"user": user, "user-delete": user, "user-update": user,
		"userinfo-current":       {before: (*stack).lack},
		"userinfo-scope-missing": scoped("data:read"),
		"users":                  user,
	}
}

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// otherActivities are the like of one activity: each has what its watch measured.
func (s *stack) otherActivities(e *fixtures.Exchange) []string {
	s.t.Helper()
	var list []struct{ ID string }
	s.do(http.MethodGet, "/api/v1/activities/?limit=40", "", "", &list)
	var out []string
	for _, a := range list {
		out = append(out, strings.NewReplacer("act_01JVJ0M4Q8RIDE00000001", a.ID, "/string", "/"+a.ID).Replace(e.Target))
	}
	return out
}

func (s *stack) writeMetadata(e *fixtures.Exchange) {
	s.do(http.MethodPut, e.Target, "application/json", `{"a":1}`, nil)
}

func (s *stack) writeDaily(e *fixtures.Exchange) {
	path, _, _ := strings.Cut(e.Target, "?")
	s.do(http.MethodPost, path, "application/json", `{"date":"2026-05-01","value":71.4}`, nil)
}

// loads begins a backfill, which goes on or fails.
func loads(what, how string) stackScene {
	return stackScene{switches: map[string]string{"backfill-length": "0s"}, before: func(s *stack, _ *fixtures.Exchange) {
		s.sim.Step(http.MethodPost, "sweatstack/users/"+s.user+"/backfill", map[string]string{what: how})
	}}
}

// page opens the page where a person decides, and fills it in.
func (s *stack) page() url.Values {
	s.t.Helper()
	ask, err := fixtures.Load("sweatstack/authorize")
	require.NoError(s.t, err)
	status, _, body := s.ask(&ask, ask.Target)
	require.Equal(s.t, http.StatusOK, status, "%s", body)
	form := url.Values{"decision": {"allow"}, "user": {s.user}}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`).FindAllStringSubmatch(string(body), -1) {
		form.Set(m[1], html.UnescapeString(m[2]))
	}
	return form
}

// decide sends what an exchange sends, in the form of this page: how people sign in is nobody's interface.
func (s *stack) decide(e *fixtures.Exchange) {
	form, err := url.ParseQuery(string(e.RequestBody))
	require.NoError(s.t, err)
	all := s.page()
	for name, values := range form {
		all[name] = values
	}
	e.RequestBody = []byte(all.Encode())
}

// signIn leaves a person signed in who has allowed everything.
func (s *stack) signIn(*fixtures.Exchange) {
	e, err := fixtures.Load("sweatstack/consent")
	require.NoError(s.t, err)
	s.decide(&e)
	e.RequestBody = append(e.RequestBody, "&scopes=data%3Awrite"...)
	status, header, body := s.ask(&e, e.Target)
	require.Equal(s.t, e.Status, status, "%s", body)
	s.cookie, _, _ = strings.Cut(header.Get("Set-Cookie"), ";")
}

// upload makes an activity that has a file.
func (s *stack) upload(*fixtures.Exchange) {
	e, err := fixtures.Load("sweatstack/upload")
	require.NoError(s.t, err)
	status, _, body := s.ask(&e, e.Target)
	require.Equal(s.t, e.Status, status, "%s", body)
	s.sim.Advance(5 * time.Second)
	var list []struct{ ID string }
	s.do(http.MethodGet, "/api/v1/activities/?start=2026-05-18&end=2026-05-18&limit=100", "", "", &list)
	for _, a := range list {
		r := fixtures.Exchange{Method: http.MethodGet, RequestHeader: http.Header{"Authorization": {"{jwt}"}}}
		if status, _, _ := s.ask(&r, "/api/v1/activities/"+a.ID+"/download"); status == http.StatusOK {
			s.as["act_01JVJ0M4Q8RIDE00000001"] = a.ID
		}
	}
	require.NotEmpty(s.t, s.as["act_01JVJ0M4Q8RIDE00000001"], "none of %d activities has a file", len(list))
}

// delegate comes with the token of somebody whom the user manages.
func (s *stack) delegate(*fixtures.Exchange) {
	s.again("user-create", "usr_bob")
	var made struct {
		AccessToken string `json:"access_token"`
	}
	s.do(http.MethodPost, "/api/v1/oauth/delegated-token", "application/json", `{"sub":"usr_bob"}`, &made)
	s.token = made.AccessToken
}

// nameTeam lets the caller be somebody who is in a team.
func (s *stack) nameTeam(*fixtures.Exchange) {
	var people struct{ Users []struct{ UserID string } }
	s.sim.Step(http.MethodGet, "sweatstack/users", nil, &people)
	for _, p := range people.Users {
		s.user = p.UserID
		s.with("tokens")
		var list []struct{ ID string }
		if s.do(http.MethodGet, "/api/v1/teams/", "", "", &list); len(list) > 0 {
			s.as["team_123"] = list[0].ID
			return
		}
	}
	s.t.Fatalf("none of %d users is in a team", len(people.Users))
}

// letTeam lets it see the user's data.
func (s *stack) letTeam(e *fixtures.Exchange) {
	s.nameTeam(e)
	s.do(http.MethodPost, "/api/v1/teams/team_123/authorize", "application/json", `{"scopes":["data:read"]}`, nil)
}

// linkTrace gives a test a measurement.
func (s *stack) linkTrace(*fixtures.Exchange) {
	s.again("test-create", "test_123")
	s.do(http.MethodPost, "/api/v1/traces/", "application/json", `{"timestamp":"2026-05-01T11:30:00+02:00","lactate":2.1,"heart_rate":152,"tags":["lactate"],"test_id":"test_123"}`, nil)
}

// refresh gets tokens and waits until the first of them ends.
func (s *stack) refresh(*fixtures.Exchange) {
	first, err := fixtures.Load("sweatstack/token")
	require.NoError(s.t, err)
	s.allow(&first)
	var tokens struct {
		AccessToken  string `json:"access_token"`
		RefreshToken string `json:"refresh_token"`
	}
	s.do(http.MethodPost, first.Target, first.RequestHeader.Get("Content-Type"), string(first.RequestBody), &tokens)
	s.token, s.as["{refreshToken}"] = tokens.AccessToken, tokens.RefreshToken
	s.sim.Advance(time.Hour)
}

func (s *stack) lack(*fixtures.Exchange) {
	s.sim.Step(http.MethodPost, "sweatstack/users/"+s.user+"/issue", map[string]string{"code": "no_source_connected"})
}

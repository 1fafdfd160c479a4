package live

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/server"
	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/internal/drift/shape"
)

// step is one thing that is asked to see what the answer is made of.
type step struct {
	label, operation, template string
	options                    func(a *server.Asker) []server.Option
	after                      func(p *plan, a *server.Asker, r *server.Answer) // what follows from the answer
}

// plan is what is asked of one service.
type plan struct {
	api  string
	note func(x *shape.Exchange)
	done func(label string)
}

// steps are what is asked of a service: each operation that can be read, so that a
// change shows, and refusals that harm nobody.
func steps(api string, tokens bool) []step {
	switch api {
	case "firstbeat":
		return firstbeatSteps()
	case "polar-auth":
		return polarAuthSteps(tokens)
	case "polar-teampro":
		return teamProSteps()
	case "polar-accesslink":
		return accessLinkSteps()
	case "sweatstack":
		return sweatStackSteps(tokens)
	}
	return nil
}

// probe is a step as the suite's asker takes it: within the budget, at its pace.
func (p *plan) probe(id string, s step) server.Probe {
	return server.Probe{
		ID: id, Title: "answers " + s.label, API: p.api, Level: conformance.InfoLevel, Basis: conformance.Field,
		Ask: func(a *server.Asker) {
			var options []server.Option
			if s.options != nil {
				options = s.options(a)
			}
			r := a.Get(s.template, options...)
			p.see(s.label, s.operation, r)
			if s.after != nil {
				s.after(p, a, r)
			}
			p.done(s.label)
		},
	}
}

func (p *plan) see(label, operation string, r *server.Answer) {
	p.note(&shape.Exchange{Request: label, Operation: operation, Status: r.Status, Header: r.Header, Body: r.Body})
}

// get is a step without options.
func get(operation, template string) step {
	return step{label: operation, operation: operation, template: template}
}

// with is a step with options that are always the same.
func with(label, operation, template string, options ...server.Option) step {
	return step{label: label, operation: operation, template: template, options: func(*server.Asker) []server.Option { return options }}
}

// pause is how long a service is given to make what it answers 202 for.
const pause = 6 * time.Second

// ready asks again while the answer is 202.
func ready(p *plan, a *server.Asker, label, operation, template string, options ...server.Option) {
	for range 4 {
		r := a.Get(template, options...)
		if r.Status != http.StatusAccepted {
			p.see(label, operation, r)
			return
		}
		p.see(label+" (not ready)", operation, r)
		a.Wait(pause)
	}
}

func firstbeatSteps() []step {
	const account, athlete = "/v1/sports/accounts/{account}", "/v1/sports/accounts/{account}/athletes/{athlete}"
	const vectors = "heartRateAverage,trimp,heartRateSeries,epocSeries,rriSeries,artifactCorrectedRrVector"
	const everything = vectors + ",heartRateSeries1s,heartRatePercentageSeries,trimpSeries,trimpPerMinuteSeries,energyConsumptionSeries,movementLoadAccumulationRate,movementLoadSeries,vlfSeries,lfSeries,hfSeries,rmssd1MinSeries"
	results := step{label: "listMeasurements", operation: "listMeasurements", template: athlete + "/measurements", options: func(*server.Asker) []server.Option {
		return []server.Option{server.Query("includeLaps", "true")}
	}, after: func(p *plan, a *server.Asker, r *server.Answer) {
		ids := members(r, "/measurements", "measurementId")
		for i, id := range ids[:min(len(ids), 2)] {
			label := []string{"getMeasurementResults", "getMeasurementResults of the second"}[i]
			ready(p, a, label, "getMeasurementResults", athlete+"/measurements/{measurement}/results", server.In("measurement", id), server.Query("var", vectors))
		}
		if id := longest(r); id != "" {
			ready(p, a, "getMeasurementResults of everything", "getMeasurementResults", athlete+"/measurements/{measurement}/results", server.In("measurement", id), server.Query("var", everything))
		}
	}}
	return []step{
		get("getApiKey", "/v1/account/api-key"),
		get("listAccounts", "/v1/sports/accounts"),
		get("listSportsTypes", "/v1/sports/sports-types"),
		get("listEventTypes", "/v1/sports/event-types"),
		get("listAthletes", account+"/athletes"),
		get("getAthlete", athlete),
		get("listCoaches", account+"/coaches"),
		get("listTeams", account+"/teams"),
		get("getTeam", account+"/teams/{team}"),
		get("listTeamAthletes", account+"/teams/{team}/athletes"),
		with("listSessions", "listSessions", account+"/teams/{team}/sessions", server.Query("includeLaps", "true")),
		results,
		with("getAthlete of nobody", "getAthlete", account+"/athletes/{athlete}", server.In("athlete", "1")),
		with("listAccounts without a token", "listAccounts", "/v1/sports/accounts", server.Plain()),
	}
}

func polarAuthSteps(tokens bool) []step {
	ask := func(label, scope string) step {
		return step{label: label, operation: "authorize", template: "/oauth/authorize", options: func(a *server.Asker) []server.Option {
			return []server.Option{
				server.Plain(), server.Query("response_type", "code"), server.Query("client_id", a.Keys().ClientID), server.Query("scope", scope), server.Query("state", "drift"),
			}
		}}
	}
	refresh := func(label string, token func(a *server.Asker) string) step {
		return step{label: label, operation: "requestToken", template: "/oauth/token", options: func(a *server.Asker) []server.Option {
			t := token(a)
			if t == "" {
				a.Lack("no refresh token was given")
			}
			return []server.Option{server.Form(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {t}})}
		}}
	}
	out := []step{
		ask("authorize for Team Pro", "team_read"),
		ask("authorize for AccessLink", "sleep:read"),
		refresh("requestToken by a token that nobody has", func(*server.Asker) string { return "no-such-token" }),
	}
	if tokens {
		own := refresh("requestToken", func(a *server.Asker) string { return a.Keys().RefreshToken })
		own.after = renewed
		out = append(out, own)
	}
	return out
}

func teamProSteps() []step {
	sessions, players := "/v1/teams/{team}/training_sessions", "/v1/players/{player}/training_sessions"
	return []step{
		get("listTeams", "/v1/teams"),
		with("listTeams, 60 a page", "listTeams", "/v1/teams", server.Query("per_page", "60")),
		get("getTeam", "/v1/teams/{team}"),
		get("listTeamTrainingSessions", sessions),
		get("getTeamTrainingSession", "/v1/teams/training_sessions/{session}"),
		get("listPlayerTrainingSessions", players),
		with("getPlayerTrainingSession", "getPlayerTrainingSession", "/v1/training_sessions/{player_session}", server.Query("samples", "hr")),
		get("getPlayerTrainingSessionSummary", "/v1/training_sessions/{player_session}/session_summary"),
		with("getTeam of nobody", "getTeam", "/v1/teams/{team}", server.In("team", "none")),
		with("listTeams without a token", "listTeams", "/v1/teams", server.Plain()),
	}
}

func accessLinkSteps() []step {
	ranged := func(label, operation, path string, days int) step {
		return step{label: label, operation: operation, template: "/v4/data/" + path, options: func(a *server.Asker) []server.Option {
			to := a.Now().UTC().AddDate(0, 0, -1)
			from := to.AddDate(0, 0, -days)
			form := time.DateOnly
			if operation == "listTrainingSessions" {
				form = "2006-01-02T15:04:05"
			}
			return []server.Option{server.Query("from", from.Format(form)), server.Query("to", to.Format(form))}
		}}
	}
	const week, month, quarter = 6, 10, 30
	return []step{
		ranged("listTrainingSessions", "listTrainingSessions", "training-sessions/list", quarter),
		ranged("listTests", "listTests", "tests/list", quarter),
		ranged("listCalendarEntries", "listCalendarEntries", "calendar/list", month),
		ranged("listNightlyRechargeResults", "listNightlyRechargeResults", "nightly-recharge-results", month),
		ranged("listSleepWakeVectors", "listSleepWakeVectors", "sleep-wake-vectors", week),
		ranged("listSkinContacts", "listSkinContacts", "skin-contacts", month),
		ranged("listTemperatureMeasurements", "listTemperatureMeasurements", "temperature-measurements", week),
		ranged("listSleeps", "listSleeps", "sleeps", month),
		get("listUserDevices", "/v4/data/user-devices"),
		get("getAccountData", "/v4/data/user/account-data"),
		with("listSleeps of no range", "listSleeps", "/v4/data/sleeps", server.Query("from", "x")),
		with("listSleeps without a token", "listSleeps", "/v4/data/sleeps", server.Plain()),
	}
}

func sweatStackSteps(tokens bool) []step {
	const list, one, week = "/api/v1/activities/", "/api/v1/activities/{activity}", 7
	out := []step{
		with("listActivities", "listActivities", list, server.Query("limit", "40")),
		{label: "listActivities, 150 a page", operation: "listActivities", template: list, options: func(a *server.Asker) []server.Option {
			to := a.Now().UTC()
			return []server.Option{server.Query("limit", "150"), server.Query("start", to.AddDate(0, 0, -week).Format(time.DateOnly)), server.Query("end", to.Format(time.DateOnly))}
		}},
		get("getActivity", one),
		get("getLatestActivity", "/api/v1/activities/latest"),
		with("getActivityData", "getActivityData", one+"/data"),
		with("getBackfillStatus", "getBackfillStatus", "/api/v1/activities/backfill-status", server.FirstLine()),
		with("getActivity of nobody", "getActivity", one, server.In("activity", "act_none")),
		with("getActivity without a token", "getActivity", "/api/v1/activities/latest", server.Plain()),
	}
	if tokens {
		out = append(out, step{label: "requestToken", operation: "requestToken", template: "/api/v1/oauth/token", options: func(a *server.Asker) []server.Option {
			k := a.Keys()
			if k.RefreshToken == "" {
				a.Lack("no refresh token was given")
			}
			return []server.Option{server.Plain(), server.Form(url.Values{
				"grant_type": {"refresh_token"}, "refresh_token": {k.RefreshToken}, "client_id": {k.ClientID}, "client_secret": {k.ClientSecret},
			})}
		}, after: renewed})
	}
	return out
}

// renewed notes whether a refresh token stays the same when it is used.
func renewed(p *plan, a *server.Asker, r *server.Answer) {
	var got struct {
		RefreshToken string `json:"refresh_token"`
	}
	if json.Unmarshal(r.Body, &got) != nil || got.RefreshToken == "" {
		return
	}
	body := `{"refresh_token_is_another":true}`
	if got.RefreshToken == a.Keys().RefreshToken {
		body = `{"refresh_token_is_the_same":true}`
	}
	p.note(&shape.Exchange{Request: "requestToken (the refresh token)", Operation: "requestToken", Status: r.Status, Header: http.Header{}, Body: []byte(body)})
}

// longest is the measurement that took longest, whose results are the largest.
func longest(r *server.Answer) string {
	var list struct {
		Measurements []struct {
			MeasurementID      json.Number
			StartTime, EndTime any
		}
	}
	if json.Unmarshal(r.Body, &list) != nil || len(list.Measurements) == 0 {
		return ""
	}
	at := func(v any) time.Time {
		text, _ := v.(string)
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t, _ = time.Parse("2006-01-02T15:04:05", text) // the zero time will do
		}
		if ms, ok := v.(float64); ok {
			t = time.UnixMilli(int64(ms))
		}
		return t
	}
	best, id := time.Duration(-1), ""
	for _, m := range list.Measurements {
		if took := at(m.EndTime).Sub(at(m.StartTime)); took > best {
			best, id = took, m.MeasurementID.String()
		}
	}
	return id
}

// members are one member of every object of a list, as text; none when the list is
// not what it was.
func members(r *server.Answer, list, member string) []string {
	var v any
	if json.Unmarshal(r.Body, &v) != nil {
		return nil
	}
	at, _, err := subject.At(v, list)
	items, ok := at.([]any)
	if err != nil || !ok {
		return nil
	}
	var out []string
	for _, item := range items {
		o, _ := item.(map[string]any)
		switch id := o[member].(type) {
		case float64:
			out = append(out, fmt.Sprintf("%.0f", id))
		case string:
			out = append(out, id)
		}
	}
	return out
}

package sweatstack

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Steps are what people do in their browsers and on their watches.
func (t *tenant) Steps() []world.Step {
	step := func(method, path, summary string, h func(map[string]string, []byte) (any, error)) world.Step {
		return world.Step{Method: method, Path: service + "/" + path, Summary: summary, Handle: h}
	}
	const get, post, del = http.MethodGet, http.MethodPost, http.MethodDelete
	return []world.Step{
		step(get, "clients", "Lists registered clients, without their secrets", t.listClients),
		step(post, "clients", `Registers a client: {"name":"my app","redirectUris":["http://localhost:3000/callback"],"public":false}, with "clientId" and "clientSecret" of your own if you like`, t.registerClient),
		step(del, "clients/{clientId}", "Removes a client with its consents and tokens", t.removeClient),
		step(get, "users", "Lists users: the first 200 of the population", t.stepUsers),
		step(post, "users/{userId}/activities", `A workout has just been synced: {"sport":"running","end":"2026-03-10T11:30:00Z"}; both optional; the samples are those of an earlier workout`, t.addActivity),
		step(post, "users/{userId}/backfill", `The history is loaded anew, from the newest to the oldest: {"takes":"30s"}, or {"error":"…"}`, t.startBackfill),
		step(post, "users/{userId}/issue", `What apps of the profile current tell a user from now on: {"code":"no_source_connected"}; an empty code ends it`, t.setIssue),
		step(post, "users/{userId}/revoke", `A user takes back what a client was allowed: {"clientId":"…"}, or all clients without a body; codes and tokens end`, t.revoke),
		step(get, "consents", "Lists what users have allowed, and the answers that wait", t.listConsents),
		step(post, "consents", `Answers the next authorization request of a client without a browser: {"clientId":"…","userId":"…","scopes":["data:read"],"decision":"approve","times":1}; all optional, "decline" refuses`, t.orderConsent),
		step(del, "consents", "Forgets the answers that wait", t.clearConsents),
		step(post, "tokens", `Hands out tokens without any request: {"userId":"…","scopes":["data:read"],"clientId":"…"}; scopes and client optional`, t.handOut),
		step(post, "api-keys", `Hands out what a user makes in the settings, which names no app: {"userId":"…","scopes":["data:read"]}`, t.handOutKey),
		step(post, "tokens/revoke", `Ends a token and all of its family: {"token":"…"}`, t.revokeToken),
	}
}

// clientOf is the client that a step is about: the demo's unless one is named.
func (t *tenant) clientOf(id string) (oauth.Client, error) {
	if id == "" {
		id = t.demo.client
	}
	c, ok := t.server().Client(id)
	if !ok || ownClients(id) {
		return c, &world.Missing{What: fmt.Sprintf("client %.60q", id)}
	}
	return c, nil
}

func (t *tenant) userOf(id string) (user, error) {
	u, ok := t.people.find(id)
	if !ok {
		return u, &world.Missing{What: fmt.Sprintf("user %.40q", id)}
	}
	return u, nil
}

// checkScopes refuses scopes that people cannot grant.
func checkScopes(scopes []string) error {
	for i, s := range scopes {
		if !slices.Contains(userScopes(), s) || slices.Contains(scopes[:i], s) {
			return &world.Invalid{Field: fmt.Sprintf("scopes[%d]", i), Reason: fmt.Sprintf("%.60q is no scope that a user grants, or is there twice; there are %v", s, userScopes())}
		}
	}
	return nil
}

func (t *tenant) stepUsers(map[string]string, []byte) (any, error) {
	type shown struct {
		UserID string `json:"userId"`
		Name   string `json:"name"`
	}
	out := []shown{}
	for _, u := range t.people.shown(200) {
		out = append(out, shown{u.id, u.name()})
	}
	return map[string]any{"users": out}, nil
}

// addActivity lets a user have done an earlier workout once more.
func (t *tenant) addActivity(vars map[string]string, body []byte) (any, error) {
	var in struct {
		Sport string    `json:"sport"`
		End   time.Time `json:"end"`
	}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	u, err := t.userOf(vars["userId"])
	if err != nil {
		return nil, err
	}
	now := t.world.Clock.Now()
	if in.End.IsZero() {
		in.End = now
	}
	if in.End.After(now) {
		return nil, &world.Invalid{Field: "end", Reason: "lies in the future of this world, where it is " + now.Format(time.RFC3339)}
	}
	if u.athlete == none {
		return nil, &world.Conflict{Reason: "a managed user has done nothing that could be done again"}
	}
	for _, a := range slices.Backward(t.workouts(u.athlete, now)) {
		if in.Sport != "" && !covers(in.Sport, a.sport) && !covers(in.Sport, newName(a.sport)) {
			continue
		}
		shift := in.End.Truncate(time.Second).Sub(a.end)
		n := t.store.number()
		a.id = ofActivity.prefix() + t.ids.natural(ofAdded, in.End, uint64(ofActivity)<<56|n)
		a.source = ofSource.prefix() + t.ids.natural(ofAdded, in.End, uint64(ofSource)<<56|n)
		a.start, a.end, a.shift, a.synced = a.start.Add(shift), a.end.Add(shift), a.shift+shift, now
		if !t.store.add(&a) {
			return nil, &world.Conflict{Reason: fmt.Sprintf("there are already %d added activities", maxAdded)}
		}
		return map[string]any{"userId": u.id, "activityId": a.id, "sport": t.set.sport(a.sport, t.x), "start": a.start, "end": a.end}, nil
	}
	return nil, &world.Conflict{Reason: fmt.Sprintf("the user has done nothing of the sport %.60q that could be done again", in.Sport)}
}

func (t *tenant) startBackfill(vars map[string]string, body []byte) (any, error) {
	in := struct {
		Takes string `json:"takes"`
		Error string `json:"error"`
	}{Takes: "60s"}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	u, err := t.userOf(vars["userId"])
	if err != nil {
		return nil, err
	}
	takes, err := time.ParseDuration(in.Takes)
	if err != nil || takes < 0 || takes > 24*time.Hour {
		return nil, &world.Invalid{Field: "takes", Reason: fmt.Sprintf("%.40q is not a duration from 0s to 24h, such as 30s", in.Takes)}
	}
	now := t.world.Clock.Now()
	b := backfill{began: now, takes: takes, first: t.data.Config().FirstDay, error: in.Error}
	if first, there := t.firstActivity(&u, now); there {
		b.first = first
	}
	t.store.setBackfill(u.id, b)
	return map[string]any{"userId": u.id, "began": now, "until": now.Add(takes)}, nil
}

func (t *tenant) setIssue(vars map[string]string, body []byte) (any, error) {
	var in struct {
		Code string `json:"code"`
	}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	u, err := t.userOf(vars["userId"])
	if err != nil {
		return nil, err
	}
	if in.Code != "" && !slices.Contains(issueCodes(), in.Code) {
		return nil, &world.Invalid{Field: "code", Reason: fmt.Sprintf("%.60q is no issue; there are %v", in.Code, issueCodes())}
	}
	t.store.setIssue(u.id, in.Code)
	return map[string]any{"userId": u.id, "code": in.Code}, nil
}

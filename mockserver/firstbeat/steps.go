package firstbeat

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Steps are what people do by e-mail, in Sports Cloud, or behind the scenes.
func (t *tenant) Steps() []world.Step {
	const consumer, account = service + "/consumers/{consumerId}", service + "/accounts/{accountId}"
	post := func(path, summary string, h func(map[string]string, []byte) (any, error)) world.Step {
		return world.Step{Method: http.MethodPost, Path: path, Summary: summary, Handle: h}
	}
	steps := []world.Step{
		post(consumer+"/approve", `Staff approves a consumer, opens the sandbox to it and links accounts: {"accounts":["3-4925"]}, or all of them without a body`, t.approve),
		post(consumer+"/disable", "Staff disables a consumer that misuses the service", t.disable),
		post(consumer+"/accounts/{accountId}/link", "Staff links an account to a consumer", t.link),
		post(consumer+"/accounts/{accountId}/grant", `A coach grants a consumer access to a linked account: {"coachId":361234}, or the first coach`, t.grant),
		post(consumer+"/accounts/{accountId}/revoke", "A coach takes the access back", t.revoke),
		post(consumer+"/quota", `Sets what a consumer has used: {"dayUsed":4998,"burstUsed":60}`, t.setQuota),
		post(account+"/close", "The vendor closes an account", t.setClosed(true)),
		post(account+"/open", "The vendor opens a closed account", t.setClosed(false)),
		post(account+"/licence", `Sets what an account has paid for: {"tier":"premium","services":["training_status","movement_intensity_curve"]}`, t.setLicence),
	}
	for _, of := range []struct {
		path, variable string
		kind           subjectKind
	}{
		{"measurements/{measurementId}", "measurementId", ofMeasurement},
		{"sessions/{sessionId}", "sessionId", ofSession},
		{"laps/{lapId}", "lapId", ofLap},
	} {
		for _, state := range []analysisState{cold, failed, ready} {
			steps = append(steps, post(service+"/"+of.path+"/"+string(state), summaryOf(state), t.setAnalysis(of.kind, of.variable, state)))
		}
	}
	return steps
}

func summaryOf(s analysisState) string {
	switch s {
	case cold:
		return "The next request for these results answers 202 and starts the analysis"
	case failed:
		return `Requests for these results answer 204, after a 202 with {"coldFirst":true}`
	}
	return "Requests for these results answer 200 at once"
}

// organization finds an account of the control plane. Its error is *world.Missing.
func (t *tenant) organization(id string) (int, error) {
	o, ok := t.ids.accounts.index(id)
	if !ok {
		return 0, &world.Missing{What: fmt.Sprintf("account %.40q", id)}
	}
	return o, nil
}

func (t *tenant) setClosed(closed bool) func(map[string]string, []byte) (any, error) {
	return func(vars map[string]string, body []byte) (any, error) {
		if err := world.DecodeStrict(body, &struct{}{}); err != nil {
			return nil, err
		}
		o, err := t.organization(vars["accountId"])
		if err != nil {
			return nil, err
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		t.closed[o] = closed
		return map[string]any{"accountId": vars["accountId"], "closed": closed}, nil
	}
}

func (t *tenant) setLicence(vars map[string]string, body []byte) (any, error) {
	var in struct {
		Tier     tier     `json:"tier"`
		Services []string `json:"services"`
	}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	o, err := t.organization(vars["accountId"])
	if err != nil {
		return nil, err
	}
	const status, curve = "training_status", "movement_intensity_curve"
	if in.Tier != premium && in.Tier != premiumPlus {
		return nil, &world.Invalid{Field: "tier", Reason: fmt.Sprintf("%.40q is not a tier; use %q or %q", in.Tier, premium, premiumPlus)}
	}
	for i, s := range in.Services {
		if s != status && s != curve {
			return nil, &world.Invalid{Field: fmt.Sprintf("services[%d]", i), Reason: fmt.Sprintf("%.40q is not a service; use %q or %q", s, status, curve)}
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.licences[o] = licence{in.Tier, slices.Contains(in.Services, status), slices.Contains(in.Services, curve)}
	return map[string]any{"accountId": vars["accountId"], "tier": in.Tier, "services": append([]string{}, in.Services...)}, nil
}

func (t *tenant) setAnalysis(kind subjectKind, variable string, state analysisState) func(map[string]string, []byte) (any, error) {
	return func(vars map[string]string, body []byte) (any, error) {
		var in struct {
			ColdFirst bool `json:"coldFirst"`
		}
		if err := world.DecodeStrict(body, &in); err != nil {
			return nil, err
		}
		if in.ColdFirst && state != failed {
			return nil, &world.Invalid{Field: "coldFirst", Reason: "is for failed analyses only"}
		}
		of, err := t.subject(kind, vars[variable])
		if err != nil {
			return nil, err
		}
		t.analyses.order(of, order{state: state, coldFirst: in.ColdFirst})
		return map[string]any{variable: of.id, "state": state}, nil
	}
}

// setQuota makes a consumer look as if it had made requests.
func (t *tenant) setQuota(vars map[string]string, body []byte) (any, error) {
	var in struct {
		DayUsed   *int `json:"dayUsed"`
		BurstUsed *int `json:"burstUsed"`
	}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	id := vars["consumerId"]
	if _, ok := t.consumers.get(id); !ok {
		return nil, &world.Missing{What: fmt.Sprintf("consumer %.40q", id)}
	}
	for _, m := range []struct {
		field, rule string
		used        *int
		most        int
	}{{"dayUsed", ruleDay, in.DayUsed, t.set.perDay.In(t.x)}, {"burstUsed", ruleMinute, in.BurstUsed, t.set.perMinute.In(t.x)}} {
		if m.used != nil && (*m.used < 0 || *m.used > m.most) {
			return nil, &world.Invalid{Field: m.field, Reason: fmt.Sprintf("%d is not in 0 … %d", *m.used, m.most)}
		}
	}
	for rule, used := range map[string]*int{ruleDay: in.DayUsed, ruleMinute: in.BurstUsed} {
		if used == nil {
			continue
		}
		if err := t.limits.Set(id, rule, *used); err != nil {
			return nil, &world.Invalid{Field: "body", Reason: err.Error()}
		}
	}
	out := map[string]any{"consumerId": id}
	for _, u := range t.limits.Usage(id, t.world.Clock.Now()) {
		out[map[string]string{ruleDay: "dayUsed", ruleMinute: "burstUsed"}[u.Rule]] = u.Used
	}
	return out, nil
}

// parseID reads an identifier of the control plane; what is none finds nothing.
func parseID(text string) int64 {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strconv.FormatInt(id, 10) != text {
		return -1
	}
	return id
}

func missing(kind subjectKind, id string) error {
	name := [...]string{ofMeasurement: "measurement", ofSession: "session", ofLap: "lap"}[kind]
	return &world.Missing{What: fmt.Sprintf("%s %.40q", name, id)}
}

package polaraccesslink

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Steps are what people do with their watches, in the vendor's app and at
// account.polar.com, and how full a client's windows are.
func (t *tenant) Steps() []world.Step {
	step := func(method, path, summary string, h func(map[string]string, []byte) (any, error)) world.Step {
		return world.Step{Method: method, Path: service + "/" + path, Summary: summary, Handle: h}
	}
	const get, post, del = http.MethodGet, http.MethodPost, http.MethodDelete
	return []world.Step{
		step(post, "clients/{clientId}/quota", `Sets how many requests a client has used: {"shortUsed":2999,"longUsed":99999}`, t.setQuota),
		step(get, "athletes/{athlete}", "Shows what steps have changed about a person, by number in the population", t.showPerson),
		step(post, "athletes/{athlete}/consents", `Accepts or withdraws the mandatory consents: {"accepted":false}`, t.setConsents),
		step(post, "athletes/{athlete}/picture", `Shows or removes the profile picture: {"present":false}`, t.setPicture),
		step(post, "athletes/{athlete}/offline", "Leaves the watch without its app: what ends from now on is not there until it syncs", t.goOffline),
		step(post, "athletes/{athlete}/sync", "Syncs the watch now: all that has ended is there", t.sync),
		step(post, "athletes/{athlete}/training-sessions/{id}", `Edits a training session: {"name":"Race","note":"…"}; modified moves`, t.editSession),
		step(del, "athletes/{athlete}/training-sessions/{id}", "Deletes a training session", t.deleteSession),
	}
}

const maxClient = 200 // bytes of a client's identifier

func (t *tenant) setQuota(vars map[string]string, body []byte) (any, error) {
	var in struct {
		ShortUsed *int `json:"shortUsed"`
		LongUsed  *int `json:"longUsed"`
	}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	client := vars["clientId"]
	if client == "" || len(client) > maxClient {
		return nil, &world.Missing{What: fmt.Sprintf("client %.40q", client)}
	}
	for _, x := range []struct {
		field, rule string
		used        *int
	}{{"shortUsed", ruleShort, in.ShortUsed}, {"longUsed", ruleLong, in.LongUsed}} {
		if x.used == nil {
			continue
		}
		if err := t.limits.Set(client, x.rule, *x.used); err != nil {
			return nil, &world.Invalid{Field: x.field, Reason: err.Error()}
		}
	}
	u := t.limits.Usage(client, t.world.Clock.Now())
	return map[string]any{"clientId": client, "shortUsed": u[0].Used, "longUsed": u[1].Used}, nil
}

// personOf is the athlete that a step is about.
func (t *tenant) personOf(vars map[string]string) (int, error) {
	n, err := strconv.Atoi(vars["athlete"])
	if err != nil || n < 0 || n >= t.data.Athletes() {
		return 0, &world.Missing{What: fmt.Sprintf("athlete %.40q; the population has 0 to %d", vars["athlete"], t.data.Athletes()-1)}
	}
	return n, nil
}

// shown is a person's state as steps print it.
type shown struct {
	Athlete  int    `json:"athlete"`
	Consents bool   `json:"consentsAccepted"`
	Picture  bool   `json:"picture"`
	Synced   bool   `json:"syncs"`
	Device   string `json:"deviceId"`
	Edited   int    `json:"editedTrainingSessions"`
}

func (t *tenant) show(athlete int) shown {
	p := t.people.get(athlete)
	n := len(p.away)
	return shown{athlete, !p.withdrawn, t.pictured(athlete), n == 0 || !p.away[n-1].until.IsZero(), t.watch(athlete).id, len(p.edits)}
}

func (t *tenant) showPerson(vars map[string]string, _ []byte) (any, error) {
	athlete, err := t.personOf(vars)
	if err != nil {
		return nil, err
	}
	return t.show(athlete), nil
}

func (t *tenant) setConsents(vars map[string]string, body []byte) (any, error) {
	in := struct {
		Accepted bool `json:"accepted"`
	}{true}
	return t.step(vars, body, &in, func(p *person) { p.withdrawn = !in.Accepted })
}

func (t *tenant) setPicture(vars map[string]string, body []byte) (any, error) {
	in := struct {
		Present bool `json:"present"`
	}{true}
	return t.step(vars, body, &in, func(p *person) { p.hidden = !in.Present })
}

// step changes one person as the body says.
func (t *tenant) step(vars map[string]string, body []byte, in any, change func(*person)) (any, error) {
	athlete, err := t.personOf(vars)
	if err != nil {
		return nil, err
	}
	if err := world.DecodeStrict(body, in); err != nil {
		return nil, err
	}
	t.people.change(athlete, change)
	return t.show(athlete), nil
}

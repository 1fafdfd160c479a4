package sweatstack

import (
	"fmt"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// The decisions that a person can take.
const (
	decisionApprove = "approve"
	decisionDecline = "decline"
)

func (t *tenant) orderConsent(_ map[string]string, body []byte) (any, error) {
	in := struct {
		ClientID string   `json:"clientId"`
		UserID   string   `json:"userId"`
		Scopes   []string `json:"scopes"`
		Decision string   `json:"decision"`
		Times    int      `json:"times"`
	}{Decision: decisionApprove, Times: 1}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	c, err := t.clientOf(in.ClientID)
	if err != nil {
		return nil, err
	}
	if in.UserID != "" {
		if _, err := t.userOf(in.UserID); err != nil {
			return nil, err
		}
	}
	if err := checkScopes(in.Scopes); err != nil {
		return nil, err
	}
	switch {
	case in.Decision != decisionApprove && in.Decision != decisionDecline:
		return nil, &world.Invalid{Field: "decision", Reason: fmt.Sprintf("%.40q is not a decision; use %q or %q", in.Decision, decisionApprove, decisionDecline)}
	case in.Times < 1 || in.Times > 1_000_000:
		return nil, &world.Invalid{Field: "times", Reason: fmt.Sprintf("%d is not in 1 … 1000000", in.Times)}
	}
	next := order{client: c.ID, user: in.UserID, scopes: in.Scopes, decline: in.Decision == decisionDecline, times: in.Times, why: "the control plane said so beforehand"}
	if !t.orders.add(next) {
		return nil, &world.Conflict{Reason: fmt.Sprintf("%d answers wait already; DELETE them first", maxOrders)}
	}
	return describeOrder(next), nil
}

type waiting struct {
	ClientID string   `json:"clientId"`
	UserID   string   `json:"userId,omitempty"`
	Scopes   []string `json:"scopes,omitempty"`
	Decision string   `json:"decision"`
	Times    int      `json:"times"`
}

func describeOrder(o order) waiting {
	w := waiting{o.client, o.user, o.scopes, decisionApprove, o.times}
	if o.decline {
		w.Decision = decisionDecline
	}
	return w
}

func (t *tenant) listConsents(map[string]string, []byte) (any, error) {
	type given struct {
		ClientID string   `json:"clientId"`
		UserID   string   `json:"userId"`
		Scopes   []string `json:"scopes"`
	}
	out := struct {
		Consents []given   `json:"consents"`
		Waiting  []waiting `json:"waiting"`
	}{[]given{}, []waiting{}}
	for _, c := range t.server().Consents() {
		out.Consents = append(out.Consents, given{c.ClientID, c.UserID, c.Scopes})
	}
	for _, o := range t.orders.all() {
		out.Waiting = append(out.Waiting, describeOrder(o))
	}
	return out, nil
}

func (t *tenant) clearConsents(map[string]string, []byte) (any, error) {
	t.orders.clear()
	return nil, nil
}

package consent

import (
	"fmt"

	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// The decisions that a person can take.
const (
	approve = "approve"
	decline = "decline"
)

// Rules are what a service knows of those whom an order names.
type Rules struct {
	// Client finds a client; an empty ID is the one that is meant when none is named.
	Client func(id string) (oauth.Client, error)
	// Grant says why a user cannot grant scopes, or nothing. An empty user is anybody.
	Grant func(user string, scopes []string) error
}

// Accept is the step that gives an order: it says what is wrong with one, or what waits now.
func (o *Orders) Accept(body []byte, rules Rules) (any, error) {
	in := struct {
		ClientID string   `json:"clientId"`
		UserID   string   `json:"userId"`
		Scopes   []string `json:"scopes"`
		Decision string   `json:"decision"`
		Times    int      `json:"times"`
	}{Decision: approve, Times: 1}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	c, err := rules.Client(in.ClientID)
	if err != nil {
		return nil, err
	}
	if err := rules.Grant(in.UserID, in.Scopes); err != nil {
		return nil, err
	}
	switch {
	case in.Decision != approve && in.Decision != decline:
		return nil, &world.Invalid{Field: "decision", Reason: fmt.Sprintf("%.40q is not a decision; use %q or %q", in.Decision, approve, decline)}
	case in.Times < 1 || in.Times > 1_000_000:
		return nil, &world.Invalid{Field: "times", Reason: fmt.Sprintf("%d is not in 1 … 1000000", in.Times)}
	}
	next := Order{Client: c.ID, User: in.UserID, Scopes: in.Scopes, Decline: in.Decision == decline, Times: in.Times, Why: "the control plane said so beforehand"}
	if !o.Add(next) {
		return nil, &world.Conflict{Reason: fmt.Sprintf("%d answers wait already; DELETE them first", MaxOrders)}
	}
	return describe(next), nil
}

type waiting struct {
	ClientID string   `json:"clientId"`
	UserID   string   `json:"userId,omitempty"`
	Scopes   []string `json:"scopes,omitempty"`
	Decision string   `json:"decision"`
	Times    int      `json:"times"`
}

func describe(o Order) waiting {
	w := waiting{o.Client, o.User, o.Scopes, approve, o.Times}
	if o.Decline {
		w.Decision = decline
	}
	return w
}

// List is the step that shows what users have allowed, and the orders that wait.
func (o *Orders) List(allowed []oauth.Consent) any {
	type given struct {
		ClientID string   `json:"clientId"`
		UserID   string   `json:"userId"`
		Scopes   []string `json:"scopes"`
	}
	out := struct {
		Consents []given   `json:"consents"`
		Waiting  []waiting `json:"waiting"`
	}{[]given{}, []waiting{}}
	for _, c := range allowed {
		out.Consents = append(out.Consents, given{c.ClientID, c.UserID, c.Scopes})
	}
	for _, next := range o.All() {
		out.Waiting = append(out.Waiting, describe(next))
	}
	return out
}

package firstbeat

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// consumerState is what the control plane prints of a consumer: no secrets.
type consumerState struct {
	ConsumerID   string          `json:"consumerId"`
	ConsumerName string          `json:"consumerName"`
	Approved     bool            `json:"approved"`
	Disabled     bool            `json:"disabled"`
	Accounts     []consumerScope `json:"accounts"`
}

type consumerScope struct {
	AccountID string `json:"accountId"`
	Linked    bool   `json:"linked"`
	Granted   bool   `json:"granted"`
}

func (t *tenant) describe(c *consumer) consumerState {
	s := consumerState{ConsumerID: c.id, ConsumerName: c.name, Approved: c.approved, Disabled: c.disabled, Accounts: []consumerScope{}}
	for _, o := range slices.Sorted(maps.Keys(c.access)) {
		s.Accounts = append(s.Accounts, consumerScope{t.ids.accounts.id(o), c.access[o].linked, c.access[o].granted})
	}
	return s
}

// edit changes a consumer for the control plane. Its errors are *world.Missing
// and what change returns.
func (t *tenant) edit(id string, change func(c *consumer) error) (any, error) {
	var failure error
	c := t.consumers.change(id, func(c *consumer) bool {
		failure = change(c)
		return failure == nil
	})
	switch {
	case c == nil:
		return nil, &world.Missing{What: fmt.Sprintf("consumer %.40q", id)}
	case failure != nil:
		return nil, failure
	}
	return t.describe(c), nil
}

// approve is the vendor's answer to the e-mail: the consumer may call, sees the
// sandbox, and is linked to the accounts that the e-mail names.
// [confirmed: API document, getting started and FAQ pages].
func (t *tenant) approve(vars map[string]string, body []byte) (any, error) {
	var in struct {
		Accounts *[]string `json:"accounts"`
	}
	if err := world.DecodeStrict(body, &in); err != nil {
		return nil, err
	}
	var link []int
	if in.Accounts == nil {
		for o := range t.data.Organizations() {
			link = append(link, o)
		}
	} else {
		for i, id := range *in.Accounts {
			o, err := t.organization(id)
			if err != nil {
				return nil, &world.Invalid{Field: fmt.Sprintf("accounts[%d]", i), Reason: err.Error()}
			}
			link = append(link, o)
		}
	}
	return t.edit(vars["consumerId"], func(c *consumer) error {
		c.approved, c.disabled = true, false
		for _, o := range link {
			a := c.access[o]
			a.linked = true
			c.access[o] = a
		}
		c.access[0] = access{linked: true, granted: true}
		return nil
	})
}

func (t *tenant) disable(vars map[string]string, body []byte) (any, error) {
	if err := world.DecodeStrict(body, &struct{}{}); err != nil {
		return nil, err
	}
	return t.edit(vars["consumerId"], func(c *consumer) error { c.disabled = true; return nil })
}

// scope changes a consumer's access to one account.
func (t *tenant) scope(vars map[string]string, body []byte, into any, change func(c *consumer, o int, a *access) error) (any, error) {
	if err := world.DecodeStrict(body, into); err != nil {
		return nil, err
	}
	o, err := t.organization(vars["accountId"])
	if err != nil {
		return nil, err
	}
	return t.edit(vars["consumerId"], func(c *consumer) error {
		a := c.access[o]
		if err := change(c, o, &a); err != nil {
			return err
		}
		c.access[o] = a
		return nil
	})
}

func (t *tenant) link(vars map[string]string, body []byte) (any, error) {
	return t.scope(vars, body, &struct{}{}, func(c *consumer, _ int, a *access) error {
		if !c.approved {
			return &world.Conflict{Reason: "the consumer is not approved yet: approve it first"}
		}
		a.linked = true
		return nil
	})
}

func (t *tenant) grant(vars map[string]string, body []byte) (any, error) {
	var in struct {
		CoachID *int64 `json:"coachId"`
	}
	return t.scope(vars, body, &in, func(_ *consumer, o int, a *access) error {
		if !a.linked {
			return &world.Conflict{Reason: "the vendor has not linked the account to this consumer: approve or link it first"}
		}
		by := t.grantor(o)
		if in.CoachID != nil {
			org := t.data.Organization(o)
			i, ok := t.ids.coachIndex(*in.CoachID)
			if !ok || i < org.FirstCoach || i >= org.FirstCoach+org.Coaches {
				return &world.Invalid{Field: "coachId", Reason: fmt.Sprintf("%d is no coach of the account", *in.CoachID)}
			}
			by = *in.CoachID
		}
		a.granted, a.coach = true, by
		return nil
	})
}

func (t *tenant) revoke(vars map[string]string, body []byte) (any, error) {
	return t.scope(vars, body, &struct{}{}, func(_ *consumer, _ int, a *access) error {
		a.granted, a.coach = false, 0
		return nil
	})
}

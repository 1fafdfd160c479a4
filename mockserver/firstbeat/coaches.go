package firstbeat

import "github.com/ergodrome/ergodrome/mockserver/dataset"

// coach is one person who sees athletes' data. [confirmed: OpenAPI 1.1.0].
type coach struct{ dataset.Coach }

func (c coach) appendJSON(t *tenant, b []byte) []byte {
	o := openObject(b)
	o.int("coachId", t.ids.coach(c.Index))
	o.text("firstName", c.GivenName)
	o.text("lastName", c.FamilyName)
	o.text("email", c.Email)
	return o.close()
}

type coachPage struct {
	page
	first int
}

func (p coachPage) appendJSON(t *tenant, b []byte) []byte {
	return p.append(t, b, "coaches", func(i int, b []byte) []byte {
		return coach{t.data.Coach(p.first + i)}.appendJSON(t, b)
	})
}

func listCoaches(t *tenant, c *caller) (any, error) {
	org, err := t.enter(c)
	if err != nil {
		return nil, err
	}
	p, err := t.page(c, org.Coaches)
	if err != nil {
		return nil, err
	}
	return coachPage{page: p, first: org.FirstCoach + p.from}, nil
}

func getCoach(t *tenant, c *caller) (any, error) {
	org, err := t.enter(c)
	if err != nil {
		return nil, err
	}
	id, err := t.number(c, "coachId")
	if err != nil {
		return nil, err
	}
	i, ok := t.ids.coachIndex(id)
	if !ok || i < org.FirstCoach || i >= org.FirstCoach+org.Coaches {
		c.Call.Exchange.Decide("coach", "refuse", "the account has no coach with this coachId")
		return nil, notFound()
	}
	return coach{t.data.Coach(i)}, nil
}

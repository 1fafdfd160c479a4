package firstbeat

import (
	"strconv"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// athlete is one person. [confirmed: OpenAPI 1.1.0].
type athlete struct{ dataset.Athlete }

func (a athlete) appendJSON(t *tenant, b []byte) []byte {
	o := openObject(b)
	o.int("athleteId", t.ids.athlete(a.Index))
	o.text("firstName", a.GivenName)
	o.text("lastName", a.FamilyName)
	o.text("email", a.Email)
	return o.close()
}

// athletePage is a page of athletes by number, so that a population of any size
// pages fast.
type athletePage struct {
	page
	first   int   // athletes first, first+1 …
	members []int // or these
}

func (p athletePage) appendJSON(t *tenant, b []byte) []byte {
	return p.append(t, b, "athletes", func(i int, b []byte) []byte {
		n := p.first + i
		if p.members != nil {
			n = p.members[i]
		}
		return athlete{t.data.Athlete(n)}.appendJSON(t, b)
	})
}

func listAthletes(t *tenant, c *caller) (any, error) {
	org, err := t.enter(c)
	if err != nil {
		return nil, err
	}
	p, err := t.page(c, org.Athletes)
	if err != nil {
		return nil, err
	}
	return athletePage{page: p, first: org.FirstAthlete + p.from}, nil
}

func getAthlete(t *tenant, c *caller) (any, error) {
	_, i, err := t.athlete(c)
	if err != nil {
		return nil, err
	}
	return athlete{t.data.Athlete(i)}, nil
}

// athlete finds the account and the athlete that the path names.
func (t *tenant) athlete(c *caller) (dataset.Organization, int, error) {
	org, err := t.enter(c)
	if err != nil {
		return org, 0, err
	}
	id, err := t.number(c, "athleteId")
	if err != nil {
		return org, 0, err
	}
	i, ok := t.ids.athleteIndex(id)
	if !ok || i < org.FirstAthlete || i >= org.FirstAthlete+org.Athletes {
		c.Call.Exchange.Decide("athlete", "refuse", "the account has no athlete with this athleteId")
		return org, 0, notFound()
	}
	return org, i, nil
}

// number reads an identifier from the path. It has one form: neither +1 nor 01
// is another name of 1.
func (t *tenant) number(c *caller, name string) (int64, error) {
	id, err := strconv.ParseInt(c.Vars[name], 10, 64)
	if err != nil || strconv.FormatInt(id, 10) != c.Vars[name] {
		c.Call.Exchange.Decide("path", "refuse", name+" is not a 64-bit integer in its plain decimal form")
		return 0, refusal(t.set.badID.In(t.x))
	}
	return id, nil
}

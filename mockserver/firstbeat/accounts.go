package firstbeat

import (
	"net/http"
	"strconv"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// account is one customer account as a consumer sees it.
type account struct {
	id    string
	name  string
	coach int64 // who granted access; 0 for the sandbox
}

type accountList []account

func (l accountList) appendJSON(_ *tenant, b []byte) []byte {
	o := openObject(b)
	o.array("accounts", len(l), func(i int, b []byte) []byte {
		a := openObject(b)
		a.text("accountId", l[i].id)
		a.text("name", l[i].name)
		a.key("authorizedBy")
		by := openObject(a.b)
		by.int("coachId", l[i].coach)
		a.b = by.close()
		return a.close()
	})
	return o.close()
}

// listAccounts shows what was granted, the sandbox first. No access at all is
// an empty list. [confirmed: vendor sample code] A closed account stays listed:
// only calls into it are refused. [inferred].
func listAccounts(t *tenant, c *caller) (any, error) {
	list := accountList{}
	for o := range t.data.Organizations() {
		if a, ok := c.consumer.access[o]; ok && a.linked && a.granted {
			list = append(list, account{t.ids.accounts.id(o), t.accountName(o), a.coach})
		}
	}
	return list, nil
}

// accountName is a pinned name, or that of the organization.
func (t *tenant) accountName(organization int) string {
	if name := t.ids.names[organization]; name != "" {
		return name
	}
	if organization == 0 {
		return "APITEST" // [confirmed: API document]
	}
	return t.data.Organization(organization).Name
}

// grantor is the coach who granted access; staff opens the sandbox. [confirmed:
// API document, whose example has 0].
func (t *tenant) grantor(organization int) int64 {
	if organization == 0 {
		return 0
	}
	return t.ids.coach(t.data.Organization(organization).FirstCoach)
}

// enter finds the account that the path names and checks that the caller may
// read it.
func (t *tenant) enter(c *caller) (dataset.Organization, error) {
	id := c.Vars["accountId"]
	o, ok := t.ids.accounts.index(id)
	if !ok {
		c.Call.Exchange.Decide("account", "refuse", "no account has this accountId")
		return dataset.Organization{}, notFound()
	}
	if a := c.consumer.access[o]; !a.linked || !a.granted {
		c.Call.Exchange.Decide("account", "refuse", "no coach of the account has granted access to this consumer")
		return dataset.Organization{}, refusal(t.set.ungranted.In(t.x))
	}
	if t.isClosed(o) {
		c.Call.Exchange.Decide("account", "refuse", "the account is closed")
		return dataset.Organization{}, refusal(http.StatusForbidden) // [confirmed: OpenAPI 1.1.0]
	}
	return t.data.Organization(o), nil
}

func (t *tenant) isClosed(organization int) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.closed[organization]
}

// tier is what an account has paid for. [confirmed: variables page].
type tier string

const (
	premium     tier = "premium"
	premiumPlus tier = "premium+"
)

// licence is an account's tier and the services that some variables need.
type licence struct {
	Tier                   tier
	TrainingStatus         bool // service training_status
	MovementIntensityCurve bool // service movement_intensity_curve
}

// licence is that set by hand, or one by seed; the sandbox and the first
// customer have everything.
func (t *tenant) licence(organization int) licence {
	t.mu.RLock()
	set, ok := t.licences[organization]
	t.mu.RUnlock()
	if ok {
		return set
	}
	if organization <= 1 {
		return licence{premiumPlus, true, true}
	}
	r := draw.Stream(t.data.Seed(), service, "licence", strconv.Itoa(organization))
	l := licence{Tier: premium, TrainingStatus: r.IntN(2) == 0, MovementIntensityCurve: r.IntN(2) == 0}
	if r.IntN(2) == 0 {
		l.Tier = premiumPlus
	}
	return l
}

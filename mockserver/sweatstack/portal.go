package sweatstack

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// The pages of the portal. [confirmed: models of the vendor's client]
const (
	portalTeams        = "manage-teams"
	portalIntegrations = "manage-integrations"
)

func portalPages() []string { return []string{portalTeams, portalIntegrations} }

// longestReturn is how long return_url may be. [confirmed: models of the vendor's
// client]
const longestReturn = 2_048

// createPortalSession answers with a page of the vendor's where the token's user
// manages an account, and which leads back to the app. [confirmed: models and change
// log of the vendor's client, 0.92.0; inferred: the form of the link]
func createPortalSession(t *tenant, c *caller) (any, error) {
	f, err := c.body.Model()
	if err != nil {
		return nil, err
	}
	page := f.Word("destination", portalPages(), true)
	back, leads := f.Text("return_url", false)
	if utf8.RuneCountInString(back) > longestReturn {
		f.TooLong("return_url", longestReturn)
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	if leads && !t.isRegistered(c.access.ClientID, back) {
		c.Call.Exchange.Decide("return_url", "refuse", "it neither is nor lies under a redirect URI of the client "+c.access.ClientID)
		return nil, &Error{Status: http.StatusBadRequest, Detail: "return_url is not registered for this application"}
	}
	o := open(nil)
	o.text("url", t.set.issuer.In(t.x)+"/portal/"+hex16(draw.Stream(t.seed, "portal", c.user.id, strconv.FormatUint(t.store.number(), 10)))+"?destination="+page)
	return reply(http.StatusOK, o.close()), nil
}

// isRegistered says whether a URL is one of a client's redirect URIs, or under one.
func (t *tenant) isRegistered(client, asked string) bool {
	c, _ := t.server().Client(client)
	return slices.ContainsFunc(c.RedirectURIs, func(uri string) bool {
		below, ok := strings.CutPrefix(asked, strings.TrimSuffix(uri, "/"))
		return ok && (below == "" || strings.ContainsRune("/?#", rune(below[0])))
	})
}

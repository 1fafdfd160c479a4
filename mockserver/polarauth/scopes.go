package polarauth

import (
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/oauth"
)

// Scope is one thing that a client may ask for.
type Scope struct {
	Name string
	What string // what a person is told about it
}

// teamRead is the only scope of Team Pro. [confirmed: Team Pro document]
const teamRead = "team_read"

// teamScopes are what a coach can grant.
func teamScopes() []Scope {
	return []Scope{{teamRead, "Your teams, their players and their training sessions"}}
}

// athleteScopes are those of the AccessLink Dynamic API, in the document's
// order: what an athlete can grant. [confirmed: AccessLink v4 document]
func athleteScopes() []Scope {
	return []Scope{
		{"activity:read", "Your daily activity"},
		{"calendar:read", "Your calendar"},
		{"continuous_samples:read", "Your heart rate around the clock"},
		{"devices:read", "Your devices"},
		{"nightly_recharge:read", "Your recovery at night"},
		{"ppi_data:read", "The intervals between your heartbeats"},
		{"profile:read", "Your profile with e-mail address and picture"},
		{"routes:read", "Your routes"},
		{"skin_contact:read", "When your device touched your skin"},
		{"sleep:read", "Your sleep"},
		{"sports:read", "Sports and your settings for them"},
		{"temperature_measurement:read", "Your temperature"},
		{"tests:read", "Your tests"},
		{"training_sessions:read", "Your training sessions"},
		{"training_targets:read", "Your training targets"},
		{"user_subscription:read", "Your subscriptions"},
	}
}

// catalog is both services' scopes by name, and the names by who can grant them.
type catalog struct {
	byName map[string]scopeInfo
	byRole map[string][]string
}

type scopeInfo struct {
	Scope
	role string // who can grant it
}

func newCatalog() catalog {
	c := catalog{map[string]scopeInfo{}, map[string][]string{}}
	add := func(role string, scopes []Scope) {
		for _, s := range scopes {
			c.byName[s.Name] = scopeInfo{s, role}
			c.byRole[role] = append(c.byRole[role], s.Name)
		}
	}
	add(roleAthlete, athleteScopes())
	add(roleCoach, teamScopes())
	return c
}

func (c catalog) exists(scope string) bool { _, ok := c.byName[scope]; return ok }

// of are the scopes, among some, that a person in a role can grant.
func (c catalog) of(role string, among []string) []string {
	return slices.DeleteFunc(slices.Clone(among), func(s string) bool { return c.byName[s].role != role })
}

// all are the scopes that a person in a role can grant. They are shared.
func (c catalog) all(role string) []string { return c.byRole[role] }

// parse reads the scope parameter. AccessLink's scopes are delimited by spaces,
// Team Pro's by commas: a list with commas is one only if all of it is Team
// Pro's. [confirmed: both documents; inferred: that neither takes the other's]
func (c catalog) parse(list string, either bool) ([]string, bool) {
	scopes, ok := oauth.ParseScopes(list, " ")
	if !ok || !strings.Contains(list, ",") {
		return scopes, ok
	}
	split, ok := oauth.ParseScopes(list, " ,")
	if !ok || either || len(c.of(roleCoach, split)) == len(split) {
		return split, ok
	}
	return scopes, true // names with commas, which are no scopes
}

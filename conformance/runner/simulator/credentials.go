package simulator

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// access is how clients of a service get in.
type access struct {
	issuer  string   // the service that issues tokens; empty for the service itself, or none
	scope   string   // one that the user must have granted whose tokens are handed out; empty for anybody
	fetched []string // see stage.Given
}

// accessTo is that of every service that differs from the rest.
func accessTo(api string) access {
	switch api {
	case "firstbeat":
		return access{fetched: []string{"apiKey"}}
	case "polar-teampro":
		return access{issuer: "polar-auth", scope: "team_read"}
	case "polar-accesslink":
		return access{issuer: "polar-auth", scope: "profile:read"}
	}
	return access{}
}

// handedOut is what services print as their credentials.
type handedOut struct {
	subject.Credentials

	Users []struct {
		Scopes []string `json:"scopes"`
		subject.Tokens
	} `json:"users"`
}

func (s *sim) Issuer(api string) string { return accessTo(api).issuer }

func (s *sim) Credentials(api string) (stage.Given, error) {
	how := accessTo(api)
	given := stage.Given{Fetched: how.fetched}
	tenant, err := s.world.Tenant(cmp.Or(how.issuer, api))
	if err != nil {
		return given, err
	}
	raw, err := json.Marshal(tenant.Credentials())
	if err != nil {
		return given, err
	}
	var out handedOut
	if err := json.Unmarshal(raw, &out); err != nil {
		return given, err
	}
	given.Credentials = out.Credentials
	for _, u := range out.Users {
		if how.scope == "" || slices.Contains(u.Scopes, how.scope) {
			given.Tokens = u.Tokens
			return given, nil
		}
	}
	if how.scope != "" {
		return given, fmt.Errorf("%s hands out no user with scope %s", how.issuer, how.scope)
	}
	return given, nil
}

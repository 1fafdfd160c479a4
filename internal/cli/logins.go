package cli

import (
	"github.com/ergodrome/ergodrome/client/polaraccesslink"
	"github.com/ergodrome/ergodrome/client/polarteampro"
	"github.com/ergodrome/ergodrome/client/token"
)

// oauthService is a service that acts for users who log in.
type oauthService struct {
	name   string // and the first part of its variables: ERGODROME_POLAR_TEAMPRO_URL
	title  string
	client string // whose client: ERGODROME_POLAR_CLIENT_ID
	auth   string // whose authorization server: ERGODROME_POLAR_AUTH_URL
	server token.Server
	scopes []string
}

// oauthServices are all of them.
func oauthServices() []oauthService { return []oauthService{polarTeamPro(), polarAccessLink()} }

func polarTeamPro() oauthService {
	return oauthService{
		name: "polar-teampro", title: "Polar Team Pro, as a coach", client: "polar", auth: "polar-auth",
		server: polarteampro.AuthServer(), scopes: []string{polarteampro.Scope},
	}
}

func polarAccessLink() oauthService {
	return oauthService{
		name: "polar-accesslink", title: "Polar AccessLink, as an athlete", client: "polar", auth: "polar-auth",
		server: polaraccesslink.AuthServer(), scopes: polaraccesslink.Scopes(),
	}
}

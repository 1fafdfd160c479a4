package cli

import (
	"github.com/ergodrome/ergodrome/client/polaraccesslink"
	"github.com/ergodrome/ergodrome/client/polarteampro"
	"github.com/ergodrome/ergodrome/client/sweatstack"
	"github.com/ergodrome/ergodrome/client/token"
)

// oauthService is a service that acts for users who log in.
type oauthService struct {
	name   string // and the first part of its variables: ERGODROME_POLAR_TEAMPRO_URL
	title  string
	client string // whose client: ERGODROME_POLAR_CLIENT_ID
	auth   string // whose authorization server: ERGODROME_POLAR_AUTH_URL
	server token.Server
	at     func(base string) token.Server // the same somewhere else
	scopes []string
	public bool   // an application may have no secret
	lost   string // why somebody may not come back, besides what is true of all
}

// alone tells that a service is its own authorization server: it has one base URL.
func (s *oauthService) alone() bool { return s.auth == s.name }

// oauthServices are all of them.
func oauthServices() []oauthService {
	return []oauthService{polarTeamPro(), polarAccessLink(), sweatStack()}
}

// lostAtPolar: refusals go to the default redirect URI. [confirmed: Team Pro and AccessLink documents]
const lostAtPolar = " Was the login declined? That is told to the application's default redirect URI, which may be another one."

func polarTeamPro() oauthService {
	return oauthService{
		name: "polar-teampro", title: "Polar Team Pro, as a coach", client: "polar", auth: "polar-auth",
		server: polarteampro.AuthServer(), at: polarteampro.AuthServer().At, scopes: []string{polarteampro.Scope}, lost: lostAtPolar,
	}
}

func polarAccessLink() oauthService {
	return oauthService{
		name: "polar-accesslink", title: "Polar AccessLink, as an athlete", client: "polar", auth: "polar-auth",
		server: polaraccesslink.AuthServer(), at: polaraccesslink.AuthServer().At, scopes: polaraccesslink.Scopes(), lost: lostAtPolar,
	}
}

// sweatStack asks for what the commands of this program need: profile and openid
// are for others.
func sweatStack() oauthService {
	return oauthService{
		name: "sweatstack", title: "SweatStack, as an athlete", client: "sweatstack", auth: "sweatstack",
		server: sweatstack.AuthServer(), at: sweatstack.AuthServerAt, public: true,
		scopes: []string{sweatstack.ScopeDataRead, sweatstack.ScopeDataWrite, sweatstack.ScopeOfflineAccess},
	}
}

package polarteampro

import (
	"golang.org/x/oauth2"

	"github.com/ergodrome/ergodrome/client/token"
)

// Scope is the only one the API has. [confirmed: Team Pro document 1.0.2]
const Scope = "team_read"

// AuthServer is where users log in, for package token. Its At moves it to
// another base URL. [confirmed: Team Pro document 1.0.2]
func AuthServer() token.Server {
	return token.Server{
		Name: "polar",
		Endpoint: oauth2.Endpoint{
			AuthURL:   "https://auth.polar.com/oauth/authorize",
			TokenURL:  "https://auth.polar.com/oauth/token",
			AuthStyle: oauth2.AuthStyleInHeader,
		},
		Delimiter: ",",
	}
}

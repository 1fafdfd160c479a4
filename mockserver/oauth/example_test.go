package oauth_test

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/oauth"
)

func Example() {
	now := time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC)
	s := oauth.New(oauth.Config{
		Policy: oauth.Policy{CodeLife: 10 * time.Minute, AccessLife: time.Hour, PKCE: oauth.PKCES256},
		Chance: func(name string, n uint64) *rand.Rand {
			h := fnv.New64a()
			_, _ = h.Write([]byte(name))
			return rand.New(rand.NewPCG(h.Sum64(), n))
		},
	})
	if err := s.Register(oauth.Client{ID: "app", Secret: "hush", RedirectURIs: []string{"https://app.example/cb"}}); err != nil {
		fmt.Println(err)
	}

	asked, refusal := s.Authorize(oauth.Request{ClientID: "app", ResponseType: "code", State: "xyz"})
	fmt.Println(asked != nil, refusal.Code, refusal.RedirectURI, refusal.State)

	asked, _ = s.Authorize(oauth.Request{ClientID: "app", ResponseType: "code", Scopes: []string{"read", "write"}})
	code, _ := s.Approve(asked, oauth.User{ID: "7", Name: "Alice"}, []string{"read"}, now)
	redeem := oauth.TokenRequest{Credentials: oauth.Credentials{ClientID: "app", Secret: "hush", Basic: true}, GrantType: oauth.GrantCode, Code: code}
	tokens, _ := s.Token(redeem, now)
	fmt.Println(tokens.User.Name, tokens.Scopes, tokens.Expires.Format(time.TimeOnly))
	_, refusal = s.Token(redeem, now)
	fmt.Println(refusal.Code)
	_, refusal = s.Introspect(tokens.AccessToken, now.Add(time.Hour))
	fmt.Println(refusal.Description)
	// Output:
	// false invalid_scope https://app.example/cb xyz
	// Alice [read] 13:00:00
	// invalid_grant
	// the token expired at 2026-03-10T13:00:00Z
}

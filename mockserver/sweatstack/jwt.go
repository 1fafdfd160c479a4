package sweatstack

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
)

// sign spells an access token, with the engine's lock held. aud is only in tokens
// of apps. [confirmed: sub, exp, tz and aud, by the vendor's clients and documents;
// inferred: the other claims]
func (t *tenant) sign(_ *rand.Rand, a oauth.Access) string {
	key := signing()
	c := jwt.MapClaims{"sub": a.User.ID, "exp": a.Expires.Unix(), "jti": a.ID, "tz": "UTC"}
	if u, ok := t.people.find(a.User.ID); ok && u.zone != nil {
		c["tz"] = u.zone.String()
	}
	if !ownClients(a.ClientID) {
		c["aud"] = a.ClientID
	}
	if !t.set.fewClaims.In(t.x) {
		c["iss"], c["iat"], c["scope"] = t.set.issuer.In(t.x), a.Issued.Unix(), strings.Join(a.Scopes, " ")
		if a.User.Role != "" {
			c["principal"] = a.User.Role
		}
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, c)
	token.Header["kid"] = key.id
	text, err := token.SigningString()
	if err != nil {
		panic(fmt.Errorf("sign a token: %w", err)) // plain claims: it cannot fail
	}
	return text + "." + token.EncodeSegment(key.Sign([]byte(text)))
}

// showKeys publishes the key that access tokens are signed with. [confirmed: that
// it is published; inferred: where]
func showKeys(t *tenant, _ *httpx.Request) (any, error) {
	o := open(nil)
	o.key("keys")
	o.b = append(append(append(o.b, '['), signing().jwk()...), ']')
	return reply(http.StatusOK, o.close()), nil
}

// showDiscovery tells where everything is. [OpenID Connect Discovery 1.0, section 3]
func showDiscovery(t *tenant, r *httpx.Request) (any, error) {
	base := r.BaseURL()
	o := open(nil)
	o.text("issuer", t.set.issuer.In(t.x))
	o.text("authorization_endpoint", base+authorizePath)
	o.text("token_endpoint", base+tokenPath)
	o.text("userinfo_endpoint", base+userinfoPath)
	o.text("jwks_uri", base+keysPath)
	o.texts("scopes_supported", allScopes())
	o.texts("response_types_supported", []string{"code"})
	o.texts("grant_types_supported", []string{oauth.GrantCode, oauth.GrantRefresh})
	o.texts("subject_types_supported", []string{"public"})
	o.texts("id_token_signing_alg_values_supported", []string{"RS256"})
	o.texts("token_endpoint_auth_methods_supported", []string{"client_secret_post", "client_secret_basic", "none"})
	o.texts("code_challenge_methods_supported", []string{"S256"})
	o.texts("claims_supported", []string{"sub", "aud", "exp", "iat", "iss", "tz", "scope"})
	return reply(http.StatusOK, o.close()), nil
}

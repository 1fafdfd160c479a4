package sweatstack

import (
	"crypto/sha256"
	"encoding/base64"
	"math/big"
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/seededrsa"
)

// signingKey signs access tokens: that of all worlds, as the vendor has one for all
// of its customers. What world a token belongs to is known from what that world has
// issued. Nothing is secret here.
type signingKey struct {
	*seededrsa.Key
	id string
}

// signing is the key, which is made when somebody first wants a token.
var signing = sync.OnceValue(func() *signingKey {
	key := seededrsa.Generate(draw.Stream(0, service, "signing key"))
	sum := sha256.Sum256(key.Public().N.Bytes())
	return &signingKey{key, base64.RawURLEncoding.EncodeToString(sum[:12])}
})

// jwk is the public half, as published. [RFC 7517 and RFC 7518, section 6.3.1]
func (k *signingKey) jwk() []byte {
	key := k.Public()
	encode := func(n *big.Int) string { return base64.RawURLEncoding.EncodeToString(n.Bytes()) }
	o := open(nil)
	o.text("kty", "RSA")
	o.text("use", "sig")
	o.text("alg", "RS256")
	o.text("kid", k.id)
	o.text("n", encode(key.N))
	o.text("e", encode(big.NewInt(int64(key.E))))
	return o.close()
}

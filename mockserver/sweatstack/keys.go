package sweatstack

import (
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"math/big"
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/seededrsa"
)

// The primes of the key that all worlds sign with, as the vendor has one for all of
// its customers. They are seededrsa's of 2048 bits, which a test draws again: that
// takes as long as everything else that a world needs together. What world a token
// belongs to is known from what that world has issued. Nothing is secret here.
const (
	primeP = "ccb8fa302f74da1fdd659f877cd0e41a118b96e47c7e85249fa598c8df2e3ae0bd7cdfa22308519c5c7c6082229919c0" +
		"b51e7f79e4cda7c9f256df8c80fcd4148e535f30ce563fe9f60d36e08523d904945f803ce7da9f68eb830d30dd1abe13" +
		"12c1732138486fa4e38392982cba296bb302a41567fecd4ef39b0289c5ff6679"
	primeQ = "e6dae1d2a6e434f31ac50a5d990e2683aff77e4d0749d96ec90153a4b8ffd4e953709aad08ae52325b4f25a851348dd1" +
		"f9b6830d943b17dc5e9cb36c02978c42d4b1de4a9afab1c21252b24e3362bbff1e10ae899bca4f8963cf33bfb1a32dc2" +
		"694871a0ffcb947fc93b83e5286e08363a284aca73d6fc0f8c538ec36b0df855"
	keyBits = 2048
)

// signingKey signs access tokens.
type signingKey struct {
	private *rsa.PrivateKey
	id      string
}

// newSigningKey is made when somebody first wants a token.
func newSigningKey() func() (*signingKey, error) {
	return sync.OnceValues(func() (*signingKey, error) {
		p, _ := new(big.Int).SetString(primeP, 16)
		q, _ := new(big.Int).SetString(primeQ, 16)
		private, err := seededrsa.FromPrimes(p, q)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(private.N.Bytes())
		return &signingKey{private, base64.RawURLEncoding.EncodeToString(sum[:12])}, nil
	})
}

// jwk is the public half, as published. [RFC 7517 and RFC 7518, section 6.3.1]
func (k *signingKey) jwk() []byte {
	encode := func(n *big.Int) string { return base64.RawURLEncoding.EncodeToString(n.Bytes()) }
	o := open(nil)
	o.text("kty", "RSA")
	o.text("use", "sig")
	o.text("alg", "RS256")
	o.text("kid", k.id)
	o.text("n", encode(k.private.N))
	o.text("e", encode(big.NewInt(int64(k.private.E))))
	return o.close()
}

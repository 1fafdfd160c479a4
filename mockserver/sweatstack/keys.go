package sweatstack

import (
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"math/big"
	"slices"
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/seededrsa"
)

const (
	keyBits = 2048
	// maxKeys bounds the keys that are kept: one takes some ten kilobytes, and
	// sixty milliseconds to make again.
	maxKeys = 16
)

// keyring keeps the keys of worlds that were asked for a token. A key follows from
// a world's seed alone.
type keyring struct {
	mu    sync.Mutex
	keys  map[uint64]*signingKey
	order []uint64
}

// signingKey is one world's. Making it takes long, and happens once.
type signingKey struct {
	once    sync.Once
	private *rsa.PrivateKey
	id      string
	err     error
}

func (k *keyring) of(seed uint64) (*signingKey, error) {
	k.mu.Lock()
	key := k.keys[seed]
	if key == nil {
		if k.keys == nil {
			k.keys = map[uint64]*signingKey{}
		}
		if len(k.order) >= maxKeys {
			delete(k.keys, k.order[0])
			k.order = slices.Delete(k.order, 0, 1)
		}
		key = &signingKey{}
		k.keys[seed] = key
		k.order = append(k.order, seed)
	}
	k.mu.Unlock()
	key.once.Do(func() {
		if key.private, key.err = seededrsa.Generate(stream(seed, service, "signing key"), keyBits); key.err == nil {
			sum := sha256.Sum256(key.private.N.Bytes())
			key.id = base64.RawURLEncoding.EncodeToString(sum[:12])
		}
	})
	return key, key.err
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

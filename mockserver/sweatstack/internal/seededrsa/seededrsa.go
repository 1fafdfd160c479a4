// Package seededrsa makes RSA keys that follow from a stream of chance alone, and signs with them quickly.
//
// The standard library draws keys from the machine's randomness, whatever it is
// handed, and a simulated world must have the same key on every machine. Here a key
// has 2048 bits and many primes instead of two, which its public half does not
// show: a signature then takes many small powers in the place of two large ones, a
// hundredth of the time, and a world may sign tokens for people who never come.
// [RFC 8017, sections 3 and 5.1.2: more than two primes]
//
// Such keys are no secret and no protection: whoever has the program has them, and
// a modulus of small primes is soon taken apart. They are for simulated services.
package seededrsa

import (
	"crypto/rsa"
	"crypto/sha256"
	"math/big"
	"math/rand/v2"
	"slices"
)

const (
	length   = 2048
	size     = length / 8
	primes   = length / 64
	exponent = 65537
)

// Key signs.
type Key struct {
	public  rsa.PublicKey
	factors [primes]factor
}

// factor is one of the primes with what signing needs of it.
type factor struct {
	modulus
	power  uint64   // the private exponent, modulo the prime less one
	padded uint64   // the message but for its hash, modulo the prime
	share  *big.Int // 1 modulo this prime, 0 modulo the others
}

// Generate draws a key.
func Generate(r *rand.Rand) *Key {
	k := &Key{public: rsa.PublicKey{N: big.NewInt(1), E: exponent}}
	for i, p := range draw(r) {
		k.factors[i].modulus = newModulus(p)
		k.public.N.Mul(k.public.N, new(big.Int).SetUint64(p))
	}
	padded := new(big.Int).SetBytes(padding())
	for i := range k.factors {
		f := &k.factors[i]
		p := new(big.Int).SetUint64(f.p)
		order := new(big.Int).SetUint64(f.p - 1)
		f.power = new(big.Int).ModInverse(big.NewInt(exponent), order).Uint64()
		f.padded = new(big.Int).Mod(padded, p).Uint64()
		others := new(big.Int).Quo(k.public.N, p)
		f.share = others.Mul(others, new(big.Int).ModInverse(others, p))
	}
	return k
}

// Public is the half that verifies.
func (k *Key) Public() *rsa.PublicKey { return &k.public }

// Sign is RSASSA-PKCS1-v1_5 with SHA-256, which tokens call RS256.
// [RFC 8017, section 8.2.1; RFC 7518, section 3.3]
func (k *Key) Sign(message []byte) []byte {
	hash := sha256.Sum256(message)
	sum, part := new(big.Int), new(big.Int)
	for i := range k.factors {
		f := &k.factors[i]
		m := f.add(f.of(hash[:]), f.padded)
		sum.Add(sum, part.Mul(part.SetUint64(f.exp(m, f.power)), f.share))
	}
	return sum.Mod(sum, k.public.N).FillBytes(make([]byte, size))
}

// padding is the message that is signed, with zeros in the place of the hash.
// [RFC 8017, section 9.2]
func padding() []byte {
	info := []byte{0, 0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, sha256.Size} // SHA-256's name, in DER
	head := slices.Repeat([]byte{0xff}, size-len(info)-sha256.Size)
	head[0], head[1] = 0, 1
	return append(append(head, info...), make([]byte, sha256.Size)...)
}

// draw draws primes of 64 bits whose seven highest are set, so that the product has
// all of its bits, and that leave the exponent without a divisor in common with
// them less one.
func draw(r *rand.Rand) []uint64 {
	var list []uint64
	for len(list) < primes {
		p := r.Uint64() | 0x7f<<57 | 1
		// Baillie and PSW's test errs on no number of 64 bits.
		if p%exponent != 1 && !slices.Contains(list, p) && new(big.Int).SetUint64(p).ProbablyPrime(0) {
			list = append(list, p)
		}
	}
	return list
}

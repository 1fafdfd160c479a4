// Package seededrsa makes RSA keys that follow from a stream of chance alone.
//
// The standard library draws keys from the machine's randomness, whatever it is
// handed, and a simulated world must have the same key on every machine. A key is
// two primes of half its length whose two highest bits are set: each is the first
// prime at or after a drawn odd number that leaves 65537 without a divisor in
// common with it less one. [RFC 8017, section 3; FIPS 186-5, appendix A.1]
//
// Such keys are no secret: whoever knows the seed has them. They are for
// simulated services.
package seededrsa

import (
	"crypto/rsa"
	"fmt"
	"math/big"
	"math/rand/v2"
)

const exponent = 65537

// Generate makes a key of so many bits, at least 1024 and a multiple of 16.
func Generate(r *rand.Rand, bits int) (*rsa.PrivateKey, error) {
	if bits < 1024 || bits%16 != 0 {
		return nil, fmt.Errorf("seededrsa: no key has %d bits: choose 2048", bits)
	}
	p := prime(r, bits/2)
	q := prime(r, bits/2)
	for p.Cmp(q) == 0 {
		q = prime(r, bits/2)
	}
	return FromPrimes(p, q)
}

// FromPrimes makes the key of two primes.
func FromPrimes(p, q *big.Int) (*rsa.PrivateKey, error) {
	one := big.NewInt(1)
	p1, q1 := new(big.Int).Sub(p, one), new(big.Int).Sub(q, one)
	lambda := new(big.Int).Mul(p1, q1)
	lambda.Quo(lambda, new(big.Int).GCD(nil, nil, p1, q1))
	k := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: exponent},
		D:         new(big.Int).ModInverse(big.NewInt(exponent), lambda),
		Primes:    []*big.Int{p, q},
	}
	k.Precompute()
	if err := k.Validate(); err != nil {
		return nil, fmt.Errorf("seededrsa: %w", err)
	}
	return k, nil
}

// sieved is how many odd numbers are looked at before the next one is drawn.
const sieved = 1 << 13

// prime draws a prime.
func prime(r *rand.Rand, bits int) *big.Int {
	small := smallPrimes()
	buf := make([]byte, bits/8)
	for {
		for i := 0; i < len(buf); i += 8 {
			v := r.Uint64()
			for k := range 8 {
				buf[i+k] = byte(v >> (8 * k))
			}
		}
		buf[0] |= 0xc0
		buf[len(buf)-1] |= 1
		base := new(big.Int).SetBytes(buf)
		composite := make([]bool, sieved) // of base + 2i
		for _, p := range small {
			rest := int(new(big.Int).Mod(base, big.NewInt(int64(p))).Int64())
			// base + 2i = 0 (mod p), where 2 has the inverse (p+1)/2
			for i := (p - rest) % p * ((p + 1) / 2) % p; i < sieved; i += p {
				composite[i] = true
			}
		}
		for i := range composite {
			if composite[i] {
				continue
			}
			c := new(big.Int).Add(base, big.NewInt(int64(2*i)))
			if c.BitLen() == bits && suits(c) {
				return c
			}
		}
	}
}

// suits says whether c is a prime that fits the exponent.
func suits(c *big.Int) bool {
	less := new(big.Int).Sub(c, big.NewInt(1))
	if new(big.Int).Mod(less, big.NewInt(exponent)).Sign() == 0 {
		return false
	}
	return c.ProbablyPrime(0) && c.ProbablyPrime(16)
}

// smallPrimes are the odd ones below 2^13.
func smallPrimes() []int {
	const most = 1 << 13
	var list []int
	composite := make([]bool, most)
	for p := 3; p < most; p += 2 {
		if composite[p] {
			continue
		}
		list = append(list, p)
		for m := p * p; m < most; m += 2 * p {
			composite[m] = true
		}
	}
	return list
}

package seededrsa

import (
	"encoding/binary"
	"math/bits"
)

// modulus is an odd number above 2^63 to calculate by, in Montgomery's form: there
// a product is reduced by two multiplications in the place of a division.
type modulus struct {
	p       uint64
	inverse uint64 // of -p modulo 2^64
	one     uint64 // 2^64 modulo p: Montgomery's form of 1
	square  uint64 // 2^128 modulo p: what brings a number into that form
}

func newModulus(p uint64) modulus {
	m := modulus{p: p, one: -p}
	inverse := p // right to three bits, and to twice as many each time
	for range 5 {
		inverse *= 2 - p*inverse
	}
	m.inverse = -inverse
	_, m.square = bits.Div64(m.one, 0, p)
	return m
}

// of is the number that b spells, modulo p. Its length is a multiple of eight.
func (m *modulus) of(b []byte) (rest uint64) {
	for ; len(b) > 0; b = b[8:] {
		_, rest = bits.Div64(rest, binary.BigEndian.Uint64(b), m.p)
	}
	return rest
}

// add branches nowhere: which way is chance, and guessing wrong costs more than the
// addition.
func (m *modulus) add(a, b uint64) uint64 {
	sum, over := bits.Add64(a, b, 0)
	less, under := bits.Sub64(sum, m.p, 0)
	return less + m.p&-(under&^over)
}

// mul is a b / 2^64.
func (m *modulus) mul(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	most, _ := bits.Mul64(low*m.inverse, m.p)
	if low != 0 {
		most++ // what is left of it cancels low, and one is carried
	}
	return m.add(high, most)
}

// exp is a to the power n.
func (m *modulus) exp(a, n uint64) uint64 {
	base, result := m.mul(a, m.square), m.one
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result = m.mul(result, base)
		}
		base = m.mul(base, base)
	}
	return m.mul(result, 1)
}

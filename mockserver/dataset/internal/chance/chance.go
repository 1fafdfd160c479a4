// Package chance draws numbers that depend on a seed and on names alone, so
// that adding one draw changes no other.
package chance

import (
	"math/bits"
	"math/rand/v2"
)

// Key names one source of chance. Keys are values: With and At make others.
type Key uint64

// New makes the key of a whole population.
func New(seed uint64) Key { return Key(mix(seed ^ 0x6a09e667f3bcc909)) }

// With narrows k to what name says (FNV-1a, then SplitMix64's finalizer).
func (k Key) With(name string) Key {
	h := uint64(14695981039346656037)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	return Key(mix(uint64(k) ^ bits.RotateLeft64(h, 17)))
}

// At narrows k to the number n.
func (k Key) At(n int) Key {
	return Key(mix(uint64(k) + 0x9e3779b97f4a7c15*(2*uint64(int64(n))+1)))
}

// Float64 is the key's only number, in [0, 1).
func (k Key) Float64() float64 { return unit(mix(uint64(k) ^ 0xbb67ae8584caa73b)) }

// IntN is the key's only number, in [0, n).
func (k Key) IntN(n int) int { return below(mix(uint64(k)^0x3c6ef372fe94f82b), n) }

// Chance is true with probability p; always the same for the same key.
func (k Key) Chance(p float64) bool { return k.Float64() < p }

// Stream starts the key's sequence of numbers.
func (k Key) Stream() Stream {
	var s Stream
	s.pcg.Seed(uint64(k), mix(uint64(k)^0xa54ff53a5f1d36f1))
	return s
}

// Stream is a sequence of numbers (PCG-DXSM). Its algorithms are its own:
// those of rand.Rand may change between releases of Go.
type Stream struct{ pcg rand.PCG }

// Uint64 makes a *Stream a rand.Source.
func (s *Stream) Uint64() uint64 { return s.pcg.Uint64() }

// Float64 is uniform in [0, 1).
func (s *Stream) Float64() float64 { return unit(s.pcg.Uint64()) }

// IntN is uniform in [0, n); n must be positive.
func (s *Stream) IntN(n int) int { return below(s.pcg.Uint64(), n) }

// Between is uniform in [lo, hi).
func (s *Stream) Between(lo, hi float64) float64 { return lo + float64((hi-lo)*s.Float64()) }

// Chance is true with probability p.
func (s *Stream) Chance(p float64) bool { return s.Float64() < p }

// Normal is close to the standard normal distribution and never beyond ±3.5:
// the sum of four uniform numbers of 16 bits, which needs no logarithm.
func (s *Stream) Normal() float64 {
	u := s.pcg.Uint64()
	sum := int64(u&0xffff) + int64(u>>16&0xffff) + int64(u>>32&0xffff) + int64(u>>48)
	// The variance of the sum of four is 4/12 of 65536².
	return float64(float64(sum-131070) * (1 / 37837.22746))
}

func unit(u uint64) float64 { return float64(float64(u>>11) * (1.0 / (1 << 53))) }

func below(u uint64, n int) int {
	hi, _ := bits.Mul64(u, uint64(n))
	return int(hi)
}

func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

package sweatstack

import (
	"hash/fnv"
	"math/rand/v2"
	"strconv"
)

// stream is a source of chance with a name: each made-up thing draws from its
// own, so that asking in another order changes nothing.
func stream(seed uint64, names ...string) *rand.Rand {
	h := fnv.New64a()
	for _, n := range names {
		_, _ = h.Write([]byte(n)) // a hash never fails
		_, _ = h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// chance is a number in [0, 1) that belongs to id, without the cost of a stream.
func chance(seed, salt, id uint64) float64 {
	return float64(mix(seed^mix(salt^mix(id)))>>11) / (1 << 53)
}

// The things that are drawn for an identifier.
const (
	saltSync = iota + 1
	saltTag
	saltTrace
	saltTest
	saltDaily
	saltFounded
	saltIntegration
)

// mix is the finalizer of SplitMix64: every bit of x moves every bit of the result.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// unmix undoes mix: both factors have inverses modulo 2^64, and a shift is undone
// by repeating it.
func unmix(x uint64) uint64 {
	x ^= x>>31 ^ x>>62
	x *= 0x319642b2d24d8ec3
	x ^= x>>27 ^ x>>54
	x *= 0x96de1b173f119089
	x ^= x>>30 ^ x>>60
	return x - 0x9e3779b97f4a7c15
}

func itoa[T ~int | ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }

package polarteampro

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
		_, _ = h.Write([]byte(n))
		_, _ = h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// The things that are drawn for an identifier.
const (
	saltFeeling = iota + 1
	saltRecord
	saltEdit
	saltFounded
)

// chance is a number in [0, 1) that belongs to id, without the cost of a stream.
func chance(seed, salt, id uint64) float64 {
	return float64(mix(seed^mix(salt^mix(id)))>>11) / (1 << 53)
}

// mix is the finalizer of SplitMix64: every bit of x moves every bit of the result.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func itoa[T ~int | ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }

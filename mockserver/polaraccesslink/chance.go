package polaraccesslink

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
	return rand.New(rand.NewPCG(seed, mix(h.Sum64())))
}

// personal is a stream that belongs to one athlete.
func (t *tenant) personal(athlete int, names ...string) *rand.Rand {
	return stream(t.data.Seed(), append([]string{service, "athlete", itoa(athlete)}, names...)...)
}

// eventful is a stream that belongs to one thing that an athlete did.
func (t *tenant) eventful(place uint64, name string) *rand.Rand {
	return stream(t.data.Seed(), service, name, strconv.FormatUint(place, 10))
}

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

// pick chooses one of some.
func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

func itoa[T ~int | ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }

// The things that are drawn for an identifier.
const (
	saltHand = iota + 1
	saltEdit
	saltPicture
	saltFeeling
	saltRoute
	saltApplication
	saltTrigger
	saltParts
	saltRPE
	_ // was drawn by field tests
	saltPlan
	saltFraction
	saltCorrection
	saltRating
	saltCycles
)

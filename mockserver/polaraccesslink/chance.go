package polaraccesslink

import (
	"math/rand/v2"
	"strconv"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// stream is a source of chance with a name.
func stream(seed uint64, names ...string) *rand.Rand {
	return rand.New(rand.NewPCG(seed, draw.Mix(draw.Hash(names...))))
}

// personal is a stream that belongs to one athlete.
func (t *tenant) personal(athlete int, names ...string) *rand.Rand {
	return stream(t.data.Seed(), append([]string{service, "athlete", strconv.Itoa(athlete)}, names...)...)
}

// eventful is a stream that belongs to one thing that an athlete did.
func (t *tenant) eventful(place uint64, name string) *rand.Rand {
	return stream(t.data.Seed(), service, name, strconv.FormatUint(place, 10))
}

// pick chooses one of some.
func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

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

package polaraccesslink

import (
	"fmt"
	"strconv"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/renaming"
)

// kind is what an identifier names.
type kind uint64

const (
	ofSession kind = iota
	ofExercise
	ofComment
	ofTarget
	ofFavorite
	ofRoute
	ofLegacyRoute
	ofSegment
	ofProgram
	ofRace // a program's event
	ofClub
	kinds = 16
)

// ids maps the population's numbers to the vendor's identifiers and back, by
// arithmetic: nothing is stored but pins. An identifier is a decimal number.
// [confirmed: AccessLink v4 page, examples]
type ids struct {
	times, plus, inverse uint64 // x -> times*x+plus, modulo a power of two
	athletes             uint64
	pins                 renaming.Map[uint64]
}

const (
	space   = 1 << 44
	lowest  = 1_000_000_000 // no identifier is shorter than ten digits
	maxDays = 80_000
)

func newIDs(seed uint64, d *dataset.Set) *ids {
	r := stream(seed, service, "identifiers")
	x := &ids{times: r.Uint64()%space | 1, plus: r.Uint64() % space, athletes: uint64(d.Athletes())}
	x.inverse = x.times
	for range 5 { // Newton: each step doubles the bits that are right
		x.inverse *= 2 - x.times*x.inverse
	}
	return x
}

// number is the identifier of the nth thing of a kind.
func (x *ids) number(k kind, n uint64) uint64 { return x.pins.Name(x.natural(k, n)) }

// natural is its identifier where none is pinned.
func (x *ids) natural(k kind, n uint64) uint64 {
	return (x.times*(n*kinds+uint64(k))+x.plus)%space + lowest
}

// place is which thing of a kind an identifier names.
func (x *ids) place(k kind, id string) (uint64, bool) {
	v, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return 0, false
	}
	if v = x.pins.Original(v); v < lowest || v >= lowest+space {
		return 0, false
	}
	n := (v - lowest - x.plus) * x.inverse % space
	return n / kinds, n%kinds == uint64(k)
}

// event is where an athlete's event stands among all that there may be.
func (x *ids) event(r dataset.Ref) uint64 {
	return (uint64(r.Day)*x.athletes+uint64(r.Athlete))*dataset.SlotsPerDay + uint64(r.Slot)
}

// eventRef is event the other way round.
func (x *ids) eventRef(n uint64) (dataset.Ref, bool) {
	rest := n / dataset.SlotsPerDay
	if x.athletes == 0 || rest/x.athletes > maxDays {
		return dataset.Ref{}, false
	}
	return dataset.Ref{Athlete: int(rest % x.athletes), Day: int(rest / x.athletes), Slot: int(n % dataset.SlotsPerDay)}, true
}

func decimal(n uint64) string { return strconv.FormatUint(n, 10) }

// uuid draws a random UUID.
func (t *tenant) uuid(athlete int, names ...string) string {
	r := t.personal(athlete, append([]string{"uuid"}, names...)...)
	a, b := r.Uint64(), r.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", a>>32, a>>16&0xffff, a&0xfff, 0x8000|b>>48&0x3fff, b&0xffffffffffff)
}

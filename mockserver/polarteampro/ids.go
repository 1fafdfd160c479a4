package polarteampro

import (
	"math/bits"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/renaming"
)

// kind is what an identifier names.
type kind uint64

const (
	ofTeam kind = iota
	ofPlayer
	ofStaff
	ofSession       // a team's
	ofPlayerSession // a player's
	kinds
)

// ids maps the population's numbers to the vendor's identifiers and back, by
// arithmetic: nothing is stored but pins. An identifier is eight letters and
// digits. [confirmed: the documents' examples]
type ids struct {
	times, plus, inverse   uint64 // x -> times*x+plus, modulo space
	athletes, teams, staff uint64
	pins                   renaming.Map[string]
}

const (
	digits   = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	idLength = 8
	space    = 218_340_105_584_896 // 62 to the eighth
	// maxDays bounds the days that an identifier may point to.
	maxDays = 80_000
)

func newIDs(seed uint64, d *dataset.Set) *ids {
	r := draw.Stream(seed, service, "identifiers")
	x := &ids{athletes: uint64(d.Athletes()), teams: uint64(d.Teams()), staff: uint64(d.Coaches()), plus: r.Uint64N(space)}
	for x.times%2 == 0 || x.times%31 == 0 { // coprime to 62
		x.times = space/3 + r.Uint64N(space/3)
	}
	x.inverse = inverse(x.times)
	return x
}

// inverse is the number that undoes a multiplication by a, modulo space: by
// Euler's theorem a power of it, with the order of the group as exponent, less 1.
func inverse(a uint64) uint64 {
	const order = space / 62 * 30 // Euler's totient of 62^8
	out, base := uint64(1), a
	for e := uint64(order - 1); e > 0; e >>= 1 {
		if e&1 == 1 {
			out = multiply(out, base)
		}
		base = multiply(base, base)
	}
	return out
}

func multiply(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	_, rest := bits.Div64(hi%space, lo, space)
	return rest
}

// name is the identifier of the nth thing of a kind.
func (x *ids) name(k kind, n uint64) string { return x.pins.Name(x.natural(k, n)) }

// natural is its identifier where none is pinned.
func (x *ids) natural(k kind, n uint64) string {
	v := (multiply(x.times, n*uint64(kinds)+uint64(k)) + x.plus) % space
	var b [idLength]byte
	for i := idLength - 1; i >= 0; i-- {
		b[i] = digits[v%62]
		v /= 62
	}
	return string(b[:])
}

// place is which thing of a kind an identifier names.
func (x *ids) place(k kind, id string) (uint64, bool) {
	if id = x.pins.Original(id); len(id) != idLength {
		return 0, false
	}
	v := uint64(0)
	for i := range len(id) {
		d := strings.IndexByte(digits, id[i])
		if d < 0 {
			return 0, false
		}
		v = v*62 + uint64(d)
	}
	v = multiply((v+space-x.plus)%space, x.inverse)
	return v / uint64(kinds), v%uint64(kinds) == uint64(k)
}

func (x *ids) team(i int) string   { return x.name(ofTeam, uint64(i)) }
func (x *ids) player(i int) string { return x.name(ofPlayer, uint64(i)) }

// member is the identifier of a coach as a member of a team.
func (x *ids) member(coach int) string { return x.name(ofStaff, uint64(coach)) }

func (x *ids) session(r dataset.SessionRef) string { return x.name(ofSession, x.sessionPlace(r)) }

func (x *ids) playerSession(r dataset.Ref) string {
	return x.name(ofPlayerSession, x.playerSessionPlace(r))
}

func (x *ids) sessionPlace(r dataset.SessionRef) uint64 {
	return (uint64(r.Day)*x.teams+uint64(r.Team))*dataset.SessionSlotsPerDay + uint64(r.Slot)
}

func (x *ids) playerSessionPlace(r dataset.Ref) uint64 {
	return (uint64(r.Day)*x.athletes+uint64(r.Athlete))*dataset.SlotsPerDay + uint64(r.Slot)
}

func (x *ids) index(k kind, id string) (int, bool) {
	n, ok := x.place(k, id)
	return int(n), ok && n < map[kind]uint64{ofTeam: x.teams, ofPlayer: x.athletes, ofStaff: x.staff}[k]
}

func (x *ids) sessionRef(id string) (dataset.SessionRef, bool) {
	n, ok := x.place(ofSession, id)
	day, team, slot, in := split(n, x.teams, dataset.SessionSlotsPerDay)
	return dataset.SessionRef{Team: team, Day: day, Slot: slot}, ok && in
}

func (x *ids) playerSessionRef(id string) (dataset.Ref, bool) {
	n, ok := x.place(ofPlayerSession, id)
	day, athlete, slot, in := split(n, x.athletes, dataset.SlotsPerDay)
	return dataset.Ref{Athlete: athlete, Day: day, Slot: slot}, ok && in
}

func split(n, count, slots uint64) (day, owner, slot int, ok bool) {
	if count == 0 || n/slots/count > maxDays {
		return 0, 0, 0, false
	}
	return int(n / slots / count), int(n / slots % count), int(n % slots), true
}

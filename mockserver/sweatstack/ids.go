package sweatstack

import (
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/renaming"
)

// kind is what an identifier names.
type kind uint64

const (
	ofUser kind = iota + 1
	ofActivity
	ofSource
	ofTrace
	ofTest
	ofTeam
	ofAdded // of either kind, by a caller
)

// prefix is what stands before the ULID. [confirmed: act_, in the vendor's guides;
// inferred: the others; that users' have none]
func (k kind) prefix() string {
	return [...]string{"", "", "act_", "src_", "trc_", "tst_", "team_", ""}[k]
}

// ids maps the population's numbers to ULIDs and back, by arithmetic: a ULID is 48
// bits of milliseconds and 80 bits, of which 16 here are a check and 64 are the
// number, mixed. Nothing is stored but pins.
type ids struct {
	key  uint64
	pins renaming.Map[string]
}

// crockford is the alphabet of ULIDs.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const ulidLength = 26

// name is the identifier of the nth thing of a kind that came to be at a time.
func (x *ids) name(k kind, at time.Time, n uint64) string { return x.pins.Name(x.natural(k, at, n)) }

func (x *ids) natural(k kind, at time.Time, n uint64) string {
	packed := uint64(k)<<60 | n
	mixed := draw.Mix(packed ^ x.key)
	high := uint64(at.UnixMilli())<<16 | x.check(packed)
	var b [ulidLength]byte
	for i := range b { // five bits each, from the end; the first has three
		b[ulidLength-1-i] = crockford[mixed&31]
		mixed = mixed>>5 | high<<59
		high >>= 5
	}
	return k.prefix() + string(b[:])
}

func (x *ids) check(packed uint64) uint64 { return draw.Mix(packed^^x.key) & 0xffff }

// number finds the n of an identifier of a kind. The time in it is not looked at.
func (x *ids) number(k kind, id string) (uint64, bool) {
	id, ok := strings.CutPrefix(x.pins.Original(id), k.prefix())
	if !ok || len(id) != ulidLength || id[0] > '7' {
		return 0, false
	}
	var high, low uint64
	for i := range id {
		v := strings.IndexByte(crockford, id[i])
		if v < 0 {
			return 0, false
		}
		high, low = high<<5|low>>59, low<<5|uint64(v)
	}
	packed := draw.Unmix(low) ^ x.key
	if packed>>60 != uint64(k) || high&0xffff != x.check(packed) {
		return 0, false
	}
	return packed &^ (15 << 60), true
}

// place packs a reference to an event.
func place(r dataset.Ref) uint64 {
	return uint64(r.Athlete)<<32 | uint64(r.Day)<<8 | uint64(r.Slot)
}

func unplace(n uint64) dataset.Ref {
	return dataset.Ref{Athlete: int(n >> 32), Day: int(n >> 8 & 0xffffff), Slot: int(n & 0xff)}
}

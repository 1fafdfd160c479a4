package redact

import (
	"slices"
	"strings"

	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/typedef"

	"github.com/ergodrome/ergodrome/internal/fit"
)

// saysOf is what a developer's field is by what its file says of it: the field of the profile
// that it stands for, its units, its name. in is the message that it is a field of.
func saysOf(in typedef.MesgNum, d *fit.Description) kind {
	if p := d.Native; p != nil {
		if p.Message != typedef.MesgNumInvalid {
			in = p.Message
		}
		switch place := uint32(in)<<8 | uint32(p.Field); {
		case slices.Contains(fitPositions[:], place):
			return position
		case slices.Contains(fitSerials[:], place):
			return id
		case slices.Contains(fitNames[:], place):
			return name
		}
	}
	if slices.ContainsFunc(d.Units, func(u string) bool { return strings.HasPrefix(fold(u), "semicircle") }) {
		return position
	}
	for _, n := range d.Names {
		if k := kindOf(n, ""); k != none {
			return k
		}
		if aPlace(n, d.Units) {
			return position
		}
		if enumerated(n) {
			return verbatim
		}
	}
	return none
}

// aPlace tells whether a name that a developer chose is that of a position.
func aPlace(called string, units []string) bool {
	measured := slices.ContainsFunc(units, func(u string) bool {
		u = fold(u)
		return u == "°" || strings.HasPrefix(u, "deg") && !strings.HasSuffix(u, "c") && !strings.HasSuffix(u, "f") // of Celsius, of Fahrenheit
	})
	for w := range strings.FieldsFuncSeq(strings.ToLower(called), func(c rune) bool { return c < 'a' || c > 'z' }) {
		switch w {
		case "lat", "latitude", "lon", "lng", "longitude", "coordinate", "coordinates":
			return true
		case "long", "position", "pos", "gps", "location", "start", "end", "home":
			if measured {
				return true
			}
		}
	}
	return false
}

// fitDeveloper replaces what is a person's in a developer's field. Text of which nobody says
// what it is may be anything, and so may what the file does not describe: it is withheld.
func (r *Redactor) fitDeveloper(in typedef.MesgNum, f *fit.Field) bool {
	if f.Says == nil {
		return r.fitWithheld(f)
	}
	k := saysOf(in, f.Says)
	if f.Type == basetype.String {
		if k == none {
			k = prose
		}
		return r.fitTexts(f, k)
	}
	if r.again || k == verbatim || k == prose {
		return false
	}
	if f.Type == basetype.Byte && (k != none || printable(f.Data)) {
		return r.fitWithheld(f)
	}
	switch floats := f.Type == basetype.Float32 || f.Type == basetype.Float64; {
	case k == none:
		return false
	case k == position && floats:
		return r.fitDegrees(f)
	case k == position && slices.Contains([]basetype.BaseType{basetype.Sint32, basetype.Uint32, basetype.Uint32z}, f.Type):
		return r.fitPosition(f)
	case k != position && k != date && !floats && f.Type.Size() > 1:
		return r.fitSerial(f)
	}
	return r.fitWithheld(f)
}

// fitDegrees replaces degrees that are floating-point numbers.
func (r *Redactor) fitDegrees(f *fit.Field) (changed bool) {
	for i := range f.Len() {
		if x, ok := f.Float(i); ok && x != 0 {
			r.o.add(position, shortest(x, 8*int(f.Type.Size())), "")
			f.SetFloat(i, r.p.degrees(x))
			changed = true
		}
	}
	return changed
}

// fitWithheld makes nothing but zeros of a field, and remembers what it said.
func (r *Redactor) fitWithheld(f *fit.Field) (changed bool) {
	if r.again {
		return false
	}
	if text := strings.Trim(string(f.Data), "\x00"); printable([]byte(text)) {
		r.o.add(prose, text, "")
	}
	for i := range f.Data {
		changed = changed || f.Data[i] != 0
		f.Data[i] = 0
	}
	return changed
}

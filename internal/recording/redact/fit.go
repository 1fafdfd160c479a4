package redact

import (
	"bufio"
	"io"
	"slices"

	"github.com/muktihari/fit/profile/basetype"

	"github.com/ergodrome/ergodrome/internal/fit"
)

// What of an activity file is a person's, as message<<8 | field. A test makes the lists of
// a library's table of the profile, which is forty times as long. [confirmed: FIT profile]
var (
	fitPositions = [...]uint32{
		18<<8 | 3, 18<<8 | 4, 18<<8 | 29, 18<<8 | 30, 18<<8 | 31, 18<<8 | 32, 18<<8 | 38, 18<<8 | 39, // session
		19<<8 | 3, 19<<8 | 4, 19<<8 | 5, 19<<8 | 6, // lap
		20 << 8, 20<<8 | 1, // record
		32<<8 | 2, 32<<8 | 3, // course_point
		128<<8 | 10, 128<<8 | 11, // weather_conditions
		142<<8 | 3, 142<<8 | 4, 142<<8 | 5, 142<<8 | 6, 142<<8 | 25, 142<<8 | 26, 142<<8 | 27, 142<<8 | 28, // segment_lap
		150<<8 | 1, 150<<8 | 2, // segment_point
		160<<8 | 1, 160<<8 | 2, // gps_metadata
		285<<8 | 5, 285<<8 | 6, // jump
		312<<8 | 21, 312<<8 | 22, 312<<8 | 23, 312<<8 | 24, // split
		317 << 8, 317<<8 | 1, // climb_pro
	}
	fitSerials = [...]uint32{0<<8 | 3, 23<<8 | 3, 28<<8 | 2, 72<<8 | 3} // file_id, device_info, schedule, training_file
	fitNames   = [...]uint32{
		3 << 8, 6 << 8, 8<<8 | 2, 9<<8 | 2, 12<<8 | 3, 26<<8 | 8, 27<<8 | 8, 31<<8 | 5, 32<<8 | 6, 53<<8 | 1, 127<<8 | 3,
		131<<8 | 1, 142<<8 | 29, 148 << 8, 149 << 8, 258 << 8,
	}
)

// fit rewrites an activity file: positions, names, serial numbers.
func (r *Redactor) fit(dst io.Writer, src *bufio.Reader) (changed bool, err error) {
	raw, err := whole(src, "FIT")
	if err != nil {
		return false, err
	}
	out, changed, err := fit.Rewrite(raw, r.fitMessage)
	if err != nil {
		return false, withhold("it is called FIT, but %v", err)
	}
	if !changed {
		out = raw
	}
	_, err = dst.Write(out)
	return changed, err
}

// fitMessage replaces values of a message, and tells whether it did.
func (r *Redactor) fitMessage(m *fit.Message) (changed bool) {
	for i := range m.Fields {
		f := &m.Fields[i]
		place := uint32(m.Num)<<8 | uint32(f.Num)
		switch f.Type {
		case basetype.Sint32:
			changed = !r.again && slices.Contains(fitPositions[:], place) && r.fitPosition(f) || changed
		case basetype.Uint32z, basetype.Uint32:
			changed = !r.again && slices.Contains(fitSerials[:], place) && r.fitSerial(f) || changed
		case basetype.String:
			k := none
			if slices.Contains(fitNames[:], place) {
				k = name
			}
			changed = r.fitTexts(f, k) || changed
		}
	}
	for i := range m.Developers {
		changed = r.fitDeveloper(m.Num, &m.Developers[i]) || changed
	}
	return changed
}

func (r *Redactor) fitPosition(f *fit.Field) (changed bool) {
	for i := range f.Len() {
		if before, ok := f.Int(i); ok && before != 0 {
			f.SetInt(i, r.semicircles(before))
			changed = true
		}
	}
	return changed
}

func (r *Redactor) fitSerial(f *fit.Field) (changed bool) {
	for i := range f.Len() {
		if v, ok := f.Text(i); ok {
			out := r.p.digits(v)
			r.o.add(id, v, out)
			f.SetInt(i, parseInt(out))
			changed = true
		}
	}
	return changed
}

func (r *Redactor) fitTexts(f *fit.Field, k kind) bool {
	texts := f.Texts()
	if texts == nil {
		return false
	}
	after := make([]string, len(texts))
	for i, s := range texts {
		after[i] = r.value(k, s)
	}
	if slices.Equal(texts, after) {
		return false
	}
	f.SetTexts(after)
	return true
}

// eachFITValue yields every value of an activity file as text.
func eachFITValue(raw []byte, yield func(string) bool) error {
	more := true
	err := fit.ReadAll(raw, func(m *fit.Message) error {
		for i := range m.Fields {
			f := &m.Fields[i]
			more = more && eachOfField(f, slices.Contains(fitPositions[:], uint32(m.Num)<<8|uint32(f.Num)), yield)
		}
		for i := range m.Developers {
			f := &m.Developers[i]
			if f.Type == basetype.Byte { // whatever it may be
				more = more && yield(string(f.Data))
			}
			more = more && eachOfField(f, f.Says != nil && saysOf(m.Num, f.Says) == position, yield)
		}
		if !more {
			return io.EOF // as far as who asks is concerned
		}
		return nil
	})
	if !more {
		return nil
	}
	return err
}

func eachOfField(f *fit.Field, place bool, yield func(string) bool) bool {
	for _, s := range f.Texts() {
		if !yield(s) {
			return false
		}
	}
	for i := range f.Len() {
		text, _ := f.Text(i)
		if v, ok := f.Int(i); ok && place {
			text = shortest(float64(v)*semicircle, 64)
		}
		if text != "" && !yield(text) {
			return false
		}
	}
	return true
}

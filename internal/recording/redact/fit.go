package redact

import (
	"bufio"
	"io"
	"slices"
	"strconv"

	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/typedef"

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

// semicircle is one of FIT's units of angle, in degrees.
const semicircle = 180.0 / (1 << 31)

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
			changed = r.fitTexts(f, slices.Contains(fitNames[:], place)) || changed
		}
	}
	return changed
}

func (r *Redactor) fitPosition(f *fit.Field) (changed bool) {
	for i := range f.Len() {
		if before, ok := f.Int(i); ok && before != 0 {
			degrees := float64(before) * semicircle
			r.o.add(position, shortest(degrees, 64), "")
			f.SetInt(i, int64(r.p.degrees(degrees)/semicircle))
			changed = true
		}
	}
	return changed
}

func (r *Redactor) fitSerial(f *fit.Field) (changed bool) {
	for i := range f.Len() {
		if before, ok := f.Int(i); ok {
			v := strconv.FormatInt(before, 10)
			out := r.p.digits(v)
			r.o.add(id, v, out)
			f.SetInt(i, parseInt(out))
			changed = true
		}
	}
	return changed
}

func (r *Redactor) fitTexts(f *fit.Field, name bool) bool {
	texts := f.Texts()
	if texts == nil {
		return false
	}
	after := make([]string, len(texts))
	for i, s := range texts {
		if after[i] = r.text(s); name {
			after[i] = r.value(nameOrNone(r.again), s)
		}
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
			more = more && eachOfField(m.Num, &m.Fields[i], yield)
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

func eachOfField(message typedef.MesgNum, f *fit.Field, yield func(string) bool) bool {
	for _, s := range f.Texts() {
		if !yield(s) {
			return false
		}
	}
	for i := range f.Len() {
		text, _ := f.Text(i)
		if f.Type == basetype.Sint32 && slices.Contains(fitPositions[:], uint32(message)<<8|uint32(f.Num)) {
			v, _ := f.Int(i)
			text = shortest(float64(v)*semicircle, 64)
		}
		if text != "" && !yield(text) {
			return false
		}
	}
	return true
}

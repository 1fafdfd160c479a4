package wirejson

import "time"

// Writer builds one JSON document, member by member, in the order of its calls.
// Its zero value is ready; NewWriter gives it room. Names and values are put in
// turn:
//
//	w.Object()
//	w.Key("athleteId").Int(12)
//	w.Key("teams").Array()
//	w.String("A")
//	w.End()
//	w.End()
//
// What is to be left out is simply not written; the ...Unless methods leave out
// zero values.
type Writer struct {
	buf   []byte
	open  []byte // closing brackets of what is open, innermost last
	comma bool   // a value stands directly before
}

// NewWriter returns a writer that appends to buf.
func NewWriter(buf []byte) *Writer { return &Writer{buf: buf} }

// Bytes is what was written; it stays valid until the next call.
func (w *Writer) Bytes() []byte { return w.buf }

// Len is how much was written, in bytes.
func (w *Writer) Len() int { return len(w.buf) }

func (w *Writer) separate() {
	if w.comma {
		w.buf = append(w.buf, ',')
	}
	w.comma = true
}

// Object begins an object, up to its End.
func (w *Writer) Object() { w.begin('{', '}') }

// Array begins an array, up to its End.
func (w *Writer) Array() { w.begin('[', ']') }

func (w *Writer) begin(open, end byte) {
	w.separate()
	w.buf = append(w.buf, open)
	w.open = append(w.open, end)
	w.comma = false
}

// End closes the innermost object or array; without one it does nothing.
func (w *Writer) End() {
	if n := len(w.open); n > 0 {
		w.buf = append(w.buf, w.open[n-1])
		w.open = w.open[:n-1]
		w.comma = true
	}
}

// Key writes a member's name; its value must follow.
func (w *Writer) Key(name string) *Writer {
	w.separate()
	w.buf = append(AppendString(w.buf, name), ':')
	w.comma = false
	return w
}

// Raw writes a value that is JSON already.
func (w *Writer) Raw(json []byte) { w.separate(); w.buf = append(w.buf, json...) }

// Null writes null.
func (w *Writer) Null() { w.Raw([]byte("null")) }

// Bool writes true or false.
func (w *Writer) Bool(v bool) {
	w.separate()
	if v {
		w.buf = append(w.buf, "true"...)
	} else {
		w.buf = append(w.buf, "false"...)
	}
}

// Int writes a whole number.
func (w *Writer) Int(v int) { w.separate(); w.buf = AppendInt(w.buf, v) }

// Float writes a number as AppendFloat does.
func (w *Writer) Float(v float64) { w.separate(); w.buf = AppendFloat(w.buf, v) }

// Float32 writes a number as AppendFloat32 does.
func (w *Writer) Float32(v float32) { w.separate(); w.buf = AppendFloat32(w.buf, v) }

// Fixed writes a number as AppendFixed does.
func (w *Writer) Fixed(v float64, decimals int) {
	w.separate()
	w.buf = AppendFixed(w.buf, v, decimals)
}

// String writes a string as AppendString does.
func (w *Writer) String(s string) { w.separate(); w.buf = AppendString(w.buf, s) }

// Verbatim writes text in quotation marks without a look at it, such as Base64:
// the caller vouches that it needs no escaping.
func (w *Writer) Verbatim(s []byte) {
	w.separate()
	w.buf = append(append(append(w.buf, '"'), s...), '"')
}

// Quoted writes what add appends in quotation marks: a number that a vendor
// sends as a string. The caller vouches that it needs no escaping.
func (w *Writer) Quoted(add func(dst []byte) []byte) {
	w.separate()
	w.buf = append(add(append(w.buf, '"')), '"')
}

// TimeUTC writes a time as AppendTimeUTC does.
func (w *Writer) TimeUTC(t time.Time) { w.separate(); w.buf = AppendTimeUTC(w.buf, t) }

// TimeOffset writes a time as AppendTimeOffset does.
func (w *Writer) TimeOffset(t time.Time) { w.separate(); w.buf = AppendTimeOffset(w.buf, t) }

// TimeLocal writes a time as AppendTimeLocal does.
func (w *Writer) TimeLocal(t time.Time) { w.separate(); w.buf = AppendTimeLocal(w.buf, t) }

// Date writes a day as AppendDate does.
func (w *Writer) Date(t time.Time) { w.separate(); w.buf = AppendDate(w.buf, t) }

// StringUnlessEmpty writes the member name, unless s is empty.
func (w *Writer) StringUnlessEmpty(name, s string) {
	if s != "" {
		w.Key(name).String(s)
	}
}

// IntUnlessZero writes the member name, unless v is 0.
func (w *Writer) IntUnlessZero(name string, v int) {
	if v != 0 {
		w.Key(name).Int(v)
	}
}

// FloatUnlessZero writes the member name, unless v is 0.
func (w *Writer) FloatUnlessZero(name string, v float64) {
	if v != 0 {
		w.Key(name).Float(v)
	}
}

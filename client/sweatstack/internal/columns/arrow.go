package columns

import (
	"encoding/binary"
	"time"
)

// flat reads tables of a FlatBuffers message, which refer to each other by
// offsets that may be anything. Each read says whether it lay within.
// [FlatBuffers internals; Arrow format/Schema.fbs]
type flat []byte

const (
	arrowSchema   = 1  // MessageHeader
	arrowDuration = 18 // Type
)

func (f flat) u16(at int) (int, bool) {
	if at < 0 || at > len(f)-2 {
		return 0, false
	}
	return int(binary.LittleEndian.Uint16(f[at:])), true
}

func (f flat) u32(at int) (int, bool) {
	if at < 0 || at > len(f)-4 {
		return 0, false
	}
	v := binary.LittleEndian.Uint32(f[at:])
	return int(v), v < 1<<30
}

// follow returns where the offset at a place leads.
func (f flat) follow(at int) (int, bool) {
	v, ok := f.u32(at)
	return at + v, ok && v > 0
}

// field returns where the value of a table's n-th field lies, if it has one.
func (f flat) field(table, n int) (int, bool) {
	if table < 0 || table > len(f)-4 {
		return 0, false
	}
	vtable := table - int(int32(binary.LittleEndian.Uint32(f[table:])))
	size, ok := f.u16(vtable)
	if !ok || 4+2*n+2 > size {
		return 0, false
	}
	offset, ok := f.u16(vtable + 4 + 2*n)
	return table + offset, ok && offset > 0
}

// ref returns the table, vector or text that a field refers to.
func (f flat) ref(table, n int) (int, bool) {
	at, ok := f.field(table, n)
	if !ok {
		return 0, false
	}
	return f.follow(at)
}

func (f flat) text(table, n int) string {
	at, ok := f.ref(table, n)
	if !ok {
		return ""
	}
	size, ok := f.u32(at)
	if !ok || at+4 > len(f)-size {
		return ""
	}
	return string(f[at+4 : at+4+size])
}

func (f flat) byte(table, n int) int {
	at, ok := f.field(table, n)
	if !ok || at < 0 || at >= len(f) {
		return 0
	}
	return int(f[at])
}

// arrowDurations notes the durations among the columns of an Arrow schema.
func arrowDurations(raw []byte, durations map[string]time.Duration) {
	f := flat(raw)
	if len(f) >= 8 && binary.LittleEndian.Uint32(f) == 0xffffffff { // of the stream's framing
		f = f[4:]
	}
	if len(f) < 8 {
		return
	}
	f = f[4:] // the length
	message, ok := f.follow(0)
	if !ok || f.byte(message, 1) != arrowSchema {
		return
	}
	schema, ok := f.ref(message, 2)
	if !ok {
		return
	}
	vector, ok := f.ref(schema, 1)
	if !ok {
		return
	}
	count, ok := f.u32(vector)
	if !ok || count > maxColumns {
		return
	}
	units := []time.Duration{time.Second, time.Millisecond, time.Microsecond, time.Nanosecond}
	for i := range count {
		column, ok := f.follow(vector + 4 + 4*i)
		if !ok {
			return
		}
		name := f.text(column, 0)
		delete(durations, name)
		if f.byte(column, 2) != arrowDuration {
			continue
		}
		unit := 1 // milliseconds, if it does not say
		if d, ok := f.ref(column, 3); ok {
			if at, has := f.field(d, 0); has {
				if unit, ok = f.u16(at); !ok || unit >= len(units) {
					continue
				}
			}
		}
		durations[name] = units[unit]
	}
}

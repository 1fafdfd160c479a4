package fit

import (
	"bytes"
	"encoding/binary"
)

// Made is a message that is being made.
type Made struct {
	num    uint16
	layout []byte
	data   []byte
}

// New begins a message.
func New(num uint16) *Made { return &Made{num: num} }

// Set adds a field of one value; of a negative one the lower bits count.
func (m *Made) Set(num byte, t Type, v uint64) *Made {
	m.layout = append(m.layout, num, byte(t.Size()), byte(t))
	m.data = t.append(m.data, v)
	return m
}

// Text adds a field of one text.
func (m *Made) Text(num byte, s string) *Made {
	f := Field{Type: String}
	f.SetTexts([]string{s})
	m.layout = append(m.layout, num, byte(len(f.Data)), byte(String))
	m.data = append(m.data, f.Data...)
	return m
}

const (
	protocol = 0x10  // version 1.0: nothing here is newer
	profile  = 21158 // version 21.158
)

// Write makes a file of messages.
func Write(messages []*Made) []byte {
	out := make([]byte, 14, 14+32*len(messages))
	out[0], out[1] = 14, protocol
	binary.LittleEndian.PutUint16(out[2:], profile)
	copy(out[8:], ".FIT")
	var last *Made
	for _, m := range messages {
		if last == nil || last.num != m.num || !bytes.Equal(last.layout, m.layout) {
			out = append(out, 0x40, 0, 0, byte(m.num), byte(m.num>>8), byte(len(m.layout)/3))
			out = append(out, m.layout...)
		}
		out = append(append(out, 0), m.data...)
		last = m
	}
	return closed(out)
}

// closed fills in a file's size and checksums.
func closed(out []byte) []byte {
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-14))
	binary.LittleEndian.PutUint16(out[12:], checksum(0, out[:12]))
	return binary.LittleEndian.AppendUint16(out, checksum(0, out))
}

// Rewrite copies the file that raw begins with, and has each message edited on the way:
// edit says whether it has changed any field. Definitions follow texts that need more
// room. What follows the file is returned too.
func Rewrite(raw []byte, edit func(*Message) bool) (out, rest []byte, changed bool, err error) {
	header, data, rest, err := open(raw)
	if err != nil {
		return nil, nil, false, err
	}
	out = append(bytes.Clone(header), 0, 0)[:14] // one of twelve bytes has no sum of its own
	out[0] = 14
	w := &walker{left: data}
	var sizes [16][]byte // of the fields, as they were last defined
	for len(w.left) > 0 {
		p, err := w.next()
		if err != nil {
			return nil, nil, false, err
		}
		d := &w.definitions[p.local]
		if p.defines {
			out = append(append(out, p.header), p.body...)
			sizes[p.local] = sizes[p.local][:0]
			for _, l := range d.fields {
				sizes[p.local] = append(sizes[p.local], l.size)
			}
			continue
		}
		m := w.message(p)
		changed = edit(&m) || changed
		fields := m.Fields
		if len(fields) > 0 && fields[0].implied {
			fields = fields[1:]
		}
		fits := true
		for i := range fields {
			fits = fits && len(fields[i].Data) == int(sizes[p.local][i])
		}
		if !fits {
			out = d.redefine(out, p.local, fields)
			for i := range fields {
				sizes[p.local][i] = byte(len(fields[i].Data))
			}
		}
		out = append(out, p.header)
		for i := range fields {
			out = append(out, fields[i].Data...)
		}
		out = append(out, p.body[d.own:]...)
	}
	if err := check(raw, rest); err != nil {
		return nil, nil, false, err
	}
	return closed(out), rest, changed, nil
}

// redefine writes a definition anew, for fields of other sizes.
func (d *definition) redefine(out []byte, local byte, fields []Field) []byte {
	header, architecture := 0x40|local, byte(0)
	if d.developer != nil {
		header |= 0x20
	}
	if d.big {
		architecture = 1
	}
	out = append(out, header, 0, architecture, 0, 0, byte(len(fields)))
	d.order().PutUint16(out[len(out)-3:], d.num)
	for i := range fields {
		out = append(out, fields[i].Num, byte(len(fields[i].Data)), byte(fields[i].Type))
	}
	return append(out, d.developer...)
}

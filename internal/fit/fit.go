// Package fit reads and writes FIT files as messages of numbered fields.
//
// It knows the container: headers, definitions, data, checksums. What a number means is
// for who asks. A library that knows the whole profile weighs 0.8 MiB in a program, half
// of it names of members that nobody asks for; the tests hold this package to it.
// [confirmed: the FIT protocol that Garmin publishes]
package fit

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrNone says that something does not begin as a FIT file does.
var ErrNone = errors.New("it does not begin as a FIT file does")

// Timestamp is the field that says when a message was made, in every message.
const Timestamp = 253

// Message is what one data message says. It is valid until the function that was given
// it returns.
type Message struct {
	Num    uint16
	Fields []Field
}

// Field finds a field by its number; one that is not there has no values.
func (m *Message) Field(num byte) *Field {
	for i := range m.Fields {
		if m.Fields[i].Num == num {
			return &m.Fields[i]
		}
	}
	return &Field{Num: num}
}

// definition is how messages of a local type are laid out.
type definition struct {
	num       uint16
	big       bool
	fields    []layout
	developer []byte // the list of developers' fields as it stands in the file
	size      int    // of a message
	own       int    // of a message without developers' fields
	known     bool
}

type layout struct {
	num, size byte
	kind      Type
}

// walker goes through one file.
type walker struct {
	left        []byte // of the file's messages
	definitions [16]definition
	stamp       uint32 // what compressed timestamps continue
	fields      []Field
}

// Read hands out the messages of the file that raw begins with, and returns what follows
// the file. An error of each ends it.
func Read(raw []byte, each func(*Message) error) (rest []byte, err error) {
	_, data, rest, err := open(raw)
	if err != nil {
		return nil, err
	}
	w := &walker{left: data}
	for len(w.left) > 0 {
		p, err := w.next()
		if err != nil {
			return nil, err
		}
		if p.defines {
			continue
		}
		m := w.message(p)
		if err := each(&m); err != nil {
			return nil, err
		}
	}
	return rest, check(raw, rest)
}

// open reads a file's header.
func open(raw []byte) (header, data, rest []byte, err error) {
	if len(raw) < 12 || raw[0] != 12 && raw[0] != 14 || string(raw[8:12]) != ".FIT" || len(raw) < int(raw[0]) {
		return nil, nil, nil, ErrNone
	}
	header, rest = raw[:raw[0]], raw[raw[0]:]
	if len(header) == 14 {
		if sum := binary.LittleEndian.Uint16(header[12:]); sum != 0 && sum != checksum(0, header[:12]) {
			return nil, nil, nil, fmt.Errorf("its header is damaged: the checksum is %#x, not %#x", checksum(0, header[:12]), sum)
		}
	}
	size := uint64(binary.LittleEndian.Uint32(header[4:]))
	switch {
	case size == 0:
		return nil, nil, nil, ErrNone
	case size+2 > uint64(len(rest)):
		return nil, nil, nil, fmt.Errorf("it ends after %d of %d bytes", len(rest), size+2)
	}
	return header, rest[:size], rest[size+2:], nil
}

// check holds the file before rest to its checksum.
func check(raw, rest []byte) error {
	file := raw[:len(raw)-len(rest)-2]
	header := int(raw[0])
	want, got := binary.LittleEndian.Uint16(raw[len(file):]), checksum(0, file[header:])
	// The sum is of all that is before it. Over a header with its own sum, which makes
	// that nothing, and over one without, writers differ.
	if got != want && checksum(0, file) != want {
		return fmt.Errorf("it is damaged: the checksum is %#x, not %#x", got, want)
	}
	return nil
}

// piece is one message as it stands in a file.
type piece struct {
	header  byte
	defines bool
	local   byte
	body    []byte // behind the header
}

func (w *walker) next() (piece, error) {
	p := piece{header: w.left[0], local: w.left[0] & 0x0F}
	w.left = w.left[1:]
	var err error
	switch {
	case p.header&0x80 != 0: // with a compressed timestamp
		p.local = p.header >> 5 & 3
	case p.header&0x40 != 0:
		p.defines = true
		p.body, err = w.define(p)
		return p, err
	}
	d := &w.definitions[p.local]
	if !d.known {
		return p, fmt.Errorf("a message of the local type %d stands before its definition", p.local)
	}
	p.body, err = w.take(d.size)
	return p, err
}

// take cuts off the next bytes.
func (w *walker) take(n int) ([]byte, error) {
	if n > len(w.left) {
		return nil, fmt.Errorf("it ends within a message: %d of %d bytes are left", len(w.left), n)
	}
	b := w.left[:n:n]
	w.left = w.left[n:]
	return b, nil
}

// define reads a definition.
func (w *walker) define(p piece) ([]byte, error) {
	start := w.left
	head, err := w.take(5)
	if err != nil {
		return nil, err
	}
	d := definition{big: head[1] != 0, known: true, fields: w.definitions[p.local].fields[:0]}
	d.num = d.order().Uint16(head[2:])
	list, err := w.take(3 * int(head[4]))
	if err != nil {
		return nil, err
	}
	for ; len(list) > 0; list = list[3:] {
		f := layout{list[0], list[1], Type(list[2])}
		if f.kind.Size() == 0 {
			return nil, fmt.Errorf("field %d of message %d is of the type %#x, which there is not", f.num, d.num, list[2])
		}
		d.fields = append(d.fields, f)
		d.own += int(f.size)
	}
	d.size = d.own
	if p.header&0x20 != 0 {
		count, err := w.take(1)
		if err != nil {
			return nil, err
		}
		list, err := w.take(3 * int(count[0]))
		if err != nil {
			return nil, err
		}
		d.developer = start[len(start)-len(w.left)-len(list)-1 : len(start)-len(w.left)]
		for ; len(list) > 0; list = list[3:] {
			d.size += int(list[1])
		}
	}
	w.definitions[p.local] = d
	return start[:len(start)-len(w.left)], nil
}

func (d *definition) order() binary.ByteOrder {
	if d.big {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// message reads a data message. A compressed timestamp becomes a field, the first.
func (w *walker) message(p piece) Message {
	d := &w.definitions[p.local]
	w.fields = w.fields[:0]
	if p.header&0x80 != 0 {
		w.stamp += (uint32(p.header) - w.stamp) & 0x1F
		w.fields = append(w.fields, Field{Num: Timestamp, Type: Uint32, Data: binary.LittleEndian.AppendUint32(nil, w.stamp), implied: true})
	}
	at := 0
	for _, l := range d.fields {
		f := Field{Num: l.num, Type: l.kind, Data: p.body[at : at+int(l.size) : at+int(l.size)], big: d.big}
		at += int(l.size)
		if l.num == Timestamp && l.kind == Uint32 && l.size == 4 {
			w.stamp = uint32(f.bits(0))
		}
		w.fields = append(w.fields, f)
	}
	return Message{Num: d.num, Fields: w.fields}
}

// checksum is the protocol's: a CRC of 16 bits, four at a time.
func checksum(sum uint16, b []byte) uint16 {
	table := [16]uint16{
		0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
		0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
	}
	for _, c := range b {
		sum = sum>>4 ^ table[sum&15] ^ table[c&15]
		sum = sum>>4 ^ table[sum&15] ^ table[c>>4]
	}
	return sum
}

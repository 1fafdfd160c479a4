package faketime

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// program is what an ELF file says of itself. The reader of the standard library knows
// far more, down to how debugging information is compressed, and would weigh 0.2 MiB.
type program struct {
	sections  []string
	libraries []string // that it is to be linked to when it starts
}

const (
	maxSections = 1 << 16
	maxPiece    = 4 << 20 // bytes of a table
	maxLibrary  = 256     // bytes of a name

	dynamic   = 6      // the kind of the section that names libraries
	needed    = 1      // the tag of an entry there that names one
	elsewhere = 0xffff // what does not fit into the header stands in the first section's
)

var errELF = errors.New("no ELF program")

// image reads a file of one order of bytes and width of words.
type image struct {
	file  io.ReaderAt
	order binary.ByteOrder
	word  int // bytes: 4 or 8
}

// section is what counts of an entry in the table of sections.
type section struct {
	name, kind, link uint32
	offset, size     uint64
}

// readELF reads the names of a program's sections and libraries. [confirmed: System V
// ABI, chapters 4 and 5]
func readELF(file io.ReaderAt) (*program, error) {
	m := image{file, binary.LittleEndian, 4}
	ident, err := m.piece(0, 16)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(ident, []byte("\x7fELF")) || ident[4] < 1 || ident[4] > 2 || ident[5] < 1 || ident[5] > 2 {
		return nil, errELF
	}
	m.word *= int(ident[4])
	if ident[5] == 2 {
		m.order = binary.BigEndian
	}
	all, names, err := m.sections()
	if err != nil || len(all) == 0 {
		return &program{}, err
	}
	text, err := m.piece(names.offset, names.size)
	if err != nil {
		return nil, err
	}
	p := &program{}
	for _, s := range all {
		p.sections = append(p.sections, textAt(text, uint64(s.name)))
		if s.kind == dynamic && p.libraries == nil && uint64(s.link) < uint64(len(all)) {
			if p.libraries, err = m.libraries(s, all[s.link]); err != nil {
				return nil, err
			}
		}
	}
	return p, nil
}

// sections reads the table of sections, and which of them has their names.
func (m *image) sections() (all []section, names section, err error) {
	head, err := m.piece(24, uint64(16+3*m.word)) // behind type, machine and version
	if err != nil {
		return nil, section{}, err
	}
	table, rest := m.number(head[2*m.word:]), head[3*m.word+10:]
	if table == 0 {
		return nil, section{}, nil
	}
	each, count, at := uint64(m.order.Uint16(rest)), uint64(m.order.Uint16(rest[2:])), uint32(m.order.Uint16(rest[4:]))
	first, err := m.section(table)
	if err != nil {
		return nil, section{}, err
	}
	if count == 0 {
		count = first.size
	}
	if at == elsewhere {
		at = first.link
	}
	if count > maxSections || uint64(at) >= count {
		return nil, section{}, fmt.Errorf("%w: it has %d sections, and their names in number %d", errELF, count, at)
	}
	for i := range count {
		s, err := m.section(table + i*each)
		if err != nil {
			return nil, section{}, err
		}
		all = append(all, s)
	}
	return all, all[at], nil
}

func (m *image) section(at uint64) (section, error) {
	b, err := m.piece(at, uint64(16+6*m.word))
	if err != nil {
		return section{}, err
	}
	behind := b[8+2*m.word:] // behind name, kind, flags and address
	return section{
		name: m.order.Uint32(b), kind: m.order.Uint32(b[4:]), link: m.order.Uint32(behind[2*m.word:]),
		offset: m.number(behind), size: m.number(behind[m.word:]),
	}, nil
}

// libraries are those that a dynamic section names, by their places among the names.
func (m *image) libraries(s, names section) ([]string, error) {
	list, err := m.piece(s.offset, s.size)
	if err != nil {
		return nil, err
	}
	out := []string{}
	for ; len(list) >= 2*m.word; list = list[2*m.word:] {
		at := m.number(list[m.word:])
		if m.number(list) != needed || at >= names.size {
			continue
		}
		// Most of the names are those of functions, megabytes of them.
		text, err := m.piece(names.offset+at, min(names.size-at, maxLibrary))
		if err != nil {
			return nil, err
		}
		out = append(out, textAt(text, 0))
	}
	return out, nil
}

// number is a word.
func (m *image) number(b []byte) uint64 {
	if m.word == 8 {
		return m.order.Uint64(b)
	}
	return uint64(m.order.Uint32(b))
}

// piece reads a part of the file.
func (m *image) piece(at, size uint64) ([]byte, error) {
	if size > maxPiece || at > 1<<62 {
		return nil, fmt.Errorf("%w: it has a table of %d bytes at %d", errELF, size, at)
	}
	b := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(m.file, int64(at), int64(size)), b); err != nil {
		return nil, fmt.Errorf("%w: %w", errELF, err)
	}
	return b, nil
}

// textAt is the text that ends with a NUL.
func textAt(b []byte, at uint64) string {
	if at >= uint64(len(b)) {
		return ""
	}
	text, _, _ := bytes.Cut(b[at:], []byte{0})
	return string(text)
}

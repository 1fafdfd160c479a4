package redact

import (
	"encoding/binary"
	"errors"

	"github.com/parquet-go/parquet-go/encoding/thrift"
)

var errStructure = errors.New("a structure of it is damaged, or too large")

// Bounds of one structure of a Parquet file, so that a few bytes cannot ask for
// much memory.
const (
	maxStructures = 16
	maxListed     = 1 << 16
)

// unmarshal decodes the structure that data begins with, once it is known to be
// whole, and returns how long it is. [Apache Thrift compact protocol]
func unmarshal(data []byte, v any) (n int, err error) {
	m := &measure{data: data}
	if !m.structure(0) {
		return 0, errStructure
	}
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), data[:m.at], v); err != nil {
		return 0, err
	}
	return m.at, nil
}

// measure walks over a structure in the compact protocol.
type measure struct {
	data   []byte
	at     int
	listed uint64
}

func (m *measure) byte() (byte, bool) {
	if m.at >= len(m.data) {
		return 0, false
	}
	m.at++
	return m.data[m.at-1], true
}

func (m *measure) number() (uint64, bool) {
	v, n := binary.Uvarint(m.data[min(m.at, len(m.data)):])
	m.at += max(n, 0)
	return v, n > 0
}

func (m *measure) skip(n uint64) bool {
	if n > uint64(len(m.data)-m.at) {
		return false
	}
	m.at += int(n)
	return true
}

func (m *measure) structure(depth int) bool {
	for {
		head, ok := m.byte()
		if !ok || head == 0 {
			return ok
		}
		if head>>4 == 0 {
			if _, ok := m.number(); !ok {
				return false
			}
		}
		if kind := head & 15; kind > 2 && !m.value(kind, depth) { // 1 and 2 are true and false
			return false
		}
	}
}

func (m *measure) value(kind byte, depth int) bool {
	switch kind {
	case 1, 2, 3:
		return m.skip(1)
	case 4, 5, 6:
		_, ok := m.number()
		return ok
	case 7:
		return m.skip(8)
	case 8:
		n, ok := m.number()
		return ok && m.skip(n)
	case 9, 10:
		return depth < maxStructures && m.list(depth)
	case 12:
		return depth < maxStructures && m.structure(depth+1)
	}
	return false
}

func (m *measure) list(depth int) bool {
	head, ok := m.byte()
	if !ok {
		return false
	}
	n := uint64(head >> 4)
	if n == 15 {
		if n, ok = m.number(); !ok {
			return false
		}
	}
	if m.listed += n; m.listed > maxListed || n > uint64(len(m.data)-m.at) {
		return false
	}
	for range n {
		if !m.value(head&15, depth+1) {
			return false
		}
	}
	return true
}

package columns

import "encoding/binary"

// The types of Thrift's compact protocol. [Apache Thrift compact protocol]
const (
	tStop   = 0
	tTrue   = 1
	tFalse  = 2
	tI8     = 3
	tI16    = 4
	tI32    = 5
	tI64    = 6
	tDouble = 7
	tBinary = 8
	tList   = 9
	tSet    = 10
	tStruct = 12
)

const (
	maxDepth    = 16      // of structures in structures; the format has six
	maxElements = 1 << 17 // in all lists of one structure
	maxListed   = 1 << 15 // of them structures, of which one byte can stand for half a kilobyte
)

// walker measures a structure before somebody allocates what it claims to hold.
type walker struct {
	data     []byte
	i        int
	elements int
	listed   int
}

// measure returns how long the structure is that data begins with.
func measure(data []byte) (int, error) {
	w := &walker{data: data}
	err := w.structure(0)
	return w.i, err
}

func (w *walker) byte() (byte, error) {
	if w.i >= len(w.data) {
		return 0, damaged("a structure breaks off")
	}
	w.i++
	return w.data[w.i-1], nil
}

func (w *walker) varint() (uint64, error) {
	v, n := binary.Uvarint(w.data[w.i:])
	if n <= 0 {
		return 0, damaged("a structure has a number that breaks off")
	}
	w.i += n
	return v, nil
}

func (w *walker) skip(n uint64) error {
	if n > uint64(len(w.data)-w.i) {
		return damaged("a structure claims %d bytes of %d", n, len(w.data)-w.i)
	}
	w.i += int(n)
	return nil
}

func (w *walker) structure(depth int) error {
	if depth > maxDepth {
		return damaged("structures lie %d deep", depth)
	}
	for {
		b, err := w.byte()
		if err != nil || b == tStop {
			return err
		}
		if b>>4 == 0 { // the field's number follows
			if _, err := w.varint(); err != nil {
				return err
			}
		}
		if kind := b & 0x0f; kind != tTrue && kind != tFalse { // those are their own value
			if err := w.value(kind, depth); err != nil {
				return err
			}
		}
	}
}

func (w *walker) value(kind byte, depth int) error {
	switch kind {
	case tTrue, tFalse, tI8:
		return w.skip(1)
	case tI16, tI32, tI64:
		_, err := w.varint()
		return err
	case tDouble:
		return w.skip(8)
	case tBinary:
		n, err := w.varint()
		if err != nil {
			return err
		}
		return w.skip(n)
	case tList, tSet:
		return w.list(depth)
	case tStruct:
		return w.structure(depth + 1)
	}
	return damaged("a structure has a field of type %d", kind)
}

func (w *walker) list(depth int) error {
	b, err := w.byte()
	if err != nil {
		return err
	}
	n := uint64(b >> 4)
	if n == 0x0f {
		if n, err = w.varint(); err != nil {
			return err
		}
	}
	if depth > maxDepth {
		return damaged("structures lie %d deep", depth)
	}
	// Each element has a byte at least.
	if n > uint64(len(w.data)-w.i) || uint64(w.elements)+n > maxElements {
		return damaged("a list claims %d elements", n)
	}
	w.elements += int(n)
	if b&0x0f == tStruct {
		if w.listed += int(n); w.listed > maxListed {
			return damaged("its lists hold more than %d structures", maxListed)
		}
	}
	for range n {
		if err := w.value(b&0x0f, depth+1); err != nil {
			return err
		}
	}
	return nil
}

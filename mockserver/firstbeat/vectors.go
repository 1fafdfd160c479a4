package firstbeat

import (
	"container/list"
	"encoding/base64"
	"encoding/binary"
	"hash/adler32"
	"sync"

	"github.com/klauspost/compress/flate"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// deflateLevel is the cheapest level whose size comes near the default's on
// series of this service: most are full-mantissa floats, which no level shortens.
const deflateLevel = 1

// packer turns series into vectors. It is kept for reuse: its tables are large.
type packer struct {
	raw, packed []byte
	deflate     *flate.Writer
}

// packers is a pool of them, shared by all worlds; no state of a world is in it.
type packers struct{ pool sync.Pool }

func (k *packers) get() *packer {
	if p, ok := k.pool.Get().(*packer); ok {
		return p
	}
	return &packer{}
}

func (k *packers) put(p *packer) {
	const most = 1 << 20 // do not keep what one giant recording needed
	if cap(p.raw) <= most && cap(p.packed) <= most {
		k.pool.Put(p)
	}
}

// Write takes what deflate gives.
func (p *packer) Write(b []byte) (int, error) {
	p.packed = append(p.packed, b...)
	return len(b), nil
}

// encode is the series as the vendor sends it: big-endian values in a zlib
// stream in standard Base64. [measured: vendor samples; the header is that of
// zlib's default level whatever the level is].
func (k *packers) encode(s *series) (string, error) {
	p := k.get()
	defer k.put(p)
	p.raw = s.pack(p.raw[:0])
	p.packed = append(p.packed[:0], 0x78, 0x9c)
	if p.deflate == nil {
		var err error
		if p.deflate, err = flate.NewWriter(p, deflateLevel); err != nil {
			return "", err
		}
	} else {
		p.deflate.Reset(p)
	}
	if _, err := p.deflate.Write(p.raw); err != nil {
		return "", err
	}
	if err := p.deflate.Close(); err != nil {
		return "", err
	}
	p.packed = binary.BigEndian.AppendUint32(p.packed, adler32.Checksum(p.raw))
	return base64.StdEncoding.EncodeToString(p.packed), nil
}

// vectorKey names one encoded series: of an event, or of a part of it.
type vectorKey struct {
	event    dataset.Ref
	from, to int64 // Unix seconds; 0 for the whole
	variable int
	list     bool // as numbers, not packed
}

// maxVectors bounds the encoded series that a world keeps, in bytes.
const maxVectors = 16 << 20

// vectorCache keeps encoded series, those used last the longest: nothing in it
// ever becomes wrong, since a population does not change. Its zero value is
// empty. It is safe for use by many goroutines.
type vectorCache struct {
	mu    sync.Mutex
	size  int
	items map[vectorKey]*list.Element
	used  list.List // newest first
}

// vector is an encoded series, or a list as JSON.
type vector struct {
	text string
	kind string // Float or Unsigned
	bits int
}

type vectorItem struct {
	key vectorKey
	vector
}

func (c *vectorCache) get(k vectorKey) (vector, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.items[k]
	if !ok {
		return vector{}, false
	}
	c.used.MoveToFront(e)
	return e.Value.(*vectorItem).vector, true
}

func (c *vectorCache) put(k vectorKey, v vector) {
	const overhead = 160 // of one item, about
	if len(v.text) > maxVectors/4 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.items[k]; ok {
		return
	}
	if c.items == nil {
		c.items = map[vectorKey]*list.Element{}
	}
	c.items[k] = c.used.PushFront(&vectorItem{k, v})
	c.size += len(v.text) + overhead
	for c.size > maxVectors {
		oldest := c.used.Remove(c.used.Back()).(*vectorItem)
		delete(c.items, oldest.key)
		c.size -= len(oldest.text) + overhead
	}
}

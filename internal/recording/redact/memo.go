package redact

import (
	"bufio"
	"io"
	"sync"
)

// memo remembers replacements that were made lately: the same token comes with
// every request. It forgets everything when it is full.
type memo struct {
	mu   sync.RWMutex
	made map[memoKey]string
}

type memoKey struct {
	kind  kind
	value string
}

const (
	maxMemo      = 1 << 13
	maxMemoValue = 2 << 10
)

func (m *memo) get(k kind, v string) (string, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	out, ok := m.made[memoKey{k, v}]
	return out, ok
}

func (m *memo) put(k kind, v, out string) {
	if len(v) > maxMemoValue {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made == nil || len(m.made) >= maxMemo {
		m.made = make(map[memoKey]string)
	}
	m.made[memoKey{k, v}] = out
}

// streams are buffers for what passes, which are used one after the other.
type streams struct{ readers, writers sync.Pool }

const streamSize = 32 << 10

func (s *streams) reader(src io.Reader) (*bufio.Reader, func()) {
	if b, ok := src.(*bufio.Reader); ok {
		return b, func() {}
	}
	b, ok := s.readers.Get().(*bufio.Reader)
	if !ok {
		b = bufio.NewReaderSize(nil, streamSize)
	}
	b.Reset(src)
	return b, func() { b.Reset(nil); s.readers.Put(b) }
}

func (s *streams) writer(dst io.Writer) (*bufio.Writer, func()) {
	b, ok := s.writers.Get().(*bufio.Writer)
	if !ok {
		b = bufio.NewWriterSize(nil, streamSize)
	}
	b.Reset(dst)
	return b, func() { b.Reset(nil); s.writers.Put(b) }
}

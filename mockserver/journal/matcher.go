package journal

import "math/bits"

// matcher finds any of many patterns in one pass: the Wu-Manber algorithm with
// blocks of three bytes. Most of a text is jumped over, so that text without a
// secret in it costs little, however many secrets there are.
type matcher struct {
	patterns map[uint32][]string // by the hash of the block that ends at byte window
	shift    []uint8             // by hash: how far the next match must be away
	mask     uint32
	window   int // bytes of each pattern that the tables know
	longest  int
	size     int // patterns
}

const (
	block     = 3
	maxWindow = 16
	hashBits  = 20
)

// newMatcher builds the tables. Patterns must have at least block bytes.
func newMatcher(patterns []string) *matcher {
	m := &matcher{patterns: map[uint32][]string{}, window: maxWindow, size: len(patterns)}
	for _, p := range patterns {
		m.window, m.longest = min(m.window, len(p)), max(m.longest, len(p))
	}
	entries := max(256, 4*len(patterns)*(m.window-block+1))
	m.shift = make([]uint8, 1<<min(bits.Len(uint(entries)), hashBits))
	m.mask = uint32(len(m.shift) - 1)
	for i := range m.shift {
		m.shift[i] = uint8(m.window - block + 1)
	}
	for _, p := range patterns {
		for i := 0; i+block <= m.window; i++ {
			h := hash(p[i], p[i+1], p[i+2]) & m.mask
			m.shift[h] = min(m.shift[h], uint8(m.window-block-i))
		}
		h := hash(p[m.window-3], p[m.window-2], p[m.window-1]) & m.mask
		m.patterns[h] = append(m.patterns[h], p)
	}
	return m
}

func hash(a, b, c byte) uint32 {
	return (uint32(a) | uint32(b)<<8 | uint32(c)<<16) * 0x9E3779B1 >> (32 - hashBits)
}

// find returns where the first match at or after from begins and how long it
// is; n is 0 when there is none. Of several at one place it takes the longest.
func find[T string | []byte](m *matcher, s T, from int) (at, n int) {
	for end := from + m.window; end <= len(s); {
		h := hash(s[end-3], s[end-2], s[end-1]) & m.mask
		if jump := int(m.shift[h]); jump > 0 {
			end += jump
			continue
		}
		at = end - m.window
		for _, p := range m.patterns[h] {
			if len(p) > n && at+len(p) <= len(s) && string(s[at:at+len(p)]) == p {
				n = len(p)
			}
		}
		if n > 0 {
			return at, n
		}
		end++
	}
	return 0, 0
}

// replace puts Redacted in the place of all matches. It returns s itself when
// there are none.
func replace[T string | []byte](m *matcher, s T) T {
	at, n := find(m, s, 0)
	if n == 0 {
		return s
	}
	var out []byte
	done := 0
	for n > 0 {
		out = append(append(out, s[done:at]...), Redacted...)
		done = at + n
		at, n = find(m, s, done)
	}
	return T(append(out, s[done:]...))
}

package journal

import (
	"fmt"
	"strings"
)

// Bounds of a pattern for paths, so that its state fits a word.
const (
	maxPattern  = 1024 // bytes
	maxSegments = 32
)

// CheckPath says what is wrong with a pattern for paths, nil when it can be
// used. Its errors are *Invalid below field.
func CheckPath(field, pattern string) error {
	if n := strings.Count(pattern, "/") + 1; len(pattern) > maxPattern || n > maxSegments {
		return &Invalid{field, fmt.Sprintf("has %d bytes in %d segments; at most %d in %d can be matched", len(pattern), n, maxPattern, maxSegments)}
	}
	return nil
}

// pathPattern matches paths in time that is linear in their length: it is an
// automaton whose state i, bit i of a word, is to have matched i segments.
type pathPattern struct {
	plain  map[string]uint64 // by segment: the states that it leads on
	one    uint64            // the states that any segment leads on that is not empty: "*"
	stay   uint64            // the states before "**"
	accept uint64
}

// newPathPattern returns nil, which matches nothing, for a pattern that
// CheckPath refuses.
func newPathPattern(pattern string) *pathPattern {
	if CheckPath("", pattern) != nil {
		return nil
	}
	p := &pathPattern{plain: map[string]uint64{}}
	n, last := 0, ""
	for segment := range strings.SplitSeq(pattern, "/") {
		bit := uint64(1) << n
		switch {
		case segment == "**" && last == "**": // as one
			continue
		case segment == "**":
			p.stay |= bit
		case segment == "*":
			p.one |= bit
		default:
			p.plain[segment] |= bit
		}
		n, last = n+1, segment
	}
	p.accept = 1 << n
	return p
}

func (p *pathPattern) match(path string) bool {
	if p == nil {
		return false
	}
	state := p.skip(1)
	for more := true; more && state != 0; {
		var segment string
		segment, path, more = strings.Cut(path, "/")
		on := p.plain[segment]
		if segment != "" {
			on |= p.one
		}
		state = p.skip((state&on)<<1 | state&p.stay)
	}
	return state&p.accept != 0
}

// skip adds the states behind "**", which may stand for nothing.
func (p *pathPattern) skip(state uint64) uint64 { return state | (state&p.stay)<<1 }

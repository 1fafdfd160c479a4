package redact

// finding is an original in a text.
type finding struct {
	from, to int
	kind     kind
}

// finder looks for originals. It is for one goroutine.
type finder struct {
	o       *Originals
	scratch [16]byte
}

// in calls found for every original in s that stands by itself: neither a letter
// nor a digit may follow or precede it. Of two that begin at one place the longer
// is found. found says whether to go on.
func (f *finder) in(s []byte, shortestToken int, found func(finding) bool) {
	o := f.o
	o.mu.RLock()
	defer o.mu.RUnlock()
	if len(o.known) == 0 {
		return
	}
	for at := 0; at+minToken <= len(s); at++ {
		if !alnum(s[at]) || at > 0 && alnum(s[at-1]) {
			continue
		}
		h := uint64(0)
		for i := range minToken {
			h = o.grow(h, s[at+i])
		}
		start := uint32(mulmod(h%prime, o.point)>>20) & (1<<18 - 1)
		if o.starts[start>>6]&(1<<(start&63)) == 0 {
			continue
		}
		best := finding{kind: none}
		for end := at + minToken; ; end++ {
			n := end - at
			if n == maxToken || n >= shortestToken && (end == len(s) || !alnum(s[end])) && alnum(s[end-1]) {
				if o.lengths[n] {
					if k := o.known[f.fingerprint(h, n)]; k != none && k != issued && k != verbatim {
						best = finding{at, end, k}
					}
				}
			}
			if end == len(s) || n == maxToken {
				break
			}
			h = o.grow(h, s[end])
		}
		if best.kind != none {
			if !found(best) {
				return
			}
			at = best.to - 1
		}
	}
}

func (f *finder) fingerprint(h uint64, n int) uint64 { return f.o.fingerprint(&f.scratch, h, n) }

// is looks one value up.
func (f *finder) is(v string) kind {
	v = canonical(v)
	v = v[:min(len(v), maxToken)]
	f.o.mu.RLock()
	defer f.o.mu.RUnlock()
	if len(v) < minToken || !f.o.lengths[len(v)] {
		return none
	}
	if k := f.o.known[f.fingerprint(f.o.polynomial(v), len(v))]; k != issued && k != verbatim {
		return k
	}
	return none
}

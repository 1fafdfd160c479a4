package journal

import (
	"net/http"
	"slices"
)

// Witness is one exchange as it was, unredacted, for a judge in the same
// process. It is never stored, and must neither be changed nor printed.
type Witness struct {
	Exchange *Exchange // the redacted record, with decisions and faults

	Method         string
	Host           string
	URL            string // the vendor's own path, and the query, as sent
	RequestHeader  http.Header
	RequestBody    []byte
	Status         int // 0 when the connection ended without an answer
	ResponseHeader http.Header
	Body           []byte // as sent, before framing: coded, and up to where it was cut
	Plain          []byte // what Body was before its content coding, if the server says so
}

type tap struct{ see func(Witness) }

// Tap shows see every exchange that is opened from now on, when it is closed and
// before Close returns. It is called by many goroutines. stop ends that.
func (j *Journal) Tap(see func(Witness)) (stop func()) {
	if j == nil {
		return func() {}
	}
	t := &tap{see}
	j.changeTaps(func(list []*tap) []*tap { return append(list, t) })
	return func() {
		j.changeTaps(func(list []*tap) []*tap {
			return slices.DeleteFunc(list, func(have *tap) bool { return have == t })
		})
	}
}

// Tapped tells whether somebody is shown exchanges, and may keep what it sees.
func (j *Journal) Tapped() bool {
	if j == nil {
		return false
	}
	taps := j.taps.Load()
	return taps != nil && len(*taps) > 0
}

// changeTaps replaces the list, so that whoever reads it needs no lock.
func (j *Journal) changeTaps(change func([]*tap) []*tap) {
	j.mu.Lock()
	defer j.mu.Unlock()
	var list []*tap
	if have := j.taps.Load(); have != nil {
		list = slices.Clone(*have)
	}
	list = change(list)
	j.taps.Store(&list)
}

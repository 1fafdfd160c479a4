package journal

import "sync"

// record is what a journal keeps of one exchange: captured at first, redacted
// when somebody wants to see it.
type record struct {
	view *Exchange // to be read after settle
	once sync.Once
	raw  sealed // until then

	age  int   // of the oldest secrets that it may hold
	size int64 // what the journal counts for it, while it is kept
	kept bool  // these two belong to the journal and are guarded by its lock
}

// settle redacts r, once.
func (r *record) settle() {
	r.once.Do(func() {
		if r.raw != nil {
			r.raw().redact(r.view)
			r.raw = nil
		}
	})
}

// store puts r at the end of the ring and makes room for it.
func (j *Journal) store(r *record) {
	size := r.view.size()
	if r.raw != nil {
		size += r.raw().size()
	}
	if size > j.options.MaxBytes {
		size -= r.drop("too large for this journal")
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.shrink(size, 1)
	if j.count == len(j.ring) {
		larger := make([]*record, min(max(16, 2*len(j.ring)), max(j.options.MaxExchanges, 1)))
		for i := range j.count {
			larger[i] = j.at(i)
		}
		j.ring, j.head = larger, 0
	}
	j.ring[(j.head+j.count)%len(j.ring)] = r
	j.count++
	j.bytes += size
	r.size, r.kept = size, true
}

// drop lets go of r's bodies, for a reason, before r is stored. It returns about
// how much memory that frees.
func (r *record) drop(why string) int64 {
	e := r.view
	n := len(e.RequestBody) + len(e.ResponseBody)
	if r.raw != nil {
		c := r.raw()
		n += len(c.requestBody.data) + len(c.responseBody.data)
		c.requestBody, c.responseBody = rawBody{note: why}, rawBody{note: why}
	}
	e.RequestBody, e.ResponseBody, e.RequestNote, e.ResponseNote = nil, nil, why, why
	return int64(n - 2*len(why))
}

// shrink lets the oldest go until there is room for so many bytes and records
// more; j.mu is held.
func (j *Journal) shrink(bytes int64, records int) {
	for j.count > 0 && (j.count+records > j.options.MaxExchanges || j.bytes+bytes > j.options.MaxBytes) {
		old := &j.ring[j.head]
		j.bytes -= (*old).size
		(*old).kept = false
		*old = nil
		j.head = (j.head + 1) % len(j.ring)
		j.count--
		j.evicted++
	}
}

func (j *Journal) at(i int) *record { return j.ring[(j.head+i)%len(j.ring)] }

// reveal redacts what is in list and counts it anew.
func (j *Journal) reveal(list []*record) {
	for _, r := range list {
		r.settle()
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, r := range list {
		if r.kept {
			size := r.view.size()
			j.bytes += size - r.size
			r.size = size
		}
	}
	j.shrink(0, 0)
}

// sweep redacts what has waited since an age before the last, so that no more than
// one generation of secrets is held that the redactor has forgotten. It is due once
// in ten thousand secrets, finds nothing where each exchange issues a few, and is
// bounded like the journal.
func (j *Journal) sweep(age int) {
	var list []*record
	j.mu.Lock()
	for i := range j.count {
		if r := j.at(i); r.age < age-1 {
			list = append(list, r)
		}
	}
	j.mu.Unlock()
	j.reveal(list)
}

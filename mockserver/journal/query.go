package journal

import (
	"encoding/json"
	"io"
	"slices"
	"sort"
	"time"
)

// Filter selects exchanges. Empty members select all, and a Path that CheckPath
// refuses selects none.
type Filter struct {
	Service   string
	Operation string
	Method    string
	Path      string    // of the vendor; segments "*" and "**" match one and any number of segments
	Status    int       // 404; or a class, 1 to 5
	Since     time.Time // on the world's clock, inclusive
	After     int64     // exchanges with a larger ID
	Limit     int       // the newest so many
}

// fits says whether f selects e; path is f.Path, ready to match.
func (f *Filter) fits(path *pathPattern, e *Exchange) bool {
	return (f.Service == "" || f.Service == e.Service) &&
		(f.Operation == "" || f.Operation == e.Operation) &&
		(f.Method == "" || f.Method == e.Method) &&
		(f.Status == 0 || f.Status == e.Status || f.Status == e.Status/100) &&
		!e.Time.Before(f.Since) && e.ID > f.After &&
		(f.Path == "" || path.match(e.Path))
}

// Exchanges returns what f selects, in the order of arrival. The exchanges are
// shared and must not be changed.
func (j *Journal) Exchanges(f Filter) []*Exchange {
	if j == nil {
		return nil
	}
	quick := f
	quick.Method, quick.Path = "", "" // are known once an exchange is redacted
	j.mu.Lock()
	var found []*record
	for i := range j.count {
		if r := j.at(i); quick.fits(nil, r.view) {
			found = append(found, r)
		}
	}
	j.mu.Unlock()
	sort.Slice(found, func(i, j int) bool { return found[i].view.ID < found[j].view.ID })
	path := newPathPattern(f.Path)
	var list []*Exchange
	from := len(found)
	for from > 0 && (f.Limit <= 0 || len(list) < f.Limit) { // what is older than those shown is not redacted for them
		from--
		r := found[from]
		if r.settle(); f.fits(path, r.view) {
			list = append(list, r.view)
		}
	}
	j.reveal(found[from:])
	slices.Reverse(list)
	return list
}

// Exchange returns the exchange with that ID, or nil. It is shared and must not be
// changed.
func (j *Journal) Exchange(id int64) *Exchange {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	var found []*record
	for i := range j.count {
		if r := j.at(i); r.view.ID == id {
			found = append(found, r)
		}
	}
	j.mu.Unlock()
	if found == nil {
		return nil
	}
	j.reveal(found)
	return found[0].view
}

// WriteJSON writes what f selects as {"exchanges":[…],"stats":{…}}.
func (j *Journal) WriteJSON(w io.Writer, f Filter) error {
	list := j.Exchanges(f)
	if list == nil {
		list = []*Exchange{}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(struct {
		Exchanges []*Exchange `json:"exchanges"`
		Stats     Stats       `json:"stats"`
	}{list, j.Stats()})
}

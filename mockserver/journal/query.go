package journal

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"
)

// Filter selects exchanges. Empty members select all.
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

func (f *Filter) fits(e *Exchange) bool {
	return (f.Service == "" || f.Service == e.Service) &&
		(f.Operation == "" || f.Operation == e.Operation) &&
		(f.Method == "" || f.Method == e.Method) &&
		(f.Path == "" || matchPath(f.Path, e.Path)) &&
		(f.Status == 0 || f.Status == e.Status || f.Status == e.Status/100) &&
		!e.Time.Before(f.Since) && e.ID > f.After
}

// matchPath says whether a path has the form of pattern.
func matchPath(pattern, path string) bool {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	// star is the place after the last "**", and tried how much it has taken.
	star, tried, i := -1, 0, 0
	for j := 0; ; {
		switch {
		case i < len(want) && want[i] == "**":
			i++
			star, tried = i, j
		case i == len(want) && j == len(have):
			return true
		case i < len(want) && j < len(have) && (want[i] == have[j] || want[i] == "*" && have[j] != ""):
			i, j = i+1, j+1
		case star < 0 || tried >= len(have):
			return false
		default:
			tried++
			i, j = star, tried
		}
	}
}

// Exchanges returns what f selects, in the order of arrival. The exchanges are
// shared and must not be changed.
func (j *Journal) Exchanges(f Filter) []*Exchange {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	var list []*Exchange
	for i := range j.count {
		if e := j.at(i); f.fits(e) {
			list = append(list, e)
		}
	}
	j.mu.Unlock()
	slices.SortFunc(list, func(a, b *Exchange) int { return cmp.Compare(a.ID, b.ID) })
	if f.Limit > 0 && len(list) > f.Limit {
		list = list[len(list)-f.Limit:]
	}
	return list
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

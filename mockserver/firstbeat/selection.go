package firstbeat

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

// selection is what a results request asks for.
type selection struct {
	names    []string // as asked; nil for the default set
	places   []int    // of known names, each once, in the order asked; nil for the default set
	explicit bool
	list     bool // format=list
}

// selection reads var and format. With var, only what it names comes back.
// [confirmed: vendor sample code; measured].
func (q *query) selection() selection {
	s := selection{list: q.choice("format", "binary", "list") == "list"}
	s.names = q.list("var")
	if s.explicit = s.names != nil; !s.explicit {
		return s
	}
	unknown := 0
	for _, name := range s.names {
		i, ok := q.t.catalog.places[name]
		switch {
		case ok && !slices.Contains(s.places, i):
			s.places = append(s.places, i)
		case !ok:
			unknown++
			q.unknownVariable(name, unknown)
		}
	}
	return s
}

// unknownVariable notes a name that no variable has: the first few of a request.
func (q *query) unknownVariable(name string, nth int) {
	const noted, longest = 5, 40
	outcome := "ignore"
	if q.t.set.unknownVar.In(q.t.x) != 0 {
		outcome, q.err = "refuse", refusal(q.t.set.unknownVar.In(q.t.x))
	}
	if nth > noted {
		return
	}
	q.c.Call.Exchange.Decide("query", outcome, fmt.Sprintf("var names a variable that does not exist: %.*q", longest, name))
}

// order is the places of the wanted variables as this world prints them.
// Readers by position have broken more than once: by default the order is
// another one for each result. [confirmed: unspecified, public programs].
func (t *tenant) order(s *selection, id int64) []int {
	t.set.asDocumented.In(t.x) // by which the world has its catalogue
	wanted := func(i int) bool {
		v := &t.catalog.list[i]
		return v.series == nil || v.preset
	}
	if s.explicit {
		wanted = func(i int) bool { return slices.Contains(s.places, i) }
	}
	var list []int
	for _, i := range t.catalog.sorted {
		if wanted(i) {
			list = append(list, i)
		}
	}
	switch t.set.order.In(t.x) {
	case "shuffled":
		r := rand.New(rand.NewPCG(t.data.Seed(), draw.Mix(uint64(id))))
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	case "request":
		if s.explicit {
			return s.places
		}
	}
	return list
}

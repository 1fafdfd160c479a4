package polarteampro

import (
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// names keeps what teams are called: lists need no more, and to make a team is to
// find out who is in it. They follow from the population.
type names struct {
	mu   sync.Mutex
	kept map[int]string
}

// maxNames bounds what is kept: less than a megabyte.
const maxNames = 8 << 10

func (n *names) of(d *dataset.Set, team int) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	name, ok := n.kept[team]
	if ok {
		return name
	}
	if n.kept == nil || len(n.kept) >= maxNames {
		n.kept = map[int]string{}
	}
	name = d.Team(team).Name
	n.kept[team] = name
	return name
}

package change

import (
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/jsontree"
)

// place is a JSON pointer in which "*" stands for each item of a list and each
// member of an object, and "**" for any number of steps, also none.
type place []string

func parsePlace(pointer string) place {
	if pointer == "" {
		return nil
	}
	return strings.Split(strings.TrimPrefix(pointer, "/"), "/")
}

// values visits every value at the place.
func (p place) values(n *jsontree.Node, visit func(*jsontree.Node)) {
	if len(p) == 0 {
		visit(n)
		return
	}
	step, rest := p[0], p[1:]
	if step == "**" {
		rest.values(n, visit)
		rest = p
	}
	every := step == "*" || step == "**"
	for _, m := range n.Members {
		if every || m.Name == step {
			rest.values(m.Value, visit)
		}
	}
	if every {
		for _, item := range n.Items {
			rest.values(item, visit)
		}
	}
}

// objects visits every object that may have the place's last member.
func (p place) objects(n *jsontree.Node, visit func(object *jsontree.Node, member string)) {
	last := len(p) - 1
	p[:last].values(n, func(v *jsontree.Node) {
		if v.Kind == '{' {
			visit(v, p[last])
		}
	})
}

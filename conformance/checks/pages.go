package checks

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
)

// Walk demands that numbered pages are asked for in order, each once, as many as
// the answers say there are.
type Walk struct {
	conformance.Match `yaml:",inline"`
	Name              string `yaml:"name"`  // of the parameter; default page
	First             int    `yaml:"first"` // the first page's number
	Total             string `yaml:"total"` // JSON pointer to the number of pages in an answer
}

// Connections bounds how many connections requests came over.
type Connections struct {
	conformance.Match `yaml:",inline"`
	Max               int `yaml:"max"`
}

func (a *Walk) validate() error {
	if a.Name == "" {
		a.Name = "page"
	}
	if a.Total == "" {
		return errors.New("needs total: the place of the number of pages")
	}
	return errors.Join(checkPointer(a.Total), checkMatch(a.Match))
}

func (a *Connections) validate() error {
	if a.Max <= 0 {
		return errors.New("max must be above zero")
	}
	return checkMatch(a.Match)
}

func pages() []Spec {
	return []Spec{
		define("pages_walked", "Pages are asked for in order, each once, up to the number that the last answer gives: {match…, name: page, first: 0, total: /page/total_pages}.", pagesWalked),
		define("connections_count", "Requests of a kind came over so many connections at most: {match…, max}.", connectionsCount),
	}
}

func pagesWalked(e *conformance.Evidence, a *Walk) conformance.Outcome {
	want := fmt.Sprintf("%s with %s from %d on, each page once", describe(a.Match), a.Name, a.First)
	got := e.Select(a.Match)
	if len(got) == 0 {
		return unreached(want, "no "+describe(a.Match))
	}
	out := conformance.Outcome{Want: want, Met: true, Reached: true, Marks: marks(got, "")}
	var saw []string
	var total int64 = 1
	for i, x := range got {
		number := a.First
		if p := params(x, a.Name, false); len(p) > 0 {
			n, err := strconv.Atoi(strings.Join(p, "+"))
			if number = n; err != nil {
				number = -1
			}
		}
		saw = append(saw, strconv.Itoa(number))
		if number != a.First+i {
			out.Met = false
			out.Marks[x.N] = fmt.Sprintf("page %d was next", a.First+i)
		}
		if v, err := replyAt(x, a.Total); err == nil {
			if n, ok := v.(*big.Int); ok && n.IsInt64() {
				total = max(n.Int64(), 1)
			}
		}
	}
	out.Saw = listed(saw)
	if int64(len(got)) != total {
		out.Met = false
		out.Saw += fmt.Sprintf(" of %d pages", total)
	}
	return out
}

func connectionsCount(e *conformance.Evidence, a *Connections) conformance.Outcome {
	want := fmt.Sprintf("%s over at most %d connections", describe(a.Match), a.Max)
	conns := map[int]bool{}
	for _, x := range e.Select(a.Match) {
		conns[x.Conn] = true
	}
	if len(conns) == 0 {
		return unreached(want, "no "+describe(a.Match))
	}
	return conformance.Outcome{Want: want, Saw: strconv.Itoa(len(conns)), Met: len(conns) <= a.Max, Reached: true}
}

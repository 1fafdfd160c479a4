package checks

import (
	"fmt"

	"github.com/ergodrome/ergodrome/conformance"
)

// Survives demands that a program does not fall over an answer.
type Survives struct {
	conformance.Match `yaml:",inline"`
}

func (a *Survives) validate() error { return checkMatch(a.Match) }

func process() []Spec {
	return []Spec{
		define("survives", "A program that acts on its own does not crash or hang over an answer of a kind: {match…}.", survives),
	}
}

// survives blames the last answer before a program's end: whoever went on asking has
// survived what came before.
func survives(e *conformance.Evidence, a *Survives) conformance.Outcome {
	want := "the program to survive " + describe(a.Match)
	got := e.Select(a.Match)
	switch {
	case e.Process == nil:
		return unreached(want, "it is asked through an adapter")
	case len(got) == 0:
		return unreached(want, "no "+describe(a.Match))
	}
	out := conformance.Outcome{Want: want, Saw: "it went on", Met: true, Reached: true, Marks: marks(got, "")}
	last := got[0]
	for i := range e.Exchanges {
		if x := &e.Exchanges[i]; x.At >= last.At {
			last = x
		}
	}
	how := e.Process.How()
	switch {
	case !a.Matches(last):
	case e.Process.Crashed() || e.Process.Stopped != "":
		out.Met, out.Broken = false, true
		out.Saw = fmt.Sprintf("after #%d it %s", last.N, how)
		out.Marks[last.N] = "the last answer before the end"
	default:
		out.Saw = "it " + how
	}
	return out
}

// Package drift says how a vendor's API differs from what it was, and what that means to a client.
package drift

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// Schema names the form of a report as JSON.
const Schema = "ergodrome.drift/1"

// Class says what a difference means to a client that was written before it.
type Class string

// The classes, the gravest first.
const (
	Breaking Class = "breaking"          // what follows the documents fails, or reads something wrong
	Unknown  Class = "could-not-compare" // nobody can tell; the difference may hide anything
	Risky    Class = "risky"             // what follows them closely goes on; many do not
	Benign   Class = "benign"            // only what forbids the unknown could mind
)

// The exit codes of `ergodrome drift`. 1 and 2 are those of every command: it
// failed, it was called wrongly. They are an interface: docs/drift.md.
const (
	ExitNone     = 0
	ExitBenign   = 10
	ExitRisky    = 11
	ExitBreaking = 12
	ExitUnknown  = 13
)

// Classes lists the classes, the gravest first.
func Classes() []Class { return []Class{Breaking, Unknown, Risky, Benign} }

// gravity orders classes; nothing has 0.
func (c Class) gravity() int {
	i := slices.Index(Classes(), c)
	if i < 0 {
		return 0
	}
	return len(Classes()) - i
}

// Exit is the code of a class; that of no class is ExitNone.
func (c Class) Exit() int {
	switch c {
	case Breaking:
		return ExitBreaking
	case Unknown:
		return ExitUnknown
	case Risky:
		return ExitRisky
	case Benign:
		return ExitBenign
	}
	return ExitNone
}

// Finding is one difference.
type Finding struct {
	Class Class `json:"class"`
	// Rule names the kind of difference: "response-property-removed".
	Rule      string `json:"rule"`
	Service   string `json:"service,omitempty"`
	Operation string `json:"operation,omitempty"` // operationId in specs/
	Request   string `json:"request,omitempty"`   // "GET /v1/sports/accounts"
	// Where is the place in the exchange: "200 /athletes/*/athleteId".
	Where string `json:"where,omitempty"`
	What  string `json:"what"` // in words
	// Count is how many exchanges show it, Of how many were looked at; both are 0
	// where documents are compared.
	Count   int    `json:"count,omitempty"`
	Of      int    `json:"of,omitempty"`
	Example string `json:"example,omitempty"` // redacted
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	// Clients are the operations of ergodrome's own clients that rest on it, Cases
	// the conformance cases.
	Clients []string `json:"clients,omitempty"`
	Cases   []string `json:"cases,omitempty"`
}

// Report is one comparison. It is what every rendering shows.
type Report struct {
	Schema string    `json:"schema"`
	Mode   string    `json:"mode"` // "spec", "recording" or "live"
	From   string    `json:"from"`
	To     string    `json:"to"`
	When   time.Time `json:"when"`
	Class  Class     `json:"class,omitempty"` // the gravest of the findings; empty when there are none
	Looked int       `json:"looked"`          // operations or exchanges that were compared
	// Since is when the earlier report was made that this one is compared with; the
	// zero time where it is compared with none.
	Since   time.Time `json:"since,omitzero"`
	Note    string    `json:"note,omitempty"` // how the findings are to be read
	Counts  Counts    `json:"counts"`
	Finding []Finding `json:"findings"`
	// Unseen says what could have been compared and was not, and why; it is no
	// difference.
	Unseen []string `json:"unseen,omitempty"`
	// Known are differences that the earlier report had too. They are no drift since
	// then, and have no part in the class and the exit code.
	Known []Finding `json:"known,omitempty"`
	// Changes are named vendor changes that look like these findings.
	Changes []string `json:"changes,omitempty"`
}

// Counts says how many findings are of each class.
type Counts struct {
	Breaking int `json:"breaking"`
	Unknown  int `json:"couldNotCompare"`
	Risky    int `json:"risky"`
	Benign   int `json:"benign"`
}

// Finish sorts the findings, the gravest first, and sums them up.
func (r *Report) Finish() {
	r.Schema = Schema
	for _, list := range [][]Finding{r.Finding, r.Known} {
		sort.Slice(list, func(i, j int) bool { return order(&list[i], &list[j]) < 0 })
	}
	r.Class, r.Counts = "", Counts{}
	for i := range r.Finding {
		c := r.Finding[i].Class
		if c.gravity() > r.Class.gravity() {
			r.Class = c
		}
		switch c {
		case Breaking:
			r.Counts.Breaking++
		case Unknown:
			r.Counts.Unknown++
		case Risky:
			r.Counts.Risky++
		case Benign:
			r.Counts.Benign++
		}
	}
}

func order(a, b *Finding) int {
	return cmp.Or(
		cmp.Compare(b.Class.gravity(), a.Class.gravity()), cmp.Compare(a.Service, b.Service), cmp.Compare(a.Operation, b.Operation),
		cmp.Compare(a.Request, b.Request), cmp.Compare(a.Where, b.Where), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.What, b.What),
	)
}

// Exit is the report's exit code, where findings up to a class are accepted; ""
// accepts none.
func (r *Report) Exit(accept Class) int {
	if r.Class.gravity() <= accept.gravity() {
		return ExitNone
	}
	return r.Class.Exit()
}

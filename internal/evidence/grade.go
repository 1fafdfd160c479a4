// Package evidence knows of each part of the services' descriptions where it was read, and how sure that is.
//
// It holds an index of specs/, which are ten times as long, for programs that answer questions about one exchange. A part
// that says nothing itself has the grounds of what it is a part of, by name: see Part.
package evidence

import (
	"fmt"
	"slices"
)

// Grade says how sure a fact is. Larger grades are weaker.
type Grade int

// The grades. The zero Grade is that of what no description has.
const (
	Documented   Grade = iota + 1 // the vendor says so
	Recorded                      // in answers of the service that were published
	SeenInClient                  // in programs that ran against the service
	Inferred                      // stated nowhere: our reading
)

var words = [...]string{"", "documented", "recorded", "seen in client code", "inferred"}

// Grades are all there are, the surest first.
func Grades() []Grade { return []Grade{Documented, Recorded, SeenInClient, Inferred} }

// String is the grade as people read it, empty for none.
func (g Grade) String() string {
	if g < 0 || int(g) >= len(words) {
		return fmt.Sprintf("Grade(%d)", int(g))
	}
	return words[g]
}

// MarshalText spells the grade as String does.
func (g Grade) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (g *Grade) UnmarshalText(text []byte) error {
	i := slices.Index(words[:], string(text))
	if i < 0 {
		return fmt.Errorf("evidence: %.80q is not a grade; use documented, recorded, seen in client code or inferred", text)
	}
	*g = Grade(i)
	return nil
}

// Grounds are what a fact rests on.
type Grounds struct {
	Grade  Grade  `json:"grade"`
	Source string `json:"source"` // names of what was read, with the places
	Date   string `json:"date"`   // of the state that was read, of the source that bears the grade
	// Of is the part that these are the grounds of, where the part itself says nothing.
	Of string `json:"of,omitempty"`
}

// Part is a named part of a description with its grounds.
type Part struct {
	Name string
	*Grounds
}

// Under is a part of p: with grounds of its own, or those of p, named.
func (p Part) Under(name string, own *Grounds) Part {
	if own != nil {
		return Part{name, own}
	}
	if p.Of != "" {
		return Part{name, p.Grounds}
	}
	from := *p.Grounds
	from.Of = p.Name
	return Part{name, &from}
}

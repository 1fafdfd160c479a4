// Package change is what a vendor may alter one day without being asked: named changes, made to answers that are finished.
//
// It knows no vendor: each lists its own changes, and a Set makes those that a
// world has chosen. A world that has chosen none has no Set and pays nothing.
package change

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// Class says what a change means to a client that was written before it.
type Class string

// The classes.
const (
	Breaking Class = "breaking" // a client that follows the documents fails, or reads something wrong
	Risky    Class = "risky"    // a client that follows them closely goes on; many do not
	Benign   Class = "benign"   // only a client that forbids what it does not know could mind
)

// Change is one alteration of a service.
type Change struct {
	Name  string // kebab-case, beginning with the service's name
	Class Class
	What  string // what is different afterwards, in words
	// Operations are those whose exchanges differ; nil means all.
	Operations []string
	// Switches make the change where the service has a switch for it.
	Switches map[string]string
	// Ask alters the query before the vendor sees it: what the vendor has renamed,
	// or reads otherwise.
	Ask func(query url.Values)
	// Edits alter the finished answer, one after the other.
	Edits []Edit
	// Within says that the service makes the change itself, where it finds the name
	// among its world's changes: what is too deep in a body for an Edit.
	Within bool
}

// concerns says whether exchanges of an operation differ.
func (c *Change) concerns(operation string) bool {
	return c.Operations == nil || slices.Contains(c.Operations, operation)
}

// Unknown reports a name that no change has.
type Unknown struct {
	Name string
	Near []string // names that look like it, best first
}

func (e *Unknown) Error() string {
	text := fmt.Sprintf("%.80q is no vendor change", e.Name)
	if len(e.Near) > 0 {
		text += "; did you mean " + strings.Join(e.Near, ", ") + "?"
	}
	return text
}

// Find is the change of that name, and the service that it is of. Its error is an
// *Unknown.
func Find(all map[string][]Change, name string) (service string, c *Change, err error) {
	var names []string
	for service, list := range all {
		for i := range list {
			if list[i].Name == name {
				return service, &list[i], nil
			}
			names = append(names, list[i].Name)
		}
	}
	return "", nil, &Unknown{Name: name, Near: near(name, names)}
}

// Set is the changes that a world has chosen. A nil Set has none.
type Set struct {
	of    map[string]*Service
	coder *httpx.Coder
}

// Service is the changes of one service. A nil Service has none.
type Service struct {
	changes []*Change
	coder   *httpx.Coder
}

// New makes the set of the named changes; nil when there are no names. Its error
// is an *Unknown.
func New(names []string, all map[string][]Change) (*Set, error) {
	if len(names) == 0 {
		return nil, nil //nolint:nilnil // no changes are no set, so that nobody pays for it
	}
	s := &Set{of: map[string]*Service{}, coder: httpx.NewCoder()}
	for i, name := range names {
		service, c, err := Find(all, name)
		if err != nil {
			return nil, err
		}
		if slices.Contains(names[:i], name) {
			continue
		}
		if s.of[service] == nil {
			s.of[service] = &Service{coder: s.coder}
		}
		s.of[service].changes = append(s.of[service].changes, c)
	}
	return s, nil
}

// Of is the changes of a service; nil when it has none.
func (s *Set) Of(service string) *Service {
	if s == nil {
		return nil
	}
	return s.of[service]
}

// Of lists the changes that an operation's exchanges show.
func (s *Service) Of(operation string) []*Change {
	if s == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.changes), func(c *Change) bool { return !c.concerns(operation) })
}

// Switches are what the set's changes of a service ask of its switches.
func (s *Service) Switches() map[string]string {
	out := map[string]string{}
	for _, c := range s.changes {
		for name, value := range c.Switches {
			out[name] = value
		}
	}
	return out
}

// Ask is r as the changed vendor reads it. It is r itself where nothing is read
// otherwise.
func (s *Service) Ask(operation string, r *http.Request) *http.Request {
	for _, c := range s.changes {
		if c.Ask == nil || !c.concerns(operation) {
			continue
		}
		query := r.URL.Query()
		c.Ask(query)
		in, u := *r, *r.URL
		u.RawQuery = query.Encode()
		in.URL = &u
		r = &in
	}
	return r
}

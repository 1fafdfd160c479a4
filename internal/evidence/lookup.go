package evidence

import (
	"slices"
	"strconv"
)

// Has tells whether a part with this mask is in the profile; an unknown profile has all.
func (s *Service) Has(mask uint8, profile string) bool {
	i := slices.Index(s.Profiles, profile)
	return mask == 0 || i < 0 || mask&(1<<i) != 0
}

// Answer is what the operation answers with that status, under the name that it has there, such as "5XX"; nil when it says
// nothing of it. Without an operation it is what the service answers to requests of none.
func (s *Service) Answer(o *Operation, status int, profile string) (name string, a *Answer) {
	for _, name := range [...]string{strconv.Itoa(status), strconv.Itoa(status/100) + "XX", "default"} {
		if o == nil {
			if a := s.Answers[s.Strays[name]]; a != nil {
				return name, a
			}
			continue
		}
		if a := s.answer(o.Answers[name]); a != nil && s.Has(a.Mask, profile) {
			return name, a
		}
	}
	return "", nil
}

// Parameter is the parameter itself, which operations may share.
func (s *Service) Parameter(m *Member) *Member { return s.parameter(m) }

// Header is the header itself, which answers may share.
func (s *Service) Header(m *Member) *Member { return s.header(m) }

// Node is a schema at the place where it is met.
type Node struct {
	Part
	*Member
}

// Forms are all schemas that a value may follow at a place: m, what it refers to, and its alternatives. What they have
// inside rests on above, unless a schema that has a name says more.
func (s *Service) Forms(above Part, m *Member, profile string) []Node {
	return s.forms(nil, above, m, profile)
}

func (s *Service) forms(out []Node, above Part, m *Member, profile string) []Node {
	const deepest = 64 // references of a sound index lead nowhere near
	if m == nil || !s.Has(m.Mask, profile) || len(out) > deepest {
		return out
	}
	if m.Ref != "" {
		named := s.Schemas[m.Ref]
		if named == nil || slices.ContainsFunc(out, func(n Node) bool { return n.Member == named }) {
			return out
		}
		return s.forms(out, s.Document().Under(m.Ref, named.Own), named, profile)
	}
	out = append(out, Node{above, m})
	for _, one := range m.Any {
		out = s.forms(out, above, one, profile)
	}
	return out
}

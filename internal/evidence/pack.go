package evidence

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Where a part was read mostly has the name of the part in it. Packed, that is a mark, so that a thousand texts are fifty.
// A mark is a byte that no text has; expand undoes fold exactly.

// fold puts marks in the place of names.
func fold(text string, names []string) string {
	for i, name := range names {
		if len(name) > 1 {
			text = strings.ReplaceAll(text, name, string(rune(1+i)))
		}
	}
	return text
}

// expand puts names in the place of marks.
func expand(text string, names []string) string {
	if !strings.ContainsAny(text, "\x01\x02\x03") {
		return text
	}
	marks := make([]string, 0, 2*len(names))
	for i, name := range names {
		marks = append(marks, string(rune(1+i)), name)
	}
	return strings.NewReplacer(marks...).Replace(text)
}

// Trim drops the values that are as sure as what they are values of, which is most: an answer about one exchange misses
// nothing that its property does not say.
func Trim(x *Index) {
	for _, s := range x.Services {
		v := visitor{trim: true, see: func(*Held, ...string) {}}
		for _, name := range sorted(s.Schemas) {
			v.member(name, "", s.Schemas[name])
		}
		for _, m := range s.Parameters {
			v.member("", "", m)
		}
		for _, o := range s.Operations {
			v.operation(o)
		}
	}
}

// trim is Trim for one member.
func (m *Member) trim() {
	maps.DeleteFunc(m.Values, func(_ string, v *Member) bool {
		return m.Own != nil && v.Own != nil && m.Own.Grade == v.Own.Grade && v.Mask == 0
	})
}

// Pack writes the index for Unpack.
func Pack(x *Index) ([]byte, error) {
	for _, s := range x.Services {
		places := map[Grounds]int{}
		s.Texts = nil
		s.visit(func(h *Held, names ...string) {
			h.At = 0
			if h.Own == nil {
				return
			}
			g := *h.Own
			g.Source = fold(g.Source, names)
			if places[g] == 0 {
				s.Texts = append(s.Texts, g)
				places[g] = len(s.Texts)
			}
			h.At = places[g]
		})
	}
	return json.Marshal(x)
}

// Unpack reads what Pack wrote.
func Unpack(packed []byte) (*Index, error) {
	x := &Index{}
	if err := json.Unmarshal(packed, x); err != nil {
		return nil, fmt.Errorf("evidence: the index is broken: %w", err)
	}
	for name, s := range x.Services {
		var bad error
		s.visit(func(h *Held, names ...string) {
			switch {
			case h.At == 0:
			case h.At < 0 || h.At > len(s.Texts):
				bad = fmt.Errorf("evidence: the index is broken: %s has no text %d", name, h.At)
			default:
				g := s.Texts[h.At-1]
				g.Source = expand(g.Source, names)
				h.Own = &g
			}
		})
		if bad == nil && s.Info.Own == nil {
			bad = fmt.Errorf("evidence: the index is broken: %s says nothing of itself", name)
		}
		if bad != nil {
			return nil, bad
		}
	}
	return x, nil
}

// visit shows see everything that may have grounds, with the names that its text is likely to have.
func (s *Service) visit(see func(h *Held, names ...string)) {
	v := visitor{see: see}
	see(&s.Info)
	for _, of := range []map[string]*Member{s.Parameters, s.Headers, s.Common, s.Schemas, s.Security, s.Columns, s.Variables} {
		for _, name := range sorted(of) {
			v.member(name, "", of[name])
		}
	}
	for _, name := range sorted(s.Answers) {
		v.answer([]string{name}, s.Answers[name])
	}
	for _, id := range sorted(s.Operations) {
		v.operation(s.Operations[id])
	}
	for _, l := range s.Limits {
		v.member(l.Name, "", l)
	}
}

type visitor struct {
	see  func(h *Held, names ...string)
	trim bool
}

func (v visitor) operation(o *Operation) {
	names := []string{o.Path} // as it is, and without what all paths begin with
	for rest, i := o.Path, 0; i < 2; i++ {
		if at := strings.IndexByte(rest[min(1, len(rest)):], '/'); at >= 0 {
			rest = rest[at+1:]
			names = append(names, rest)
		}
	}
	v.see(&o.Held, names...)
	for _, m := range slices.Concat(o.Parameters, o.Limits) {
		v.inside(names, m)
	}
	if o.Body != nil {
		v.answer(names, o.Body)
	}
	for _, status := range sorted(o.Answers) {
		v.answer(names, o.Answers[status])
	}
}

func (v visitor) answer(names []string, a *Answer) {
	v.see(&a.Held, names...)
	for _, of := range []map[string]*Member{a.Headers, a.Content} {
		for _, name := range sorted(of) {
			v.inside(names, of[name])
		}
	}
	for _, f := range a.Frames {
		v.see(&f.Held, names...)
	}
}

// inside visits a member that has no name of its own.
func (v visitor) inside(names []string, m *Member) {
	v.see(&m.Held, names...)
	v.children(names[0], m)
}

func (v visitor) member(section, name string, m *Member) {
	v.see(&m.Held, section, name)
	v.children(section, m)
}

func (v visitor) children(section string, m *Member) {
	if v.trim {
		m.trim()
	}
	for _, of := range []map[string]*Member{m.Props, m.Values} {
		for _, name := range sorted(of) {
			v.member(section, name, of[name])
		}
	}
	for _, one := range slices.Concat(m.Any, []*Member{m.Items, m.More}) {
		if one != nil {
			v.member(section, "", one)
		}
	}
}

// sorted lists the keys of a map in order. All maps of pointers share its code.
func sorted[V any](m map[string]*V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

package evidence

import (
	"maps"
	"slices"
	"strings"
)

// Row is one part of a description with what it rests on.
type Row struct {
	Section  string // an operationId, or what several operations share: "answer NotFound", "schema Athlete"
	Kind     string // "document", "operation", "parameter", "body", "status", "header", "column", "limit", "security", "schema", "property", "value"
	Name     string
	Profiles []string // nil: all
	Grounds
}

// Rows lists every part of the description, in the order of sections and names.
func (s *Service) Rows() []Row {
	r := &rows{s: s}
	doc := s.Document()
	r.section = "the service"
	r.add("document", doc, 0)
	r.limits(doc, s.Limits)
	r.members("security", doc, s.Security)
	r.members("header", doc, s.Common)
	r.members("column", doc, s.Columns)
	r.members("value", doc, s.Variables)
	for _, id := range slices.SortedFunc(maps.Keys(s.Operations), func(a, b string) int {
		x, y := s.Operations[a], s.Operations[b]
		return strings.Compare(x.Path+" "+x.Method, y.Path+" "+y.Method)
	}) {
		r.operation(doc, id, s.Operations[id])
	}
	for _, name := range slices.Sorted(maps.Keys(s.Parameters)) {
		r.section = "parameter " + name
		r.parameter(doc, s.Parameters[name])
	}
	r.section = "headers"
	r.members("header", doc, s.Headers)
	for _, name := range slices.Sorted(maps.Keys(s.Answers)) {
		r.section = "answer " + name
		r.answer("status", doc, r.section, s.Answers[name])
	}
	for _, name := range slices.Sorted(maps.Keys(s.Schemas)) {
		m := s.Schemas[name]
		p := doc.Under(name, m.Own)
		r.section = "schema " + name
		r.add("schema", p, m.Mask)
		r.inside(p, m)
	}
	return r.all
}

type rows struct {
	s       *Service
	section string
	all     []Row
}

func (r *rows) add(kind string, p Part, mask uint8) {
	r.all = append(r.all, Row{r.section, kind, p.Name, r.s.of(mask), *p.Grounds})
}

func (r *rows) members(kind string, above Part, of map[string]*Member) {
	for _, name := range slices.Sorted(maps.Keys(of)) {
		m := of[name]
		p := above.Under(name, m.Own)
		r.add(kind, p, m.Mask)
		r.inside(p, m)
	}
}

func (r *rows) limits(above Part, of []*Member) {
	for _, m := range of {
		r.add("limit", above.Under(m.Name+": "+m.Bounds, m.Own), m.Mask)
	}
}

func (r *rows) operation(doc Part, id string, o *Operation) {
	r.section = id
	p := doc.Under(id, o.Own)
	r.add("operation", p, o.Mask)
	for _, m := range o.Parameters {
		r.parameter(p, m)
	}
	if o.Body != nil {
		r.answer("body", p, "the request's body", o.Body)
	}
	for _, status := range slices.Sorted(maps.Keys(o.Answers)) {
		r.answer("status", p, status, o.Answers[status])
	}
	r.limits(p, o.Limits)
}

// parameter adds one; a shared one has its rows in a section of its own, and here the one that says so.
func (r *rows) parameter(above Part, m *Member) {
	shared := r.s.parameter(m)
	p := above.Under(shared.Name+" ("+shared.In+")", shared.Own)
	r.add("parameter", p, shared.Mask|m.Mask)
	if shared == m {
		r.inside(p, m)
	}
}

func (r *rows) answer(kind string, above Part, name string, a *Answer) {
	shared := r.s.answer(a)
	p := above.Under(name, shared.Own)
	r.add(kind, p, shared.Mask|a.Mask)
	if shared != a {
		return
	}
	for _, h := range slices.Sorted(maps.Keys(a.Headers)) {
		m := r.s.header(a.Headers[h])
		r.add("header", p.Under(name+" "+h, m.Own), m.Mask)
	}
	for _, f := range a.Frames {
		r.add("column", p.Under(name+" columns "+strings.Join(f.Columns, ", "), f.Own), f.Mask)
	}
	for _, media := range slices.Sorted(maps.Keys(a.Content)) {
		r.inside(Part{name + " " + media, p.Under("", nil).Grounds}, a.Content[media])
	}
}

// inside adds what a member has inside of it, up to what has a name of its own.
func (r *rows) inside(p Part, m *Member) {
	if m.Bounds != "" {
		r.add("limit", p.Under(p.Name+": "+m.Bounds, nil), m.Mask)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Props)) {
		child := m.Props[name]
		c := p.Under(p.Name+"."+name, child.Own)
		r.add("property", c, child.Mask)
		r.inside(c, child)
	}
	for _, v := range slices.Sorted(maps.Keys(m.Values)) {
		r.add("value", p.Under(p.Name+" = "+v, m.Values[v].Own), m.Values[v].Mask)
	}
	if m.Items != nil {
		r.inside(Part{p.Name + "[]", p.Under("", nil).Grounds}, m.Items)
	}
	if m.More != nil {
		r.inside(Part{p.Name + ".*", p.Under("", nil).Grounds}, m.More)
	}
	for _, one := range m.Any {
		r.inside(p, one)
	}
}

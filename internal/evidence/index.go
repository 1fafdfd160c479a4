package evidence

// Index is what the descriptions say of their own evidence.
type Index struct {
	Services map[string]*Service `json:"services"`
}

// Service is one description. What several parts share stands once and is referred to by name.
type Service struct {
	Profiles   []string              `json:"profiles,omitempty"` // the first bit of a mask is that of the first
	Default    string                `json:"default,omitempty"`
	Texts      []Grounds             `json:"texts"` // that packed parts refer to
	Info       Held                  `json:"info"`  // of the whole document
	Operations map[string]*Operation `json:"operations"`
	Parameters map[string]*Member    `json:"parameters,omitempty"`
	Headers    map[string]*Member    `json:"headers,omitempty"`
	Common     map[string]*Member    `json:"common,omitempty"` // headers of all answers
	Answers    map[string]*Answer    `json:"answers,omitempty"`
	Schemas    map[string]*Member    `json:"schemas,omitempty"`
	Security   map[string]*Member    `json:"security,omitempty"`
	Columns    map[string]*Member    `json:"columns,omitempty"`   // of tables
	Variables  map[string]*Member    `json:"variables,omitempty"` // names that stand in answers as values
	Limits     []*Member             `json:"limits,omitempty"`
	Strays     map[string]string     `json:"strays,omitempty"` // what requests of no operation get: status to a name in Answers
}

// Operation is one operation.
type Operation struct {
	Held
	Mask       uint8              `json:"x,omitempty"` // which profiles have it; 0: all
	Method     string             `json:"m"`
	Path       string             `json:"u"`
	Parameters []*Member          `json:"q,omitempty"`
	Body       *Answer            `json:"b,omitempty"` // of the request
	Answers    map[string]*Answer `json:"s"`
	Limits     []*Member          `json:"l,omitempty"`
	Security   []string           `json:"k,omitempty"`
}

// Answer is a status with headers and a body, or the body of a request.
type Answer struct {
	Held
	Mask    uint8              `json:"x,omitempty"`
	Ref     string             `json:"r,omitempty"` // a name in Service.Answers; nothing else is set then
	Headers map[string]*Member `json:"h,omitempty"`
	Content map[string]*Member `json:"c,omitempty"` // by media type
	Frames  []*Frame           `json:"f,omitempty"` // of a table
	Lines   bool               `json:"n,omitempty"` // one value a line
}

// Frame is the columns of a table; "metric" and "metrics" stand for those that were asked for.
type Frame struct {
	Held
	Mask    uint8    `json:"x,omitempty"`
	Columns []string `json:"c"`
}

// Member is a parameter, header, schema, property, value, column or limit.
type Member struct {
	Held
	Mask   uint8              `json:"x,omitempty"`
	Ref    string             `json:"r,omitempty"` // a name among those of its kind; schemas in all other places
	Name   string             `json:"n,omitempty"`
	In     string             `json:"i,omitempty"` // of a parameter or a security scheme: "query", …
	Bounds string             `json:"b,omitempty"` // of a parameter or a list: "1 to 100"; of a limit: what it is
	At     []string           `json:"t,omitempty"` // of a limit: the statuses that tell of it
	Member string             `json:"w,omitempty"` // of a limit: the member of a body that tells of it
	Props  map[string]*Member `json:"p,omitempty"`
	Items  *Member            `json:"e,omitempty"`
	More   *Member            `json:"a,omitempty"` // of members that have no names
	Any    []*Member          `json:"o,omitempty"` // one or all of them
	Values map[string]*Member `json:"v,omitempty"`
	Named  bool               `json:"d,omitempty"` // its values are names in Service.Variables
}

// Held is a part's own grounds.
type Held struct {
	At  int      `json:"g,omitempty"` // when packed: a place in Service.Texts, from 1; 0: the part says nothing itself
	Own *Grounds `json:"-"`
}

// Document is the whole description.
func (s *Service) Document() Part { return Part{"the document", s.Info.Own} }

// of lists the profiles that a mask is for; nil for all.
func (s *Service) of(mask uint8) []string {
	var out []string
	for i, p := range s.Profiles {
		if mask&(1<<i) != 0 {
			out = append(out, p)
		}
	}
	return out
}

// answer follows a reference.
func (s *Service) answer(a *Answer) *Answer {
	if a != nil && a.Ref != "" {
		return s.Answers[a.Ref]
	}
	return a
}

// parameter follows a reference.
func (s *Service) parameter(m *Member) *Member {
	if m.Ref != "" && m.In == "" {
		return s.Parameters[m.Ref]
	}
	return m
}

// header follows a reference.
func (s *Service) header(m *Member) *Member {
	if m.Ref != "" {
		return s.Headers[m.Ref]
	}
	return m
}

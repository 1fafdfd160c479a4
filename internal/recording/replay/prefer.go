package replay

import (
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
)

// preference is which of several answers to a question a caller wants, by the fields that other mock servers have made
// known: Prefer: code=429, or Prefer: example=throttled for an exchange with a name. [confirmed: RFC 7240, Prefer; the names
// are those of Stoplight Prism]
type preference struct {
	example string
	code    int
}

func preferred(h http.Header) preference {
	var p preference
	for _, field := range h.Values("Prefer") {
		for one := range strings.FieldsFuncSeq(field, func(r rune) bool { return r == ',' || r == ';' }) {
			name, value, _ := strings.Cut(strings.TrimSpace(one), "=")
			value = strings.Trim(strings.TrimSpace(value), `"`)
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "example":
				p.example = value
			case "code":
				p.code, _ = strconv.Atoi(value) // what is no number prefers nothing
			}
		}
	}
	return p
}

// has tells whether an exchange is wanted.
func (p preference) has(r *recorded) bool {
	return (p.code == 0 || p.code == r.status) && (p.example == "" || p.example == r.name || p.example == path.Base(r.name))
}

// String is the preference as it may be applied.
func (p preference) String() string {
	var list []string
	if p.example != "" {
		list = append(list, "example="+p.example)
	}
	if p.code != 0 {
		list = append(list, "code="+strconv.Itoa(p.code))
	}
	return strings.Join(list, ", ")
}

// among leaves out what is not wanted.
func (p preference) among(list []*recorded) []*recorded {
	if p == (preference{}) {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(r *recorded) bool { return !p.has(r) })
}

// choices says what there is to prefer, when a question was recorded and what was preferred was not.
func (s *Server) choices(q question, p preference) string {
	seq := s.index[levels-1][q.key(levels-1)]
	if p == (preference{}) || seq == nil {
		return ""
	}
	var there []string
	for _, r := range seq.of(q) {
		one := strconv.Itoa(r.status)
		if r.name != "" {
			one = path.Base(r.name) + " (" + one + ")"
		}
		if !slices.Contains(there, one) {
			there = append(there, one)
		}
	}
	return fmt.Sprintf("\nPrefer: %s is none of its answers; there are: %s", p, strings.Join(there, ", "))
}

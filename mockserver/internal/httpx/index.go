package httpx

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gorilla/mux"
)

// index finds routes in the order in which they were registered. Paths made of
// whole segments and plain variables are compared here, without a regular
// expression; mux decides on all others.
type index struct {
	bySegments map[int][]entry // routes that can match a path of so many segments
	regexps    []entry         // routes that can match a path of any length
}

type entry struct {
	method  string
	pattern []segment  // nil when only mux can tell
	mux     *mux.Route // nil otherwise
	number  int
}

// segment is what stands between two slashes: a word, or a variable.
type segment struct{ word, variable string }

// parsePattern splits a path template, or returns nil when a segment is more
// than a word or a plain variable, and when the template is wrong.
func parsePattern(template string) []segment {
	rest, ok := strings.CutPrefix(template, "/")
	if !ok {
		return nil
	}
	var pattern []segment
	for part := range strings.SplitSeq(rest, "/") {
		if !strings.ContainsAny(part, "{}") {
			pattern = append(pattern, segment{word: part})
			continue
		}
		name, opened := strings.CutPrefix(part, "{")
		name, closed := strings.CutSuffix(name, "}")
		if !opened || !closed || name == "" || strings.ContainsAny(name, "{}:") {
			return nil
		}
		pattern = append(pattern, segment{variable: name})
	}
	return pattern
}

func (x *index) add(e entry) {
	if x.bySegments == nil {
		x.bySegments = map[int][]entry{}
	}
	if e.pattern == nil {
		x.regexps = append(x.regexps, e)
		for n := range x.bySegments {
			x.bySegments[n] = append(x.bySegments[n], e)
		}
		return
	}
	n := len(e.pattern)
	if _, ok := x.bySegments[n]; !ok {
		x.bySegments[n] = slices.Clone(x.regexps)
	}
	x.bySegments[n] = append(x.bySegments[n], e)
}

// finding is the first route for a path and a method, or the methods that the
// path has otherwise.
type finding struct {
	number int // -1 when there is none
	vars   map[string]string
	allow  []string
}

func (x *index) find(req *http.Request, path, method string) finding {
	var room [16]string // on the stack, for all paths that are not absurd
	parts := split(path, room[:0])
	candidates, ok := x.bySegments[len(parts)]
	if !ok {
		candidates = x.regexps
	}
	f := finding{number: -1}
	for i := range candidates {
		e := &candidates[i]
		if e.method != method && slices.Contains(f.allow, e.method) {
			continue
		}
		vars, ok := e.match(req, path, parts, e.method == method)
		switch {
		case !ok:
		case e.method == method:
			return finding{number: e.number, vars: vars}
		default:
			f.allow = append(f.allow, e.method)
		}
	}
	return f
}

// split cuts a path into its segments, escapes undone within each. A path
// that does not begin with a slash has none.
func split(path string, parts []string) []string {
	rest, ok := strings.CutPrefix(path, "/")
	for more := ok; more; {
		var part string
		part, rest, more = strings.Cut(rest, "/")
		parts = append(parts, decode(part))
	}
	return parts
}

func decode(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// match compares a path with the entry's template and, when asked, collects
// its variables.
func (e *entry) match(req *http.Request, path string, parts []string, collect bool) (map[string]string, bool) {
	if e.pattern == nil {
		return e.matchRegexp(req, path)
	}
	variables := 0
	for i, s := range e.pattern {
		switch {
		case s.variable == "":
			if parts[i] != s.word {
				return nil, false
			}
		case parts[i] == "":
			return nil, false
		default:
			variables++
		}
	}
	if !collect || variables == 0 {
		return nil, true
	}
	vars := make(map[string]string, variables)
	for i, s := range e.pattern {
		if s.variable != "" {
			vars[s.variable] = parts[i]
		}
	}
	return vars, true
}

func (e *entry) matchRegexp(req *http.Request, path string) (map[string]string, bool) {
	if req.URL.EscapedPath() != path { // the other spelling of a final slash
		u := *req.URL
		u.Path, u.RawPath = decode(path), path
		req = req.WithContext(req.Context())
		req.URL = &u
	}
	var found mux.RouteMatch
	if !e.mux.Match(req, &found) {
		return nil, false
	}
	for name, v := range found.Vars {
		found.Vars[name] = decode(v)
	}
	return found.Vars, true
}

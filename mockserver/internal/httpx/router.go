package httpx

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/mux"
)

// Router finds the route of a request and answers it for any tenant. It holds
// no tenant's state, so one router serves every world.
type Router[T any] struct {
	dialect Dialect[T]
	list    []Route[T]
	index   index
	coder   *Coder
}

// Match is what a router knows of a request before answering it.
type Match struct {
	Operation string // empty when no route serves the request
	Vars      map[string]string
	allow     []string // methods of this path when only the method is wrong
	redirect  string   // where SlashRedirect sends the caller
	route     any
}

// NewRouter builds a router. It panics on a malformed route table, which is a
// programming error that the first test shows.
func NewRouter[T any](d Dialect[T], routes []Route[T]) *Router[T] {
	r := &Router[T]{dialect: d, list: slices.Clone(routes), coder: NewCoder()}
	walker := mux.NewRouter().SkipClean(true).UseEncodedPath()
	for i := range routes {
		rt := &r.list[i]
		e := entry{method: rt.Method, pattern: parsePattern(rt.Path), number: i}
		if e.pattern == nil { // only then: to compile a regular expression takes longer than most answers
			e.mux = walker.NewRoute().Path(rt.Path).Handler(http.NotFoundHandler())
			if err := e.mux.GetError(); err != nil {
				panic(fmt.Sprintf("httpx: route %s %s: %v", rt.Method, rt.Path, err))
			}
		}
		r.index.add(e)
	}
	return r
}

// Routes is the route table in the vendor's order.
func (r *Router[T]) Routes() []Route[T] { return r.list }

// Match finds the route of req. It never returns nil.
func (r *Router[T]) Match(req *http.Request) *Match {
	path := req.URL.EscapedPath()
	m := r.match(req, path)
	if m.route != nil || m.allow != nil || r.dialect.Slash == SlashStrict || len(path) < 2 {
		return m
	}
	other, had := strings.CutSuffix(path, "/")
	if !had {
		other = path + "/"
	} else if r.dialect.Slash == SlashRedirect {
		other = strings.TrimRight(path, "/") // as Starlette does
	}
	second := r.match(req, other)
	if second.route == nil && second.allow == nil {
		return m
	}
	if r.dialect.Slash == SlashRedirect {
		second.redirect = other
		if req.URL.RawQuery != "" {
			second.redirect += "?" + req.URL.RawQuery
		}
	}
	return second
}

func (r *Router[T]) match(req *http.Request, path string) *Match {
	found := r.index.find(req, path, req.Method)
	if found.number < 0 && req.Method == http.MethodHead && r.dialect.HeadAsGet && slices.Contains(found.allow, http.MethodGet) {
		found = r.index.find(req, path, http.MethodGet)
	}
	if found.number >= 0 {
		rt := &r.list[found.number]
		return &Match{Operation: rt.ID, Vars: found.vars, route: rt}
	}
	if r.dialect.HeadAsGet && slices.Contains(found.allow, http.MethodGet) {
		found.allow = append(found.allow, http.MethodHead)
	}
	slices.Sort(found.allow)
	return &Match{allow: slices.Compact(found.allow)}
}

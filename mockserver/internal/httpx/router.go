package httpx

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strconv"
	"strings"

	"github.com/gorilla/mux"
)

const defaultMaxBody = 1 << 20

// Router finds the route of a request and answers it for any tenant. It holds
// no tenant's state, so one router serves every world.
type Router[T any] struct {
	mux     *mux.Router
	dialect Dialect[T]
	routes  map[*mux.Route]*Route[T]
	list    []Route[T]
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
	r := &Router[T]{mux: mux.NewRouter().SkipClean(true).UseEncodedPath(), dialect: d, routes: map[*mux.Route]*Route[T]{}, list: routes}
	for i := range routes {
		rt := &routes[i]
		m := r.mux.NewRoute().Methods(rt.Method).Path(rt.Path).Handler(http.NotFoundHandler())
		if err := m.GetError(); err != nil {
			panic(fmt.Sprintf("httpx: route %s %s: %v", rt.Method, rt.Path, err))
		}
		r.routes[m] = rt
	}
	return r
}

// Routes is the route table in the vendor's order.
func (r *Router[T]) Routes() []Route[T] { return r.list }

// Match finds the route of req. It never returns nil.
func (r *Router[T]) Match(req *http.Request) *Match {
	m, status := r.match(req)
	if m.route != nil || status != http.StatusNotFound || r.dialect.Slash == SlashStrict {
		return m
	}
	path := req.URL.Path
	alt := strings.TrimRight(path, "/")
	if alt == path {
		alt = path + "/"
	}
	if alt == "" {
		return m
	}
	retry := req.Clone(req.Context())
	retry.URL.Path, retry.URL.RawPath = alt, ""
	m2, _ := r.match(retry)
	if m2.route == nil && m2.allow == nil {
		return m
	}
	if r.dialect.Slash == SlashRedirect {
		target := *req.URL
		target.Path, target.RawPath = alt, ""
		m2.redirect = target.RequestURI()
	}
	return m2
}

func (r *Router[T]) match(req *http.Request) (*Match, int) {
	method := req.Method
	if method == http.MethodHead && r.dialect.HeadAsGet {
		method = http.MethodGet
	}
	if method != req.Method {
		req = req.Clone(req.Context())
		req.Method = method
	}
	var found mux.RouteMatch
	if r.mux.Match(req, &found) && found.MatchErr == nil {
		rt := r.routes[found.Route]
		return &Match{Operation: rt.ID, Vars: found.Vars, route: rt}, http.StatusOK
	}
	if errors.Is(found.MatchErr, mux.ErrMethodMismatch) {
		return &Match{allow: r.allowed(req)}, http.StatusMethodNotAllowed
	}
	return &Match{}, http.StatusNotFound
}

// allowed lists the methods that some route serves at the request's path.
func (r *Router[T]) allowed(req *http.Request) []string {
	seen := map[string]bool{}
	for _, rt := range r.list {
		if seen[rt.Method] {
			continue
		}
		try := req.Clone(req.Context())
		try.Method = rt.Method
		var found mux.RouteMatch
		seen[rt.Method] = r.mux.Match(try, &found) && found.MatchErr == nil
	}
	var methods []string
	for method, ok := range seen {
		if ok {
			methods = append(methods, method)
		}
	}
	if r.dialect.HeadAsGet && seen[http.MethodGet] {
		methods = append(methods, http.MethodHead)
	}
	sort.Strings(methods)
	return methods
}

// Answer runs the matched handler for tenant and finishes what it returns:
// spelling, damage, content coding, the vendor's last look, HEAD.
func (r *Router[T]) Answer(tenant T, m *Match, req *http.Request, call Call) Response {
	in := &Request{Request: req, Vars: m.Vars, Call: call}
	resp := r.finish(tenant, in, r.spell(tenant, in, m))
	if resp.Bug != nil {
		return Bug(resp.Bug)
	}
	if req.Method == http.MethodHead {
		if resp.Header == nil {
			resp.Header = http.Header{}
		}
		resp.Header.Set("Content-Length", strconv.Itoa(len(resp.Body)))
		resp.Body = nil
	}
	return resp
}

func (r *Router[T]) spell(tenant T, in *Request, m *Match) Response {
	v, err := r.handle(tenant, in, m)
	if err == nil {
		if resp, ok := v.(Response); ok {
			return resp
		}
		var resp Response
		if resp, err = r.dialect.Encode(tenant, in, v); err == nil {
			return resp
		}
	}
	return r.render(tenant, in, err)
}

func (r *Router[T]) render(tenant T, in *Request, err error) Response {
	if resp, ok := r.dialect.Render(tenant, in, err); ok {
		return resp
	}
	return Response{Bug: err}
}

func (r *Router[T]) handle(tenant T, in *Request, m *Match) (v any, err error) {
	defer func() {
		if p := recover(); p != nil {
			v, err = nil, fmt.Errorf("panic in %s: %v", m.Operation, p)
		}
	}()
	if m.redirect != "" {
		return Response{Status: http.StatusTemporaryRedirect, Header: http.Header{"Location": {m.redirect}}}, nil
	}
	rt, ok := m.route.(*Route[T])
	switch {
	case ok:
	case m.allow != nil:
		return r.dialect.MethodNotAllowed(tenant, in, m.allow)
	default:
		return r.dialect.NotFound(tenant, in)
	}
	if tooLarge, err := r.read(in); err != nil || tooLarge {
		if tooLarge && r.dialect.TooLarge != nil {
			return r.dialect.TooLarge(tenant, in)
		}
		return Response{Status: http.StatusRequestEntityTooLarge}, nil
	}
	return rt.Handle(tenant, in)
}

// read takes the whole body, within the vendor's bound. A caller that goes away
// half-way is told nothing, so what is answered then does not matter.
func (r *Router[T]) read(in *Request) (tooLarge bool, err error) {
	if in.Request.Body == nil || in.Request.Body == http.NoBody {
		return false, nil
	}
	limit := r.dialect.MaxBody
	if limit == 0 {
		limit = defaultMaxBody
	}
	in.Body, err = io.ReadAll(io.LimitReader(in.Request.Body, limit+1))
	return int64(len(in.Body)) > limit, err
}

// finish applies damage and coding, then asks the vendor for a last look.
func (r *Router[T]) finish(tenant T, in *Request, resp Response) Response {
	if resp.Bug != nil {
		return resp
	}
	resp = r.code(in, resp)
	if r.dialect.Seal == nil {
		return resp
	}
	if err := r.dialect.Seal(tenant, in, &resp); err != nil {
		return r.code(in, r.render(tenant, in, err))
	}
	return resp
}

func (r *Router[T]) code(in *Request, resp Response) Response {
	if in.Call.Damage != nil && len(resp.Body) > 0 {
		resp.Body = in.Call.Damage(resp.ContentType, resp.Body)
	}
	if len(r.dialect.Codings) == 0 || resp.Stream != nil || resp.Bug != nil {
		return resp
	}
	return Code(in.Header.Get("Accept-Encoding"), r.dialect.Codings, r.dialect.MinCoded, resp)
}

// Bug is the answer to a request that the simulator failed to answer as the
// vendor would have: a plain-text 501, which retrying clients do not repeat.
func Bug(err error) Response {
	return Response{
		Status:      http.StatusNotImplemented,
		ContentType: "text/plain; charset=utf-8",
		Body:        []byte("simulator bug: " + err.Error() + "\n"),
		Bug:         err,
	}
}

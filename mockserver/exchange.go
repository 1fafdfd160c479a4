package mockserver

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// exchange takes one request through its world: section 2 of the architecture.
func (s *Server) exchange(out http.ResponseWriter, r *http.Request, p world.Place) {
	x := &exchange{server: s, world: p.World, service: p.Service, prefix: p.Prefix, out: out, in: strip(r, p.Prefix)}
	tenant, err := p.World.Tenant(p.Service)
	if err != nil {
		x.now = p.World.Clock.Now()
		x.send(httpx.Bug(err))
		return
	}
	x.match = tenant.Match(x.in)
	x.plan = p.World.Faults.Plan(x.subject())
	defer x.plan.Settle() // also when the caller goes away before it is carried out
	x.wait()
	x.send(x.answer(tenant))
}

// exchange is one request on its way through the world.
type exchange struct {
	server          *Server
	world           *world.World
	service, prefix string
	out             http.ResponseWriter
	in              *http.Request // as the vendor would have received it
	match           *httpx.Match
	plan            *fault.Plan
	now             time.Time
	sent            bytes.Buffer // the request's body, if somebody judges exchanges
}

// subject is what fault rules look at.
func (x *exchange) subject() fault.Exchange {
	e := fault.Exchange{Service: x.service, Operation: x.match.Operation, Method: x.in.Method, Path: x.in.URL.Path}
	if x.in.URL.RawQuery != "" {
		e.Query = x.in.URL.Query()
	}
	return e
}

// wait is the fault that comes before anything is looked at.
func (x *exchange) wait() {
	if x.plan != nil && x.plan.Delay > 0 {
		patient(x.out)
		if err := x.world.Clock.Sleep(x.in.Context(), x.plan.Delay); err != nil {
			panic(http.ErrAbortHandler) // the caller is gone, or the server stops
		}
	}
	x.now = x.world.Clock.Now()
}

// patient lifts the bound on the time a request may take to arrive, which would
// otherwise end an exchange that waits.
func patient(out http.ResponseWriter) {
	_ = http.NewResponseController(out).SetReadDeadline(time.Time{}) // where there is none, none is lifted
}

func (x *exchange) answer(tenant world.Tenant) httpx.Response {
	if x.plan != nil && x.plan.Reset {
		return httpx.Response{}
	}
	if status, header, body, ok := x.plan.Answer(); ok {
		return httpx.Response{Status: status, Header: header, Body: body}
	}
	in := x.in
	if x.plan.Identity() {
		in = in.WithContext(in.Context())
		in.Header = in.Header.Clone()
		in.Header.Del("Accept-Encoding")
	}
	judged := x.server.config.Validate != nil && x.plan == nil
	if judged && in.Body != nil && in.Body != http.NoBody {
		in.Body = teeBody{io.TeeReader(in.Body, &x.sent), in.Body}
	}
	resp := tenant.Answer(x.match, in, httpx.Call{Now: x.now, Prefix: x.prefix, Damage: x.plan.DamageFunc()})
	if judged {
		resp = x.judge(resp)
	}
	return resp
}

type teeBody struct {
	io.Reader
	io.Closer
}

// judge asks the configured validator about the vendor's answer.
func (x *exchange) judge(resp httpx.Response) httpx.Response {
	if resp.Bug != nil || resp.Stream != nil {
		return resp
	}
	body, h := resp.Body, http.Header{}
	if resp.Plain != nil {
		body = resp.Plain
	}
	complete(h, &resp, x.now)
	h.Del("Content-Encoding")
	status := resp.Status
	if status == 0 {
		status = http.StatusOK
	}
	if err := x.server.config.Validate(x.service, x.in, x.sent.Bytes(), status, h, body); err != nil {
		return httpx.Bug(fmt.Errorf("%s %s answers %d against its description: %w", x.in.Method, x.in.URL.Path, status, err))
	}
	return resp
}

// strip returns r as the vendor would have received it: without what stands
// before the vendor's own path.
func strip(r *http.Request, prefix string) *http.Request {
	if prefix == "" {
		return r
	}
	both := new(struct {
		request http.Request
		url     url.URL
	})
	in, u := &both.request, &both.url
	*in, *u = *r, *r.URL
	u.Path = orRoot(strings.TrimPrefix(u.Path, prefix))
	if u.RawPath != "" {
		u.RawPath = orRoot(strings.TrimPrefix(u.RawPath, prefix))
	}
	in.URL = u
	in.RequestURI = orRoot(strings.TrimPrefix(in.RequestURI, prefix))
	return in
}

func orRoot(path string) string {
	if path == "" {
		return "/"
	}
	return path
}

package mockserver

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/admin"
	"github.com/ergodrome/ergodrome/mockserver/change"
	"github.com/ergodrome/ergodrome/mockserver/clock"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// exchange takes one request through its world: section 2 of the architecture.
func (s *Server) exchange(out http.ResponseWriter, r *http.Request, p world.Place) {
	x := &exchange{server: s, world: p.World, service: p.Service, prefix: p.Prefix, out: out, in: strip(r, p.Prefix), now: p.World.Clock.Now()}
	x.entry = x.world.Journal.Open(x.now, x.service, x.prefix, x.in)
	x.listen()
	err := x.run()
	x.close(journal.Answer{}) // unless that is done
	if err != nil {
		panic(http.ErrAbortHandler) // the caller is gone, or the connection is to be cut
	}
}

// exchange is one request on its way through the world.
type exchange struct {
	server          *Server
	world           *world.World
	service, prefix string
	out             http.ResponseWriter
	in              *http.Request // as the vendor would have received it
	now             time.Time     // when it arrived, or when a planned delay was over
	match           *httpx.Match
	plan            *fault.Plan
	entry           *journal.Exchange
	began, closed   bool    // to be sent; to be recorded
	heard           hearing // what was read of the request's body
}

// run finds out what is asked and what goes wrong, and answers. Its error says
// that the connection must be cut.
func (x *exchange) run() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = x.broke(p)
		}
	}()
	tenant, err := x.world.Tenant(x.service)
	if err != nil {
		return x.send(httpx.Bug(err))
	}
	x.match = tenant.Match(x.in)
	x.plan = x.world.Faults.Plan(x.subject())
	defer x.plan.Settle() // also when the caller goes away before it is carried out
	if x.entry != nil {
		x.entry.Operation = x.match.Operation
	}
	if err := x.wait(); err != nil {
		return err
	}
	return x.send(x.answer(tenant))
}

// broke answers after a panic outside of a handler, where an answer is still
// possible.
func (x *exchange) broke(p any) error {
	bug := &httpx.PanicError{Value: p, Stack: debug.Stack()}
	if x.entry != nil {
		bug.Operation = x.entry.Operation
	}
	if x.began {
		x.report(bug)
		return bug
	}
	return x.send(httpx.Bug(bug))
}

// subject is what fault rules look at.
func (x *exchange) subject() fault.Exchange {
	e := fault.Exchange{Service: x.service, Operation: x.match.Operation, Method: x.in.Method, Path: x.in.URL.Path}
	if x.in.URL.RawQuery != "" && len(x.world.Faults.Rules()) > 0 { // long queries are worth the look
		e.Query = x.in.URL.Query()
	}
	return e
}

// wait is the fault that comes before anything is looked at. Where the world
// ends or begins anew meanwhile, the time is up.
func (x *exchange) wait() error {
	if x.plan == nil || x.plan.Delay <= 0 {
		return nil
	}
	patient(x.out)
	err := x.world.Clock.Sleep(x.in.Context(), x.plan.Delay)
	x.now = x.world.Clock.Now()
	if _, over := errors.AsType[*clock.Over](err); over {
		return nil
	}
	return err
}

// patient lifts the bound on the time a request may take to arrive, which would
// otherwise end an exchange that waits.
func patient(out http.ResponseWriter) {
	_ = http.NewResponseController(out).SetReadDeadline(time.Time{}) // where there is none, none is lifted
}

// answer asks the vendor, unless a fault answers.
func (x *exchange) answer(tenant world.Tenant) httpx.Response {
	status, header, body, planned := x.plan.Answer()
	if planned || x.plan != nil && x.plan.Reset {
		if x.in.Body != nil {
			_, _ = io.CopyN(io.Discard, x.in.Body, maxUnasked) // for the journal: nobody else reads it
		}
		if speller, ok := tenant.(world.Speller); ok && x.plan.Wordless() {
			if resp, ok := speller.Spell(x.in, status, x.entry); ok {
				return worded(resp, header)
			}
		}
		return httpx.Response{Status: status, Header: header, Body: body}
	}
	in := x.in
	if x.plan.Identity() {
		in = in.WithContext(in.Context())
		in.Header = in.Header.Clone()
		in.Header.Del("Accept-Encoding")
	}
	call := httpx.Call{Now: x.now, Prefix: x.prefix, Exchange: x.entry, Damage: x.plan.DamageFunc()}
	if changes := x.world.Changes.Of(x.service); changes != nil {
		return x.changed(tenant, changes, in, call)
	}
	return x.judge(tenant.Answer(x.match, in, call))
}

// changed asks a vendor that has altered its API. What is held against its
// description is the answer before: the description is of that.
func (x *exchange) changed(tenant world.Tenant, changes *change.Service, in *http.Request, call httpx.Call) httpx.Response {
	damage := call.Damage
	call.Damage = nil
	in = changes.Ask(x.match.Operation, in)
	about := change.Exchange{Operation: x.match.Operation, Request: in, Now: x.now, Damage: damage}
	if speller, ok := tenant.(world.Speller); ok {
		about.Spell = func(status int) (httpx.Response, bool) { return speller.Spell(in, status, x.entry) }
	}
	return changes.Rewrite(about, x.judge(tenant.Answer(x.match, in, call)))
}

// worded is the vendor's answer with a fault's headers in the place of its own.
func worded(resp httpx.Response, header http.Header) httpx.Response {
	all := http.Header{}
	maps.Copy(all, resp.Header)
	maps.Copy(all, header)
	resp.Header = all
	return resp
}

// maxUnasked bounds what is read of a body that no vendor reads.
const maxUnasked = 1 << 20

// listen notes what is read of the request's body.
func (x *exchange) listen() {
	if b := x.in.Body; b != nil && b != http.NoBody {
		x.heard.most = maxHeard
		if x.world.Journal.Tapped() {
			x.heard.most = maxTapped
		}
		x.in.Body = teeBody{io.TeeReader(b, &x.heard), b}
	}
}

// How much of a request's body is kept: for the journal and a validator; and for
// those who look on, who want it whole. The rest of an upload streams through.
const (
	maxHeard  = 1 << 20
	maxTapped = 64 << 20
)

// hearing keeps the beginning of what is written to it.
type hearing struct {
	kept bytes.Buffer
	most int
	all  int64
}

func (h *hearing) Write(p []byte) (int, error) {
	h.all += int64(len(p))
	h.kept.Write(p[:min(len(p), h.most-h.kept.Len())])
	return len(p), nil
}

type teeBody struct {
	io.Reader
	io.Closer
}

// judge asks the configured validator about the vendor's answer. What reached no
// operation of this world may have one in another profile's description.
func (x *exchange) judge(resp httpx.Response) httpx.Response {
	if x.server.config.Validate == nil || x.match.Operation == "" || x.plan != nil || resp.Bug != nil || resp.Stream != nil {
		return resp
	}
	body, h := resp.Body, http.Header{}
	if resp.Plain != nil {
		body = resp.Plain
	}
	complete(h, &resp, x.now)
	h.Del("Content-Encoding")
	status := statusOf(&resp)
	if err := x.server.config.Validate(x.service, x.in, x.heard.kept.Bytes(), status, h, body); err != nil {
		return httpx.Bug(fmt.Errorf("%s %s answers %d against its description: %w", x.in.Method, x.in.URL.Path, status, err))
	}
	return resp
}

// close ends the journal's record, once.
func (x *exchange) close(a journal.Answer) {
	if x.closed || x.entry == nil {
		return
	}
	x.closed = true
	if x.plan != nil {
		x.entry.Faults = append(x.entry.Faults, x.plan.Rules...)
		for _, miss := range x.plan.Misses() {
			x.entry.Decide("fault", "miss", miss)
		}
	}
	a.Now = x.world.Clock.Now()
	a.RequestBody, a.RequestBytes = x.heard.kept.Bytes(), max(x.in.ContentLength, x.heard.all)
	x.world.Journal.Close(x.entry, a)
}

// report tells people of a bug, with the stack that no caller sees.
func (x *exchange) report(bug error) {
	if x.entry != nil && !x.closed {
		x.entry.Bug = bug.Error()
	}
	red := x.world.Journal.Redactor()
	method := admin.Short(x.in.Method)
	path, reason := admin.Short(red.URL(x.in.URL.Path)), red.Text(bug.Error())
	x.server.bugs.add(Bug{World: x.world.Name, Service: x.service, Method: method, Path: path, Err: bug})
	args := []any{"world", x.world.Name, "service", x.service, "method", method, "path", path, "bug", reason}
	if p, ok := errors.AsType[*httpx.PanicError](bug); ok {
		args = append(args, "stack", string(p.Stack))
	}
	x.server.config.Logger.Error("simulator bug", args...)
}

// strip returns r as the vendor would have received it: without what stands
// before the vendor's own path. The copy may be changed.
func strip(r *http.Request, prefix string) *http.Request {
	both := new(struct {
		request http.Request
		url     url.URL
	})
	in, u := &both.request, &both.url
	*in, *u = *r, *r.URL
	in.URL = u
	if prefix == "" {
		return in
	}
	u.Path = orRoot(strings.TrimPrefix(u.Path, prefix))
	if u.RawPath != "" {
		u.RawPath = orRoot(strings.TrimPrefix(u.RawPath, prefix))
	}
	in.RequestURI = orRoot(strings.TrimPrefix(in.RequestURI, prefix))
	return in
}

// orRoot is path, or the root where nothing is left of it but perhaps a query.
func orRoot(path string) string {
	if path == "" || path[0] == '?' {
		return "/" + path
	}
	return path
}

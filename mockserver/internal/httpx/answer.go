package httpx

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
)

const defaultMaxBody = 1 << 20

// PanicError is the bug of a handler that panicked.
type PanicError struct {
	Operation string
	Value     any
	Stack     []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic in %q: %v", e.Operation, e.Value) }

// Answer runs the matched handler for tenant and finishes what it returns:
// spelling, damage, content coding, the vendor's last look, HEAD.
func (r *Router[T]) Answer(tenant T, m *Match, req *http.Request, call Call) (resp Response) {
	defer func() {
		if p := recover(); p != nil {
			resp = Bug(&PanicError{Operation: m.Operation, Value: p, Stack: debug.Stack()})
		}
	}()
	in := &Request{Request: req, Vars: m.Vars, Call: call}
	resp = r.finish(tenant, in, r.spell(tenant, in, m))
	if resp.Bug != nil {
		return Bug(resp.Bug)
	}
	if req.Method == http.MethodHead && resp.Stream == nil {
		if len(resp.Body) > 0 {
			resp.Header = ownHeader(resp.Header)
			resp.Header["Content-Length"] = []string{strconv.Itoa(len(resp.Body))}
		}
		resp.Body, resp.Plain = nil, nil
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

func (r *Router[T]) handle(tenant T, in *Request, m *Match) (any, error) {
	if m.redirect != "" {
		return Response{Status: http.StatusTemporaryRedirect, Header: http.Header{"Location": {in.BaseURL() + m.redirect}}}, nil
	}
	rt, ok := m.route.(*Route[T])
	switch {
	case ok:
	case m.allow != nil:
		return r.dialect.MethodNotAllowed(tenant, in, m.allow)
	default:
		return r.dialect.NotFound(tenant, in)
	}
	switch err := r.read(in); {
	case err == nil:
		return rt.Handle(tenant, in)
	case errors.Is(err, errTooLarge):
		return orStatus(r.dialect.TooLarge, tenant, in, http.StatusRequestEntityTooLarge)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return orStatus(r.dialect.BadBody, tenant, in, http.StatusRequestTimeout)
	default:
		return orStatus(r.dialect.BadBody, tenant, in, http.StatusBadRequest)
	}
}

// orStatus answers in the vendor's words where there are any. The connection
// ends in either case: what is left of the body is not waited for.
func orStatus[T any](words func(T, *Request) (any, error), tenant T, in *Request, status int) (any, error) {
	if words != nil {
		return words(tenant, in)
	}
	return Response{Status: status, Header: http.Header{"Connection": {"close"}}}, nil
}

var errTooLarge = errors.New("httpx: request body too large")

// read takes the whole body, within the vendor's bound.
func (r *Router[T]) read(in *Request) (err error) {
	body := in.Request.Body
	if body == nil || body == http.NoBody {
		return nil
	}
	limit := r.dialect.MaxBody
	if limit == 0 {
		limit = defaultMaxBody
	}
	if in.ContentLength > limit {
		return errTooLarge
	}
	if in.ContentLength > 0 {
		in.Body = make([]byte, in.ContentLength)
		_, err = io.ReadFull(body, in.Body)
		return err
	}
	in.Body, err = io.ReadAll(io.LimitReader(body, limit+1))
	if err == nil && int64(len(in.Body)) > limit {
		return errTooLarge
	}
	return err
}

// finish applies damage and coding, then asks the vendor for a last look.
func (r *Router[T]) finish(tenant T, in *Request, resp Response) Response {
	if resp.Bug != nil {
		return resp
	}
	resp = r.code(in, resp)
	if r.dialect.Seal == nil || resp.Bug != nil {
		return resp
	}
	if err := r.dialect.Seal(tenant, in, &resp); err != nil {
		return r.code(in, r.render(tenant, in, err))
	}
	return resp
}

func (r *Router[T]) code(in *Request, resp Response) Response {
	if in.Call.Damage != nil && len(resp.Body) > 0 {
		resp.Body, resp.Key = in.Call.Damage(resp.ContentType, resp.Body), ""
	}
	if len(r.dialect.Codings) == 0 || resp.Stream != nil || resp.Bug != nil {
		return resp
	}
	accept := ""
	switch values := in.Header["Accept-Encoding"]; len(values) {
	case 0:
	case 1:
		accept = values[0]
	default:
		accept = strings.Join(values, ",")
	}
	return r.coder.Code(accept, r.dialect.Codings, r.dialect.MinCoded, r.dialect.Cache, resp)
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

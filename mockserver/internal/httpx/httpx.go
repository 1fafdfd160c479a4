// Package httpx routes a request to a handler that returns a value, and turns
// the value into an answer as one vendor would spell it.
//
// It is the only package that imports gorilla/mux. No handler sees an
// http.ResponseWriter: what a service answers is a Response, complete with its
// content coding, and whoever runs the service writes it.
package httpx

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// Request is what a handler is given. Its path is the vendor's own: base paths
// are stripped before.
type Request struct {
	*http.Request
	Vars map[string]string // path variables, decoded
	Body []byte            // the whole body, at most Dialect.MaxBody
	Call Call

	query url.Values
}

// BaseURL is what stands before the vendor's own path in the URL that the caller
// used, for answers that contain absolute URLs.
func (r *Request) BaseURL() string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host + r.Call.Prefix
}

// Query is the parsed query; malformed pairs are left out, as net/url does.
func (r *Request) Query() url.Values {
	if r.query == nil {
		r.query = r.URL.Query()
	}
	return r.query
}

// Call is what accompanies one request through a service.
type Call struct {
	Now      time.Time         // the world's time when the request arrived
	Prefix   string            // what was stripped from the path
	Exchange *journal.Exchange // where decisions are noted; may be nil
	// Damage spoils an encoded body before it is compressed, when a fault asks
	// for it; nil otherwise.
	Damage func(mediaType string, body []byte) []byte
}

// Response is a complete answer.
type Response struct {
	Status      int // 0 means 200
	Header      http.Header
	ContentType string
	Body        []byte
	// Key, when set, names Body: answers with equal keys have equal bodies, in
	// all worlds that share a router. Coded bodies are then kept in Dialect.Cache.
	Key string
	// Plain is what Body was before its content coding; nil when it has none.
	Plain []byte
	// Stream writes a body that is made while it is sent; Body is then nil and
	// no content coding applies. It must return when ctx ends.
	Stream func(ctx context.Context, w io.Writer) error
	// Shared says that others hold Body or Plain too, so that it is never changed.
	Shared bool
	// Done, where it is set, takes back the memory of Body or Plain once nobody
	// reads them any more. Calling it is voluntary, and done once.
	Done func()
	// Bug is set when the simulator, not the vendor, failed: the answer is then
	// a plain-text 501 that no vendor would give.
	Bug error
}

// Handler answers one operation for a tenant of type T. A value that is already
// a Response is sent as it is; every other value goes to Dialect.Encode.
type Handler[T any] func(tenant T, r *Request) (any, error)

// Route ties a method and a path to a handler and to the operation of the
// service's description.
type Route[T any] struct {
	Method string
	Path   string // gorilla/mux syntax
	ID     string // operationId in specs/
	Handle Handler[T]
}

// IDs are the operations of routes, in their order.
func IDs[T any](routes []Route[T]) []string {
	ids := make([]string, len(routes))
	for i := range routes {
		ids[i] = routes[i].ID
	}
	return ids
}

// SlashPolicy is what a vendor does with a path that has a slash too
// many, or one too few, at its end.
type SlashPolicy int

// The policies.
const (
	SlashStrict   SlashPolicy = iota // the path is unknown
	SlashTolerant                    // it is ignored
	SlashRedirect                    // 307 to the registered spelling
)

// Dialect is how one vendor spells answers. Encode, Render, NotFound and
// MethodNotAllowed are required.
type Dialect[T any] struct {
	// Encode spells a handler's value.
	Encode func(tenant T, r *Request, v any) (Response, error)
	// Render spells a refusal. It answers false for errors that are not the
	// vendor's, which become simulator bugs.
	Render func(tenant T, r *Request, err error) (Response, bool)
	// NotFound and MethodNotAllowed answer what no route matches.
	NotFound         func(tenant T, r *Request) (any, error)
	MethodNotAllowed func(tenant T, r *Request, allow []string) (any, error)
	// Seal sees the finished answer, after content coding; an error from it is
	// rendered instead. nil skips it.
	Seal func(tenant T, r *Request, resp *Response) error

	Slash     SlashPolicy
	HeadAsGet bool                                    // HEAD is served by GET routes
	Codings   []string                                // content codings offered, best first; nil means identity only
	MinCoded  int                                     // bodies shorter than this stay identity
	Cache     Cache                                   // keeps coded bodies; nil codes each time
	MaxBody   int64                                   // request bodies longer than this answer TooLarge; 0 means 1 MiB
	TooLarge  func(tenant T, r *Request) (any, error) // nil means a 413 without words
	BadBody   func(tenant T, r *Request) (any, error) // for bodies that do not arrive whole; nil means a 400 or 408 without words
}

// Package admin is the control plane: what people and test programs ask of
// worlds, beside the vendors' own interfaces.
package admin

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Config holds what the control plane works on. Worlds and Strays are required.
type Config struct {
	Worlds   *world.Registry
	Strays   *Strays
	Prefix   string        // "/_ergodrome"
	Anywhere bool          // callers need not be on this machine
	Spec     func() []byte // served as openapi.yaml
	// Why says what each part of an exchange rests on; nil answers 404 there.
	Why func(w *world.World, e *journal.Exchange) (any, error)
}

// plane is the control plane of one server.
type plane struct {
	Config
	router   *httpx.Router[*plane]
	browsers *http.CrossOriginProtection
}

// New returns the control plane's handler. It expects paths with the prefix.
func New(c Config) http.Handler {
	return &plane{Config: c, router: httpx.NewRouter(dialect(), routes()), browsers: http.NewCrossOriginProtection()}
}

// maxBody bounds what the control plane reads: a world with many pins is large.
const maxBody = 8 << 20

func dialect() httpx.Dialect[*plane] {
	return httpx.Dialect[*plane]{
		Encode:           encode,
		Render:           render,
		NotFound:         (*plane).step,
		MethodNotAllowed: methodNotAllowed,
		TooLarge: func(*plane, *httpx.Request) (any, error) {
			return nil, &Error{Status: http.StatusRequestEntityTooLarge, Code: "too-large", Message: "a body of the control plane has at most 8 MiB"}
		},
		BadBody: func(*plane, *httpx.Request) (any, error) {
			return nil, &Error{Status: http.StatusBadRequest, Code: "invalid", Message: "the body did not arrive whole"}
		},
		Slash:     httpx.SlashTolerant,
		HeadAsGet: true,
		Codings:   []string{httpx.Zstd, httpx.Gzip, httpx.Brotli, httpx.Deflate},
		MinCoded:  4096,
		MaxBody:   maxBody,
	}
}

// ServeHTTP answers one call.
func (p *plane) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	in := r.WithContext(r.Context())
	in.URL = new(url.URL)
	*in.URL = *r.URL
	in.URL.Path = "/" + strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, p.Prefix), "/")
	if r.URL.RawPath != "" {
		in.URL.RawPath = "/" + strings.TrimPrefix(strings.TrimPrefix(r.URL.RawPath, p.Prefix), "/")
	}
	call := httpx.Call{Prefix: p.Prefix}
	var resp httpx.Response
	if err := p.admit(r); err != nil {
		resp, _ = render(p, nil, err) // what admit returns is always rendered
	} else {
		resp = p.router.Answer(p, p.router.Match(in), in, call)
	}
	write(out, r, &resp)
}

func write(out http.ResponseWriter, r *http.Request, resp *httpx.Response) {
	if resp.Bug != nil {
		*resp = bug(resp.Bug)
	}
	h := out.Header()
	for k, v := range resp.Header {
		h[k] = v
	}
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if resp.ContentType != "" {
		h.Set("Content-Type", resp.ContentType)
	}
	if resp.Status != 0 {
		out.WriteHeader(resp.Status)
	}
	if resp.Stream == nil {
		_, _ = out.Write(resp.Body) // a caller that went away is told nothing
		return
	}
	if err := resp.Stream(r.Context(), out); err != nil {
		panic(http.ErrAbortHandler)
	}
}

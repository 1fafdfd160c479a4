package change

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/jsontree"
)

// Edit alters an answer, where it finds what it alters.
type Edit func(a *Answer)

// Exchange is what the vendor was asked, and how it would have worded something
// else.
type Exchange struct {
	Operation string
	Request   *http.Request // as the vendor saw it
	Now       time.Time
	// Spell words a status that the vendor did not choose; false where it never
	// says it. It may be nil.
	Spell func(status int) (httpx.Response, bool)
	// Damage spoils a body after all changes; nil where no fault asks for it.
	Damage func(mediaType string, body []byte) []byte
}

// Answer is what the vendor would have answered, open to changes. Header is its
// own: it may be altered.
type Answer struct {
	Exchange

	Status      int
	Header      http.Header
	ContentType string

	resp     httpx.Response
	plain    []byte // the body without content coding
	root     *jsontree.Node
	parsed   bool // root is what plain says, if it is JSON
	touched  bool // root says more than plain
	replaced bool // plain is not what resp says
	streamed bool // the vendor sends it piece by piece
}

// maxStream bounds a stream that is gathered to be changed: the largest that a
// vendor sends is one session's samples.
const maxStream = 64 << 20

// Rewrite makes all changes to a finished answer. What no change finds, it leaves
// as it is, byte for byte.
func (s *Service) Rewrite(x Exchange, resp httpx.Response) httpx.Response {
	if resp.Bug != nil {
		return resp
	}
	a := &Answer{Exchange: x, Status: resp.Status, ContentType: resp.ContentType, resp: resp, plain: resp.Body}
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	if a.Header = maps.Clone(resp.Header); a.Header == nil {
		a.Header = http.Header{}
	}
	if resp.Plain != nil {
		a.plain = resp.Plain
	}
	for _, c := range s.changes {
		if !c.concerns(x.Operation) {
			continue
		}
		for _, edit := range c.Edits {
			edit(a)
		}
	}
	return a.finish(s.coder)
}

// Body is the answer's JSON, to be altered in place by those who then say so with
// Touch. It is nil when there is none.
func (a *Answer) Body() *jsontree.Node {
	if a.parsed {
		return a.root
	}
	a.parsed = true
	if a.resp.Bug != nil || a.Request.Method == http.MethodHead || !strings.Contains(a.ContentType, "json") || strings.Contains(a.ContentType, "ndjson") {
		return nil
	}
	if a.resp.Stream != nil {
		a.gather()
	}
	if root, err := jsontree.Parse(a.plain); err == nil {
		a.root = root
	}
	return a.root
}

// gather makes a stream a body.
func (a *Answer) gather() {
	b := bounded{max: maxStream}
	err := a.resp.Stream(a.Request.Context(), &b)
	if err == nil && b.over {
		err = fmt.Errorf("it is longer than %d MiB", maxStream>>20)
	}
	if err != nil {
		a.resp = httpx.Bug(fmt.Errorf("a vendor change needs the whole of a stream: %w", err))
		return
	}
	a.plain, a.streamed, a.replaced, a.resp.Stream = b.Bytes(), true, true, nil
}

// Touch says that what Body returned has been altered.
func (a *Answer) Touch() { a.touched = true }

// Replace answers something else.
func (a *Answer) Replace(status int, contentType string, body []byte) {
	a.Status, a.ContentType, a.plain, a.resp.Stream = status, contentType, body, nil
	a.parsed, a.root, a.touched, a.replaced, a.streamed = false, nil, false, true, false
	a.Header.Del("Content-Encoding")
}

// finish puts the answer together again, in the content coding that it had.
func (a *Answer) finish(coder *httpx.Coder) httpx.Response {
	resp := a.resp
	if resp.Bug != nil {
		return resp
	}
	resp.Status, resp.Header, resp.ContentType = a.Status, a.Header, a.ContentType
	if a.touched {
		a.plain, a.replaced = a.root.Append(make([]byte, 0, len(a.plain)+len(a.plain)/8)), true
	}
	if a.Damage != nil && len(a.plain) > 0 && resp.Stream == nil {
		a.plain, a.replaced = a.Damage(a.ContentType, a.plain), true
	}
	if a.Request.Method == http.MethodHead {
		resp.Header.Del("Content-Length") // of a body that nobody has changed
		return resp
	}
	if !a.replaced {
		return resp
	}
	resp.Body, resp.Plain, resp.Key = a.plain, nil, ""
	if coding := resp.Header.Get("Content-Encoding"); coding != "" {
		coded, err := coder.Encode(coding, a.plain)
		if err != nil {
			return httpx.Bug(err)
		}
		resp.Body, resp.Plain = coded, a.plain
	}
	if a.streamed {
		body := resp.Body
		resp.Body = nil
		resp.Stream = func(_ context.Context, w io.Writer) error {
			_, err := w.Write(body)
			return err
		}
	}
	return resp
}

// bounded keeps what is written to it, up to a bound.
type bounded struct {
	bytes.Buffer
	max  int
	over bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > b.max {
		b.over = true
		return len(p), nil
	}
	return b.Buffer.Write(p)
}

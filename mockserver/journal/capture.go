package journal

import (
	"net/http"
	"strings"
)

// capture is an exchange as it was, for as long as nobody has looked at it: to
// redact takes longer than most answers do. It has no way out of this package but
// redacted, and others hold it sealed.
type capture struct {
	redactor *Redactor
	known    [2]*issued // the secrets when it was opened and closed, which the redactor may forget

	method, host, prefix, uri string
	request, response         header
	requestBody, responseBody rawBody
	limit                     int // of bodies

	decisions []Decision
	faults    []string
	bug       string

	witness *Witness // if somebody listens
}

// sealed holds a capture where no printer finds it: fmt follows pointers for some
// verbs, and programs that compare values in tests follow them all.
type sealed func() *capture

func seal(c *capture) sealed { return func() *capture { return c } }

// header is an http.Header that takes one allocation to copy.
type header []field

type field struct {
	name, value string
	values      []string // all of them, when they are several
}

// flatten copies h, which its owner may change.
func flatten(h http.Header) header {
	out := make(header, 0, len(h))
	for name, values := range h {
		switch len(values) {
		case 0:
			out = append(out, field{name: name, values: []string{}})
		case 1:
			out = append(out, field{name: name, value: values[0]})
		default:
			out = append(out, field{name: name, values: append([]string(nil), values...)})
		}
	}
	return out
}

// all are the field's values.
func (f *field) all() []string {
	if f.values != nil {
		return f.values
	}
	return []string{f.value}
}

// get is the first value of a canonical name.
func (h header) get(name string) string {
	for i := range h {
		if h[i].name == name {
			if len(h[i].values) > 0 {
				return h[i].values[0]
			}
			return h[i].value
		}
	}
	return ""
}

func (h header) size() int {
	n := 0
	for i := range h {
		n += 64 + len(h[i].name) + 16 + len(h[i].value)
		for _, v := range h[i].values {
			n += 16 + len(v)
		}
	}
	return n
}

// size is about how much memory c takes.
func (c *capture) size() int64 {
	n := 512 + len(c.requestBody.data) + len(c.responseBody.data) + c.request.size() + c.response.size()
	n += len(c.method) + len(c.host) + len(c.prefix) + len(c.uri) + len(c.bug) + sizeOf(c.decisions, c.faults)
	return int64(n)
}

// redact writes what c was into e. Secrets go that c's redactor knows now, and
// those that it knew at the time of c.
func (c *capture) redact(e *Exchange) {
	x := c.redactor.covering(c.known[:]...)
	e.Method, e.Host, e.URL = bounded(x.text(c.method)), x.text(c.host), x.url(c.prefix+c.uri)
	e.Path, _, _ = strings.Cut(strings.TrimPrefix(e.URL, c.prefix), "?")
	e.RequestHeader, e.ResponseHeader = x.header(c.request), x.header(c.response)
	e.RequestBody, e.RequestNote = x.keep(c.requestBody, c.limit)
	e.ResponseBody, e.ResponseNote = x.keep(c.responseBody, c.limit)
	for i := range c.decisions {
		c.decisions[i].Reason = x.text(c.decisions[i].Reason)
	}
	for i, name := range c.faults {
		c.faults[i] = x.text(name)
	}
	e.Decisions, e.Faults, e.Bug = c.decisions, c.faults, x.text(c.bug)
}

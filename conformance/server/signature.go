package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

// Recorded is what is kept of an exchange: nothing that is anybody's.
type Recorded struct {
	Probe   string `json:"probe"`
	N       int    `json:"n"`
	Request string `json:"request"` // method, path with placeholders, names of parameters
	Status  int    `json:"status"`
	// Header has the values of headers that speak of the protocol, and the names of
	// the others.
	Header map[string]string `json:"header,omitempty"`
	Bytes  string            `json:"bytes"` // none, some, or many: more than a screen
	// Shape says which members there are, by place, and of which kinds.
	Shape map[string][]string `json:"shape,omitempty"`

	at, done time.Duration
}

// telling are headers whose values say something of the protocol and nothing of a person.
var telling = lazyregexp.New(`^(Content-Type|Content-Encoding|Transfer-Encoding|Cache-Control|Pragma|Allow|Vary|Retry-After|Www-Authenticate|X-Amzn-Errortype|(X-)?Rate-?Limit.*)$`)

func record(p *Probe, n int, r *request, resp *http.Response, body []byte, at, done time.Duration) Recorded {
	out := Recorded{Probe: p.ID, N: n, Request: r.method + " " + r.template + parameters(r.query), Status: resp.StatusCode, Header: map[string]string{}, at: at, done: done}
	for name, values := range resp.Header {
		out.Header[name] = ""
		if telling.MatchString(name) {
			out.Header[name] = strings.Join(values, ", ")
		}
	}
	switch n := len(body); {
	case n == 0:
		out.Bytes = "none"
	case n < 4<<10:
		out.Bytes = "some"
	default:
		out.Bytes = "many"
	}
	out.Shape = Shape(body)
	return out
}

// parameters are a query without its values.
func parameters(q url.Values) string {
	if len(q) == 0 {
		return ""
	}
	return "?" + strings.Join(slices.Sorted(maps.Keys(q)), "&")
}

// Shape says what a JSON body is made of, by place: "/athletes/*/email" to the kinds
// that were seen there. A body that is no JSON has the kind of its first bytes.
func Shape(body []byte) map[string][]string {
	if len(body) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil || !ended(d) {
		return map[string][]string{"": {sniffed(body)}}
	}
	seen := map[string]map[string]bool{}
	walk(v, "", 0, seen)
	out := map[string][]string{}
	for place, kinds := range seen {
		out[place] = slices.Sorted(maps.Keys(kinds))
	}
	return out
}

func ended(d *json.Decoder) bool {
	_, err := d.Token()
	return errors.Is(err, io.EOF)
}

func sniffed(body []byte) string {
	media, _, _ := strings.Cut(http.DetectContentType(body), ";")
	if bytes.HasPrefix(body, []byte("PAR1")) {
		media = "parquet"
	}
	return "bytes: " + media
}

// The bounds upon a shape.
const (
	maxDepth  = 32
	maxPlaces = 2000
)

func walk(v any, place string, depth int, seen map[string]map[string]bool) {
	if depth > maxDepth || len(seen) > maxPlaces {
		return
	}
	if seen[place] == nil {
		seen[place] = map[string]bool{}
	}
	kind := kindOf(v)
	switch v := v.(type) {
	case string:
		kind = formOf(v)
	case []any:
		for _, item := range v {
			walk(item, place+"/*", depth+1, seen)
		}
	case map[string]any:
		for name, item := range v {
			at := place + "/" + name
			if seen[at] == nil && !memberName.MatchString(name) {
				at = place + "/{}" // a name that is data: somebody's ID, a date
			}
			walk(item, at, depth+1, seen)
		}
	}
	seen[place][kind] = true
}

var (
	memberName = lazyregexp.New(`^[A-Za-z_$][A-Za-z_$.-]{0,60}[A-Za-z]?[0-9]{0,3}$`)
	instant    = lazyregexp.New(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)
	localTime  = lazyregexp.New(`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$`)
	dateOnly   = lazyregexp.New(`^\d{4}-\d\d-\d\d$`)
	isoLength  = lazyregexp.New(`^-?P(\d|T)[\dYMWDTHS.,]*$`)
	decimal    = lazyregexp.New(`^-?\d+(\.\d+)?$`)
)

// formOf says what a string looks like, never what it says.
func formOf(s string) string {
	if s == "" {
		return "string: empty"
	}
	if !strings.ContainsRune("-P0123456789", rune(s[0])) {
		return "string" // no form begins so, and most texts do
	}
	for _, f := range []struct {
		form *lazyregexp.Regexp
		name string
	}{{instant, "date-time"}, {localTime, "local-date-time"}, {dateOnly, "date"}, {isoLength, "duration"}, {decimal, "number"}} {
		if f.form.MatchString(s) {
			return "string: " + f.name
		}
	}
	return "string"
}

// line is the exchange as reports show it.
func (r *Recorded) line() conformance.Line {
	var places []string
	for place, kinds := range r.Shape {
		places = append(places, strings.TrimSpace(place+" "+strings.Join(kinds, "|")))
	}
	slices.Sort(places)
	shape := strings.Join(places, ", ")
	return conformance.Line{
		N: r.N, At: r.at, Done: r.done, Request: r.Request, Status: r.Status, RespHeader: known(r.Header), RespBody: shape,
	}
}

// known are the headers whose values were kept.
func known(h map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range h {
		if value != "" {
			out[name] = value
		}
	}
	return out
}

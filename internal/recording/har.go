package recording

import (
	"cmp"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strings"
	"time"
)

// The types below are HAR 1.2. Members whose names begin with "_" are ours, as
// HAR allows; "_file" is spelled as Playwright spells it. Members of other
// programs are read over.
// [confirmed: HAR 1.2 specification]

// Creator is the program that wrote an archive.
type Creator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Entry is one exchange. Readers must not trust a number in it: sizes and lengths
// are what somebody wrote.
type Entry struct {
	StartedDateTime string   `json:"startedDateTime"`
	Time            float64  `json:"time"` // ms
	Request         Request  `json:"request"`
	Response        Response `json:"response"`
	Cache           struct{} `json:"cache"`
	Timings         Timings  `json:"timings"`
	ServerIPAddress string   `json:"serverIPAddress,omitempty"`
	Connection      string   `json:"connection,omitempty"`
	Comment         string   `json:"comment,omitempty"`

	Name      string `json:"_fixture,omitempty"`   // name of the file, in a folder of exchanges: "firstbeat/accounts"
	Service   string `json:"_service,omitempty"`   // that the request was recognized as, such as "firstbeat"
	Operation string `json:"_operation,omitempty"` // operationId in specs/
	Template  string `json:"_template,omitempty"`  // of the path in specs/
}

// Request is what was asked.
type Request struct {
	Method      string    `json:"method"`
	URL         string    `json:"url"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []Cookie  `json:"cookies"`
	Headers     []Pair    `json:"headers"`
	QueryString []Pair    `json:"queryString"`
	PostData    *PostData `json:"postData,omitempty"`
	HeadersSize int64     `json:"headersSize"` // -1: not known
	BodySize    int64     `json:"bodySize"`    // as sent; -1: not known
}

// PostData is a request's body.
type PostData struct {
	MimeType string  `json:"mimeType"`
	Text     string  `json:"text"`
	Params   []Param `json:"params,omitempty"` // of a form, when there is no text
	Comment  string  `json:"comment,omitempty"`

	Encoding string `json:"_encoding,omitempty"` // "base64"
	Stored
}

// Param is a field of a form.
type Param struct {
	Name        string `json:"name"`
	Value       string `json:"value,omitempty"`
	FileName    string `json:"fileName,omitempty"`
	ContentType string `json:"contentType,omitempty"`
}

// Response is what was answered.
type Response struct {
	Status      int      `json:"status"`
	StatusText  string   `json:"statusText"`
	HTTPVersion string   `json:"httpVersion"`
	Cookies     []Cookie `json:"cookies"`
	Headers     []Pair   `json:"headers"`
	Content     Content  `json:"content"`
	RedirectURL string   `json:"redirectURL"`
	HeadersSize int64    `json:"headersSize"`
	BodySize    int64    `json:"bodySize"` // as sent; -1: not known
}

// Content is a response's body.
type Content struct {
	Size        int64  `json:"size"` // without content coding
	Compression int64  `json:"compression,omitempty"`
	MimeType    string `json:"mimeType"`
	Text        string `json:"text,omitempty"`     // without content coding
	Encoding    string `json:"encoding,omitempty"` // "base64"
	Comment     string `json:"comment,omitempty"`

	Stored
}

// Stored says where a body is that does not stand in the archive, or not as it was
// sent.
type Stored struct {
	File     string `json:"_file,omitempty"`     // relative to the archive's folder
	Coding   string `json:"_coding,omitempty"`   // content coding of File's bytes, as Content-Encoding spells it; empty for none
	Verbatim bool   `json:"_verbatim,omitempty"` // nothing in it had to be replaced: File or text is what was sent
	Withheld string `json:"_withheld,omitempty"` // why there is no body, or not all of it
}

// Pair is a header field or a parameter.
type Pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Cookie is one that was sent or set; its headers say the same.
type Cookie struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Timings divide Time, in ms.
type Timings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// timeForm is how HAR spells times.
const timeForm = "2006-01-02T15:04:05.000Z07:00"

// FormatTime spells t as HAR does.
func FormatTime(t time.Time) string { return t.Format(timeForm) }

// Started is when the exchange began; the zero time when that cannot be read.
func (e *Entry) Started() time.Time {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(form, e.StartedDateTime); err == nil {
			return t
		}
	}
	return time.Time{}
}

// RequestHeader is the request's header, without the pseudo fields of HTTP/2 that
// browsers list.
func (e *Entry) RequestHeader() http.Header { return header(e.Request.Headers) }

// ResponseHeader is the response's header, likewise.
func (e *Entry) ResponseHeader() http.Header { return header(e.Response.Headers) }

func header(pairs []Pair) http.Header {
	h := make(http.Header, len(pairs))
	for _, p := range pairs {
		if p.Name != "" && p.Name[0] != ':' {
			h.Add(p.Name, p.Value)
		}
	}
	return h
}

// Pairs spells a header as HAR does, in alphabetical order.
func Pairs(h http.Header) []Pair {
	list := make([]Pair, 0, len(h))
	for name, values := range h {
		for _, v := range values {
			list = append(list, Pair{name, v})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// QueryPairs spells a query as HAR does: what does not decode stays as it is.
func QueryPairs(raw string) []Pair {
	list := []Pair{}
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		list = append(list, Pair{unescape(name), unescape(value)})
	}
	return list
}

func unescape(s string) string {
	plain, err := url.QueryUnescape(s)
	if err != nil {
		return s
	}
	return plain
}

// MediaType is the type of a body without its parameters, in small letters:
// "application/json". What cannot be read is "application/octet-stream".
func MediaType(contentType string) string {
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		t, _, _ = strings.Cut(contentType, ";")
		t = strings.ToLower(strings.TrimSpace(t))
	}
	return cmp.Or(t, "application/octet-stream")
}

// Textual tells whether a body of this type is text that a HAR shows as it is.
func Textual(mediaType string) bool {
	return strings.HasPrefix(mediaType, "text/") || strings.HasSuffix(mediaType, "json") || strings.HasSuffix(mediaType, "+xml") ||
		slices.Contains([]string{"application/x-ndjson", "application/jsonl", "application/xml", "application/x-www-form-urlencoded", "application/javascript"}, mediaType)
}

package journal

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"runtime/debug"
	"sort"
	"strings"
	"time"
)

// The types below are HAR 1.2; names that begin with "_" are ours, as HAR allows.
// [confirmed: HAR 1.2 specification]
type har struct {
	Log harLog `json:"log"`
}

type harLog struct {
	Version string     `json:"version"`
	Creator harCreator `json:"creator"`
	Entries []harEntry `json:"entries"`
}

type harCreator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type harEntry struct {
	StartedDateTime string      `json:"startedDateTime"`
	Time            float64     `json:"time"` // ms
	Request         harRequest  `json:"request"`
	Response        harResponse `json:"response"`
	Cache           struct{}    `json:"cache"`
	Timings         harTimings  `json:"timings"`
	Comment         string      `json:"comment,omitempty"`

	ID        int64      `json:"_id"`
	Service   string     `json:"_service"`
	Operation string     `json:"_operation,omitempty"`
	Decisions []Decision `json:"_decisions,omitempty"`
	Faults    []string   `json:"_faults,omitempty"`
	Bug       string     `json:"_bug,omitempty"`
}

type harRequest struct {
	Method      string    `json:"method"`
	URL         string    `json:"url"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []harPair `json:"cookies"`
	Headers     []harPair `json:"headers"`
	QueryString []harPair `json:"queryString"`
	PostData    *harPost  `json:"postData,omitempty"`
	HeadersSize int       `json:"headersSize"` // -1: not known
	BodySize    int64     `json:"bodySize"`
}

type harPost struct {
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
	Encoding string `json:"_encoding,omitempty"`
	Comment  string `json:"comment,omitempty"`
}

type harResponse struct {
	Status      int        `json:"status"`
	StatusText  string     `json:"statusText"`
	HTTPVersion string     `json:"httpVersion"`
	Cookies     []harPair  `json:"cookies"`
	Headers     []harPair  `json:"headers"`
	Content     harContent `json:"content"`
	RedirectURL string     `json:"redirectURL"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int64      `json:"bodySize"`
}

type harContent struct {
	Size     int    `json:"size"`
	MimeType string `json:"mimeType"`
	Text     string `json:"text,omitempty"`
	Encoding string `json:"encoding,omitempty"`
	Comment  string `json:"comment,omitempty"`
}

type harPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type harTimings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// WriteHAR writes what f selects as an HTTP archive 1.2. Times are those of the
// world's clock.
func (j *Journal) WriteHAR(w io.Writer, f Filter) error {
	log := harLog{Version: "1.2", Creator: harCreator{"ergodrome", "(devel)"}, Entries: []harEntry{}}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		log.Creator.Version = info.Main.Version
	}
	for _, e := range j.Exchanges(f) {
		log.Entries = append(log.Entries, e.har())
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(har{log})
}

func (e *Exchange) har() harEntry {
	proto := cmp.Or(e.Proto, "HTTP/1.1")
	ms := float64(max(e.Duration, 0)) / float64(time.Millisecond)
	entry := harEntry{
		StartedDateTime: e.Time.Format("2006-01-02T15:04:05.000Z07:00"),
		Time:            ms, Timings: harTimings{Wait: ms},
		Request: harRequest{
			Method: e.Method, URL: cmp.Or(e.Scheme, "http") + "://" + cmp.Or(e.Host, "localhost") + e.URL, HTTPVersion: proto,
			Cookies: []harPair{}, Headers: headerPairs(e.RequestHeader), QueryString: queryPairs(e.URL),
			HeadersSize: -1, BodySize: e.RequestBytes,
		},
		Response: harResponse{
			Status: e.Status, StatusText: http.StatusText(e.Status), HTTPVersion: proto,
			Cookies: []harPair{}, Headers: headerPairs(e.ResponseHeader), RedirectURL: e.ResponseHeader.Get("Location"),
			HeadersSize: -1, BodySize: e.ResponseBytes,
		},
		ID: e.ID, Service: e.Service, Operation: e.Operation, Decisions: e.Decisions, Faults: e.Faults, Bug: e.Bug,
	}
	if e.Status == 0 {
		entry.Comment = "the connection ended without an answer"
	}
	if e.RequestBytes > 0 || len(e.RequestBody) > 0 {
		text, encoding := harText(e.RequestBody)
		entry.Request.PostData = &harPost{mediaType(e.RequestHeader), text, encoding, e.RequestNote}
	}
	c := &entry.Response.Content
	c.Size, c.MimeType, c.Comment = len(e.ResponseBody), mediaType(e.ResponseHeader), e.ResponseNote
	c.Text, c.Encoding = harText(e.ResponseBody)
	return entry
}

func mediaType(h http.Header) string { return cmp.Or(h.Get("Content-Type"), "x-unknown") }

func harText(b []byte) (text, encoding string) {
	if isText(b) {
		return string(b), ""
	}
	return base64.StdEncoding.EncodeToString(b), "base64"
}

func headerPairs(h http.Header) []harPair {
	list := []harPair{}
	for name, values := range h {
		for _, v := range values {
			list = append(list, harPair{name, v})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// queryPairs is the query in its order, malformed pairs as they are.
func queryPairs(uri string) []harPair {
	list := []harPair{}
	_, query, _ := strings.Cut(uri, "?")
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		list = append(list, harPair{unescape(name), unescape(value)})
	}
	return list
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

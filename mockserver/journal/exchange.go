package journal

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"
	"unicode/utf8"
)

// Decision is one step's outcome: why a request was refused, delayed or let
// through.
type Decision struct {
	Step    string `json:"step"`    // "quota", "key", "token", "account", "analysis", …
	Outcome string `json:"outcome"` // "allow", "refuse", …
	Reason  string `json:"reason"`
}

// Reads are those of a service's settings that an answer turned on, a bit each.
type Reads uint64

// Exchange is one request and its answer. One that a Journal shows is redacted;
// one that was opened and is not closed holds only what its owner wrote into it.
type Exchange struct {
	ID             int64         `json:"id"`   // in the order of arrival, from 1
	Time           time.Time     `json:"time"` // the world's clock
	Duration       time.Duration `json:"durationNs"`
	Service        string        `json:"service"`
	Operation      string        `json:"operation,omitempty"`
	Method         string        `json:"method"`
	Scheme         string        `json:"scheme,omitempty"`
	Host           string        `json:"host,omitempty"`
	Proto          string        `json:"proto,omitempty"`
	URL            string        `json:"url"`            // path and query as sent, redacted
	Path           string        `json:"path,omitempty"` // the vendor's own path, escaped as sent, redacted
	RequestHeader  http.Header   `json:"requestHeader"`
	RequestBody    []byte        `json:"-"` // in JSON "requestBody" when it is text, else "requestBodyBase64"
	RequestNote    string        `json:"requestNote,omitempty"`
	RequestBytes   int64         `json:"requestBytes"`
	Status         int           `json:"status"` // 0 when the connection ended without an answer
	ResponseHeader http.Header   `json:"responseHeader"`
	ResponseBody   []byte        `json:"-"`                      // before content coding
	ResponseNote   string        `json:"responseNote,omitempty"` // why the body is not here, or not whole
	ResponseBytes  int64         `json:"responseBytes"`          // as coded and sent
	Decisions      []Decision    `json:"decisions,omitempty"`
	Faults         []string      `json:"faults,omitempty"`
	Bug            string        `json:"bug,omitempty"`
	Reads          Reads         `json:"-"` // for who has the names

	raw sealed // until Close
}

// Decide records why a step let the request pass or did not. It is safe on nil.
func (e *Exchange) Decide(step, outcome, reason string) {
	if e != nil {
		e.Decisions = append(e.Decisions, Decision{step, outcome, reason})
	}
}

// size is about how much memory e takes.
func (e *Exchange) size() int64 {
	n := 512 + len(e.RequestBody) + len(e.ResponseBody)
	for _, s := range [...]string{ // Path is a part of URL
		e.Service, e.Operation, e.Method, e.Scheme, e.Host, e.Proto, e.URL, e.RequestNote, e.ResponseNote, e.Bug,
	} {
		n += len(s)
	}
	for _, h := range []http.Header{e.RequestHeader, e.ResponseHeader} {
		for name, values := range h {
			n += 64 + len(name)
			for _, v := range values {
				n += 16 + len(v)
			}
		}
	}
	return int64(n + sizeOf(e.Decisions, e.Faults))
}

func sizeOf(decisions []Decision, faults []string) int {
	n := 0
	for _, d := range decisions {
		n += 48 + len(d.Step) + len(d.Outcome) + len(d.Reason)
	}
	for _, f := range faults {
		n += 16 + len(f)
	}
	return n
}

// bare is an Exchange without its methods.
type bare Exchange

// written is an Exchange in JSON.
type written struct {
	*bare
	RequestText    string `json:"requestBody,omitempty"`
	RequestBase64  []byte `json:"requestBodyBase64,omitempty"`
	ResponseText   string `json:"responseBody,omitempty"`
	ResponseBase64 []byte `json:"responseBodyBase64,omitempty"`
}

// MarshalJSON writes bodies as text where they are, and as base64 elsewhere.
func (e *Exchange) MarshalJSON() ([]byte, error) {
	w := written{bare: (*bare)(e)}
	if isText(e.RequestBody) {
		w.RequestText = string(e.RequestBody)
	} else {
		w.RequestBase64 = e.RequestBody
	}
	if isText(e.ResponseBody) {
		w.ResponseText = string(e.ResponseBody)
	} else {
		w.ResponseBase64 = e.ResponseBody
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // "<redacted>" stays readable where the outer encoder lets it
	err := enc.Encode(w)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Exchange) UnmarshalJSON(data []byte) error {
	w := written{bare: (*bare)(e)}
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	if e.RequestBody = w.RequestBase64; w.RequestText != "" {
		e.RequestBody = []byte(w.RequestText)
	}
	if e.ResponseBody = w.ResponseBase64; w.ResponseText != "" {
		e.ResponseBody = []byte(w.ResponseText)
	}
	return nil
}

// isText says whether b can stand in a JSON string and be read by people.
func isText(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			return false
		}
	}
	return true
}

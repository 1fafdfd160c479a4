// Package journal keeps what was exchanged with a world: redacted, bounded,
// with the reasons behind each answer.
package journal

import (
	"net/http"
	"time"
)

// Decision is one step's outcome: why a request was refused, delayed or let
// through.
type Decision struct {
	Step    string `json:"step"`    // "quota", "key", "token", "account", "analysis", …
	Outcome string `json:"outcome"` // "allow", "refuse", …
	Reason  string `json:"reason"`
}

// Exchange is one request and its answer. Headers and bodies in it are already
// redacted.
type Exchange struct {
	ID             int64         `json:"id"`
	Time           time.Time     `json:"time"` // the world's clock
	Duration       time.Duration `json:"durationNs"`
	Service        string        `json:"service"`
	Operation      string        `json:"operation,omitempty"`
	Method         string        `json:"method"`
	URL            string        `json:"url"` // path and query as sent, redacted
	RequestHeader  http.Header   `json:"requestHeader"`
	RequestBody    []byte        `json:"-"`
	RequestBytes   int64         `json:"requestBytes"`
	Status         int           `json:"status"`
	ResponseHeader http.Header   `json:"responseHeader"`
	ResponseBody   []byte        `json:"-"`
	ResponseBytes  int64         `json:"responseBytes"`
	Decisions      []Decision    `json:"decisions,omitempty"`
	Faults         []string      `json:"faults,omitempty"`
	Bug            string        `json:"bug,omitempty"`
}

// Decide records why a step let the request pass or did not. It is safe on nil.
func (e *Exchange) Decide(step, outcome, reason string) {
	if e != nil {
		e.Decisions = append(e.Decisions, Decision{step, outcome, reason})
	}
}

// Journal is a bounded record of exchanges. STUB.
type Journal struct{}

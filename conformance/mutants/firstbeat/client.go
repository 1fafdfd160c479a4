// Package firstbeat is a small, correct Firstbeat client of the suite's own, with
// a named switch for each defect that a case must notice.
//
// With no switch on it passes every case. It shares nothing with client/firstbeat:
// two clients that pass for different reasons are better evidence than one.
package firstbeat

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
)

// Config is what a client needs. BaseURL and Transport are required.
type Config struct {
	BaseURL    string // what stands before /v1
	ConsumerID string
	Secret     string
	APIKey     string // empty: fetched when first needed
	Transport  http.RoundTripper
	// PollLimit bounds the wait for one result; zero means ten minutes.
	PollLimit time.Duration
	Switches  *defect.Switches
}

// Client calls the Firstbeat Sports Cloud API. It is safe for use by many
// goroutines.
type Client struct {
	base      string
	transport http.RoundTripper
	pollLimit time.Duration
	m         *defect.Switches
	limit     limiter

	mu       sync.Mutex
	consumer string
	secret   string
	pending  string // minted by new-secret, not yet confirmed
	key      string
	token    string
	expires  time.Time     // of token, on our clock
	skew     time.Duration // the server's clock minus ours, once a 401 showed it
	blocked  bool          // by a defect: no call is made any more
}

// New returns a client.
func New(c Config) *Client {
	if c.PollLimit == 0 {
		c.PollLimit = 10 * time.Minute
	}
	client := &Client{
		base: strings.TrimSuffix(c.BaseURL, "/") + "/v1", transport: c.Transport, pollLimit: c.PollLimit,
		m: c.Switches, consumer: c.ConsumerID, secret: c.Secret, key: c.APIKey,
	}
	client.limit.fill(time.Now())
	return client
}

// call is one request as it is meant, before credentials.
type call struct {
	op     string // "fb.athletes"
	method string
	path   string
	query  url.Values
	body   []byte
	open   bool   // no credentials
	noKey  bool   // a token only
	secret string // sign with this instead of the current secret
	token  string // a token chosen once for the operation (a defect)
}

func get(op, path string, query url.Values) call {
	return call{op: op, method: http.MethodGet, path: path, query: query}
}

// isResults says whether the call may answer 202, 204 and 413.
func (k call) isResults() bool { return strings.HasSuffix(k.op, "_results") }

// rawTime are the query parameters that a defect sends without escaping.
func (c *Client) url(k call) string {
	u := c.base + k.path
	if len(k.query) == 0 {
		return u
	}
	encoded := k.query.Encode()
	if c.m.Has("raw-offset") {
		encoded = strings.ReplaceAll(strings.ReplaceAll(encoded, "%2B", "+"), "%3A", ":")
	}
	return u + "?" + encoded
}

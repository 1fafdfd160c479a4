package firstbeat

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// errorTypeHeader says which of two refusals a 429 is. [confirmed: usage limits page]
const errorTypeHeader = "X-Amzn-Errortype"

// The two kinds of 429. [confirmed: usage limits page]
const (
	CodeThrottled     = "ThrottledException"     // too many a minute: wait a little
	CodeLimitExceeded = "LimitExceededException" // the day is used up: wait for 00:00 UTC
)

// statusLegacyTooLarge is what version 1.0.0 of the description says instead of 413.
// [confirmed: OpenAPI 1.0.0]
const statusLegacyTooLarge = 419

// judge reads an answer: nil for a 200 or 202 that can be read on.
func (c *Client) judge(k call, r *transport.Response) *transport.Verdict {
	switch r.StatusCode {
	case http.StatusOK:
		if m := r.MediaType(); m == "text/html" || m == "application/xhtml+xml" {
			return &transport.Verdict{Err: c.refuse(k, apierr.ErrDecode, &apierr.Error{StatusCode: r.StatusCode, MediaType: m, Message: "OK, but a page for people instead of JSON"})}
		}
		return nil
	case http.StatusAccepted:
		return nil
	case http.StatusNoContent:
		return &transport.Verdict{Err: c.refuse(k, apierr.ErrNoData, &apierr.Error{StatusCode: r.StatusCode, Message: "No Content: the analysis failed, there is no result"})}
	case http.StatusUnauthorized:
		e := c.refuse(k, apierr.ErrAuth, c.words(r))
		e.Remedy = "check the consumer ID and the shared secret"
		if d, ok := c.auth.skewed(r); ok {
			e.Remedy += fmt.Sprintf(", and the clock: the server's is %v %s", d.Abs().Round(time.Second), aheadOrBehind(d))
		}
		return &transport.Verdict{Err: e}
	case http.StatusForbidden:
		e := c.refuse(k, apierr.ErrForbidden, c.words(r))
		e.Remedy = "check the API key, and that the account is open to this consumer"
		return &transport.Verdict{Err: e}
	case http.StatusRequestEntityTooLarge, statusLegacyTooLarge:
		return &transport.Verdict{Err: c.refuse(k, apierr.ErrTooLarge, withRemedy(c.words(r)))}
	case http.StatusTooManyRequests:
		return c.limited(k, r)
	}
	e := c.refuse(k, apierr.FromStatus(r.StatusCode), c.words(r))
	v := &transport.Verdict{Err: e, Again: r.StatusCode >= 500 && r.StatusCode != http.StatusNotImplemented}
	if k.results && r.StatusCode == http.StatusGatewayTimeout {
		// Also how a query that is too heavy ends. [confirmed: OpenAPI 1.0.0]
		v.Retries = 1
		v.Err = withRemedy(e)
	}
	if r.StatusCode < 400 {
		e.Kind = apierr.ErrDecode // a success or a detour the API does not have
	}
	return v
}

// limited tells the two kinds of 429 apart.
func (c *Client) limited(k call, r *transport.Response) *transport.Verdict {
	e := c.refuse(k, apierr.ErrRateLimited, c.words(r))
	if e.Code != CodeLimitExceeded && !strings.EqualFold(e.Message, "Limit Exceeded") {
		return &transport.Verdict{Err: e, Again: true, Refused: true}
	}
	wait := c.untilMidnight(r)
	e.RetryAfter, e.Reset = wait, c.now().Add(wait)
	e.Remedy = "the consumer's requests of this day are used up"
	if c.limiter != nil {
		c.limiter.Exhaust(wait)
	}
	return &transport.Verdict{Err: e}
}

func withRemedy(e *apierr.Error) *apierr.Error {
	e.Remedy = "ask for fewer variables at a time, or for format=binary"
	return e
}

// words reads what an answer says about itself.
func (c *Client) words(r *transport.Response) *apierr.Error {
	e := &apierr.Error{StatusCode: r.StatusCode}
	code, _, _ := strings.Cut(r.Header.Get(errorTypeHeader), ":")
	e.Code = c.auth.redact(code)
	var body struct {
		Message string `json:"message"`
	}
	if err := json.Unmarshal(r.Body, &body); err == nil {
		e.Message = c.auth.redact(body.Message)
	} else if len(r.Body) > 0 {
		e.MediaType = transport.Redact(r.MediaType())
	}
	return e
}

func aheadOrBehind(d time.Duration) string {
	if d < 0 {
		return "behind"
	}
	return "ahead"
}

// undecodable is an answer of 200 that does not say what it should.
func (c *Client) undecodable(k call, r *transport.Response, err error) error {
	return c.refuse(k, apierr.ErrDecode, &apierr.Error{StatusCode: r.StatusCode, MediaType: transport.Redact(r.MediaType()), Err: err})
}

// invalid is an argument that no request was made with.
func invalid(operation, format string, args ...any) error {
	return &apierr.Error{Service: serviceName, Operation: operation, Kind: apierr.ErrInvalidArgument, Message: fmt.Sprintf(format, args...)}
}

package polaraccesslink

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// judge reads an answer: nil for a 200 that can be read on.
func (c *Client) judge(k call, s *session, r *transport.Response) *transport.Verdict {
	if r.StatusCode == http.StatusOK {
		if m := r.MediaType(); m == "text/html" || m == "application/xhtml+xml" {
			return &transport.Verdict{Err: c.refuse(k, &apierr.Error{Kind: apierr.ErrDecode, StatusCode: r.StatusCode, MediaType: m, Message: "OK, but a page for people instead of " + k.accept()})}
		}
		return nil
	}
	e := c.refuse(k, words(r, s.Redact))
	e.Kind = apierr.FromStatus(r.StatusCode)
	v := &transport.Verdict{Err: e}
	switch status := r.StatusCode; {
	case status == http.StatusNoContent:
		e.Kind, e.Message = apierr.ErrNoData, "No Content"
	case status == http.StatusUnauthorized:
		e.Remedy = "the user may have to log in again"
	case status == http.StatusForbidden:
		e.Remedy = s.missing()
	case status == http.StatusTooManyRequests:
		v.Again, v.Refused, v.Wait = true, true, reset(r.Header)
	case status < 400:
		e.Kind = apierr.ErrDecode // a success or a detour the API does not have
	default:
		v.Again = status >= 500 && status != http.StatusNotImplemented
	}
	return v
}

// missing is what a caller can do about a 403: the scope was not granted, or
// the user has withdrawn a consent. [confirmed: AccessLink v4 document]
func (s *session) missing() string {
	if t := s.Used(); t != nil && len(t.Missing(s.call.scope)) > 0 {
		return "the user has granted " + strings.Join(t.Scopes, " ") + ", and not " + s.call.scope
	}
	return "the user has to grant " + s.call.scope + ", and to accept all mandatory consents at account.polar.com"
}

// blocked is how long to wait after a 429 that does not say: a quarter of the
// short window and a little, so that five tries see its end. Requests sent
// meanwhile count toward the long one. [confirmed: AccessLink v4 document]
const blocked = shortLength/4 + 10*time.Second

// reset is when the limits are full again by the vendor's own header, which
// has two numbers of seconds, short and long. [inferred: client code]
func reset(h http.Header) time.Duration {
	wait := blocked
	usage, limit := pair(h.Get("RateLimit-Usage")), pair(h.Get("RateLimit-Limit"))
	left := pair(h.Get("RateLimit-Reset"))
	if len(left) > 0 {
		wait = time.Duration(left[0]) * time.Second
	}
	if len(left) > 1 && len(usage) > 1 && len(limit) > 1 && usage[1] >= limit[1] {
		wait = time.Duration(left[1]) * time.Second
	}
	return max(wait, time.Second)
}

// pair reads "12, 3400".
func pair(s string) []int64 {
	var out []int64
	for word := range strings.SplitSeq(s, ",") {
		n, err := strconv.ParseInt(strings.TrimSpace(word), 10, 32)
		if err != nil || n < 0 {
			return nil
		}
		out = append(out, n)
	}
	return out
}

// words reads what an answer says about itself: errorMessage by the document,
// error in some live answers, bare text in others. [measured: live answers]
func words(r *transport.Response, redact func(string) string) *apierr.Error {
	e := &apierr.Error{StatusCode: r.StatusCode}
	var b struct {
		ErrorMessage string          `json:"errorMessage"`
		Error        json.RawMessage `json:"error"`
		Description  string          `json:"error_description"`
		Message      string          `json:"message"`
	}
	switch err := json.Unmarshal(r.Body, &b); {
	case err == nil:
		var word string
		_ = json.Unmarshal(b.Error, &word)
		e.Message = redact(cmp.Or(b.ErrorMessage, strings.TrimPrefix(word+": "+b.Description, ": "), b.Message))
		e.Message = strings.TrimSuffix(e.Message, ":")
	case r.MediaType() == "text/plain":
		e.Message = redact(string(r.Body))
	case len(r.Body) > 0:
		e.MediaType = transport.Redact(r.MediaType())
	}
	return e
}

// undecodable is an answer of 200 that does not say what it should.
func (c *Client) undecodable(k call, r *transport.Response, err error) error {
	return c.refuse(k, &apierr.Error{Kind: apierr.ErrDecode, StatusCode: r.StatusCode, MediaType: transport.Redact(r.MediaType()), Err: err})
}

// invalid is an argument that no request was made with.
func invalid(operation, format string, args ...any) error {
	return &apierr.Error{Service: serviceName, Operation: operation, Kind: apierr.ErrInvalidArgument, Message: fmt.Sprintf(format, args...)}
}

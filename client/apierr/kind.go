package apierr

// Kind is a condition a program can decide on. It is an error itself, so that
// errors.Is(err, ErrNotFound) works, and its text is the name of the class in
// conformance reports.
type Kind string

// The kinds. Each says who has to act.
const (
	ErrAuth              Kind = "auth"               // the credentials are wrong or out of date: 401
	ErrForbidden         Kind = "forbidden"          // the credentials are right, but not for this: 403
	ErrNotFound          Kind = "not_found"          // there is no such thing: 404
	ErrInvalidArgument   Kind = "invalid_argument"   // the request makes no sense: 400, 422, or refused unsent
	ErrRateLimited       Kind = "rate_limited"       // too many requests: wait for RetryAfter or Reset
	ErrProcessingTimeout Kind = "processing_timeout" // the vendor was still computing when patience ended
	ErrNoData            Kind = "no_data"            // there is no result and there will be none: 204
	ErrTooLarge          Kind = "too_large"          // the answer would be too large: ask for less
	ErrDecode            Kind = "decode"             // the answer is not what the API promises
	ErrNetwork           Kind = "network"            // no answer, or not all of it
	ErrTimeout           Kind = "timeout"            // the caller's deadline passed
	ErrTLS               Kind = "tls"                // the server could not prove who it is
	ErrServer            Kind = "server"             // the vendor failed: 5xx
	ErrUnavailable       Kind = "unavailable"        // the vendor is overloaded or down: 502, 503, 504, also ErrServer
	ErrCanceled          Kind = "canceled"           // the caller gave up
	ErrUnsupported       Kind = "unsupported"        // the client cannot do this
	ErrOther             Kind = "other"              // none of the above
)

// Error returns the kind's name.
func (k Kind) Error() string { return string(k) }

// FromStatus returns the kind of an HTTP status that is not a success.
func FromStatus(status int) Kind {
	switch {
	case status == 400, status == 422:
		return ErrInvalidArgument
	case status == 401:
		return ErrAuth
	case status == 403:
		return ErrForbidden
	case status == 404, status == 410:
		return ErrNotFound
	case status == 413:
		return ErrTooLarge
	case status == 429:
		return ErrRateLimited
	case status >= 500:
		return ErrServer
	}
	return ErrOther
}

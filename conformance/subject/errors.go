package subject

import (
	"fmt"
	"slices"
	"time"
)

// Class says what kind of failure a subject reports. The judge compares
// classes, never texts.
type Class string

// The closed list of classes.
const (
	Auth              Class = "auth"               // credentials missing, expired or refused
	Forbidden         Class = "forbidden"          // known caller, not allowed
	NotFound          Class = "not_found"          // no such thing
	InvalidArgument   Class = "invalid_argument"   // the request was wrong
	RateLimited       Class = "rate_limited"       // too many requests; RetryAfter may say how long
	ProcessingTimeout Class = "processing_timeout" // the vendor was still computing when patience ended
	NoData            Class = "no_data"            // the vendor will never have an answer
	TooLarge          Class = "too_large"          // the answer exceeds a bound
	Decode            Class = "decode"             // the answer cannot be understood
	Network           Class = "network"            // the connection failed
	Timeout           Class = "timeout"            // the caller's deadline passed
	TLS               Class = "tls"                // the server could not be trusted
	Server            Class = "server"             // the vendor failed
	Canceled          Class = "canceled"           // the caller gave up
	UnsupportedClass  Class = "unsupported"        // the subject cannot do this
	Other             Class = "other"              // none of the above
)

// Classes is the closed list.
func Classes() []Class {
	return []Class{
		Auth, Forbidden, NotFound, InvalidArgument, RateLimited, ProcessingTimeout, NoData, TooLarge,
		Decode, Network, Timeout, TLS, Server, Canceled, UnsupportedClass, Other,
	}
}

// Valid reports whether c is on the closed list.
func (c Class) Valid() bool { return slices.Contains(Classes(), c) }

// Error is a failure that a subject reports of itself.
type Error struct {
	Class      Class
	Status     int           // the HTTP status behind it; 0 when there is none
	RetryAfter time.Duration // when to come back; 0 when unknown
	Message    string        // the subject's own words
	// Values are structured details a case may ask for, such as the part of a
	// list that arrived. Usually nil.
	Values map[string]any
}

func (e *Error) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("%s (HTTP %d): %s", e.Class, e.Status, e.Message)
	}
	return fmt.Sprintf("%s: %s", e.Class, e.Message)
}

// Unsupported is returned for operations that a subject does not have.
type Unsupported struct {
	Reason string
	Issue  string // where somebody asked for it
}

func (e *Unsupported) Error() string {
	if e.Issue != "" {
		return "unsupported: " + e.Reason + " (" + e.Issue + ")"
	}
	return "unsupported: " + e.Reason
}

// Broken is a subject that cannot be asked any more: it died, hung, or answered
// what nobody can read. It is never a failure that the subject reports of itself.
type Broken struct{ Reason string }

func (e *Broken) Error() string { return e.Reason }

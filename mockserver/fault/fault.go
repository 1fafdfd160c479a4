// Package fault decides which exchanges go wrong, and how.
//
// A Set holds a world's rules. For each exchange it makes a Plan, which says
// what to wait for, what to answer instead of the vendor, how to spoil the
// vendor's own answer, and how to break the connection while sending it.
package fault

import (
	"encoding/json"
	"fmt"
	"time"
)

// Rule makes some exchanges go wrong.
type Rule struct {
	Name  string `json:"name,omitempty"` // default "rule-1", "rule-2", … by position
	Match Match  `json:"match,omitzero"`
	// After spares the first matching exchanges; Times is how many of the later
	// ones are hit, 0 for all. Exchanges in which the rule could do nothing (no
	// such variable in the body, say) do not use up Times.
	After int `json:"after,omitempty"`
	Times int `json:"times,omitempty"`
	// Probability hits only some of the exchanges that are due, by the rule's
	// own seeded stream of chance. nil means all.
	Probability *float64 `json:"probability,omitempty"` // above 0, at most 1
	Do          Do       `json:"do"`
}

// Match selects exchanges. Empty members match everything.
type Match struct {
	Service   string `json:"service,omitempty"`
	Operation string `json:"operation,omitempty"` // operationId
	Method    string `json:"method,omitempty"`
	// Path is the vendor's own path. A segment "*" matches any one segment,
	// "**" any number of them, also none.
	Path string `json:"path,omitempty"`
	// Query names parameters that must be present with this value; "*" means
	// any value.
	Query map[string]string `json:"query,omitempty"`
}

// Do is what goes wrong. At least one member must be set.
type Do struct {
	// Status, Body and BodyBase64 answer instead of the vendor. A body that is
	// a JSON string is sent as raw text, any other JSON value as JSON. Status
	// defaults to 200 when there is a body.
	Status     int             `json:"status,omitempty"` // 200 to 599
	Body       json.RawMessage `json:"body,omitempty"`
	BodyBase64 string          `json:"bodyBase64,omitempty"`
	// Headers are set on the answer, the vendor's own too; an empty value takes
	// the header away.
	Headers map[string]string `json:"headers,omitempty"`
	Delay   Duration          `json:"delay,omitempty"` // world time, before anything is answered
	Reset   bool              `json:"reset,omitempty"` // resets the connection instead of answering

	// TruncateAt sends so many bytes of the body under a Content-Length for all
	// of it, then closes the connection in order; ResetAfter does the same and
	// resets it. CutChunked sends so many bytes chunked and closes without the
	// final chunk. ContentLength sends all of the body under a wrong length. At
	// most one of the four applies.
	TruncateAt    *int64 `json:"truncateAt,omitempty"`
	ResetAfter    *int64 `json:"resetAfter,omitempty"`
	CutChunked    *int64 `json:"cutChunked,omitempty"`
	ContentLength *int64 `json:"contentLength,omitempty"`
	// DropLast leaves off the last bytes of the body as it is coded, in sound
	// framing: a gzip stream without its end.
	DropLast    int64    `json:"dropLast,omitempty"`
	Slow        *Slow    `json:"slow,omitempty"`
	SlowHeaders Duration `json:"slowHeaders,omitempty"` // spreads the header section, byte by byte, over so much world time

	// Patch edits, and then Corrupt spoils, the vendor's own JSON body.
	Patch   []Operation `json:"patch,omitempty"`
	Corrupt []Corrupt   `json:"corrupt,omitempty"`
	// Coding applies a content coding that nobody asked for: "gzip", "deflate"
	// (in zlib form, as HTTP means it), "raw-deflate" (called deflate), or
	// "claim:NAME" for the header alone.
	Coding string `json:"coding,omitempty"`
}

// Slow paces a body on the world's clock.
type Slow struct {
	BytesPerSecond float64 `json:"bytesPerSecond,omitempty"` // 0: no limit
	// StallAt is the byte before which the body stops for StallFor, once. A
	// StallFor of 0 lasts until the caller goes away.
	StallAt  *int64   `json:"stallAt,omitempty"`
	StallFor Duration `json:"stallFor,omitempty"`
}

// Corrupt is one format-aware damage. Kinds from base64-cut to trailing-bytes
// apply to every object, element of any array, that has the string Member;
// json-truncate to html apply to the whole body.
type Corrupt struct {
	Kind   Kind   `json:"kind"`
	Member string `json:"member,omitempty"` // default "value"
	Name   string `json:"name,omitempty"`   // only objects whose "name" equals it
	Bytes  int    `json:"bytes,omitempty"`  // how many to cut; 0 for the kind's default
	Bits   int    `json:"bits,omitempty"`   // for "bits": what to claim
	Type   string `json:"type,omitempty"`   // for "type": what to claim
}

// Kind names a damage.
type Kind string

// The kinds of damage.
const (
	Base64Cut      Kind = "base64-cut"      // ends in the middle of a base64 group
	Base64Alphabet Kind = "base64-alphabet" // has a character outside of any alphabet
	Base64Unpadded Kind = "base64-unpadded" // lacks its padding
	ZlibChecksum   Kind = "zlib-checksum"   // one bit of the Adler-32 is flipped
	ZlibTruncate   Kind = "zlib-truncate"   // lacks its last Bytes bytes, by default 4
	NotZlib        Kind = "not-zlib"        // packed values without compression
	RawDeflate     Kind = "raw-deflate"     // deflate without the zlib wrapper
	Bits           Kind = "bits"            // claims another width
	Type           Kind = "type"            // claims another type
	LittleEndian   Kind = "little-endian"   // packed the wrong way round
	Ragged         Kind = "ragged"          // a byte more than whole values have
	TrailingBytes  Kind = "trailing-bytes"  // bytes after the end of the zlib stream

	JSONTruncate Kind = "json-truncate" // ends after Bytes bytes, by default half-way
	JSONGarbage  Kind = "json-garbage"  // has garbage after its first byte
	UTF8BOM      Kind = "utf8-bom"      // starts with a byte order mark
	HTML         Kind = "html"          // is a proxy's error page
)

// Exchange is what a Match looks at.
type Exchange struct {
	Service   string
	Operation string // empty when no operation serves the request
	Method    string
	Path      string // the vendor's own: without base path
	Query     map[string][]string
}

// Duration is a time.Duration that is written as "1.5s" in JSON.
type Duration time.Duration

// MarshalText writes d as time.Duration prints it.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads what time.ParseDuration reads.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%q is not a duration such as \"1.5s\"", text)
	}
	*d = Duration(v)
	return nil
}

// Invalid reports a rule that cannot be used.
type Invalid struct {
	Field  string // where: "rules[0].do.status"
	Reason string // what is wrong, and what would be right
}

func (e *Invalid) Error() string { return "fault: " + e.Field + ": " + e.Reason }

// damages says whether the vendor's own body is changed by the rule.
func (d *Do) damages() bool { return len(d.Patch)+len(d.Corrupt) > 0 }

func (d *Do) answers() bool { return d.Status != 0 || d.Body != nil || d.BodyBase64 != "" }

// frames says whether the way an answer is sent is changed.
func (d *Do) frames() bool {
	return d.TruncateAt != nil || d.ResetAfter != nil || d.CutChunked != nil || d.ContentLength != nil ||
		d.DropLast != 0 || d.Slow != nil || d.SlowHeaders != 0
}

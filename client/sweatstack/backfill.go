package sweatstack

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
)

// maxLine bounds a line of a stream. An update has some sixty bytes.
const maxLine = 64 << 10

// BackfillStatus is how far the history of a new user has been loaded.
// [confirmed: Activities page]
type BackfillStatus struct {
	// LoadedUntil is the earliest date that is there; it moves back. It comes
	// without a zone. Zero if nothing is loaded yet.
	LoadedUntil LocalTime `json:"backfill_loaded_until,omitzero"`
	Extra       Extra     `json:"extra,omitempty"`
}

// BackfillError is what the service says went wrong with a backfill. It is the
// cause of an *apierr.Error. [confirmed: Activities page]
type BackfillError struct {
	Message string // in the service's words, all of them
}

// Error is the beginning of the message.
func (e *BackfillError) Error() string { return transport.Redact(e.Message) }

// BackfillStatus returns the updates of a backfill as they come, every few
// seconds for a minute; then the service ends them, and so does the sequence.
// Ask again to follow on.
//
// An error need not be the last: what the service says went wrong, and a line
// that cannot be read, stand in the sequence where they stood in the stream,
// and reading may go on. One that ends the stream - it broke off, within a line
// or between the service's pieces - is the last.
//
// GET /api/v1/activities/backfill-status
func (s *ActivitiesService) BackfillStatus(ctx context.Context) iter.Seq2[BackfillStatus, error] {
	k := call{operation: "GetBackfillStatus", path: activities + "backfill-status", stream: true}
	return func(yield func(BackfillStatus, error) bool) {
		r, err := s.client.do(ctx, k)
		if err != nil {
			yield(BackfillStatus{}, err)
			return
		}
		defer r.Release()
		lines := bufio.NewReaderSize(r.Stream, maxLine)
		for number := 1; ; number++ {
			line, end := lines.ReadSlice('\n')
			if end != nil && !errors.Is(end, io.EOF) {
				if errors.Is(end, bufio.ErrBufferFull) {
					end = s.client.brokenLine(k, r, number, fmt.Errorf("is longer than %d bytes", maxLine))
				}
				yield(BackfillStatus{}, s.client.name(k, end))
				return
			}
			line = bytes.TrimSpace(line)
			if len(line) > 0 {
				status, err := s.client.backfillLine(k, r, number, line, end != nil)
				if !yield(status, err) {
					return
				}
			}
			if end != nil {
				return
			}
		}
	}
}

// backfillLine reads a line. last says that no newline ends it: it may be a
// part of one.
func (c *Client) backfillLine(k call, r *transport.Response, number int, line []byte, last bool) (BackfillStatus, error) {
	var status BackfillStatus
	if !json.Valid(line) {
		if last {
			return status, c.brokenLine(k, r, number, fmt.Errorf("is all that came of a line: %w", io.ErrUnexpectedEOF))
		}
		return status, c.brokenLine(k, r, number, errors.New("is not JSON"))
	}
	var failure struct {
		Error *string `json:"error"`
	}
	if json.Unmarshal(line, &failure) == nil && failure.Error != nil {
		return status, c.refuse(k, &apierr.Error{Kind: apierr.ErrServer, StatusCode: http.StatusOK, Code: "BackfillError", Message: "the backfill failed", Err: &BackfillError{transport.RedactTo(maxLine, *failure.Error)}})
	}
	if err := c.codec.Decode(line, &status); err != nil {
		return BackfillStatus{}, c.brokenLine(k, r, number, err)
	}
	if _, odd := status.Extra["backfill_loaded_until"]; odd || !bytes.Contains(line, []byte(`"backfill_loaded_until"`)) {
		return status, c.brokenLine(k, r, number, errors.New("does not say how far the backfill is"))
	}
	return status, nil
}

// brokenLine is a line that is not what it should be. The line is not quoted.
func (c *Client) brokenLine(k call, r *transport.Response, number int, err error) error {
	return c.refuse(k, &apierr.Error{
		Kind: apierr.ErrDecode, StatusCode: r.StatusCode, MediaType: transport.Redact(r.MediaType()),
		Message: fmt.Sprintf("OK, but line %d", number), Err: err,
	})
}

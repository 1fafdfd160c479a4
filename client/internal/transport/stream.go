package transport

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// stream is a body that its caller reads: decoded, bounded, and watched while
// a read waits. Its errors are *apierr.Error, but for io.EOF.
type stream struct {
	client  *Client
	request *Request
	ctx     context.Context //nolint:containedctx // the body lives as long as its request
	body    io.Closer
	raw     *wire
	coded   *bufio.Reader // what the coding reads from
	plain   io.Reader
	done    func()
	watch   *watchdog
	left    int64
	waited  time.Duration
	err     error
}

// open makes a stream of an answer's body.
func (c *Client) open(ctx context.Context, r *Request, resp *http.Response, watch *watchdog) (*stream, error) {
	watch.heard()
	defer watch.rest()
	raw := &wire{Reader: resp.Body, watch: watch, left: c.MaxBody + 1}
	coded := bufio.NewReaderSize(raw, 32<<10)
	s := &stream{client: c, request: r, ctx: ctx, body: resp.Body, raw: raw, coded: coded, watch: watch, left: c.MaxBody, done: func() {}}
	if _, err := coded.Peek(1); err == io.EOF {
		s.plain = coded // nothing, in any coding
		return s, nil
	}
	plain, done, err := c.codings.decode(resp.Header, coded)
	if err != nil {
		if raw.err != nil {
			return nil, fmt.Errorf("the body broke off: %w", raw.err)
		}
		return nil, err
	}
	s.plain, s.done = plain, done
	return s, nil
}

// Read reads on. A server that is silent for too long, within one read or
// over all of them, ends the stream.
func (s *stream) Read(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	s.watch.heard()
	start := time.Now()
	n, err := s.plain.Read(p[:min(int64(len(p)), s.left+1)])
	ended := errors.Is(err, io.EOF)
	if ended {
		_, rest := io.Copy(io.Discard, s.coded) // the coding's end is not yet the message's
		if rest != nil {
			err, ended = rest, false
		}
	}
	s.watch.rest()
	s.waited += time.Since(start)
	s.left -= int64(n)
	switch {
	case s.left < 0, errors.Is(err, errBound):
		err = &kindError{apierr.ErrDecode, fmt.Errorf("the body is larger than %d bytes, the most this client reads", s.client.MaxBody)}
	case s.raw.err != nil:
		err = fmt.Errorf("the body broke off: %w", s.raw.err)
	case err == nil && s.waited > patience*s.client.Silence:
		err = &kindError{apierr.ErrNetwork, errSlow}
	case err != nil && !ended:
		err = &kindError{apierr.ErrDecode, fmt.Errorf("the body's coding is damaged: %w", err)}
	default:
		s.err = err
		return n, err
	}
	e := s.client.failure(s.ctx, s.request, err)
	e.StatusCode = http.StatusOK
	s.err = e
	return n, s.err
}

// Close ends the stream, read to its end or not.
func (s *stream) Close() error {
	if s.done == nil {
		return nil
	}
	s.done()
	s.done = nil
	if s.err == nil {
		s.err = io.ErrClosedPipe
	}
	s.watch.stop()
	return s.body.Close()
}

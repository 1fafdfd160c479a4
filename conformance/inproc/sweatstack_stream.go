package inproc

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/client/sweatstack"
)

// streamUpdates reads a stream that is at hand, with a client to whom it is all
// that the service ever says.
func streamUpdates(ctx context.Context, text []byte) (any, error) {
	c, err := sweatstack.New(
		sweatstack.WithAccessToken("none-is-sent"), sweatstack.WithRetry(0, time.Second),
		sweatstack.WithHTTPClient(&http.Client{Transport: recital(text)}),
	)
	if err != nil {
		return nil, err
	}
	return backfillUpdates(ctx, &sweatStackClient{c: c})
}

// recital is a network that answers everything with one stream.
type recital []byte

func (text recital) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: -1, Request: r,
		Header: http.Header{"Content-Type": {"application/x-ndjson"}}, Body: io.NopCloser(bytes.NewReader(text)),
	}, nil
}

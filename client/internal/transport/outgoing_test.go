package transport

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/internal/pipenet"
)

// drip gives a piece every so often.
type drip struct {
	pieces int
	every  time.Duration
	closed bool
}

func (d *drip) Read(p []byte) (int, error) {
	if d.pieces == 0 {
		return 0, io.EOF
	}
	time.Sleep(d.every)
	d.pieces--
	return copy(p, "a piece of a file, and nothing more;"), nil
}

func (d *drip) Close() error { d.closed = true; return nil }

func TestOutgoing(t *testing.T) {
	tests := []struct {
		name    string
		answer  http.HandlerFunc
		again   func(status int) *Verdict
		broken  bool
		kind    apierr.Kind
		opened  int
		atLeast time.Duration
	}{
		{"is sent for longer than a server may be silent", func(w http.ResponseWriter, r *http.Request) {
			h := sha256.New()
			if n, _ := io.Copy(h, r.Body); n != 30*36 || r.ContentLength != -1 {
				w.WriteHeader(http.StatusTeapot)
			}
		}, nil, false, "", 1, 150 * time.Second},
		{"is not repeated when the network fails", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, false, apierr.ErrNetwork, 1, 0},
		{"is opened anew when it was refused", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(http.StatusTooManyRequests)
		}, func(int) *Verdict {
			return &Verdict{Err: &apierr.Error{Kind: apierr.ErrRateLimited}, Again: true, Refused: true}
		}, false, apierr.ErrRateLimited, 2, 300 * time.Second},
		{"waits for the answer as long as any other", func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		}, nil, false, apierr.ErrNetwork, 1, 160 * time.Second},
		{"that drips is bounded once all is sent", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, ".")
				_ = http.NewResponseController(w).Flush()
				_ = Sleep(r.Context(), 5*time.Second)
			}
		}, nil, false, apierr.ErrNetwork, 1, 250 * time.Second},
		{"that cannot be opened is not sent", func(http.ResponseWriter, *http.Request) {}, nil, true, apierr.ErrOther, 1, 0},
	}
	for _, tt := range tests {
		t.Run("a body that "+tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := pipenet.Listen()
				srv := &http.Server{Handler: tt.answer}
				done := make(chan struct{})
				go func() { defer close(done); _ = srv.Serve(l) }()
				tr := l.Transport()
				t.Cleanup(func() { tr.CloseIdleConnections(); _ = srv.Close(); <-done })
				c := New(Config{Service: "x", HTTP: &http.Client{Transport: tr}, MaxBody: 1 << 20, Silence: 10 * time.Second, Retries: 1, MaxWait: time.Minute})
				var bodies []*drip
				opened, began := 0, time.Now()
				_, err := c.Do(t.Context(), &Request{
					Operation: "Post", Method: http.MethodPost, URL: "http://h/", BodySize: -1,
					BodyFrom: func() (io.ReadCloser, error) {
						if opened++; tt.broken {
							return nil, errors.New("no such file")
						}
						bodies = append(bodies, &drip{pieces: 30, every: 5 * time.Second})
						return bodies[len(bodies)-1], nil
					},
					Judge: func(_ context.Context, r *Response) *Verdict {
						if tt.again != nil {
							return tt.again(r.StatusCode)
						}
						if r.StatusCode != http.StatusOK {
							return &Verdict{Err: &apierr.Error{Kind: apierr.ErrOther, StatusCode: r.StatusCode}}
						}
						return nil
					},
				})
				if apierr.KindOf(err) != tt.kind || opened != tt.opened || time.Since(began) < tt.atLeast {
					t.Errorf("%v, opened %d times, after %v", err, opened, time.Since(began))
				}
				synctest.Wait()
				for _, b := range bodies {
					if !b.closed {
						t.Error("a body was left open")
					}
				}
			})
		})
	}
}

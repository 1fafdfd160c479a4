package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/internal/pipenet"
)

// streamed asks a handler for a stream.
func streamed(t *testing.T, max int64, h http.HandlerFunc) (*Response, error) {
	t.Helper()
	l := pipenet.Listen()
	srv := &http.Server{Handler: h}
	done := make(chan struct{})
	go func() { defer close(done); _ = srv.Serve(l) }()
	tr := l.Transport()
	t.Cleanup(func() { tr.CloseIdleConnections(); _ = srv.Close(); <-done })
	c := New(Config{Service: "x", HTTP: &http.Client{Transport: tr}, Codings: []string{"gzip"}, MaxBody: max, Silence: 10 * time.Second, Retries: 2, MaxWait: time.Minute})
	return c.Do(t.Context(), &Request{
		Operation: "Get", Method: http.MethodGet, URL: "http://h/", Stream: true,
		Judge: func(_ context.Context, r *Response) *Verdict {
			if r.StatusCode == http.StatusOK {
				return nil
			}
			return &Verdict{Err: &apierr.Error{Kind: apierr.FromStatus(r.StatusCode), StatusCode: r.StatusCode, Message: string(r.Body)}, Again: r.StatusCode == 503}
		},
	})
}

func TestStream(t *testing.T) {
	text := strings.Repeat("0123456789", 1000)
	zipped := func() []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = io.WriteString(w, text)
		_ = w.Close()
		return b.Bytes()
	}()
	tests := []struct {
		name string
		max  int64
		h    http.HandlerFunc
		kind apierr.Kind // of reading it
	}{
		{"reads a body", 1 << 20, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }, ""},
		{"reads a body of the greatest size", 10000, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }, ""},
		{"undoes a coding", 1 << 20, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zipped)
		}, ""},
		{"refuses a body that is too large", 9999, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }, apierr.ErrDecode},
		{"refuses a body that grows too large", 9999, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zipped)
		}, apierr.ErrDecode},
		{"notices a body that breaks off", 1 << 20, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "20000")
			_, _ = io.WriteString(w, text)
		}, apierr.ErrNetwork},
		{"notices a coding that breaks off", 1 << 20, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zipped[:len(zipped)-4])
		}, apierr.ErrDecode},
		{"notices silence", 1 << 20, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, text)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, apierr.ErrNetwork},
		{"notices a drip", 1 << 20, func(w http.ResponseWriter, r *http.Request) {
			for {
				_, _ = io.WriteString(w, "x")
				_ = http.NewResponseController(w).Flush()
				if Sleep(r.Context(), 9*time.Second) != nil {
					return
				}
			}
		}, apierr.ErrNetwork},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, err := streamed(t, tt.max, tt.h)
				if err != nil {
					t.Fatal(err)
				}
				defer r.Release()
				got, err := io.ReadAll(r.Stream)
				if tt.kind != "" {
					if apierr.KindOf(err) != tt.kind {
						t.Errorf("error %v, want kind %s", err, tt.kind)
					}
					return
				}
				if err != nil || string(got) != text {
					t.Errorf("%d bytes, %v", len(got), err)
				}
			})
		})
	}
}

func TestAStreamWaitsForItsReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, err := streamed(t, 1<<20, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, strings.Repeat("x", 200_000))
		})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for buf := make([]byte, 10_000); ; {
			k, err := r.Stream.Read(buf)
			if n += k; err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("after %d bytes: %v", n, err)
			}
			time.Sleep(time.Hour)
		}
		if n != 200_000 {
			t.Errorf("%d bytes", n)
		}
		r.Release()
		if _, err := r.Stream.Read(make([]byte, 1)); err == nil {
			t.Error("a closed stream is read")
		}
	})
}

func TestAStreamThatDoesNotStartIsRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		r, err := streamed(t, 1<<20, func(w http.ResponseWriter, _ *http.Request) {
			if n++; n == 1 {
				w.WriteHeader(503)
				return
			}
			w.WriteHeader(404)
			_, _ = io.WriteString(w, "no such thing")
		})
		e, _ := errors.AsType[*apierr.Error](err)
		if r != nil || e == nil || e.StatusCode != 404 || e.Message != "no such thing" || n != 2 {
			t.Errorf("%v, %v after %d", r, err, n)
		}
	})
}

func TestAStreamOfNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, err := streamed(t, 1<<20, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Encoding", "gzip") })
		if err != nil {
			t.Fatal(err)
		}
		defer r.Release()
		if got, err := io.ReadAll(r.Stream); len(got) != 0 || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	})
}

package server_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/server"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// vendor is a server that answers everything in one way and remembers what it was asked.
type vendor struct {
	answer http.HandlerFunc

	mu    sync.Mutex
	asked []string
}

func (v *vendor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	v.asked = append(v.asked, r.Method+" "+r.URL.Path)
	v.mu.Unlock()
	v.answer(w, r)
}

const athletes = `{"more":false,"athletes":[{"athleteId":356262,"firstName":"Alejandra","email":"alejandra@example.com"}],` +
	`"accounts":[{"accountId":"3-4925","name":"Hawkins United"}],"measurements":[{"measurementId":9,"startTime":"2026-01-02T03:04:05Z"}]}`

// ask asks a vendor everything that may be asked of one.
func ask(t *testing.T, v *vendor, edit func(*server.Live)) (*conformance.Results, []server.Recorded) {
	t.Helper()
	s := httptest.NewServer(v)
	t.Cleanup(s.Close)
	l := &server.Live{
		Base: map[string]string{"firstbeat": s.URL}, Budget: 500,
		Given: map[string]server.Keys{"firstbeat": {Credentials: subject.Credentials{ConsumerID: "c0ffee00-0000-4000-8000-000000000000", SharedSecret: "CANARY-shared-secret"}}},
	}
	if edit != nil {
		edit(l)
	}
	r, kept, err := server.Run(t.Context(), server.Options{Live: l, APIs: []string{"firstbeat"}})
	require.NoError(t, err)
	return r, kept
}

func said(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Request-Id", "person-77013")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // a prober that has gone needs no answer
	}
}

func TestAVendorIsOnlyRead(t *testing.T) {
	t.Parallel()
	v := &vendor{answer: said(http.StatusOK, athletes)}
	r, _ := ask(t, v, nil)
	require.NotEmpty(t, v.asked)
	for _, request := range v.asked {
		require.True(t, strings.HasPrefix(request, "GET /"), request)
		require.NotContains(t, request, "new-secret")
	}
	for _, c := range r.Cases {
		switch {
		case strings.Contains(c.ID, "-RATE-"), strings.Contains(c.ID, "-POLL-"), c.ID == "SRV-FB-AUTH-012", c.ID == "SRV-FB-AUTH-013":
			require.Equal(t, conformance.NA, c.Verdict, c.ID)
			require.Contains(t, c.Reason, "simulators only")
		}
	}
}

// What is kept of a vendor's answers tells nothing of anybody.
func TestNothingPersonalIsKept(t *testing.T) {
	t.Parallel()
	v := &vendor{answer: said(http.StatusOK, athletes)}
	r, kept := ask(t, v, nil)
	raw, err := json.Marshal([]any{r.Cases, kept})
	require.NoError(t, err)
	require.Contains(t, string(raw), "/athletes/*/firstName")
	for _, private := range []string{"Alejandra", "alejandra", "356262", "3-4925", "Hawkins", "77013", "CANARY", "c0ffee00", "03:04:05", "2026-01-02"} {
		require.NotContains(t, string(raw), private)
	}
}

func TestTheBudgetIsKept(t *testing.T) {
	t.Parallel()
	v := &vendor{answer: said(http.StatusOK, athletes)}
	r, _ := ask(t, v, func(l *server.Live) { l.Budget = 7 })
	require.Len(t, v.asked, 7)
	last := r.Cases[len(r.Cases)-1]
	for i := range r.Cases {
		if r.Cases[i].Verdict == conformance.NotExercised {
			last = r.Cases[i]
		}
	}
	require.Equal(t, conformance.NotExercised, last.Verdict)
	require.Contains(t, last.Reason, "budget of 7 requests")
}

// canned is a network that answers everything in one way and remembers when.
type canned struct{ at []time.Time }

func (c *canned) RoundTrip(r *http.Request) (*http.Response, error) {
	c.at = append(c.at, time.Now())
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(athletes)), Request: r,
	}, nil
}

func TestRequestsKeepTheirDistance(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		network := &canned{}
		l := &server.Live{
			Base: map[string]string{"firstbeat": "https://vendor.invalid"}, Budget: 30, Gap: 3 * time.Second, Client: &http.Client{Transport: network},
			Given: map[string]server.Keys{"firstbeat": {Credentials: subject.Credentials{ConsumerID: "c", SharedSecret: "s", APIKey: "k"}}},
		}
		_, _, err := server.Run(t.Context(), server.Options{Live: l, APIs: []string{"firstbeat"}})
		require.NoError(t, err)
		require.Len(t, network.at, 30)
		for i := 1; i < len(network.at); i++ {
			require.GreaterOrEqual(t, network.at[i].Sub(network.at[i-1]), 3*time.Second)
		}
	})
}

func TestNothingMoreIsAskedOfWhoSaysEnough(t *testing.T) {
	t.Parallel()
	v := &vendor{}
	v.answer = func(w http.ResponseWriter, r *http.Request) {
		if len(v.asked) == 3 {
			said(http.StatusTooManyRequests, "{}")(w, r)
			return
		}
		said(http.StatusOK, athletes)(w, r)
	}
	r, _ := ask(t, v, nil)
	require.Len(t, v.asked, 3)
	require.Positive(t, r.Counts[conformance.NotExercised])
}

// Whoever answers nothing, nonsense or without end is judged, and does not end the run.
func TestBadServersGetVerdicts(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"hangs up":             func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"sends nonsense":       said(http.StatusOK, "<html>"),
		"sends two values":     said(http.StatusOK, "{} {}"),
		"sends deep nesting":   said(http.StatusOK, strings.Repeat("[", 20000)),
		"redirects for ever":   func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) },
		"has an empty answer":  said(http.StatusOK, ""),
		"sends text for lists": said(http.StatusOK, `{"accounts":"x","athletes":7,"measurements":null,"more":"x"}`),
	} {
		t.Run("one that "+name, func(t *testing.T) {
			t.Parallel()
			r, _ := ask(t, &vendor{answer: answer}, func(l *server.Live) { l.Budget = 60 })
			require.True(t, r.Complete)
			require.Equal(t, conformance.ExitFailures, r.ExitCode())
			for _, c := range r.Cases {
				require.NotEqual(t, conformance.Errored, c.Verdict, "%s: %s", c.ID, c.Reason)
			}
		})
	}
}

func TestShapesSayKindsAndNoValues(t *testing.T) {
	t.Parallel()
	require.Equal(t, map[string][]string{
		"": {"object"}, "/a": {"list"}, "/a/*": {"integer", "null", "string: date"}, "/b": {"string: date-time"}, "/{}": {"number"}, "/c": {"string"},
		"/d": {"string: duration"}, "/e": {"string: local-date-time"}, "/f": {"string: empty"}, "/g": {"string: number"}, "/h": {"boolean"},
	}, server.Shape([]byte(`{"a":[1,null,"2026-03-02"],"b":"2026-03-02T10:00:00+02:00","3-4925":1.5,"c":"Hawkins","d":"PT1H","e":"2026-03-02T10:00:00","f":"","g":"172.0","h":true}`)))
	require.Equal(t, map[string][]string{"": {"bytes: parquet"}}, server.Shape([]byte("PAR1 and more PAR1")))
	require.Nil(t, server.Shape(nil))
}

func FuzzShape(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"b":null}]}`))
	f.Add([]byte("PAR1"))
	f.Fuzz(func(t *testing.T, body []byte) {
		for place, kinds := range server.Shape(body) {
			require.NotEmpty(t, kinds, place)
		}
	})
}

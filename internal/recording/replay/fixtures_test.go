package replay_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/recording"
	"github.com/ergodrome/ergodrome/internal/recording/operations"
	. "github.com/ergodrome/ergodrome/internal/recording/replay"
)

const fixturesFolder = "../../../fixtures"

func open(t *testing.T, folder string) (*recording.Reader, *Server) {
	t.Helper()
	r, err := recording.Open(folder, recording.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = r.Close() })
	first := time.Now()
	for e, err := range r.Entries() {
		require.NoError(t, err)
		if at := e.Started(); !at.IsZero() {
			first = at
		}
		break
	}
	s, err := New(Options{Reader: r, Table: operations.New(), Now: func() time.Time { return first }})
	require.NoError(t, err)
	return r, s
}

// request is an entry's, as its client sent it.
func request(t *testing.T, r *recording.Reader, e *recording.Entry) *http.Request {
	t.Helper()
	body, err := r.RequestBody(e)
	if e.Request.PostData == nil || e.Request.PostData.Withheld != "" {
		body, err = nil, nil
	}
	require.NoError(t, err)
	var from io.Reader = http.NoBody
	if body != nil {
		defer body.Close()
		from = body
	}
	out := httptest.NewRequestWithContext(t.Context(), e.Request.Method, e.Request.URL, from)
	out.Header = e.RequestHeader()
	return out
}

// requireAnswer wants the recorded answer byte for byte.
func requireAnswer(t *testing.T, r *recording.Reader, e *recording.Entry, w *httptest.ResponseRecorder) {
	t.Helper()
	name := e.Name + " " + e.Request.Method + " " + e.Request.URL
	require.Equal(t, e.Response.Status, w.Code, "%s: %s", name, w.Body)
	for field, values := range e.ResponseHeader() {
		if field == "Content-Length" { // the server counts by itself
			continue
		}
		if field == "Location" { // leads to the replay in place of the recorded host
			values = []string{strings.TrimPrefix(values[0], "http://localhost/_")}
			w.Header().Set(field, strings.TrimPrefix(w.Header().Get(field), "/_"))
		}
		require.Equal(t, values, w.Header()[field], "%s: %s", name, field)
	}
	want, err := r.ResponseBody(e)
	require.NoError(t, err, name)
	defer want.Close()
	text, err := io.ReadAll(want)
	require.NoError(t, err)
	require.Equal(t, string(text), w.Body.String(), name)
}

func TestEveryExchangeOfTheFixturesIsReplayedByteForByte(t *testing.T) {
	folders, err := filepath.Glob(fixturesFolder + "/*/*.http")
	require.NoError(t, err)
	services := map[string]int{}
	for _, file := range folders {
		services[filepath.Base(filepath.Dir(file))]++
	}
	require.Len(t, services, 5)
	for service, n := range services {
		t.Run(service, func(t *testing.T) {
			r, s := open(t, filepath.Join(fixturesFolder, service))
			for e, err := range r.Entries() {
				require.NoError(t, err)
				ask := request(t, r, e)
				ask.Header.Set("Prefer", "example="+e.Name)
				w := httptest.NewRecorder()
				s.ServeHTTP(w, ask)
				requireAnswer(t, r, e, w)
				require.Equal(t, "example="+e.Name, w.Header().Get("Preference-Applied"))
			}
			require.Equal(t, Report{Recorded: n, Served: n}, s.Report())
		})
	}
}

func TestTheSessionWithTheControlPlaneIsReplayedInItsOrder(t *testing.T) {
	r, s := open(t, filepath.Join(fixturesFolder, "control"))
	for e, err := range r.Entries() {
		require.NoError(t, err)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, request(t, r, e))
		if why := e.Response.Content.Withheld; why != "" {
			require.Equal(t, http.StatusNotImplemented, w.Code)
			require.Contains(t, w.Body.String(), why)
			continue
		}
		requireAnswer(t, r, e, w)
	}
}

func TestOfExchangesWithNamesTheOneThatSucceedsIsGivenUnlessAnotherIsPreferred(t *testing.T) {
	_, s := open(t, fixturesFolder) // all services at once, told apart by host or base path
	get := func(target, prefer string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody)
		r.Header.Set("Prefer", prefer)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w
	}
	const accounts, activities = "/firstbeat/v1/sports/accounts", "http://app.sweatstack.no/api/v1/activities/"
	for range 3 { // again and again, as they are no history
		w := get(accounts, "")
		require.Equal(t, 200, w.Code)
		require.Contains(t, w.Body.String(), "Some account")
		require.Empty(t, w.Header().Get("Preference-Applied"))
	}
	require.Equal(t, "LimitExceededException", get(accounts, "code=429").Header().Get("X-Amzn-Errortype"))
	require.Equal(t, "ThrottledException", get(accounts, "respond-async, example=throttled").Header().Get("X-Amzn-Errortype"))
	require.Equal(t, 401, get(activities, `example="sweatstack/unauthorized"; code=401`).Code)
	none := get(accounts, "code=418")
	require.Equal(t, 501, none.Code)
	require.Contains(t, none.Body.String(), "Prefer: code=418 is none of its answers; there are: accounts (200), accounts-none (200), daily-limit (429)")
}

func TestOfAHistoryTheAnswersWithAStatusMayBePreferred(t *testing.T) {
	s := serve(t, nil, exchange("GET /r", "202", "", ""), exchange("GET /r", "200", "", "done"))
	for _, step := range []struct {
		prefer string
		status int
	}{{"code=200", 200}, {"", 202}, {"code=nothing", 200}, {"code=202", 202}, {"code=404", 501}} {
		require.Equal(t, step.status, ask(s, "GET /r", "Prefer: "+step.prefer).Code, step)
	}
}

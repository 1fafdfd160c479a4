package simulator

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/internal/judge"
	"github.com/ergodrome/ergodrome/mockserver/journal"
)

func firstbeatCase() *conformance.Case {
	return &conformance.Case{ID: "T-A-001", API: "firstbeat", World: conformance.World{
		Pins: map[string]any{"firstbeat": map[string]any{"accounts": []any{map[string]any{"accountId": "3-4925"}}}},
	}}
}

func TestAWorldIsWhatTheCaseSays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		check, err := judge.New([]string{"firstbeat"})
		require.NoError(t, err)
		s, err := Validated(check)(firstbeatCase(), 7)
		require.NoError(t, err)
		require.Equal(t, time.Now().UTC(), s.Clock().Now(), "the world's time is the bubble's")
		c, err := s.Credentials("firstbeat")
		require.NoError(t, err)
		require.NotEmpty(t, c.Credentials.ConsumerID)
		require.NotEmpty(t, c.Credentials.SharedSecret)
		require.NotEmpty(t, c.Credentials.APIKey)
		require.Equal(t, []string{"apiKey"}, c.Fetched)

		req := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/firstbeat/v1/sports/accounts", http.NoBody)
		require.Equal(t, "listAccounts", s.Operation("firstbeat", req))
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, req)
		require.Contains(t, []int{http.StatusUnauthorized, http.StatusForbidden}, w.Code, "without credentials")
		require.Empty(t, s.Troubles())

		_, err = s.Control(http.MethodPatch, "clock", map[string]any{"advance": "90s"})
		require.NoError(t, err)
		require.Equal(t, 90*time.Second, time.Until(s.Clock().Now()))
		_, err = s.Control(http.MethodPost, "firstbeat/nothing", nil)
		require.ErrorContains(t, err, "POST firstbeat/nothing: 404")

		require.NoError(t, s.Faults([]map[string]any{{"name": "busy", "match": map[string]any{"operation": "listAccounts"}, "do": map[string]any{"status": 503}}}))
		w = httptest.NewRecorder()
		s.Handler().ServeHTTP(w, req)
		require.Equal(t, http.StatusServiceUnavailable, w.Code)
		require.Equal(t, map[string]int{"busy": 1}, s.Fired())
		require.ErrorContains(t, s.Faults([]map[string]any{{"do": map[string]any{"stauts": 503}}}), "stauts")

		s.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "http://127.0.0.1/elsewhere", http.NoBody))
		require.Len(t, s.Troubles(), 1)
	})
}

func TestWhatACheckObjectsToIsTrouble(t *testing.T) {
	t.Parallel()
	seen := ""
	build := Validated(func(service string, r *http.Request, _ []byte, status int, _ http.Header, _ []byte) error {
		seen = service + " " + r.URL.Path
		return errors.New("status " + strconv.Itoa(status) + " is not documented")
	})
	c := firstbeatCase()
	s, err := build(c, 7)
	require.NoError(t, err)
	req := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/firstbeat/v1/sports/accounts", http.NoBody)
	s.Handler().ServeHTTP(httptest.NewRecorder(), req)
	require.Equal(t, "firstbeat /v1/sports/accounts", seen)
	require.Len(t, s.Troubles(), 1)
	require.Regexp(t, `^wire schema: status 40\d is not documented$`, s.Troubles()[0])

	c.World.OffSchema = "the case breaks the schema on purpose"
	s, err = build(c, 7)
	require.NoError(t, err)
	s.Handler().ServeHTTP(httptest.NewRecorder(), req)
	require.Empty(t, s.Troubles())
}

func TestAWorldThatCannotBeIsAnError(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(*conformance.World){
		"an unknown member of the population": func(w *conformance.World) { w.Population = map[string]any{"atletes": 3} },
		"an unknown switch":                   func(w *conformance.World) { w.Switches = map[string]map[string]string{"firstbeat": {"no-such": "1"}} },
		"pins of no service":                  func(w *conformance.World) { w.Pins = map[string]any{"nobody": 1} },
		"unknown limits":                      func(w *conformance.World) { w.Limits = "some" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := firstbeatCase()
			edit(&c.World)
			_, err := New()(c, 1)
			require.Error(t, err)
		})
	}
}

func TestTheJournalIsTold(t *testing.T) {
	t.Parallel()
	s, err := New()(firstbeatCase(), 1)
	require.NoError(t, err)
	require.NoError(t, s.Faults([]map[string]any{{"name": "busy", "match": map[string]any{"path": "/v1/sports/accounts"}, "do": map[string]any{"status": 503}}}))
	for i, path := range []string{"/v1/sports/accounts", "/v1/account/api-key"} {
		req := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/firstbeat"+path, http.NoBody)
		req.Header.Set(stage.MarkHeader, strconv.Itoa(i+2))
		s.Handler().ServeHTTP(httptest.NewRecorder(), req)
	}
	xs := []conformance.Exchange{{N: 1}, {N: 2}, {N: 3}}
	s.Tell(xs)
	require.Empty(t, xs[0].Faults)
	require.Len(t, xs[1].Faults, 1)
	require.Contains(t, xs[1].Faults[0], "busy")
	require.NotEmpty(t, xs[2].Decisions)
	require.Contains(t, xs[2].Decisions[0], "token")
}

func TestASimulatorBugIsTold(t *testing.T) {
	t.Parallel()
	s := &sim{told: map[string]*journal.Exchange{"2": {Bug: "nil map"}}}
	xs := []conformance.Exchange{{N: 1}, {N: 2}}
	s.Tell(xs)
	require.Equal(t, []string{"", "nil map"}, []string{xs[0].Bug, xs[1].Bug})
}

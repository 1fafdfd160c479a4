package simulator

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
)

func firstbeatCase() *conformance.Case {
	return &conformance.Case{ID: "T-A-001", API: "firstbeat", World: conformance.World{
		Pins: map[string]any{"firstbeat": map[string]any{"accounts": []any{map[string]any{"accountId": "3-4925"}}}},
	}}
}

func TestAWorldIsWhatTheCaseSays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		build, err := Validated()
		require.NoError(t, err)
		s, err := build(firstbeatCase(), 7)
		require.NoError(t, err)
		require.Equal(t, time.Now().UTC(), s.Clock().Now(), "the world's time is the bubble's")
		c, err := s.Credentials("firstbeat")
		require.NoError(t, err)
		require.NotEmpty(t, c.ConsumerID)
		require.NotEmpty(t, c.SharedSecret)
		require.NotEmpty(t, c.APIKey)

		req := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/firstbeat/v1/sports/accounts", http.NoBody)
		require.Equal(t, "listAccounts", s.Operation("firstbeat", req))
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, req)
		require.Contains(t, []int{http.StatusUnauthorized, http.StatusForbidden}, w.Code, "without credentials")
		require.Empty(t, s.Troubles())

		_, err = s.Control(http.MethodPatch, "clock", map[string]any{"advance": "90s"})
		require.NoError(t, err)
		require.Equal(t, 90*time.Second, s.Clock().Now().Sub(time.Now()))
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

func TestASimulatorBugIsTold(t *testing.T) {
	t.Parallel()
	xs := []conformance.Exchange{
		{Status: http.StatusNotImplemented, RespBody: []byte("simulator bug: nil map\n")},
		{Status: http.StatusNotImplemented, RespBody: []byte("no")},
	}
	(&sim{}).Tell(xs)
	require.Equal(t, "nil map", xs[0].Bug)
	require.Empty(t, xs[1].Bug)
}

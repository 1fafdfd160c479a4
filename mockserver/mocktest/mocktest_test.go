package mocktest_test

import (
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/toy"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func get(t *testing.T, sim *mocktest.Sim, path string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, sim.URL("toy")+path, http.NoBody)
	require.NoError(t, err)
	req.Header.Set(toy.KeyHeader, sim.Credentials("toy").(map[string]string)["key"])
	resp, err := sim.Client().Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp, string(body)
}

func TestStart(t *testing.T) {
	t.Run("serves a world outside of a bubble", func(t *testing.T) {
		sim := mocktest.Start(t, mocktest.Config{Services: []world.Service{toy.Service()}})
		resp, body := get(t, sim, "/v1/items")
		require.Equal(t, 200, resp.StatusCode)
		require.JSONEq(t, `{"calls":1,"items":{},"world":"default"}`, body)
	})
	t.Run("shares the time of a bubble", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			sim := mocktest.Start(t, mocktest.Config{Services: []world.Service{toy.Service()}})
			time.Sleep(24 * time.Hour)
			resp, body := get(t, sim, "/v1/time")
			require.Equal(t, "Sun, 02 Jan 2000 00:00:00 GMT", resp.Header.Get("Date"))
			require.JSONEq(t, `{"now":"2000-01-02T00:00:00Z"}`, body)
			sim.Advance(time.Hour)
			_, body = get(t, sim, "/v1/time")
			require.JSONEq(t, `{"now":"2000-01-02T01:00:00Z"}`, body)
		})
	})
}

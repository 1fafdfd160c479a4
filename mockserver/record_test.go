package mockserver_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/internal/toy"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// TestRecordComesBeforeTheEnd looks into the journal at once after an answer has
// broken, over real sockets.
func TestRecordComesBeforeTheEnd(t *testing.T) {
	const whole = len(`{"now":"2026-03-01T12:00:00Z"}`)
	for name, tt := range map[string]struct {
		do   fault.Do
		sent int // of the body
	}{
		"a length that is too small":    {fault.Do{ContentLength: new(int64(5))}, whole},
		"a length that is too large":    {fault.Do{ContentLength: new(int64(500))}, whole},
		"chunks that do not end":        {fault.Do{CutChunked: new(int64(3))}, 3},
		"chunks of which none comes":    {fault.Do{CutChunked: new(int64(0))}, 0},
		"a body that is cut":            {fault.Do{TruncateAt: new(int64(3))}, 3},
		"a body that is cut away":       {fault.Do{TruncateAt: new(int64(0))}, 0},
		"a reset":                       {fault.Do{Reset: true}, 0},
		"a reset in the body":           {fault.Do{ResetAfter: new(int64(3))}, 3},
		"a stall before the first byte": {fault.Do{Slow: &fault.Slow{StallAt: new(int64(0))}}, 0},
		"a stall that has no end":       {fault.Do{Slow: &fault.Slow{StallAt: new(int64(3))}}, 3},
		"an answer that is only slow":   {fault.Do{Slow: &fault.Slow{BytesPerSecond: 1e9}}, whole},
	} {
		t.Run("it is there after "+name, func(t *testing.T) {
			server, err := mockserver.New(mockserver.Config{Services: []world.Service{toy.Service()}, World: world.Config{Time: start, Frozen: true}})
			require.NoError(t, err)
			w := server.Worlds().Default()
			require.NoError(t, w.Faults.Put([]fault.Rule{{Do: tt.do}}))
			s := httptest.NewServer(server)
			defer s.Close()
			client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
			_, err = w.Credentials()
			require.NoError(t, err)
			for i := range 100 {
				req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprint(s.URL, "/toy/v1/time?", i), http.NoBody)
				require.NoError(t, err)
				resp, err := client.Do(req)
				if err == nil {
					if tt.do.Slow != nil {
						_, err = io.ReadFull(resp.Body, make([]byte, min(tt.sent, 3)))
						require.NoError(t, err)
					}
					if tt.do.Slow == nil || tt.sent == whole {
						_, _ = io.Copy(io.Discard, resp.Body)
					}
				}
				list := w.Journal.Exchanges(journal.Filter{After: int64(i)})
				if err == nil {
					_ = resp.Body.Close()
				}
				require.Len(t, list, 1, "try %d", i)
				require.EqualValues(t, tt.sent, list[0].ResponseBytes)
				require.Equal(t, tt.do.Reset, list[0].Status == 0)
				require.Equal(t, []string{"rule-1"}, list[0].Faults)
			}
		})
	}
}

// TestStraysAreBounded sends what no world could hold for long.
func TestStraysAreBounded(t *testing.T) {
	var log strings.Builder
	server, err := mockserver.New(mockserver.Config{Services: []world.Service{toy.Service()}, Logger: slogTo(&log)})
	require.NoError(t, err)
	long := strings.Repeat("ä/", 30_000)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://none.localhost/"+long, http.NoBody)
	r.Method, r.Host = strings.Repeat("M", 60_000), strings.Repeat("h", 60_000)+".none.localhost"
	server.ServeHTTP(httptest.NewRecorder(), r)
	kept, total := server.Strays().List()
	require.Equal(t, 1, total)
	for _, text := range []string{kept[0].Method, kept[0].Host, kept[0].Path, kept[0].Reason} {
		require.LessOrEqual(t, len(text), 256)
	}
	require.Less(t, log.Len(), 2000)
	require.Contains(t, log.String(), "…")
}

// TestNoSecretInStrays puts secrets where only confused clients do.
func TestNoSecretInStrays(t *testing.T) {
	const token = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl"
	var log strings.Builder
	server, err := mockserver.New(mockserver.Config{Services: []world.Service{toy.Service()}, Logger: slogTo(&log)})
	require.NoError(t, err)
	credentials, err := server.Worlds().Default().Credentials()
	require.NoError(t, err)
	key := credentials["toy"].(map[string]string)["key"]
	require.NotEmpty(t, key)
	for _, path := range []string{"/nowhere/" + key, "/nowhere/" + token} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost"+path, http.NoBody)
		server.ServeHTTP(httptest.NewRecorder(), r)
	}
	kept, total := server.Strays().List()
	require.Equal(t, 2, total)
	all := fmt.Sprint(kept) + log.String()
	require.Contains(t, all, journal.Redacted)
	require.NotContains(t, all, key)
	require.NotContains(t, all, token)
}

func slogTo(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

package e2e

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/firstbeat"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// TestParallelAnswersAreWhole asks for the same large results again and again,
// from many sides: the memory of one answer must not show in another.
func TestParallelAnswersAreWhole(t *testing.T) {
	sim := start(t, world.Config{
		Limits: world.LimitsOff, Switches: map[string]map[string]string{"firstbeat": {"cold": "none"}},
	})
	header := http.Header{}
	var mu sync.Mutex
	client := firstbeatClient(t, sim, firstbeat.WithoutPacing(), firstbeat.WithHTTPClient(&http.Client{
		Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
			mu.Lock()
			header = r.Header.Clone()
			mu.Unlock()
			return sim.Transport().RoundTrip(r)
		}),
	}))
	athletes, err := client.Athletes.List(t.Context(), "1-1", 0)
	require.NoError(t, err)
	header.Del("Accept-Encoding")

	var paths []string
	for _, a := range athletes.Items[:6] {
		list, err := client.Measurements.List(t.Context(), "1-1", a.AthleteID, &firstbeat.MeasurementOptions{
			From: time.Now().AddDate(0, 0, -20), MeasurementType: firstbeat.Exercise,
		})
		require.NoError(t, err)
		for _, m := range list.Items[:min(2, len(list.Items))] {
			paths = append(paths, "/v1/sports/accounts/1-1/athletes/"+strconv.FormatInt(a.AthleteID, 10)+"/measurements/"+
				strconv.FormatInt(m.MeasurementID, 10)+"/results?var=heartRateSeries,hfSeries,artifactCorrectedRrVector")
		}
	}
	require.NotEmpty(t, paths)
	get := func(path, coding string) []byte {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, sim.URL("firstbeat")+path, nil)
		if err != nil {
			t.Error(err)
			return nil
		}
		req.Header = header.Clone()
		req.Header.Set("Accept-Encoding", coding)
		resp, err := sim.Client().Do(req)
		if err != nil {
			t.Error(err)
			return nil
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %s, %v", path, resp.Status, err)
		}
		return body
	}
	var want [2][][]byte
	codings := [2]string{"identity", "gzip"}
	for c, coding := range codings {
		for _, path := range paths {
			body := get(path, coding)
			require.True(t, c == 1 || strings.HasPrefix(string(body), `{"athleteId":`))
			want[c] = append(want[c], body)
		}
	}
	var group sync.WaitGroup
	for n := range 16 {
		group.Go(func() {
			for i := range 20 {
				k, c := (n+i)%len(paths), (n+i/2)%2
				if got := get(paths[k], codings[c]); !bytes.Equal(got, want[c][k]) {
					t.Errorf("%s as %s: %d bytes that differ from the first answer's %d", paths[k], codings[c], len(got), len(want[c][k]))
				}
			}
		})
	}
	group.Wait()
}

type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

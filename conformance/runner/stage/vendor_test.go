package stage

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
)

// placed is a vendor that is somewhere.
type placed struct{ vendor }

func (*placed) Hosts(api string) []string {
	return map[string][]string{"toy": {"api.toy.example"}, "issuer": {"auth.toy.example"}, "other": {"api.other.example"}}[api]
}

func (*placed) Control(string, string, any) (any, error) { return nil, nil }

func TestRequestsToTheVendorsHostFindTheWorld(t *testing.T) {
	t.Parallel()
	c := &conformance.Case{API: "toy", World: conformance.World{Origins: map[string]conformance.Reply{"elsewhere.example": {Body: "there"}}}}
	s, err := Listen(c, 1, func(*conformance.Case, uint64) (Simulator, error) { return &placed{}, nil })
	require.NoError(t, err)
	defer s.Close()
	ask := func(host string, secure bool) (int, string) {
		h := s.For(host, secure)
		if h == nil {
			return 0, ""
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "https://"+host+"/v1/a%2Fb?c=d", http.NoBody))
		body, err := io.ReadAll(w.Result().Body)
		require.NoError(t, err)
		return w.Code, string(body)
	}
	for _, c := range []struct {
		host   string
		secure bool
		want   string
	}{
		{"api.toy.example", true, "vendor /toy/v1/a/b"},
		{"auth.toy.example", true, "vendor /issuer/v1/a/b"},
		{"elsewhere.example", false, "there"},
		{"api.toy.example", false, ""},
		{"api.other.example", true, ""},
		{"example.com", true, ""},
	} {
		_, got := ask(c.host, c.secure)
		require.Equal(t, c.want, got, c.host)
	}
	xs := s.Exchanges()
	require.Len(t, xs, 3)
	require.Equal(t, []string{"toy", "/v1/a%2Fb", "c=d", ""}, []string{xs[0].Service, xs[0].Path, xs[0].Query, xs[0].Origin})
	require.Equal(t, "issuer", xs[1].Service)
	require.Equal(t, "elsewhere.example", xs[2].Origin)
	require.False(t, xs[0].Stray || xs[1].Stray || xs[2].Stray)
}

func TestTimeBeginsAnewAtARate(t *testing.T) {
	t.Parallel()
	build := func(*conformance.Case, uint64) (Simulator, error) { return &placed{}, nil }
	s, err := Listen(&conformance.Case{API: "toy"}, 1, build)
	require.NoError(t, err)
	defer s.Close()
	require.InDelta(t, 1, s.Rate(), 0)
	require.Equal(t, time.Minute, s.Machine(time.Minute))
	require.NoError(t, s.Begin(100))
	require.Equal(t, 600*time.Millisecond, s.Machine(time.Minute))
	began := time.Now()
	s.Wait(t.Context(), 2*time.Second)
	require.GreaterOrEqual(t, s.Since(), 2*time.Second)
	require.Less(t, time.Since(began), 30*time.Second)

	s, err = Listen(&conformance.Case{API: "toy"}, 1, func(*conformance.Case, uint64) (Simulator, error) { return &vendor{}, nil })
	require.NoError(t, err)
	defer s.Close()
	require.ErrorContains(t, s.Begin(100), "no control")
}

package polaraccesslink_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

func TestBothWindows(t *testing.T) {
	t.Parallel()
	s := newSim(t, withLimits, with("short-limit", "5"), with("long-limit", "12"), with("rate-headers", "always"))
	code := func() int { return s.get("/sports/list").status }
	for i := range 5 {
		require.Equal(t, 200, code(), "request %d", i+1)
	}
	a := s.get("/sports/list")
	require.Equal(t, 429, a.status)
	require.Equal(t, `{"errorMessage":"Rate limit exceeded"}`, a.text())
	require.Equal(t, "900", a.header.Get("Retry-After"))
	require.Equal(t, "5, 6", a.header.Get("RateLimit-Usage"), "what the short window refuses counts in the long one")
	require.Equal(t, "5, 12", a.header.Get("RateLimit-Limit"))
	require.Equal(t, "900, 86400", a.header.Get("RateLimit-Reset"))
	require.Equal(t, 429, s.send("GET", "/sports/list", "Authorization", "Bearer "+s.grant(s.athlete+1)).status, "a client has one limit for all its users")
	require.Equal(t, 401, s.send("GET", "/sports/list").status, "nobody's request counts for nobody")
	require.Equal(t, 200, s.send("GET", "/hello").status)
	s.Advance(15*time.Minute - time.Second)
	require.Equal(t, 429, code())
	s.Advance(time.Second)
	for range 4 {
		require.Equal(t, 200, code())
	}
	require.Equal(t, 429, code(), "the long window is full: 5 served, 3 refused, 4 served")
	s.Advance(15 * time.Minute)
	require.Equal(t, 429, code())
	s.Advance(11 * time.Hour)
	s.token = s.grant(s.athlete)
	require.Equal(t, 429, code())
	s.Advance(13 * time.Hour)
	s.token = s.grant(s.athlete)
	a = s.get("/sports/list")
	require.Equal(t, 200, a.status)
	require.Equal(t, "1, 1", a.header.Get("RateLimit-Usage"))
}

func TestDocumentedLimits(t *testing.T) {
	t.Parallel()
	s := newSim(t, withLimits)
	used := map[string]any{}
	client := map[string]string{"clientId": s.client()}
	for name, n := range map[string]string{"shortUsed": "3000", "longUsed": "100000"} {
		out, err := stepOf(t, s.World, service, "POST", service+"/clients/{clientId}/quota").Handle(client, []byte(`{"`+name+`":`+n+`}`))
		require.NoError(t, err)
		used = out.(map[string]any)
		a := s.get("/sports/list")
		require.Equal(t, 429, a.status, name)
		require.NotEmpty(t, a.header.Get("RateLimit-Usage"), "refusals tell")
		_, err = stepOf(t, s.World, service, "POST", service+"/clients/{clientId}/quota").Handle(client, []byte(`{"shortUsed":0,"longUsed":0}`))
		require.NoError(t, err)
	}
	require.Contains(t, used, "clientId")
	a := s.get("/sports/list")
	require.Equal(t, 200, a.status)
	require.Empty(t, a.header.Get("RateLimit-Usage"), "others do not")
	for _, bad := range []string{`{"shortUsed":3001}`, `{"longUsed":-1}`, `{"x":1}`, `{`} {
		_, err := stepOf(t, s.World, service, "POST", service+"/clients/{clientId}/quota").Handle(client, []byte(bad))
		require.IsType(t, &world.Invalid{}, err, bad)
	}
	_, err := stepOf(t, s.World, service, "POST", service+"/clients/{clientId}/quota").Handle(map[string]string{}, nil)
	require.IsType(t, &world.Missing{}, err)
}

func TestWindowsByTheClock(t *testing.T) {
	t.Parallel()
	s := newSim(t, withLimits, with("short-limit", "1"), with("window-start", "clock"), with("retry-after", "no"), with("rate-headers", "never"))
	s.Advance(14 * time.Minute)
	require.Equal(t, 200, s.get("/sports/list").status)
	a := s.get("/sports/list")
	require.Equal(t, 429, a.status)
	require.Empty(t, a.header.Get("Retry-After"))
	require.Empty(t, a.header.Get("RateLimit-Usage"))
	s.Advance(time.Minute)
	require.Equal(t, 200, s.get("/sports/list").status, "a new quarter of an hour has begun")
}

package sweatstack_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// newWorld is one without a network.
func newWorld(t testing.TB, options ...option) (*world.World, world.Tenant) {
	t.Helper()
	c := world.Config{Seed: new(uint64(7)), Time: start}
	since(30)(&c)
	for _, o := range options {
		o(&c)
	}
	w, err := world.New(c, []world.Service{shared()})
	require.NoError(t, err)
	tenant, err := w.Tenant(service)
	require.NoError(t, err)
	return w, tenant
}

func credentialsOf(t testing.TB, tenant world.Tenant) credentials {
	t.Helper()
	raw, err := json.Marshal(tenant.Credentials())
	require.NoError(t, err)
	var c credentials
	require.NoError(t, json.Unmarshal(raw, &c))
	return c
}

func ask(tenant world.Tenant, w *world.World, path, token string) httpx.Response {
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Authorization", "Bearer "+token)
	return tenant.Answer(tenant.Match(r), r, httpx.Call{Now: w.Clock.Now()})
}

// lines notes when each line came.
type lines struct {
	w  *world.World
	at []time.Duration
	strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.at = append(l.at, l.w.Clock.Now().Sub(start))
	return l.Builder.Write(p)
}

func TestBackfillStatusLastsForAMinuteOfTheWorld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, tenant := newWorld(t)
		c := credentialsOf(t, tenant)
		begun := w.Clock.Now()
		for _, st := range tenant.Steps() {
			if strings.HasSuffix(st.Path, "/backfill") {
				_, err := st.Handle(map[string]string{"userId": c.Users[0].UserID}, []byte(`{"takes":"30s"}`))
				require.NoError(t, err)
			}
		}
		require.Equal(t, "[]", string(ask(tenant, w, api+"/", c.Users[0].AccessToken).Body), "nothing is there yet")
		resp := ask(tenant, w, api+"/backfill-status", c.Users[0].AccessToken)
		require.Equal(t, "application/x-ndjson", resp.ContentType)
		out := &lines{w: w}
		require.NoError(t, resp.Stream(t.Context(), out))
		require.Equal(t, time.Minute, w.Clock.Now().Sub(begun))
		require.Len(t, out.at, 20, "every three seconds, the first at once")
		last := "9999"
		scan := bufio.NewScanner(strings.NewReader(out.String()))
		for scan.Scan() {
			var line map[string]string
			require.NoError(t, json.Unmarshal(scan.Bytes(), &line))
			now := line["backfill_loaded_until"]
			require.Regexp(t, `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`, now, "without an offset")
			require.LessOrEqual(t, now, last, "it moves backward")
			last = now
		}
		require.NotEqual(t, "[]", string(ask(tenant, w, api+"/", c.Users[0].AccessToken).Body))

		ctx, cancel := context.WithCancel(t.Context())
		resp = ask(tenant, w, api+"/backfill-status", c.Users[1].AccessToken)
		done := make(chan error, 1)
		go func() { done <- resp.Stream(ctx, &lines{w: w}) }()
		synctest.Wait()
		cancel()
		require.ErrorIs(t, <-done, context.Canceled, "who goes away is not waited for")
	})
}

func TestABackfillThatIsBegunAnewLoadsEverything(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	before := s.list(api + "/?limit=1000")
	for _, takes := range []string{"10s", "0s"} {
		_, err := s.step("POST", "users/{userId}/backfill", `{"takes":"`+takes+`"}`, "userId", s.user)
		require.NoError(t, err)
		s.Advance(5 * time.Second) // and then a part is there
	}
	require.Equal(t, before, s.list(api+"/?limit=1000"))
}

func TestBackfillThatFails(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	_, err := s.step("POST", "users/{userId}/backfill", `{"error":"the source has revoked access"}`, "userId", s.user)
	require.NoError(t, err)
	require.Equal(t, "{\"error\":\"the source has revoked access\"}\n", s.get(api+"/backfill-status").text())
}

func TestWorldsOfOneSeedAgree(t *testing.T) {
	t.Parallel()
	one, two := newSim(t), newSim(t)
	require.Equal(t, one.creds, two.creds)
	require.Equal(t, one.get(api+"/").body, two.get(api+"/").body)
	require.Equal(t, one.get("/.well-known/jwks.json").body, two.get("/.well-known/jwks.json").body)
	other := newSim(t, func(c *world.Config) { c.Seed = new(uint64(8)) })
	require.Equal(t, one.get("/.well-known/jwks.json").body, other.get("/.well-known/jwks.json").body, "the vendor has one key for everybody")
	require.Equal(t, http.StatusUnauthorized, other.ask("GET", api+"/latest", nil, "Authorization", "Bearer "+one.bearer).status)
}

func TestForksGoTheirOwnWay(t *testing.T) {
	t.Parallel()
	w, tenant := newWorld(t, func(c *world.Config) { c.Frozen = true })
	c := credentialsOf(t, tenant)
	token := c.Users[0].AccessToken
	f, err := w.Fork("fork")
	require.NoError(t, err)
	fork, err := f.Tenant(service)
	require.NoError(t, err)
	require.Equal(t, c, credentialsOf(t, fork))
	before := string(ask(tenant, w, api+"/latest", token).Body)
	require.Equal(t, before, string(ask(fork, f, api+"/latest", token).Body))
	for _, st := range fork.Steps() {
		if strings.HasSuffix(st.Path, "/activities") {
			_, err := st.Handle(map[string]string{"userId": c.Users[0].UserID}, nil)
			require.NoError(t, err)
		}
	}
	require.Equal(t, before, string(ask(tenant, w, api+"/latest", token).Body))
	require.NotEqual(t, before, string(ask(fork, f, api+"/latest", token).Body))
	require.True(t, tenant.Knows(bearing(token)))
	require.False(t, tenant.Knows(bearing("x")))
	require.False(t, tenant.Knows(httptest.NewRequest("GET", "/", nil)))
	require.True(t, tenant.Knows(httptest.NewRequest("GET", "/oauth/authorize?client_id="+c.ClientID, nil)))
}

func bearing(token string) *http.Request {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

func TestPins(t *testing.T) {
	t.Parallel()
	s := newSim(t, withPins(`{"client":{"clientId":"0123456789abcdef","clientSecret":"hush","redirectUris":["https://app.example/cb"]},
		"users":[{"userId":"user-1","activities":["act_first","act_second"]},{"userId":"user-2"}]}`))
	require.Equal(t, "0123456789abcdef", s.creds.ClientID)
	require.Equal(t, "https://app.example/cb", s.creds.RedirectURI)
	require.Equal(t, "user-1", s.user)
	all := s.list(api + "/?limit=1000")
	require.Equal(t, "act_first", all[len(all)-1].text("id"))
	require.Equal(t, "act_second", s.one(api+"/act_second").text("id"))
	require.Equal(t, "user-1", s.one("/api/v1/oauth/userinfo").text("sub"))
	for pins, field := range map[string]string{
		`{"users":[{"userId":"a b"}]}`:                                      "pins.sweatstack.users[0].userId",
		`{"users":[{"userId":"a"},{"userId":"a"}]}`:                         "pins.sweatstack.users[1].userId",
		`{"users":[{"userId":"a","activities":["a"]}]}`:                     "pins.sweatstack.users[0].activities[0]",
		`{"users":[{"name":"a"}]}`:                                          "pins.sweatstack.users[0].name",
		`{"client":{"redirectUris":["javascript:x"]}}`:                      "pins.sweatstack.client",
		`{"users":[{"userId":"a","activities":[` + manyWords(5000) + `]}]}`: "pins.sweatstack.users[0].activities",
	} {
		c := world.Config{Seed: new(uint64(7)), Time: start}
		since(30)(&c)
		withPins(pins)(&c)
		_, err := world.New(c, []world.Service{shared()})
		bad, ok := errors.AsType[*world.Invalid](err)
		require.True(t, ok, "%v", err)
		require.Equal(t, field, bad.Field)
	}
}

func manyWords(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"w` + strings.Repeat("i", i%50) + string(rune('a'+i%26)) + `-`)
		for k := i; k > 0; k /= 10 {
			b.WriteByte(byte('0' + k%10))
		}
		b.WriteString(`"`)
	}
	return b.String()
}

func TestSwitchesAreChecked(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, sw := range sweatstack.Switches() {
		require.False(t, seen[sw.Name], sw.Name)
		seen[sw.Name] = true
		require.NotEmpty(t, sw.What, sw.Name)
		require.NotEmpty(t, sw.Evidence, sw.Name)
		for _, v := range append([]string{sw.Default}, sw.Values...) {
			if len(sw.Values) > 1 || v == sw.Default {
				newWorld(t, with(sw.Name, v))
			}
		}
		c := world.Config{Time: start}
		with(sw.Name, "\x00")(&c)
		_, err := world.New(c, []world.Service{shared()})
		bad, ok := errors.AsType[*world.Invalid](err)
		require.True(t, ok, "%s: %v", sw.Name, err)
		require.Equal(t, "switches.sweatstack."+sw.Name, bad.Field)
	}
	c := world.Config{Time: start, Profile: map[string]string{service: "2025"}}
	_, err := world.New(c, []world.Service{shared()})
	require.ErrorContains(t, err, "profile.sweatstack")
}

func TestSteps(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	for _, c := range []struct{ method, path, body, want string }{
		{"POST", "users/{userId}/activities", `{"end":"2036-01-01T00:00:00Z"}`, "end: lies in the future"},
		{"POST", "users/{userId}/activities", `{"sport":"chess"}`, "nothing of the sport"},
		{"POST", "users/{userId}/backfill", `{"takes":"long"}`, "takes: "},
		{"POST", "users/{userId}/revoke", `{"clientId":"x"}`, "does not exist"},
		{"POST", "consents", `{"decision":"perhaps"}`, "decision: "},
		{"POST", "consents", `{"times":0}`, "times: "},
		{"POST", "consents", `{"scopes":["admin"]}`, "scopes[0]: "},
		{"POST", "consents", `{"userId":"x"}`, "does not exist"},
		{"POST", "tokens", `{"userId":"x"}`, "does not exist"},
		{"POST", "tokens", `{"user":"x"}`, "user: no such member"},
		{"POST", "api-keys", `{"clientId":"x"}`, "clientId: "},
		{"POST", "tokens/revoke", `{"token":"x"}`, "does not exist"},
		{"POST", "clients", `{"redirectUris":["nowhere"]}`, "body: "},
		{"POST", "clients", `{"public":true,"clientSecret":"x"}`, "clientSecret: "},
		{"POST", "clients", `{"clientId":"` + s.creds.ClientID + `"}`, "already"},
	} {
		_, err := s.step(c.method, c.path, c.body, "userId", s.user)
		require.ErrorContains(t, err, c.want, c.body)
	}
	made, err := s.step("POST", "clients", `{"name":"mine","redirectUris":["https://mine.example/cb"]}`)
	require.NoError(t, err)
	listed, err := s.step("GET", "clients", "")
	require.NoError(t, err)
	require.Len(t, listed["clients"], 2)
	require.NotContains(t, listed["clients"].([]any)[1], "clientSecret")
	_, err = s.step("POST", "consents", `{"decision":"decline","times":2}`)
	require.NoError(t, err)
	waiting, err := s.step("GET", "consents", "")
	require.NoError(t, err)
	require.Len(t, waiting["waiting"], 1)
	require.Equal(t, "access_denied", location(t, s.ask("GET", s.authorizeQuery(), nil)).Get("error"))
	_, err = s.step("DELETE", "consents", "")
	require.NoError(t, err)
	_, err = s.step("DELETE", "clients/{clientId}", "", "clientId", made.text("clientId"))
	require.NoError(t, err)
	revoked, err := s.step("POST", "users/{userId}/revoke", "", "userId", s.user)
	require.NoError(t, err)
	require.InDelta(t, 1, revoked.number("revoked"), 0)
	require.Equal(t, http.StatusUnauthorized, s.get(api+"/latest").status)
	again := s.freshToken()
	s.bearer = again
	require.Equal(t, http.StatusOK, s.get(api+"/latest").status)
	_, err = s.step("POST", "tokens/revoke", `{"token":"`+again+`"}`)
	require.NoError(t, err)
	require.Equal(t, http.StatusUnauthorized, s.get(api+"/latest").status)
}

// An idle world is one whose service was made and never asked for a token.
func TestIdleWorldsAreSmall(t *testing.T) { // not parallel: it looks at all memory
	const worlds = 200
	keep := make([]*world.World, worlds)
	newWorld(t)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	tenants := 0
	for i := range keep {
		w, err := world.New(world.Config{Seed: new(uint64(i)), Time: start}, []world.Service{shared()})
		require.NoError(t, err)
		keep[i] = w
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	bare := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	before = after
	for _, w := range keep {
		_, err := w.Tenant(service)
		require.NoError(t, err)
		tenants++
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := (int64(after.HeapAlloc) - int64(before.HeapAlloc)) / worlds
	require.Less(t, each, int64(16<<10), "with its bare world: %d", each+bare/worlds)
	require.Equal(t, worlds, tenants)
	runtime.KeepAlive(keep)
}

package why_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/internal/evidence/why"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// traced is a world in which somebody chose, asked as its own demo clients ask.
type traced struct {
	t     *testing.T
	s     *mockserver.Server
	w     *world.World
	login struct {
		Firstbeat         struct{ ConsumerID, SharedSecret, APIKey string }
		Polar, SweatStack struct {
			ClientID, ClientSecret string
			Users                  []struct {
				AccessToken, RefreshToken string
				Scopes                    []string
			}
		}
	}
}

func trace(t *testing.T, c world.Config) *traced {
	t.Helper()
	c.Time, c.Frozen = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC), true
	s, err := mockserver.New(mockserver.Config{Services: mockserver.All(), World: c})
	require.NoError(t, err)
	x := &traced{t: t, s: s, w: s.Worlds().Default()}
	credentials, err := x.w.Credentials()
	require.NoError(t, err)
	raw, err := json.Marshal(credentials)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &x.login))
	return x
}

// credential is what a service wants to see.
func (x *traced) credential(r *http.Request, service string) {
	switch service {
	case "firstbeat":
		now := x.w.Clock.Now()
		token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"iss": x.login.Firstbeat.ConsumerID, "iat": now.Unix(), "exp": now.Unix() + 300}).
			SignedString([]byte(x.login.Firstbeat.SharedSecret))
		require.NoError(x.t, err)
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("X-Api-Key", x.login.Firstbeat.APIKey)
	case "polar-auth":
		r.SetBasicAuth(x.login.Polar.ClientID, x.login.Polar.ClientSecret)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	case "sweatstack":
		r.Header.Set("Authorization", "Bearer "+x.login.SweatStack.Users[0].AccessToken)
	default:
		for _, u := range x.login.Polar.Users {
			if (u.Scopes[0] == "team_read") == (service == "polar-teampro") {
				r.Header.Set("Authorization", "Bearer "+u.AccessToken)
			}
		}
	}
}

// ask makes a request, and tells the choices that why names for its answer.
func (x *traced) ask(path string) (status int, chosen []string) {
	x.t.Helper()
	service, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	method, body := http.MethodGet, ""
	if at, form, post := strings.Cut(path, " "); post {
		method, path, body = http.MethodPost, at, form
	}
	r := httptest.NewRequestWithContext(x.t.Context(), method, "http://localhost"+path, strings.NewReader(body))
	x.credential(r, service)
	x.s.ServeHTTP(httptest.NewRecorder(), r)
	all := x.w.Journal.Exchanges(journal.Filter{Limit: 1})
	a, err := why.Explain(evidence.Load(), x.w, all[0])
	require.NoError(x.t, err)
	for _, s := range a.Switches {
		chosen = append(chosen, s.Name)
	}
	return all[0].Status, chosen
}

// TestWhyNamesTheChoicesThatAnAnswerTurnedOn, and no others of the same world: twice each, because the second answer
// may be one that was remembered.
func TestWhyNamesTheChoicesThatAnAnswerTurnedOn(t *testing.T) {
	x := trace(t, world.Config{
		Limits: world.LimitsVendor,
		Profile: map[string]string{
			"firstbeat": "1.0.0", "polar-teampro": "1.1.0", "polar-accesslink": "live", "sweatstack": "current",
		},
		Switches: map[string]map[string]string{
			"firstbeat":        {"page-size": "25", "unapproved-status": "401", "more": "when-true", "per-minute": "50", "unknown-path": "403"},
			"polar-auth":       {"token-life": "1h", "code-replay": "refuse", "refresh-token": "same", "x-user-id": "yes", "error-description": "no"},
			"polar-teampro":    {"burst-size": "90", "absent": "null", "per-page-range": "clamp", "session-order": "newest-first", "staff": "hidden"},
			"polar-accesslink": {"to": "inclusive", "greeting": "Hei", "picture-format": "jpeg", "error-key": "error", "sync-latency": "6m", "rate-headers": "always"},
			"sweatstack":       {"nested": "none", "sync-latency": "3m", "issuer": "https://sweat.test", "scope-status": "401", "request-id": "off"},
		},
	})
	_, _ = x.ask("/firstbeat/v1/sports/accounts")
	var list struct{ Accounts []struct{ AccountID string } }
	require.NoError(t, json.Unmarshal(x.w.Journal.Exchanges(journal.Filter{})[0].ResponseBody, &list))
	account := list.Accounts[0].AccountID
	for _, c := range []struct {
		path   string
		status int
		want   []string
	}{
		{"/firstbeat/v1/sports/accounts", 200, []string{"per-minute"}},
		{"/firstbeat/v1/sports/accounts/" + account + "/athletes", 200, []string{"per-minute", "page-size"}}, // there is more
		{"/firstbeat/v1/sports/accounts/" + account + "/athletes?offset=5000", 200, []string{"per-minute", "page-size", "more"}},
		{"/firstbeat/v1/nothing", 0, []string{"unknown-path"}},
		{"/polar-auth/oauth/token grant_type=refresh_token&refresh_token=" + x.login.Polar.Users[0].RefreshToken, 200, []string{"token-life", "refresh-token", "x-user-id"}},
		{"/polar-auth/oauth/token grant_type=refresh_token&refresh_token=none", 400, []string{"token-life", "refresh-token", "error-description"}},
		{"/polar-teampro/v1/teams", 200, []string{"burst-size", "absent"}},
		{"/polar-teampro/v1/teams?per_page=0", 200, []string{"burst-size", "per-page-range", "absent"}},
		{"/polar-teampro/v1/nothing", 404, []string{"profile"}},
		{"/polar-accesslink/v4/data/hello", 200, []string{"greeting"}},
		{"/polar-accesslink/v4/data/sleeps?from=2026-03-01&to=2026-03-08", 200, []string{"profile", "rate-headers", "to", "sync-latency"}},
		{"/polar-accesslink/v4/data/sleeps?from=never&to=2026-03-08", 400, []string{"profile", "rate-headers", "error-key"}},
		{"/sweatstack/api/v1/activities/", 200, []string{"profile", "nested", "request-id", "sync-latency"}},
		{"/sweatstack/.well-known/openid-configuration", 200, []string{"issuer", "request-id"}},
	} {
		for range 2 {
			status, got := x.ask(c.path)
			require.True(t, status == c.status || c.status == 0, "%s answered %d", c.path, status)
			require.ElementsMatch(t, c.want, got, c.path)
		}
	}

	require.NoError(t, x.w.Faults.Put([]fault.Rule{{Name: "down", Do: fault.Do{Status: http.StatusTooManyRequests}}}))
	_, got := x.ask("/polar-accesslink/v4/data/sleeps")
	require.Equal(t, []string{"error-key"}, got, "the words of a fault are the vendor's, too")
}

// TestAWorldInWhichNobodyChoseNotesNothing: its exchanges do not pay for what why cannot be asked.
func TestAWorldInWhichNobodyChoseNotesNothing(t *testing.T) {
	x := trace(t, world.Config{})
	for _, path := range []string{"/firstbeat/v1/sports/accounts", "/polar-teampro/v1/teams"} {
		status, chosen := x.ask(path)
		require.Equal(t, http.StatusOK, status)
		require.Empty(t, chosen)
	}
	for _, e := range x.w.Journal.Exchanges(journal.Filter{}) {
		require.Zero(t, e.Reads)
	}
}

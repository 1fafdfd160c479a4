package firstbeat

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func TestRegister(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body, contentType string
		status                  int
	}{
		{"takes a name", `{"consumerName":"hawks"}`, "application/json", 200},
		{"takes JSON that is declared as a form", `{"consumerName":"hawks"}`, "application/x-www-form-urlencoded", 200},
		{"takes JSON that is not declared", `{"consumerName":"hawks"}`, "", 200},
		{"takes two characters", `{"consumerName":"äö"}`, "", 200},
		{"takes 100 characters", `{"consumerName":"` + strings.Repeat("ö", 100) + `"}`, "", 200},
		{"takes other members", `{"consumerName":"hawks","x":[1]}`, "", 200},
		{"refuses one character", `{"consumerName":"ö"}`, "", 400},
		{"refuses 101 characters", `{"consumerName":"` + strings.Repeat("a", 101) + `"}`, "", 400},
		{"refuses an empty name", `{"consumerName":""}`, "", 400},
		{"refuses no name", `{}`, "", 400},
		{"refuses null", `{"consumerName":null}`, "", 400},
		{"refuses a number", `{"consumerName":12}`, "", 400},
		{"refuses an empty body", ``, "", 400},
		{"refuses a form", `consumerName=hawks`, "application/x-www-form-urlencoded", 400},
		{"takes spaces", `{"consumerName":"   "}`, "", 200},
		{"refuses a member in another case", `{"CONSUMERNAME":"hawks"}`, "", 400},
		{"refuses a name that is not UTF-8", "{\"consumerName\":\"ha\xffwks\"}", "", 400},
		{"refuses half a character", "{\"consumerName\":\"hawks\xc3\"}", "", 400},
		{"refuses two values", `{"consumerName":"hawks"}{}`, "", 400},
	}
	s := newSim(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var headers []string
			if tt.contentType != "" {
				headers = []string{"Content-Type", tt.contentType}
			}
			a := s.send("POST", "/v1/account/register", tt.body, headers...)
			if tt.status != 200 {
				wantRefusal(t, a, 400, `{"message":"Bad Request"}`, "")
				require.NotEmpty(t, a.reasons())
				return
			}
			require.Equal(t, 200, a.status(), a.reasons())
			form := `^\{"id":"UUID","consumerName":"[^"]+","sharedSecret":"UUID"\}$`
			require.Regexp(t, strings.ReplaceAll(form, "UUID", `[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`), string(a.Body))
		})
	}
}

func TestBlankName(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("blank-name", "400"))
	a := s.send("POST", "/v1/account/register", `{"consumerName":" \t\u00a0"}`)
	wantRefusal(t, a, 400, `{"message":"Bad Request"}`, "")
	require.Contains(t, a.reasons(), "blank")
	require.Equal(t, 200, s.send("POST", "/v1/account/register", `{"consumerName":" x "}`).status())
}

// A body that cannot be read is an invalid payload too, in the vendor's words.
func TestBrokenBody(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		body   io.Reader
		length int64
		reason string
	}{
		{"declared too long", strings.NewReader("{}"), 2 << 20, "longer than 1 MiB"},
		{"too long without a length", strings.NewReader(strings.Repeat(" ", 1<<20+1)), -1, "longer than 1 MiB"},
		{"shorter than declared", strings.NewReader("{}"), 3, "did not arrive whole"},
		{"in malformed chunks", httputil.NewChunkedReader(strings.NewReader("zz\r\n{}")), -1, "did not arrive whole"},
		{"too late", iotest.ErrReader(os.ErrDeadlineExceeded), -1, "did not arrive whole"},
	}
	s := newSim(t)
	for _, tt := range tests {
		t.Run("refuses a body "+tt.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/v1/account/register", tt.body)
			r.ContentLength = tt.length
			call := httpx.Call{Now: s.world.Clock.Now(), Exchange: &journal.Exchange{}}
			a := answer{s.tenant.Answer(s.tenant.Match(r), r, call), call.Exchange}
			wantRefusal(t, a, 400, `{"message":"Bad Request"}`, "")
			require.Contains(t, a.reasons(), tt.reason)
		})
	}
}

func TestUnapprovedAPIKey(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		value, body, kind string
		status            int
	}{
		{"401", `{"message":"Unauthorized"}`, "UnauthorizedException", 401},
		{"403", `{"message":"Forbidden"}`, "ForbiddenException", 403},
	} {
		s := newSim(t, with("unapproved-api-key", tt.value))
		c := s.register("hawks")
		wantRefusal(t, s.as(c, "GET", "/v1/account/api-key"), tt.status, tt.body, tt.kind)
		s.mustStep("firstbeat/consumers/"+c.ConsumerID+"/approve", "")
		require.Equal(t, 200, s.as(c, "GET", "/v1/account/api-key").status())
		s.mustStep("firstbeat/consumers/"+c.ConsumerID+"/disable", "")
		wantRefusal(t, s.as(c, "GET", "/v1/account/api-key"), tt.status, tt.body, tt.kind)
	}
}

// register makes a consumer that nobody has approved.
func (s *sim) register(name string) credentials {
	var c struct{ ID, SharedSecret string }
	s.send("POST", "/v1/account/register", fmt.Sprintf(`{"consumerName":%q}`, name)).json(s.tb, &c)
	return credentials{ConsumerID: c.ID, SharedSecret: c.SharedSecret}
}

func TestRegisteringMakesAnotherConsumerEachTime(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	a, b := s.register("hawks"), s.register("hawks")
	require.NotEqual(t, a.ConsumerID, b.ConsumerID)
	require.NotEqual(t, a.SharedSecret, b.SharedSecret)
	again := newSim(t)
	require.Equal(t, a, again.register("hawks"), "by seed")
}

func TestUnapprovedRegistrationsAreBounded(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	first := s.register("first")
	s.mustStep("firstbeat/consumers/"+first.ConsumerID+"/approve", "")
	second := s.register("second")
	for i := range maxUnapproved + 50 {
		s.tenant.consumers.register(fmt.Sprint("c", i))
	}
	_, ok := s.tenant.consumers.get(first.ConsumerID)
	require.True(t, ok, "an approved consumer stays")
	_, ok = s.tenant.consumers.get(second.ConsumerID)
	require.False(t, ok, "the oldest unapproved one gives way")
	_, ok = s.tenant.consumers.get(s.credentials().ConsumerID)
	require.True(t, ok)
	require.LessOrEqual(t, len(s.tenant.consumers.byID), maxUnapproved+2)
}

// accountsOf lists the accounts that a consumer sees, with the coach who granted.
func (s *sim) accountsOf(c credentials) map[string]int64 {
	var list struct {
		Accounts []struct {
			AccountID    string
			AuthorizedBy struct{ CoachID int64 }
		}
	}
	s.as(c, "GET", "/v1/sports/accounts").json(s.tb, &list)
	out := map[string]int64{}
	for _, a := range list.Accounts {
		out[a.AccountID] = a.AuthorizedBy.CoachID
	}
	return out
}

func TestOnboarding(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	c := s.register("hawks")
	consumer := "firstbeat/consumers/" + c.ConsumerID
	account := consumer + "/accounts/" + s.account()

	wantRefusal(t, s.as(c, "GET", "/v1/account/api-key"), 401, `{"message":"Unauthorized"}`, "UnauthorizedException")
	wantRefusal(t, s.as(c, "GET", "/v1/sports/accounts"), 403, `{"message":"Forbidden"}`, "ForbiddenException")
	_, err := s.step(account+"/link", "")
	require.IsType(t, &world.Conflict{}, err, "link before approve")
	_, err = s.step(account+"/grant", "")
	require.IsType(t, &world.Conflict{}, err, "grant before link")

	s.mustStep(consumer+"/approve", `{"accounts":[]}`)
	wantRefusal(t, s.as(c, "GET", "/v1/sports/accounts"), 403, `{"message":"Forbidden"}`, "ForbiddenException")
	var key struct{ APIKey string }
	s.as(c, "GET", "/v1/account/api-key", "x-api-key", "").json(t, &key)
	require.Regexp(t, regexp.MustCompile(`^[A-Za-z0-9]{40}$`), key.APIKey)
	first := key.APIKey
	a := s.as(c, "GET", "/v1/account/api-key")
	require.Equal(t, `{"apikey":"`+first+`"}`, string(a.Body), "the same key each time")
	c.APIKey = first

	require.Equal(t, map[string]int64{"1-1": 0}, s.accountsOf(c), "the sandbox only")
	_, err = s.step(account+"/grant", "")
	require.IsType(t, &world.Conflict{}, err, "grant before link")
	s.mustStep(account+"/link", "")
	require.Equal(t, map[string]int64{"1-1": 0}, s.accountsOf(c), "linked, not granted: absent")
	require.Equal(t, 403, s.as(c, "GET", "/v1/sports/accounts/"+s.account()+"/athletes").status())

	coach := s.tenant.ids.coach(s.world.Data.Organization(1).FirstCoach + 1)
	s.mustStep(account+"/grant", fmt.Sprintf(`{"coachId":%d}`, coach))
	require.Equal(t, map[string]int64{"1-1": 0, s.account(): coach}, s.accountsOf(c))
	require.Equal(t, 200, s.as(c, "GET", "/v1/sports/accounts/"+s.account()+"/athletes").status())

	s.mustStep(account+"/revoke", "")
	require.Equal(t, map[string]int64{"1-1": 0}, s.accountsOf(c))
	s.mustStep(consumer+"/accounts/1-1/revoke", "")
	require.Equal(t, `{"accounts":[]}`, string(s.as(c, "GET", "/v1/sports/accounts").Body), "no access is an empty list")
	s.mustStep(account+"/grant", "")
	require.Len(t, s.accountsOf(c), 1, "a linked account can be granted again")
	s.mustStep(consumer+"/disable", "")
	require.Equal(t, 403, s.as(c, "GET", "/v1/sports/accounts").status())
	require.Equal(t, 401, s.as(c, "GET", "/v1/account/api-key").status())
}

func TestDemoConsumerIsReady(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	require.Len(t, s.accountsOf(s.credentials()), s.world.Data.Organizations())
	printed, err := json.Marshal(s.tenant.Credentials())
	require.NoError(t, err)
	require.Regexp(t, `^\{"consumerId":"[0-9a-f-]{36}","sharedSecret":"[0-9a-f-]{36}","apiKey":"[A-Za-z0-9]{40}"\}$`, string(printed))
	require.Equal(t, s.credentials(), newSim(t).credentials(), "by seed and name")
	other := newSim(t, func(c *world.Config) { c.Name = "other" })
	require.NotEqual(t, s.credentials().ConsumerID, other.credentials().ConsumerID)
	require.NotEqual(t, s.credentials().SharedSecret, other.credentials().SharedSecret)
	require.ElementsMatch(t, []string{s.credentials().SharedSecret, s.credentials().APIKey}, s.tenant.Secrets())
}

func TestAPIKeyField(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("api-key-field", "apiKey"))
	require.Equal(t, `{"apiKey":"`+s.credentials().APIKey+`"}`, string(s.get("/v1/account/api-key").Body))
}

func TestRotation(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	old := s.credentials()
	ask := func() credentials {
		a := s.as(old, "GET", "/v1/account/new-secret")
		require.Regexp(t, `^\{"sharedSecret":"[0-9a-f-]{36}"\}$`, string(a.Body))
		var fresh struct{ SharedSecret string }
		a.json(t, &fresh)
		return credentials{old.ConsumerID, fresh.SharedSecret, old.APIKey}
	}
	confirm := func(c credentials) answer { return s.as(c, "POST", "/v1/account/new-secret/confirm") }
	use := func(c credentials) int { return s.as(c, "GET", "/v1/sports/accounts").status() }

	wantRefusal(t, confirm(old), 401, `{"message":"Unauthorized"}`, "UnauthorizedException")
	first := ask()
	require.Equal(t, 401, use(first), "not valid before its confirmation")
	require.Equal(t, 200, use(old))
	require.Equal(t, 401, confirm(old).status(), "the confirmation takes the new secret")
	second := ask()
	require.NotEqual(t, first.SharedSecret, second.SharedSecret)
	require.Equal(t, 401, confirm(first).status(), "a second call replaces the first")
	keyless := second
	keyless.APIKey = ""
	require.Equal(t, 403, confirm(keyless).status(), "the confirmation takes the key")
	require.Contains(t, s.tenant.Secrets(), second.SharedSecret)

	a := confirm(second)
	require.Equal(t, 200, a.status())
	require.Empty(t, a.Body, "no documented body")
	require.Equal(t, 401, use(old), "dead at once")
	require.Equal(t, 200, use(second))
	require.Equal(t, 401, confirm(second).status(), "nothing is left to confirm")
	require.Equal(t, second, s.credentials(), "what is handed out follows")
}

func TestKnows(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	c := s.credentials()
	stranger := newSim(t, func(c *world.Config) { c.Name = "other" })
	require.True(t, s.knows("x-api-key", c.APIKey))
	require.True(t, s.knows("Authorization", "Bearer "+s.token(c)))
	require.True(t, s.knows("Authorization", "Bearer "+s.token(credentials{ConsumerID: c.ConsumerID, SharedSecret: "wrong"})), "it is told so by the vendor, not by routing")
	require.False(t, s.knows("x-api-key", stranger.credentials().APIKey))
	require.False(t, s.knows("Authorization", "Bearer "+s.token(stranger.credentials())))
	require.False(t, s.knows("Authorization", "Bearer a.b.c"))
	require.False(t, s.knows("Authorization", "Basic abc"))
	require.False(t, s.knows("Accept", "*/*"))
}

func TestFork(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	c := s.register("hawks")
	s.mustStep("firstbeat/consumers/"+c.ConsumerID+"/approve", "")
	s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/quota", `{"dayUsed":4999}`)
	s.mustStep("firstbeat/accounts/"+s.account()+"/close", "")
	w, err := s.world.Fork("copy")
	require.NoError(t, err)
	f := simOf(t, w)

	require.Equal(t, s.credentials(), f.credentials())
	require.Equal(t, 200, f.as(c, "GET", "/v1/account/api-key").status())
	require.Equal(t, 403, f.get("/v1/sports/accounts/"+s.account()+"/athletes").status(), "closed accounts stay closed")
	require.Equal(t, 429, f.get("/v1/sports/accounts").status(), "quotas are copied")
	require.Equal(t, 200, s.get("/v1/sports/accounts").status(), "and not shared")

	f.mustStep("firstbeat/accounts/"+s.account()+"/open", "")
	s.world.Clock.Advance(24 * time.Hour)
	require.Equal(t, 403, s.get("/v1/sports/accounts/"+s.account()+"/athletes").status())
	require.NotContains(t, s.tenant.Secrets(), f.as(c, "GET", "/v1/account/api-key").key(t))
}

func TestForkHandsOutItsOwn(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	old := s.register("before")
	s.mustStep("firstbeat/consumers/"+old.ConsumerID+"/approve", "")
	sims := []*sim{s}
	for _, name := range []string{"copy", "other"} {
		w, err := s.world.Fork(name)
		require.NoError(t, err)
		sims = append(sims, simOf(t, w))
	}
	w, err := sims[1].world.Fork("copy-of-copy")
	require.NoError(t, err)
	sims = append(sims, simOf(t, w))
	seen := map[string]bool{}
	for _, x := range sims {
		c := x.register("after")
		var fresh struct{ SharedSecret string }
		x.get("/v1/account/new-secret").json(t, &fresh)
		for _, v := range []string{c.ConsumerID, c.SharedSecret, x.as(old, "GET", "/v1/account/api-key").key(t), fresh.SharedSecret} {
			require.False(t, seen[v], "%s is handed out in two worlds", v)
			seen[v] = true
		}
	}
	again, err := newSim(t).world.Fork("copy")
	require.NoError(t, err)
	same, err := newSim(t).world.Fork("copy")
	require.NoError(t, err)
	require.Equal(t, simOf(t, again).register("hawks"), simOf(t, same).register("hawks"), "by seed and name")
}

func (a answer) key(tb testing.TB) string {
	tb.Helper()
	var k struct{ APIKey string }
	a.json(tb, &k)
	return k.APIKey
}

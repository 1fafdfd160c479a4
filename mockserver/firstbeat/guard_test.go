package firstbeat

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The clock stands at 1773144000 s, that is 2026-03-10T12:00:00Z.
func TestToken(t *testing.T) {
	t.Parallel()
	const head = `{"alg":"HS256","typ":"JWT"}`
	claims := func(iat, exp string) string { return `{"iss":"ISS","iat":` + iat + `,"exp":` + exp + `}` }
	tests := []struct {
		name    string
		header  string
		payload string
		with    []option
		want    int
		reason  string
	}{
		{"takes whole seconds", head, claims("1773144000", "1773144300"), nil, 200, ""},
		{"takes fractions of a second", head, claims("1773143999.816", "1773144299.816"), nil, 200, ""},
		{"takes an exponent", head, claims("1.773144e9", "1.7731443e9"), nil, 200, ""},
		{"takes a token without typ", `{"alg":"HS256"}`, claims("1773144000", "1773144300"), nil, 200, ""},
		{"takes 300 s", head, claims("1773143701", "1773144001"), nil, 200, ""},
		{"refuses 301 s", head, claims("1773143900", "1773144201"), nil, 401, "lives 301.000 s"},
		{"refuses 300.01 s", head, claims("1773143900", "1773144200.01"), nil, 401, "lives 300.010 s"},
		{"takes 301 s where it is told to", head, claims("1773143900", "1773144201"), []option{with("jwt-long-life", "accept")}, 200, ""},
		{"refuses at exp", head, claims("1773143700", "1773144000"), nil, 401, "expired 0.000 s ago"},
		{"takes a millisecond before exp", head, claims("1773143700.001", "1773144000.001"), nil, 200, ""},
		{"takes an expired token within the leeway", head, claims("1773143690", "1773143990"), []option{with("jwt-leeway", "11s")}, 200, ""},
		{"refuses an expired token at the leeway", head, claims("1773143690", "1773143990"), []option{with("jwt-leeway", "10s")}, 401, "expired"},
		{"refuses iat a millisecond ahead", head, claims("1773144000.001", "1773144300"), nil, 401, "in the future"},
		{"takes iat ahead within the leeway", head, claims("1773144005", "1773144300"), []option{with("jwt-leeway", "5s")}, 200, ""},
		{"takes iat ahead where it is told to", head, claims("1773144090", "1773144300"), []option{with("jwt-future-iat", "accept")}, 200, ""},
		{"refuses a missing iat", head, `{"iss":"ISS","exp":1773144300}`, nil, 401, "no iat"},
		{"refuses a null iat", head, `{"iss":"ISS","iat":null,"exp":1773144300}`, nil, 401, "no iat"},
		{"takes a missing iat where it is told to", head, `{"iss":"ISS","exp":1773144300}`, []option{with("jwt-missing-iat", "accept")}, 200, ""},
		{"counts a missing iat from now", head, `{"iss":"ISS","exp":1773144301}`, []option{with("jwt-missing-iat", "accept")}, 401, "lives 301"},
		{"refuses a missing exp", head, `{"iss":"ISS","iat":1773144000}`, nil, 401, "no exp"},
		{"refuses a time in a string", head, claims(`"1773144000"`, "1773144300"), nil, 401, "wrong type"},
		{"refuses a time beyond doubles", head, claims("1773144000", "1e999"), nil, 401, "wrong type"},
		{"refuses a missing iss", head, `{"iat":1773144000,"exp":1773144300}`, nil, 401, "no consumer"},
		{"refuses an unknown iss", head, `{"iss":"somebody","iat":1773144000,"exp":1773144300}`, nil, 401, "no consumer"},
		{"refuses alg none", `{"alg":"none"}`, claims("1773144000", "1773144300"), nil, 401, "not signed by HS256"},
		{"refuses alg RS256", `{"alg":"RS256"}`, claims("1773144000", "1773144300"), nil, 401, "not signed by HS256"},
		{"refuses alg HS512", `{"alg":"HS512"}`, claims("1773144000", "1773144300"), nil, 401, "not signed by HS256"},
		{"refuses an unknown alg", `{"alg":"rot13"}`, claims("1773144000", "1773144300"), nil, 401, "no signing method"},
		{"refuses a missing alg", `{}`, claims("1773144000", "1773144300"), nil, 401, "no signing method"},
		{"refuses an iss in another case", head, `{"ISS":"ISS","iat":1773144000,"exp":1773144300}`, nil, 401, "no consumer"},
		{"refuses an iat in another case", head, `{"iss":"ISS","IAT":1773144000,"exp":1773144300}`, nil, 401, "no iat"},
		{"refuses an exp in another case", head, `{"iss":"ISS","iat":1773144000,"Exp":1773144300}`, nil, 401, "no exp"},
		{"takes an nbf that has come", head, `{"iss":"ISS","iat":1773144000,"nbf":1773144000,"exp":1773144300}`, nil, 200, ""},
		{"refuses an nbf ahead", head, `{"iss":"ISS","iat":1773144000,"nbf":1773144001,"exp":1773144300}`, nil, 401, "nbf is 1.000 s in the future"},
		{"takes an nbf ahead within the leeway", head, `{"iss":"ISS","iat":1773144000,"nbf":1773144001,"exp":1773144300}`, []option{with("jwt-leeway", "1s")}, 200, ""},
		{"takes an nbf ahead where it is told to", head, `{"iss":"ISS","iat":1773144000,"nbf":1773144090,"exp":1773144300}`, []option{with("jwt-future-nbf", "accept")}, 200, ""},
		{"refuses an nbf in a string", head, `{"iss":"ISS","iat":1773144000,"nbf":"1773144000","exp":1773144300}`, nil, 401, "wrong type"},
		{"refuses a payload of null", head, `null`, nil, 401, "no consumer"},
		{"refuses a payload that is a list", head, `[1]`, nil, 401, "three base64url parts"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSim(t, tt.with...)
			c := s.credentials()
			token := mint(c.SharedSecret, tt.header, strings.ReplaceAll(tt.payload, "ISS", c.ConsumerID))
			for _, pass := range []string{"first", "again"} {
				a := s.send("GET", "/v1/sports/accounts", "", "Authorization", "Bearer "+token, "x-api-key", c.APIKey)
				require.Equal(t, tt.want, a.status(), "%s: %s", pass, a.reasons())
				require.Contains(t, a.reasons(), tt.reason)
				require.NotContains(t, a.reasons(), c.SharedSecret)
			}
		})
	}
}

// A world's clock goes beyond the years that nanoseconds in 64 bits can tell.
func TestTokenAtAnyTime(t *testing.T) {
	t.Parallel()
	for _, year := range []int{1, 1677, 1970, 2199, 2262, 2500, 9999} {
		now := time.Date(year, time.March, 10, 12, 0, 0, 123_456_789, time.UTC)
		set := newSim(t).tenant.set
		at := func(after float64) instant {
			var i instant
			text := strconv.FormatFloat(float64(now.Unix())+0.123+after, 'f', 3, 64)
			require.NoError(t, i.UnmarshalJSON([]byte(text)))
			return i
		}
		fresh := claims{Issued: at(0), Expires: at(300)}
		require.Empty(t, fresh.refuses(now, set, nil), "%d", year)
		require.Empty(t, (&claims{Issued: at(-299), Expires: at(1)}).refuses(now, set, nil), "%d", year)
		require.Contains(t, (&claims{Issued: at(-300), Expires: at(-1)}).refuses(now, set, nil), "expired 1.", "%d", year)
		require.Contains(t, (&claims{Issued: at(1), Expires: at(300)}).refuses(now, set, nil), "in the future", "%d", year)
		require.Contains(t, (&claims{Issued: at(0), Expires: at(301)}).refuses(now, set, nil), "lives 301.", "%d", year)
	}
}

// TestServesAtAnyTime moves a world to where a token's seconds are few, and
// many.
func TestServesAtAnyTime(t *testing.T) {
	t.Parallel()
	for _, year := range []int{1970, 2199} {
		s := newSim(t)
		s.world.Clock.Set(time.Date(year, time.March, 10, 12, 0, 0, 0, time.UTC))
		a := s.get("/v1/sports/accounts")
		require.Equal(t, 200, a.status(), "%d: %s", year, a.reasons())
		old := s.token(s.credentials())
		s.world.Clock.Advance(300 * time.Second)
		a = s.send("GET", "/v1/sports/accounts", "", "Authorization", "Bearer "+old, "x-api-key", s.credentials().APIKey)
		require.Equal(t, 401, a.status(), "%d: %s", year, a.reasons())
	}
}

func TestTokenSignature(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	c := s.credentials()
	good := s.token(c)
	cut := strings.LastIndexByte(good, '.')
	raw, err := base64.RawURLEncoding.DecodeString(strings.ReplaceAll(c.SharedSecret, "-", ""))
	require.NoError(t, err)
	tests := []struct{ name, header string }{
		{"no header", ""},
		{"another scheme", "Basic " + good},
		{"no scheme", good},
		{"no token", "Bearer "},
		{"a stripped signature", "Bearer " + good[:cut+1]},
		{"two parts", "Bearer " + good[:cut]},
		{"four parts", "Bearer " + good + ".x"},
		{"padded base64", "Bearer " + good + "="},
		{"another secret", "Bearer " + s.token(credentials{c.ConsumerID, "x", ""})},
		{"the secret's bytes instead of its text", "Bearer " + s.token(credentials{c.ConsumerID, string(raw), ""})},
		{"a changed payload", "Bearer " + strings.Split(good, ".")[0] + "." + strings.Split(s.token(credentials{c.ConsumerID + "x", "", ""}), ".")[1] + good[cut:]},
		{"a giant", "Bearer " + good + strings.Repeat("a", maxToken)},
	}
	for _, tt := range tests {
		t.Run("refuses "+tt.name, func(t *testing.T) {
			headers := []string{"x-api-key", c.APIKey}
			if tt.header != "" {
				headers = append(headers, "Authorization", tt.header)
			}
			a := s.send("GET", "/v1/sports/accounts", "", headers...)
			wantRefusal(t, a, 401, `{"message":"Unauthorized"}`, "UnauthorizedException")
			require.NotEmpty(t, a.reasons())
		})
	}
	require.Equal(t, 200, s.send("GET", "/v1/sports/accounts", "", "Authorization", "bearer  "+good, "x-api-key", c.APIKey).status(), "the scheme has no case")
}

// wantRefusal compares a refusal byte by byte.
func wantRefusal(t *testing.T, a answer, status int, body, errorType string) {
	t.Helper()
	require.Equal(t, status, a.status(), a.reasons())
	require.Equal(t, body, string(a.Body))
	require.Equal(t, "application/json", a.ContentType)
	require.Equal(t, errorType, a.Header.Get("x-amzn-ErrorType"))
	require.Empty(t, a.Header.Get("Retry-After"), "the vendor sends none")
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	closeAccount := func(s *sim) { s.mustStep("firstbeat/accounts/"+s.account()+"/close", "") }
	revoke := func(s *sim) {
		s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/accounts/"+s.account()+"/revoke", "")
	}
	disable := func(s *sim) { s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/disable", "") }
	useDay := func(s *sim) {
		s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/quota", `{"dayUsed":5000}`)
	}
	useBurst := func(s *sim) {
		s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/quota", `{"burstUsed":60}`)
	}
	const (
		accounts = "/v1/sports/accounts"
		athletes = "/v1/sports/accounts/ACCOUNT/athletes"
	)
	tests := []struct {
		name      string
		prepare   func(s *sim)
		with      []option
		method    string
		path      string
		headers   []string
		status    int
		body      string
		errorType string
	}{
		{"a missing token", nil, nil, "GET", accounts, []string{"Authorization", ""}, 401, `{"message":"Unauthorized"}`, "UnauthorizedException"},
		{"a missing key", nil, nil, "GET", accounts, []string{"x-api-key", ""}, 403, `{"message":"Forbidden"}`, "ForbiddenException"},
		{"a wrong key", nil, nil, "GET", accounts, []string{"x-api-key", "nope"}, 403, `{"message":"Forbidden"}`, "ForbiddenException"},
		{"the token before the key", nil, nil, "GET", accounts, []string{"x-api-key", "", "Authorization", ""}, 401, `{"message":"Unauthorized"}`, "UnauthorizedException"},
		{"the key before the limit", useDay, nil, "GET", accounts, []string{"x-api-key", ""}, 403, `{"message":"Forbidden"}`, "ForbiddenException"},
		{"an empty bucket", useBurst, nil, "GET", accounts, nil, 429, `{"message":"Too Many Requests"}`, "ThrottledException"},
		{"a used-up day", useDay, nil, "GET", accounts, nil, 429, `{"message":"Limit Exceeded"}`, "LimitExceededException"},
		{"the limit before the account", useDay, nil, "GET", "/v1/sports/accounts/9-9/athletes", nil, 429, `{"message":"Limit Exceeded"}`, "LimitExceededException"},
		{"an unknown account", nil, nil, "GET", "/v1/sports/accounts/9-9/athletes", nil, 404, `{"message":"Not Found"}`, ""},
		{"a malformed account", nil, nil, "GET", "/v1/sports/accounts/x/athletes", nil, 404, `{"message":"Not Found"}`, ""},
		{"a closed account", closeAccount, nil, "GET", athletes, nil, 403, `{"message":"Forbidden"}`, "ForbiddenException"},
		{"an account that was not granted", revoke, nil, "GET", athletes, nil, 403, `{"message":"Forbidden"}`, "ForbiddenException"},
		{"an account that was not granted, by switch", revoke, []option{with("ungranted-status", "404")}, "GET", athletes, nil, 404, `{"message":"Not Found"}`, ""},
		{"a disabled consumer", disable, nil, "GET", accounts, nil, 403, `{"message":"Forbidden"}`, "ForbiddenException"},
		{"a disabled consumer, by switch", disable, []option{with("disabled-status", "401")}, "GET", accounts, nil, 401, `{"message":"Unauthorized"}`, "UnauthorizedException"},
		{"an unknown athlete", nil, nil, "GET", athletes + "/1", nil, 404, `{"message":"Not Found"}`, ""},
		{"a malformed athlete", nil, nil, "GET", athletes + "/abc", nil, 404, `{"message":"Not Found"}`, ""},
		{"a malformed athlete, by switch", nil, []option{with("bad-id", "400")}, "GET", athletes + "/abc", nil, 400, `{"message":"Bad Request"}`, ""},
		{"a malformed athlete, in joined words", nil, []option{with("bad-id", "400"), with("message-words", "joined")}, "GET", athletes + "/abc", nil, 400, `{"message":"BadRequest"}`, ""},
		{"an unknown path", nil, nil, "GET", "/v1/sports/athletes", nil, 404, `{"message":"Not Found"}`, ""},
		{"an unknown path, without a token", nil, nil, "GET", "/v2", []string{"Authorization", ""}, 404, `{"message":"Not Found"}`, ""},
		{"an unknown path, by switch", nil, []option{with("unknown-path", "403")}, "GET", "/", nil, 403, `{"message":"Missing Authentication Token"}`, "MissingAuthenticationTokenException"},
		{"an unknown path, token first", nil, []option{with("check-order", "jwt-first")}, "GET", "/v2", []string{"Authorization", ""}, 401, `{"message":"Unauthorized"}`, "UnauthorizedException"},
		{"an unknown path with a token, token first", nil, []option{with("check-order", "jwt-first")}, "GET", "/v2", nil, 404, `{"message":"Not Found"}`, ""},
		{"a wrong method", nil, nil, "POST", accounts, nil, 404, `{"message":"Not Found"}`, ""},
		{"a wrong method, token first", nil, []option{with("check-order", "jwt-first")}, "POST", accounts, []string{"Authorization", ""}, 401, `{"message":"Unauthorized"}`, "UnauthorizedException"},
		{"a wrong method, by switch", nil, []option{with("wrong-method", "405")}, "DELETE", accounts, nil, 405, `{"message":"Method Not Allowed"}`, ""},
		{"a wrong method, as the gateway does", nil, []option{with("wrong-method", "403")}, "PUT", accounts, nil, 403, `{"message":"Missing Authentication Token"}`, "MissingAuthenticationTokenException"},
	}
	for _, tt := range tests {
		t.Run("spells "+tt.name, func(t *testing.T) {
			s := newSim(t, tt.with...)
			if tt.prepare != nil {
				tt.prepare(s)
			}
			a := s.as(s.credentials(), tt.method, strings.ReplaceAll(tt.path, "ACCOUNT", s.account()), tt.headers...)
			wantRefusal(t, a, tt.status, tt.body, tt.errorType)
			require.NotEmpty(t, a.reasons(), "every refusal says why")
			if tt.status == http.StatusMethodNotAllowed {
				require.Equal(t, "GET, HEAD", a.Header.Get("Allow"))
			}
		})
	}
}

func TestHead(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	a := s.as(s.credentials(), "HEAD", "/v1/sports/accounts")
	require.Equal(t, 404, a.status())
	require.Empty(t, a.Body)
	s = newSim(t, with("head", "serve"))
	a = s.as(s.credentials(), "HEAD", "/v1/sports/accounts")
	require.Equal(t, 200, a.status())
	require.Empty(t, a.Body)
	require.NotEqual(t, "0", a.Header.Get("Content-Length"))
}

func TestTrailingSlash(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	plain, slash := s.get("/v1/sports/accounts"), s.get("/v1/sports/accounts/")
	require.Equal(t, 200, slash.status())
	require.Equal(t, string(plain.Body), string(slash.Body))
	require.Equal(t, 200, s.get(s.athletePath(0)+"/measurements/").status())
}

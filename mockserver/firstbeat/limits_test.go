package firstbeat

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const throttledBody, dayBody = `{"message":"Too Many Requests"}`, `{"message":"Limit Exceeded"}`

func TestBurst(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	for i := range 60 {
		require.Equal(t, 200, s.get("/v1/sports/accounts").status(), "request %d", i+1)
	}
	for range 3 {
		wantRefusal(t, s.get("/v1/sports/accounts"), 429, throttledBody, "ThrottledException")
	}
	s.world.Clock.Advance(999 * time.Millisecond)
	require.Equal(t, 429, s.get("/v1/sports/accounts").status())
	s.world.Clock.Advance(time.Millisecond)
	require.Equal(t, 200, s.get("/v1/sports/accounts").status(), "one more a second, refusals do not count")
	require.Equal(t, 429, s.get("/v1/sports/accounts").status())
	s.world.Clock.Advance(time.Hour)
	for range 60 {
		require.Equal(t, 200, s.get("/v1/sports/accounts").status())
	}
	require.Equal(t, 429, s.get("/v1/sports/accounts").status(), "the bucket holds no more than 60")
}

func TestMinuteWindow(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("minute-limit", "window"))
	require.Equal(t, 200, s.get("/v1/sports/accounts").status())
	s.world.Clock.Advance(59 * time.Second)
	for range 59 {
		require.Equal(t, 200, s.get("/v1/sports/accounts").status())
	}
	wantRefusal(t, s.get("/v1/sports/accounts"), 429, throttledBody, "ThrottledException")
	s.world.Clock.Advance(999 * time.Millisecond)
	require.Equal(t, 429, s.get("/v1/sports/accounts").status(), "no request comes back one by one")
	s.world.Clock.Advance(time.Millisecond)
	s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/quota", `{"burstUsed":59}`)
	require.Equal(t, 200, s.get("/v1/sports/accounts").status(), "the minute is over")
	require.Equal(t, 429, s.get("/v1/sports/accounts").status())
}

func TestDay(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/quota", `{"dayUsed":4998}`)
	require.Equal(t, 200, s.get("/v1/sports/accounts").status())
	require.Equal(t, 200, s.get("/v1/sports/accounts").status())
	wantRefusal(t, s.get("/v1/sports/accounts"), 429, dayBody, "LimitExceededException")
	s.world.Clock.Set(time.Date(2026, 3, 10, 23, 59, 59, 999_000_000, time.UTC))
	require.Equal(t, 429, s.get("/v1/sports/accounts").status())
	s.world.Clock.Advance(time.Millisecond)
	require.Equal(t, 200, s.get("/v1/sports/accounts").status(), "a new day starts at 00:00 UTC")
}

func TestLimitsAreSharedByAccountsNotByConsumers(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	other := s.register("other")
	s.mustStep("firstbeat/consumers/"+other.ConsumerID+"/approve", "")
	other.APIKey = s.as(other, "GET", "/v1/account/api-key").key(t)
	s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/quota", `{"burstUsed":60}`)
	require.Equal(t, 429, s.get("/v1/sports/accounts/1-1/athletes").status())
	require.Equal(t, 429, s.get("/v1/sports/accounts/"+s.account()+"/athletes").status())
	require.Equal(t, 200, s.as(other, "GET", "/v1/sports/accounts").status())
}

func TestExemptOperations(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/quota", `{"dayUsed":5000,"burstUsed":60}`)
	for range 100 {
		require.Equal(t, 200, s.get("/v1/account/api-key").status())
		require.Equal(t, 200, s.send("POST", "/v1/account/register", `{"consumerName":"hawks"}`).status())
	}
	require.Equal(t, 429, s.get("/v1/account/new-secret").status())
}

func TestLimitsOff(t *testing.T) {
	t.Parallel()
	s := newSim(t, withoutLimits)
	s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/quota", `{"dayUsed":5000,"burstUsed":60}`)
	require.Equal(t, 200, s.get("/v1/sports/accounts").status())
}

// used is how many requests of the day have been counted.
func (s *sim) used() int {
	for _, u := range s.tenant.limits.Usage(s.credentials().ConsumerID, s.world.Clock.Now()) {
		if u.Rule == ruleDay {
			return u.Used
		}
	}
	return -1
}

func TestWhatCounts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		with []option
		send func(s *sim) answer
		want int // status
		used int
	}{
		{"a request", nil, func(s *sim) answer { return s.get("/v1/sports/accounts") }, 200, 1},
		{"a 404 for an entity", nil, func(s *sim) answer { return s.get("/v1/sports/accounts/9-9/teams") }, 404, 1},
		{"no 401", nil, func(s *sim) answer { return s.bad() }, 401, 0},
		{"a 401, by switch", []option{with("count-unauthorized", "yes")}, func(s *sim) answer { return s.bad() }, 401, 1},
		{"no 403 for the key", nil, func(s *sim) answer { return s.get("/v1/sports/accounts", "x-api-key", "x") }, 403, 0},
		{"a 403 for the key, by switch", []option{with("count-unauthorized", "yes")}, func(s *sim) answer { return s.get("/v1/sports/accounts", "x-api-key", "x") }, 403, 1},
		{"no request without a name", []option{with("count-unauthorized", "yes")}, func(s *sim) answer { return s.send("GET", "/v1/sports/accounts", "") }, 401, 0},
		{"no unknown path", nil, func(s *sim) answer { return s.get("/v1/nothing") }, 404, 0},
		{"no 429", nil, func(s *sim) answer { return s.throttled() }, 429, 0},
		{"a 429, by switch", []option{with("count-throttled", "yes")}, func(s *sim) answer { return s.throttled() }, 429, 1},
		{"a request where 202s are not counted", []option{with("count-accepted", "no")}, func(s *sim) answer { return s.get("/v1/sports/accounts") }, 200, 1},
	}
	for _, tt := range tests {
		t.Run("counts "+tt.name, func(t *testing.T) {
			s := newSim(t, tt.with...)
			a := tt.send(s)
			require.Equal(t, tt.want, a.status(), a.reasons())
			require.Equal(t, tt.used, s.used())
		})
	}
}

// bad sends a token of the demo consumer with a wrong signature.
func (s *sim) bad() answer {
	c := s.credentials()
	c.SharedSecret = "wrong"
	return s.as(c, "GET", "/v1/sports/accounts")
}

func (s *sim) throttled() answer {
	s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/quota", `{"burstUsed":60}`)
	return s.get("/v1/sports/accounts")
}

func TestConfirmationCounts(t *testing.T) {
	t.Parallel()
	for _, counted := range []string{"yes", "no"} {
		s := newSim(t, with("count-accepted", counted))
		c := s.credentials()
		var fresh struct{ SharedSecret string }
		s.get("/v1/account/new-secret").json(t, &fresh)
		require.Equal(t, 1, s.used(), counted)
		c.SharedSecret = fresh.SharedSecret
		require.Equal(t, 200, s.as(c, "POST", "/v1/account/new-secret/confirm").status())
		require.Equal(t, 2, s.used(), "count-accepted=%s", counted)

		s.get("/v1/account/new-secret").json(t, &fresh)
		s.mustStep("firstbeat/consumers/"+c.ConsumerID+"/quota", `{"dayUsed":5000}`)
		late := credentials{c.ConsumerID, fresh.SharedSecret, c.APIKey}
		wantRefusal(t, s.as(late, "POST", "/v1/account/new-secret/confirm"), 429, dayBody, "LimitExceededException")
		require.Equal(t, c, s.credentials(), "what is refused confirms nothing")
	}
}

func TestExemptAccount(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]int{"yes": 0, "no": 1} {
		s := newSim(t, with("exempt-account", value))
		require.Equal(t, 200, s.get("/v1/account/api-key").status())
		require.Equal(t, 200, s.send("POST", "/v1/account/register", `{"consumerName":"hawks"}`).status())
		require.Equal(t, want, s.used(), "exempt-account=%s", value)
	}
	s := newSim(t, with("exempt-account", "no"))
	s.mustStep("firstbeat/consumers/"+s.credentials().ConsumerID+"/quota", `{"dayUsed":5000}`)
	wantRefusal(t, s.get("/v1/account/api-key"), 429, dayBody, "LimitExceededException")
}

func TestGrantedLimits(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("per-minute", "120"), with("per-day", "150"))
	for range 120 {
		require.Equal(t, 200, s.get("/v1/sports/accounts").status())
	}
	wantRefusal(t, s.get("/v1/sports/accounts"), 429, throttledBody, "ThrottledException")
	s.world.Clock.Advance(time.Second)
	require.Equal(t, 200, s.get("/v1/sports/accounts").status())
	require.Equal(t, 200, s.get("/v1/sports/accounts").status(), "two come back each second")
	require.Equal(t, 429, s.get("/v1/sports/accounts").status())
	s.world.Clock.Advance(time.Minute)
	for range 28 {
		require.Equal(t, 200, s.get("/v1/sports/accounts").status())
	}
	wantRefusal(t, s.get("/v1/sports/accounts"), 429, dayBody, "LimitExceededException")
}

func TestLargestLimits(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("per-minute", "60000000"), with("per-day", "60000000"))
	for range 200 {
		require.Equal(t, 200, s.get("/v1/sports/accounts").status())
	}
}

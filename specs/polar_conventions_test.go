package specs_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/specs"
)

// answer is a JSON body that a service gives to a GET.
type answer struct{ profile, target, body string }

// judges are the validators of a service by profile; "" is the whole description.
type judges map[string]*openapi.Validator

func newJudges(t *testing.T, service string, profiles ...string) judges {
	t.Helper()
	raw, err := specs.Read(service)
	require.NoError(t, err)
	out := judges{}
	for _, profile := range profiles {
		one := raw
		if profile != "" {
			one, err = openapi.ForProfile(raw, profile)
			require.NoError(t, err)
		}
		out[profile], err = openapi.New(one)
		require.NoError(t, err)
	}
	return out
}

func (j judges) judge(a answer) error {
	r := httptest.NewRequest(http.MethodGet, "https://vendor.example"+a.target, nil)
	r.Header.Set("Authorization", "Bearer t")
	return j[a.profile].Validate(r, nil, http.StatusOK, http.Header{"Content-Type": {"application/json"}}, []byte(a.body))
}

const (
	day      = "?from=2025-01-01&to=2025-01-02"
	sessions = "/v4/data/training-sessions/list" + day
	header   = `"identifier":{"id":"1"},"created":"2025-01-01T10:00:00Z","modified":"2025-01-01T10:00:00.123Z","startTime":"2025-01-01T09:00:00","stopTime":"2025-01-01T09:30:00"`
	testHead = `"created":"2025-01-01T10:00:00Z","modified":"2025-01-01T10:00:00Z","startTime":"2025-01-01T09:00:00"`
	targets  = "/v4/data/training-target/calendar-targets"
	target   = `{"session":{"name":"n","startTime":{"year":2025,"month":1,"day":1,"hour":0,"min":0,"sec":0}},"exercise":[{"idx":0,"type":"PHASED","phaseOrRepeat":[`
	phase    = `{"name":"p","changeType":"MANUAL","goal":{"type":"DURATION","duration":1000}}`
)

func TestAccessLinkAnswersKeepToTheConventions(t *testing.T) {
	profiles := []string{"documented", "tolerant", ""}
	j := newJudges(t, "polar-accesslink", profiles...)
	for _, test := range []struct {
		name string
		answer
		want string // part of what is wrong; empty when nothing is
	}{
		{"accepts a session with what it must have", answer{target: sessions, body: `{"trainingSessions":[{` + header + `}]}`}, ""},
		{"accepts a list with nothing in it", answer{target: sessions, body: `{"trainingSessions":[]}`}, ""},
		{"refuses a local time with a zone", answer{target: sessions, body: `{"trainingSessions":[{` + header + `,"exercises":[{"created":"2025-01-01T10:00:00Z","modified":"2025-01-01T10:00:00Z","startTime":"2025-01-01T09:00:00Z","stopTime":"2025-01-01T09:30:00"}]}]}`}, "/trainingSessions/0/exercises/0/startTime"},
		{"accepts a 64-bit number in quotes", answer{target: sessions, body: `{"trainingSessions":[{` + header + `,"recoveryTimeMillis":"3600000"}]}`}, ""},
		{"refuses a 64-bit number without quotes", answer{target: sessions, body: `{"trainingSessions":[{` + header + `,"recoveryTimeMillis":3600000}]}`}, "recoveryTimeMillis"},
		{"refuses a smaller number in quotes", answer{target: sessions, body: `{"trainingSessions":[{` + header + `,"durationMillis":"3600000"}]}`}, "durationMillis"},
		{"refuses null", answer{target: sessions, body: `{"trainingSessions":[{` + header + `,"note":null}]}`}, "note"},
		{"refuses an unknown member", answer{target: sessions, body: `{"trainingSessions":[{` + header + `,"sets":[]}]}`}, "sets"},
		{"refuses an unknown value of an enum", answer{target: sessions, body: `{"trainingSessions":[{` + header + `,"startTrigger":"MANUAL"}]}`}, "startTrigger"},
		{"accepts the value for nothing specified", answer{target: sessions, body: `{"trainingSessions":[{` + header + `,"startTrigger":"TRAINING_START_TRIGGER_UNSPECIFIED"}]}`}, ""},
		{"accepts a repeated feature key", answer{target: sessions + "&features=laps&features=zones", body: `{"trainingSessions":[]}`}, ""},
		{"refuses joined features", answer{target: sessions + "&features=laps,zones", body: `{"trainingSessions":[]}`}, "query features"},
		{"refuses a feature of another operation", answer{target: sessions + "&features=sleep-score", body: `{"trainingSessions":[]}`}, "query features"},
		{"accepts a time without a zone in the range", answer{target: "/v4/data/sleeps?from=2025-01-01T00:00:00&to=2025-01-02T00:00:00", body: `{"nightSleeps":[]}`}, ""},
		{"refuses a zone in the range", answer{target: "/v4/data/sleeps?from=2025-01-01T00:00:00Z&to=2025-01-02", body: `{"nightSleeps":[]}`}, "query from"},
		{"refuses a range without an end", answer{target: "/v4/data/sleeps?from=2025-01-01", body: `{"nightSleeps":[]}`}, "query to"},
		{"accepts durations of seconds", answer{target: "/v4/data/sleeps" + day, body: `{"nightSleeps":[{"sleepDate":"2025-01-01","sleepEvaluation":{"sleepSpan":"28020s","asleepDuration":"3.000000001s"}}]}`}, ""},
		{"refuses an ISO 8601 duration in a night", answer{target: "/v4/data/sleeps" + day, body: `{"nightSleeps":[{"sleepDate":"2025-01-01","sleepEvaluation":{"sleepSpan":"PT8H"}}]}`}, "sleepSpan"},
		{"accepts a day without what needs a feature", answer{target: "/v4/data/activity/list" + day, body: `{"activities":{"activityDays":[{"date":"2025-01-01"}]}}`}, ""},
		{"accepts a decimal where the page declares a whole number", answer{target: "/v4/data/activity/list" + day, body: `{"activities":{"activityDays":[{"date":"2025-01-01","target":{"minDailyMetGoal":345.4}}]}}`}, ""},
		{"accepts a test with one result", answer{target: "/v4/data/tests/list" + day, body: `{"data":{"tests":[{` + testHead + `,"fitnessTestResult":{"ownIndex":45}}]}}`}, ""},
		{"refuses a test with two results", answer{target: "/v4/data/tests/list" + day, body: `{"data":{"tests":[{` + testHead + `,"fitnessTestResult":{},"jumpTestResult":{}}]}}`}, "/data/tests/0"},
		{"refuses a test without a result", answer{target: "/v4/data/tests/list" + day, body: `{"data":{"tests":[{` + testHead + `}]}}`}, "/data/tests/0"},
		{"accepts a repeat of phases", answer{target: targets, body: `{"trainingTarget":[` + target + `{"repeatCount":2,"phaseOrRepeat":[` + phase + `]}]}]}]}`}, ""},
		{"refuses a phase that is a repeat as well", answer{target: targets, body: `{"trainingTarget":[` + target + phase[:len(phase)-1] + `,"repeatCount":2,"phaseOrRepeat":[]}]}]}]}`}, "phaseOrRepeat/0"},
		{"refuses a repeat of one", answer{target: targets, body: `{"trainingTarget":[` + target + `{"repeatCount":1,"phaseOrRepeat":[` + phase + `]}]}]}]}`}, "repeatCount"},
	} {
		for _, profile := range profiles {
			t.Run("it "+test.name+" "+profile, func(t *testing.T) {
				test.profile = profile
				requireVerdict(t, test.want, j.judge(test.answer))
			})
		}
	}
}

func requireVerdict(t *testing.T, want string, err error) {
	t.Helper()
	if want == "" {
		require.NoError(t, err)
		return
	}
	require.ErrorContains(t, err, want)
}

func TestAccessLinkProfilesDiffer(t *testing.T) {
	j := newJudges(t, "polar-accesslink", "documented", "live", "tolerant", "")
	const dates = "?from=2025-01-01&to=2025-01-02"
	for _, test := range []struct{ name, target, documented, live string }{
		{"unwraps samples", "/v4/data/continuous-samples" + day, `{"continuousSamples":{"heartRateSamplesPerDay":[]}}`, `{"heartRateSamplesPerDay":[]}`},
		{"unwraps activity", "/v4/data/activity/list" + day, `{"activities":{"activityDays":[]}}`, `{"activityDays":[]}`},
		{"unwraps nights", "/v4/data/nightly-recharge-results" + day, `{"nightlyRechargeResults":{"nightlyRechargeResults":[]}}`, `{"nightlyRechargeResults":[]}`},
		{"unwraps tests", "/v4/data/tests/list" + day, `{"data":{"tests":[]}}`, `{"tests":[]}`},
		{"unwraps the calendar", "/v4/data/calendar/list" + day, `{"data":{"entries":[]}}`, `{"entries":[]}`},
		{"unwraps subscriptions", "/v4/data/subscriptions", `{"userSubscriptions":{"userSubscriptions":[]}}`, `{"userSubscriptions":[]}`},
		{"unwraps the account", "/v4/data/user/account-data", `{"accountData":{"generalSettings":[]}}`, `{"generalSettings":[]}`},
		{"unwraps the catalogue", "/v4/data/sports/profile-list-catalog", `{"catalog":{"lists":[]}}`, `{"lists":[]}`},
		{"unwraps a route", "/v4/data/routes/1", `{"userRoute":{"id":"1"}}`, `{"id":"1"}`},
	} {
		t.Run("it "+test.name, func(t *testing.T) {
			for _, profile := range []string{"documented", "tolerant"} {
				require.NoError(t, j.judge(answer{profile, test.target, test.documented}))
				require.Error(t, j.judge(answer{profile, test.target, test.live}))
			}
			require.NoError(t, j.judge(answer{"live", test.target, test.live}))
			require.Error(t, j.judge(answer{"live", test.target, test.documented}))
			require.NoError(t, j.judge(answer{"", test.target, test.documented}), "the whole description")
			require.NoError(t, j.judge(answer{"", test.target, test.live}), "the whole description")
		})
	}
	none := `{"trainingTarget":[]}`
	require.NoError(t, j.judge(answer{"documented", targets + "?fromDate=2025-01-01&toDate=2025-01-02", none}))
	require.Error(t, j.judge(answer{"documented", targets + dates, none}))
	require.NoError(t, j.judge(answer{"live", targets + dates, none}))
	require.Error(t, j.judge(answer{"live", targets + "?fromDate=2025-01-01&toDate=2025-01-02", none}))
	require.NoError(t, j.judge(answer{"tolerant", targets + dates, none}))
}

func TestTeamProAnswersKeepToTheConventions(t *testing.T) {
	j := newJudges(t, "polar-teampro", "1.0.2", "1.1.0")
	const (
		list    = "/v1/teams/wMYz6L4w/training_sessions"
		page    = `"page":{"per_page":20,"total_elements":0,"page_number":0,"total_pages":0}`
		one     = "/v1/training_sessions/wp9DQ9ln"
		session = `"id":"wp9DQ9ln","type":"TEAM","start_time":"2017-04-14T09:20:06"`
		rows    = `{"data":{` + session + `,"samples":{"fields":["time","hr"],"values":`
	)
	for _, test := range []struct {
		name string
		answer
		want string
	}{
		{"accepts a page with nothing on it", answer{target: list, body: `{"data":[],` + page + `}`}, ""},
		{"accepts a slash at the end", answer{target: list + "/?page=0&per_page=100", body: `{"data":[],` + page + `}`}, ""},
		{"accepts empty filters, and filters with and without a zone", answer{target: list + "?since=&until=2018-04-14T00:00:00", body: `{"data":[],` + page + `}`}, ""},
		{"refuses a page beyond its size", answer{target: list + "?per_page=101", body: `{"data":[],` + page + `}`}, "query per_page"},
		{"refuses a list without its page", answer{target: list, body: `{"data":[]}`}, "page"},
		{"takes the shorter path for a session", answer{target: "/v1/teams/training_sessions/R8rMB4j7", body: `{"data":{"id":"R8rMB4j7","participants":[]}}`}, ""},
		{"accepts short rows and nulls", answer{target: one + "?samples=hr,rr", body: rows + `[["PT0S",94],["PT0.1S",null],["PT0.2S"]]},"rr_intervals":[485,null]}}`}, ""},
		{"refuses a row of eleven", answer{target: one + "?samples=all", body: rows + `[["PT0S",1,2,3,4,5,6,7,8,9,10]]}}}`}, "/data/samples/values/0"},
		{"refuses power as a selection", answer{target: one + "?samples=power", body: `{"data":{` + session + `}}`}, "query samples"},
		{"refuses a local time with a zone", answer{target: one, body: `{"data":{` + session + `,"stop_time":"2017-04-14T09:20:06Z"}}`}, "stop_time"},
		{"accepts decimals where the page declares whole numbers", answer{target: one + "/session_summary", body: `{"data":{"player_session_id":"wp9DQ9ln","speed_avg_kmh":7.9}}`}, ""},
		{"refuses a member of 1.1.0", answer{target: one, body: `{"data":{` + session + `,"carbo_percentage":44}}`}, "carbo_percentage"},
		{"refuses an operation of 1.1.0", answer{target: one + "/phase_summaries", body: `{"data":[]}`}, "no documented operation"},
	} {
		t.Run("it "+test.name, func(t *testing.T) {
			test.profile = "1.0.2"
			requireVerdict(t, test.want, j.judge(test.answer))
		})
	}
	require.NoError(t, j.judge(answer{"1.1.0", one, `{"data":{` + session + `,"carbo_percentage":44}}`}))
	require.NoError(t, j.judge(answer{"1.1.0", one + "/phase_summaries", `{"data":[]}`}))
}

package openapi_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/specs"
)

func TestNewRefusesWhatItCannotJudgeBy(t *testing.T) {
	const start = "openapi: 3.0.3\ninfo: {title: t, version: v}\n"
	for _, test := range []struct{ name, doc, want string }{
		{"what is not a document", "[", "cannot read the specification"},
		{"version 3.1", "openapi: 3.1.0\ninfo: {title: t, version: v}\npaths: {}\n", "only 3.0 is supported"},
		{"an invalid document", start + "paths: {/a: {get: {operationId: a}}}\n", "not valid"},
		{"an operation without a name", start + "paths: {/a: {get: {responses: {'200': {description: d}}}}}\n", "GET /a has no operationId"},
		{"two templates of one shape", start + "paths: {'/a/{x}': {get: {operationId: a, parameters: [{name: x, in: path, required: true, schema: {type: string}}], responses: {'200': {description: d}}}}, " +
			"'/a/{y}': {get: {operationId: b, parameters: [{name: y, in: path, required: true, schema: {type: string}}], responses: {'200': {description: d}}}}}\n", "/a/{"},
		{"an unknown component for unknown paths", start + "x-undocumented: {'404': Nowhere}\ncomponents: {}\npaths: {}\n", "no components/responses/Nowhere"},
	} {
		t.Run("it refuses "+test.name, func(t *testing.T) {
			_, err := openapi.New([]byte(test.doc))
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestOperationsAreThoseOfTheVendor(t *testing.T) {
	ops := firstbeat(t, "").Operations()
	require.Len(t, ops, 20)
	byID := map[string]openapi.Operation{}
	for _, o := range ops {
		require.NotEmpty(t, o.Source, o.ID)
		require.NotEmpty(t, o.Evidence, o.ID)
		byID[o.ID] = o
	}
	got := byID["getSessionLapResults"]
	require.Equal(t, "GET", got.Method)
	require.Equal(t, "/v1/sports/accounts/{accountId}/teams/{teamId}/sessions/{sessionId}/laps/{lapId}/results", got.Path)
	require.Equal(t, []string{"200", "202", "204", "400", "401", "403", "404", "413", "419", "429", "504", "5XX"}, got.Statuses)
	require.Equal(t, []string{"400"}, got.Inferred)
}

func TestForProfileKeepsWhatOneVersionHas(t *testing.T) {
	for _, test := range []struct {
		name     string
		exchange exchange
		old, new bool // valid in 1.0.0, in 1.1.0
	}{
		{"status 419", exchange{method: "GET", target: results, status: 419, body: `{"message":"Response Too Large"}`}, true, false},
		{"status 413", exchange{method: "GET", target: results, status: 413, body: `{"message":"Response Too Large"}`}, true, true},
		{"local times", exchange{method: "GET", target: results, status: 200, body: head + `"startTimeLocal":"2026-03-03T18:12:27+02:00","variables":[]}`}, false, true},
		{"a sport of the newer list", exchange{method: "GET", target: "/v1/sports/sports-types", status: 200, body: `["football","boxing"]`}, false, true},
		{"a sport of both lists", exchange{method: "GET", target: "/v1/sports/sports-types", status: 200, body: `["football","taekwondo"]`}, true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.old, test.exchange.validate(firstbeat(t, "1.0.0")) == nil, "1.0.0")
			require.Equal(t, test.new, test.exchange.validate(firstbeat(t, "1.1.0")) == nil, "1.1.0")
			require.NoError(t, test.exchange.validate(firstbeat(t, "")), "the description of both")
		})
	}
	doc, err := specs.Read("firstbeat")
	require.NoError(t, err)
	_, err = openapi.ForProfile(doc, "9.9.9")
	require.ErrorContains(t, err, "9.9.9")
}

func TestOptionsLoosenTheJudgement(t *testing.T) {
	news := exchange{method: "GET", target: "/v1/sports/accounts?tomorrow=1", status: 200, body: `{"accounts":[{"accountId":"1-1","tomorrow":1}]}`}
	require.Error(t, news.validate(firstbeat(t, "")))
	require.Error(t, news.validate(firstbeat(t, "", openapi.WithUnknownFields())))
	require.Error(t, news.validate(firstbeat(t, "", openapi.WithUnknownQuery())))
	require.NoError(t, news.validate(firstbeat(t, "", openapi.WithUnknownFields(), openapi.WithUnknownQuery())))
}

func TestOnlyKeepsOneHalf(t *testing.T) {
	v := firstbeat(t, "")
	both := exchange{method: "GET", target: "/v1/sports/accounts?limit=1", status: 200, body: `{}`}.validate(v)
	for _, part := range []openapi.Part{openapi.Request, openapi.Response} {
		half, ok := errors.AsType[*openapi.Error](openapi.Only(both, part))
		require.True(t, ok)
		require.Len(t, half.Violations, 1)
		require.Equal(t, part, half.Violations[0].Part)
	}
	asked := exchange{method: "GET", target: "/v1/sports/accounts?limit=1", status: 200, body: `{"accounts":[]}`}.validate(v)
	require.Error(t, asked)
	require.NoError(t, openapi.Only(asked, openapi.Response))
	require.NoError(t, openapi.Only(nil, openapi.Response))
}

func TestErrorsRepeatNoValues(t *testing.T) {
	const secret = "CANARY-5e03d766"
	v := firstbeat(t, "")
	for _, e := range []exchange{
		{method: "POST", target: "/v1/account/register", request: `{"consumerName":["` + secret + `"]}`, status: 200, anonymous: true, body: `{"id":"` + secret + `","sharedSecret":"` + secret + `"}`},
		{method: "GET", target: "/v1/account/api-key", status: 200, body: `{"apikey":"` + secret + `"}`},
		{method: "GET", target: "/v1/account/api-key", status: 200, body: `{"apikey":"` + secret},
		{method: "GET", target: "/v1/account/api-key", status: 200, body: secret},
		{method: "GET", target: results + "?format=" + secret + "&offset=" + secret, status: 202, body: `{"message":1}`, header: map[string]string{"X-Amzn-ErrorType": secret}},
	} {
		err := e.validate(v)
		require.Error(t, err)
		require.NotContains(t, err.Error(), secret)
	}
}

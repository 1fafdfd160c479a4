package openapi_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/specs"
)

func firstbeat(t testing.TB, profile string, opts ...openapi.Option) *openapi.Validator {
	t.Helper()
	doc, err := specs.Read("firstbeat")
	require.NoError(t, err)
	if profile != "" {
		doc, err = openapi.ForProfile(doc, profile)
		require.NoError(t, err)
	}
	v, err := openapi.New(doc, opts...)
	require.NoError(t, err)
	return v
}

type exchange struct {
	method, target, request string
	status                  int
	header                  map[string]string // response headers beside Content-Type
	media                   string            // empty: application/json
	body                    string
	anonymous               bool
}

func (e exchange) validate(v *openapi.Validator) error {
	r := httptest.NewRequest(e.method, "https://api.firstbeat.com"+e.target, strings.NewReader(e.request))
	if !e.anonymous {
		r.Header.Set("Authorization", "Bearer a.b.c")
		r.Header.Set("X-Api-Key", "k")
	}
	h := http.Header{"Content-Type": {"application/json"}}
	if e.media != "" {
		h.Set("Content-Type", e.media)
	}
	for k, value := range e.header {
		h.Set(k, value)
	}
	return v.Validate(r, []byte(e.request), e.status, h, []byte(e.body))
}

const results = "/v1/sports/accounts/3-4925/athletes/7/measurements/9/results"

// head begins a results body that is right up to its variables.
const head = `{"athleteId":7,"measurementId":9,"sessionId":0,"startTime":"2026-03-03T16:12:27Z","endTime":"2026-03-03T17:54:39Z",`

func TestValidateAcceptsWhatTheDocumentsShow(t *testing.T) {
	v := firstbeat(t, "1.1.0")
	for _, test := range []struct {
		name string
		exchange
	}{
		{"a registration", exchange{
			method: "POST", target: "/v1/account/register", request: `{"consumerName":"hawks"}`, status: 200, anonymous: true,
			body: `{"id":"0df33d4b-f526-4040-ad6e-447589f810f5","consumerName":"hawks","sharedSecret":"5e03d766-4d55-4c88-a011-f0785bccb671"}`,
		}},
		{"the key under the name that is sent", exchange{method: "GET", target: "/v1/account/api-key", status: 200, body: `{"apikey":"cXvpCBUzG64orvHXA5taA2Et2hWGr6Gh1LqL90hx"}`}},
		{"a confirmation without a body", exchange{method: "POST", target: "/v1/account/new-secret/confirm", status: 200}},
		{"a slash at the end", exchange{method: "GET", target: "/v1/sports/accounts/", status: 200, body: `{"accounts":[{"accountId":"1-1","name":"Some account","authorizedBy":{"coachId":0}}]}`}},
		{"a refusal of a wrong request", exchange{method: "GET", target: "/v1/sports/accounts/x/athletes?offset=-1", status: 404, body: `{"message":"Not Found"}`}},
		{"a refusal of an unknown path", exchange{method: "GET", target: "/v1/sports/athletes", status: 404, body: `{"message":"Not Found"}`}},
		{"a HEAD that is refused", exchange{method: "HEAD", target: "/v1/sports/accounts", status: 404}},
		{"a HEAD without a body", exchange{method: "HEAD", target: "/v1/sports/accounts", status: 200}},
		{"an accepted job", exchange{method: "GET", target: results, status: 202, body: `{"message":"Accepted"}`}},
		{"a failed analysis", exchange{method: "GET", target: results, status: 204}},
		{"a throttled call", exchange{method: "GET", target: results, status: 429, header: map[string]string{"X-Amzn-ErrorType": "LimitExceededException"}, body: `{"message":"Limit Exceeded"}`}},
		{"any server error", exchange{method: "GET", target: results, status: 503, body: `{"message":"Service Unavailable"}`}},
		{"scalars and both kinds of series", exchange{
			method: "GET", target: results + "?var=trimp%2CepocSeries&format=list", status: 200,
			body: head + `"startTimeLocal":"2026-03-03T18:12:27+02:00","variables":[{"name":"trimp","value":5.4},` +
				`{"name":"epocSeries","unit":"ml/kg","samplingRate":"0.2Hz","type":"Float","bits":64,"value":"eJxjYBgF+AAAASAAAQ=="},` +
				`{"name":"heartRateSeries","unit":"min⁻¹","samplingRate":"0.2Hz","value":[115,116]}]}`,
		}},
		{"times with a fraction in a filter", exchange{
			method: "GET", target: "/v1/sports/accounts/3-4925/athletes/7/measurements?fromTime=2026-11-19T13:35:02.143921Z&includeLaps=true&offset=1000", status: 200,
			body: `{"more":false,"measurements":[]}`,
		}},
		{"a group in place of a team", exchange{method: "GET", target: "/v1/sports/accounts/3-4925/teams/1902", status: 200, body: `{"groupId":1902,"name":"Some group","athleteIds":[]}`}},
	} {
		t.Run("it accepts "+test.name, func(t *testing.T) {
			require.NoError(t, test.validate(v))
		})
	}
}

func TestValidateReportsEveryDifference(t *testing.T) {
	v := firstbeat(t, "1.1.0")
	const measurements = "/v1/sports/accounts/3-4925/athletes/7/measurements"
	for _, test := range []struct {
		name string
		exchange
		want []string
	}{
		{
			"an undocumented status",
			exchange{method: "GET", target: results, status: 206, body: `{}`},
			[]string{"response status: 206 is not documented for this operation"},
		},
		{
			"a status of the other version",
			exchange{method: "GET", target: results, status: 419, body: `{"message":"Response Too Large"}`},
			[]string{"response status: 419 is not documented for this operation"},
		},
		{
			"success on an unknown path",
			exchange{method: "GET", target: "/v1/sports/athletes", status: 200, body: `{}`},
			[]string{"response status: 200 for a request that matches no documented operation; a refusal was expected"},
		},
		{
			"a HEAD that succeeds where there is no GET",
			exchange{method: "HEAD", target: "/v1/account/register", status: 200},
			[]string{"response status: 200 for a request that matches no documented operation; a refusal was expected"},
		},
		{
			"a wrong method that succeeds",
			exchange{method: "DELETE", target: "/v1/sports/accounts", status: 200, body: `{}`},
			[]string{"response status: 200 for a request that matches no documented operation; a refusal was expected"},
		},
		{
			"a missing header and a wrong body together",
			exchange{method: "GET", target: results, status: 429, body: `{"Message":"Too Many Requests"}`},
			[]string{
				"response header x-amzn-ErrorType: is missing",
				`response body /message: property "message" is missing`, `response body: property "Message" is unsupported`,
			},
		},
		{
			"a wrong header value",
			exchange{method: "GET", target: results, status: 429, header: map[string]string{"X-Amzn-ErrorType": "Throttled"}, body: `{"message":"x"}`},
			[]string{`response header x-amzn-ErrorType: value is not one of the allowed values ["ThrottledException","LimitExceededException"]`},
		},
		{
			"a body after 204",
			exchange{method: "GET", target: results, status: 204, body: `null`},
			[]string{"response body: has 4 bytes, and none is documented"},
		},
		{
			"no body where one belongs",
			exchange{method: "GET", target: results, status: 202},
			[]string{"response body: is empty, and one is documented"},
		},
		{
			"another media type",
			exchange{method: "GET", target: results, status: 202, media: "text/plain", body: "Accepted"},
			[]string{`response content type: "text/plain" is not documented (there are application/json)`},
		},
		{
			"a cut body",
			exchange{method: "GET", target: results, status: 202, body: `{"message":"Acc`},
			[]string{"response body: is not JSON: unexpected end"},
		},
		{
			"two values in one body",
			exchange{method: "GET", target: results, status: 202, body: `{"message":"Accepted"}{}`},
			[]string{"response body: has something after the JSON value"},
		},
		{
			"differences deep in a list, of the nearest alternative",
			exchange{
				method: "GET", target: results, status: 200,
				body: head + `"notes":null,"variables":[{"name":"trimp","value":5.4,"unit":""},{"name":"epocSeries","type":"Float","bits":63,"value":"eJx*"}]}`,
			},
			[]string{
				`response body /notes: Value is not nullable`,
				`response body /variables/0/unit: minimum string length is 1`,
				`response body /variables/1/bits: value is not one of the allowed values [8,16,32,64]`,
				`response body /variables/1/value: is not a byte`,
			},
		},
		{
			"a name that is no variable",
			exchange{method: "GET", target: results, status: 200, body: head + `"variables":[{"name":"heartrRateAverage","value":1}]}`},
			[]string{`response body /variables/0/name: is none of the documented values`},
		},
		{
			"times that are not whole seconds in UTC",
			exchange{
				method: "GET", target: measurements, status: 200,
				body: `{"more":false,"measurements":[{"measurementId":1,"athleteId":7,"sessionId":0,"measurementType":"exercise","startTime":"2026-03-03T16:12:27+00:00","endTime":"yesterday"}]}`,
			},
			[]string{
				`response body /measurements/0/startTime: string doesn't match the regular expression "^.{19}Z$"`,
				`response body /measurements/0/endTime: string doesn't match the regular expression "^.{19}Z$"`,
				`response body /measurements/0/endTime: is not a date-time`,
			},
		},
		{
			"an accepted request that is wrong in every place",
			exchange{
				method: "GET", target: "/v1/sports/accounts/x/athletes/seven/measurements?offset=-1&measurementType=nap&fromTime=now&limit=3&includeLaps=yes&type=a", status: 200, anonymous: true,
				body: `{"more":false,"measurements":[]}`,
			},
			[]string{
				`request path accountId: string doesn't match the regular expression "^[0-9]+-[0-9]+$"`,
				`request path athleteId: cannot be read as integer`,
				`request query fromTime: is not a date-time`,
				`request query measurementType: value is not one of the allowed values ["exercise","quickRecoveryTest","night","manual"]`,
				`request query offset: number must be at least 0`,
				`request query includeLaps: cannot be read as boolean`,
				`request query limit: is not a parameter of this operation`,
				`request query type: is not a parameter of this operation`,
				`request security: was accepted without apiKey and bearer`,
			},
		},
		{
			"a registration that should have been refused",
			exchange{
				method: "POST", target: "/v1/account/register", request: `{"consumerName":"h"}`, status: 200, anonymous: true,
				body: `{"id":"0df33d4b-f526-4040-ad6e-447589f810f5","consumerName":"hawks","sharedSecret":"5e03d766x4d55-4c88-a011-f0785bccb671"}`,
			},
			[]string{`request body /consumerName: minimum string length is 2`, `response body /sharedSecret: is not a uuid`},
		},
		{
			"a registration without a body",
			exchange{
				method: "POST", target: "/v1/account/register", status: 200, anonymous: true,
				body: `{"id":"0df33d4b-f526-4040-ad6e-447589f810f5","consumerName":"hawks","sharedSecret":"5e03d766-4d55-4c88-a011-f0785bccb671"}`,
			},
			[]string{`request body: is empty, and one is required`},
		},
	} {
		t.Run("it reports "+test.name, func(t *testing.T) {
			err := test.validate(v)
			found, ok := errors.AsType[*openapi.Error](err)
			require.True(t, ok, "want an *Error, got %v", err)
			var got []string
			for _, d := range found.Violations {
				got = append(got, d.String())
			}
			slices.Sort(test.want)
			slices.Sort(got)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("violations (-want +got):\n%s", diff)
			}
		})
	}
}

package why_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/internal/evidence/why"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func newWorld(t *testing.T, c world.Config) *world.World {
	t.Helper()
	c.Time, c.Frozen = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC), true
	r, err := world.NewRegistry(1, 1, c, mockserver.All())
	require.NoError(t, err)
	return r.Default()
}

func explain(t *testing.T, w *world.World, e *journal.Exchange) *why.Answer {
	t.Helper()
	e.ID, e.Method = 1, "GET"
	e.Path, _, _ = strings.Cut(e.URL, "?")
	if e.ResponseBytes == 0 {
		e.ResponseBytes = int64(len(e.ResponseBody))
	}
	if e.ResponseHeader == nil && len(e.ResponseBody) > 0 {
		e.ResponseHeader = http.Header{"Content-Type": {"application/json"}}
	}
	a, err := why.Explain(evidence.Load(), w, e)
	require.NoError(t, err)
	return a
}

// lines are facts as text: part, name, grade, and the part that the grounds are of.
func lines(facts []*why.Fact) []string {
	out := []string{}
	for _, f := range facts {
		line := fmt.Sprintf("%s %s: %s", f.Part, f.Name, f.Grade)
		if f.Count > 0 {
			line += fmt.Sprintf(", %d times", f.Count)
		}
		if f.Of != "" {
			line += ", of " + f.Of
		}
		out = append(out, line)
	}
	return out
}

func TestEachPartOfAnExchangeHasItsGrounds(t *testing.T) {
	w := newWorld(t, world.Config{})
	a := explain(t, w, &journal.Exchange{
		Service: "polar-teampro", Operation: "listTeams", URL: "/v1/teams?per_page=5&colour=red", Status: 429,
		RequestHeader:  http.Header{"Authorization": {"Bearer ***"}},
		ResponseHeader: http.Header{"Content-Type": {"application/json;charset=UTF-8"}, "Retry-After": {"3"}, "X-Own": {"1"}, "Date": {"now"}},
		ResponseBody:   []byte(`{"error":{"status":429,"message":"slow down","hint":"wait"}}`),
		Decisions:      []journal.Decision{{Step: "quota", Outcome: "refuse", Reason: "100 used"}},
	})
	require.Equal(t, "operation listTeams: documented", lines([]*why.Fact{a.Operation})[0])
	require.Equal(t, "TeamPro page 1.0.2, GET /v1/teams", a.Operation.Source)
	require.Equal(t, "2024-11-28", a.Operation.Date)
	require.Equal(t, []string{"security OAuth2: documented", "parameter per_page (query): documented"}, lines(a.Asked))
	require.Equal(t, "status 429: documented", lines([]*why.Fact{a.Status})[0])
	require.Equal(t, []string{"header Retry-After: inferred"}, lines(a.Headers))
	require.Equal(t, []string{
		"limit per_page (query): at least 1, at most 100: documented, of per_page (query)",
		"limit bucket: leaky bucket, drain 1, per client, perSeconds 1, refused not counted, size 100: documented",
	}, lines(a.Limits))
	require.Equal(t, "json", a.Body.Form)
	require.Len(t, a.Body.Members, 3)
	require.Equal(t, []string{"query parameter colour", "header X-Own", "member error.hint"}, a.Undescribed)
	require.Len(t, a.Decisions, 1)
	require.Empty(t, a.NotTheVendor)
	require.Equal(t, why.Summary{
		Facts: 10, Weakest: evidence.Inferred, Undescribed: 3, Vendor: true,
		Grades: map[evidence.Grade]int{evidence.Documented: 6, evidence.Recorded: 0, evidence.SeenInClient: 0, evidence.Inferred: 4},
	}, a.Summary)
}

func TestBodies(t *testing.T) {
	w := newWorld(t, world.Config{})
	results := `{"measurementId":1,"variables":[{"name":"heartRateAverage","value":140},{"name":"heartRateSeries","samplingRate":"0.2Hz","type":"Unsigned","bits":8,"value":"eJw="},{"name":"ownSeries","value":`
	for _, test := range []struct {
		name     string
		exchange journal.Exchange
		form     string
		note     string
		want     []string
		without  string
	}{
		{
			name:     "names that stand in answers as values, and what stands beside them",
			exchange: journal.Exchange{Service: "firstbeat", Operation: "getMeasurementResults", Status: 200, ResponseBody: []byte(results + `1}]}`)},
			form:     "json",
			want: []string{
				"property variables: documented", "property variables[].name: documented, 3 times", "value variables[].name = heartRateAverage: documented",
				"property heartRateAverage: its form: recorded", "value variables[].name = heartRateSeries: documented", "property heartRateSeries: its form: recorded",
			},
			without: "ownSeries",
		},
		{
			name:     "a body that was cut, up to the cut",
			exchange: journal.Exchange{Service: "firstbeat", Operation: "getMeasurementResults", Status: 200, ResponseBody: []byte(results), ResponseNote: "cut after 65536 bytes", ResponseBytes: 99999},
			form:     "json", note: "not whole (cut after 65536 bytes)",
			want: []string{"property variables[].name: documented, 3 times"},
		},
		{
			name:     "a body that was not kept",
			exchange: journal.Exchange{Service: "firstbeat", Operation: "getMeasurementResults", Status: 200, ResponseNote: "not kept: broken gzip", ResponseBytes: 10, ResponseHeader: http.Header{"Content-Type": {"application/json"}}},
			form:     "application/json", note: "not kept", want: []string{},
		},
		{
			name:     "values that are less sure than their property",
			exchange: journal.Exchange{Service: "sweatstack", Operation: "listActivities", URL: "/?limit=1", Status: 200, ResponseBody: []byte(`[{"sport":"cycling.trainer","metrics":["power"]},{"sport":"cycling.trainer"}]`)},
			form:     "json",
			want:     []string{"property [].sport: documented, 2 times", "value [].sport = cycling.trainer: seen in client code, 2 times", "property [].metrics: documented", "value [].metrics[] = power: seen in client code"},
		},
		{
			name: "lines of JSON",
			exchange: journal.Exchange{
				Service: "sweatstack", Operation: "getBackfillStatus", Status: 200, ResponseHeader: http.Header{"Content-Type": {"application/x-ndjson"}},
				ResponseBody: []byte("{\"backfill_loaded_until\":null}\n{\"backfill_loaded_until\":\"2026-01-01T00:00:00Z\"}\n{\"backfill_lo"),
			},
			form: "lines of json", want: []string{"property backfill_loaded_until: documented, 2 times"},
		},
		{
			name: "a table, of which the end is there",
			exchange: journal.Exchange{
				Service: "sweatstack", Operation: "getActivityData", Status: 200, ResponseHeader: http.Header{"Content-Type": {"application/vnd.apache.parquet"}},
				ResponseBody: []byte("PAR1....timestamp duration power\x18\x00\x00\x00PAR1"),
			},
			form: "parquet", want: []string{"column columns: seen in client code", "column timestamp: seen in client code", "column duration: seen in client code", "column power: documented"},
			without: "heart_rate",
		},
		{
			name: "a table, of which the end is not there",
			exchange: journal.Exchange{
				Service: "sweatstack", Operation: "getActivityData", URL: "/x?metrics=heart_rate", Status: 200, ResponseHeader: http.Header{"Content-Type": {"application/vnd.apache.parquet"}},
				ResponseBody: []byte("PAR1...."), ResponseNote: "cut after 8 bytes", ResponseBytes: 100,
			},
			form: "parquet", note: "those that the description has", want: []string{"column timestamp: seen in client code", "column heart_rate: documented"}, without: "power",
		},
		{
			name:     "a type that the answer is not described with",
			exchange: journal.Exchange{Service: "polar-teampro", Operation: "listTeams", Status: 200, ResponseHeader: http.Header{"Content-Type": {"text/html"}}, ResponseBody: []byte("<p>")},
			form:     "text/html", want: []string{},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := explain(t, w, &test.exchange)
			require.Equal(t, test.form, a.Body.Form)
			require.Contains(t, a.Body.Note, test.note)
			have := lines(a.Body.Members)
			require.Subset(t, have, test.want)
			if test.without != "" {
				require.NotContains(t, strings.Join(have, "\n"), test.without)
			}
		})
	}
}

func TestHostileBodiesAreBounded(t *testing.T) {
	w := newWorld(t, world.Config{})
	var many strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&many, `"%s%d":1,`, strings.Repeat("x", 200), i)
	}
	for name, body := range map[string]string{
		"deep":         strings.Repeat(`{"summary":[`, 20000),
		"deep unnamed": strings.Repeat(`[`, 60000),
		"many names":   `{` + many.String() + `"a":1}`,
		"noise":        "{\x00\xff\xfe\"\x01",
		"no footer":    "PAR1\xff\xff\xff\x7fPAR1",
		"short":        "PAR1",
	} {
		t.Run(name, func(t *testing.T) {
			a := explain(t, w, &journal.Exchange{Service: "sweatstack", Operation: "getActivity", Status: 200, ResponseBody: []byte(body)})
			require.LessOrEqual(t, len(a.Body.Members), 2000)
			require.LessOrEqual(t, len(a.Undescribed), 200)
			for _, u := range a.Undescribed {
				require.Less(t, len(u), 200)
			}
		})
	}
}

func TestWhatTheRequestBodyCarries(t *testing.T) {
	w := newWorld(t, world.Config{})
	a := explain(t, w, &journal.Exchange{
		Service: "polar-auth", Operation: "requestToken", Status: 401,
		RequestHeader: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Authorization": {"Basic ***"}},
		RequestBody:   []byte("grant_type=authorization_code&code=***&hue=1"), RequestNote: "cut after 3 bytes",
	})
	have := lines(a.Asked)
	require.Contains(t, have, "body the request's body: documented")
	require.Contains(t, have, "property request grant_type: documented")
	require.Contains(t, a.Undescribed, "request member hue")
	require.Contains(t, a.Note, "cut after 3 bytes")

	a = explain(t, w, &journal.Exchange{
		Service: "firstbeat", Operation: "registerConsumer", Status: 200, RequestBody: []byte(`{"consumerName":"x"}`), ResponseBody: []byte(`{"id":"1"}`),
	})
	require.Contains(t, lines(a.Asked), "property request consumerName: documented")
	require.Empty(t, a.Switches)
}

func TestWhatMatchedNothing(t *testing.T) {
	w := newWorld(t, world.Config{})
	a := explain(t, w, &journal.Exchange{Service: "firstbeat", URL: "/v1/nothing", Status: 404, ResponseBody: []byte(`{"message":"Not Found"}`)})
	require.Nil(t, a.Operation)
	require.Contains(t, a.Note, "matched no operation")
	require.Equal(t, "404", a.Status.Name)
	require.Len(t, a.Body.Members, 1)

	a = explain(t, w, &journal.Exchange{Service: "firstbeat", Operation: "listAccounts", Status: 0})
	require.Nil(t, a.Status)
	require.Contains(t, a.Note, "without an answer")

	a = explain(t, w, &journal.Exchange{Service: "firstbeat", Operation: "listAccounts", Status: 418})
	require.Nil(t, a.Status)
	require.Equal(t, []string{"status 418"}, a.Undescribed)

	a = explain(t, w, &journal.Exchange{Service: "firstbeat", Operation: "listAccounts", Status: 503})
	require.Equal(t, "503 (as 5XX)", a.Status.Name)

	_, err := why.Explain(evidence.Load(), w, &journal.Exchange{Service: "toy"})
	require.ErrorContains(t, err, `"toy"`)
}

func TestWhatIsNotTheVendorIsToldApart(t *testing.T) {
	w := newWorld(t, world.Config{
		Changes: []string{"firstbeat-accounts-wrapped"}, Limits: world.LimitsOff, Profile: map[string]string{"firstbeat": "1.0.0"},
		Switches: map[string]map[string]string{"firstbeat": {"page-size": "25", "unapproved-status": "401", "more": "always"}, "sweatstack": {"sports": "43"}},
	})
	service, _ := w.Service("firstbeat")
	reads := world.ReadProfile
	for i, q := range service.Questions() {
		if q.Name == "unapproved-status" || q.Name == "check-order" { // of which the world chose one
			reads |= world.ReadSwitch(i)
		}
	}
	a := explain(t, w, &journal.Exchange{
		Service: "firstbeat", Operation: "listAccounts", Status: 503, Faults: []string{"flaky lists"}, Bug: "a nil map", Reads: reads,
	})
	var kinds []string
	for _, c := range a.NotTheVendor {
		kinds = append(kinds, c.Kind+" "+c.Name)
		require.Contains(t, c.What, "not the vendor: ")
	}
	require.Equal(t, []string{"fault flaky lists", "change firstbeat-accounts-wrapped", "bug "}, kinds)
	require.False(t, a.Summary.Vendor)
	var chosen []string
	for _, s := range a.Switches {
		chosen = append(chosen, s.Name+"="+s.Value)
		require.NotEmpty(t, s.Evidence)
	}
	require.Equal(t, []string{"profile=1.0.0", "limits=off", "unapproved-status=401"}, chosen, "nobody has read page-size")
	require.Equal(t, "1.0.0", a.Profile)
}

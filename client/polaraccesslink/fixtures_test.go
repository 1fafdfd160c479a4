package polaraccesslink_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport/wirejson"
	"github.com/ergodrome/ergodrome/client/polaraccesslink"
	"github.com/ergodrome/ergodrome/fixtures"
	"github.com/ergodrome/ergodrome/internal/readback"
)

// answering is a transport that has one answer.
type answering struct {
	fixtures.Exchange
	asked []*http.Request
}

func (a *answering) RoundTrip(r *http.Request) (*http.Response, error) {
	a.asked = append(a.asked, r)
	return &http.Response{StatusCode: a.Status, Header: a.Header.Clone(), Body: io.NopCloser(bytes.NewReader(a.Body)), Request: r}, nil
}

func (a *answering) client(t *testing.T) *client {
	t.Helper()
	c, err := polaraccesslink.New(polaraccesslink.WithHTTPClient(&http.Client{Transport: a}), polaraccesslink.WithAccessToken(access))
	require.NoError(t, err)
	return c
}

// reading is how this test understands a vendor's words; the client's parsers
// have no part in it.
func reading() *readback.Walk {
	return &readback.Walk{
		Aside: placeholders(),
		Readings: map[reflect.Type]readback.Reading{
			reflect.TypeFor[time.Time]():                  readback.Instant,
			reflect.TypeFor[polaraccesslink.LocalTime]():  onTheWall,
			reflect.TypeFor[polaraccesslink.OffsetTime](): withOffset,
			reflect.TypeFor[polaraccesslink.Date]():       onTheCalendar,
			reflect.TypeFor[polaraccesslink.TimeOfDay]():  sinceMidnight,
			reflect.TypeFor[polaraccesslink.Duration]():   inSeconds,
			reflect.TypeFor[polaraccesslink.Period]():     aMonth,
		},
	}
}

// onTheWall reads the figures and leaves the zone, of which only whether there
// is one matters.
func onTheWall(got any, raw []byte) bool {
	t := got.(polaraccesslink.LocalTime)
	text := readback.Text(raw)
	figures := strings.TrimRight(text, "Z")
	want, err := time.Parse("2006-01-02T15:04:05", figures)
	return err == nil && t.Wall().Equal(want) && t.Zoned() == (figures != text)
}

func withOffset(got any, raw []byte) bool {
	t := got.(polaraccesslink.OffsetTime)
	return t.Format("2006-01-02T15:04:05.000Z07:00") == readback.Text(raw)
}

func onTheCalendar(got any, raw []byte) bool {
	d := got.(polaraccesslink.Date)
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) == readback.Text(raw)
}

func sinceMidnight(got any, raw []byte) bool {
	want, err := time.Parse(time.TimeOnly, readback.Text(raw))
	return err == nil && time.Duration(got.(polaraccesslink.TimeOfDay)) == want.Sub(want.Truncate(24*time.Hour))
}

func inSeconds(got any, raw []byte) bool {
	want, err := time.ParseDuration(readback.Text(raw))
	return err == nil && time.Duration(got.(polaraccesslink.Duration)) == want
}

// aMonth is the only period that the document prints.
func aMonth(got any, raw []byte) bool {
	p := got.(polaraccesslink.Period)
	return readback.Text(raw) == "P1M" && p.Months == 1 && p.Years+p.Weeks+p.Days == 0 && p.Time == 0
}

// envelopes are what lists are called in answers, with the messages around
// them. What is not here is read whole.
func envelopes() map[string][]string {
	return map[string][]string{
		"/calendar/list":                    {"data", "entries"},
		"/continuous-samples":               {"continuousSamples", "heartRateSamplesPerDay"},
		"/activity/list":                    {"activities", "activityDays"},
		"/training-target/favorites":        {"favoriteTarget"},
		"/nightly-recharge-results":         {"nightlyRechargeResults", "nightlyRechargeResults"},
		"/ppi-samples":                      {"dailyPpiSamples"},
		"/routes/{routeId}":                 {"userRoute"},
		"/skin-contacts":                    {"skinContactPeriods"},
		"/sleep-wake-vectors":               {"sleepWakeVectors"},
		"/sleeps":                           {"nightSleeps"},
		"/sports/list":                      {"sports"},
		"/sports/profile-list-catalog":      {"catalog"},
		"/sports/profiles":                  {"profiles"},
		"/subscriptions":                    {"userSubscriptions", "userSubscriptions"},
		"/temperature-measurements":         {"temperatureMeasurementPeriod"},
		"/tests/list":                       {"data", "tests"},
		"/training-sessions/list":           {"trainingSessions"},
		"/training-target/calendar-targets": {"trainingTarget"},
		"/user/account-data":                {"accountData"},
	}
}

// TestEveryFixtureIsRead holds every leaf of the vendor's examples against the
// field that has it.
func TestEveryFixtureIsRead(t *testing.T) {
	docs, around, w := examples(), envelopes(), reading()
	require.Len(t, docs, len(operations()))
	for _, op := range operations() {
		t.Run(op.path, func(t *testing.T) {
			a := &answering{Exchange: docs[op.path]}
			got, err := op.call(t.Context(), a.client(t))
			require.NoError(t, err)
			require.Len(t, a.asked, 1)
			require.Equal(t, "/v4/data"+op.target, a.asked[0].URL.RequestURI())
			require.Equal(t, a.Method, a.asked[0].Method)
			require.Equal(t, "Bearer "+access, a.asked[0].Header.Get("Authorization"))
			require.Equal(t, "application/json", a.asked[0].Header.Get("Accept"))
			raw := a.Body
			for _, name := range around[op.path] {
				var alone map[string]json.RawMessage
				require.NoError(t, json.Unmarshal(raw, &alone))
				require.Len(t, alone, 1, "what is beside %s is not read", name)
				raw = alone[name]
			}
			require.NotEmpty(t, raw)
			require.Empty(t, strings.Join(w.Compare(op.path, raw, got), "\n"))
		})
	}
	require.Empty(t, w.Unused())
}

// TestEveryRefusalIsRead has the exchanges that are no 200.
func TestEveryRefusalIsRead(t *testing.T) {
	all, err := fixtures.Exchanges("polar-accesslink")
	require.NoError(t, err)
	refusals := 0
	for _, e := range all {
		if e.Status == 200 {
			continue
		}
		refusals++
		t.Run(e.Name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				a := &answering{Exchange: e}
				for _, op := range operations() {
					if op.path != pathOf(e) {
						continue
					}
					_, err := op.call(t.Context(), a.client(t))
					require.ErrorIs(t, err, apierr.FromStatus(e.Status))
					want := string(e.Body)
					if said, ok := wirejson.Member(e.Body, "errorMessage"); ok {
						want = readback.Text(said)
					}
					require.ErrorContains(t, err, want)
				}
				require.NotEmpty(t, a.asked)
			})
		})
	}
	require.Equal(t, 4, refusals)
	require.Len(t, examples(), len(operations()))
}

// placeholders are the places where the document's generator had no example
// of a number or of a duration, and wrote "string". [confirmed: AccessLink v4 document]
func placeholders() map[string]string {
	const number, duration = "a word for a 64-bit number", "a word for a duration"
	return map[string]string{
		"/calendar/list[].physicalInformation.sleepGoal":           duration,
		"/sleeps[].sleepEvaluation.sleepSpan":                      duration,
		"/sleeps[].sleepEvaluation.asleepDuration":                 duration,
		"/training-target/favorites[].favorite.id":                 number,
		"/training-target/favorites[].favorite.organisationId":     number,
		"/training-target/favorites[].exercise[].sportId":          number,
		"/training-target/calendar-targets[].exercise[].sportId":   number,
		"/training-target/favorites[].exercise[].routeId":          number,
		"/training-target/calendar-targets[].exercise[].routeId":   number,
		"/training-target/favorites[].exercise[].segmentId":        number,
		"/training-target/calendar-targets[].exercise[].segmentId": number,
		"/training-target/calendar-targets[].session.id":           number,
		"/training-target/calendar-targets[].session.sportId":      number,
		"/training-target/calendar-targets[].session.favoriteId":   number,
		"/training-target/calendar-targets[].session.programId":    number,
		"/training-target/calendar-targets[].session.eventId":      number,
		"/routes/{routeId}.legacyRouteId":                          number,
	}
}

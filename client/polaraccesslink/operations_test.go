package polaraccesslink_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/polaraccesslink"
)

type client = polaraccesslink.Client

// operation is how one is called, and what must arrive.
type operation struct {
	path   string
	target string // after /v4/data
	live   string // the documented envelope that live answers leave out
	call   func(ctx context.Context, c *client) (any, error)
}

func date(s string) polaraccesslink.Date {
	d, err := polaraccesslink.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func operations() []operation {
	from, to, next := date("2025-06-12"), date("2025-06-14"), date("2025-06-13")
	return []operation{
		{
			"/calendar/list", "/calendar/list?from=2025-06-12T00:00:00&to=2025-06-14T00:00:00&features=notes&features=weight", "data",
			func(ctx context.Context, c *client) (any, error) {
				return c.Calendar.List(ctx, from, to, "notes", "weight")
			},
		},
		{
			"/continuous-samples", "/continuous-samples?from=2025-06-12&to=2025-06-14&features=heart-rate-samples", "continuousSamples",
			func(ctx context.Context, c *client) (any, error) {
				return c.HeartRate.List(ctx, from, to, polaraccesslink.HeartRateSamples)
			},
		},
		{
			"/activity/list", "/activity/list?from=2025-06-12&to=2025-06-13&features=samples&features=activity-target&features=physical-information", "activities",
			func(ctx context.Context, c *client) (any, error) {
				return c.Activity.List(ctx, from, next, polaraccesslink.ActivitySamples, polaraccesslink.ActivityTargetFeature, polaraccesslink.ActivityPhysicalInformationFeature)
			},
		},
		{"/training-target/favorites", "/training-target/favorites", "", func(ctx context.Context, c *client) (any, error) { return c.TrainingTargets.Favorites(ctx) }},
		{
			"/nightly-recharge-results", "/nightly-recharge-results?from=2025-06-12&to=2025-06-13&features=samples", "nightlyRechargeResults",
			func(ctx context.Context, c *client) (any, error) {
				return c.NightlyRecharge.List(ctx, from, next, "samples")
			},
		},
		{"/ppi-samples", "/ppi-samples?from=2025-06-12&to=2025-06-14", "", func(ctx context.Context, c *client) (any, error) { return c.HeartRate.PPI(ctx, from, to) }},
		{
			"/routes/{routeId}", "/routes/18446744073709551615", "userRoute",
			func(ctx context.Context, c *client) (any, error) { return c.TrainingTargets.Route(ctx, 1<<64-1) },
		},
		{"/skin-contacts", "/skin-contacts?from=2025-06-12&to=2025-06-14", "", func(ctx context.Context, c *client) (any, error) { return c.Body.SkinContacts(ctx, from, to) }},
		{"/sleep-wake-vectors", "/sleep-wake-vectors?from=2025-06-12&to=2025-06-14", "", func(ctx context.Context, c *client) (any, error) { return c.Sleep.Vectors(ctx, from, to) }},
		{
			"/sleeps", "/sleeps?from=2025-06-12&to=2025-06-13&features=sleep-result&features=sleep-score", "",
			func(ctx context.Context, c *client) (any, error) {
				return c.Sleep.List(ctx, from, next, polaraccesslink.SleepResultFeature, polaraccesslink.SleepScoreFeature)
			},
		},
		{"/sports/list", "/sports/list", "", func(ctx context.Context, c *client) (any, error) { return c.Sports.List(ctx) }},
		{"/sports/profile-list-catalog", "/sports/profile-list-catalog", "catalog", func(ctx context.Context, c *client) (any, error) { return c.Sports.Catalog(ctx) }},
		{"/sports/profiles", "/sports/profiles", "", func(ctx context.Context, c *client) (any, error) { return c.Sports.Profiles(ctx) }},
		{"/subscriptions", "/subscriptions", "userSubscriptions", func(ctx context.Context, c *client) (any, error) { return c.User.Subscriptions(ctx) }},
		{"/temperature-measurements", "/temperature-measurements?from=2025-06-12&to=2025-06-14", "", func(ctx context.Context, c *client) (any, error) { return c.Body.Temperatures(ctx, from, to) }},
		{"/tests/list", "/tests/list?from=2025-06-12&to=2025-06-13&features=samples", "data", func(ctx context.Context, c *client) (any, error) { return c.Tests.List(ctx, from, next, "samples") }},
		{
			"/training-sessions/list", "/training-sessions/list?from=2025-06-12T00:00:00&to=2025-06-13T00:00:00&features=samples&features=zones", "",
			func(ctx context.Context, c *client) (any, error) {
				return c.TrainingSessions.List(ctx, from, next, polaraccesslink.SessionSamples, polaraccesslink.SessionZones)
			},
		},
		{
			"/training-target/calendar-targets", "/training-target/calendar-targets?fromDate=2025-06-12&toDate=2025-06-14", "",
			func(ctx context.Context, c *client) (any, error) { return c.TrainingTargets.List(ctx, from, to) },
		},
		{"/user-devices", "/user-devices", "", func(ctx context.Context, c *client) (any, error) { return c.User.Devices(ctx) }},
		{"/user/account-data", "/user/account-data", "accountData", func(ctx context.Context, c *client) (any, error) { return c.User.Account(ctx) }},
	}
}

// TestLiveAnswers leaves out the messages of one member.
func TestLiveAnswers(t *testing.T) {
	docs := documents()
	for _, op := range operations() {
		if op.live == "" {
			continue
		}
		t.Run("it reads "+op.path, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				var wrapped map[string]json.RawMessage
				require.NoError(t, json.Unmarshal([]byte(docs[op.path]), &wrapped))
				v := start(t, script(ok(docs[op.path]), ok(string(wrapped[op.live]))))
				c := v.client()
				documented, err := op.call(t.Context(), c)
				require.NoError(t, err)
				live, err := op.call(t.Context(), c)
				require.NoError(t, err)
				a, err := json.Marshal(documented)
				require.NoError(t, err)
				b, err := json.Marshal(live)
				require.NoError(t, err)
				require.JSONEq(t, string(a), string(b))
				require.NotEqual(t, "[]", string(b))
			})
		})
	}
}

func TestEmptyAnswers(t *testing.T) {
	for _, op := range operations() {
		for _, body := range []string{`{}`, `{"` + op.live + `x":null}`, `{"` + op.live + `":{}}`, `{"` + op.live + `":null}`} {
			t.Run("it reads "+op.path+" "+body, func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					v := start(t, script(ok(body)))
					got, err := op.call(t.Context(), v.client())
					require.NoError(t, err)
					require.NotNil(t, got)
				})
			})
		}
	}
}

// walks are the operations that ask for ranges, with and without features.
func walks() map[string]func(ctx context.Context, c *client, from, to polaraccesslink.Date, features ...string) iter.Seq[error] {
	type f = func(ctx context.Context, c *client, from, to polaraccesslink.Date, features ...string) iter.Seq[error]
	return map[string]f{
		"/training-sessions/list": func(ctx context.Context, c *client, a, b polaraccesslink.Date, fs ...string) iter.Seq[error] {
			return seconds(c.TrainingSessions.All(ctx, a, b, fs...))
		},
		"/sleeps": func(ctx context.Context, c *client, a, b polaraccesslink.Date, fs ...string) iter.Seq[error] {
			return seconds(c.Sleep.All(ctx, a, b, fs...))
		},
		"/sleep-wake-vectors": func(ctx context.Context, c *client, a, b polaraccesslink.Date, _ ...string) iter.Seq[error] {
			return seconds(c.Sleep.AllVectors(ctx, a, b))
		},
		"/nightly-recharge-results": func(ctx context.Context, c *client, a, b polaraccesslink.Date, fs ...string) iter.Seq[error] {
			return seconds(c.NightlyRecharge.All(ctx, a, b, fs...))
		},
		"/activity/list": func(ctx context.Context, c *client, a, b polaraccesslink.Date, fs ...string) iter.Seq[error] {
			return seconds(c.Activity.All(ctx, a, b, fs...))
		},
		"/continuous-samples": func(ctx context.Context, c *client, a, b polaraccesslink.Date, fs ...string) iter.Seq[error] {
			return seconds(c.HeartRate.All(ctx, a, b, fs...))
		},
		"/ppi-samples": func(ctx context.Context, c *client, a, b polaraccesslink.Date, fs ...string) iter.Seq[error] {
			return seconds(c.HeartRate.AllPPI(ctx, a, b, fs...))
		},
		"/skin-contacts": func(ctx context.Context, c *client, a, b polaraccesslink.Date, _ ...string) iter.Seq[error] {
			return seconds(c.Body.AllSkinContacts(ctx, a, b))
		},
		"/temperature-measurements": func(ctx context.Context, c *client, a, b polaraccesslink.Date, _ ...string) iter.Seq[error] {
			return seconds(c.Body.AllTemperatures(ctx, a, b))
		},
		"/tests/list": func(ctx context.Context, c *client, a, b polaraccesslink.Date, fs ...string) iter.Seq[error] {
			return seconds(c.Tests.All(ctx, a, b, fs...))
		},
		"/calendar/list": func(ctx context.Context, c *client, a, b polaraccesslink.Date, fs ...string) iter.Seq[error] {
			return seconds(c.Calendar.All(ctx, a, b, fs...))
		},
		"/training-target/calendar-targets": func(ctx context.Context, c *client, a, b polaraccesslink.Date, _ ...string) iter.Seq[error] {
			return seconds(c.TrainingTargets.All(ctx, a, b))
		},
	}
}

func seconds[T any](seq iter.Seq2[T, error]) iter.Seq[error] {
	return func(yield func(error) bool) {
		for _, err := range seq {
			if !yield(err) {
				return
			}
		}
	}
}

// TestPieces judges every request of a year against the documented limits.
func TestPieces(t *testing.T) {
	limits := map[string]int{
		"/training-sessions/list": 90, "/sleeps": 30, "/sleep-wake-vectors": 7, "/nightly-recharge-results": 28, "/activity/list": 90, "/continuous-samples": 30,
		"/ppi-samples": 90, "/skin-contacts": 90, "/temperature-measurements": 90, "/tests/list": 90, "/calendar/list": 90, "/training-target/calendar-targets": 90,
	}
	features := map[string]string{
		"/training-sessions/list": "samples", "/sleeps": "sleep-score", "/nightly-recharge-results": "samples", "/activity/list": "samples", "/continuous-samples": "heart-rate-samples",
		"/ppi-samples": "samples", "/tests/list": "samples", "/calendar/list": "notes",
	}
	free := []string{"/calendar/list", "/continuous-samples"} // of the rule of one day
	all := walks()
	require.ElementsMatch(t, slices.Collect(maps.Keys(limits)), slices.Collect(maps.Keys(all)))
	for path, walk := range all {
		for _, feature := range slices.Compact([]string{"", features[path]}) {
			t.Run(fmt.Sprint("it asks ", path, " with ", feature), func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					v := start(t, script(ok(`{}`)))
					from, to := date("2024-01-15"), date("2025-01-15")
					var fs []string
					most := limits[path]
					if feature != "" {
						fs = []string{feature}
						if !slices.Contains(free, path) {
							most = 1
						}
					}
					for err := range walk(t.Context(), v.client(), from, to, fs...) {
						require.NoError(t, err)
					}
					at := from
					for _, target := range v.targets() {
						_, query, _ := strings.Cut(target, "?")
						parts := strings.Split(query, "&")
						_, a, _ := strings.Cut(parts[0], "=")
						_, b, _ := strings.Cut(parts[1], "=")
						require.Equal(t, at, date(a), "pieces lie side by side")
						require.LessOrEqual(t, at.Until(date(b)), most)
						require.Less(t, 0, at.Until(date(b)))
						if feature != "" {
							require.Equal(t, "features="+feature, parts[2])
						}
						at = date(b)
					}
					require.Equal(t, to, at)
					require.Len(t, v.requests(), (366+most-1)/most)
				})
			})
		}
	}
}

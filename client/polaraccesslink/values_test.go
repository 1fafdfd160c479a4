package polaraccesslink_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	iso "github.com/sosodev/duration"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/polaraccesslink"
)

// ask answers one call with a body.
func ask[T any](t *testing.T, body string, call func(ctx context.Context, c *client) (T, error)) T {
	t.Helper()
	var got T
	bubble(t, func(t *testing.T) {
		var err error
		got, err = call(t.Context(), start(t, script(ok(body))).client())
		require.NoError(t, err)
	})
	return got
}

var from, to = date("2025-06-12"), date("2025-06-13")

func TestNumbers(t *testing.T) {
	type c = *client
	day := ask(t, `{"activityDays":[{"date":"2025-06-12","target":{"minDailyMetGoal":"345.4"},"physicalInformation":{"height":"172.0","maximumHeartRate":195.0,"restingHeartRate":"54.6","sleepGoal":14400000},
		"activitiesPerDevice":[{"activitySamples":[{"metSamples":{"startTime":"00:00:00","interval":"60000","mets":[0.9,"NaN",1.1,null]},"stepSamples":{"startTime":"14:41:45","interval":60000,"steps":[0,12]}}]}]}]}`,
		func(ctx context.Context, c c) ([]polaraccesslink.ActivityDay, error) {
			return c.Activity.List(ctx, from, to)
		})[0]
	require.InDelta(t, 345.4, *day.Target.MinDailyMetGoal, 0)
	require.InDelta(t, 172, *day.PhysicalInformation.Height, 0)
	require.EqualValues(t, 195, *day.PhysicalInformation.MaximumHeartRate)
	require.Nil(t, day.PhysicalInformation.RestingHeartRate, "not what was promised, and kept")
	require.JSONEq(t, `"54.6"`, string(day.PhysicalInformation.Extra["restingHeartRate"]))
	require.EqualValues(t, 14400000, *day.PhysicalInformation.SleepGoal)
	samples := day.ActivitiesPerDevice[0].ActivitySamples[0]
	require.EqualValues(t, 60000, samples.MetSamples.Interval)
	require.EqualValues(t, 60000, samples.StepSamples.Interval)
	require.Len(t, samples.MetSamples.Mets, 4)
	require.True(t, math.IsNaN(samples.MetSamples.Mets[1]) && math.IsNaN(samples.MetSamples.Mets[3]))
	require.Zero(t, *samples.MetSamples.StartTime)
	require.Equal(t, "14:41:45", samples.StepSamples.StartTime.String())

	for _, id := range []string{`9007199254740993`, `"9007199254740993"`, `"9007199254740993.0"`} {
		target := ask(t, `{"trainingTarget":[{"session":{"id":`+id+`,"startTime":{"year":2025,"month":6,"day":12,"hour":7}},"exercise":null}]}`,
			func(ctx context.Context, c c) ([]polaraccesslink.TrainingTarget, error) {
				return c.TrainingTargets.List(ctx, from, to)
			})[0]
		require.EqualValues(t, 9007199254740993, *target.Session.ID)
		require.Equal(t, time.Date(2025, 6, 12, 7, 0, 0, 0, time.UTC), target.Session.StartTime.Time())
	}
	for _, delta := range []string{`1000`, `"1000"`} {
		contact := ask(t, `{"skinContactPeriods":[{"skinContactChanges":[{"recordingTimeDeltaMilliseconds":`+delta+`,"skinContact":true}]}]}`,
			func(ctx context.Context, c c) ([]polaraccesslink.SkinContactPeriod, error) {
				return c.Body.SkinContacts(ctx, from, to)
			})[0]
		require.EqualValues(t, 1000, contact.SkinContactChanges[0].RecordingTimeDeltaMilliseconds)
	}
}

func TestFirstAndLastMillisecond(t *testing.T) {
	day := ask(t, `{"heartRateSamplesPerDay":[{"date":"2025-06-12","state":1,"samples":[{"heartRate":61,"offsetMillis":0},{"heartRate":60,"offsetMillis":86399999},{"triggerType":"TRIGGER_MANUAL"}]}]}`,
		func(ctx context.Context, c *client) ([]polaraccesslink.HeartRateDay, error) {
			return c.HeartRate.List(ctx, from, to, "heart-rate-samples")
		})[0]
	require.Len(t, day.Samples, 3)
	require.Zero(t, *day.Samples[0].OffsetMillis)
	require.EqualValues(t, 86399999, *day.Samples[1].OffsetMillis)
	require.Nil(t, day.Samples[2].OffsetMillis, "none is not zero")
	require.Nil(t, day.Samples[2].HeartRate)
}

func TestTimes(t *testing.T) {
	sessions := ask(t, `{"trainingSessions":[{"startTime":"2025-06-12T11:37:28","timezoneOffsetMinutes":180,"created":"2025-06-13T06:48:23.811Z","recoveryTimeMillis":"3600000"},
		{"startTime":"2025-06-12T11:37:28.5Z"},{"startTime":"2025-06-12T11:37:28","created":"later"}]}`,
		func(ctx context.Context, c *client) ([]polaraccesslink.TrainingSession, error) {
			return c.TrainingSessions.List(ctx, from, to)
		})
	s := sessions[0]
	at, known := polaraccesslink.At(s.StartTime, s.TimezoneOffsetMinutes)
	require.True(t, known)
	require.True(t, at.Equal(time.Date(2025, 6, 12, 8, 37, 28, 0, time.UTC)))
	require.Equal(t, time.Date(2025, 6, 13, 6, 48, 23, 811e6, time.UTC), s.Created)
	require.EqualValues(t, 3600000, *s.RecoveryTimeMillis)
	require.False(t, s.StartTime.Zoned())
	require.True(t, sessions[1].StartTime.Zoned(), "kept as it shows, and flagged")
	require.Equal(t, "2025-06-12T11:37:28.5", sessions[1].StartTime.String())
	_, known = polaraccesslink.At(sessions[1].StartTime, nil)
	require.False(t, known)
	require.True(t, sessions[2].Created.IsZero())
	require.JSONEq(t, `"later"`, string(sessions[2].Extra["created"]))

	night := ask(t, `{"nightSleeps":[{"sleepDate":"2025-06-13","sleepResult":{"hypnogram":{"sleepStart":"2025-06-13T00:55:14.9+02:00","sleepEnd":"2025-06-13T08:00:00Z","sleepStartOffsetSeconds":-3600,
		"sleepStateChanges":[{"offsetFromStart":"0s","newState":"SLEEP_STATE_NAP"},{"offsetFromStart":"30s","newState":"SLEEP_STATE_UNKNOWN"},{"offsetFromStart":"3.000000001s"}],"sleepGoal":"28800s"}}}]}`,
		func(ctx context.Context, c *client) ([]polaraccesslink.NightSleep, error) {
			return c.Sleep.List(ctx, from, to, polaraccesslink.SleepResultFeature)
		})[0].SleepResult.Hypnogram
	require.Equal(t, "2025-06-13T00:55:14.9+02:00", night.SleepStart.Format(time.RFC3339Nano))
	require.EqualValues(t, -3600, *night.SleepStartOffsetSeconds)
	require.EqualValues(t, "SLEEP_STATE_NAP", night.SleepStateChanges[0].NewState)
	require.Equal(t, polaraccesslink.SleepStateUnknown, night.SleepStateChanges[1].NewState)
	require.Equal(t, 3*time.Second+1, time.Duration(*night.SleepStateChanges[2].OffsetFromStart))
	require.Equal(t, 8*time.Hour, time.Duration(*night.SleepGoal))
}

func TestTwoSpellings(t *testing.T) {
	for _, name := range []string{"timezoneOffsetMinutes", "timeZoneOffsetMinutes"} {
		tests := ask(t, `{"tests":[{"ecgTestResult":{"`+name+`":-210}},{"fitnessTestResult":{"`+name+`":120}},{"spo2TestResult":{"`+name+`":0}}]}`,
			func(ctx context.Context, c *client) ([]polaraccesslink.Test, error) {
				return c.Tests.List(ctx, from, to)
			})
		require.EqualValues(t, -210, *tests[0].ECGTestResult.TimezoneOffsetMinutes)
		require.EqualValues(t, 120, *tests[1].FitnessTestResult.TimezoneOffsetMinutes)
		require.EqualValues(t, 0, *tests[2].SpO2TestResult.TimezoneOffsetMinutes)
	}
}

func TestASubscriptionOfAMonth(t *testing.T) {
	s := ask(t, documents()["/subscriptions"], func(ctx context.Context, c *client) ([]polaraccesslink.Subscription, error) {
		return c.User.Subscriptions(ctx)
	})[0]
	p := s.SubscriptionPlan.Duration
	require.Equal(t, "P1M", p.String())
	require.InDelta(t, 1, p.Months, 0)
	require.Zero(t, p.Days)
	require.Equal(t, date("2025-03-01"), p.After(date("2025-02-01")))
	for _, text := range []string{"", "P", "1M", "PM", "P-1M", "P1e3M", "P99999999M", "30"} {
		_, err := polaraccesslink.ParsePeriod(text)
		require.Error(t, err, text)
	}
	year, err := polaraccesslink.ParsePeriod("P1Y2M3W4DT5H6M7.5S")
	require.NoError(t, err)
	require.Equal(t, 5*time.Hour+6*time.Minute+7500*time.Millisecond, year.Time)
}

func TestSampleKinds(t *testing.T) {
	s := ask(t, documents()["/training-sessions/list"], func(ctx context.Context, c *client) ([]polaraccesslink.TrainingSession, error) {
		return c.TrainingSessions.List(ctx, from, to)
	})[0]
	first := s.Exercises[0].Samples.Samples[0]
	values, interval := s.Exercises[0].Samples.Of(first.Type)
	require.Equal(t, first.Values, values)
	require.Equal(t, first.IntervalMillis, interval)
	none, _ := s.Exercises[0].Samples.Of("LACTATE")
	require.Nil(t, none)
	none, _ = (*polaraccesslink.Samples)(nil).Of("SPEED")
	require.Nil(t, none)
}

func TestAnswersOfAnotherShape(t *testing.T) {
	for _, body := range []string{`[]`, `"x"`, `null`, ``, `{"nightSleeps":{}}`, `{"nightSleeps":["x"]}`, `{"nightSleeps":[{"sleepResult":[]}]}`, `{"errorMessage":"no"}`, `{"error":"no"}`, `{"nightSleeps":[`, strings.Repeat("[", 100_000)} {
		bubble(t, func(t *testing.T) {
			_, err := start(t, script(ok(body))).client().Sleep.List(t.Context(), from, to)
			require.ErrorIs(t, err, apierr.ErrDecode, "%.40s", body)
		})
	}
}

func TestDurations(t *testing.T) {
	good := map[string]time.Duration{"300s": 300 * time.Second, "0s": 0, "3.000000001s": 3*time.Second + 1, "-3600s": -time.Hour, "0.5s": time.Second / 2, "301s": 301 * time.Second, "-0.000000001s": -1}
	for text, want := range good {
		got, err := polaraccesslink.ParseDuration(text)
		require.NoError(t, err, text)
		require.Equal(t, want, time.Duration(got), text)
	}
	for _, text := range []string{"", "s", "80", "PT80S", "1.s", ".5s", "1e3s", "1.0000000001s", "--1s", "99999999999s", "+1s", "1 s", "80S"} {
		_, err := polaraccesslink.ParseDuration(text)
		require.Error(t, err, text)
	}
	rapid.Check(t, func(t *rapid.T) {
		want := polaraccesslink.Duration(rapid.Int64Range(-9e18, 9e18).Draw(t, "d"))
		if got, err := polaraccesslink.ParseDuration(want.String()); err != nil || got != want {
			t.Fatalf("%s is %v, %v", want, got, err)
		}
	})
}

func TestDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := polaraccesslink.DateOf(time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "t"), 0).UTC())
		n := rapid.IntRange(-40000, 40000).Draw(t, "n")
		e := d.AddDays(n)
		if d.Until(e) != n || e.AddDays(-n) != d || (n > 0) != d.Before(e) {
			t.Fatalf("%s and %d days is %s", d, n, e)
		}
		if got, err := polaraccesslink.ParseDate(e.String()); err != nil || got != e {
			t.Fatalf("%s is %v, %v", e, got, err)
		}
	})
	require.Equal(t, "2025-03-30T00:00:00", date("2025-03-30").Midnight().String())
	for _, text := range []string{"", "2025-02-30", "2025-6-1", "13.6.2025", "20250613"} {
		_, err := polaraccesslink.ParseDate(text)
		require.Error(t, err, text)
	}
}

// TestDaysAreDates walks over both changes of the clocks, in a zone that has them.
func TestDaysAreDates(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(`{}`)))
		for _, err := range v.client().Sleep.All(t.Context(), date("2025-03-29"), date("2025-04-01"), polaraccesslink.SleepScoreFeature) {
			require.NoError(t, err)
		}
		var got []string
		for _, target := range v.targets() {
			got = append(got, strings.TrimSuffix(strings.TrimPrefix(target, "/polar-accesslink/v4/data/sleeps?"), "&features=sleep-score"))
		}
		require.Equal(t, []string{"from=2025-03-29&to=2025-03-30", "from=2025-03-30&to=2025-03-31", "from=2025-03-31&to=2025-04-01"}, got)
	})
}

// TestAnItemAtTheEndComesOnce asks a server that includes the end.
func TestAnItemAtTheEndComesOnce(t *testing.T) {
	for _, inclusive := range []bool{false, true} {
		bubble(t, func(t *testing.T) {
			v := start(t, func(_ int, r *http.Request) reply {
				a, b := date(r.URL.Query().Get("from")), date(r.URL.Query().Get("to"))
				if inclusive {
					b = b.AddDays(1)
				}
				var items []string
				for ; a.Before(b); a = a.AddDays(1) {
					items = append(items, fmt.Sprintf(`{"sleepDate":%q,"sleepScore":{"sleepScore":80}}`, a))
				}
				return ok(`{"nightSleeps":[` + strings.Join(items, ",") + `]}`)
			})
			seen := map[polaraccesslink.Date]int{}
			for n, err := range v.client().Sleep.All(t.Context(), date("2025-06-01"), date("2025-06-08"), polaraccesslink.SleepScoreFeature) {
				require.NoError(t, err)
				seen[n.SleepDate]++
			}
			for d := date("2025-06-01"); d.Before(date("2025-06-08")); d = d.AddDays(1) {
				require.Equal(t, 1, seen[d], "%s", d)
			}
		})
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	period := iso.Duration{Months: 1}
	require.Equal(t, "P1M", period.String(), "another library agrees")
	raw := `{"sleepStart":"2025-06-13T00:55:14.9+02:00","sleepEnd":"2025-06-13T08:00:00Z","birthday":"2000-01-01","batteryRanOut":false,"alarmSnoozeTimes":["2025-06-13T07:00:00+02:00"]}`
	var h polaraccesslink.Hypnogram
	require.NoError(t, json.Unmarshal([]byte(raw), &h))
	again, err := json.Marshal(h)
	require.NoError(t, err)
	require.JSONEq(t, raw, string(again))
}

package polaraccesslink_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// What the account says of the body at a time is what trainings, days, tests and
// nights of that time say.
func TestTheBodyIsTheSameEverywhere(t *testing.T) {
	t.Parallel()
	base := newSim(t, func(c *world.Config) { c.Population.Athletes = 30 })
	seen := map[string]int{}
	for _, athlete := range base.walkers(4) {
		s := base.walker(athlete)
		for _, e := range s.workouts(athlete)[:6] {
			account, body := s.account(e.Start), s.session(e).in("physicalInformation")
			s.requireSame(account, body, "maximumHeartRate", "restingHeartRate", "vo2Max", "trainingBackground", "functionalThresholdPower", "modified", "created")
			require.Equal(t, account["weight"], body["weightKg"])
			require.Equal(t, "WEIGHT_SOURCE_SOURCE_"+account.text("weightSource")[len("WEIGHT_SOURCE_"):], body["weightSource"])
			require.Equal(t, account.text("sleepGoal"), fmt.Sprint(60_000*int(body.number("sleepGoalMinutes"))))
			seen["session"]++
		}
		for _, date := range dates(start.AddDate(0, 0, -8), 6) {
			account := s.account(s.World.Data.Midnight(athlete, s.World.Data.DayNumber(date)+1))
			if d := s.dayOf(date, "physical-information"); d != nil {
				s.requireSame(account, d.in("physicalInformation"), "weight", "weightSource", "sleepGoal", "vo2Max", "trainingBackground", "sex", "birthday", "height")
				seen["day"]++
			}
			for _, n := range s.object("/sleeps" + between(date.Format(day), date.AddDate(0, 0, 1).Format(day), "sleep-result")).list("nightSleeps") {
				goal, err := time.ParseDuration(n.in("sleepResult").in("hypnogram").text("sleepGoal"))
				require.NoError(t, err)
				require.Equal(t, account.text("sleepGoal"), fmt.Sprint(goal.Milliseconds()))
				seen["night"]++
			}
		}
		for _, x := range s.tests(between("2025-12-11", "2026-03-10")) {
			if of := x.in("fitnessTestResult"); of != nil {
				at, err := time.ParseInLocation(naive, x.text("startTime"), s.zone())
				require.NoError(t, err)
				s.requireSame(s.account(at), of.in("physicalInformation"), "weight", "weightSource", "sleepGoal", "vo2Max", "trainingBackground", "birthday", "height")
				seen["test"]++
			}
		}
	}
	require.Len(t, seen, 4)
}

func (s *sim) requireSame(want, got object, members ...string) {
	s.t.Helper()
	for _, m := range members {
		require.NotNil(s.t, want[m], m)
		require.Equal(s.t, want[m], got[m], m)
	}
}

// Nothing that an account says of its past lies in the future, at any time of a week.
func TestAccountsWereChangedBefore(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	for hour := range 8 * 4 {
		now := start.AddDate(0, 0, -20).Add(time.Duration(6*hour)*time.Hour + time.Minute)
		for name, at := range s.account(now) {
			if text, ok := at.(string); ok && (name == "modified" || name == "created" || len(name) > 12 && name[len(name)-12:] == "LastModified") {
				when, err := time.Parse(time.RFC3339, text)
				require.NoError(t, err)
				require.False(t, when.After(now), "%s is %s at %s", name, text, now)
			}
		}
	}
}

// Whatever names a device names one that the person's devices list.
func TestDevicesAreListed(t *testing.T) {
	t.Parallel()
	base := newSim(t, func(c *world.Config) { c.Population.Athletes = 30 })
	kinds, coming := map[dataset.DeviceKind]int{}, 0
	for athlete := range base.World.Data.Athletes() {
		s := base.walker(athlete)
		listed := map[string]bool{}
		o := s.object("/user-devices")
		for _, d := range o.list("devicesData") {
			uuid := d.in("deviceReference").text("uuid")
			listed[uuid], listed[uuid[len(uuid)-8:]] = true, true
		}
		want := len(o.in("userDevicesData").list("archivedDevices"))
		for _, d := range s.World.Data.Devices(athlete) {
			since := s.World.Data.Date(d.Since)
			if d.Kind != dataset.Watch && since.After(start) {
				coming++
				continue
			}
			want++
			if d.Kind == dataset.Watch || kinds[d.Kind] > 2 {
				continue
			}
			kinds[d.Kind]++
			for _, date := range dates(start.AddDate(0, 0, -4), 4) {
				query := between(date.Format(day), date.AddDate(0, 0, 1).Format(day), "samples")
				for _, a := range s.object("/activity/list" + query).in("activities").list("activityDays") {
					for _, x := range a.list("activitiesPerDevice") {
						require.True(t, listed[strings.ToLower(x.in("deviceReference").text("deviceId"))], "%v", x["deviceReference"])
					}
				}
			}
		}
		require.Len(t, o.list("devicesData"), want)
	}
	require.Positive(t, coming)
	require.Len(t, kinds, 2)
}

// The account names the day that the person's orthostatic tests count from.
func TestTheResetIsThatOfTests(t *testing.T) {
	t.Parallel()
	base := newSim(t, func(c *world.Config) { c.Population.Athletes = 30 })
	named, unnamed := 0, 0
	for athlete := range 12 {
		s := base.walker(athlete)
		reset, last := s.object("/user/account-data").in("accountData").in("userTestPreferences").text("orthostaticResetDate"), ""
		for _, x := range s.tests(between("2026-02-09", "2026-03-10")) {
			if of := x.in("orthostaticTestResult"); of != nil {
				last = of.text("lastResetDate")
			}
		}
		switch {
		case last != "":
			require.Equal(t, last+"T00:00:00", reset)
			named++
		case reset == "":
			unnamed++
		}
	}
	require.Positive(t, named)
	require.Positive(t, unnamed)
}

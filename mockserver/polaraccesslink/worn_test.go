package polaraccesslink_test

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

const (
	skinContacts = "/skin-contacts"
	temperatures = "/temperature-measurements"
)

// contact is whether a device touched skin, by the seconds of a day.
func (s *sim) contact(date time.Time) []bool {
	s.t.Helper()
	all := s.object(skinContacts + between(date.Format(day), date.AddDate(0, 0, 1).Format(day))).list("skinContactPeriods")
	if len(all) == 0 {
		return nil
	}
	require.Len(s.t, all, 1)
	p := all[0]
	require.LessOrEqual(s.t, p.text("created"), p.text("modified"))
	begin, err := time.Parse(naive, p.text("startTime"))
	require.NoError(s.t, err)
	end, err := time.Parse(naive, p.text("stopTime"))
	require.NoError(s.t, err)
	require.Equal(s.t, date.Format(day), begin.Format(day))
	out := make([]bool, int(end.Sub(begin)/time.Second))
	changes := p.list("skinContactChanges")
	require.NotEmpty(s.t, changes)
	last := -1
	for i, x := range changes {
		ms, err := strconv.Atoi(x.text("recordingTimeDeltaMilliseconds"))
		require.NoError(s.t, err, "64 bits are text")
		require.Greater(s.t, ms, last)
		require.True(s.t, i > 0 || ms == 0, "the first state is that of the start")
		require.True(s.t, i == 0 || x["skinContact"] != changes[i-1]["skinContact"], "each differs from the one before")
		last = ms
		for k := ms / 1000; k < len(out); k++ {
			out[k] = x["skinContact"].(bool)
		}
	}
	return out
}

// Gaps in the activity of the watch, in pulse intervals and in temperatures of the
// skin are those in which it did not touch skin.
func TestGapsAgree(t *testing.T) {
	statistics(t)
	t.Parallel()
	base := newSim(t, func(c *world.Config) { c.Population.Athletes = 30 })
	gaps := 0
	for _, athlete := range base.walkers(4) {
		s := base.walker(athlete)
		for k, date := range dates(start.AddDate(0, 0, -34), 32) {
			worn := s.contact(date)
			got := s.dayOf(date, "samples")
			require.Equal(t, worn == nil, got == nil)
			if worn == nil || len(worn) != 86_400 {
				continue
			}
			for i, n := range readMinutes(t, got.list("activitiesPerDevice")[0]).steps {
				require.Equal(t, worn[60*i+30], n >= 0, "%s, minute %d", date.Format(day), i)
			}
			for i := 1; i < len(worn); i++ {
				if !worn[i] && worn[i-1] {
					gaps++
				}
			}
			s.requireWarm(date, worn)
			if k%16 == 0 {
				s.requirePulses(date, worn)
			}
		}
	}
	require.Greater(t, gaps, 20)
}

// requirePulses holds intervals on the wire to contacts.
func (s *sim) requirePulses(date time.Time, worn []bool) {
	s.t.Helper()
	a := s.direct("/ppi-samples" + between(date.Format(day), date.AddDate(0, 0, 1).Format(day), "samples"))
	var out struct {
		DailyPpiSamples []struct {
			PpiSamplesPerDevice []struct{ PpiSamples []struct{ OffsetMillis int } }
		}
	}
	require.NoError(s.t, json.Unmarshal(a.Body, &out))
	beats := out.DailyPpiSamples[0].PpiSamplesPerDevice[0].PpiSamples
	require.NotEmpty(s.t, beats)
	covered := 0
	for _, b := range beats {
		require.True(s.t, worn[b.OffsetMillis/1000])
	}
	for i := 1; i < len(beats); i++ {
		covered += min(2500, beats[i].OffsetMillis-beats[i-1].OffsetMillis)
	}
	seconds := 0
	for _, on := range worn {
		if on {
			seconds++
		}
	}
	require.Greater(s.t, covered/1000, seconds*8/10, "where it touches, it mostly sees a pulse")
}

// requireWarm holds temperatures of the skin to contacts.
func (s *sim) requireWarm(date time.Time, worn []bool) {
	s.t.Helper()
	periods := s.object(temperatures + between(date.Format(day), date.AddDate(0, 0, 1).Format(day))).list("temperatureMeasurementPeriod")
	require.NotEmpty(s.t, periods)
	for _, p := range periods {
		begin, err := time.Parse(naive, p.text("startTime"))
		require.NoError(s.t, err)
		end, err := time.Parse(naive, p.text("stopTime"))
		require.NoError(s.t, err)
		require.True(s.t, begin.Before(end))
		last := -1
		for _, x := range p.list("temperatureMeasurementSamples") {
			ms, err := strconv.Atoi(x.text("recordingTimeDeltaMilliseconds"))
			require.NoError(s.t, err, "64 bits are text")
			require.Greater(s.t, ms, last)
			require.LessOrEqual(s.t, ms, int(end.Sub(begin)/time.Millisecond))
			last = ms
			at := begin.Add(time.Duration(ms) * time.Millisecond)
			least, most := 24.0, 40.0
			if p.text("measurementType") == "TM_CORE_TEMPERATURE" {
				least, most = 36, 40.5
			} else if at.Day() == date.Day() {
				require.True(s.t, worn[int(at.Sub(date)/time.Second)], "%s", at)
			}
			require.True(s.t, x.number("temperatureCelsius") > least && x.number("temperatureCelsius") < most, "%v", x)
		}
	}
}

// The core's temperature is of trainings, by another device and near the core.
func TestTemperatureOfTheCore(t *testing.T) {
	statistics(t)
	t.Parallel()
	s := newSim(t, func(c *world.Config) { c.Population.Athletes = 40 })
	data, found := s.World.Data, 0
	for athlete := range data.Athletes() {
		core := false
		for _, d := range data.Devices(athlete) {
			core = core || d.Kind == dataset.CoreSensor && data.Date(d.Since).Before(start.AddDate(0, 0, -40))
		}
		if !core {
			continue
		}
		s := s.walker(athlete)
		begun := map[string]object{}
		devices := map[string]map[string]bool{}
		for _, p := range s.object(temperatures + between("2026-02-08", "2026-03-09")).list("temperatureMeasurementPeriod") {
			kind := p.text("measurementType")
			if devices[kind] == nil {
				devices[kind] = map[string]bool{}
			}
			devices[kind][p.in("deviceReference").text("uuid")] = true
			if kind == "TM_CORE_TEMPERATURE" {
				require.Equal(t, "SL_PROXIMAL", p.text("sensorLocation"))
				begun[p.text("startTime")] = p
				found++
			} else {
				require.Equal(t, "SL_DISTAL", p.text("sensorLocation"))
			}
		}
		for _, x := range s.object(sessions + between("2026-02-08", "2026-03-09")).list("trainingSessions") {
			p := begun[x.text("startTime")]
			require.NotNil(t, p, "a training at %s", x.text("startTime"))
			require.Equal(t, x["stopTime"], p["stopTime"])
		}
		listed := s.get("/user-devices").text()
		for _, names := range devices {
			for uuid := range names {
				require.Contains(t, listed, uuid)
			}
		}
		require.Len(t, devices["TM_CORE_TEMPERATURE"], 1)
		require.Len(t, devices["TM_SKIN_TEMPERATURE"], 1)
		require.NotEqual(t, devices["TM_CORE_TEMPERATURE"], devices["TM_SKIN_TEMPERATURE"])
	}
	require.Positive(t, found)
}

// Ranges are compared with the time on the wall at which a period begins.
func TestPeriodsInARange(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	count := func(path, from, to, list string) int { return len(s.object(path + between(from, to)).list(list)) }
	require.Equal(t, 1, count(skinContacts, "2026-03-04", "2026-03-05", "skinContactPeriods"))
	require.Equal(t, 0, count(skinContacts, "2026-03-04T00:00:01", "2026-03-05", "skinContactPeriods"))
	require.Equal(t, 2, count(skinContacts, "2026-03-04", "2026-03-05T00:00:01", "skinContactPeriods"))
	require.Equal(t, 0, count(temperatures, "2026-03-04", "2026-03-04", "temperatureMeasurementPeriod"))
	require.Positive(t, count(temperatures, "2025-12-11", "2026-03-11", "temperatureMeasurementPeriod"))
	require.Equal(t, 0, count(skinContacts, "2019-01-01", "2019-03-01", "skinContactPeriods"), "before there was anything")
	require.Equal(t, 0, count(temperatures, "2031-01-01", "2031-03-01", "temperatureMeasurementPeriod"), "nothing of what is yet to come")
	empty := newSim(t, with("no-data", "404"))
	empty.strange = true
	for _, path := range []string{skinContacts, temperatures, activityList, "/tests/list", "/calendar/list"} {
		require.Equal(t, 404, empty.get(path+between("2019-01-01", "2019-02-01")).status, path)
		require.Equal(t, 200, s.get(path+between("2019-01-01", "2019-02-01")).status, path)
	}
}

// Ranges of any length, which a switch allows, do not take longer for days on which
// nobody lived; what has samples is bounded all the same.
func TestAnyLength(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("long-range", "served"), func(c *world.Config) { c.Population.FirstDay = start.AddDate(0, 0, -10) })
	for _, path := range []string{skinContacts, activityList, "/tests/list", "/calendar/list"} {
		require.Equal(t, 200, s.get(path+between("0001-01-01", "9999-12-31")).status, path)
	}
	for path, features := range map[string][]string{temperatures: nil, activityList: {"samples"}, "/tests/list": {"samples"}} {
		require.Equal(t, 200, s.get(path+between("2025-03-09", "2026-03-10", features...)).status, path)
		a := s.get(path + between("2025-03-08", "2026-03-10", features...))
		require.Equal(t, refusal("Time range must not exceed 366 days"), a.text(), path)
	}
}

package polaraccesslink_test

import (
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Offsets count what has passed since local midnight: days on which the clock changes
// are shorter or longer, and the night on them is where it was.
func TestOffsetsCountFromLocalMidnight(t *testing.T) {
	t.Parallel()
	for profile, c := range map[string]struct {
		now, date string
		hours     int
	}{
		"documented": {"2026-04-02", "2026-03-29", 23},
		"live":       {"2025-10-29", "2025-10-26", 25},
		"tolerant":   {"2025-10-29", "2025-10-28", 24},
	} {
		s := newSim(t, withProfile(profile), func(w *world.Config) {
			var err error
			w.Time, err = time.Parse(naive, c.now+"T12:00:00")
			require.NoError(t, err)
		})
		date := c.date
		midnight, length := s.midnight(date), time.Duration(c.hours)*time.Hour
		require.Equal(t, length, s.midnight(next(t, date, 1)).Sub(midnight), "the athlete lives where clocks change")
		x := s.intervals(date)
		require.Equal(t, date, x.Date)
		require.WithinDuration(t, midnight.Add(length), *x.Modified, 10*time.Minute)
		require.Len(t, x.PpiSamplesPerDevice, 1)
		beats, triggers := x.PpiSamplesPerDevice[0].PpiSamples, x.PpiSamplesPerDevice[0].RecordingTriggerTypeChanges
		require.Greater(t, len(beats), 40_000)
		last, flags := -1, map[string]bool{}
		for _, b := range beats {
			if b.OffsetMillis <= last || b.PpInterval <= 240 || b.PpInterval >= 2500 { // tens of thousands: asked once, told once
				require.Fail(t, "a beat out of order or of no heart", "%+v after %d ms", b, last)
			}
			last = b.OffsetMillis
			flags["movement"] = flags["movement"] || b.Movement
			flags["offline"] = flags["offline"] || b.Offline
			flags["no contact"] = flags["no contact"] || !b.SkinContact
		}
		require.Len(t, flags, 3)
		require.Less(t, last, int(length.Milliseconds()))
		require.Greater(t, last, int((length - 15*time.Minute).Milliseconds()))
		require.Equal(t, beats[0].OffsetMillis, triggers[0].OffsetMillis)
		for i := 1; i < len(triggers); i++ {
			require.NotEqual(t, triggers[i-1].TriggerType, triggers[i].TriggerType)
			require.Greater(t, triggers[i].OffsetMillis, triggers[i-1].OffsetMillis)
		}
		hearts := s.hearts(date, next(t, date, 1))
		require.Len(t, hearts, 1)
		samples := hearts[0].Samples
		require.Less(t, *samples[len(samples)-1].OffsetMillis, int(length.Milliseconds()))
		require.Greater(t, *samples[len(samples)-1].OffsetMillis, int((length - 15*time.Minute).Milliseconds()))
		vectors := s.vectors(date, next(t, date, 1))
		require.Len(t, vectors, 1)
		s.vector(&vectors[0], length)
		uuid := x.PpiSamplesPerDevice[0].RecordingDevice.UUID
		require.Equal(t, uuid, vectors[0].DeviceReference.UUID)
		require.True(t, strings.HasSuffix(strings.ToUpper(uuid), hearts[0].DeviceRef.DeviceID))
	}
}

// vector is a day of sleeping and waking that agrees with its nights.
func (s *sim) vector(v *wireVector, length time.Duration) {
	t := s.t
	t.Helper()
	midnight := s.midnight(v.Date)
	asleep := map[bool]time.Duration{} // within nights, and not
	nights, inside := time.Duration(0), time.Duration(0)
	overlap := func(from, to time.Time) time.Duration {
		if end := midnight.Add(length); to.After(end) {
			to = end
		}
		if from.Before(midnight) {
			from = midnight
		}
		return max(0, to.Sub(from))
	}
	var all []*wireNight
	for _, date := range []string{v.Date, next(t, v.Date, 1)} {
		if n := s.night(date); n != nil {
			all = append(all, n)
		}
	}
	for i, c := range v.SleepWakeStateChanges {
		end := int(length.Milliseconds())
		if i+1 < len(v.SleepWakeStateChanges) {
			end = v.SleepWakeStateChanges[i+1].StartOffset
			require.NotEqual(t, c.NewState, v.SleepWakeStateChanges[i+1].NewState)
		}
		require.Less(t, c.StartOffset, end)
		if c.NewState != "SLEEP_WAKE_STATE_SLEEP" {
			continue
		}
		from, to := midnight.Add(time.Duration(c.StartOffset)*time.Millisecond), midnight.Add(time.Duration(end)*time.Millisecond)
		middle, in := from.Add(to.Sub(from)/2), false
		for _, n := range all {
			h := &n.SleepResult.Hypnogram
			in = in || middle.After(h.SleepStart) && middle.Before(h.SleepEnd)
		}
		asleep[in] += to.Sub(from)
	}
	require.Zero(t, v.SleepWakeStateChanges[0].StartOffset)
	for _, n := range all {
		h := &n.SleepResult.Hypnogram
		for i, c := range h.SleepStateChanges {
			end := h.SleepEnd
			if i+1 < len(h.SleepStateChanges) {
				end = h.SleepStart.Add(time.Duration(h.SleepStateChanges[i+1].OffsetFromStart))
			}
			part := overlap(h.SleepStart.Add(time.Duration(c.OffsetFromStart)), end)
			if inside += part; c.NewState != "SLEEP_STATE_WAKE" && c.NewState != "SLEEP_STATE_UNKNOWN" {
				nights += part
			}
		}
	}
	require.Zero(t, asleep[false], "nobody sleeps outside of nights")
	require.InDelta(t, nights.Minutes(), asleep[true].Minutes(), 1, "%s: %s of nights", v.Date, inside)
}

// In a training, what the watch measures all day is what it measured for the training.
func TestTrainingIsTheSameEverywhere(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	checked, enough := 0, max(1, fewer(4))
	for k, athlete := range []int{s.athlete, s.athlete + 3} {
		s.as(athlete)
		for _, e := range s.workouts(athlete)[:8] {
			if checked >= enough*(k+1)/2 && k == 0 {
				break
			}
			if s.World.Data.Record(e).Gap > 0 || checked >= enough {
				continue // the watch did not see the heart, and its series have no place for that
			}
			from := e.Start.In(s.zone()).Format(naive)
			list := s.object("/training-sessions/list" + between(from, e.End.In(s.zone()).Format(naive), "samples")).list("trainingSessions")
			require.NotEmpty(t, list)
			rates := map[int]float64{}
			for _, x := range list[0].list("exercises") {
				at, err := time.ParseInLocation(naive, x.text("startTime"), s.zone())
				require.NoError(t, err)
				for _, values := range x.in("samples").list("samples") {
					if values.text("type") != "HEART_RATE" {
						continue
					}
					for i, v := range values["values"].([]any) {
						rates[int(at.Sub(e.Start)/time.Second)+i] = v.(float64)
					}
				}
			}
			require.Greater(t, len(rates), 600)
			checked++
			s.alike(&e, rates)
		}
	}
	require.Equal(t, enough, checked)
}

func (s *sim) alike(e *dataset.Event, rates map[int]float64) {
	t := s.t
	t.Helper()
	minutes, sums := map[int][2]float64{}, map[int][2]float64{}
	for _, b := range s.beatsIn(e.Start, e.End) {
		m := int(b.at.Sub(e.Start) / time.Minute)
		minutes[m] = [2]float64{minutes[m][0] + 1, minutes[m][1] + float64(b.PpInterval)}
	}
	for second, v := range rates {
		m := second / 60
		sums[m] = [2]float64{sums[m][0] + 1, sums[m][1] + v}
	}
	compared := 0
	for m, x := range minutes {
		if sums[m][0] == 60 && x[1] > 55_000 {
			compared++
			require.InDelta(t, sums[m][1]/60, 60_000*x[0]/x[1], 3, "minute %d of %v", m, e.Ref)
		}
	}
	require.Greater(t, compared, len(rates)/60-3, "intervals of %v", e.Ref)
	date := e.Start.In(s.zone()).Format(day)
	midnight, n, off := s.midnight(date), 0, 0.0
	for _, d := range s.hearts(date, next(t, date, 1)) {
		for _, x := range d.Samples {
			at := midnight.Add(time.Duration(*x.OffsetMillis) * time.Millisecond)
			v, known := rates[int(at.Sub(e.Start)/time.Second)]
			if at.Before(e.Start) || !at.Before(e.End) || !known {
				continue
			}
			n++
			off = max(off, math.Abs(v-float64(*x.HeartRate)))
			require.NotEqual(t, "TRIGGER_TIMED_247", x.TriggerType, "a training is started by hand")
		}
	}
	require.Greater(t, n, len(rates)/12)
	require.LessOrEqual(t, off, 6.0, "heart rates of %v", e.Ref)
}

func TestFeaturesOfDays(t *testing.T) {
	t.Parallel()
	const empty = `{"continuousSamples":{}}`
	s := newSim(t)
	dates := s.intervalDates("2026-02-01", "2026-03-20")
	require.Len(t, dates, 38, "days of the future are not listed")
	for _, d := range dates {
		require.Nil(t, d.PpiSamplesPerDevice)
		require.NotNil(t, d.Modified)
	}
	require.Equal(t, empty, s.get("/continuous-samples"+between("2026-02-01", "2026-03-02")).text())
	require.Equal(t, "{}", newSim(t, withProfile("live")).get("/continuous-samples"+between("2026-02-01", "2026-03-02")).text())
	all := newSim(t, with("continuous-without-features", "all"))
	require.Equal(t, all.get("/continuous-samples"+between("2026-03-01", "2026-03-02", "heart-rate-samples")).text(), all.get("/continuous-samples"+between("2026-03-01", "2026-03-02")).text())

	before := s.World.Data.Config().FirstDay.AddDate(0, 0, -3).Format(day)
	require.Equal(t, `{"dailyPpiSamples":[{"date":"`+before+`"}]}`, s.get("/ppi-samples"+between(before, next(t, before, 1))).text())
	require.Equal(t, `{"dailyPpiSamples":[{"date":"`+before+`","ppiSamplesPerDevice":[]}]}`, s.get("/ppi-samples"+between(before, next(t, before, 1), "samples")).text())
	first := s.firstRegistered()
	for _, features := range [][]string{nil, {"samples"}} {
		require.Equal(t, `{"dailyPpiSamples":[]}`, s.get("/ppi-samples"+between("2001-01-04", "2001-01-05", features...)).text())
		got := s.object("/ppi-samples" + between(first, next(t, first, 1), features...)).list("dailyPpiSamples")
		require.Len(t, got, 1, "the watch was there")
		require.Equal(t, first, got[0].text("date"))
		require.Equal(t, `{"dailyPpiSamples":[]}`, s.get("/ppi-samples"+between(next(t, first, -1), first, features...)).text(), "it was not yet")
	}
	require.Equal(t, `{"continuousSamples":{"heartRateSamplesPerDay":[]}}`, s.get("/continuous-samples"+between(before, next(t, before, 1), "heart-rate-samples")).text())
	for _, path := range []string{"/ppi-samples", "/sleeps", "/sleep-wake-vectors", "/nightly-recharge-results"} {
		none := newSim(t, with("no-data", "404"))
		none.strange = true
		require.Equal(t, http.StatusNotFound, none.get(path+between(before, next(t, before, 1))).status, path)
	}
}

// firstRegistered is the date on which the athlete's first device was set up.
func (s *sim) firstRegistered() string {
	s.t.Helper()
	var all []time.Time
	for _, x := range s.object("/user-devices").in("userDevicesData").list("deviceRegistrationEvents") {
		at, err := time.Parse(time.RFC3339, x.text("eventTimestamp"))
		require.NoError(s.t, err)
		all = append(all, at)
	}
	require.NotEmpty(s.t, all)
	return slices.MinFunc(all, time.Time.Compare).In(s.zone()).Format(day)
}

// Even worlds that take ranges of any length make no answer that fills the memory.
func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("long-range", "served"), withProfile("tolerant"))
	for path, want := range map[string]string{
		"/ppi-samples" + between("2026-03-01", "2026-03-09", "samples"):                   "7",
		"/ppi-samples" + between("0001-01-01", "9999-12-31"):                              "1000",
		"/continuous-samples" + between("2025-10-10", "2026-03-09", "heart-rate-samples"): "100",
	} {
		a := s.get(path)
		require.Equal(t, http.StatusBadRequest, a.status, path)
		require.Equal(t, `{"errorMessage":"Time range must not exceed `+want+` days"}`, a.text())
	}
	first, err := time.Parse(day, s.firstRegistered())
	require.NoError(t, err)
	require.Len(t, s.intervalDates("2024-01-01", "2026-03-11"), int(start.Sub(first).Hours()/24)+1)
	require.Greater(t, len(s.nights("0001-01-01", "9999-12-31")), 80)
	require.Greater(t, len(s.recharges("2000-01-01", "9999-12-31")), 80)
	require.Empty(t, s.nights("2026-03-11", "9999-12-31"), "nobody has slept yet")
}

func TestHeartRatesAroundTheClock(t *testing.T) {
	t.Parallel()
	documented, live := newSim(t), newSim(t, withProfile("live"))
	days, alike := documented.hearts("2026-02-20", "2026-03-09"), live.hearts("2026-02-20", "2026-03-09")
	require.Greater(t, len(days), 12)
	require.Len(t, alike, len(days))
	states, gaps, midnights := map[int32]bool{}, 0, 0
	for i, d := range days {
		states[d.State] = true
		triggers := map[string]int{}
		for k, x := range d.Samples {
			triggers[x.TriggerType]++
			if *x.HeartRate < 30 || *x.HeartRate >= 225 || k > 0 && *x.OffsetMillis <= *d.Samples[k-1].OffsetMillis {
				require.Fail(t, "a sample out of order or of no heart", "%d: %+v", k, x)
			}
		}
		require.LessOrEqual(t, triggers["TRIGGER_LOW_247"], 1)
		require.LessOrEqual(t, triggers["TRIGGER_HIGH_247"], 1)
		require.Greater(t, triggers["TRIGGER_TIMED_247"], 3000)
		entries := 0
		for _, x := range alike[i].Samples {
			if x.HeartRate == nil {
				entries++
			}
			if x.OffsetMillis == nil {
				midnights++
			}
		}
		gaps += entries
		require.Len(t, alike[i].Samples, len(d.Samples)+entries)
	}
	require.Len(t, states, len(days), "each day has its own hash")
	require.Greater(t, gaps, len(days)/2)
	require.Positive(t, midnights)
	off := newSim(t, withProfile("live"), with("heart-rate-gaps", "none"))
	require.Len(t, off.hearts("2026-02-20", "2026-02-21")[0].Samples, len(days[0].Samples))
}

func TestVectorsGoBackNinetyDays(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	require.Empty(t, s.vectors("2025-12-01", "2025-12-08"))
	all := s.vectors("2025-12-08", "2025-12-15")
	require.Len(t, all, 5, "from the tenth on")
	require.Equal(t, "2025-12-10", all[0].Date)
	states := map[string]bool{}
	for _, v := range s.vectors("2026-03-01", "2026-03-08") {
		s.vector(&v, 24*time.Hour)
		for _, c := range v.SleepWakeStateChanges {
			states[c.NewState] = true
		}
	}
	require.Len(t, states, 3)
}

// A watch that was away hands its night over later, and what it measured all day.
func TestALateNight(t *testing.T) {
	t.Parallel()
	s := newSim(t, func(c *world.Config) { c.Time = time.Date(2026, time.March, 3, 19, 30, 0, 0, time.UTC) })
	const date, tomorrow = "2026-03-04", "2026-03-05"
	n, ok := s.World.Data.Overnight(s.athlete, s.World.Data.DayNumber(s.midnight(date)))
	require.True(t, ok)
	evening := s.intervals("2026-03-03")
	require.NotNil(t, evening.Modified)
	s.step(http.MethodPost, "athletes/{athlete}/offline", "", nil)
	s.Advance(n.Up.Add(4 * time.Hour).Sub(s.Now()))
	s.as(s.athlete) // tokens live for twelve hours
	require.Nil(t, s.night(date), "the watch was away")
	require.Empty(t, s.recharges(date, tomorrow))
	require.Empty(t, s.hearts(date, tomorrow))
	require.Empty(t, s.vectors(date, tomorrow))
	require.Nil(t, s.intervals(date).Modified)
	require.Equal(t, evening, s.intervals("2026-03-03"))
	s.step(http.MethodPost, "athletes/{athlete}/sync", "", nil)
	synced := s.Now()
	late := s.night(date)
	require.NotNil(t, late)
	require.True(t, late.SleepScore.Created.Equal(synced))
	require.True(t, s.recharges(date, tomorrow)[0].Created.Equal(synced))
	require.True(t, s.intervals("2026-03-03").Modified.Equal(synced), "what came late moves the time of modification")
	now := s.intervals(date)
	require.True(t, now.Modified.Equal(synced))
	beats := now.PpiSamplesPerDevice[0].PpiSamples
	require.WithinDuration(t, synced, s.midnight(date).Add(time.Duration(beats[len(beats)-1].OffsetMillis)*time.Millisecond), 20*time.Minute)
	hearts, vector := s.hearts(date, tomorrow)[0], s.vectors(date, tomorrow)[0]
	last := vector.SleepWakeStateChanges[len(vector.SleepWakeStateChanges)-1]
	require.Equal(t, "SLEEP_WAKE_STATE_NO_DATA", last.NewState, "nothing is known of what comes")
	require.LessOrEqual(t, last.StartOffset, int(synced.Sub(s.midnight(date)).Milliseconds()))

	s.Advance(3 * time.Hour)
	more := s.intervals(date)
	require.True(t, more.Modified.After(synced))
	require.Greater(t, len(more.PpiSamplesPerDevice[0].PpiSamples), len(beats))
	require.Equal(t, beats, more.PpiSamplesPerDevice[0].PpiSamples[:len(beats)], "what is known does not change")
	grown := s.hearts(date, tomorrow)[0]
	require.Greater(t, len(grown.Samples), len(hearts.Samples))
	require.NotEqual(t, hearts.State, grown.State)
	require.Equal(t, late, s.night(date))
}

// By the time that a training or a night is there, so are its intervals.
func TestASyncBringsEverything(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	e := s.workouts(s.athlete)[3]
	date := e.Start.In(s.zone()).Format(day)
	a := s.directAt("/ppi-samples"+between(date, next(t, date, 1), "samples"), e.End.Add(8*time.Minute))
	require.Zero(t, a.Status)
	beats := decoded(t, a.Body).list("dailyPpiSamples")[0].list("ppiSamplesPerDevice")[0].list("ppiSamples")
	last := s.midnight(date).Add(time.Duration(beats[len(beats)-1].number("offsetMillis")) * time.Millisecond)
	require.WithinDuration(t, e.End, last, 10*time.Second)
}

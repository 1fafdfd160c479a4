package polarteampro

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func TestIdentifiersLeadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		d, err := dataset.New(rapid.Uint64().Draw(r, "seed"), dataset.Config{Organizations: 3, Athletes: 90, Teams: 4})
		require.NoError(r, err)
		x := newIDs(d.Seed(), d)
		ref := dataset.Ref{Athlete: rapid.IntRange(0, 89).Draw(r, "athlete"), Day: rapid.IntRange(0, maxDays).Draw(r, "day"), Slot: rapid.IntRange(0, dataset.SlotsPerDay-1).Draw(r, "slot")}
		id := x.playerSession(ref)
		require.Regexp(r, `^[0-9A-Za-z]{8}$`, id)
		back, ok := x.playerSessionRef(id)
		require.True(r, ok)
		require.Equal(r, ref, back)
		_, ok = x.sessionRef(id)
		require.False(r, ok, "of another kind")
		session := dataset.SessionRef{Team: rapid.IntRange(0, 11).Draw(r, "team"), Day: ref.Day, Slot: ref.Slot % dataset.SessionSlotsPerDay}
		at, ok := x.sessionRef(x.session(session))
		require.True(r, ok)
		require.Equal(r, session, at)
		a, ok := x.index(ofPlayer, x.player(ref.Athlete))
		require.True(r, ok)
		require.Equal(r, ref.Athlete, a)
		_, ok = x.index(ofPlayer, x.player(90))
		require.False(r, ok, "beyond the population")
	})
}

func TestPinsSwapIdentifiers(t *testing.T) {
	t.Parallel()
	d, err := dataset.New(1, dataset.Config{})
	require.NoError(t, err)
	x := newIDs(1, d)
	first, second := x.team(0), x.team(1)
	x.pins.Pin(x.natural(ofTeam, 0), second)
	x.pins.Pin(x.natural(ofTeam, 2), "wMYz6L4w")
	require.Equal(t, []string{second, first, "wMYz6L4w"}, []string{x.team(0), x.team(1), x.team(2)})
	for i := range 4 {
		back, ok := x.index(ofTeam, x.team(i))
		require.True(t, ok)
		require.Equal(t, i, back)
	}
}

func TestDurations(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "PT0S", 100 * time.Millisecond: "PT0.1S", 4 * time.Second: "PT4S", 4200 * time.Millisecond: "PT4.2S", time.Minute: "PT1M",
		61*time.Second + 40*time.Millisecond: "PT1M1S", time.Hour: "PT1H", time.Hour + 2*time.Minute + 3400*time.Millisecond: "PT1H2M3.4S",
		time.Hour + time.Second: "PT1H1S", 59*time.Second + 960*time.Millisecond: "PT1M",
	} {
		require.Equal(t, want, string(appendDuration(nil, d)))
	}
}

func TestZonesShareOut(t *testing.T) {
	t.Parallel()
	z := heartZones(200)
	require.Equal(t, zones{100, 120, 140, 160, 180, 201}, z)
	for v, want := range map[float64]int{99: -1, 100: 0, 119: 0, 120: 1, 200: 4, 201: -1} {
		require.Equal(t, want, z.find(v), "%v: the lower limit is in, the higher one out", v)
	}
}

// A calendar that has grown day by day is the one that is made at once, and time
// that is turned back shows less of it.
func TestCalendarsGrow(t *testing.T) {
	t.Parallel()
	now := time.Date(2024, time.August, 20, 12, 0, 0, 0, time.UTC)
	grown, whole := newCalendarTenant(t), newCalendarTenant(t)
	for day := range 30 {
		grown.teamCalendar(0, now.AddDate(0, 0, day-30))
		grown.playerCalendar(0, now.AddDate(0, 0, day-30))
	}
	require.Equal(t, whole.teamCalendar(0, now).entries, grown.teamCalendar(0, now).entries)
	require.Equal(t, whole.playerCalendar(0, now).entries, grown.playerCalendar(0, now).entries)
	early := now.AddDate(0, 0, -20)
	require.Equal(t, newCalendarTenant(t).teamCalendar(0, early).choose(span{}, typeAll, early), whole.teamCalendar(0, early).choose(span{}, typeAll, early))
	require.NotEmpty(t, whole.teamCalendar(0, early).choose(span{}, typeAll, early))
}

func newCalendarTenant(t *testing.T) *tenant {
	t.Helper()
	d, err := dataset.New(3, dataset.Config{})
	require.NoError(t, err)
	set, err := newSettings(&world.Config{})
	require.NoError(t, err)
	return &tenant{data: d, set: set, ids: newIDs(3, d), calendars: &calendars{}}
}

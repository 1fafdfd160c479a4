package polaraccesslink

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

func TestFitnessClasses(t *testing.T) {
	t.Parallel()
	cycling := map[enum]bool{}
	for v := range 100 {
		cycling[cyclingClass(float64(v)/10)] = true
	}
	require.Len(t, cycling, 8)
	require.True(t, cycling["FITNESS_CLASS_WORLD_CLAS"], "the page's own spelling")
	require.Equal(t, enum("FITNESS_CLASS_UNTRAINED"), cyclingClass(0))
}

func TestRunningCategories(t *testing.T) {
	t.Parallel()
	for most, want := range map[int]enum{160: "FAILED", 161: "FAILED", 162: "SUBMAXIMAL", 182: "SUBMAXIMAL", 183: "MAXIMAL"} {
		got, quality := runningCategory(&dataset.PerformanceTest{Maximal: most > 182, Performance: dataset.TestPhase{HRMax: most}}, 190)
		require.Equal(t, "RUNNING_TEST_CATEGORY_"+want, got, most)
		require.Equal(t, want == "FAILED", quality < 50)
	}
}

func TestBenefits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		minutes [5]float64
		long    bool
		want    enum
	}{
		{[5]float64{2}, false, "NONE"},
		{[5]float64{12}, false, "RECOVERY_TRAINING"},
		{[5]float64{40}, false, "BASIC_TRAINING"},
		{[5]float64{95}, true, "BASIC_TRAINING_LONG"},
		{[5]float64{30, 0, 12}, false, "BASIC_AND_STEADY_STATE_TRAINING"},
		{[5]float64{80, 0, 12}, true, "BASIC_AND_STEADY_STATE_TRAINING_LONG"},
		{[5]float64{5, 0, 25}, false, "STEADY_STATE_TRAINING"},
		{[5]float64{14, 0, 18}, false, "STEADY_STATE_AND_BASIC_TRAINING"},
		{[5]float64{35, 0, 40}, true, "STEADY_STATE_AND_BASIC_TRAINING_LONG"},
		{[5]float64{10, 0, 60}, false, "STEADY_STATE_TRAINING_PLUS"},
		{[5]float64{0, 0, 12, 8}, false, "STEADY_STATE_AND_TEMPO_TRAINING"},
		{[5]float64{0, 0, 20, 18}, false, "TEMPO_AND_STEADY_STATE_TRAINING"},
		{[5]float64{0, 0, 5, 18}, false, "TEMPO_TRAINING"},
		{[5]float64{0, 0, 5, 35}, false, "TEMPO_TRAINING_PLUS"},
		{[5]float64{0, 0, 0, 8, 4}, false, "TEMPO_AND_MAXIMUM_TRAINING"},
		{[5]float64{0, 0, 0, 3, 8}, false, "MAXIMUM_TRAINING"},
		{[5]float64{0, 0, 0, 10, 8}, false, "MAXIMUM_AND_TEMPO_TRAINING"},
		{[5]float64{0, 0, 0, 0, 15}, false, "MAXIMUM_TRAINING_PLUS"},
	} {
		require.Equal(t, "TRAINING_BENEFIT_"+c.want, benefitOf(c.minutes, c.long))
	}
}

func TestSubscriptions(t *testing.T) {
	t.Parallel()
	bought := time.Date(2025, time.January, 31, 9, 0, 0, 0, time.UTC)
	seen := map[enum]bool{}
	for _, store := range stores {
		for fate := range 4 {
			for _, months := range []int{1, 12} {
				last, logs := time.Time{}, 0
				for day := -1; day < 500; day++ {
					now := bought.AddDate(0, 0, day)
					s, there := subscription(store.name, store.reporter, months, fate, bought, now)
					require.Equal(t, day >= 0, there)
					if !there {
						continue
					}
					seen[s.Status] = true
					require.False(t, s.ExpiresAt.Before(last), "it never ends earlier than it did")
					require.GreaterOrEqual(t, len(s.EventLogs), logs, "events are never taken back")
					last, logs = s.ExpiresAt.Time, len(s.EventLogs)
					for _, l := range s.EventLogs {
						require.False(t, l.CreatedAt.After(now.Add(2*time.Second)), "%s is told before it happens", l.Event)
						require.Equal(t, store.reporter, l.GeneratedBy)
					}
					require.Equal(t, s.Status == "ACTIVE" || s.Status == "CANCELLED", s.ExpiresAt.After(now), "%s on day %d", s.Status, day)
				}
			}
		}
	}
	require.Len(t, seen, 7)
}

func TestIdentifiersLeadBack(t *testing.T) {
	t.Parallel()
	x := &ids{times: 0x2545f4914f6cdd1d % space, plus: 12345, athletes: 7}
	x.inverse = x.times
	for range 5 {
		x.inverse *= 2 - x.times*x.inverse
	}
	seen := map[uint64]bool{}
	for k := range kind(kinds) {
		for n := range uint64(500) {
			id := x.number(k, n*1_000_003)
			require.False(t, seen[id])
			seen[id] = true
			back, ok := x.place(k, decimal(id))
			require.True(t, ok)
			require.Equal(t, n*1_000_003, back)
			_, other := x.place((k+1)%kinds, decimal(id))
			require.False(t, other)
		}
	}
	a, b := x.natural(ofSession, 1), x.natural(ofSession, 2)
	x.pins.Pin(a, 42)
	x.pins.Pin(b, a)
	require.EqualValues(t, 42, x.number(ofSession, 1))
	require.Equal(t, a, x.number(ofSession, 2), "a pin may be what another was called")
	for _, n := range []uint64{1, 2} {
		back, ok := x.place(ofSession, decimal(x.number(ofSession, n)))
		require.True(t, ok)
		require.Equal(t, n, back)
	}
	for _, bad := range []string{"", "x", "-1", "18446744073709551616", "17", decimal(space + lowest)} {
		_, ok := x.place(ofSession, bad)
		require.False(t, ok, bad)
	}
}

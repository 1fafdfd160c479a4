package sweatstack

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestDurationsAreSpelledAsPydanticDoes(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		0: "PT0S", 10 * time.Minute: "PT10M", 2 * time.Hour: "PT2H", 90*time.Minute + 3500*time.Millisecond: "PT1H30M3.5S", -5 * time.Second: "-PT5S",
		day + 2*time.Hour + 3*time.Minute + 4500*time.Millisecond: "P1DT2H3M4.5S", 400 * day: "P1Y35D", 365 * day: "P1Y", time.Microsecond: "PT0.000001S", time.Hour + time.Second: "PT1H1S",
	} {
		require.Equal(t, want, string(appendDuration(nil, d)))
	}
}

func TestFloatsHaveFractions(t *testing.T) {
	t.Parallel()
	for v, want := range map[float64]string{200: "200.0", 0: "0.0", 0.1: "0.1", -3: "-3.0", 1e15: "1000000000000000.0", 1e16: "1e+16", 1e-4: "0.0001", 1e-5: "1e-05", 1e-6: "1e-06", 143.27272727272728: "143.27272727272728"} {
		require.Equal(t, want, string(appendFloat(nil, v)))
	}
	o := open(nil)
	o.number("a", 5)
	o.number("b", 5.25)
	require.Equal(t, `{"a":5,"b":5.25}`, string(o.close()))
}

func TestTimesAreSpelledAsPydanticDoes(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 5, 20, 8, 0, 0, 500_000_000, time.FixedZone("", 7200))
	require.Equal(t, `"2026-05-20T08:00:00.500000+02:00"`, string(appendTime(nil, at, true)))
	require.Equal(t, `"2026-05-20T06:00:00.500000Z"`, string(appendTime(nil, at.UTC(), true)))
	require.Equal(t, `"2026-05-20T08:00:00"`, string(appendTime(nil, at.Truncate(time.Second), false)))
}

func TestIdentifiersReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := &ids{key: rapid.Uint64().Draw(t, "key")}
		n := rapid.Uint64Range(0, 1<<60-1).Draw(t, "n")
		k := kind(rapid.IntRange(int(ofUser), int(ofAdded)).Draw(t, "kind"))
		at := time.UnixMilli(rapid.Int64Range(0, 1<<47).Draw(t, "at"))
		id := x.name(k, at, n)
		require.Regexp(t, `^[a-z_]*[0-7][0-9A-HJKMNP-TV-Z]{25}$`, id)
		got, ok := x.number(k, id)
		require.True(t, ok)
		require.Equal(t, n, got)
		for other := ofUser; other <= ofAdded; other++ {
			_, ok := x.number(other, id)
			require.Equal(t, other == k, ok)
		}
		bent := []byte(id)
		i := rapid.IntRange(len(k.prefix())+10, len(id)-1).Draw(t, "place")
		if bent[i] = crockford[(indexOf(bent[i])+1)%32]; string(bent) != id {
			if got, ok := x.number(k, string(bent)); ok {
				require.NotEqual(t, n, got)
			}
		}
	})
}

func indexOf(c byte) int {
	for i := range crockford {
		if crockford[i] == c {
			return i
		}
	}
	return 0
}

func TestSportsOfBothProfiles(t *testing.T) {
	t.Parallel()
	require.Len(t, documentSports(), 40)
	require.Len(t, modelSports(), 43)
	require.NotContains(t, modelSports(), "rowing.fixed_seat")
	require.Contains(t, modelSports(), "rowing.fixed-seat")
	for old, want := range map[string]string{
		"cycling.trainer": "cycling+stationary", "running.treadmill": "running+stationary", "rowing.ergometer": "rowing+stationary", "cycling.tt": "cycling.time_trial",
		"cycling.mountainbike": "cycling.mountain", "cross_country_skiing": "xc_skiing", "cross_country_skiing.skate": "xc_skiing.skate", "unknown": "generic", "running": "running", "swimming.pool.25m": "swimming.pool",
		"rowing.fixed-seat": "rowing", "cross_country_skiing.roller_skiing": "xc_skiing+roller", "cross_country_skiing.roller_skiing.skate": "xc_skiing.skate+roller",
	} {
		require.Equal(t, want, newName(old))
	}
	for _, c := range []struct {
		parent, sport string
		want          bool
	}{
		{"cycling", "cycling.track.250m", true},
		{"cycling.track", "cycling", false},
		{"cycling", "cycling+stationary", true},
		{"cycling+stationary", "cycling.road+race+stationary", true},
		{"cycling+stationary", "cycling", false},
		{"run", "running", false},
	} {
		require.Equal(t, c.want, covers(c.parent, c.sport), "%s %s", c.parent, c.sport)
	}
}

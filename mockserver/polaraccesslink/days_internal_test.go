package polaraccesslink

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

func TestOxygenClasses(t *testing.T) {
	t.Parallel()
	for percent, want := range map[int]enum{100: "NORMAL", 95: "NORMAL", 94: "LOW", 90: "LOW", 89: "VERY_LOW", 0: "VERY_LOW"} {
		require.Equal(t, "SPO2_CLASS_"+want, oxygenClass(percent), "%d percent", percent)
	}
}

func TestFitnessClassNames(t *testing.T) {
	t.Parallel()
	seen := map[enum]bool{}
	for vo2 := 15.0; vo2 < 80; vo2++ {
		seen[fitnessClasses[dataset.FitnessClass(vo2, 30, dataset.Female)-1]] = true
	}
	require.Len(t, seen, len(fitnessClasses))
	require.Equal(t, enum("VERY_LOW"), fitnessClasses[dataset.FitnessClass(15, 30, dataset.Male)-1])
	require.Equal(t, enum("ELITE"), fitnessClasses[dataset.FitnessClass(79, 30, dataset.Male)-1])
}

func TestActivityClassNames(t *testing.T) {
	t.Parallel()
	seen := map[enum]bool{}
	for class := dataset.NotWorn; class <= dataset.VigorousContinuous; class++ {
		seen[activityClasses[class]] = true
	}
	require.Len(t, seen, len(activityClasses))
	require.Equal(t, enum("ACTIVITY_CLASS_INTERMITTENT_VIGOROUS"), activityClasses[dataset.VigorousIntermittent])
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	require.Nil(t, answered(sorenesses[:], 0), "not answered")
	require.Nil(t, answered(sorenesses[:], 4))
	require.Equal(t, enum("MUSCLE_SORENESS_NONE"), *answered(sorenesses[:], 1))
	require.Equal(t, enum("SLEEP_USER_RATING_SLEPT_WELL"), *answered(sleptRatings[:], 5))
}

// A watch that nobody wears knows so, one without power does not.
func TestNoPowerIsNoData(t *testing.T) {
	t.Parallel()
	d := clockDay{emptied: 7200}
	for second, want := range map[int]enum{7200: "NO_DATA", 7260: "NO_DATA", 7080: "NO_DATA", 7380: "NON_WEAR", 0: "NON_WEAR"} {
		require.Equal(t, "ACTIVITY_CLASS_"+want, d.class(dataset.ActivityChange{Second: second}), "%d s", second)
	}
	require.Equal(t, enum("ACTIVITY_CLASS_SLEEP"), d.class(dataset.ActivityChange{Second: 7200, Class: dataset.Asleep}))
	d.emptied = -1
	require.Equal(t, enum("ACTIVITY_CLASS_NON_WEAR"), d.class(dataset.ActivityChange{}))
}

// Minutes are cut where clocks change and where nothing is there yet.
func TestPartsOfABlock(t *testing.T) {
	t.Parallel()
	block := dataset.ActivityBlock{Minute: 100, Steps: make([]uint16, 50), METs: make([]float32, 50)}
	for _, c := range []struct {
		name          string
		turned, until int
		want          [][2]int // first minute and length
	}{
		{"whole", 0, 1440, [][2]int{{100, 50}}},
		{"turned within", 120, 1440, [][2]int{{100, 20}, {120, 30}}},
		{"turned at its start", 100, 1440, [][2]int{{100, 50}}},
		{"turned at its end", 150, 1440, [][2]int{{100, 50}}},
		{"not yet", 0, 100, nil},
		{"partly", 0, 101, [][2]int{{100, 1}}},
		{"partly and turned", 110, 130, [][2]int{{100, 10}, {110, 20}}},
	} {
		d := clockDay{turned: c.turned, until: c.until}
		var got [][2]int
		for _, p := range d.parts(block) {
			require.Len(t, p.METs, len(p.Steps))
			got = append(got, [2]int{p.Minute, len(p.Steps)})
		}
		require.Equal(t, c.want, got, c.name)
	}
}

func TestClockOfADay(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	d := clockDay{midnight: time.Date(2026, 3, 29, 0, 0, 0, 0, zone)}
	require.Equal(t, timeOfDay(time.Hour), d.clock(3600))
	require.Equal(t, timeOfDay(3*time.Hour), d.clock(7200), "clocks went forward")
	d.midnight = time.Date(2025, 10, 26, 0, 0, 0, 0, zone)
	require.Equal(t, timeOfDay(2*time.Hour), d.clock(7200))
	require.Equal(t, timeOfDay(2*time.Hour), d.clock(10800), "and back")
}

package dataset_test

import (
	"reflect"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

var (
	begin = time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)
	until = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
)

func population(t testing.TB, seed uint64, c dataset.Config) *dataset.Set {
	t.Helper()
	s, err := dataset.New(seed, c)
	require.NoError(t, err)
	return s
}

func TestItCostsNothingBeforeItIsAsked(t *testing.T) {
	allocations := testing.AllocsPerRun(100, func() {
		if _, err := dataset.New(1, dataset.Config{Athletes: 1_000_000}); err != nil {
			t.Fatal(err)
		}
	})
	require.LessOrEqual(t, allocations, 1.0)

	s := population(t, 1, dataset.Config{Athletes: 1_000_000, Organizations: 1000})
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { s.Athlete(999_999) }), 10.0)
	require.Len(t, s.Team(1500).Groups, 3)
	require.NotEmpty(t, s.Athlete(999_999).FamilyName)
}

func TestItKeepsNoMoreThanItMay(t *testing.T) {
	const limit = 2 << 20
	s := population(t, 1, dataset.Config{CacheBytes: limit})
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	for a := range 4 {
		for e := range s.Events(a, begin.AddDate(0, 2, 0), begin.AddDate(0, 2, 7)) {
			s.Analysis(e)
		}
	}
	after := heap()
	require.Less(t, after, before+2*limit)
	runtime.KeepAlive(s)
}

func TestDaysAreNotKept(t *testing.T) {
	const limit = 1 << 20
	s := population(t, 1, dataset.Config{CacheBytes: limit})
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	for athlete := range 12 {
		s.HeartRates(athlete, 200)
		s.Beats(athlete, 201)
		s.Temperatures(athlete, 201)
	}
	for day := 100; day < 140; day++ {
		s.NightRecovery(0, day)
	}
	require.Less(t, heap(), before+2*limit)
	runtime.KeepAlive(s)
}

// A list of a season's days must not make what it does not show.
func TestSummariesAreCheap(t *testing.T) {
	s := population(t, 1, dataset.Config{})
	day := 100
	require.LessOrEqual(t, testing.AllocsPerRun(90, func() {
		s.Overnight(0, day)
		s.SkinContacts(0, day)
		s.Diary(0, day)
		day++
	}), 80.0)
	s.NightRecovery(0, 400) // makes four weeks of nights
	require.LessOrEqual(t, testing.AllocsPerRun(90, func() { s.NightRecovery(0, 400) }), 60.0, "nights are kept")
}

func TestItLoadsWhatItsAnalysesSay(t *testing.T) {
	s := population(t, 2, dataset.Config{})
	for _, athlete := range []int{7, 14, 33} {
		at := begin.AddDate(0, 9, athlete).Add(19 * time.Hour)
		week, month := 0.0, 0.0
		for e := range s.Events(athlete, at.AddDate(0, 0, -28), at) {
			x := s.Analysis(e).TRIMPTotal
			month += x
			if !e.Start.Before(at.AddDate(0, 0, -7)) {
				week += x
			}
		}
		acute, chronic := s.Load(athlete, at)
		require.InDelta(t, week, acute, 1e-4)
		require.InDelta(t, month/4, chronic, 1e-4)
	}
	acute, chronic := s.Load(0, begin)
	require.Zero(t, acute+chronic)
}

func TestItIsTheSameForAllWhoAskAtOnce(t *testing.T) {
	shared := population(t, 8, dataset.Config{CacheBytes: 4 << 20})
	var events []dataset.Event
	for e := range shared.Events(0, begin.AddDate(1, 0, 0), begin.AddDate(1, 0, 6)) {
		events = append(events, e)
	}
	require.NotEmpty(t, events)
	results := make([][]*dataset.Analysis, 6)
	var wg sync.WaitGroup
	for i := range results {
		wg.Go(func() {
			for k := range events {
				e := events[(k+i)%len(events)]
				shared.Load(0, e.Start)
				a := shared.Analysis(e)
				a.Spectrum() // is made now, and compared below
				results[i] = append(results[i], a)
			}
		})
	}
	wg.Wait()
	fresh := population(t, 8, dataset.Config{CacheBytes: 64 << 20})
	for i, got := range results {
		for k, a := range got {
			want := fresh.Analysis(events[(k+i)%len(events)])
			want.Spectrum()
			require.True(t, reflect.DeepEqual(want, a), "%v", events[(k+i)%len(events)])
		}
	}
}

func TestItMakesOthersOfAnotherSeed(t *testing.T) {
	a, b := population(t, 1, dataset.Config{}), population(t, 2, dataset.Config{})
	require.NotEqual(t, a.Athlete(3).FamilyName+a.Athlete(4).FamilyName, b.Athlete(3).FamilyName+b.Athlete(4).FamilyName)
	require.Equal(t, uint64(2), b.Seed())
	require.Equal(t, 60, b.Config().Athletes)
}

func TestAHeartIsARecordWithoutWhatMoved(t *testing.T) {
	s := population(t, 1, dataset.Config{})
	moved := 0
	for e := range s.Events(0, begin.AddDate(0, 2, 0), begin.AddDate(0, 2, 10)) {
		heart, record := s.Heart(e), *s.Record(e)
		if record.Speed != nil {
			moved++
		}
		require.Nil(t, heart.Speed)
		record.Speed, record.Power, record.Cadence, record.Altitude, record.Temperature = nil, nil, nil, nil, nil
		record.Latitude, record.Longitude = nil, nil
		require.Equal(t, &record, heart)
	}
	require.Positive(t, moved)
}

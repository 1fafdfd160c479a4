//go:build !race

// What they measure is what no race detector slows down.

package dataset_test

import (
	"testing"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// nearest is the workout or night whose length comes closest to length.
func nearest(s *dataset.Set, kind dataset.Kind, length time.Duration) dataset.Event {
	var best dataset.Event
	for a := range s.Athletes() {
		for e := range s.Events(a, begin, begin.AddDate(0, 6, 0)) {
			if e.Kind == kind && e.GPS == (kind == dataset.Workout) &&
				(e.End.Sub(e.Start)-length).Abs() < (best.End.Sub(best.Start)-length).Abs() {
				best = e
			}
		}
	}
	return best
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := dataset.New(1, dataset.Config{Athletes: 1_000_000}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAthlete(b *testing.B) {
	s := population(b, 1, dataset.Config{Athletes: 1_000_000})
	b.ReportAllocs()
	for b.Loop() {
		s.Athlete(765_432)
	}
}

func BenchmarkEventsOfAYear(b *testing.B) {
	s := population(b, 1, dataset.Config{})
	b.ReportAllocs()
	for b.Loop() {
		for range s.Events(0, begin, begin.AddDate(1, 0, 0)) {
			continue
		}
	}
}

func BenchmarkRecordHour(b *testing.B)  { record(b, dataset.Workout, time.Hour) }
func BenchmarkRecordNight(b *testing.B) { record(b, dataset.Night, 8*time.Hour) }

// The cache is too small to keep anything.
func record(b *testing.B, kind dataset.Kind, length time.Duration) {
	s := population(b, 1, dataset.Config{CacheBytes: 1})
	e := nearest(s, kind, length)
	b.ReportAllocs()
	for b.Loop() {
		s.Record(e)
	}
}

func BenchmarkAnalysisHour(b *testing.B)  { analysis(b, dataset.Workout, time.Hour) }
func BenchmarkAnalysisNight(b *testing.B) { analysis(b, dataset.Night, 8*time.Hour) }

// The record is made anew each time, too.
func analysis(b *testing.B, kind dataset.Kind, length time.Duration) {
	s := population(b, 1, dataset.Config{CacheBytes: 1})
	e := nearest(s, kind, length)
	b.ReportAllocs()
	for b.Loop() {
		s.Analysis(e)
	}
}

func BenchmarkAnalysisKept(b *testing.B) {
	s := population(b, 1, dataset.Config{})
	e := nearest(s, dataset.Workout, time.Hour)
	b.ReportAllocs()
	for b.Loop() {
		s.Analysis(e)
	}
}

func BenchmarkLoad(b *testing.B) {
	at := begin.AddDate(0, 8, 0)
	b.ReportAllocs()
	for b.Loop() {
		s := population(b, 1, dataset.Config{})
		s.Load(0, at)
	}
}

// The cache is too small to keep anything but a night's or a workout's sums, so
// each loop takes another day, as a list does that is asked for the first time.
func daily(b *testing.B, ask func(s *dataset.Set, athlete, day int)) {
	s := population(b, 1, dataset.Config{})
	b.ReportAllocs()
	day := 90
	for b.Loop() {
		if ask(s, 0, day); day < 690 {
			day++
		} else {
			day, s = 90, population(b, 1, dataset.Config{})
		}
	}
}

func BenchmarkOvernight(b *testing.B) {
	daily(b, func(s *dataset.Set, a, d int) { s.Overnight(a, d) })
}

func BenchmarkNightRecovery(b *testing.B) {
	daily(b, func(s *dataset.Set, a, d int) { s.NightRecovery(a, d) })
}

func BenchmarkNightRecoverySeries(b *testing.B) {
	daily(b, func(s *dataset.Set, a, d int) { s.NightRecoverySeries(a, d) })
}

func BenchmarkActivity(b *testing.B) {
	daily(b, func(s *dataset.Set, a, d int) { s.Activity(a, d) })
}

func BenchmarkActivitySeries(b *testing.B) {
	daily(b, func(s *dataset.Set, a, d int) { s.ActivitySeries(a, d) })
}

func BenchmarkBeats(b *testing.B) {
	daily(b, func(s *dataset.Set, a, d int) { s.Beats(a, d) })
}

func BenchmarkHeartRates(b *testing.B) {
	daily(b, func(s *dataset.Set, a, d int) { s.HeartRates(a, d) })
}

func BenchmarkTemperatures(b *testing.B) {
	daily(b, func(s *dataset.Set, a, d int) { s.Temperatures(a, d) })
}

func BenchmarkSkinContacts(b *testing.B) {
	daily(b, func(s *dataset.Set, a, d int) { s.SkinContacts(a, d) })
}

func BenchmarkDiary(b *testing.B) {
	daily(b, func(s *dataset.Set, a, d int) { s.Diary(a, d) })
}

func BenchmarkTests(b *testing.B) {
	daily(b, func(s *dataset.Set, a, d int) {
		for range s.Tests(a, s.Midnight(a, d), s.Midnight(a, d+1)) {
			continue
		}
	})
}

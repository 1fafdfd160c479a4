package dataset

import "testing"

func BenchmarkPerson(b *testing.B) {
	s, _ := New(1, Config{Athletes: 1000})
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		s.athlete(i % 1000)
		i++
	}
}

func BenchmarkProfileOnly(b *testing.B) {
	s, _ := New(1, Config{Athletes: 1000})
	i := 0
	for b.Loop() {
		s.profile(i % 1000)
		i++
	}
}

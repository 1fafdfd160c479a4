package ratelimit_test

import (
	"fmt"
	"testing"
	"time"

	. "github.com/ergodrome/ergodrome/mockserver/ratelimit"
)

func BenchmarkTakeAllowed(b *testing.B) {
	l := New(TokenBucket{Name: "burst", Capacity: 60, RefillPerSecond: 1}, FixedWindow{Name: "day", Size: 1e9, Every: 24 * time.Hour, Aligned: true})
	now := start
	b.ReportAllocs()
	for b.Loop() {
		now = now.Add(time.Second)
		l.Take("consumer", now)
	}
}

func BenchmarkTakeRefused(b *testing.B) {
	l := New(TokenBucket{Name: "burst", Capacity: 1, RefillPerSecond: 1})
	b.ReportAllocs()
	for b.Loop() {
		l.Take("consumer", start)
	}
}

func BenchmarkTakeManyKeys(b *testing.B) {
	l := New(TokenBucket{Name: "burst", Capacity: 60, RefillPerSecond: 1})
	keys := make([]string, 100_000)
	for i := range keys {
		keys[i] = fmt.Sprint("consumer-", i)
	}
	now, i := start, 0
	b.ReportAllocs()
	for b.Loop() {
		now = now.Add(time.Millisecond)
		l.Take(keys[i%len(keys)], now)
		i++
	}
}

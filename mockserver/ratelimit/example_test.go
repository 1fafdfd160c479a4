package ratelimit_test

import (
	"fmt"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/ratelimit"
)

func Example() {
	l := ratelimit.New(
		ratelimit.TokenBucket{Name: "rate", Capacity: 2, RefillPerSecond: 1},
		ratelimit.FixedWindow{Name: "day", Size: 5000, Every: 24 * time.Hour, Aligned: true},
	)
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for range 3 {
		fmt.Println(l.Take("consumer", now).Reason)
	}
	// Output:
	// 1 of 2 requests left under rate
	// 0 of 2 requests left under rate
	// rate allows 2 requests at once and 1 more a second, all of them spent; room again at 2026-03-01T12:00:01Z
}

package main

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"testing"

	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// worlds measures what an idle world costs, with its services at hand.
func worlds(context.Context, programs) ([]row, error) {
	const count = 1000
	server, err := mockserver.New(mockserver.Config{Services: mockserver.All(), Seed: 1, MaxWorlds: 1 << 20})
	if err != nil {
		return nil, err
	}
	heap := func() float64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	before := heap()
	for i := range count {
		w, err := server.Worlds().Create(world.Config{Name: "idle-" + strconv.Itoa(i)})
		if err != nil {
			return nil, err
		}
		if _, err := w.Credentials(); err != nil { // as POST worlds answers them
			return nil, err
		}
	}
	size := (heap() - before) / count / (1 << 10)
	n := 0
	made := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			n++
			w, err := server.Worlds().Create(world.Config{Name: "timed-" + strconv.Itoa(n)})
			if err == nil {
				_, err = w.Credentials()
			}
			if err == nil {
				err = server.Worlds().Delete(w.Name)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	micro := float64(made.NsPerOp()) / 1e3
	return []row{
		{"idle world with its credentials, memory", fmt.Sprintf("%.1f KiB", size), "at most 16 KiB", size <= 16},
		{"idle world with its credentials, time", fmt.Sprintf("%.0f us", micro), "at most 100 us", micro <= 100},
	}, nil
}

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const (
	starts      = 15
	binaryLimit = 20 << 20
	settle      = 300 * time.Millisecond // what a runtime needs to come to rest after its start
)

// footprint compares start-up, idle memory and size.
func footprint(ctx context.Context, p programs) ([]row, error) {
	small, err := worldOf(filepath.Dir(p.ergodrome), 10)
	if err != nil {
		return nil, err
	}
	large, err := worldOf(filepath.Dir(p.ergodrome), 100_000)
	if err != nil {
		return nil, err
	}
	bare := func() (float64, float64, error) { return idle(ctx, p.bare, "300") }
	def := func() (float64, float64, error) { return idle(ctx, p.ergodrome, "serve", "--addr", "127.0.0.1:0") }
	ten := func() (float64, float64, error) {
		return idle(ctx, p.ergodrome, "serve", "--addr", "127.0.0.1:0", "--world", small)
	}
	many := func() (float64, float64, error) {
		return idle(ctx, p.ergodrome, "serve", "--addr", "127.0.0.1:0", "--world", large)
	}
	rows := []row{}
	for _, pair := range []struct {
		name       string
		a, b       func() (float64, float64, error)
		start, mem float64
	}{
		{"against a bare server", def, bare, 4, 3},
		{"100,000 athletes against 10", many, ten, 1.1, 1.1},
	} {
		var memA, memB []float64
		ratio, a, b, err := pairwise(starts,
			func() (float64, error) { s, m, err := pair.a(); memA = append(memA, m); return s, err },
			func() (float64, error) { s, m, err := pair.b(); memB = append(memB, m); return s, err })
		if err != nil {
			return nil, err
		}
		ma, mb := median(memA), median(memB)
		rows = append(rows,
			atMost("cold start to first 200, "+pair.name, ratio, pair.start, fmt.Sprintf("%.1f ms, %.1f ms", a*1e3, b*1e3)),
			atMost("idle memory, "+pair.name, ma/mb, pair.mem, fmt.Sprintf("%.1f MiB, %.1f MiB", ma/(1<<20), mb/(1<<20))))
	}
	info, err := os.Stat(p.ergodrome)
	if err != nil {
		return nil, err
	}
	size := float64(info.Size())
	return append(rows, row{"binary, stripped", fmt.Sprintf("%.1f MiB", size/(1<<20)), "at most 20 MiB", size <= binaryLimit}), nil
}

// idle starts a server, lets it come to rest and returns its start-up time in
// seconds and its memory in bytes.
func idle(ctx context.Context, path string, args ...string) (start, memory float64, err error) {
	s, err := launch(ctx, path, args...)
	if err != nil {
		return 0, 0, err
	}
	defer s.stop()
	time.Sleep(settle)
	memory, err = s.memory()
	return s.start.Seconds(), memory, err
}

// worldOf writes the description of a world with so many athletes.
func worldOf(dir string, athletes int) (string, error) {
	path := filepath.Join(dir, fmt.Sprintf("world-%d.yaml", athletes))
	return path, os.WriteFile(path, fmt.Appendf(nil, "population:\n  athletes: %d\n", athletes), 0o600)
}

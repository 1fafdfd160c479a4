// Command bench measures ergodrome against bare net/http and naive clients, and
// prints ratios: all of them, or those of the sections named as arguments.
//
// Absolute figures mean nothing on another machine; ratios within one run do.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"text/tabwriter"
)

// row is one line of the table.
type row struct {
	what     string
	measured string
	goal     string
	met      bool
}

// section is a group of rows that are measured together.
type section struct {
	name string
	run  func(ctx context.Context, p programs) ([]row, error)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only []string) error {
	dir, err := os.MkdirTemp("", "ergodrome-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	p, err := build(ctx, dir)
	if err != nil {
		return err
	}
	fmt.Printf("%s, %d processors\n\n", runtime.Version(), runtime.NumCPU())
	w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "what\tmeasured\tgoal\t")
	for _, s := range []section{
		{"serving", serving},
		{"polar", polarServing},
		{"teamday", teamDay},
		{"sweatstack", sweatStack},
		{"bodies", bodies},
		{"decoding", decoding},
		{"process", footprint},
		{"worlds", worlds},
		{"recording", recordings},
	} {
		if len(only) > 0 && !slices.Contains(only, s.name) {
			continue
		}
		rows, err := s.run(ctx, p)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		for _, r := range rows {
			verdict := ""
			if !r.met {
				verdict = "MISSED"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.what, r.measured, r.goal, verdict)
		}
		_ = w.Flush()
	}
	return nil
}

// atLeast and atMost are rows whose ratio is held to a goal.
func atLeast(what string, ratio, goal float64, detail string) row {
	return row{what, fmt.Sprintf("%.2f (%s)", ratio, detail), fmt.Sprintf("at least %.2f", goal), ratio >= goal}
}

func atMost(what string, ratio, goal float64, detail string) row {
	return row{what, fmt.Sprintf("%.2f (%s)", ratio, detail), fmt.Sprintf("at most %.2f", goal), ratio <= goal}
}

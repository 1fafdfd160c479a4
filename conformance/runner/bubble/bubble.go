// Package bubble runs functions in virtual time, in tests and in ordinary programs.
//
// The standard library opens a testing/synctest bubble only to a *testing.T.
// This package is the only place that obtains one outside of go test.
package bubble

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"testing"
	"testing/synctest"
)

// Task is one function. Inside it time stands still whenever every goroutine it
// started waits, and then leaps to the next timer.
type Task func(ctx context.Context)

// Failure is what ended a task other than its return.
type Failure struct {
	// Panic is the value and stack of a panic inside the task; empty otherwise.
	Panic string
	// Blocked says that goroutines outlived the task. They stay for ever.
	Blocked bool
}

// Runner opens bubbles.
type Runner struct{ t *testing.T }

// In returns a runner for go test: each task is a bubble of t's own, not a
// subtest, so that go test -run, which chooses subtests, leaves none out.
func In(t *testing.T) Runner { return Runner{t} }

// Standalone returns a runner for programs.
func Standalone() Runner { return Runner{} }

// Run performs tasks, at most jobs at once, each in a bubble of its own, and
// returns how each failed (nil when it did not). Tasks that have not begun when
// ctx ends are left out: started tells. It returns when all are done.
func (r Runner) Run(ctx context.Context, jobs int, tasks []Task) (failures []*Failure, started []bool) {
	failures, started = make([]*Failure, len(tasks)), make([]bool, len(tasks))
	suite := func(t *testing.T) {
		slots := make(chan struct{}, max(jobs, 1))
		var wg sync.WaitGroup
		for i := range tasks {
			slots <- struct{}{}
			wg.Go(func() {
				defer func() { <-slots }()
				if ctx.Err() != nil {
					return
				}
				started[i] = true
				failures[i] = one(t, tasks[i])
			})
		}
		wg.Wait()
	}
	if r.t != nil {
		suite(r.t)
		return failures, started
	}
	program(suite)
	return failures, started
}

// one runs a task in a bubble. A bubble that ends while goroutines in it wait
// panics; so does, before that, a task that panics.
func one(t *testing.T, task Task) (failure *Failure) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if failure == nil {
			failure = &Failure{}
		}
		if failure.Panic == "" {
			failure.Blocked = true
		}
	}()
	synctest.Test(t, func(t *testing.T) {
		defer func() {
			if p := recover(); p != nil {
				failure = &Failure{Panic: fmt.Sprintf("%v\n%s", p, debug.Stack())}
			}
		}()
		task(t.Context())
	})
	return failure
}

// program lends suite a *testing.T, as a test binary would. What package
// testing prints of its own accord is kept from the program's output: it looks
// os.Stdout up when it prints, while programs of this module took theirs at start.
func program(suite func(*testing.T)) {
	mu := programs()
	mu.Lock()
	defer mu.Unlock()
	testing.Init()
	// Parsed once here, so that it does not look at the program's own arguments.
	// An error is impossible: these are package testing's own flags.
	_ = flag.CommandLine.Parse([]string{"-test.timeout=0"})
	stdout := os.Stdout
	defer func() { os.Stdout = stdout }()
	if null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
		defer func() { _ = null.Close() }() // nothing was kept in it
		os.Stdout = null
	}
	testing.MainStart(deps{}, []testing.InternalTest{{Name: "suite", F: suite}}, nil, nil, nil).Run()
}

// programs is the lock of program: package testing and os.Stdout are one a process.
var programs = sync.OnceValue(func() *sync.Mutex { return new(sync.Mutex) })

package runner

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/bubble"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
)

// pace is how long things may take. Virtual time costs nothing; real time does.
type pace struct {
	real     bool
	patience time.Duration // how long a call may take before it is hung
	grace    time.Duration // what a cancelled call may still take
	settle   time.Duration // how long a world is watched after the last step, unless the case says
}

// The defaults of real time. Whoever does not answer in realPatience, beyond what
// the case makes a client wait, hangs: it is many times what any answer takes.
const (
	realPatience = 30 * time.Second
	realGrace    = 2 * time.Second
	realSettle   = 100 * time.Millisecond
	realBudget   = time.Minute
	realJobs     = 8  // most of them wait
	slack        = 10 // no demand has an upper bound below so many times what is expected
)

func (o *Options) pace(c *conformance.Case) pace {
	if !o.Real {
		return pace{patience: defaultPatience, grace: grace, settle: defaultSettle}
	}
	return pace{real: true, patience: o.Patience + slack*o.waits(c), grace: realGrace, settle: realSettle}
}

func (o *Options) waits(c *conformance.Case) time.Duration {
	if o.Waits == nil {
		return 0
	}
	return o.Waits(c)
}

// tooReal says why a run cannot be made in real time, or not within the budget;
// "" when it can.
func (o *Options) tooReal(c *conformance.Case) string {
	if !o.Real {
		return ""
	}
	w := &c.World
	switch {
	case !w.Time.IsZero():
		return fmt.Sprintf("needs a subject whose clock stands at %s, in virtual time", w.Time.Format("2006-01-02 15:04"))
	case len(w.Origins) > 0:
		return "needs further hosts, in virtual time"
	case w.Down > 0:
		return "needs an address at which nobody listens yet, in virtual time"
	}
	if d := o.waits(c); d > o.Budget {
		return fmt.Sprintf("makes a client wait %s of real time, and the budget is %s a case", d, o.Budget)
	}
	return ""
}

// open puts a world before the subject, in the time of this pace.
func (p pace) open(c *conformance.Case, seed uint64, build stage.New) (*stage.Stage, error) {
	if p.real {
		return stage.Listen(c, seed, build)
	}
	begin := c.World.Time
	if begin.IsZero() {
		begin = conformance.DefaultTime()
	}
	// A bubble begins in the year 2000; sleeping to the case's own day is free.
	time.Sleep(time.Until(begin))
	return stage.Open(c, seed, build)
}

// inRealTime performs tasks as bubble.Runner does, but in the machine's time.
func inRealTime(ctx context.Context, jobs int, tasks []bubble.Task) (failures []*bubble.Failure, started []bool) {
	failures, started = make([]*bubble.Failure, len(tasks)), make([]bool, len(tasks))
	slots := make(chan struct{}, jobs)
	var wg sync.WaitGroup
	for i := range tasks {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if ctx.Err() != nil {
				return
			}
			defer func() {
				if p := recover(); p != nil {
					failures[i] = &bubble.Failure{Panic: fmt.Sprintf("%v\n%s", p, debug.Stack())}
				}
			}()
			tasks[i](ctx)
			started[i] = ctx.Err() == nil // what an interruption cut short shows nothing
		})
	}
	wg.Wait()
	return failures, started
}

// Package observe lets a program act in a world without an adapter, and tells what became of it.
package observe

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/internal/child"
	"github.com/ergodrome/ergodrome/conformance/internal/faketime"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/conformance/subject/observe/internal/intercept"
	"github.com/ergodrome/ergodrome/internal/selfca"
)

// Options say how a program is started. Argv is required. In Argv, Set and the files
// that Files names, {BASE_URL} and the other names of Names stand for what a world
// hands out.
type Options struct {
	Argv     []string      // never read by a shell
	Dir      string        // where it runs; "" is here
	Env      []string      // names of variables to hand on, besides those that every program needs
	Set      []string      // further variables, NAME=value
	Files    []File        // written before it starts, and removed when it is over
	Deadline time.Duration // how long it may run, in the machine's time; default 2m
	// UntilIdle ends a program that goes on for ever once it has asked nothing for so
	// long; 0 waits for it to end by itself.
	UntilIdle time.Duration
	// Intercept takes requests to the vendor's own hosts from their way, for programs
	// that have the vendor's URL written into them. All others are refused and told.
	Intercept bool
	Time      Time    // default auto
	Rate      float64 // of scaled time; default faketime.DefaultRate
}

// File is a template and what it becomes.
type File struct{ Template, Target string }

const (
	defaultDeadline = 2 * time.Minute
	mostWritten     = 256 << 20       // what a program may say before it floods
	lastWords       = 3 * time.Second // from being told to terminate until being killed
)

// Program is a program to observe.
type Program struct {
	o    Options
	home string
	ca   *selfca.Authority // nil: nothing is intercepted

	mu    sync.Mutex
	paced bool // pace has been found out
	pace  pace
}

// New prepares a program. Close removes what it leaves behind.
func New(o Options) (*Program, error) {
	if len(o.Argv) == 0 {
		return nil, errors.New("there is no program to start")
	}
	if o.Deadline <= 0 {
		o.Deadline = defaultDeadline
	}
	if o.Rate == 0 {
		o.Rate = faketime.DefaultRate
	}
	if !o.Time.Valid() || o.Rate <= 0 || o.Rate > faketime.MaxRate {
		return nil, fmt.Errorf("time %q at rate %g: time is real, scaled or auto, a rate is above 0 and at most %d", o.Time, o.Rate, faketime.MaxRate)
	}
	home, err := os.MkdirTemp("", "ergodrome-observed-")
	if err != nil {
		return nil, err
	}
	p := &Program{o: o, home: home}
	if o.Intercept {
		if p.ca, err = selfca.New(); err == nil {
			err = intercept.Files(home, p.ca)
		}
	}
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// Close removes what the program has left in its home.
func (p *Program) Close() error { return os.RemoveAll(p.home) }

// Watch lets the program act in a world; it is a runner.Watch.
func (p *Program) Watch(ctx context.Context, at *stage.Stage, given subject.Config) (*runner.Watched, error) {
	home, err := os.MkdirTemp(p.home, "home-")
	if err != nil {
		return nil, err
	}
	given.StateDir = filepath.Join(home, "state")
	if err := os.Mkdir(given.StateDir, 0o700); err != nil {
		return nil, err
	}
	v := valuesOf(given)
	environment := child.Environment(home, p.o.Env)
	refused := func() []string { return nil }
	if p.ca != nil {
		proxy, err := intercept.Listen(at, p.ca)
		if err != nil {
			return nil, err
		}
		defer proxy.Close()
		environment, refused = append(environment, proxy.Environment(p.home)...), proxy.Refused
		v["CA_FILE"] = filepath.Join(p.home, intercept.CAFile)
	}
	written, err := writeFiles(p.o.Files, v)
	defer remove(written)
	if err != nil {
		return nil, &runner.SubjectStartError{Err: err}
	}
	pace := p.paceNow(ctx)
	argv := pace.command(v.fillAll(p.o.Argv))
	cmd := exec.Command(argv[0], argv[1:]...) //nolint:gosec,noctx // the caller names the program; it is ended as a group
	cmd.Dir, cmd.WaitDelay = p.o.Dir, lastWords
	cmd.Env = slices.Concat(environment, v.environment(), v.fillAll(p.o.Set))
	child.Group(cmd)
	said := newOutput()
	cmd.Stdout, cmd.Stderr = said.out(), said.err()
	if pace.rate != 1 {
		if err := at.Begin(pace.rate); err != nil {
			return nil, err
		}
		if _, err := exec.LookPath(p.o.Argv[0]); err != nil { // faketime would be started all the same
			return nil, &runner.SubjectStartError{Err: err}
		}
	}
	if err := cmd.Start(); err != nil {
		return nil, &runner.SubjectStartError{Err: err}
	}
	end := p.wait(ctx, cmd, at, said)
	if pace.tool != nil {
		faketime.Remove(cmd.Process.Pid)
		if now := p.paceNow(ctx); now.tool == nil {
			return nil, &runner.AgainError{Reason: now.why}
		}
	}
	end.Ended, end.Wrote, end.Foreign = at.Since(), said.written(), refused()
	if end.Stopped == "" && !end.Idle && end.Status != 0 {
		end.Crash = crash(said.errors())
	}
	if bad := (end.Crashed() || end.Status > 0) && end.Stopped == "" && !end.Idle; bad && len(at.Exchanges()) == 0 && ctx.Err() == nil {
		return nil, &runner.SubjectStartError{Err: fmt.Errorf("it %s before its first request%s%s", end.How(), said.words(), alsoRefused(end.Foreign))}
	}
	end.Clock = pace.String()
	return &runner.Watched{Process: end, Out: said.all(), Rate: at.Rate()}, nil
}

// paceNow is the clock of the next program.
func (p *Program) paceNow(ctx context.Context) pace {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.paced {
		p.pace, p.paced = paceOf(ctx, &p.o), true
	}
	return p.pace
}

// keepReal gives scaled time up.
func (p *Program) keepReal(why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pace = pace{rate: 1, why: why}
}

// alsoRefused names what a program asked instead.
func alsoRefused(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return "; refused: " + strings.Join(list, ", ")
}

// wait returns how the program ended. It ends it when there is reason to.
func (p *Program) wait(ctx context.Context, cmd *exec.Cmd, at *stage.Stage, said *output) (end conformance.Process) {
	gone := make(chan exit, 1)
	go func() { gone <- exit{cmd.Wait()} }()
	limit := time.NewTimer(p.o.Deadline)
	defer limit.Stop()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	stop := func(why string) conformance.Process {
		child.Kill(cmd)
		<-gone
		return conformance.Process{Status: -1, Stopped: why}
	}
	unfit := p.lookAtGroup(cmd.Process.Pid, at)
	for {
		select {
		case e := <-gone:
			child.Kill(cmd) // what it has started and left behind
			return ended(cmd, e.err)
		case <-limit.C:
			return stop(fmt.Sprintf("did not end within %s", p.o.Deadline))
		case <-at.Drowned():
			return stop("sent more requests than any sense could have")
		case <-said.flooded:
			return stop(fmt.Sprintf("wrote more than %d MiB to stdout and stderr", mostWritten>>20))
		case why := <-unfit:
			p.keepReal(why)
			return stop(why)
		case <-ctx.Done():
			return stop("was interrupted")
		case <-look.C:
			if p.o.UntilIdle > 0 && idle(at) >= p.o.UntilIdle {
				return p.dismiss(cmd, gone)
			}
		}
	}
}

// mostLooks bounds at how many requests it is asked who is there: later ones come from
// the same programs.
const mostLooks = 50

// lookAtGroup finds programs that do not follow scaled time, whenever one of them asks
// something.
func (p *Program) lookAtGroup(pid int, at *stage.Stage) <-chan string {
	found := make(chan string, 1)
	if at.Rate() == 1 {
		return found
	}
	var mu sync.Mutex
	known, looks := map[string]string{}, 0
	at.Heard(func() {
		mu.Lock()
		defer mu.Unlock()
		if looks++; looks > mostLooks {
			return
		}
		if why := faketime.Group(pid, known); why != "" {
			looks = mostLooks
			found <- why
		}
	})
	return found
}

// exit is what waiting for a program came to.
type exit struct{ err error }

// lookEvery is how often a program that may be idle is looked after.
const lookEvery = 50 * time.Millisecond

// idle is how long nothing has been asked; 0 before the first request.
func idle(at *stage.Stage) time.Duration {
	xs := at.Exchanges()
	if len(xs) == 0 {
		return 0
	}
	last := xs[len(xs)-1]
	return at.Machine(at.Since() - max(last.At, last.Done))
}

// dismiss ends a program as agreed.
func (p *Program) dismiss(cmd *exec.Cmd, gone <-chan exit) conformance.Process {
	child.Terminate(cmd)
	late := time.AfterFunc(lastWords, func() { child.Kill(cmd) })
	defer late.Stop()
	<-gone
	child.Kill(cmd)
	return conformance.Process{Status: 0, Idle: true}
}

// ended reads how a program ended by itself.
func ended(cmd *exec.Cmd, err error) conformance.Process {
	out := conformance.Process{Status: cmd.ProcessState.ExitCode()}
	if _, exited := errors.AsType[*exec.ExitError](err); exited && out.Status < 0 {
		out.Signal = signalOf(cmd.ProcessState)
	}
	return out
}

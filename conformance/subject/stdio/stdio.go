// Package stdio carries the subject protocol between the suite and a program.
//
// New is the suite's half: a program becomes a subject.Subject. Serve is the
// other half, for Go: a subject.Subject becomes such a program.
package stdio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/conformance/protocol"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Options say how a program is started. Argv and Suite are required.
type Options struct {
	Argv  []string      // never read by a shell
	Dir   string        // where it runs; "" is here
	Env   []string      // names of variables to hand on, besides those that every program needs
	Suite string        // the suite's version, for hello
	Start time.Duration // how long anything but a call may take; default 10s
	End   time.Duration // how long the program has to exit; default 5s
	Log   io.Writer     // receives what the program writes to stderr; nil is nobody
}

// maxHangs is how often in a row a program may hang before it is not started again.
const maxHangs = 3

// Subject is a program under judgement. Each opened client has a process of its
// own, so that what is on stderr, and whoever crashes, belongs to one case;
// processes that are done with a client wait for the next one.
type Subject struct {
	o    Options
	home string // the programs' HOME, and what lies in it

	mu     sync.Mutex
	idle   []*process
	opened int
	hangs  int // in a row
	last   error
	closed bool
}

// New prepares a program. It is started by Hello.
func New(o Options) (*Subject, error) {
	if len(o.Argv) == 0 || o.Suite == "" {
		return nil, errors.New("there is no program to start, or no suite that starts it")
	}
	if o.Start <= 0 {
		o.Start = 10 * time.Second
	}
	if o.End <= 0 {
		o.End = 5 * time.Second
	}
	home, err := os.MkdirTemp("", "ergodrome-subject-")
	if err != nil {
		return nil, err
	}
	return &Subject{o: o, home: home}, nil
}

// Hello starts the program and asks it who it is.
func (s *Subject) Hello(ctx context.Context) (subject.Hello, error) {
	p, err := s.take(ctx)
	if err != nil {
		return subject.Hello{}, err
	}
	s.give(p)
	return p.hello, nil
}

// Limit is how long anything but a call may take.
func (s *Subject) Limit() time.Duration { return s.o.Start }

// Open opens a client in a process of its own.
func (s *Subject) Open(ctx context.Context, cfg subject.Config) (subject.Client, error) {
	p, err := s.take(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.opened++
	c := &client{s: s, p: p, name: fmt.Sprintf("c%d", s.opened), slots: make(chan struct{}, max(p.hello.Concurrency, 1))}
	s.mu.Unlock()
	if cfg.StateDir == "" {
		cfg.StateDir = filepath.Join(s.home, "state-"+c.name)
		if err := os.Mkdir(cfg.StateDir, 0o700); err != nil {
			s.give(p)
			return nil, err
		}
		c.state = cfg.StateDir
	}
	p.logTo(cfg.Log)
	if err := c.plainly(ctx, protocol.Request{Cmd: protocol.CmdOpen, Case: cfg.Case, Client: c.name, Config: spelled(cfg)}); err != nil {
		c.clean()
		s.give(p)
		return nil, err
	}
	return c, nil
}

// spelled is what the protocol says of a configuration.
func spelled(cfg subject.Config) *protocol.Config {
	out := &protocol.Config{API: cfg.API, BaseURL: cfg.BaseURL, Credentials: cfg.Credentials, Tokens: cfg.Tokens, StateDir: cfg.StateDir}
	if cfg.AuthURL != "" {
		out.AuthURL = &cfg.AuthURL
	}
	if cfg.CAFile != "" {
		out.CAFile = &cfg.CAFile
	}
	if ms := cfg.Deadline.Milliseconds(); ms > 0 {
		out.DeadlineMs = &ms
	}
	return out
}

// take finds a process that waits for a client, or starts one.
func (s *Subject) take(ctx context.Context) (*process, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.idle) > 0 {
		p := s.idle[len(s.idle)-1]
		s.idle = s.idle[:len(s.idle)-1]
		if p.why() == nil {
			return p, nil
		}
	}
	switch {
	case s.closed:
		return nil, &subject.Broken{Reason: "the subject is closed"}
	case s.hangs >= maxHangs:
		return nil, &subject.Broken{Reason: fmt.Sprintf("hung %d times in a row and is not started again; the last time: %v", s.hangs, s.last)}
	}
	s.mu.Unlock()
	p, err := start(ctx, s.o, s.home)
	s.mu.Lock()
	if err != nil {
		s.count(err)
		return nil, err
	}
	return p, nil
}

// give returns a process that no client needs any more.
func (s *Subject) give(p *process) {
	p.logTo(nil)
	s.mu.Lock()
	defer s.mu.Unlock()
	err := p.why()
	s.count(err)
	if err == nil && s.closed {
		p.fail(&subject.Broken{Reason: "the subject is closed"})
	} else if err == nil {
		s.idle = append(s.idle, p)
	}
}

// count keeps score of hangs; s.mu is held.
func (s *Subject) count(err error) {
	if err == nil {
		s.hangs, s.last = 0, nil
		return
	}
	if _, hung := errors.AsType[*hang](err); hung {
		s.hangs++
		s.last = err
	}
}

// Close says goodbye to all processes and waits for them. The error says who
// did not go as agreed.
func (s *Subject) Close() error {
	s.mu.Lock()
	idle := s.idle
	s.idle, s.closed = nil, true
	s.mu.Unlock()
	errs := make([]error, len(idle))
	var wg sync.WaitGroup
	for i, p := range idle {
		wg.Go(func() { errs[i] = p.bye() })
	}
	wg.Wait()
	return errors.Join(errors.Join(errs...), os.RemoveAll(s.home))
}

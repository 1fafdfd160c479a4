package conformance

import (
	"fmt"
	"time"
)

// Process is what became of a program that acted on its own.
type Process struct {
	Ended  time.Duration `json:"endedNs"`          // when, since the world was ready
	Status int           `json:"status"`           // with which it exited; -1 when a signal ended it
	Signal string        `json:"signal,omitempty"` // which, unless the suite sent it
	Crash  string        `json:"crash,omitempty"`  // what it died of, when it says so on stderr
	// Stopped says why the suite ended it; empty when it ended by itself, or as agreed.
	Stopped string `json:"stopped,omitempty"`
	Idle    bool   `json:"idle,omitempty"`  // it was ended as agreed, once it asked nothing more
	Wrote   int64  `json:"wrote"`           // bytes on stdout and stderr
	Clock   string `json:"clock,omitempty"` // whose time it ran in, and why
	// Foreign are the requests to hosts that are no part of the world. None of them
	// was forwarded.
	Foreign []string `json:"foreign,omitempty"`
}

// ProgramResult is what a program came to in one world, whatever the cases say.
type ProgramResult struct {
	World    string  `json:"world"`
	Verdict  Verdict `json:"verdict"`
	Reason   string  `json:"reason"` // in words, also of a PASS
	Requests int     `json:"requests"`
	Process
}

// Crashed reports whether the program fell, instead of ending.
func (p *Process) Crashed() bool { return p.Crash != "" || p.Signal != "" }

// How puts the end into words.
func (p *Process) How() string {
	switch {
	case p.Stopped != "":
		return p.Stopped
	case p.Signal != "":
		return "was ended by the signal " + p.Signal
	case p.Idle:
		return "had nothing more to ask"
	case p.Crash != "":
		return fmt.Sprintf("exited with status %d: %s", p.Status, p.Crash)
	}
	return fmt.Sprintf("exited with status %d", p.Status)
}

package observe

import (
	"context"
	"fmt"

	"github.com/ergodrome/ergodrome/conformance/internal/faketime"
)

// Time says whose time a program is observed in.
type Time string

// The times.
const (
	RealTime Time = "real" // the machine's
	// ScaledTime runs faster, unless something speaks for a program that would not follow.
	ScaledTime Time = "scaled"
	// AutoTime is scaled for runtimes that a canary shows to follow, and else real.
	AutoTime Time = "auto"
)

// Valid reports whether t is one of the three; empty is auto.
func (t Time) Valid() bool {
	return t == "" || t == RealTime || t == ScaledTime || t == AutoTime
}

// pace is the clock of the programs: found out once, and given up for all when one of
// them does not follow.
type pace struct {
	tool *faketime.Tool
	rate float64
	why  string // it is real
}

// paceOf asks the canary.
func paceOf(ctx context.Context, o *Options) pace {
	if o.Time == RealTime {
		return pace{rate: 1}
	}
	tool, err := faketime.Find()
	if err != nil {
		return pace{rate: 1, why: err.Error()}
	}
	why, tried := tool.Follows(ctx, o.Argv)
	if why == "" && !tried && o.Time != ScaledTime {
		why = "nothing is known of this program's clock (--time scaled tries)"
	}
	if why != "" {
		return pace{rate: 1, why: why}
	}
	return pace{tool: tool, rate: o.Rate}
}

// command is what starts a program at this pace.
func (p pace) command(argv []string) []string {
	if p.tool == nil {
		return argv
	}
	return p.tool.Command(p.rate, argv)
}

// String is what reports say.
func (p pace) String() string {
	switch {
	case p.tool != nil:
		return fmt.Sprintf("scaled, %g times as fast", p.rate)
	case p.why != "":
		return "real: " + p.why
	}
	return "real"
}

package stage

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// pace is how time passes for the subject.
type pace struct {
	start time.Time // where it stood at offset 0
	rate  float64   // its seconds in one of the machine's
}

// Since is the time that has passed for the subject.
func (s *Stage) Since() time.Duration {
	p := s.pace.Load()
	return scaled(time.Since(p.start), p.rate)
}

// Start is where the subject's time stood at offset 0.
func (s *Stage) Start() time.Time { return s.pace.Load().start }

// Rate is how many seconds pass for the subject in one of the machine's.
func (s *Stage) Rate() float64 { return s.pace.Load().rate }

// Begin starts time anew, now, at a rate: the world's, and that in which exchanges are
// told. It is for subjects whose own clock begins here and runs as fast, before
// they have asked anything.
func (s *Stage) Begin(rate float64) error {
	now := time.Now()
	s.Sim.Clock().Set(now.Add(s.c.World.Skew))
	if _, err := s.Sim.Control(http.MethodPatch, "clock", map[string]any{"rate": rate}); err != nil {
		return fmt.Errorf("clock: %w", err)
	}
	s.pace.Store(&pace{now, rate})
	return nil
}

// Heard has a function called at every request, before it is answered: whoever asks is
// alive then.
func (s *Stage) Heard(f func()) { s.heard.Store(&f) }

// Machine is how long the machine takes for what the subject's clock shows.
func (s *Stage) Machine(d time.Duration) time.Duration { return scaled(d, 1/s.Rate()) }

func scaled(d time.Duration, rate float64) time.Duration {
	if rate == 1 {
		return d
	}
	return time.Duration(float64(d) * rate)
}

// Wait lets time pass, for the subject and for a world whose clock runs.
func (s *Stage) Wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(s.Machine(d))
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

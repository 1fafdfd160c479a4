package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// entries is what somebody sits down to write on one day.
type entries struct {
	note, feeling, recovery, weight, feedback bool

	when, word int // second of the day; of the words for it
	mood, off  float64
}

// entriesOf draws all whether used or not: one habit must not change another's days.
func (s *Set) entriesOf(p *profile, day int) entries {
	stream := p.key.With("diary").At(s.firstDay + day).Stream()
	habits := p.key.With("diary habits").Stream()
	notes, feels, recovers, weighs := habits.Between(0.02, 0.2), habits.Between(0, 0.3), habits.Between(0, 0.6), habits.Between(0, 0.5)
	switch {
	case p.local == 0:
		notes, feels, recovers, weighs = 0.25, 0.35, 0.8, 0.7
	case !p.scales():
		weighs = 0
	}
	return entries{
		note: stream.Chance(notes), when: at(12, 0) + stream.IntN(9*3600), word: stream.IntN(8),
		feeling: stream.Chance(feels), recovery: stream.Chance(recovers), weight: stream.Chance(weighs),
		mood: stream.Normal(), off: stream.Normal(), feedback: habits.Chance(0.7),
	}
}

// scales says whether an athlete has some.
func (p *profile) scales() bool { return p.local == 0 || p.key.With("scales").Chance(0.4) }

func (s *Set) weighing(p *profile, day int, e *entries) *Weight {
	kg := detmath.Round(float64((s.bodyOn(p, day).MassKg+float64(0.35*e.off))*10)) / 10
	return &Weight{time.Unix(s.risen(p, day)+180, 0).UTC(), kg}
}

// Weighed is an athlete's last weighing that is not after t; false before the first.
func (s *Set) Weighed(athlete int, t time.Time) (Weight, bool) {
	if athlete < 0 || athlete >= s.Athletes() {
		return Weight{}, false
	}
	p := s.profile(athlete)
	if !p.scales() {
		return Weight{}, false
	}
	for day := min(s.dayOf(t, p.zone), lastDay); day >= 0; day-- {
		if e := s.entriesOf(&p, day); e.weight {
			if w := s.weighing(&p, day, &e); !w.At.After(t) {
				return *w, true
			}
		}
	}
	return Weight{}, false
}

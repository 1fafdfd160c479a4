package dataset

import (
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

type key = chance.Key

// minute is what a body does in one minute.
type minute struct {
	met    float64 // multiple of 1/8
	steps  int
	metres float64 // on foot
	kcal   float64
	asleep bool
}

// dailyLife is what an athlete does when not training: 1 sits, 2 stands, 3
// walks about.
func (p *profile) dailyLife() int {
	return [...]int{1, 1, 1, 2, 2, 3}[p.key.With("daily life").IntN(6)]
}

// life is each minute of a day as if nobody slept or trained: sitting, standing
// and walking by turns.
func (c *calendarDay) life(s *Set) []minute {
	out := make([]minute, (c.to-c.from)/60)
	d := s.date(c.day, c.p.zone)
	stream := c.p.key.With("life").At(d.day).Stream()
	job, weekend := c.p.dailyLife(), d.weekday >= 5
	stand, walk := [...]float64{0.3, 0.46, 0.42}[job-1], [...]float64{0.11, 0.12, 0.2}[job-1]
	switch {
	case c.p.health(d.day) == ill:
		stand, walk = 0.15, 0.03
	case weekend:
		stand, walk = 0.4, 0.16
	}
	for at := 0; at < len(out); {
		hour, more := at/60, 0.0
		if !weekend && (hour == 7 || hour == 8 || hour == 16 || hour == 17) {
			more = 0.14 // the way to work and back
		}
		level, length, pace := 1.1, 10+stream.IntN(50), 0
		switch u := stream.Float64(); {
		case u < walk+more:
			length, pace = 3+stream.IntN(16), 92+stream.IntN(32)
			level = 2.7 + float64(1.6*float64(pace-92)/32)
		case u < walk+more+stand:
			length, level = 3+stream.IntN(18), stream.Between(1.6, 2.7)
		}
		for ; length > 0 && at < len(out); length, at = length-1, at+1 {
			out[at] = moved(level+float64(0.12*stream.Normal()), pace, &stream)
		}
	}
	return out
}

// moved is one minute at a level; pace is steps a minute of who walks.
func moved(level float64, pace int, stream *chance.Stream) minute {
	m := minute{met: eighths(max(1, level))}
	n := stream.IntN(16)
	switch {
	case pace > 0:
		m.steps = max(0, pace-8+n)
	case level >= 1.5:
		m.steps = int(float64(float64(14*(level-1.4)) * float64(n) / 8))
	case n == 0:
		m.steps = 6
	}
	return m
}

func eighths(met float64) float64 { return detmath.Round(float64(met*8)) / 8 }

package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
)

// epoch is how long one scored piece of sleep lasts, in seconds.
const epoch = 30

// nightly is a night between two days, as far as clocks and batteries know it.
type nightly struct {
	ref     Ref // of the event that a belt would make of it
	plan    planned
	key     chance.Key
	bed, up time.Time
	seconds int  // from bed to up
	empty   int  // second at which the battery ran out; seconds when it did not
	absent  bool // the wrist device lay on a table
}

// nightOf is the night after a day.
func (s *Set) nightOf(p *profile, day int) nightly {
	exercises := s.exercises(p, day)
	d := s.date(day, p.zone)
	n := nightly{ref: Ref{Athlete: p.index, Day: day, Slot: slotNight}, plan: p.bedtimes(d, lateness(&exercises))}
	n.key = p.key.With("record").At(s.firstDay + day).At(slotNight)
	n.bed, n.up = s.local(day, n.plan.start, p.zone), s.local(day, n.plan.end, p.zone)
	var test planned
	s.test(p, &test, day+1, s.date(day+1, p.zone))
	if test.kind != "" { // nobody takes a test asleep
		if start := s.local(day+1, test.start-120, p.zone); start.Before(n.up) {
			n.up = start
		}
	}
	n.seconds = int(n.up.Sub(n.bed) / time.Second)
	n.empty = n.seconds
	stream := p.key.With("wrist").At(d.day).With("night").Stream()
	n.absent = !stream.Chance(p.nightsOnWrist())
	const enough = 5 * 3600
	if stream.Chance(0.015) && n.seconds > enough+3600 {
		n.empty = enough + stream.IntN(n.seconds-enough-1800)
	}
	return n
}

// nightsOnWrist is how likely an athlete sleeps with the device on.
func (p *profile) nightsOnWrist() float64 {
	if p.local == 0 {
		return 0.98
	}
	return 0.8 + float64(0.18*p.key.With("wrist").With("nights").Float64())
}

// hypnogram is a scored night.
type hypnogram struct {
	from    int // second after going to bed
	epochs  []SleepState
	snoozes []int // epochs
	alarm   int   // second after going to bed; 0 for none
	early   int   // seconds by which the device believed sleep to begin earlier
}

// hypnogram scores what stages drew coarsely: each awakening, deep and REM sleep
// stays what it is but for moments, light sleep is parted into N1 and N2.
func (n *nightly) hypnogram(p *profile) hypnogram {
	coarse := stages(n.seconds, n.key)
	first, end := 0, len(coarse)-1
	for first < end && coarse[first].Sleep == Awake {
		first++
	}
	for end > first && coarse[end-1].Sleep == Awake {
		end--
	}
	stream := n.key.With("hypnogram").Stream()
	h := hypnogram{from: int(coarse[first].From / time.Second)}
	until := min(int(coarse[end].From/time.Second), n.empty)
	h.epochs = make([]SleepState, 0, (until-h.from)/epoch)
	before := Awake
	for i := first; i < end; i++ {
		to := min(until, int(coarse[i+1].From/time.Second))
		h.score(coarse[i].Sleep, before, (to-h.from)/epoch, &stream)
		before = coarse[i].Sleep
	}
	if stream.Chance(0.03) { // a loose strap
		length := 10 + stream.IntN(50)
		for at := stream.IntN(len(h.epochs) - length); length > 0; length-- {
			h.epochs[at+length] = StateUnknown
		}
	}
	h.rise(p, n, &stream)
	return h
}

// score fills epochs up to the number to with one coarse stage.
func (h *hypnogram) score(s, before Sleep, to int, stream *chance.Stream) {
	fill := func(state SleepState, n int) {
		for ; n > 0 && len(h.epochs) < to; n-- {
			h.epochs = append(h.epochs, state)
		}
	}
	switch s {
	case Awake:
		fill(StateWake, to)
		return
	case Light:
		if before == Awake {
			fill(StateN1, 2+stream.IntN(6))
		}
	case Deep:
		fill(StateN2, 1)
	}
	for len(h.epochs) < to {
		switch s {
		case Light:
			fill(StateN2, 5+stream.IntN(20))
			if stream.Chance(0.42) {
				fill(StateWake, 1+stream.IntN(3))
			}
			fill(StateN1, 1+stream.IntN(3))
		case Deep:
			fill(StateN3, 12+stream.IntN(26))
			fill(StateN2, 1)
		default:
			fill(StateREM, 8+stream.IntN(22))
			if stream.Chance(0.25) {
				fill(StateWake, 1)
			}
			fill(StateN1, 1+stream.IntN(2))
		}
	}
}

// rise adds how the night ends: by itself or by an alarm, put off or not; and
// whether the athlete corrected its begin.
func (h *hypnogram) rise(p *profile, n *nightly, stream *chance.Stream) {
	alarmed, put := stream.Chance(0.1+float64(0.8*p.key.With("alarm").Float64())), stream.IntN(7)-3
	if alarmed && n.empty == n.seconds {
		h.alarm = h.from + epoch*len(h.epochs) + stream.IntN(epoch)
		for k := put; k > 0; k-- {
			at := len(h.epochs) - 18*k // nine minutes
			h.epochs[at] = StateWake
			h.snoozes = append(h.snoozes, at)
		}
	}
	if stream.Chance(0.06) && h.from >= 10*epoch {
		h.early = epoch * (5 + stream.IntN(h.from/epoch-5))
	}
}

// stages joins equal epochs.
func (h *hypnogram) stages() []SleepStage {
	out := make([]SleepStage, 0, 128)
	for i, state := range h.epochs {
		if i == 0 || state != h.epochs[i-1] {
			out = append(out, SleepStage{time.Duration(i*epoch) * time.Second, state})
		}
	}
	return out
}

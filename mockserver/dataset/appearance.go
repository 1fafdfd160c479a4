package dataset

import "github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"

// appearance is the part of a game that somebody plays.
type appearance struct {
	from, to float64 // of the playing time; equal for who stays on the bench
	on, off  int     // seconds of a shift and of the bench after it; off is 0 where nobody changes
	level    float64 // of the game's effort, by position
	keeper   bool
}

// share is how much of the game it is.
func (a *appearance) share() float64 {
	x := a.to - a.from
	if a.off > 0 {
		x = float64(x*float64(a.on)) / float64(a.on+a.off)
	}
	if a.keeper {
		x = float64(x * 0.25)
	}
	return x
}

// keeps says whether an athlete guards the goal.
func (p *profile) keeps(s Sport) bool {
	switch s {
	case Football, IceHockey, Floorball, Handball:
		return p.role == member && p.position%14 == 5
	}
	return false
}

// appear draws an athlete's part in one game.
func (p *profile) appear(s Sport, k chance.Key) appearance {
	stream := k.Stream()
	position := p.key.With("position").IntN(3)
	a := appearance{to: 1, level: [...]float64{0.95, 1.05, 1}[position]}
	fate, minute := stream.Float64(), stream.Float64()
	if p.keeps(s) {
		a.keeper = true
		return a
	}
	// Some are used more than others.
	often := p.key.With("standing").Float64()
	switch s {
	case IceHockey:
		a.on, a.off = 40+stream.IntN(15), 75+int(65*often)+12*position
	case Floorball:
		a.on, a.off = 55+stream.IntN(20), 50+int(60*often)
	case Basketball, Handball:
		a.on, a.off = 300+stream.IntN(360), 60+int(480*often)
	}
	if fate += float64(0.16*often) - 0.08; a.off > 0 {
		fate = float64(fate * 0.9)
	}
	switch {
	case fate < 0.58:
	case fate < 0.76: // replaced
		a.to = 0.5 + float64(0.42*minute)
	case fate < 0.93: // the replacement
		a.from = 0.5 + float64(0.4*minute)
	default:
		a.from = 1
	}
	return a
}

// gameLevel is the mean effort of those in the game, as a fraction of the
// maximal oxygen uptake: who changes often can do more.
func gameLevel(s Sport) float64 {
	switch s {
	case Football:
		return 0.82
	case Rugby:
		return 0.8
	case IceHockey:
		return 1.25
	case Floorball:
		return 1.15
	case Volleyball:
		return 0.58
	}
	return 0.93
}

// playing is the next thing that somebody does in a game: in it, or beside it.
func (d *drawer) playing(mean float64) (length int, level float64) {
	now := float64(d.clock) / float64(max(1, d.whole))
	a := &d.play
	if now < a.from || now >= a.to {
		return 10 + d.stream.IntN(20), 0.19
	}
	if a.off > 0 {
		if at := d.clock % (a.on + a.off); at >= a.on {
			return a.on + a.off - at, 0.32
		}
	}
	if !a.keeper {
		return d.burst(float64(mean * a.level))
	}
	switch u := d.stream.Float64(); {
	case u < 0.72:
		return 10 + d.stream.IntN(25), 0.3
	case u < 0.95:
		return 5 + d.stream.IntN(8), 0.48
	}
	return 2 + d.stream.IntN(3), 1.2
}

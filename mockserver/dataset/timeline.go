package dataset

import "github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"

// style is how effort changes within a segment.
type style uint8

const (
	steady style = iota
	bursts       // walking, running and sprinting by turns
	sets         // strength exercises with pauses
	idle         // standing about
	play         // bursts of those who are in the game, see appearance
)

// segment is a part of an exercise.
type segment struct {
	name   string
	length int // seconds
	style  style
	level  float64 // of the maximal oxygen uptake
}

// timeline is the parts of an exercise; their lengths sum to length. Those who
// train together share k.
func timeline(f form, sport Sport, length int, k chance.Key) []segment {
	b := builder{left: length, stream: k.With("timeline").Stream()}
	switch f {
	case formLong:
		b.add("Warm-up", 600, steady, 0.52)
		b.add("Long", b.left-420, steady, b.stream.Between(0.55, 0.62))
		b.add("Cool-down", b.left, steady, 0.48)
	case formTempo:
		b.add("Warm-up", 840, steady, 0.54)
		b.add("Tempo", b.left-540, steady, b.stream.Between(0.76, 0.83))
		b.add("Cool-down", b.left, steady, 0.48)
	case formIntervals:
		work := 60 * (2 + b.stream.IntN(4))
		b.repeats("Interval", work, work*2/3, b.stream.Between(0.92, 1), 0.42)
	case formHills:
		b.repeats("Hill", 80+10*b.stream.IntN(8), 150, b.stream.Between(0.94, 1.04), 0.4)
	case formRace:
		b.laps("Split", 1200, b.stream.Between(0.85, 0.9))
	case formDrills:
		b.drills()
	case formGame:
		b.game(sport)
	case formGym:
		b.add("Warm-up", 480, steady, 0.42)
		b.add("Strength", b.left-300, sets, 0.42)
		b.add("Stretching", b.left, idle, 0.2)
	case formRehab:
		b.laps("Block", 900, b.stream.Between(0.34, 0.46))
	case formRecovery:
		b.laps("Lap", 900, b.stream.Between(0.38, 0.46))
	case formMobility:
		b.laps("Block", 900, 0.2)
	default:
		b.laps("Lap", 600, b.stream.Between(0.52, 0.6))
	}
	return b.out
}

type builder struct {
	out    []segment
	left   int
	stream chance.Stream
}

// add appends a segment, as far as there is time for it.
func (b *builder) add(name string, length int, st style, level float64) {
	length = min(length, b.left)
	if length <= 0 {
		return
	}
	b.out = append(b.out, segment{name, length, st, level})
	b.left -= length
}

// laps parts the rest of the time evenly, as watches do.
func (b *builder) laps(name string, every int, level float64) {
	for n := 1; b.left > 0; n++ {
		length := every
		if b.left < every*3/2 {
			length = b.left
		}
		b.add(name+" "+itoa(n), length, steady, level)
	}
}

func (b *builder) repeats(name string, work, rest int, hard, easy float64) {
	b.add("Warm-up", 900, steady, 0.55)
	for n := 1; b.left > 480+work+rest && n <= 12; n++ {
		b.add(name+" "+itoa(n), work, steady, hard)
		b.add("Recovery "+itoa(n), rest, steady, easy)
	}
	b.add("Cool-down", b.left, steady, 0.46)
}

func (b *builder) drills() {
	whole := b.left
	b.add("Warm-up", 60*(12+b.stream.IntN(6)), bursts, 0.5)
	b.add("Passing", whole/7, bursts, 0.46)
	for n := range 3 + b.stream.IntN(3) {
		b.add("Small-sided game "+itoa(n+1), 240, bursts, b.stream.Between(0.74, 0.84))
		b.add("Pause "+itoa(n+1), 120, idle, 0.26)
	}
	b.add("Tactics", whole/6, bursts, 0.48)
	b.add("Game", b.left-420, bursts, b.stream.Between(0.63, 0.73))
	b.add("Cool-down", b.left, steady, 0.36)
}

func (b *builder) game(sport Sport) {
	b.add("Warm-up", 1200, bursts, 0.52)
	b.add("Line-up", 300, idle, 0.24)
	names, pause := []string{"1st half", "2nd half"}, 900
	switch sport {
	case IceHockey, Floorball:
		names = []string{"1st period", "2nd period", "3rd period"}
	case Basketball:
		names, pause = []string{"1st quarter", "2nd quarter", "3rd quarter", "4th quarter"}, 240
	case Volleyball:
		names, pause = []string{"1st set", "2nd set", "3rd set", "4th set"}, 180
	}
	level, length := gameLevel(sport), (b.left-300-pause*(len(names)-1))/len(names)
	for i, name := range names {
		b.add(name, length, play, level-float64(0.02*float64(i)))
		if i < len(names)-1 {
			b.add("Break "+itoa(i+1), pause, idle, 0.2)
		}
	}
	b.add("Cool-down", b.left, steady, 0.32)
}

package dataset

import (
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// demand is the effort of each second as a fraction of the maximal oxygen
// uptake; sprints take more than one.
func demand(parts []segment, e *planned, k chance.Key) []float64 {
	d := drawer{out: make([]float64, 0, e.end-e.start), limit: e.end - e.start, intensity: e.intensity, stream: k.With("demand").Stream()}
	skip := max(0, -e.lead)
	d.play, d.rough, d.stops = e.play, roughness(e.sport), e.sport == CyclingRoad
	for _, part := range parts {
		if part.style == play {
			d.whole += part.length
		}
	}
	d.part(segment{length: max(0, e.lead), style: idle, level: 0.2})
	for _, part := range parts {
		late := min(skip, part.length)
		skip -= late
		part.length -= late
		d.part(part)
	}
	d.part(segment{length: d.limit - len(d.out), style: idle, level: 0.2})
	return d.out
}

type drawer struct {
	out       []float64
	limit     int
	intensity float64
	wave      float64 // a slow random walk around 0
	terrain   float64 // a slower one: hills, wind, company
	rough     float64 // how far terrain moves the effort
	stops     bool    // for traffic
	play      appearance
	clock     int // seconds of the game so far
	whole     int // and of the whole game
	stream    chance.Stream
}

func (d *drawer) part(p segment) {
	left := min(p.length, d.limit-len(d.out))
	for left > 0 {
		var length int
		level := p.level
		switch p.style {
		case bursts:
			length, level = d.burst(p.level)
		case play:
			length, level = d.playing(p.level)
		case sets:
			if len(d.out)%150 < 45 {
				length, level = 45-len(d.out)%150, float64(p.level*1.4)
			} else {
				length, level = 150-len(d.out)%150, float64(p.level*0.6)
			}
		case idle:
			length = left
		default:
			length = left
			if d.stops && p.level < 0.7 {
				length = 120 + d.stream.IntN(900)
			}
		}
		length = min(length, left)
		left -= length
		if p.style == play {
			d.clock += length
		}
		d.hold(length, level, p.style)
		if d.stops && p.style == steady && left > 60 && p.level < 0.7 {
			wait := 8 + d.stream.IntN(45)
			left -= wait
			d.hold(wait, 0.12, idle)
		}
	}
}

// burst is the next thing that a player does: walk, jog, run or sprint.
func (d *drawer) burst(mean float64) (length int, level float64) {
	const meanOfMixture = 0.536
	scale := mean / meanOfMixture
	switch u := d.stream.Float64(); {
	case u < 0.38:
		return 6 + d.stream.IntN(15), float64(0.3 * scale)
	case u < 0.7:
		return 6 + d.stream.IntN(10), float64(0.6 * scale)
	case u < 0.9:
		return 4 + d.stream.IntN(7), float64(0.95 * scale)
	}
	return 2 + d.stream.IntN(4), min(1.9, float64(1.6*scale))
}

func (d *drawer) hold(seconds int, level float64, st style) {
	level = float64(level * d.intensity)
	for range seconds {
		d.wave = float64(d.wave*0.98) + float64(0.2*d.stream.Normal())
		swing := 0.025
		if st == idle {
			swing = 0.08
		}
		change := float64(swing * detmath.Clamp(d.wave, -2, 2))
		if st == steady {
			d.terrain = float64(d.terrain*0.995) + float64(0.1*d.stream.Normal())
			change += float64(d.rough * detmath.Clamp(1.6-level, 0.5, 1) * detmath.Clamp(d.terrain, -2, 2))
		}
		d.out = append(d.out, max(0.08, float64(level*(1+change))))
	}
}

// roughness is how far terrain, wind and traffic move a steady effort.
func roughness(s Sport) float64 {
	switch s {
	case CyclingMountain, RunningTrail:
		return 0.14
	case CyclingRoad, SkiingClassic, SkiingSkate:
		return 0.12
	case Running, Walking:
		return 0.07
	}
	return 0.03
}

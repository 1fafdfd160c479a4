package dataset

// unrest is what spoils a night beside the day's load, in units of readiness: a
// late game, a feast after it, travel, a child that cries.
func (s *Set) unrest(p *profile, day int) float64 {
	stream := p.key.With("unrest").At(s.firstDay + day).Stream()
	exercises := s.exercises(p, day)
	often, out := 0.08, 0.0
	for i := range exercises {
		switch e := &exercises[i]; {
		case e.kind != Workout:
		case e.tag == TagGame || e.tag == TagRace:
			often = 0.35
			fallthrough
		default:
			if e.end > at(20, 0) {
				out += 0.35
			}
		}
	}
	if stream.Chance(often) {
		out += stream.Between(0.8, 2)
	}
	return out
}

package dataset

// health is what keeps an athlete from the plan.
type health uint8

const (
	healthy health = iota
	ill            // no training
	injured        // rehabilitation only
)

// health of a day follows from spells that begin in this or the preceding
// stretch of days.
func (p *profile) health(day int) health {
	const illnessBlock, injuryBlock = 28, 112
	if p.spell("injury", day, injuryBlock, 0.22, 14, 22) {
		return injured
	}
	if p.spell("illness", day, illnessBlock, 0.13, 4, 6) {
		return ill
	}
	return healthy
}

func (p *profile) spell(name string, day, block int, chance float64, shortest, spread int) bool {
	k := p.key.With(name)
	b := floorDiv(day, block)
	for n := b - 1; n <= b; n++ {
		if kn := k.At(n); kn.Chance(chance) {
			first := n*block + kn.With("first").IntN(block)
			if length := shortest + kn.With("length").IntN(spread); day >= first && day < first+length {
				return true
			}
		}
	}
	return false
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

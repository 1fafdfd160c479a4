package dataset

import "github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"

// squad is how many members of one team train at the same hours: a team may be
// larger than any pitch.
const squad = 32

// role is how an athlete belongs to a team.
type role uint8

const (
	alone  role = iota // in no team
	member             // in the team
	guest              // in a group of the team only
)

// profile is what never changes about an athlete, cheap enough to make again
// for each question.
type profile struct {
	key          chance.Key
	index        int
	organization int
	local        int // number within the organization
	zone         int
	role         role
	team         int // meaningless when alone
	position     int // number within the team's block
	sport        Sport
	sex          Sex

	// Habits, as probabilities.
	wearsNights, takesTests float64
	// Sensors they own.
	movement, gps, power bool
}

// athletesOf finds the athletes of an organization: blocks of nearly equal size.
func (s *Set) athletesOf(organization int) (first, count int) {
	block := func(o int) int { return int(int64(s.config.Athletes) * int64(o) / int64(s.config.Organizations)) }
	first = block(organization)
	return first, block(organization+1) - first
}

// share is the k-th of n blocks that divide size, and whose says in which of
// them i lies.
func share(size, n, k int) int { return int(int64(size) * int64(k) / int64(n)) }
func whose(size, n, i int) int { return int((int64(i+1)*int64(n) - 1) / int64(size)) }

func (s *Set) profile(i int) profile {
	p := s.identity(i)
	p.habits()
	return p
}

// identity is the profile but for habits and sensors.
func (s *Set) identity(i int) profile {
	p := profile{key: s.key.With("athlete").At(i), index: i}
	p.organization = whose(s.config.Athletes, s.config.Organizations, i)
	first, count := s.athletesOf(p.organization)
	p.local = i - first
	block := whose(count, s.config.Teams, p.local)
	p.team = p.organization*s.config.Teams + block
	p.position = p.local - share(count, s.config.Teams, block)
	p.role = roleOf(p.local)
	p.zone = s.organizationZone(p.organization)
	if p.role == alone {
		p.zone = (p.organization*2 + p.local/10) % zoneCount
		p.sport = soloSport(p.local/10 + p.organization)
		p.sex = Female
		if p.key.With("sex").Chance(0.5) {
			p.sex = Male
		}
	} else {
		t := s.squadOf(p.team)
		p.sport, p.sex = t.sport, t.sex
		if p.role == guest && p.key.With("sex").Chance(0.15) {
			p.sex = Male
		}
	}
	return p
}

// habits draws how much an athlete measures. The first of each organization
// measures nearly everything.
func (p *profile) habits() {
	stream := p.key.With("habits").Stream()
	p.wearsNights, p.takesTests = stream.Between(0, 0.25), stream.Between(0, 0.15)
	if stream.Chance(0.6) {
		p.wearsNights = stream.Between(0.35, 0.75)
	}
	if stream.Chance(0.5) {
		p.takesTests = stream.Between(0.2, 0.6)
	}
	p.movement = stream.Chance(0.5)
	p.gps = stream.Chance(0.75)
	p.power = stream.Chance(0.5)
	switch {
	case p.local == 0:
		p.wearsNights, p.takesTests, p.movement, p.gps = 0.95, 0.85, true, true
	case p.local == 1:
		p.movement = false
	case p.role == alone:
		p.gps, p.power = true, true
	}
}

// roleOf spreads the roles so that a small organization has each of them.
func roleOf(local int) role {
	switch local % 10 {
	case 4:
		return guest
	case 7:
		return alone
	}
	return member
}

// soloSport is what people train who are in no team.
func soloSport(n int) Sport {
	switch n % 6 {
	case 1:
		return Running
	case 2:
		return SkiingSkate
	case 3:
		return RunningTrail
	case 4:
		return Swimming
	case 5:
		return Rowing
	}
	return CyclingRoad
}

// organizationZone is where an organization is; the sandbox is where the first
// vendor is.
func (s *Set) organizationZone(i int) int {
	if i == 0 {
		return 0
	}
	return s.key.With("organization").At(i).With("zone").IntN(zoneCount)
}

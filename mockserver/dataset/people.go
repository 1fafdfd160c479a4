package dataset

import (
	"strings"
	"time"

	"github.com/brianvoe/gofakeit/v7/data"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// faker draws names from the stream of k. It uses gofakeit's lists and not its
// functions: those bring two hundred generators into the program and build
// their register at every start.
type faker struct{ stream chance.Stream }

func fake(k chance.Key) *faker { return &faker{k.Stream()} }

func (f *faker) FirstName() string { return f.draw("first") }
func (f *faker) LastName() string  { return f.draw("last") }

func (f *faker) draw(kind string) string {
	list := data.Person[kind]
	return list[f.stream.IntN(len(list))]
}

// Organization returns one organization by number; the number must be in range.
func (s *Set) Organization(i int) Organization {
	key := s.key.With("organization").At(i)
	first, count := s.athletesOf(i)
	name := "APITEST"
	if i > 0 {
		kinds := [...]string{"Athletic", "Sports Club", "United", "Academy", "Performance Centre"}
		name = fake(key.With("name")).LastName() + " " + kinds[key.With("kind").IntN(len(kinds))]
	}
	return Organization{
		Index:        i,
		Name:         name,
		Sandbox:      i == 0,
		Zone:         s.zones.at(s.organizationZone(i)),
		FirstAthlete: first,
		Athletes:     count,
		FirstTeam:    i * s.config.Teams,
		Teams:        s.config.Teams,
		FirstCoach:   i * s.coachesPerOrganization(),
		Coaches:      s.coachesPerOrganization(),
	}
}

// Athlete returns one athlete by number; the number must be in range.
func (s *Set) Athlete(i int) Athlete {
	return s.memory.people.Get(i, s.peopleBytes(), func() (Athlete, int) {
		a := s.athlete(i)
		return a, 256 + len(a.GivenName) + len(a.FamilyName) + len(a.Email)
	})
}

func (s *Set) athlete(i int) Athlete {
	p := s.identity(i)
	given, family := p.name()
	a := Athlete{
		Index:        i,
		Organization: p.organization,
		GivenName:    given,
		FamilyName:   family,
		Sex:          p.sex,
		Born:         s.born(&p),
		HeightCM:     p.height(),
		Sport:        p.sport,
		Zone:         s.zones.at(p.zone),
	}
	if p.hasEmail() {
		a.Email = address(a.GivenName, a.FamilyName, i)
	}
	return a
}

// SportOf is what an athlete mostly trains. Like NameOf and ZoneOf it is less work
// than Athlete, and leaves nothing in memory.
func (s *Set) SportOf(i int) Sport {
	p := s.identity(i)
	return p.sport
}

// ZoneOf is where an athlete is at home.
func (s *Set) ZoneOf(i int) *time.Location {
	p := s.identity(i)
	return s.zones.at(p.zone)
}

// NameOf is what an athlete is called.
func (s *Set) NameOf(i int) (given, family string) {
	p := s.identity(i)
	return p.name()
}

func (p *profile) name() (given, family string) {
	person := fake(p.key.With("name"))
	return person.givenName(p.sex), person.LastName()
}

// Coach returns one coach by number; the number must be in range.
func (s *Set) Coach(i int) Coach {
	person := fake(s.key.With("coach").At(i).With("name"))
	c := Coach{
		Index:        i,
		Organization: i / s.coachesPerOrganization(),
		GivenName:    person.FirstName(),
		FamilyName:   person.LastName(),
	}
	c.Email = "coach." + address(c.GivenName, c.FamilyName, i)
	return c
}

// address is an e-mail address that can never be anybody's (RFC 2606).
func address(given, family string, n int) string {
	local := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r == '.' {
			return r
		}
		return -1
	}, strings.ToLower(given+"."+family))
	return local + "." + itoa(n) + "@example.com"
}

func itoa(n int) string {
	var b [20]byte
	i := len(b)
	for {
		i--
		b[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return string(b[i:])
		}
	}
}

func (s *Set) born(p *profile) time.Time {
	const youngest = 17 * 365
	days := youngest + int(detmath.Pow(p.key.With("age").Float64(), 1.6)*22*365)
	return s.config.FirstDay.AddDate(0, 0, -days)
}

func (p *profile) hasEmail() bool {
	return p.local%10 != 2 && !p.key.With("no e-mail").Chance(0.06)
}

func (p *profile) height() float64 {
	mean := 180.0
	if p.sex == Female {
		mean = 167
	}
	stream := p.key.With("height").Stream()
	return detmath.Round(mean + float64(6.5*stream.Normal()))
}

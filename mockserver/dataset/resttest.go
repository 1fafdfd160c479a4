package dataset

import (
	"slices"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// restKind is a kind of test at rest.
type restKind uint8

const (
	orthostatic restKind = iota
	fitnessAtRest
	jumping
	recording
	electrocardiogram
	oximetry
	restKinds
)

// restTest is a test before anybody looks at it.
type restTest struct {
	kind    restKind
	number  int   // of the day's
	start   int64 // seconds since 1970
	seconds int
	key     key
}

// standsAfter is how long an orthostatic test lies before it stands, in seconds.
const standsAfter = 180

// restTests are what an athlete measures after getting up, one after another.
func (s *Set) restTests(p *profile, day int) []restTest {
	if day <= 0 {
		return nil
	}
	k := s.restKey(p, day)
	draws := k.Stream()
	wanted := p.wants(&draws)
	if wanted == [restKinds]bool{} || p.health(s.firstDay+day) == ill {
		return nil
	}
	now, latest := s.risen(p, day)+420+int64(draws.IntN(300)), s.local(day, at(12, 0), p.zone).Unix()
	plan := s.plan(p, day)
	for slot := range plan {
		start, end := s.local(day, plan[slot].start, p.zone).Unix(), s.local(day, plan[slot].end, p.zone).Unix()
		switch plan[slot].kind {
		case RecoveryTest:
			now = max(now, end+120)
		case Workout:
			latest = min(latest, start-600)
		}
	}
	var out []restTest
	for kind := range restKinds {
		if !wanted[kind] {
			continue
		}
		t := restTest{kind: kind, number: len(out), start: now, key: k.At(int(kind))}
		t.seconds = t.length()
		if now += int64(t.seconds) + 90 + int64(draws.IntN(120)); now > latest {
			break
		}
		out = append(out, t)
	}
	return out
}

func (s *Set) restKey(p *profile, day int) chance.Key {
	return p.key.With("rest test").At(s.firstDay + day)
}

// wants is which tests an athlete means to take on a day, the first that are drawn.
func (p *profile) wants(draws *chance.Stream) (wanted [restKinds]bool) {
	for kind := range restKinds {
		wanted[kind] = draws.Chance(p.tests(kind))
	}
	return wanted
}

// testsOf are the tests of one kind that an athlete takes on a day. On most days none
// is wanted, which is quickly known.
func (s *Set) testsOf(p *profile, day int, kind restKind) []restTest {
	draws := s.restKey(p, day).Stream()
	if wanted := p.wants(&draws); day <= 0 || !wanted[kind] {
		return nil
	}
	return slices.DeleteFunc(s.restTests(p, day), func(t restTest) bool { return t.kind != kind })
}

// tests is how likely an athlete takes a test on one day.
func (p *profile) tests(kind restKind) float64 {
	often := [restKinds]float64{0.14, 0.05, 0.02, 0.03, 0.09, 0.11}[kind]
	if kind == jumping && p.sport.motion() == court {
		often = 0.09
	}
	if p.local == 0 {
		return 0.06 + often
	}
	if !p.key.With("takes").At(int(kind)).Chance(0.6) {
		return 0
	}
	return often
}

func (t *restTest) length() int {
	stream := t.key.With("length").Stream()
	switch t.kind {
	case orthostatic:
		return 2 * standsAfter
	case fitnessAtRest:
		return 300
	case jumping:
		return 60 + stream.IntN(60)
	case recording:
		return 300 + 60*stream.IntN(6)
	}
	return 30
}

// tested is what the heart does in a test at rest.
func (s *Set) tested(c *calendarDay, m *moment, b *Body, ready float64) stretch {
	x := stretch{interval: m.interval, origin: m.from, moment: m}
	if m.rest == nil {
		return x
	}
	x.pulse = m.rest.pulse(c.p, b, ready)
	x.beats = func() []float64 { return x.pulse.beats(m.rest.key) }
	return x
}

// pulse is that of lying still; of standing after it, or of sitting.
func (t *restTest) pulse(p *profile, b *Body, ready float64) pulse {
	out := lying(t.seconds, b, p.vagal(), ready, t.key)
	switch t.kind {
	case orthostatic:
		for i := standsAfter; i < t.seconds; i++ {
			up := float64(i - standsAfter)
			rise := 1 - detmath.Exp(-up/4)
			peak := float64(19 * detmath.Exp(-float64((up-11)*(up-11))/110))
			out.hr[i] += float64(rise*(17-float64(3*ready))) + peak
			out.swing[i] = float64(out.swing[i] * (1 - float64(0.62*rise)))
		}
	case jumping:
		for i := range out.hr {
			out.hr[i] += 35
			out.swing[i] = float64(out.swing[i] * 0.3)
		}
	case recording, electrocardiogram, oximetry:
		for i := range out.hr {
			out.hr[i] += 6
			out.swing[i] = float64(out.swing[i] * 0.85)
		}
	}
	return out
}

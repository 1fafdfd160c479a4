package dataset

import "time"

// Vigilance is whether somebody sleeps, as the watch tells all day.
type Vigilance uint8

// The states of Vigilance.
const (
	NoData Vigilance = iota // the watch was not worn or saw nothing
	IsAwake
	IsAsleep
)

// VigilanceChange begins a state at a time after local midnight.
type VigilanceChange struct {
	At    time.Duration
	State Vigilance
}

// Vigilance is one calendar day of sleeping and waking in steps of 30 s: that of
// its nights and of its skin contacts. The first change is at 0; none when the
// watch was not worn at all.
func (s *Set) Vigilance(athlete, day int) []VigilanceChange {
	if !s.lived(athlete, day) {
		return nil
	}
	p := s.profile(athlete)
	c := s.calendarDay(&p, day)
	if len(c.worn()) == 0 {
		return nil
	}
	states := make([]Vigilance, (c.to-c.from)/epoch)
	hole := 0
	for i := range states {
		if !c.absent(c.from+int64(i)*epoch+epoch/2, &hole) {
			states[i] = IsAwake
		}
	}
	if day > 0 {
		c.sleep(states, &c.before)
	}
	c.sleep(states, &c.next)
	var out []VigilanceChange
	for i, state := range states {
		if i == 0 || state != states[i-1] {
			out = append(out, VigilanceChange{time.Duration(i*epoch) * time.Second, state})
		}
	}
	return out
}

// sleep puts what a night's epochs say over the states of a day, each to the
// step in which its middle lies.
func (c *calendarDay) sleep(states []Vigilance, n *nightly) {
	h := n.hypnogram(c.p)
	begin := n.bed.Unix() + int64(h.from)
	for i, state := range h.epochs {
		at := floorDiv64(begin+int64(i)*epoch+epoch/2-c.from, epoch)
		if at < 0 || at >= int64(len(states)) || states[at] == NoData {
			continue
		}
		switch state {
		case StateWake:
		case StateUnknown:
			states[at] = NoData
		default:
			states[at] = IsAsleep
		}
	}
}

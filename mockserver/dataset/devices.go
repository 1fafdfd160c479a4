package dataset

// Device is something worn day and night.
type Device struct {
	Index int // among the athlete's; 0 is the watch that measures everything
	// Counts says that it counts steps and activity only: an older watch or a
	// band on some days, at the same time as device 0.
	Counts bool
	Since  int // day of its first use
}

// Devices are those of an athlete: one or two.
func (s *Set) Devices(athlete int) []Device {
	p := s.profile(athlete)
	out := []Device{{}}
	if k := p.key.With("second device"); p.local == 0 || k.Chance(0.3) {
		out = append(out, Device{Index: 1, Counts: true, Since: k.With("since").IntN(200)})
	}
	return out
}

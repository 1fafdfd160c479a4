package dataset

// DeviceKind is what a device is for.
type DeviceKind uint8

// The kinds of devices.
const (
	Watch       DeviceKind = iota // measures everything, day and night
	StepCounter                   // an older one, worn at the same time on some days: counts activity only
	CoreSensor                    // on the chest in workouts: the temperature of the body's core
)

// Device is something that an athlete wears.
type Device struct {
	Index int // among the athlete's; 0 is the watch
	Kind  DeviceKind
	Since int // day of its first use
}

// Devices are those of an athlete: the watch, and perhaps others.
func (s *Set) Devices(athlete int) []Device {
	if athlete < 0 || athlete >= s.Athletes() {
		return nil
	}
	p := s.profile(athlete)
	out := []Device{{}}
	if k := p.key.With("step counter"); p.local == 0 || k.Chance(0.3) {
		out = append(out, Device{Index: len(out), Kind: StepCounter, Since: k.With("since").IntN(200)})
	}
	if k := p.key.With("core sensor"); p.local == 0 || k.Chance(0.15) {
		out = append(out, Device{Index: len(out), Kind: CoreSensor, Since: k.With("since").IntN(200)})
	}
	return out
}

package dataset

import "time"

// TemperaturePeriod is a time in which one sensor measured temperature.
type TemperaturePeriod struct {
	Day         int  // in which it began
	Core        bool // of the body's core, estimated; otherwise of the skin
	Proximal    bool // upper arm or chest; otherwise wrist
	Device      int
	Start, Stop time.Time // UTC
	Zone        *time.Location
	Samples     []Temperature // ascending, in [Start, Stop]
}

// Temperature is one sample.
type Temperature struct {
	At      time.Duration // after the period's Start
	Celsius float32
}

// ContactPeriod is a time in which a device watched whether it touched skin.
type ContactPeriod struct {
	Day         int // in which it began
	Device      int
	Start, Stop time.Time // UTC
	Zone        *time.Location
	Changes     []ContactChange // ascending, the first at 0
}

// ContactChange begins a time with or without contact.
type ContactChange struct {
	At time.Duration // after the period's Start
	On bool
}

package polaraccesslink

import "strconv"

// What tells items apart that came with two pieces of a range.

func id(r *Reference) string {
	if r == nil {
		return ""
	}
	return r.ID
}

func uuid(r *DeviceReference) string {
	if r == nil {
		return ""
	}
	return r.UUID
}

func deviceID(r *DeviceIDReference) string {
	if r == nil {
		return ""
	}
	return r.DeviceID
}

// day is a date and whose; two without a date are never the same.
func day(d Date, who string) string {
	if d.IsZero() {
		return ""
	}
	return d.String() + " " + who
}

// period is a beginning and whose.
func period(t LocalTime, who string) string {
	if t.IsZero() {
		return ""
	}
	return t.String() + " " + who
}

func target(t *TrainingTarget) string {
	if t.Session == nil || t.Session.ID == nil {
		return ""
	}
	return strconv.FormatUint(*t.Session.ID, 10)
}

// kind is which of the six tests it is.
func (t *Test) kind() string {
	switch {
	case t.JumpTestResult != nil:
		return "jump"
	case t.OrthostaticTestResult != nil:
		return "orthostatic"
	case t.FitnessTestResult != nil:
		return "fitness"
	case t.RRRecording != nil:
		return "rr"
	case t.ECGTestResult != nil, t.SpO2TestResult != nil:
		return "blood"
	}
	return ""
}

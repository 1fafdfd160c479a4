package polaraccesslink

import "time"

// settings adds what the account says of the body, whenever that changes, from the
// account's begin on: entries agree with what account data says at the same time.
func (p *calendarPage) settings(first, last int) {
	t, athlete := p.t, p.c.athlete
	begun := t.physique(athlete, p.c.Call.Now).created
	if first == 0 && !begun.After(p.c.Call.Now) {
		x := t.physique(athlete, begun)
		p.add(begun, calendarEntry{PhysicalInformation: p.person(&x, begun)})
	}
	for day := first; day <= last; day++ {
		from, to := t.data.Midnight(athlete, day), t.data.Midnight(athlete, day+1)
		x := t.physique(athlete, to.Add(-time.Second))
		at := x.modified
		if at.Before(from) || !at.Before(to) || at.Equal(begun) {
			continue
		}
		if before := t.physique(athlete, at.Add(-24*time.Hour)); before.differs(&x) {
			p.add(at, calendarEntry{PhysicalInformation: p.person(&x, at)})
		}
	}
}

// differs says whether anything but times has changed.
func (p *physique) differs(from *physique) bool {
	a, b := *p, *from
	for _, x := range [...]*physique{&a, &b} {
		x.modified, x.weighed, x.rated, x.tested = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	}
	return a != b
}

func (p *calendarPage) person(x *physique, at time.Time) *calendarPerson {
	return &calendarPerson{
		Created: utc{at}, Modified: utc{at}, DateTime: local{at.In(p.zone)}, Height: float32(x.height), Weight: float32(x.weight),
		MaximumHeartRate: x.maximum, RestingHeartRate: x.resting, AerobicThreshold: x.aerobic, AnaerobicThreshold: x.anaerobic, VO2Max: x.vo2Max,
		TrainingBackground: x.trainingBackground(), WeightSource: x.source(false), SleepGoal: x.goalMillis(), TypicalDay: x.typicalDay(false),
		WeeklyRtSum: float32(x.weeklyRecover), FunctionalThresholdPower: x.thresholdPower,
	}
}

package polaraccesslink

import "time"

// settings adds what the account says of the body: when it was opened and whenever it
// was brought up to date. Entries agree with what account data says at the same time.
func (p *calendarPage) settings(first, last int) {
	t, athlete := p.t, p.c.athlete
	add := func(at time.Time) {
		x := t.physique(athlete, at)
		p.add(at, calendarEntry{PhysicalInformation: p.person(&x, at)})
	}
	if first == 0 {
		add(t.opened(athlete))
	}
	for day := max(1, first); day <= last; day++ {
		if t.data.Date(day).Weekday() == time.Monday {
			add(t.data.Physical(athlete, day).At)
		}
	}
}

func (p *calendarPage) person(x *physique, at time.Time) *calendarPerson {
	return &calendarPerson{
		Created: utc{at}, Modified: utc{at}, DateTime: local{at.In(p.zone)}, Height: float32(x.height), Weight: float32(x.weight),
		MaximumHeartRate: x.maximum, RestingHeartRate: x.resting, AerobicThreshold: x.aerobic, AnaerobicThreshold: x.anaerobic, VO2Max: x.vo2Max,
		TrainingBackground: x.trainingBackground(), WeightSource: x.source(false), SleepGoal: x.goalMillis(), TypicalDay: x.typicalDay(false),
		WeeklyRtSum: float32(x.weeklyRecover), FunctionalThresholdPower: x.thresholdPower,
	}
}

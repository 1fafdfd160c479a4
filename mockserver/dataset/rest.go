package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
)

// rehab is what the injured do on four days of seven.
func (p *profile) rehab(out *[SlotsPerDay]planned, k chance.Key) {
	if !k.With("rehab").Chance(0.57) {
		return
	}
	stream := k.With("rehab exercise").Stream()
	sports := [...]Sport{CyclingIndoor, Strength, Walking, Swimming, CyclingIndoor}
	sport := sports[stream.IntN(len(sports))]
	length := int(stream.Between(30, 60) * 60)
	start := at(10, 0) + stream.IntN(3*3600)
	out[slotMorning] = planned{
		kind: Workout, form: formRehab, sport: sport, tag: TagRehab, start: start, end: start + length + stream.IntN(60),
		exercise: length, intensity: stream.Between(0.9, 1.05), team: -1,
	}
}

// manual is typed in afterwards, on days without another exercise of one's own.
func (p *profile) manual(out *[SlotsPerDay]planned, k chance.Key) {
	km := k.With("manual")
	if out[slotMain].kind != "" || out[slotMorning].kind != "" || !km.Chance(0.05) {
		return
	}
	stream := km.Stream()
	sports := [...]Sport{Strength, Walking, Running, Mobility, ""}
	length := (20 + 5*stream.IntN(15)) * 60
	start := at(12, 0) + 1800*stream.IntN(5)
	out[slotManual] = planned{
		kind: Manual, form: formEasy, sport: sports[stream.IntN(len(sports))], tag: TagTraining,
		start: start, end: start + length, exercise: length, team: -1,
		trimp: float64(int(float64(length/60) * stream.Between(0.3, 1.3))),
	}
}

// lateness is when the last exercise of a day ends, in seconds of the day.
func lateness(out *[SlotsPerDay]planned) int {
	end := 0
	for i := range out {
		if out[i].kind == Workout {
			end = max(end, out[i].end)
		}
	}
	return end
}

// night is worn from bedtime to getting up.
func (p *profile) night(d date, exercised int) (planned, bool) {
	wears := p.wearsNights
	if p.local == 0 && d.weekday == 5 {
		wears = 1 // clocks change on Sunday mornings
	}
	if !p.key.With("night").At(d.day).Chance(wears) {
		return planned{}, false
	}
	return p.bedtimes(d, exercised), true
}

// EarliestRise is the time of day before which nobody gets up.
const EarliestRise = 5*time.Hour + 30*time.Minute

// bedtimes is when the night after a day begins and ends, whether a belt is
// worn or not. Who played or trained late goes to bed late.
func (p *profile) bedtimes(d date, exercised int) planned {
	stream := p.key.With("night").At(d.day).With("times").Stream()
	late := p.key.With("late").IntN(3600)
	bed := at(22, 10) + late + int(1200*stream.Normal())
	wake := at(30, 30) + late/2 + int(1200*stream.Normal())
	if d.weekday == 4 || d.weekday == 5 {
		bed, wake = bed+1200, wake+2400
	}
	bed += max(0, min(3600, (exercised-at(18, 30))/3))
	bed = max(bed, exercised+int(stream.Between(1.6, 2.9)*3600))
	return planned{kind: Night, start: max(at(21, 30), min(bed, at(24, 45))), end: max(secondsPerDay+int(EarliestRise/time.Second), min(wake, at(32, 15))), team: -1}
}

// test is three minutes lying still, soon after getting up.
func (s *Set) test(p *profile, out *planned, day int, d date) {
	kt := p.key.With("day").At(d.day).With("test")
	if !kt.Chance(p.takesTests) {
		return
	}
	stream := kt.Stream()
	start := at(6, 45) + stream.IntN(3600)
	if day > 0 {
		yesterday := s.exercises(p, day-1)
		if before, ok := p.night(d.before(), lateness(&yesterday)); ok {
			start = before.end - secondsPerDay + 120 + stream.IntN(900)
		}
	}
	*out = planned{kind: RecoveryTest, start: start, end: start + 180, team: -1}
}

// before is the day before, as far as nights look at it.
func (d date) before() date {
	d.day--
	d.weekday = (d.weekday + 6) % 7
	return d
}

// settle adds to an exercise what goes wrong with it and what was planned.
func (p *profile) settle(e *planned, k chance.Key) {
	stream := k.Stream()
	if length := e.end - e.start; stream.Chance(0.04) && length > 40*60 {
		e.gap = 60 + stream.IntN(340)
		e.gapAt = int(stream.Between(0.2, 0.8) * float64(length-e.gap))
	}
	if e.tag == TagTraining && stream.Chance(0.25) {
		e.tag = TagNone
	}
	e.unnamed = stream.Chance(0.08)
	e.laps = stream.Chance(0.4)
	e.intensity = float64(e.intensity * stream.Between(0.97, 1.03))
	minutes := float64(min(e.exercise, e.end-e.start)) / 60
	if e.form == formGame {
		minutes = float64(minutes * (0.3 + float64(0.7*e.play.share())))
	}
	e.trimp = float64(e.form.trimpPerMinute() * e.intensity * minutes)
}

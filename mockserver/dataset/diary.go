package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// Diary is what an athlete wrote down in one day. Pointers are nil where nothing
// was written.
type Diary struct {
	Athlete, Day int
	Zone         *time.Location
	Note         *Note
	Feeling      *Feeling
	Recovery     *PerceivedRecovery
	Weight       *Weight
	Physical     *Physical
	Feedback     *Note // what a device said of the day
}

// Note is a text.
type Note struct {
	At   time.Time
	Text string
}

// Feeling is a mood with a remark.
type Feeling struct {
	At      time.Time
	Value   float64 // 0 bad to 1 well, in quarters
	Comment string
}

// PerceivedRecovery is three answers in the morning; 0 is not answered.
type PerceivedRecovery struct {
	At       time.Time
	Soreness int // of muscles: 1 none, 2 some, 3 much
	Fatigue  int // 1 normal, 2 a little, 3 much
	Sleep    int // 1 slept poorly to 5 slept well
}

// Weight is a weighing.
type Weight struct {
	At     time.Time
	MassKg float64 // one decimal
}

// Physical is the body's values as the athlete's account knows them from At on.
type Physical struct {
	At        time.Time
	Body      Body
	HeightCM  float64
	Measured  bool // the athlete has scales: see Weighed
	Training  TrainingBackground
	SleepGoal time.Duration
	// DailyLife is what a usual day is like: 1 sitting, 2 standing, 3 moving.
	DailyLife int
}

// TrainingBackground is the hours a week that an athlete has been training, in
// classes from 1, below one hour, to 6, above 12 hours.
type TrainingBackground int

// Diary is what an athlete wrote down in one calendar day.
func (s *Set) Diary(athlete, day int) Diary {
	if !s.lived(athlete, day) {
		return Diary{}
	}
	p := s.profile(athlete)
	out := Diary{Athlete: athlete, Day: day, Zone: s.zones.at(p.zone)}
	e := s.entriesOf(&p, day)
	if e.note {
		out.Note = &Note{s.local(day, e.when, p.zone), remark(p.health(s.firstDay+day), e.word)}
	}
	ready := 0.0
	if e.feeling || e.recovery {
		ready = s.readiness(&p, day)
	}
	if e.feeling {
		value := detmath.Round(detmath.Clamp(2.6+float64(1.1*ready)+float64(0.6*e.mood), 0, 4)) / 4
		out.Feeling = &Feeling{At: s.local(day, e.when-1800, p.zone), Value: value}
		if e.word < 3 {
			out.Feeling.Comment = moodWord(value)
		}
	}
	if e.recovery {
		morning := time.Unix(s.risen(&p, day), 0).UTC()
		out.Recovery = s.perceived(&p, day, morning.Add(240*time.Second), ready)
	}
	if e.weight {
		out.Weight = s.weighing(&p, day, &e)
	}
	if now := s.Physical(athlete, day); day > 0 && s.Date(day).Weekday() == time.Monday {
		before := s.Physical(athlete, day-1)
		if before.At = now.At; before != now {
			out.Physical = &now
		}
	}
	if s.Date(day).Weekday() == time.Sunday && e.feedback {
		out.Feedback = &Note{s.local(day, at(20, 0), p.zone), s.weekly(&p, day)}
	}
	return out
}

// perceived is the answers of a morning; that of sleep is Overnight.Rating where
// there is one.
func (s *Set) perceived(p *profile, day int, now time.Time, ready float64) *PerceivedRecovery {
	_, fatigue, yesterday := s.response(p, day)
	out := &PerceivedRecovery{At: now, Soreness: 1, Fatigue: 1}
	switch {
	case yesterday > 130:
		out.Soreness = 3
	case yesterday > 75 || fatigue > 85:
		out.Soreness = 2
	}
	switch {
	case ready < -1:
		out.Fatigue = 3
	case ready < -0.4:
		out.Fatigue = 2
	}
	if n, ok := s.Overnight(p.index, day); ok {
		out.Sleep = n.Rating
	}
	return out
}

// Physical is what an athlete's account says of the body at the end of a day: it
// is brought up to date on Mondays.
func (s *Set) Physical(athlete, day int) Physical {
	if !s.lived(athlete, day) {
		return Physical{}
	}
	p := s.profile(athlete)
	monday := max(0, day-s.date(day, p.zone).weekday)
	fitness, _, _ := s.response(&p, monday)
	out := Physical{
		At: s.local(monday, at(9, 0), p.zone), Body: s.bodyOn(&p, monday), HeightCM: p.height(),
		Measured: p.scales(), SleepGoal: p.sleepGoal(), DailyLife: p.dailyLife(),
		Training: TrainingBackground(detmath.Clamp(1+(fitness-12)/9, 1, 6)),
	}
	return out
}

// weekly is a device's word on a week.
func (s *Set) weekly(p *profile, day int) string {
	fitness, fatigue, _ := s.response(p, day)
	switch {
	case fatigue > float64(1.3*fitness):
		return "Your load this week was clearly above your usual one. Plan easier days."
	case fatigue < float64(0.7*fitness):
		return "A light week: your body had time to adapt."
	}
	return "Your load this week was in balance with what you are used to."
}

func remark(state health, word int) string {
	switch state {
	case ill:
		return [...]string{"Fever", "A cold", "Stayed in bed", "Sore throat"}[word%4]
	case injured:
		return [...]string{"Physio", "Less pain today", "Swelling went down", "Cleared for the bike"}[word%4]
	}
	return [...]string{
		"Slept badly because of travel", "New shoes", "Long day at work", "Massage", "Legs feel good",
		"Late dinner", "Blood test at the doctor's", "Day off with the family",
	}[word]
}

func moodWord(value float64) string {
	switch {
	case value >= 0.75:
		return "full of energy"
	case value >= 0.5:
		return "all right"
	}
	return "tired"
}

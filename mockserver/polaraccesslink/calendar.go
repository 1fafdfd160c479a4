package polaraccesslink

import (
	"sort"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

type (
	calendarEntries struct {
		Entries []calendarEntry `json:"entries"`
	}
	// calendarEntry is one of six. [confirmed: AccessLink v4 page]
	calendarEntry struct {
		Note                *calendarText     `json:"note"`
		Feeling             *calendarFeeling  `json:"feeling"`
		Feedback            *calendarText     `json:"feedback"`
		PerceivedRecovery   *calendarRecovery `json:"perceivedRecovery"`
		Weight              *calendarWeight   `json:"weight"`
		PhysicalInformation *calendarPerson   `json:"physicalInformation"`
	}
	calendarText struct {
		Created  utc    `json:"created"`
		Modified utc    `json:"modified"`
		DateTime local  `json:"dateTime"`
		Value    string `json:"value"`
	}
	calendarFeeling struct {
		Created  utc     `json:"created"`
		Modified utc     `json:"modified"`
		DateTime local   `json:"dateTime"`
		Value    float32 `json:"value"`
		Comment  *string `json:"comment"`
	}
	calendarRecovery struct {
		Created         utc   `json:"created"`
		Modified        utc   `json:"modified"`
		DateTime        local `json:"dateTime"`
		MuscleSoreness  *enum `json:"muscleSoreness"`
		OverallFatigue  *enum `json:"overallFatigue"`
		SleepUserRating *enum `json:"sleepUserRating"`
	}
	calendarWeight struct {
		Created  utc     `json:"created"`
		Modified utc     `json:"modified"`
		DateTime local   `json:"dateTime"`
		Value    float32 `json:"value"`
	}
	calendarPerson struct {
		Created                  utc     `json:"created"`
		Modified                 utc     `json:"modified"`
		DateTime                 local   `json:"dateTime"`
		Height                   float32 `json:"height"`
		Weight                   float32 `json:"weight"`
		MaximumHeartRate         int     `json:"maximumHeartRate"`
		RestingHeartRate         int     `json:"restingHeartRate"`
		AerobicThreshold         int     `json:"aerobicThreshold"`
		AnaerobicThreshold       int     `json:"anaerobicThreshold"`
		VO2Max                   int     `json:"vo2Max"`
		TrainingBackground       enum    `json:"trainingBackground"`
		WeightSource             enum    `json:"weightSource"`
		SleepGoal                uint64s `json:"sleepGoal"`
		TypicalDay               enum    `json:"typicalDay"`
		WeeklyRtSum              float32 `json:"weeklyRtSum"`
		FunctionalThresholdPower int     `json:"functionalThresholdPower"`
	}
)

// listCalendarEntries lists what a person or a device wrote into the calendar, by its
// time on the wall. Features choose kinds. [confirmed: AccessLink v4 page; inferred:
// which member is whose, and the order]
func listCalendarEntries(t *tenant, c *caller) (any, error) {
	p := calendarPage{t: t, c: c, zone: t.data.Athlete(c.athlete).Zone}
	first, last := t.daysBegun(c)
	if p.wants("physical-information") {
		p.settings(first, last)
	}
	for day := first; day <= last; day++ {
		d := t.data.Diary(c.athlete, day)
		p.diary(&d)
	}
	sort.SliceStable(p.found, func(i, j int) bool { return p.found[i].at.Before(p.found[j].at) })
	out := calendarEntries{make([]calendarEntry, len(p.found))}
	for i := range p.found {
		out.Entries[i] = p.found[i].calendarEntry
	}
	return c.listed(t, len(out.Entries), envelope{"data", out})
}

// calendarPage gathers entries.
type calendarPage struct {
	t     *tenant
	c     *caller
	zone  *time.Location
	found []datedEntry
}

type datedEntry struct {
	at time.Time
	calendarEntry
}

// wants says whether a kind was asked for. [unknown: what comes when none was; a
// switch]
func (p *calendarPage) wants(kind string) bool {
	if len(p.c.features) == 0 {
		return p.t.set.calendarAll.In(p.t.x)
	}
	return p.c.features.has(kind)
}

// add adds an entry that is in the range and there by now: what is written down in
// the calendar needs no watch to sync.
func (p *calendarPage) add(at time.Time, e calendarEntry) {
	if p.c.within.hasLocal(at, p.zone) && !at.After(p.c.Call.Now) {
		p.found = append(p.found, datedEntry{at, e})
	}
}

func (p *calendarPage) diary(d *dataset.Diary) {
	if x := d.Note; x != nil && p.wants("notes") {
		p.add(x.At, calendarEntry{Note: p.text(x)})
	}
	if x := d.Feeling; x != nil && p.wants("feeling") {
		p.add(x.At, calendarEntry{Feeling: &calendarFeeling{utc{x.At}, utc{x.At}, local{x.At.In(p.zone)}, float32(x.Value), when(x.Comment != "", x.Comment)}})
	}
	if x := d.Feedback; x != nil && p.wants("feedback") {
		p.add(x.At, calendarEntry{Feedback: p.text(x)})
	}
	if x := d.Recovery; x != nil && p.wants("perceived-recovery") {
		p.add(x.At, calendarEntry{PerceivedRecovery: &calendarRecovery{
			utc{x.At}, utc{x.At}, local{x.At.In(p.zone)}, answered(sorenesses[:], x.Soreness), answered(fatigues[:], x.Fatigue), answered(sleptRatings[:], x.Sleep),
		}})
	}
	if x := d.Weight; x != nil && p.wants("weight") {
		p.add(x.At, calendarEntry{Weight: &calendarWeight{utc{x.At}, utc{x.At}, local{x.At.In(p.zone)}, round32(x.MassKg, 1)}})
	}
}

func (p *calendarPage) text(x *dataset.Note) *calendarText {
	return &calendarText{utc{x.At}, utc{x.At}, local{x.At.In(p.zone)}, x.Text}
}

// Words of perceived recovery. [confirmed: AccessLink v4 page]
var (
	sorenesses   = [...]enum{"MUSCLE_SORENESS_NONE", "MUSCLE_SORENESS_SOME", "MUSCLE_SORENESS_MUCH"}
	fatigues     = [...]enum{"OVERALL_FATIGUE_NORMAL", "OVERALL_FATIGUE_LITTLE", "OVERALL_FATIGUE_MUCH"}
	sleptRatings = [...]enum{
		"SLEEP_USER_RATING_SLEPT_POORLY", "SLEEP_USER_RATING_SLEPT_SOMEWHAT_POORLY", "SLEEP_USER_RATING_SLEPT_NEITHER_POORLY_NOR_WELL",
		"SLEEP_USER_RATING_SLEPT_SOMEWHAT_WELL", "SLEEP_USER_RATING_SLEPT_WELL",
	}
)

// answered is the word of an answer, from 1; 0 was not answered.
func answered(words []enum, n int) *enum {
	if n < 1 || n > len(words) {
		return nil
	}
	return new(words[n-1])
}

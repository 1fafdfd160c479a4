package polaraccesslink

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

type (
	loadTargetsResponse struct {
		TrainingTarget []trainingTarget `json:"trainingTarget"`
	}
	trainingTarget struct {
		Session  sessionTarget    `json:"session"`
		Exercise []exerciseTarget `json:"exercise"`
	}
	sessionTarget struct {
		ID                uint64s    `json:"id"`
		Created           moment     `json:"created"`
		Modified          moment     `json:"modified"`
		Name              string     `json:"name"`
		SportID           *uint64s   `json:"sportId"`
		Description       *string    `json:"description"`
		StartTime         moment     `json:"startTime"`
		Done              bool       `json:"done"`
		FavoriteID        *uint64s   `json:"favoriteId"`
		ProgramID         *uint64s   `json:"programId"`
		EventID           *uint64s   `json:"eventId"`
		OnDemandTypeID    *int       `json:"onDemandTypeId"`
		ProgramUUID       *string    `json:"programUuid"`
		ProgramTargetUUID *string    `json:"programTargetUuid"`
		ProgramSourceType *string    `json:"programSourceType"`
		Guidance          []guidance `json:"guidance"`
		Version           int        `json:"version"`
		NonUserEditable   *bool      `json:"nonUserEditable"`
	}
	guidance struct {
		DataSerializationType int    `json:"dataSerializationType"`
		Data                  string `json:"data"`
	}
	exerciseTarget struct {
		Idx           int             `json:"idx"`
		Type          enum            `json:"type"`
		Duration      *int64          `json:"duration"` // ms
		Distance      *float32        `json:"distance"` // m
		KiloCalories  *int            `json:"kiloCalories"`
		SportID       *uint64s        `json:"sportId"`
		RouteID       *uint64s        `json:"routeId"`
		SegmentID     *uint64s        `json:"segmentId"`
		PhaseOrRepeat []phaseOrRepeat `json:"phaseOrRepeat"`
	}
	// phaseOrRepeat is a phase, or a repetition of some. [confirmed: AccessLink v4
	// page; inferred: that it is one and not both]
	phaseOrRepeat struct {
		Name          *string         `json:"name"`
		ChangeType    *enum           `json:"changeType"`
		Goal          *phaseGoal      `json:"goal"`
		Intensity     *phaseIntensity `json:"intensity"`
		RepeatCount   *int            `json:"repeatCount"`
		PhaseOrRepeat []phaseOrRepeat `json:"phaseOrRepeat,omitzero"`
	}
	phaseGoal struct {
		Type     enum     `json:"type"`
		Duration *int64   `json:"duration"`
		Distance *float32 `json:"distance"`
	}
	phaseIntensity struct {
		Type      enum `json:"type"`
		LowerZone *int `json:"lowerZone"`
		UpperZone *int `json:"upperZone"`
	}
)

// aim is what was planned for a training of the population: half of them were, and
// some of those from a favourite.
type aim struct {
	event    dataset.Event
	place    uint64
	start    time.Time
	created  time.Time
	kind     enum
	favorite int // -1: none
}

// aimOf is the plan for an event, if there was one.
func (t *tenant) aimOf(e dataset.Event) (aim, bool) {
	x := aim{event: e, place: t.ids.event(e.Ref), favorite: -1}
	r := t.eventful(x.place, "target")
	if !recorded(&e) || r.IntN(2) == 0 {
		return x, false
	}
	x.start = e.Start.Truncate(15 * time.Minute)
	x.created = x.start.Add(-time.Duration(1+r.IntN(10)) * 24 * time.Hour).Add(-time.Duration(r.IntN(3600)) * time.Second)
	x.kind = kindOf(&e, r.IntN(6))
	if r.IntN(4) == 0 {
		for n, f := range t.favoriteKinds(e.Ref.Athlete) {
			if f == x.kind {
				x.favorite = n
			}
		}
	}
	return x, true
}

// kindOf is how a training is planned. [confirmed: AccessLink v4 page, the kinds]
func kindOf(e *dataset.Event, draw int) enum {
	switch {
	case e.Sport == dataset.Strength && draw > 1:
		return "STRENGTH"
	case e.Tag == dataset.TagRace && e.GPS:
		return "STEADY_RACE_PACE"
	case len(e.Laps) > 2 && draw > 0:
		return "PHASED"
	case e.GPS && draw == 1:
		return "ROUTE"
	case e.GPS && draw == 2:
		return "SEGMENT"
	case draw == 3:
		return "FREE"
	}
	return "VOLUME"
}

// aimedAt are the target of a training, and the favourite that it was made from.
func (t *tenant) aimedAt(e dataset.Event) (target, favorite *numberReference) {
	x, planned := t.aimOf(e)
	if !planned {
		return nil, nil
	}
	target = &numberReference{decimal(t.ids.number(ofTarget, x.place))}
	if x.favorite >= 0 {
		favorite = &numberReference{decimal(t.ids.number(ofFavorite, favoritePlace(e.Ref.Athlete, x.favorite)))}
	}
	return target, favorite
}

// listCalendarTargets lists what was planned, and what is: the population's future
// is known, and so are plans for it. [inferred: that starts are compared in UTC,
// in which they are printed]
func listCalendarTargets(t *tenant, c *caller) (any, error) {
	out := loadTargetsResponse{[]trainingTarget{}}
	latest := c.Call.Now.AddDate(0, 0, 14) // nobody plans farther
	from, to := c.within.from, c.within.to.Add(time.Hour)
	if to.After(latest) {
		to = latest
	}
	for e := range t.data.Events(c.athlete, from, to) {
		x, planned := t.aimOf(e)
		if planned && !x.created.After(c.Call.Now) && c.within.has(x.start.UTC()) {
			out.TrainingTarget = append(out.TrainingTarget, t.target(&x, c.Call.Now))
		}
	}
	return c.listed(t, len(out.TrainingTarget), out)
}

func (t *tenant) target(x *aim, now time.Time) trainingTarget {
	athlete, r := x.event.Ref.Athlete, t.eventful(x.place, "target details")
	sport := uint64s(sportID(x.event.Sport))
	name := x.event.Title
	if name == "" {
		name = sportTable[sportRow(int(sport))].title
	}
	s := sessionTarget{
		ID: uint64s(t.ids.number(ofTarget, x.place)), Created: momentOf(x.created), Modified: momentOf(x.created), Name: name[:min(len(name), 45)],
		SportID: &sport, StartTime: momentOf(x.start), Guidance: []guidance{}, Version: 1,
		Description: when(r.IntN(2) == 0, pick(r, "Keep it easy", "As agreed with the coach", "Warm up well")),
	}
	if _, there := t.arrival(athlete, x.event.End, x.place, now); there && !t.people.get(athlete).edits[x.place].deleted {
		s.Done = true
	}
	if edit := x.created.Add(26 * time.Hour); r.IntN(4) == 0 && !edit.After(now) && edit.Before(x.start) {
		s.Modified, s.Version = momentOf(edit), 2
	}
	if x.favorite >= 0 {
		s.FavoriteID = new(uint64s(t.ids.number(ofFavorite, favoritePlace(athlete, x.favorite))))
	}
	switch r.IntN(6) { // where a plan comes from, if not from the person [inferred]
	case 0:
		s.ProgramID, s.EventID = new(uint64s(t.ids.number(ofProgram, uint64(athlete)))), new(uint64s(t.ids.number(ofRace, uint64(athlete))))
		s.NonUserEditable = new(true)
	case 1:
		s.ProgramUUID, s.ProgramTargetUUID = new(t.uuid(athlete, "program")), new(t.uuid(athlete, "program target", decimal(x.place)))
		s.ProgramSourceType, s.NonUserEditable = new(pick(r, "ETP", "ATP")), new(r.IntN(2) == 0)
	case 2:
		s.OnDemandTypeID = new(1 + r.IntN(9))
		s.Guidance = append(s.Guidance, guidance{1, "eyJtb3ZlbWVudHMiOlsic3F1YXQiLCJwbGFuayJdfQ=="})
	}
	return trainingTarget{s, []exerciseTarget{t.exerciseTarget(x.kind, athlete, int(sport), x.favorite, &x.event)}}
}

// exerciseTarget is what is to be done, by its kind. [confirmed: AccessLink v4 page,
// which members a kind needs and their limits]
func (t *tenant) exerciseTarget(kind enum, athlete, sport, n int, e *dataset.Event) exerciseTarget {
	x := exerciseTarget{Type: kind, SportID: new(uint64s(sport)), PhaseOrRepeat: []phaseOrRepeat{}}
	length := 40 * time.Minute
	if e != nil {
		length = max(10*time.Minute, e.End.Sub(e.Start).Round(5*time.Minute))
	}
	place := routePlace(athlete, max(0, n)%routesEach)
	switch kind {
	case "VOLUME":
		switch (length / (5 * time.Minute)) % 3 {
		case 0:
			x.KiloCalories = new(int(length.Minutes()) * 10)
		case 1:
			x.Distance = new(float32(int(length.Minutes()) * 200))
		default:
			x.Duration = new(length.Milliseconds())
		}
	case "STEADY_RACE_PACE":
		x.Duration, x.Distance = new(length.Milliseconds()), new(float32(int(length.Minutes())*200))
	case "ROUTE":
		x.RouteID = new(uint64s(t.ids.number(ofRoute, place)))
	case "SEGMENT":
		x.SegmentID = new(uint64s(t.ids.number(ofSegment, place)))
	case "PHASED":
		variant := athlete + max(0, n)
		if e != nil {
			variant += e.Ref.Day
		}
		x.PhaseOrRepeat = phasesOf(length, variant)
	}
	return x
}

// phasesOf are a warm-up, repeats of work and rest, and a cool-down.
func phasesOf(length time.Duration, variant int) []phaseOrRepeat {
	phase := func(name string, goal phaseGoal, intensity *phaseIntensity) phaseOrRepeat {
		change := enum("AUTOMATIC")
		if goal.Type == "MANUAL" {
			change = "MANUAL"
		}
		return phaseOrRepeat{Name: &name, ChangeType: &change, Goal: &goal, Intensity: intensity}
	}
	lasting := func(d time.Duration) phaseGoal {
		return phaseGoal{Type: "DURATION", Duration: new(d.Milliseconds())}
	}
	zone := func(kind enum, low, high int) *phaseIntensity { return &phaseIntensity{kind, &low, &high} }
	kind := [...]enum{"HEART_RATE_ZONES", "SPEED_ZONES", "POWER_ZONES"}[variant%3]
	work, rest := lasting(3*time.Minute), lasting(90*time.Second)
	if variant%2 == 1 {
		work, rest = phaseGoal{Type: "DISTANCE", Distance: new(float32(800))}, phaseGoal{Type: "MANUAL"}
	}
	set := phaseOrRepeat{RepeatCount: new(4), PhaseOrRepeat: []phaseOrRepeat{
		phase("Work", work, zone(kind, 4, 5)), phase("Rest", rest, &phaseIntensity{Type: "NONE"}),
	}}
	middle := set
	if length >= time.Hour {
		middle = phaseOrRepeat{RepeatCount: new(2), PhaseOrRepeat: []phaseOrRepeat{set, phase("Set rest", lasting(4*time.Minute), nil)}}
	}
	return []phaseOrRepeat{
		phase("Warm-up", lasting(10*time.Minute), zone("HEART_RATE_ZONES", 1, 2)), middle, phase("Cool-down", phaseGoal{Type: "MANUAL"}, nil),
	}
}

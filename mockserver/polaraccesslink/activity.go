package polaraccesslink

type (
	activities struct {
		ActivityDays []activityDay `json:"activityDays"`
	}
	activityDay struct {
		Date                date             `json:"date"`
		Target              *activityTarget  `json:"target"`
		PhysicalInformation *activityPerson  `json:"physicalInformation"`
		ActivitiesPerDevice []deviceActivity `json:"activitiesPerDevice,omitzero"`
	}
	// activityTarget is declared as a whole number and shown with a decimal.
	// [confirmed: AccessLink v4 page, both]
	activityTarget struct {
		MinDailyMetGoal float64 `json:"minDailyMetGoal"`
	}
	// activityPerson has height and weight likewise.
	activityPerson struct {
		Birthday           date    `json:"birthday"`
		Sex                enum    `json:"sex"`
		Height             float64 `json:"height"`
		Weight             float64 `json:"weight"`
		MaximumHeartRate   int     `json:"maximumHeartRate"`
		RestingHeartRate   int     `json:"restingHeartRate"`
		AerobicThreshold   int     `json:"aerobicThreshold"`
		AnaerobicThreshold int     `json:"anaerobicThreshold"`
		VO2Max             int     `json:"vo2Max"`
		TrainingBackground enum    `json:"trainingBackground"`
		WeightSource       enum    `json:"weightSource"`
		SleepGoal          uint64s `json:"sleepGoal"`
	}
	deviceActivity struct {
		DeviceReference idReference        `json:"deviceReference"`
		ActivitySamples []recordedActivity `json:"activitySamples"`
	}
	recordedActivity struct {
		SportInfos      []sportChange    `json:"sportInfos"`
		ActivityInfos   []activityChange `json:"activityInfos"`
		InactivityInfos []inactivity     `json:"inactivityInfos"`
		StepSamples     stepSamples      `json:"stepSamples"`
		MetSamples      metSamples       `json:"metSamples"`
	}
	sportChange struct {
		Factor float32   `json:"factor"`
		Time   timeOfDay `json:"time"`
	}
	activityChange struct {
		ActivityClass enum      `json:"activityClass"`
		Time          timeOfDay `json:"time"`
		Factor        float32   `json:"factor"`
	}
	inactivity struct {
		Time timeOfDay `json:"time"`
	}
	// The page quotes intervals; its type is a 32-bit number. [confirmed: AccessLink
	// v4 page, both]
	stepSamples struct {
		StartTime timeOfDay `json:"startTime"`
		Interval  int       `json:"interval"`
		Steps     []uint16  `json:"steps"`
	}
	metSamples struct {
		StartTime timeOfDay `json:"startTime"`
		Interval  int       `json:"interval"`
		Mets      []float32 `json:"mets"`
	}
)

// mostSampledDays is how many days with samples an answer can hold.
const mostSampledDays = 366

// listDailyActivity lists the days on which the watch was worn. [confirmed: AccessLink
// v4 page, that days without data are left out, and that there is but a date without
// features; inferred: which member is whose]
func listDailyActivity(t *tenant, c *caller) (any, error) {
	if c.features.has("samples") {
		if err := c.bounded(mostSampledDays); err != nil {
			return nil, err
		}
	}
	out := activities{[]activityDay{}}
	for d := range t.recordedDays(c) {
		out.ActivityDays = append(out.ActivityDays, t.activityDay(c, &d))
	}
	return c.listed(t, len(out.ActivityDays), envelope{"activities", out})
}

// activityDay is what is there of a day, as far as it was asked for.
func (t *tenant) activityDay(c *caller, d *recordedDay) activityDay {
	m := activityDay{Date: date{t.data.Date(d.number)}}
	if c.features.has("activity-target") {
		a, _ := t.data.Activity(c.athlete, d.number)
		m.Target = &activityTarget{rounded(a.GoalMET, 1)}
	}
	if c.features.has("physical-information") {
		p := t.physique(c.athlete, earliest(t.data.Midnight(c.athlete, d.number+1), c.Call.Now))
		m.PhysicalInformation = p.activity()
	}
	if c.features.has("samples") {
		m.ActivitiesPerDevice = t.movement(c.athlete, d.number, d.until)
	}
	return m
}

func (p *physique) activity() *activityPerson {
	return &activityPerson{
		Birthday: date{p.birthday}, Sex: p.sex(), Height: float64(p.height), Weight: p.weight, MaximumHeartRate: p.maximum, RestingHeartRate: p.resting,
		AerobicThreshold: p.aerobic, AnaerobicThreshold: p.anaerobic, VO2Max: p.vo2Max, TrainingBackground: p.trainingBackground(),
		WeightSource: p.source(false), SleepGoal: p.goalMillis(),
	}
}

package polaraccesslink

import (
	"strconv"
	"time"
)

type (
	accountData struct {
		BasicInfo            basicInfo             `json:"basicInfo"`
		ProfileInformation   profileInformation    `json:"profileInformation"`
		LocalizationSettings localizationSettings  `json:"localizationSettings"`
		GeneralSettings      []userSetting         `json:"generalSettings"`
		PhysicalInformation  accountPhysique       `json:"physicalInformation"`
		ContactInformation   *contactInformation   `json:"contactInformation"`
		Consents             []consent             `json:"consents"`
		UserTestPreferences  *testPreferences      `json:"userTestPreferences"`
		ConsentHistoryStates []consentHistoryState `json:"consentHistoryStates"`
	}
	basicInfo struct {
		FirstName string  `json:"firstName"`
		LastName  string  `json:"lastName"`
		Email     string  `json:"email"`
		Nickname  *string `json:"nickname"`
		Created   utc     `json:"created"`
		Modified  utc     `json:"modified"`
	}
	profileInformation struct {
		Motto          string           `json:"motto"`
		FavoriteSports []sportReference `json:"favoriteSports"`
	}
	// sportReference is how all but the answers about sports name one.
	sportReference struct {
		ID string `json:"id"`
	}
	localizationSettings struct {
		FirstDayOfWeek        enum   `json:"firstDayOfWeek"`
		MeasurementUnit       enum   `json:"measurementUnit"`
		DateFormat            enum   `json:"dateFormat"`
		DateSeparator         enum   `json:"dateSeparator"`
		TimeFormat            enum   `json:"timeFormat"`
		TimeSeparator         enum   `json:"timeSeparator"`
		TimezoneOffsetMinutes int    `json:"timezoneOffsetMinutes"`
		Language              string `json:"language"`
		FlowLanguage          string `json:"flowLanguage"`
	}
	userSetting struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	accountPhysique struct {
		Sex                                 enum     `json:"sex"`
		Birthday                            date     `json:"birthday"`
		Height                              float32  `json:"height"`
		Weight                              float32  `json:"weight"`
		WeightSource                        enum     `json:"weightSource"`
		TrainingBackground                  enum     `json:"trainingBackground"`
		VO2Max                              int      `json:"vo2Max"`
		MaximumHeartRate                    int      `json:"maximumHeartRate"`
		RestingHeartRate                    int      `json:"restingHeartRate"`
		AerobicThreshold                    int      `json:"aerobicThreshold"`
		AnaerobicThreshold                  int      `json:"anaerobicThreshold"`
		SleepGoal                           uint64s  `json:"sleepGoal"`
		TypicalDay                          enum     `json:"typicalDay"`
		MetThreshold                        float64  `json:"metThreshold"`
		WeeklyRecoveryTimeSum               float64  `json:"weeklyRecoveryTimeSum"`
		FunctionalThresholdPower            int      `json:"functionalThresholdPower"`
		SpeedCalibrationOffset              float32  `json:"speedCalibrationOffset"`
		MaximumAerobicPower                 int      `json:"maximumAerobicPower"`
		MaximumAerobicSpeed                 *float32 `json:"maximumAerobicSpeed"` // min/km
		Created                             utc      `json:"created"`
		Modified                            utc      `json:"modified"`
		WeightLastModified                  utc      `json:"weightLastModified"`
		TrainingBackgroundLastModified      utc      `json:"trainingBackgroundLastModified"`
		VO2MaxLastModified                  utc      `json:"vo2MaxLastModified"`
		SleepGoalLastModified               utc      `json:"sleepGoalLastModified"`
		WeeklyRecoveryTimeSumLastModified   utc      `json:"weeklyRecoveryTimeSumLastModified"`
		FunctionalThresholdPowerLastModifie utc      `json:"functionalThresholdPowerLastModified"`
		MaximumAerobicPowerLastModified     utc      `json:"maximumAerobicPowerLastModified"`
		MaximumAerobicSpeedLastModified     *utc     `json:"maximumAerobicSpeedLastModified"`
	}
	contactInformation struct {
		PhoneNumber *string  `json:"phoneNumber"`
		Address     *address `json:"address"`
	}
	address struct {
		Street1     string  `json:"street1"`
		Street2     *string `json:"street2"`
		Street3     *string `json:"street3"`
		CountryCode string  `json:"countryCode"`
		StateCode   *string `json:"stateCode"`
		City        string  `json:"city"`
		ZipCode     string  `json:"zipCode"`
	}
	consent struct {
		Type                string            `json:"type"`
		Version             string            `json:"version"`
		Accepted            bool              `json:"accepted"`
		Metadata            []consentMetadata `json:"metadata"`
		ApprovedDataTypes   []string          `json:"approvedDataTypes"`
		UnapprovedDataTypes []string          `json:"unapprovedDataTypes"`
	}
	consentMetadata struct {
		Description string `json:"description"`
		Content     string `json:"content"`
	}
	testPreferences struct {
		OrthostaticResetDate *local `json:"orthostaticResetDate"`
		Created              utc    `json:"created"`
		Modified             utc    `json:"modified"`
	}
	consentHistoryState struct {
		Type            string            `json:"type"`
		Version         string            `json:"version"`
		Created         utc               `json:"created"`
		State           enum              `json:"state"`
		ConsentMetadata []consentMetadata `json:"consentMetadata"`
	}
)

func getAccountData(t *tenant, c *caller) (any, error) {
	p := t.physique(c.athlete, c.Call.Now)
	d := accountData{
		BasicInfo: t.basicInfo(c.athlete, p.created), ProfileInformation: t.profileInformation(c.athlete), LocalizationSettings: t.localization(c.athlete, c.Call.Now),
		GeneralSettings: []userSetting{{"favourite_view", "DIARY"}, {"week_summary", "ON"}}, PhysicalInformation: p.account(t.rated(c.athlete, c.Call.Now)),
		ContactInformation: t.contact(c.athlete), UserTestPreferences: t.testPreferences(c.athlete, p.created, c.Call.Now),
	}
	d.Consents, d.ConsentHistoryStates = t.consents(c.athlete, p.created)
	return envelope{"accountData", d}, nil
}

func (t *tenant) basicInfo(athlete int, created time.Time) basicInfo {
	a := t.data.Athlete(athlete)
	b := basicInfo{FirstName: a.GivenName, LastName: a.FamilyName, Email: a.Email, Created: utc{created}, Modified: utc{created}}
	if b.Email == "" { // every account has one
		b.Email = "athlete." + strconv.Itoa(athlete) + "@example.com"
	}
	if r := t.personal(athlete, "nickname"); r.IntN(4) == 0 {
		b.Nickname = new(pick(r, "Turbo", "Captain", "Doc", "Speedy"))
	}
	return b
}

// sportsOf are what a person's watch is set up for, the favourite first.
func (t *tenant) sportsOf(athlete int) []int {
	ids := []int{sportID(t.data.Athlete(athlete).Sport)}
	for _, more := range []int{1, 38, 103, 15, 3, 97, sportOtherIndoor} {
		if ids[0] != more {
			ids = append(ids, more)
		}
	}
	return ids
}

func (t *tenant) profileInformation(athlete int) profileInformation {
	r := t.personal(athlete, "profile")
	p := profileInformation{Motto: pick(r, "", "No pain, no gain", "One more lap", "Slow is smooth, smooth is fast")}
	for _, id := range t.sportsOf(athlete)[:1+r.IntN(3)] {
		p.FavoriteSports = append(p.FavoriteSports, sportReference{strconv.Itoa(id)})
	}
	return p
}

func (t *tenant) localization(athlete int, now time.Time) localizationSettings {
	a, r := t.data.Athlete(athlete), t.personal(athlete, "localization")
	_, offset := now.In(a.Zone).Zone()
	l := localizationSettings{
		FirstDayOfWeek: "FIRST_DAY_OF_WEEK_MONDAY", MeasurementUnit: "MEASUREMENT_UNIT_METRIC", DateFormat: "DATE_FORMAT_DAY_MONTH_YEAR",
		DateSeparator: "DATE_SEPARATOR_PERIOD", TimeFormat: "TIME_FORMAT_TWENTY_FOUR_HOUR", TimeSeparator: "TIME_SEPARATOR_COLON",
		TimezoneOffsetMinutes: offset / 60, Language: languageOf(a), FlowLanguage: languageOf(a),
	}
	if l.Language == "fi" {
		l.TimeSeparator = "TIME_SEPARATOR_PERIOD"
		return l
	}
	l.DateSeparator = "DATE_SEPARATOR_SLASH"
	switch r.IntN(4) {
	case 0:
		l.MeasurementUnit, l.TimeFormat, l.DateFormat = "MEASUREMENT_UNIT_IMPERIAL", "TIME_FORMAT_TWELVE_HOUR", "DATE_FORMAT_MONTH_DAY_YEAR"
		l.FirstDayOfWeek = pick[enum](r, "FIRST_DAY_OF_WEEK_SUNDAY", "FIRST_DAY_OF_WEEK_SATURDAY")
	case 1:
		l.DateFormat, l.DateSeparator = "DATE_FORMAT_YEAR_MONTH_DAY", "DATE_SEPARATOR_HYPHEN"
	}
	return l
}

func (p *physique) account(rated time.Time) accountPhysique {
	m := utc{p.tested}
	out := accountPhysique{
		Sex: p.sex(), Birthday: date{p.birthday}, Height: float32(p.height), Weight: float32(p.weight), WeightSource: p.source(false),
		TrainingBackground: p.trainingBackground(), VO2Max: p.vo2Max, MaximumHeartRate: p.maximum, RestingHeartRate: p.resting,
		AerobicThreshold: p.aerobic, AnaerobicThreshold: p.anaerobic, SleepGoal: p.goalMillis(), TypicalDay: p.typicalDay(false),
		MetThreshold: p.metThreshold, WeeklyRecoveryTimeSum: p.weeklyRecover, FunctionalThresholdPower: p.thresholdPower,
		SpeedCalibrationOffset: float32(p.speedOffset), MaximumAerobicPower: p.aerobicPeak, Created: utc{p.created}, Modified: utc{p.modified},
		WeightLastModified: utc{p.weighed}, TrainingBackgroundLastModified: utc{rated}, VO2MaxLastModified: utc{p.tested},
		SleepGoalLastModified: utc{p.created}, WeeklyRecoveryTimeSumLastModified: m, FunctionalThresholdPowerLastModifie: m,
		MaximumAerobicPowerLastModified: m,
	}
	if p.aerobicSpeed > 0 { // the account has a pace, sessions a speed [confirmed: AccessLink v4 page]
		out.MaximumAerobicSpeed, out.MaximumAerobicSpeedLastModified = new(float32(rounded(60/p.aerobicSpeed, 2))), &m
	}
	return out
}

// contact is a made-up address where the person lives: streets that do not exist, and
// numbers that the country keeps for fiction.
func (t *tenant) contact(athlete int) *contactInformation {
	town, r := t.town(athlete), t.personal(athlete, "contact")
	if r.IntN(5) == 0 {
		return nil
	}
	home := address{Street1: strconv.Itoa(1+r.IntN(90)) + " Example Road", CountryCode: town.country, City: town.city}
	if town.country == "FI" {
		home.Street1 = "Esimerkkikatu " + strconv.Itoa(1+r.IntN(90))
	}
	home.ZipCode = town.zip + strconv.Itoa(10+r.IntN(90)) + town.zipEnd
	phone := town.phone + strconv.Itoa(10+r.IntN(90))
	home.Street2 = when(r.IntN(3) == 0, "Flat "+strconv.Itoa(1+r.IntN(20)))
	home.Street3 = when(r.IntN(8) == 0, "c/o the club")
	home.StateCode = when(town.state != "" && (town.country != "GB" || r.IntN(3) == 0), town.state)
	return &contactInformation{when(r.IntN(3) > 0, phone), &home}
}

// testPreferences name the day that orthostatic tests name, for who takes them.
func (t *tenant) testPreferences(athlete int, created, now time.Time) *testPreferences {
	p := &testPreferences{Created: utc{created}, Modified: utc{created}}
	day, takes := t.data.OrthostaticReset(athlete, t.data.DayNumber(now.In(t.data.Athlete(athlete).Zone)))
	if takes {
		at := t.data.Midnight(athlete, day)
		p.OrthostaticResetDate, p.Modified = &local{at}, utc{at}
		return p
	}
	return when(t.personal(athlete, "test preferences").IntN(2) == 0, *p)
}

// consents are what a person has agreed to, with the history of it. Steps can
// withdraw the first, which is mandatory. [inferred: the types]
func (t *tenant) consents(athlete int, created time.Time) ([]consent, []consentHistoryState) {
	r := t.personal(athlete, "consents")
	about := []consentMetadata{{"Where it was asked", "Polar Flow"}}
	history := []consentHistoryState{}
	state := func(kind, version string, at time.Time, accepted bool) {
		s := consentHistoryState{kind, version, utc{at}, "WITHDRAWN", about}
		if accepted {
			s.State = "ACCEPTED"
		}
		history = append(history, s)
	}
	const terms, health, market, first, second = "TERMS_OF_USE", "SENSITIVE_DATA", "MARKETING", "2023-10-01", "2025-02-17"
	all := []consent{
		{terms, second, true, about, []string{}, []string{}},
		{health, second, true, about, []string{"SLEEP", "HEART_RATE", "TRAINING"}, []string{}},
		{market, first, false, []consentMetadata{}, []string{}, []string{}},
	}
	state(terms, first, created, true)
	state(terms, second, created.AddDate(0, 0, 10), true)
	state(health, second, created.AddDate(0, 0, 10).Add(time.Second), true)
	if r.IntN(3) == 0 {
		all[1].ApprovedDataTypes, all[1].UnapprovedDataTypes = []string{"SLEEP", "TRAINING"}, []string{"LOCATION"}
	}
	if r.IntN(2) == 0 {
		state(market, first, created, true)
		state(market, first, created.AddDate(0, 0, 15), false)
	}
	return all, history
}

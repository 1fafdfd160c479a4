package polaraccesslink

import "time"

// Account is what the vendor knows of the user.
type Account struct {
	BasicInfo            *BasicInfo                  `json:"basicInfo,omitempty"`
	ProfileInformation   *ProfileInformation         `json:"profileInformation,omitempty"`
	LocalizationSettings *LocalizationSettings       `json:"localizationSettings,omitempty"`
	GeneralSettings      []UserSetting               `json:"generalSettings,omitempty"`
	PhysicalInformation  *AccountPhysicalInformation `json:"physicalInformation,omitempty"`
	ContactInformation   *ContactInformation         `json:"contactInformation,omitempty"`
	Consents             []Consent                   `json:"consents,omitempty"`
	UserTestPreferences  *UserTestPreferences        `json:"userTestPreferences,omitempty"`
	ConsentHistoryStates []ConsentHistoryState       `json:"consentHistoryStates,omitempty"`
	Extra                Extra                       `json:"extra,omitempty"`
}

// Address is where the user lives.
type Address struct {
	Street1     string `json:"street1,omitempty"`
	Street2     string `json:"street2,omitempty"`
	Street3     string `json:"street3,omitempty"`
	CountryCode string `json:"countryCode,omitempty"`
	StateCode   string `json:"stateCode,omitempty"`
	City        string `json:"city,omitempty"`
	ZipCode     string `json:"zipCode,omitempty"`
	Extra       Extra  `json:"extra,omitempty"`
}

// BasicInfo is who the user is.
type BasicInfo struct {
	FirstName string    `json:"firstName"`
	LastName  string    `json:"lastName"`
	Email     string    `json:"email"`
	Nickname  string    `json:"nickname,omitempty"`
	Created   time.Time `json:"created,omitzero"`
	Modified  time.Time `json:"modified,omitzero"`
	Extra     Extra     `json:"extra,omitempty"`
}

// Consent is something the user has agreed to, or not.
type Consent struct {
	Type                string            `json:"type"`
	Version             string            `json:"version"`
	Accepted            bool              `json:"accepted"`
	Metadata            []ConsentMetadata `json:"metadata,omitempty"`
	ApprovedDataTypes   []string          `json:"approvedDataTypes,omitempty"`
	UnapprovedDataTypes []string          `json:"unapprovedDataTypes,omitempty"`
	Extra               Extra             `json:"extra,omitempty"`
}

// ConsentHistoryState is when the user changed their mind.
type ConsentHistoryState struct {
	Type            string            `json:"type,omitempty"`
	Version         string            `json:"version,omitempty"`
	Created         time.Time         `json:"created,omitzero"`
	State           ConsentState      `json:"state,omitempty"`
	ConsentMetadata []ConsentMetadata `json:"consentMetadata,omitempty"`
	Extra           Extra             `json:"extra,omitempty"`
}

// ConsentMetadata is what a consent was about.
type ConsentMetadata struct {
	Description string `json:"description"`
	Content     string `json:"content"`
	Extra       Extra  `json:"extra,omitempty"`
}

// ContactInformation is how to reach the user.
type ContactInformation struct {
	PhoneNumber string   `json:"phoneNumber,omitempty"`
	Address     *Address `json:"address,omitempty"`
	Extra       Extra    `json:"extra,omitempty"`
}

// LocalizationSettings are how the user wants things written.
type LocalizationSettings struct {
	FirstDayOfWeek        FirstDayOfWeek  `json:"firstDayOfWeek,omitempty"`
	MeasurementUnit       MeasurementUnit `json:"measurementUnit,omitempty"`
	DateFormat            DateFormat      `json:"dateFormat,omitempty"`
	DateSeparator         DateSeparator   `json:"dateSeparator,omitempty"`
	TimeFormat            TimeFormat      `json:"timeFormat,omitempty"`
	TimeSeparator         TimeSeparator   `json:"timeSeparator,omitempty"`
	TimezoneOffsetMinutes *int64          `json:"timezoneOffsetMinutes,omitempty" alias:"timeZoneOffsetMinutes"`
	Language              string          `json:"language,omitempty"`
	FlowLanguage          string          `json:"flowLanguage,omitempty"`
	Extra                 Extra           `json:"extra,omitempty"`
}

// ProfileInformation is what the user shows to others.
type ProfileInformation struct {
	Motto          string           `json:"motto,omitempty"`
	FavoriteSports []SportReference `json:"favoriteSports,omitempty"`
	Extra          Extra            `json:"extra,omitempty"`
}

// AccountPhysicalInformation is the user's body as it is now.
type AccountPhysicalInformation struct {
	Sex                                  Sex                `json:"sex,omitempty"`
	Birthday                             Date               `json:"birthday,omitzero"`
	Height                               *float64           `json:"height,omitempty"`
	Weight                               *float64           `json:"weight,omitempty"`
	WeightSource                         WeightSource       `json:"weightSource,omitempty"`
	TrainingBackground                   TrainingBackground `json:"trainingBackground,omitempty"`
	VO2Max                               *int64             `json:"vo2Max,omitempty"`
	MaximumHeartRate                     *int64             `json:"maximumHeartRate,omitempty"`
	RestingHeartRate                     *int64             `json:"restingHeartRate,omitempty"`
	AerobicThreshold                     *int64             `json:"aerobicThreshold,omitempty"`
	AnaerobicThreshold                   *int64             `json:"anaerobicThreshold,omitempty"`
	SleepGoal                            *uint64            `json:"sleepGoal,omitempty"` // ms
	TypicalDay                           TypicalDay         `json:"typicalDay,omitempty"`
	MetThreshold                         *float64           `json:"metThreshold,omitempty"`
	WeeklyRecoveryTimeSum                *float64           `json:"weeklyRecoveryTimeSum,omitempty"`
	FunctionalThresholdPower             *int64             `json:"functionalThresholdPower,omitempty"`
	SpeedCalibrationOffset               *float64           `json:"speedCalibrationOffset,omitempty"`
	MaximumAerobicPower                  *int64             `json:"maximumAerobicPower,omitempty"`
	MaximumAerobicSpeed                  *float64           `json:"maximumAerobicSpeed,omitempty"` // min/km, by its description
	Created                              time.Time          `json:"created,omitzero"`
	Modified                             time.Time          `json:"modified,omitzero"`
	WeightLastModified                   time.Time          `json:"weightLastModified,omitzero"`
	TrainingBackgroundLastModified       time.Time          `json:"trainingBackgroundLastModified,omitzero"`
	VO2MaxLastModified                   time.Time          `json:"vo2MaxLastModified,omitzero"`
	SleepGoalLastModified                time.Time          `json:"sleepGoalLastModified,omitzero"`
	WeeklyRecoveryTimeSumLastModified    time.Time          `json:"weeklyRecoveryTimeSumLastModified,omitzero"`
	FunctionalThresholdPowerLastModified time.Time          `json:"functionalThresholdPowerLastModified,omitzero"`
	MaximumAerobicPowerLastModified      time.Time          `json:"maximumAerobicPowerLastModified,omitzero"`
	MaximumAerobicSpeedLastModified      time.Time          `json:"maximumAerobicSpeedLastModified,omitzero"`
	Extra                                Extra              `json:"extra,omitempty"`
}

// UserSetting is a name and a value.
type UserSetting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Extra Extra  `json:"extra,omitempty"`
}

// UserTestPreferences are the user's wishes for tests.
type UserTestPreferences struct {
	OrthostaticResetDate LocalTime `json:"orthostaticResetDate,omitzero"`
	Created              time.Time `json:"created,omitzero"`
	Modified             time.Time `json:"modified,omitzero"`
	Extra                Extra     `json:"extra,omitempty"`
}

package polaraccesslink

import "time"

// SportZones are a profile's zones.
type SportZones struct {
	HeartRateZones             []HeartRateZone     `json:"heartRateZones,omitempty"`
	SpeedZones                 []SpeedZone         `json:"speedZones,omitempty"`
	PowerZones                 []PowerZone         `json:"powerZones,omitempty"`
	HeartRateSettingSource     HeartRateZoneSource `json:"heartRateSettingSource,omitempty"`
	PowerSettingSource         PowerZoneSource     `json:"powerSettingSource,omitempty"`
	SpeedSettingSource         SpeedZoneSource     `json:"speedSettingSource,omitempty"`
	PowerZoneCalculationMethod PowerZoneMethod     `json:"powerZoneCalculationMethod,omitempty"`
	SpeedZoneCalculationMethod SpeedZoneMethod     `json:"speedZoneCalculationMethod,omitempty"`
	Extra                      Extra               `json:"extra,omitempty"`
}

// AlcorSiriusDisplaySettings are the training views of some devices.
type AlcorSiriusDisplaySettings struct {
	Display              []TrainingDisplay `json:"display,omitempty"`
	LastShownDisplay     *int64            `json:"lastShownDisplay,omitempty"`
	AddedDefaultDisplays *int64            `json:"addedDefaultDisplays,omitempty"`
	Extra                Extra             `json:"extra,omitempty"`
}

// AutoLapSettings are when a device takes laps by itself.
type AutoLapSettings struct {
	AutomaticLap         AutomaticLap `json:"automaticLap,omitempty"`
	AutomaticLapDistance *float64     `json:"automaticLapDistance,omitempty"`
	AutomaticLapDuration *int64       `json:"automaticLapDuration,omitempty"`
	Extra                Extra        `json:"extra,omitempty"`
}

// AutoPause is when a device pauses by itself.
type AutoPause struct {
	Trigger        AutoPauseTrigger `json:"trigger,omitempty"`
	SpeedThreshold *float64         `json:"speedThreshold,omitempty"`
	Extra          Extra            `json:"extra,omitempty"`
}

// CapellaDisplaySettings are the training views of other devices.
type CapellaDisplaySettings struct {
	TrainingDisplay []TrainingDisplay `json:"trainingDisplay,omitempty"`
	LapDisplay      []TrainingDisplay `json:"lapDisplay,omitempty"`
	Extra           Extra             `json:"extra,omitempty"`
}

// HeartRateZone has limits in beats a minute.
type HeartRateZone struct {
	LowerLimit  *int64 `json:"lowerLimit,omitempty"`
	HigherLimit *int64 `json:"higherLimit,omitempty"`
	Extra       Extra  `json:"extra,omitempty"`
}

// LocalizedName is a sport in one language.
type LocalizedName struct {
	LongName string `json:"longName"`
	Extra    Extra  `json:"extra,omitempty"`
}

// PowerZone has limits in watts.
type PowerZone struct {
	LowerLimit  *int64 `json:"lowerLimit,omitempty"`
	HigherLimit *int64 `json:"higherLimit,omitempty"`
	Extra       Extra  `json:"extra,omitempty"`
}

// SportProduct names a device.
type SportProduct struct {
	ModelName string `json:"modelName,omitempty"`
	Extra     Extra  `json:"extra,omitempty"`
}

// SpeedZone has limits in km/h.
type SpeedZone struct {
	LowerLimit  *float64 `json:"lowerLimit,omitempty"`
	HigherLimit *float64 `json:"higherLimit,omitempty"`
	Extra       Extra    `json:"extra,omitempty"`
}

// Sport is a sport that the vendor knows.
type Sport struct {
	ID                    *SportReference          `json:"id,omitempty"`
	Modified              time.Time                `json:"modified,omitzero"`
	LocalizedNames        map[string]LocalizedName `json:"localizedNames,omitempty"`
	ParentSport           *SportReference          `json:"parentSport,omitempty"`
	Type                  SportType                `json:"type"`
	DefaultSpeedView      SpeedView                `json:"defaultSpeedView"`
	DefaultGPSSetting     GPSSetting               `json:"defaultGpsSetting"`
	DefaultAltitudeActive bool                     `json:"defaultAltitudeActive"`
	DefaultAutomaticLap   AutomaticLap             `json:"defaultAutomaticLap"`
	DefaultTapActive      bool                     `json:"defaultTapActive"`
	SupportedFeatures     *SportFeatures           `json:"supportedFeatures,omitempty"`
	Name                  string                   `json:"name,omitempty"` // of live catalogues only [measured: live answers]
	Extra                 Extra                    `json:"extra,omitempty"`
}

// SportProfileBody is what a sport profile says.
type SportProfileBody struct {
	SportID                 *int64                `json:"sportId,omitempty"`
	Settings                *SportProfileSettings `json:"settings,omitempty"`
	SportFactor             *float64              `json:"sportFactor,omitempty"`
	AerobicThreshold        *int64                `json:"aerobicThreshold,omitempty"`
	AnaerobicThreshold      *int64                `json:"anaerobicThreshold,omitempty"`
	SprintDetectionSettings *SprintDetection      `json:"sprintDetectionSettings,omitempty"`
	ProductSettings         []SportProfileProduct `json:"productSettings,omitempty"`
	SubProfileUUIDs         []string              `json:"subProfileUuids,omitempty"`
	Extra                   Extra                 `json:"extra,omitempty"`
}

// SportProfileList is an order of profiles.
type SportProfileList struct {
	Index             *int64   `json:"index,omitempty"`
	SportProfileUUIDs []string `json:"sportProfileUuids,omitempty"`
	Extra             Extra    `json:"extra,omitempty"`
}

// SportProfileProduct is how one device treats a sport.
type SportProfileProduct struct {
	Product                    *SportProduct               `json:"product,omitempty"`
	Vibration                  *bool                       `json:"vibration,omitempty"`
	AutoScrolling              *bool                       `json:"autoScrolling,omitempty"`
	StrideSensorCalibSettings  *StrideSensorCalibSettings  `json:"strideSensorCalibSettings,omitempty"`
	SwimmingPool               *SwimmingPoolInfo           `json:"swimmingPool,omitempty"`
	AltitudeSetting            AltitudeSetting             `json:"altitudeSetting,omitempty"`
	GPSSetting                 GPSSetting                  `json:"gpsSetting,omitempty"`
	AutoPause                  *AutoPause                  `json:"autoPause,omitempty"`
	AutolapSettings            *AutoLapSettings            `json:"autolapSettings,omitempty"`
	HeartRateView              HeartRateView               `json:"heartRateView,omitempty"`
	CapellaDisplaySettings     *CapellaDisplaySettings     `json:"capellaDisplaySettings,omitempty"`
	AlcorSiriusDisplaySettings *AlcorSiriusDisplaySettings `json:"alcorSiriusDisplaySettings,omitempty"`
	TapButtonAction            TapButtonAction             `json:"tapButtonAction,omitempty"`
	SportTapButtonSensitivity  TapButtonSensitivity        `json:"sportTapButtonSensitivity,omitempty"`
	VoiceGuidance              *bool                       `json:"voiceGuidance,omitempty"`
	Extra                      Extra                       `json:"extra,omitempty"`
}

// SportProfileSettings are how all devices treat a sport.
type SportProfileSettings struct {
	SensorBroadcastingHR   *bool                `json:"sensorBroadcastingHr,omitempty"`
	HRZoneLockAvailable    *bool                `json:"hrZoneLockAvailable,omitempty"`
	SpeedZoneLockAvailable *bool                `json:"speedZoneLockAvailable,omitempty"`
	PowerZoneLockAvailable *bool                `json:"powerZoneLockAvailable,omitempty"`
	Volume                 *Volume              `json:"volume,omitempty"`
	SpeedView              SpeedView            `json:"speedView,omitempty"`
	ZoneOptimizerSetting   ZoneOptimizerSetting `json:"zoneOptimizerSetting,omitempty"`
	ZoneLimits             *SportZones          `json:"zoneLimits,omitempty"`
	TrainingReminder       *TrainingReminder    `json:"trainingReminder,omitempty"`
	PowerView              PowerView            `json:"powerView,omitempty"`
	StrideSpeedSource      StrideSpeedSource    `json:"strideSpeedSource,omitempty"`
	SwimmingUnits          SwimmingUnits        `json:"swimmingUnits,omitempty"`
	MuscleLoadSetting      MuscleLoadSetting    `json:"muscleLoadSetting,omitempty"`
	RemoteButtonActions    []RemoteButtonAction `json:"remoteButtonActions,omitempty"`
	Extra                  Extra                `json:"extra,omitempty"`
}

// SprintDetection is what counts as a sprint.
type SprintDetection struct {
	Source                      SprintDetectionSource `json:"source,omitempty"`
	SprintThresholdAcceleration *float64              `json:"sprintThresholdAcceleration,omitempty"`
	SprintThresholdSpeed        *float64              `json:"sprintThresholdSpeed,omitempty"`
	Extra                       Extra                 `json:"extra,omitempty"`
}

// StrideSensorCalibSettings are how a stride sensor is calibrated.
type StrideSensorCalibSettings struct {
	RunningFactor       *float64            `json:"runningFactor,omitempty"`
	CalibType           StrideCalibType     `json:"calibType,omitempty"`
	RunningFactorSource RunningFactorSource `json:"runningFactorSource,omitempty"`
	Extra               Extra               `json:"extra,omitempty"`
}

// SportFeatures are what a sport can show.
type SportFeatures struct {
	SpeedZones           bool  `json:"speedZones"`
	SensorBroadcastingHR *bool `json:"sensorBroadcastingHr,omitempty"`
	Extra                Extra `json:"extra,omitempty"`
}

// SwimmingPoolInfo is how long the pool is.
type SwimmingPoolInfo struct {
	SwimmingPoolType SwimmingPoolUnits `json:"swimmingPoolType,omitempty"`
	PoolLength       *float64          `json:"poolLength,omitempty"`
	Extra            Extra             `json:"extra,omitempty"`
}

// TrainingDisplay is one training view.
type TrainingDisplay struct {
	Items []TrainingDisplayItem `json:"items,omitempty"`
	Extra Extra                 `json:"extra,omitempty"`
}

// TrainingDisplayItem is a value in a training view.
type TrainingDisplayItem struct {
	Name  string `json:"name,omitempty"`
	ID    *int64 `json:"id,omitempty"`
	Extra Extra  `json:"extra,omitempty"`
}

// TrainingReminder is when a device reminds to eat or drink.
type TrainingReminder struct {
	Type     TrainingReminderType `json:"type,omitempty"`
	Text     string               `json:"text,omitempty"`
	Calorie  *int64               `json:"calorie,omitempty"`
	Time     *int64               `json:"time,omitempty"`
	Distance *float64             `json:"distance,omitempty"`
	Extra    Extra                `json:"extra,omitempty"`
}

// SportProfile is how the user's devices treat a sport.
type SportProfile struct {
	UUID     string            `json:"uuid,omitempty"`
	Created  time.Time         `json:"created,omitzero"`
	Modified time.Time         `json:"modified,omitzero"`
	Profile  *SportProfileBody `json:"profile,omitempty"`
	Extra    Extra             `json:"extra,omitempty"`
}

// SportProfileCatalog is the order of the user's profiles.
type SportProfileCatalog struct {
	UUID                        string             `json:"uuid,omitempty"`
	Created                     time.Time          `json:"created,omitzero"`
	Modified                    time.Time          `json:"modified,omitzero"`
	ActiveSportProfileListIndex *int64             `json:"activeSportProfileListIndex,omitempty"`
	Lists                       []SportProfileList `json:"lists,omitempty"`
	Extra                       Extra              `json:"extra,omitempty"`
}

// Volume is how loud a device is, 0 to 100.
type Volume struct {
	Volume *int64 `json:"volume,omitempty"`
	Extra  Extra  `json:"extra,omitempty"`
}

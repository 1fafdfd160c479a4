package polaraccesslink

type (
	listProfilesResponse struct {
		Profiles []userSportProfile `json:"profiles"`
	}
	userSportProfile struct {
		UUID     string       `json:"uuid"`
		Created  utc          `json:"created"`
		Modified utc          `json:"modified"`
		Profile  sportProfile `json:"profile"`
	}
	sportProfile struct {
		SportID                 int              `json:"sportId"`
		Settings                profileSettings  `json:"settings"`
		SportFactor             float32          `json:"sportFactor"`
		AerobicThreshold        int              `json:"aerobicThreshold"`
		AnaerobicThreshold      int              `json:"anaerobicThreshold"`
		SprintDetectionSettings *sprintDetection `json:"sprintDetectionSettings"`
		ProductSettings         []productInfo    `json:"productSettings"`
		SubProfileUUIDs         []string         `json:"subProfileUuids"`
	}
	profileSettings struct {
		SensorBroadcastingHR   bool             `json:"sensorBroadcastingHr"`
		HRZoneLockAvailable    bool             `json:"hrZoneLockAvailable"`
		SpeedZoneLockAvailable bool             `json:"speedZoneLockAvailable"`
		PowerZoneLockAvailable bool             `json:"powerZoneLockAvailable"`
		Volume                 volume           `json:"volume"`
		SpeedView              enum             `json:"speedView"`
		ZoneOptimizerSetting   enum             `json:"zoneOptimizerSetting"`
		ZoneLimits             zoneLimits       `json:"zoneLimits"`
		TrainingReminder       trainingReminder `json:"trainingReminder"`
		PowerView              enum             `json:"powerView"`
		StrideSpeedSource      enum             `json:"strideSpeedSource"`
		SwimmingUnits          enum             `json:"swimmingUnits"`
		MuscleLoadSetting      enum             `json:"muscleLoadSetting"`
		RemoteButtonActions    []enum           `json:"remoteButtonActions"`
	}
	volume struct {
		Volume int `json:"volume"`
	}
	zoneLimits struct {
		HeartRateZones             []intZone   `json:"heartRateZones"`
		SpeedZones                 []floatZone `json:"speedZones"`
		PowerZones                 []intZone   `json:"powerZones"`
		HeartRateSettingSource     enum        `json:"heartRateSettingSource"`
		PowerSettingSource         enum        `json:"powerSettingSource"`
		SpeedSettingSource         enum        `json:"speedSettingSource"`
		PowerZoneCalculationMethod enum        `json:"powerZoneCalculationMethod"`
		SpeedZoneCalculationMethod enum        `json:"speedZoneCalculationMethod"`
	}
	intZone struct {
		LowerLimit  int `json:"lowerLimit"`
		HigherLimit int `json:"higherLimit"`
	}
	floatZone struct {
		LowerLimit  float32 `json:"lowerLimit"`
		HigherLimit float32 `json:"higherLimit"`
	}
	// trainingReminder has one of three figures, by its type. [inferred]
	trainingReminder struct {
		Type     enum     `json:"type"`
		Text     string   `json:"text"`
		Calorie  *int     `json:"calorie"`
		Time     *int     `json:"time"`
		Distance *float32 `json:"distance"`
	}
	sprintDetection struct {
		Source                      enum    `json:"source"`
		SprintThresholdAcceleration float32 `json:"sprintThresholdAcceleration"`
		SprintThresholdSpeed        float32 `json:"sprintThresholdSpeed"`
	}
	productInfo struct {
		Product                    product          `json:"product"`
		Vibration                  bool             `json:"vibration"`
		AutoScrolling              bool             `json:"autoScrolling"`
		StrideSensorCalibSettings  *strideSensor    `json:"strideSensorCalibSettings"`
		SwimmingPool               *swimmingPool    `json:"swimmingPool"`
		AltitudeSetting            enum             `json:"altitudeSetting"`
		GPSSetting                 enum             `json:"gpsSetting"`
		AutoPause                  autoPause        `json:"autoPause"`
		AutolapSettings            autoLap          `json:"autolapSettings"`
		HeartRateView              enum             `json:"heartRateView"`
		CapellaDisplaySettings     *capellaDisplays `json:"capellaDisplaySettings"`
		AlcorSiriusDisplaySettings *alcorDisplays   `json:"alcorSiriusDisplaySettings"`
		TapButtonAction            enum             `json:"tapButtonAction"`
		SportTapButtonSensitivity  enum             `json:"sportTapButtonSensitivity"`
		VoiceGuidance              bool             `json:"voiceGuidance"`
	}
	product struct {
		ModelName string `json:"modelName"`
	}
	strideSensor struct {
		RunningFactor       float32 `json:"runningFactor"`
		CalibType           enum    `json:"calibType"`
		RunningFactorSource enum    `json:"runningFactorSource"`
	}
	swimmingPool struct {
		SwimmingPoolType enum    `json:"swimmingPoolType"`
		PoolLength       float32 `json:"poolLength"`
	}
	autoPause struct {
		Trigger        enum    `json:"trigger"`
		SpeedThreshold float32 `json:"speedThreshold"`
	}
	autoLap struct {
		AutomaticLap         enum     `json:"automaticLap"`
		AutomaticLapDistance *float32 `json:"automaticLapDistance"`
		AutomaticLapDuration *int     `json:"automaticLapDuration"`
	}
	capellaDisplays struct {
		TrainingDisplay []trainingDisplay `json:"trainingDisplay"`
		LapDisplay      []trainingDisplay `json:"lapDisplay"`
	}
	alcorDisplays struct {
		Display              []trainingDisplay `json:"display"`
		LastShownDisplay     int               `json:"lastShownDisplay"`
		AddedDefaultDisplays int               `json:"addedDefaultDisplays"`
	}
	trainingDisplay struct {
		Items []displayItem `json:"items"`
	}
	displayItem struct {
		Name string `json:"name"`
		ID   int    `json:"id"`
	}
	profileCatalog struct {
		UUID                        string        `json:"uuid"`
		Created                     utc           `json:"created"`
		Modified                    utc           `json:"modified"`
		ActiveSportProfileListIndex *int          `json:"activeSportProfileListIndex"`
		Lists                       []profileList `json:"lists"`
	}
	profileList struct {
		Index             int      `json:"index"`
		SportProfileUUIDs []string `json:"sportProfileUuids"`
	}
)

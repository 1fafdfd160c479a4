package polaraccesslink

// AutoPauseTrigger is a word of the vendor's list; others are kept as they come.
type AutoPauseTrigger string

// The values of AutoPauseTrigger.
const (
	AutoPauseTriggerOff          AutoPauseTrigger = "AUTO_PAUSE_TRIGGER_OFF"
	AutoPauseTriggerTriggerSpeed AutoPauseTrigger = "AUTO_PAUSE_TRIGGER_TRIGGER_SPEED"
)

// AltitudeSetting is a word of the vendor's list; others are kept as they come.
type AltitudeSetting string

// The values of AltitudeSetting.
const (
	AltitudeSettingOff AltitudeSetting = "ALTITUDE_SETTING_OFF"
	AltitudeSettingOn  AltitudeSetting = "ALTITUDE_SETTING_ON"
)

// HeartRateView is a word of the vendor's list; others are kept as they come.
type HeartRateView string

// The values of HeartRateView.
const (
	HeartRateViewBpm                 HeartRateView = "HEART_RATE_VIEW_BPM"
	HeartRateViewPercentsOfHrReserve HeartRateView = "HEART_RATE_VIEW_PERCENTS_OF_HR_RESERVE"
	HeartRateViewPercentsOfMaxHr     HeartRateView = "HEART_RATE_VIEW_PERCENTS_OF_MAX_HR"
)

// TapButtonSensitivity is a word of the vendor's list; others are kept as they come.
type TapButtonSensitivity string

// The values of TapButtonSensitivity.
const (
	TapButtonSensitivityOff     TapButtonSensitivity = "SPORT_TAP_BUTTON_SENSITIVITY_OFF"
	TapButtonSensitivityVeryLow TapButtonSensitivity = "SPORT_TAP_BUTTON_SENSITIVITY_VERY_LOW"
	TapButtonSensitivityLow     TapButtonSensitivity = "SPORT_TAP_BUTTON_SENSITIVITY_LOW"
	TapButtonSensitivityMedium  TapButtonSensitivity = "SPORT_TAP_BUTTON_SENSITIVITY_MEDIUM"
	TapButtonSensitivityHigh    TapButtonSensitivity = "SPORT_TAP_BUTTON_SENSITIVITY_HIGH"
)

// TapButtonAction is a word of the vendor's list; others are kept as they come.
type TapButtonAction string

// The values of TapButtonAction.
const (
	TapButtonActionOff                TapButtonAction = "TAP_BUTTON_ACTION_OFF"
	TapButtonActionTakeLap            TapButtonAction = "TAP_BUTTON_ACTION_TAKE_LAP"
	TapButtonActionChangeTrainingView TapButtonAction = "TAP_BUTTON_ACTION_CHANGE_TRAINING_VIEW"
	TapButtonActionActivateBacklight  TapButtonAction = "TAP_BUTTON_ACTION_ACTIVATE_BACKLIGHT"
)

// MuscleLoadSetting is a word of the vendor's list; others are kept as they come.
type MuscleLoadSetting string

// The values of MuscleLoadSetting.
const (
	MuscleLoadSettingOff MuscleLoadSetting = "MUSCLE_LOAD_SETTING_OFF"
	MuscleLoadSettingOn  MuscleLoadSetting = "MUSCLE_LOAD_SETTING_ON"
)

// PowerView is a word of the vendor's list; others are kept as they come.
type PowerView string

// The values of PowerView.
const (
	PowerViewWatt       PowerView = "POWER_VIEW_WATT"
	PowerViewWattPerKg  PowerView = "POWER_VIEW_WATT_PER_KG"
	PowerViewFtpPercent PowerView = "POWER_VIEW_FTP_PERCENT"
)

// RemoteButtonAction is a word of the vendor's list; others are kept as they come.
type RemoteButtonAction string

// The values of RemoteButtonAction.
const (
	RemoteButtonActionRingBell            RemoteButtonAction = "REMOTE_BUTTON_ACTION_RING_BELL"
	RemoteButtonActionActivateBacklight   RemoteButtonAction = "REMOTE_BUTTON_ACTION_ACTIVATE_BACKLIGHT"
	RemoteButtonActionChangeTrainingView  RemoteButtonAction = "REMOTE_BUTTON_ACTION_CHANGE_TRAINING_VIEW"
	RemoteButtonActionTakeLap             RemoteButtonAction = "REMOTE_BUTTON_ACTION_TAKE_LAP"
	RemoteButtonActionActivateSafetyLight RemoteButtonAction = "REMOTE_BUTTON_ACTION_ACTIVATE_SAFETY_LIGHT"
	RemoteButtonActionBrowseUp            RemoteButtonAction = "REMOTE_BUTTON_ACTION_BROWSE_UP"
	RemoteButtonActionBrowseDown          RemoteButtonAction = "REMOTE_BUTTON_ACTION_BROWSE_DOWN"
)

// StrideSpeedSource is a word of the vendor's list; others are kept as they come.
type StrideSpeedSource string

// The values of StrideSpeedSource.
const (
	StrideSpeedSourceStride StrideSpeedSource = "STRIDE_SPEED_SOURCE_STRIDE"
	StrideSpeedSourceGps    StrideSpeedSource = "STRIDE_SPEED_SOURCE_GPS"
)

// SwimmingUnits is a word of the vendor's list; others are kept as they come.
type SwimmingUnits string

// The values of SwimmingUnits.
const (
	SwimmingUnitsMeters SwimmingUnits = "SWIMMING_UNITS_METERS"
	SwimmingUnitsYards  SwimmingUnits = "SWIMMING_UNITS_YARDS"
)

// ZoneOptimizerSetting is a word of the vendor's list; others are kept as they come.
type ZoneOptimizerSetting string

// The values of ZoneOptimizerSetting.
const (
	ZoneOptimizerSettingOff         ZoneOptimizerSetting = "ZONE_OPTIMIZER_SETTING_OFF"
	ZoneOptimizerSettingModifiedOff ZoneOptimizerSetting = "ZONE_OPTIMIZER_SETTING_MODIFIED_OFF"
	ZoneOptimizerSettingDefault     ZoneOptimizerSetting = "ZONE_OPTIMIZER_SETTING_DEFAULT"
	ZoneOptimizerSettingModified    ZoneOptimizerSetting = "ZONE_OPTIMIZER_SETTING_MODIFIED"
)

// SportType is a word of the vendor's list; others are kept as they come.
type SportType string

// The values of SportType.
const (
	SportTypeSingleSport    SportType = "SINGLE_SPORT"
	SportTypeMultiSport     SportType = "MULTI_SPORT"
	SportTypeSubSport       SportType = "SUB_SPORT"
	SportTypeFreeMultiSport SportType = "FREE_MULTI_SPORT"
)

// SprintDetectionSource is a word of the vendor's list; others are kept as they come.
type SprintDetectionSource string

// The values of SprintDetectionSource.
const (
	SprintDetectionSourceOff                SprintDetectionSource = "SPRINT_DETECTION_SOURCE_OFF"
	SprintDetectionSourceSourceAcceleration SprintDetectionSource = "SPRINT_DETECTION_SOURCE_SOURCE_ACCELERATION"
	SprintDetectionSourceSourceSpeed        SprintDetectionSource = "SPRINT_DETECTION_SOURCE_SOURCE_SPEED"
)

// RunningFactorSource is a word of the vendor's list; others are kept as they come.
type RunningFactorSource string

// The values of RunningFactorSource.
const (
	RunningFactorSourceDefault           RunningFactorSource = "RUNNING_FACTOR_SOURCE_DEFAULT"
	RunningFactorSourceAutoCalibration   RunningFactorSource = "RUNNING_FACTOR_SOURCE_AUTO_CALIBRATION"
	RunningFactorSourceManualCalibration RunningFactorSource = "RUNNING_FACTOR_SOURCE_MANUAL_CALIBRATION"
)

// StrideCalibType is a word of the vendor's list; others are kept as they come.
type StrideCalibType string

// The values of StrideCalibType.
const (
	StrideCalibTypeManual StrideCalibType = "STRIDE_CALIB_TYPE_MANUAL"
	StrideCalibTypeAuto   StrideCalibType = "STRIDE_CALIB_TYPE_AUTO"
)

// SwimmingPoolUnits is a word of the vendor's list; others are kept as they come.
type SwimmingPoolUnits string

// The values of SwimmingPoolUnits.
const (
	SwimmingPoolUnitsMeters SwimmingPoolUnits = "SWIMMING_POOL_UNITS_METERS"
	SwimmingPoolUnitsYards  SwimmingPoolUnits = "SWIMMING_POOL_UNITS_YARDS"
)

// TrainingReminderType is a word of the vendor's list; others are kept as they come.
type TrainingReminderType string

// The values of TrainingReminderType.
const (
	TrainingReminderTypeOff           TrainingReminderType = "TRAINING_REMINDER_TYPE_OFF"
	TrainingReminderTypeCaloriesBased TrainingReminderType = "TRAINING_REMINDER_TYPE_CALORIES_BASED"
	TrainingReminderTypeDistanceBased TrainingReminderType = "TRAINING_REMINDER_TYPE_DISTANCE_BASED"
	TrainingReminderTypeTimeBased     TrainingReminderType = "TRAINING_REMINDER_TYPE_TIME_BASED"
)

package polaraccesslink

// HeartRateZoneSource is a word of the vendor's list; others are kept as they come.
type HeartRateZoneSource string

// The values of HeartRateZoneSource.
const (
	HeartRateZoneSourceDefault   HeartRateZoneSource = "HEART_RATE_ZONE_SETTING_SOURCE_DEFAULT"
	HeartRateZoneSourceThreshold HeartRateZoneSource = "HEART_RATE_ZONE_SETTING_SOURCE_THRESHOLD"
	HeartRateZoneSourceFree      HeartRateZoneSource = "HEART_RATE_ZONE_SETTING_SOURCE_FREE"
)

// PowerZoneMethod is a word of the vendor's list; others are kept as they come.
type PowerZoneMethod string

// The values of PowerZoneMethod.
const (
	PowerZoneMethodUnknown  PowerZoneMethod = "POWER_ZONE_CALCULATION_METHOD_UNKNOWN"
	PowerZoneMethodFtpBased PowerZoneMethod = "POWER_ZONE_CALCULATION_METHOD_FTP_BASED"
	PowerZoneMethodMapBased PowerZoneMethod = "POWER_ZONE_CALCULATION_METHOD_MAP_BASED"
)

// PowerZoneSource is a word of the vendor's list; others are kept as they come.
type PowerZoneSource string

// The values of PowerZoneSource.
const (
	PowerZoneSourceDefault PowerZoneSource = "POWER_ZONE_SETTING_SOURCE_DEFAULT"
	PowerZoneSourceFree    PowerZoneSource = "POWER_ZONE_SETTING_SOURCE_FREE"
)

// SpeedZoneMethod is a word of the vendor's list; others are kept as they come.
type SpeedZoneMethod string

// The values of SpeedZoneMethod.
const (
	SpeedZoneMethodUnknown                 SpeedZoneMethod = "SPEED_ZONE_CALCULATION_METHOD_UNKNOWN"
	SpeedZoneMethodSportSpecificPredefined SpeedZoneMethod = "SPEED_ZONE_CALCULATION_METHOD_SPORT_SPECIFIC_PREDEFINED"
	SpeedZoneMethodMasBased                SpeedZoneMethod = "SPEED_ZONE_CALCULATION_METHOD_MAS_BASED"
)

// SpeedZoneSource is a word of the vendor's list; others are kept as they come.
type SpeedZoneSource string

// The values of SpeedZoneSource.
const (
	SpeedZoneSourceDefault SpeedZoneSource = "SPEED_ZONE_SETTING_SOURCE_DEFAULT"
	SpeedZoneSourceFree    SpeedZoneSource = "SPEED_ZONE_SETTING_SOURCE_FREE"
)

// AutomaticLap is a word of the vendor's list; others are kept as they come.
type AutomaticLap string

// The values of AutomaticLap.
const (
	AutomaticLapOff      AutomaticLap = "AUTOMATIC_LAP_OFF"
	AutomaticLapDistance AutomaticLap = "AUTOMATIC_LAP_DISTANCE"
	AutomaticLapDuration AutomaticLap = "AUTOMATIC_LAP_DURATION"
	AutomaticLapLocation AutomaticLap = "AUTOMATIC_LAP_LOCATION"
)

// GPSSetting is a word of the vendor's list; others are kept as they come.
type GPSSetting string

// The values of GPSSetting.
const (
	GPSSettingOff      GPSSetting = "GPS_SETTING_OFF"
	GPSSettingOnNormal GPSSetting = "GPS_SETTING_ON_NORMAL"
	GPSSettingOnLong   GPSSetting = "GPS_SETTING_ON_LONG"
	GPSSettingOn10Hz   GPSSetting = "GPS_SETTING_ON_10_HZ"
	GPSSettingOnMedium GPSSetting = "GPS_SETTING_ON_MEDIUM"
)

// SpeedView is a word of the vendor's list; others are kept as they come.
type SpeedView string

// The values of SpeedView.
const (
	SpeedViewPace  SpeedView = "SPEED_VIEW_PACE"
	SpeedViewSpeed SpeedView = "SPEED_VIEW_SPEED"
)

package polaraccesslink

// ConsentState is a word of the vendor's list; others are kept as they come.
type ConsentState string

// The values of ConsentState.
const (
	ConsentStateUnspecified ConsentState = "UNSPECIFIED"
	ConsentStateWithdrawn   ConsentState = "WITHDRAWN"
	ConsentStateAccepted    ConsentState = "ACCEPTED"
)

// DateFormat is a word of the vendor's list; others are kept as they come.
type DateFormat string

// The values of DateFormat.
const (
	DateFormatUnspecified  DateFormat = "DATE_FORMAT_UNSPECIFIED"
	DateFormatDayMonthYear DateFormat = "DATE_FORMAT_DAY_MONTH_YEAR"
	DateFormatMonthDayYear DateFormat = "DATE_FORMAT_MONTH_DAY_YEAR"
	DateFormatYearMonthDay DateFormat = "DATE_FORMAT_YEAR_MONTH_DAY"
)

// DateSeparator is a word of the vendor's list; others are kept as they come.
type DateSeparator string

// The values of DateSeparator.
const (
	DateSeparatorUnspecified DateSeparator = "DATE_SEPARATOR_UNSPECIFIED"
	DateSeparatorPeriod      DateSeparator = "DATE_SEPARATOR_PERIOD"
	DateSeparatorSlash       DateSeparator = "DATE_SEPARATOR_SLASH"
	DateSeparatorHyphen      DateSeparator = "DATE_SEPARATOR_HYPHEN"
)

// FirstDayOfWeek is a word of the vendor's list; others are kept as they come.
type FirstDayOfWeek string

// The values of FirstDayOfWeek.
const (
	FirstDayOfWeekUnspecified FirstDayOfWeek = "FIRST_DAY_OF_WEEK_UNSPECIFIED"
	FirstDayOfWeekSunday      FirstDayOfWeek = "FIRST_DAY_OF_WEEK_SUNDAY"
	FirstDayOfWeekMonday      FirstDayOfWeek = "FIRST_DAY_OF_WEEK_MONDAY"
	FirstDayOfWeekTuesday     FirstDayOfWeek = "FIRST_DAY_OF_WEEK_TUESDAY"
	FirstDayOfWeekWednesday   FirstDayOfWeek = "FIRST_DAY_OF_WEEK_WEDNESDAY"
	FirstDayOfWeekThursday    FirstDayOfWeek = "FIRST_DAY_OF_WEEK_THURSDAY"
	FirstDayOfWeekFriday      FirstDayOfWeek = "FIRST_DAY_OF_WEEK_FRIDAY"
	FirstDayOfWeekSaturday    FirstDayOfWeek = "FIRST_DAY_OF_WEEK_SATURDAY"
)

// MeasurementUnit is a word of the vendor's list; others are kept as they come.
type MeasurementUnit string

// The values of MeasurementUnit.
const (
	MeasurementUnitUnspecified MeasurementUnit = "MEASUREMENT_UNIT_UNSPECIFIED"
	MeasurementUnitImperial    MeasurementUnit = "MEASUREMENT_UNIT_IMPERIAL"
	MeasurementUnitMetric      MeasurementUnit = "MEASUREMENT_UNIT_METRIC"
)

// TimeFormat is a word of the vendor's list; others are kept as they come.
type TimeFormat string

// The values of TimeFormat.
const (
	TimeFormatUnspecified    TimeFormat = "TIME_FORMAT_UNSPECIFIED"
	TimeFormatTwentyFourHour TimeFormat = "TIME_FORMAT_TWENTY_FOUR_HOUR"
	TimeFormatTwelveHour     TimeFormat = "TIME_FORMAT_TWELVE_HOUR"
)

// TimeSeparator is a word of the vendor's list; others are kept as they come.
type TimeSeparator string

// The values of TimeSeparator.
const (
	TimeSeparatorUnspecified TimeSeparator = "TIME_SEPARATOR_UNSPECIFIED"
	TimeSeparatorColon       TimeSeparator = "TIME_SEPARATOR_COLON"
	TimeSeparatorPeriod      TimeSeparator = "TIME_SEPARATOR_PERIOD"
)

// TypicalDay is a word of the vendor's list; others are kept as they come.
type TypicalDay string

// The values of TypicalDay.
const (
	TypicalDayUnspecified    TypicalDay = "TYPICAL_DAY_UNSPECIFIED"
	TypicalDayMostlySitting  TypicalDay = "TYPICAL_DAY_MOSTLY_SITTING"
	TypicalDayMostlyStanding TypicalDay = "TYPICAL_DAY_MOSTLY_STANDING"
	TypicalDayMostlyMoving   TypicalDay = "TYPICAL_DAY_MOSTLY_MOVING"
)

// WeightSource is a word of the vendor's list; others are kept as they come.
type WeightSource string

// The values of WeightSource.
const (
	WeightSourceUnspecified WeightSource = "WEIGHT_SOURCE_UNSPECIFIED"
	WeightSourceDefault     WeightSource = "WEIGHT_SOURCE_DEFAULT"
	WeightSourceEstimate    WeightSource = "WEIGHT_SOURCE_ESTIMATE"
	WeightSourceUser        WeightSource = "WEIGHT_SOURCE_USER"
	WeightSourceMeasured    WeightSource = "WEIGHT_SOURCE_MEASURED"
	WeightSourceKeep        WeightSource = "WEIGHT_SOURCE_KEEP"
)

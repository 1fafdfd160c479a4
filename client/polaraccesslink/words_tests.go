package polaraccesslink

// ECGHRVLevel is a word of the vendor's list; others are kept as they come.
type ECGHRVLevel string

// The values of ECGHRVLevel.
const (
	ECGHRVLevelUnknown    ECGHRVLevel = "ECG_HRV_LEVEL_UNKNOWN"
	ECGHRVLevelNoBaseline ECGHRVLevel = "ECG_HRV_LEVEL_NO_BASELINE"
	ECGHRVLevelBelowUsual ECGHRVLevel = "ECG_HRV_LEVEL_BELOW_USUAL"
	ECGHRVLevelUsual      ECGHRVLevel = "ECG_HRV_LEVEL_USUAL"
	ECGHRVLevelAboveUsual ECGHRVLevel = "ECG_HRV_LEVEL_ABOVE_USUAL"
)

// ECGQualityLevel is a word of the vendor's list; others are kept as they come.
type ECGQualityLevel string

// The values of ECGQualityLevel.
const (
	ECGQualityLevelUnknown   ECGQualityLevel = "ECG_QUALITY_UNKNOWN"
	ECGQualityLevelNoContact ECGQualityLevel = "ECG_QUALITY_NO_CONTACT"
	ECGQualityLevelLow       ECGQualityLevel = "ECG_QUALITY_LOW"
	ECGQualityLevelHigh      ECGQualityLevel = "ECG_QUALITY_HIGH"
)

// JumpTestType is a word of the vendor's list; others are kept as they come.
type JumpTestType string

// The values of JumpTestType.
const (
	JumpTestTypeUnspecified JumpTestType = "JUMP_TEST_TYPE_UNSPECIFIED"
	JumpTestTypeSquat       JumpTestType = "JUMP_TEST_TYPE_SQUAT"
	JumpTestTypeCounter     JumpTestType = "JUMP_TEST_TYPE_COUNTER"
	JumpTestTypeContinuous  JumpTestType = "JUMP_TEST_TYPE_CONTINUOUS"
)

// RecoveryStatus is a word of the vendor's list; others are kept as they come.
type RecoveryStatus string

// The values of RecoveryStatus.
const (
	RecoveryStatusNotAvailable RecoveryStatus = "NOT_AVAILABLE"
	RecoveryStatusUnrecovered  RecoveryStatus = "UNRECOVERED"
	RecoveryStatusRecovered    RecoveryStatus = "RECOVERED"
)

// BaselineDeviation is a word of the vendor's list; others are kept as they come.
type BaselineDeviation string

// The values of BaselineDeviation.
const (
	BaselineDeviationFromBaselineUnknown BaselineDeviation = "DEVIATION_FROM_BASELINE_UNKNOWN"
	BaselineDeviationNoBaseline          BaselineDeviation = "DEVIATION_NO_BASELINE"
	BaselineDeviationBelowUsual          BaselineDeviation = "DEVIATION_BELOW_USUAL"
	BaselineDeviationUsual               BaselineDeviation = "DEVIATION_USUAL"
	BaselineDeviationAboveUsual          BaselineDeviation = "DEVIATION_ABOVE_USUAL"
)

// SpO2Class is a word of the vendor's list; others are kept as they come.
type SpO2Class string

// The values of SpO2Class.
const (
	SpO2ClassUnknown SpO2Class = "SPO2_CLASS_UNKNOWN"
	SpO2ClassVeryLow SpO2Class = "SPO2_CLASS_VERY_LOW"
	SpO2ClassLow     SpO2Class = "SPO2_CLASS_LOW"
	SpO2ClassNormal  SpO2Class = "SPO2_CLASS_NORMAL"
)

// SpO2TestStatus is a word of the vendor's list; others are kept as they come.
type SpO2TestStatus string

// The values of SpO2TestStatus.
const (
	SpO2TestStatusStatusUnknown                      SpO2TestStatus = "SPO2_TEST_STATUS_UNKNOWN"
	SpO2TestStatusPassed                             SpO2TestStatus = "SPO2_TEST_PASSED"
	SpO2TestStatusInconclusiveTooLowQualityInSamples SpO2TestStatus = "SPO2_TEST_INCONCLUSIVE_TOO_LOW_QUALITY_IN_SAMPLES"
	SpO2TestStatusInconclusiveTooLowOverallQuality   SpO2TestStatus = "SPO2_TEST_INCONCLUSIVE_TOO_LOW_OVERALL_QUALITY"
	SpO2TestStatusInconclusiveTooManyMissingSamples  SpO2TestStatus = "SPO2_TEST_INCONCLUSIVE_TOO_MANY_MISSING_SAMPLES"
)

// TestSex is a word of the vendor's list; others are kept as they come.
type TestSex string

// The values of TestSex.
const (
	TestSexUnspecified TestSex = "UNSPECIFIED"
	TestSexMale        TestSex = "MALE"
	TestSexFemale      TestSex = "FEMALE"
)

// FitnessClass is a word of the vendor's list; others are kept as they come.
type FitnessClass string

// The values of FitnessClass.
const (
	FitnessClassUnspecified FitnessClass = "UNSPECIFIED"
	FitnessClassElite       FitnessClass = "ELITE"
	FitnessClassVeryGood    FitnessClass = "VERY_GOOD"
	FitnessClassGood        FitnessClass = "GOOD"
	FitnessClassModerate    FitnessClass = "MODERATE"
	FitnessClassFair        FitnessClass = "FAIR"
	FitnessClassLow         FitnessClass = "LOW"
	FitnessClassVeryLow     FitnessClass = "VERY_LOW"
)

package polaraccesslink

// SampleSourceType is a word of the vendor's list; others are kept as they come.
type SampleSourceType string

// The values of SampleSourceType.
const (
	SampleSourceTypeUnspecified                    SampleSourceType = "SAMPLE_SOURCE_TYPE_UNSPECIFIED"
	SampleSourceTypeWristMetrics                   SampleSourceType = "SAMPLE_SOURCE_TYPE_WRIST_METRICS"
	SampleSourceTypeChestMetrics                   SampleSourceType = "SAMPLE_SOURCE_TYPE_CHEST_METRICS"
	SampleSourceTypeUpperBackMetrics               SampleSourceType = "SAMPLE_SOURCE_TYPE_UPPER_BACK_METRICS"
	SampleSourceTypeCombinedChestMetricsAndGps     SampleSourceType = "SAMPLE_SOURCE_TYPE_COMBINED_CHEST_METRICS_AND_GPS"
	SampleSourceTypeCombinedUpperBackMetricsAndGps SampleSourceType = "SAMPLE_SOURCE_TYPE_COMBINED_UPPER_BACK_METRICS_AND_GPS"
	SampleSourceTypeUndefined                      SampleSourceType = "SAMPLE_SOURCE_TYPE_UNDEFINED"
	SampleSourceTypeOffline                        SampleSourceType = "SAMPLE_SOURCE_TYPE_OFFLINE"
	SampleSourceTypeHeartRate                      SampleSourceType = "SAMPLE_SOURCE_TYPE_HEART_RATE"
	SampleSourceTypeHeartRateBle                   SampleSourceType = "SAMPLE_SOURCE_TYPE_HEART_RATE_BLE"
	SampleSourceTypeHeartRate5Khz                  SampleSourceType = "SAMPLE_SOURCE_TYPE_HEART_RATE_5_KHZ"
	SampleSourceTypeHeartRateOptical               SampleSourceType = "SAMPLE_SOURCE_TYPE_HEART_RATE_OPTICAL"
	SampleSourceTypeGps                            SampleSourceType = "SAMPLE_SOURCE_TYPE_GPS"
	SampleSourceTypeStride                         SampleSourceType = "SAMPLE_SOURCE_TYPE_STRIDE"
	SampleSourceTypeBikePedal                      SampleSourceType = "SAMPLE_SOURCE_TYPE_BIKE_PEDAL"
	SampleSourceTypeBikeWheel                      SampleSourceType = "SAMPLE_SOURCE_TYPE_BIKE_WHEEL"
	SampleSourceTypeBikeCrank                      SampleSourceType = "SAMPLE_SOURCE_TYPE_BIKE_CRANK"
)

// CompletedRoundType is a word of the vendor's list; others are kept as they come.
type CompletedRoundType string

// The values of CompletedRoundType.
const (
	CompletedRoundTypeUnspecified CompletedRoundType = "COMPLETED_ROUND_TYPE_UNSPECIFIED"
	CompletedRoundTypeAmrap       CompletedRoundType = "COMPLETED_ROUND_TYPE_AMRAP"
	CompletedRoundTypeEmom        CompletedRoundType = "COMPLETED_ROUND_TYPE_EMOM"
	CompletedRoundTypeNormal      CompletedRoundType = "COMPLETED_ROUND_TYPE_NORMAL"
)

// WorkoutPhase is a word of the vendor's list; others are kept as they come.
type WorkoutPhase string

// The values of WorkoutPhase.
const (
	WorkoutPhaseUnspecified WorkoutPhase = "WORKOUT_PHASE_UNSPECIFIED"
	WorkoutPhaseWarmup      WorkoutPhase = "WORKOUT_PHASE_WARMUP"
	WorkoutPhaseWork        WorkoutPhase = "WORKOUT_PHASE_WORK"
	WorkoutPhaseCooldown    WorkoutPhase = "WORKOUT_PHASE_COOLDOWN"
)

// CompletedSetType is a word of the vendor's list; others are kept as they come.
type CompletedSetType string

// The values of CompletedSetType.
const (
	CompletedSetTypeUnspecified CompletedSetType = "SET_TYPE_UNSPECIFIED"
	CompletedSetTypeWork        CompletedSetType = "SET_TYPE_WORK"
	CompletedSetTypeRecovery    CompletedSetType = "SET_TYPE_RECOVERY"
	CompletedSetTypeHrRecovery  CompletedSetType = "SET_TYPE_HR_RECOVERY"
)

// ResistanceType is a word of the vendor's list; others are kept as they come.
type ResistanceType string

// The values of ResistanceType.
const (
	ResistanceTypeUnspecified ResistanceType = "RESISTANCE_UNSPECIFIED"
	ResistanceTypeBodyWeight  ResistanceType = "RESISTANCE_BODY_WEIGHT"
)

// HillType is a word of the vendor's list; others are kept as they come.
type HillType string

// The values of HillType.
const (
	HillTypeUnknown  HillType = "HILL_TYPE_UNKNOWN"
	HillTypeUphill   HillType = "HILL_TYPE_UPHILL"
	HillTypeDownhill HillType = "HILL_TYPE_DOWNHILL"
)

// SampleType is a word of the vendor's list; others are kept as they come.
type SampleType string

// The values of SampleType.
const (
	SampleTypeUnknownInterval                     SampleType = "UNKNOWN_INTERVAL"
	SampleTypeAltitude                            SampleType = "ALTITUDE"
	SampleTypeSpeed                               SampleType = "SPEED"
	SampleTypeDistance                            SampleType = "DISTANCE"
	SampleTypeTemperature                         SampleType = "TEMPERATURE"
	SampleTypeForwardAcceleration                 SampleType = "FORWARD_ACCELERATION"
	SampleTypeLeftRightBalance                    SampleType = "LEFT_RIGHT_BALANCE"
	SampleTypeHeartRate                           SampleType = "HEART_RATE"
	SampleTypeCadence                             SampleType = "CADENCE"
	SampleTypeStrideLength                        SampleType = "STRIDE_LENGTH"
	SampleTypeMovingType                          SampleType = "MOVING_TYPE"
	SampleTypeLeftCrankCurrentPower               SampleType = "LEFT_CRANK_CURRENT_POWER"
	SampleTypeLeftCrankCumulativeRevolutions      SampleType = "LEFT_CRANK_CUMULATIVE_REVOLUTIONS"
	SampleTypeLeftCrankCumulativeTimestampMillis  SampleType = "LEFT_CRANK_CUMULATIVE_TIMESTAMP_MILLIS"
	SampleTypeLeftCrankForceMagnitudeMin          SampleType = "LEFT_CRANK_FORCE_MAGNITUDE_MIN"
	SampleTypeLeftCrankForceMagnitudeMax          SampleType = "LEFT_CRANK_FORCE_MAGNITUDE_MAX"
	SampleTypeLeftCrankForceMagnitudeMinAngle     SampleType = "LEFT_CRANK_FORCE_MAGNITUDE_MIN_ANGLE"
	SampleTypeLeftCrankForceMagnitudeMaxAngle     SampleType = "LEFT_CRANK_FORCE_MAGNITUDE_MAX_ANGLE"
	SampleTypeLeftCrankBottomDeadSpotAngle        SampleType = "LEFT_CRANK_BOTTOM_DEAD_SPOT_ANGLE"
	SampleTypeLeftCrankTopDeadSpotAngle           SampleType = "LEFT_CRANK_TOP_DEAD_SPOT_ANGLE"
	SampleTypeRightCrankCurrentPower              SampleType = "RIGHT_CRANK_CURRENT_POWER"
	SampleTypeRightCrankCumulativeRevolutions     SampleType = "RIGHT_CRANK_CUMULATIVE_REVOLUTIONS"
	SampleTypeRightCrankCumulativeTimestampMillis SampleType = "RIGHT_CRANK_CUMULATIVE_TIMESTAMP_MILLIS"
	SampleTypeRightCrankForceMagnitudeMin         SampleType = "RIGHT_CRANK_FORCE_MAGNITUDE_MIN"
	SampleTypeRightCrankForceMagnitudeMax         SampleType = "RIGHT_CRANK_FORCE_MAGNITUDE_MAX"
	SampleTypeRightCrankForceMagnitudeMinAngle    SampleType = "RIGHT_CRANK_FORCE_MAGNITUDE_MIN_ANGLE"
	SampleTypeRightCrankForceMagnitudeMaxAngle    SampleType = "RIGHT_CRANK_FORCE_MAGNITUDE_MAX_ANGLE"
	SampleTypeRightCrankBottomDeadSpotAngle       SampleType = "RIGHT_CRANK_BOTTOM_DEAD_SPOT_ANGLE"
	SampleTypeRightCrankTopDeadSpotAngle          SampleType = "RIGHT_CRANK_TOP_DEAD_SPOT_ANGLE"
	SampleTypeBodyTemperature                     SampleType = "BODY_TEMPERATURE"
)

// MaximumAerobicSpeedSource is a word of the vendor's list; others are kept as they come.
type MaximumAerobicSpeedSource string

// The values of MaximumAerobicSpeedSource.
const (
	MaximumAerobicSpeedSourceUnspecified MaximumAerobicSpeedSource = "MAXIMUM_AEROBIC_SPEED_SOURCE_UNSPECIFIED"
	MaximumAerobicSpeedSourceEstimate    MaximumAerobicSpeedSource = "MAXIMUM_AEROBIC_SPEED_SOURCE_ESTIMATE"
	MaximumAerobicSpeedSourceUser        MaximumAerobicSpeedSource = "MAXIMUM_AEROBIC_SPEED_SOURCE_USER"
)

// RunningTestCategory is a word of the vendor's list; others are kept as they come.
type RunningTestCategory string

// The values of RunningTestCategory.
const (
	RunningTestCategoryUnknown    RunningTestCategory = "RUNNING_TEST_CATEGORY_UNKNOWN"
	RunningTestCategoryMaximal    RunningTestCategory = "RUNNING_TEST_CATEGORY_MAXIMAL"
	RunningTestCategorySubmaximal RunningTestCategory = "RUNNING_TEST_CATEGORY_SUBMAXIMAL"
	RunningTestCategoryFailed     RunningTestCategory = "RUNNING_TEST_CATEGORY_FAILED"
)

// StatisticsType is a word of the vendor's list; others are kept as they come.
type StatisticsType string

// The values of StatisticsType.
const (
	StatisticsTypeUnspecified      StatisticsType = "STATISTICS_TYPE_UNSPECIFIED"
	StatisticsTypeCadence          StatisticsType = "STATISTICS_TYPE_CADENCE"
	StatisticsTypeHeartRate        StatisticsType = "STATISTICS_TYPE_HEART_RATE"
	StatisticsTypeIncline          StatisticsType = "STATISTICS_TYPE_INCLINE"
	StatisticsTypePower            StatisticsType = "STATISTICS_TYPE_POWER"
	StatisticsTypeSpeed            StatisticsType = "STATISTICS_TYPE_SPEED"
	StatisticsTypeStrideLength     StatisticsType = "STATISTICS_TYPE_STRIDE_LENGTH"
	StatisticsTypeAltitude         StatisticsType = "STATISTICS_TYPE_ALTITUDE"
	StatisticsTypeLeftRightBalance StatisticsType = "STATISTICS_TYPE_LEFT_RIGHT_BALANCE"
	StatisticsTypeBodyTemperature  StatisticsType = "STATISTICS_TYPE_BODY_TEMPERATURE"
)

// PoolUnit is a word of the vendor's list; others are kept as they come.
type PoolUnit string

// The values of PoolUnit.
const (
	PoolUnitUnspecified PoolUnit = "POOL_UNIT_UNSPECIFIED"
	PoolUnitMeters      PoolUnit = "POOL_UNIT_METERS"
	PoolUnitYards       PoolUnit = "POOL_UNIT_YARDS"
)

// LoadInterpretation is a word of the vendor's list; others are kept as they come.
type LoadInterpretation string

// The values of LoadInterpretation.
const (
	LoadInterpretationUnknown      LoadInterpretation = "LOAD_INTERPRETATION_UNKNOWN"
	LoadInterpretationVeryLow      LoadInterpretation = "LOAD_INTERPRETATION_VERY_LOW"
	LoadInterpretationLow          LoadInterpretation = "LOAD_INTERPRETATION_LOW"
	LoadInterpretationMedium       LoadInterpretation = "LOAD_INTERPRETATION_MEDIUM"
	LoadInterpretationHigh         LoadInterpretation = "LOAD_INTERPRETATION_HIGH"
	LoadInterpretationVeryHigh     LoadInterpretation = "LOAD_INTERPRETATION_VERY_HIGH"
	LoadInterpretationNotAvailable LoadInterpretation = "LOAD_INTERPRETATION_NOT_AVAILABLE"
)

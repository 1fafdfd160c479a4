package polaraccesslink

// ExerciseTargetType is a word of the vendor's list; others are kept as they come.
type ExerciseTargetType string

// The values of ExerciseTargetType.
const (
	ExerciseTargetTypeFree           ExerciseTargetType = "FREE"
	ExerciseTargetTypeVolume         ExerciseTargetType = "VOLUME"
	ExerciseTargetTypePhased         ExerciseTargetType = "PHASED"
	ExerciseTargetTypeSteadyRacePace ExerciseTargetType = "STEADY_RACE_PACE"
	ExerciseTargetTypeRoute          ExerciseTargetType = "ROUTE"
	ExerciseTargetTypeSegment        ExerciseTargetType = "SEGMENT"
	ExerciseTargetTypeStrength       ExerciseTargetType = "STRENGTH"
)

// PhaseGoalType is a word of the vendor's list; others are kept as they come.
type PhaseGoalType string

// The values of PhaseGoalType.
const (
	PhaseGoalTypeManual   PhaseGoalType = "MANUAL"
	PhaseGoalTypeDuration PhaseGoalType = "DURATION"
	PhaseGoalTypeDistance PhaseGoalType = "DISTANCE"
)

// PhaseIntensityType is a word of the vendor's list; others are kept as they come.
type PhaseIntensityType string

// The values of PhaseIntensityType.
const (
	PhaseIntensityTypeNone           PhaseIntensityType = "NONE"
	PhaseIntensityTypeHeartRateZones PhaseIntensityType = "HEART_RATE_ZONES"
	PhaseIntensityTypePowerZones     PhaseIntensityType = "POWER_ZONES"
	PhaseIntensityTypeSpeedZones     PhaseIntensityType = "SPEED_ZONES"
)

// PhaseChangeType is a word of the vendor's list; others are kept as they come.
type PhaseChangeType string

// The values of PhaseChangeType.
const (
	PhaseChangeTypeManual    PhaseChangeType = "MANUAL"
	PhaseChangeTypeAutomatic PhaseChangeType = "AUTOMATIC"
)

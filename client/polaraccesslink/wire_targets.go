package polaraccesslink

// UTCTime is an instant in UTC, taken apart. Only targets have it.
type UTCTime struct {
	Year  *int64 `json:"year,omitempty"`
	Month *int64 `json:"month,omitempty"`
	Day   *int64 `json:"day,omitempty"`
	Hour  *int64 `json:"hour,omitempty"`
	Min   *int64 `json:"min,omitempty"`
	Sec   *int64 `json:"sec,omitempty"`
	Extra Extra  `json:"extra,omitempty"`
}

// ExerciseTarget is the plan of one exercise: free, a volume, phases, a race pace, a route or a segment, as Type says.
type ExerciseTarget struct {
	Idx           int64              `json:"idx"`
	Type          ExerciseTargetType `json:"type,omitempty"`
	Duration      *int64             `json:"duration,omitempty"` // ms
	Distance      *float64           `json:"distance,omitempty"` // m
	KiloCalories  *int64             `json:"kiloCalories,omitempty"`
	SportID       *uint64            `json:"sportId,omitempty"`
	RouteID       *uint64            `json:"routeId,omitempty"`
	SegmentID     *uint64            `json:"segmentId,omitempty"`
	PhaseOrRepeat []PhaseOrRepeat    `json:"phaseOrRepeat,omitempty"`
	Extra         Extra              `json:"extra,omitempty"`
}

// FavoriteTarget is a plan that the user keeps for reuse.
type FavoriteTarget struct {
	Favorite *FavoriteSession `json:"favorite,omitempty"`
	Exercise []ExerciseTarget `json:"exercise,omitempty"`
	Extra    Extra            `json:"extra,omitempty"`
}

// FavoriteSession is the head of a favourite.
type FavoriteSession struct {
	ID             *uint64  `json:"id,omitempty"`
	Created        *UTCTime `json:"created,omitempty"`
	Modified       *UTCTime `json:"modified,omitempty"`
	Name           string   `json:"name"`
	Description    string   `json:"description,omitempty"`
	OrganisationID *uint64  `json:"organisationId,omitempty"`
	Extra          Extra    `json:"extra,omitempty"`
}

// PhaseGoal is when a phase ends: a duration in milliseconds or a distance in metres, as Type says.
type PhaseGoal struct {
	Type     PhaseGoalType `json:"type,omitempty"`
	Duration *int64        `json:"duration,omitempty"` // ms
	Distance *float64      `json:"distance,omitempty"` // m
	Extra    Extra         `json:"extra,omitempty"`
}

// PhaseIntensity is the zones of a phase, 1 to 5, unless Type is none.
type PhaseIntensity struct {
	Type      PhaseIntensityType `json:"type,omitempty"`
	LowerZone *int64             `json:"lowerZone,omitempty"`
	UpperZone *int64             `json:"upperZone,omitempty"`
	Extra     Extra              `json:"extra,omitempty"`
}

// PhaseOrRepeat is a phase, or a repetition of phases if RepeatCount is there.
type PhaseOrRepeat struct {
	Name          string          `json:"name"`
	ChangeType    PhaseChangeType `json:"changeType,omitempty"`
	Goal          *PhaseGoal      `json:"goal,omitempty"`
	Intensity     *PhaseIntensity `json:"intensity,omitempty"`
	RepeatCount   *int64          `json:"repeatCount,omitempty"`
	PhaseOrRepeat []PhaseOrRepeat `json:"phaseOrRepeat,omitempty"`
	Extra         Extra           `json:"extra,omitempty"`
}

// TargetSession is the head of a planned session.
type TargetSession struct {
	ID                *uint64          `json:"id,omitempty"`
	Created           *UTCTime         `json:"created,omitempty"`
	Modified          *UTCTime         `json:"modified,omitempty"`
	Name              string           `json:"name"`
	SportID           *uint64          `json:"sportId,omitempty"`
	Description       string           `json:"description,omitempty"`
	StartTime         *UTCTime         `json:"startTime,omitempty"`
	Done              *bool            `json:"done,omitempty"`
	FavoriteID        *uint64          `json:"favoriteId,omitempty"`
	ProgramID         *uint64          `json:"programId,omitempty"`
	EventID           *uint64          `json:"eventId,omitempty"`
	OnDemandTypeID    *int64           `json:"onDemandTypeId,omitempty"`
	ProgramUUID       string           `json:"programUuid,omitempty"`
	ProgramTargetUUID string           `json:"programTargetUuid,omitempty"`
	ProgramSourceType string           `json:"programSourceType,omitempty"`
	Guidance          []TargetGuidance `json:"guidance,omitempty"`
	Version           *int64           `json:"version,omitempty"`
	NonUserEditable   *bool            `json:"nonUserEditable,omitempty"`
	Extra             Extra            `json:"extra,omitempty"`
}

// TargetGuidance is a plan in a form for devices.
type TargetGuidance struct {
	DataSerializationType int64  `json:"dataSerializationType"`
	Data                  string `json:"data"`
	Extra                 Extra  `json:"extra,omitempty"`
}

// TrainingTarget is a session that is planned.
type TrainingTarget struct {
	Session  *TargetSession   `json:"session,omitempty"`
	Exercise []ExerciseTarget `json:"exercise,omitempty"`
	Extra    Extra            `json:"extra,omitempty"`
}

package polaraccesslink

// Zone is time within limits. Zones of speed have a distance, zones of power a muscle load.
type Zone struct {
	LowerLimit     float64  `json:"lowerLimit"`
	HigherLimit    float64  `json:"higherLimit"`
	InZone         int64    `json:"inZone"` // ms
	DistanceMeters *float64 `json:"distanceMeters,omitempty"`
	MuscleLoad     *float64 `json:"muscleLoad,omitempty"`
	Extra          Extra    `json:"extra,omitempty"`
}

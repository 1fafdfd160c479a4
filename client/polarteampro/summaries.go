package polarteampro

import "context"

// Summary is a player's part in a team's session, without what was recorded
// before and after; or, in version 1.1.0, in one phase of it.
type Summary struct {
	PlayerSessionID string `json:"player_session_id"`
	Stamps
	TrimmedStart        LocalTime          `json:"trimmed_start_time,omitzero"`
	DurationMS          *float64           `json:"duration_ms,omitempty"`
	DistanceMeters      *float64           `json:"distance_meters,omitempty"`
	Kilocalories        *float64           `json:"kilo_calories,omitempty"`
	HeartRateMax        *float64           `json:"heart_rate_max,omitempty"` // beats a minute
	HeartRateAvg        *float64           `json:"heart_rate_avg,omitempty"`
	HeartRateMin        *float64           `json:"heart_rate_min,omitempty"`
	HeartRateMaxPercent *float64           `json:"heart_rate_max_percent,omitempty"`
	HeartRateAvgPercent *float64           `json:"heart_rate_avg_percent,omitempty"`
	HeartRateMinPercent *float64           `json:"heart_rate_min_percent,omitempty"`
	SprintCounter       *int               `json:"sprint_counter,omitempty"`
	SpeedAvg            *float64           `json:"speed_avg_kmh,omitempty"` // declared a whole number, sent as 7.9 [confirmed: Team Pro document 1.0.2]
	SpeedMax            *float64           `json:"speed_max_kmh,omitempty"`
	CadenceAvg          *float64           `json:"cadence_avg,omitempty"`
	CadenceMax          *float64           `json:"cadence_max,omitempty"`
	TrainingLoad        *float64           `json:"training_load,omitempty"`
	CardioLoad          *float64           `json:"cardio_load,omitempty"`
	MuscleLoad          *float64           `json:"muscle_load,omitempty"`
	HeartRateZones      []HeartRateZone    `json:"heart_rate_zones,omitempty"`
	SpeedZones          []SpeedZone        `json:"speed_zones_kmh,omitempty"`
	AccelerationZones   []AccelerationZone `json:"acceleration_zones_ms2,omitempty"`
	PowerZones          []PowerZone        `json:"power_zones,omitempty"`

	// Since version 1.1.0.
	OutOfHeartRateZones      *Duration `json:"out_of_heart_rate_zones,omitempty"`
	OutOfSpeedZones          *float64  `json:"out_of_speed_zones,omitempty"` // m
	OutOfPowerZones          *Duration `json:"out_of_power_zones,omitempty"`
	MinimumRR                *float64  `json:"minimum_rr,omitempty"` // ms
	AverageRR                *float64  `json:"average_rr,omitempty"`
	MaximumRR                *float64  `json:"maximum_rr,omitempty"`
	RMSSD                    *float64  `json:"rmssd,omitempty"` // ms
	CardioLoadInterpretation *int      `json:"cardio_load_interpretation,omitempty"`
	MuscleLoadInterpretation *int      `json:"muscle_load_interpretation,omitempty"`

	Extra Extra `json:"extra,omitempty"`
}

// HeartRateZone is time within limits in beats a minute.
type HeartRateZone struct {
	Index        int       `json:"index"`
	LowerLimit   *float64  `json:"lower_limit,omitempty"`
	HigherLimit  *float64  `json:"higher_limit,omitempty"`
	InZone       *Duration `json:"in_zone,omitempty"`
	InZoneMeters *float64  `json:"in_zone_meters,omitempty"` // of a team's session, since version 1.1.0
	Extra        Extra     `json:"extra,omitempty"`
}

// SpeedZone is distance within limits in km/h.
type SpeedZone struct {
	Index        int       `json:"index"`
	LowerLimit   *float64  `json:"lower_limit,omitempty"`
	HigherLimit  *float64  `json:"higher_limit,omitempty"`
	InZoneMeters *float64  `json:"in_zone_meters,omitempty"`
	InZone       *Duration `json:"in_zone,omitempty"` // of a team's session, since version 1.1.0
	Extra        Extra     `json:"extra,omitempty"`
}

// PowerZone is time and load within limits in watts.
type PowerZone struct {
	Index            int       `json:"index"`
	LowerLimit       *float64  `json:"lower_limit,omitempty"`
	HigherLimit      *float64  `json:"higher_limit,omitempty"`
	InZone           *Duration `json:"in_zone,omitempty"`
	InZoneMuscleLoad *float64  `json:"in_zone_muscle_load,omitempty"`
	Extra            Extra     `json:"extra,omitempty"`
}

// AccelerationZone is how often an acceleration went past a limit in m/s²,
// below zero for decelerations.
type AccelerationZone struct {
	Limit   *float64 `json:"limit,omitempty"`
	Counter *float64 `json:"counter,omitempty" alias:"count"` // the second spelling is met in live answers [inferred: client code]
	Extra   Extra    `json:"extra,omitempty"`
}

// Summary returns the trimmed values of a player's part in a team's session.
//
// GET /v1/training_sessions/{player_session_id}/session_summary
func (s *PlayerSessionsService) Summary(ctx context.Context, playerSessionID string) (*Summary, error) {
	const operation = "GetSessionSummary"
	p, err := path(operation, "training_sessions", playerSessionID, "session_summary")
	if err != nil {
		return nil, err
	}
	return data[Summary](ctx, s.client, call{operation: operation, path: p})
}

// PhaseSummaries returns one summary for each phase of the session. Version
// 1.0.2 of the API does not have them. [confirmed: OpenAPI 1.1.0]
//
// GET /v1/training_sessions/{player_session_id}/phase_summaries
func (s *PlayerSessionsService) PhaseSummaries(ctx context.Context, playerSessionID string) ([]Summary, error) {
	const operation = "GetPhaseSummaries"
	p, err := path(operation, "training_sessions", playerSessionID, "phase_summaries")
	if err != nil {
		return nil, err
	}
	return items(data[[]Summary](ctx, s.client, call{operation: operation, path: p}))
}

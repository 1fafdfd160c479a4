package polarteampro

import (
	"context"
	"iter"
)

// Team is a team of the user's.
type Team struct {
	ID           string `json:"id"`
	Name         string `json:"name,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Stamps
	Extra Extra `json:"extra,omitempty"`
}

// TeamDetails is a team with the people in it.
type TeamDetails struct {
	ID           string `json:"id"`
	Name         string `json:"name,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Stamps
	Players       []Player       `json:"players,omitempty"`
	SportProfiles []SportProfile `json:"sport_profiles,omitempty"` // since version 1.1.0
	Extra         Extra          `json:"extra,omitempty"`
}

// Player is somebody in a team; staff are players whose numbers begin at 100.
// [inferred: client code]
type Player struct {
	PlayerID     string `json:"player_id"`
	PlayerNumber *int   `json:"player_number,omitempty"`
	Role         string `json:"role,omitempty"`
	FirstName    string `json:"first_name,omitempty"`
	LastName     string `json:"last_name,omitempty"`
	Extra        Extra  `json:"extra,omitempty"`
}

// List returns a page of the user's teams. opts may be nil.
//
// GET /v1/teams
func (s *TeamsService) List(ctx context.Context, opts *ListOptions) (*Page[Team], error) {
	const operation = "ListTeams"
	o := value(opts)
	query, err := o.query(operation)
	if err != nil {
		return nil, err
	}
	return list[Team](ctx, s.client, call{operation: operation, path: "/v1/teams", query: query}, o)
}

// All returns the user's teams, page by page as they are asked for.
func (s *TeamsService) All(ctx context.Context) iter.Seq2[Team, error] {
	return all(ctx, s.client, 0, func(ctx context.Context, number int) (*Page[Team], error) {
		return s.List(ctx, &ListOptions{Page: number})
	})
}

// Get returns a team with its players.
//
// GET /v1/teams/{team_id}
func (s *TeamsService) Get(ctx context.Context, teamID string) (*TeamDetails, error) {
	const operation = "GetTeam"
	p, err := path(operation, "teams", teamID)
	if err != nil {
		return nil, err
	}
	return data[TeamDetails](ctx, s.client, call{operation: operation, path: p})
}

// SportProfile is how a team's devices treat a sport.
type SportProfile struct {
	Sport string `json:"sport,omitempty"`
	Stamps
	SprintThresholdType string                `json:"sprint_threshold_type,omitempty"` // ACCELERATION, SPEED
	SprintThreshold     *float64              `json:"sprint_threshold,omitempty"`
	GPSState            string                `json:"gps_state,omitempty"`           // OFF, ON_NORMAL, ON_LONG, GPS_ON_10_HZ, GPS_ON_MEDIUM
	MuscleLoadSetting   string                `json:"muscle_load_setting,omitempty"` // OFF, ON
	HeartRateZoneType   string                `json:"heart_rate_zone_type,omitempty"`
	SpeedZoneType       string                `json:"speed_zone_type,omitempty"`
	PowerZoneType       string                `json:"power_zone_type,omitempty"`
	Zones               *ProfileZones         `json:"zones,omitempty"`
	AccelerationZones   *ProfileAccelerations `json:"acceleration_zones,omitempty"`
	Extra               Extra                 `json:"extra,omitempty"`
}

// ProfileZones are a profile's zones: heart rate in beats a minute, speed in
// km/h, power in watts.
type ProfileZones struct {
	HeartRate []ProfileZone `json:"heart_rate,omitempty"`
	Speed     []ProfileZone `json:"speed,omitempty"`
	Power     []ProfileZone `json:"power,omitempty"`
	Extra     Extra         `json:"extra,omitempty"`
}

// ProfileZone begins at its lower limit and ends before its higher one.
type ProfileZone struct {
	LowerLimit  *float64 `json:"lower_limit,omitempty"`
	HigherLimit *float64 `json:"higher_limit,omitempty"`
	Extra       Extra    `json:"extra,omitempty"`
}

// ProfileAccelerations are thresholds in m/s².
type ProfileAccelerations struct {
	Free          *bool  `json:"free_acceleration_zones,omitempty"`
	Accelerations Series `json:"acceleration_zones,omitempty"`
	Decelerations Series `json:"deceleration_zones,omitempty"`
	Extra         Extra  `json:"extra,omitempty"`
}

// SportProfiles returns a team's sport profiles. Version 1.0.2 of the API
// does not have them. [confirmed: OpenAPI 1.1.0]
//
// GET /v1/teams/{team_id}/sport-profiles
func (s *TeamsService) SportProfiles(ctx context.Context, teamID string) ([]SportProfile, error) {
	const operation = "GetTeamSportProfiles"
	p, err := path(operation, "teams", teamID, "sport-profiles")
	if err != nil {
		return nil, err
	}
	return items(data[[]SportProfile](ctx, s.client, call{operation: operation, path: p}))
}

func items[T any](list *[]T, err error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	return *list, nil
}

func value[T any](p *T) T {
	if p == nil {
		return *new(T)
	}
	return *p
}

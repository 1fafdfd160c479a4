package polaraccesslink

import "time"

// ContinueStraight says to go straight on.
type ContinueStraight struct {
	Extra Extra `json:"extra,omitempty"`
}

// Fork says which way to take.
type Fork struct {
	Direction Direction `json:"direction,omitempty"`
	Extra     Extra     `json:"extra,omitempty"`
}

// RoundaboutExit says where to leave a roundabout.
type RoundaboutExit struct {
	CurrentExitNumber *int64                `json:"currentExitNumber,omitempty"`
	TargetExitNumber  *int64                `json:"targetExitNumber,omitempty"`
	TotalExits        *int64                `json:"totalExits,omitempty"`
	Orientation       RoundaboutOrientation `json:"orientation,omitempty"`
	Extra             Extra                 `json:"extra,omitempty"`
}

// Turn says where to turn.
type Turn struct {
	Direction Direction `json:"direction,omitempty"`
	Type      TurnType  `json:"type,omitempty"`
	Extra     Extra     `json:"extra,omitempty"`
}

// UTurn says to turn back.
type UTurn struct {
	Extra Extra `json:"extra,omitempty"`
}

// RouteLocation is a point of a route.
type RouteLocation struct {
	Longitude      *float64 `json:"longitude,omitempty"`
	Latitude       *float64 `json:"latitude,omitempty"`
	AltitudeMeters *float64 `json:"altitudeMeters,omitempty"`
	Extra          Extra    `json:"extra,omitempty"`
}

// Route is where to go.
type Route struct {
	Name                    string       `json:"name,omitempty"`
	DistanceMeters          *float64     `json:"distanceMeters,omitempty"`
	RouteSource             string       `json:"routeSource,omitempty"`
	SourceID                string       `json:"sourceId,omitempty"`
	SourceVersionIdentifier string       `json:"sourceVersionIdentifier,omitempty"`
	RoutePoints             []RoutePoint `json:"routePoints,omitempty"`
	HasInstructions         *bool        `json:"hasInstructions,omitempty"`
	SportID                 *int64       `json:"sportId,omitempty"`
	Extra                   Extra        `json:"extra,omitempty"`
}

// DirectionInstruction is one of five ways to go on.
type DirectionInstruction struct {
	Turn             *Turn             `json:"turn,omitempty"`
	Fork             *Fork             `json:"fork,omitempty"`
	ContinueStraight *ContinueStraight `json:"continueStraight,omitempty"`
	UTurn            *UTurn            `json:"uTurn,omitempty"`
	RoundaboutExit   *RoundaboutExit   `json:"roundaboutExit,omitempty"`
	Extra            Extra             `json:"extra,omitempty"`
}

// RoutePoint is a point on the way, and what to do there.
type RoutePoint struct {
	Location                  *RouteLocation         `json:"location,omitempty"`
	DistanceFromStartMeters   *float64               `json:"distanceFromStartMeters,omitempty"`
	TimeOffsetFromStartMillis *int64                 `json:"timeOffsetFromStartMillis,omitempty"`
	Instructions              []DirectionInstruction `json:"instructions,omitempty"`
	Extra                     Extra                  `json:"extra,omitempty"`
}

// UserRoute is a route of the user's.
type UserRoute struct {
	ID            string    `json:"id,omitempty"`
	Route         *Route    `json:"route,omitempty"`
	Created       time.Time `json:"created,omitzero"`
	Modified      time.Time `json:"modified,omitzero"`
	LegacyRouteID *uint64   `json:"legacyRouteId,omitempty"`
	Extra         Extra     `json:"extra,omitempty"`
}

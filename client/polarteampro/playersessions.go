package polarteampro

import (
	"context"
	"iter"
	"time"
)

// Types of player sessions, and what to ask for. [confirmed: Team Pro document 1.0.2]
const (
	TypeAll        = "ALL" // to ask for only
	TypeTeam       = "TEAM"
	TypeIndividual = "INDIVIDUAL"
)

// PlayerSession is what one player did, in a list.
type PlayerSession struct {
	ID   string `json:"id"`
	Type string `json:"type,omitempty"` // TypeTeam, TypeIndividual
	Stamps
	Sport   string `json:"sport,omitempty"`
	Name    string `json:"name,omitempty"`
	Feeling string `json:"feeling,omitempty"` // BAD, NOT_GOOD, OKAY, GREAT, AWESOME
	Note    string `json:"note,omitempty"`
	Place
	Start          LocalTime `json:"start_time,omitzero"`
	Stop           LocalTime `json:"stop_time,omitzero"`
	DurationMS     *float64  `json:"duration_ms,omitempty"`
	TimezoneOffset *int      `json:"timezone_offset,omitempty"` // minutes east of UTC
	Extra          Extra     `json:"extra,omitempty"`
}

// StartInstant is when the session began, if the vendor said how far from UTC.
func (s *PlayerSession) StartInstant() (time.Time, bool) {
	if s.TimezoneOffset == nil || s.Start.IsZero() {
		return time.Time{}, false
	}
	return s.Start.At(*s.TimezoneOffset), true
}

// PlayerSessionDetails is what one player did. There is no offset from UTC in
// it: its times stay local.
type PlayerSessionDetails struct {
	ID   string `json:"id"`
	Type string `json:"type,omitempty"`
	Stamps
	Name    string `json:"name,omitempty"`
	Feeling string `json:"feeling,omitempty"`
	Note    string `json:"note,omitempty"`
	Place
	Start                 LocalTime `json:"start_time,omitzero"`
	Stop                  LocalTime `json:"stop_time,omitzero"`
	DurationMS            *float64  `json:"duration_ms,omitempty"`
	Calories              *float64  `json:"calories,omitempty"` // kcal
	DistanceMeters        *float64  `json:"distance_meters,omitempty"`
	TrainingLoad          *float64  `json:"training_load,omitempty"`
	TrainingBenefit       string    `json:"training_benefit,omitempty"` // since version 1.1.0
	CardioLoad            *float64  `json:"cardio_load,omitempty"`
	MuscleLoad            *float64  `json:"muscle_load,omitempty"`
	RecoveryTimeMS        *float64  `json:"recovery_time_ms,omitempty"`
	FatPercentage         *float64  `json:"fat_percentage,omitempty"`
	CarboPercentage       *float64  `json:"carbo_percentage,omitempty"`   // since version 1.1.0
	ProteinPercentage     *float64  `json:"protein_percentage,omitempty"` // since version 1.1.0
	HeartRateMax          *float64  `json:"heart_rate_max,omitempty"`     // beats a minute
	HeartRateAvg          *float64  `json:"heart_rate_avg,omitempty"`
	Sport                 string    `json:"sport,omitempty"`
	RunningIndex          *float64  `json:"running_index,omitempty"`
	Ascent                *float64  `json:"ascent,omitempty"`  // m
	Descent               *float64  `json:"descent,omitempty"` // m
	WalkingDurationMS     *float64  `json:"walking_duration_ms,omitempty"`
	WalkingDistanceMeters *float64  `json:"walking_distance_meters,omitempty"`
	SprintCounter         *int      `json:"sprint_counter,omitempty"`
	Product               string    `json:"product,omitempty"`
	Samples               *Samples  `json:"samples,omitempty"`      // if they were asked for
	RRIntervals           Series    `json:"rr_intervals,omitempty"` // ms, NaN for a gap; if asked for
	Extra                 Extra     `json:"extra,omitempty"`
}

// PlayerSessionOptions is which sessions to ask for, by when they began.
type PlayerSessionOptions struct {
	Window
	ListOptions
	Type string // TypeAll, TypeTeam, TypeIndividual; empty is all
}

// List returns a page of a player's sessions. opts may be nil.
//
// GET /v1/players/{player_id}/training_sessions
func (s *PlayerSessionsService) List(ctx context.Context, playerID string, opts *PlayerSessionOptions) (*Page[PlayerSession], error) {
	const operation = "ListPlayerSessions"
	o := value(opts)
	p, err := path(operation, "players", playerID, "training_sessions")
	if err != nil {
		return nil, err
	}
	query, err := o.ListOptions.query(operation)
	if err != nil {
		return nil, err
	}
	window, err := o.Window.query(operation)
	if err != nil {
		return nil, err
	}
	k := call{operation: operation, path: p, query: query + window + parameter("type", o.Type)}
	page, err := list[PlayerSession](ctx, s.client, k, o.ListOptions)
	if err == nil {
		page.keep(func(t *PlayerSession) bool { return o.has(t.Start) })
	}
	return page, err
}

// All returns a player's sessions, page by page as they are asked for. opts
// may be nil, and is copied.
func (s *PlayerSessionsService) All(ctx context.Context, playerID string, opts *PlayerSessionOptions) iter.Seq2[PlayerSession, error] {
	o := value(opts)
	return all(ctx, s.client, o.Page, func(ctx context.Context, number int) (*Page[PlayerSession], error) {
		o := o
		o.Page = number
		return s.List(ctx, playerID, &o)
	})
}

// Get returns a player's session, with the samples that are named: AllSamples,
// or some of SampleDistance and its like. None are sent unasked.
//
// GET /v1/training_sessions/{player_session_id}
func (s *PlayerSessionsService) Get(ctx context.Context, playerSessionID string, samples ...string) (*PlayerSessionDetails, error) {
	k, err := detail("GetPlayerSession", playerSessionID, samples)
	if err != nil {
		return nil, err
	}
	return data[PlayerSessionDetails](ctx, s.client, k)
}

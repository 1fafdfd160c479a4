package firstbeat

import (
	"context"
	"iter"
	"time"
)

// MeasurementType is why a measurement was made.
type MeasurementType string

// The types of measurement. [confirmed: OpenAPI 1.1.0]
const (
	Exercise          MeasurementType = "exercise"
	QuickRecoveryTest MeasurementType = "quickRecoveryTest"
	Night             MeasurementType = "night"
	Manual            MeasurementType = "manual" // entered by hand: no device, no series
)

// Measurement is one recording of one athlete. What the vendor does not know
// is empty.
type Measurement struct {
	MeasurementID int64 `json:"measurementId"`
	AthleteID     int64 `json:"athleteId"`
	// SessionID is nil if the vendor does not say, and 0 if the measurement is
	// in no session. Of several sessions it names one.
	SessionID *int64 `json:"sessionId,omitempty"`
	Times
	MeasurementType MeasurementType `json:"measurementType,omitempty"`
	ExerciseType    string          `json:"exerciseType,omitempty"` // its title
	SportsType      string          `json:"sportsType,omitempty"`
	EventType       string          `json:"eventType,omitempty"`
	Notes           string          `json:"notes,omitempty"`
	Laps            []Lap           `json:"laps,omitempty"` // only if asked for
}

// Lap is a part of a measurement or of a session.
type Lap struct {
	LapID int64  `json:"lapId"`
	Name  string `json:"name,omitempty"`
	Times
	AthleteIDs []int64 `json:"athleteIds,omitempty"` // of a session's laps only
}

// MeasurementOptions narrow a list of measurements. All that are set apply at once.
type MeasurementOptions struct {
	From time.Time // starts at or after
	To   time.Time // starts before

	ExerciseType    string          // exactly this title
	MeasurementType MeasurementType // of this type
	SportsTypes     []string        // of any of these sports
	EventTypes      []string        // of any of these kinds of event

	IncludeLaps bool // answer with laps
	Offset      int  // skip as many
}

// List returns a page of an athlete's measurements. opts may be nil.
//
// GET /v1/sports/accounts/{accountId}/athletes/{athleteId}/measurements
func (s *MeasurementsService) List(ctx context.Context, accountID string, athleteID int64, opts *MeasurementOptions) (*Page[Measurement], error) {
	o := value(opts)
	const operation = "ListMeasurements"
	path, err := account(operation, accountID)
	if err != nil {
		return nil, err
	}
	if err := window(operation, o.From, o.To, o.SportsTypes, o.EventTypes); err != nil {
		return nil, err
	}
	var q query
	q.instant("fromTime", o.From)
	q.instant("toTime", o.To)
	q.text("exerciseType", o.ExerciseType)
	q.text("measurementType", string(o.MeasurementType))
	q.list("sportsType", o.SportsTypes)
	q.list("eventType", o.EventTypes)
	q.flag("includeLaps", o.IncludeLaps)
	q.offset(o.Offset)
	k := call{operation: operation, path: in(path, "athletes", athleteID) + "/measurements", query: q.String()}
	page, err := list[Measurement](ctx, s.client, k, "measurements", o.Offset)
	if err != nil {
		return nil, err
	}
	for i := range page.Items {
		page.Items[i].utc()
		utcLaps(page.Items[i].Laps)
	}
	return page, nil
}

// All returns an athlete's measurements, page by page as they are asked for.
// opts may be nil, and is copied.
func (s *MeasurementsService) All(ctx context.Context, accountID string, athleteID int64, opts *MeasurementOptions) iter.Seq2[Measurement, error] {
	o := value(opts)
	return all(ctx, s.client, o.Offset, func(ctx context.Context, offset int) (*Page[Measurement], error) {
		o := o
		o.Offset = offset
		return s.List(ctx, accountID, athleteID, &o)
	})
}

// Results returns what was computed from a measurement: every variable of
// opts.Variables that exists for it, or the vendor's default set. A result that
// is not ready is waited for.
//
// If some variables cannot be read, Results returns the others together with
// an error of kind apierr.ErrDecode that names the bad ones. An analysis that
// failed is an error of kind apierr.ErrNoData.
//
// GET /v1/sports/accounts/{accountId}/athletes/{athleteId}/measurements/{measurementId}/results
func (s *MeasurementsService) Results(ctx context.Context, accountID string, athleteID, measurementID int64, opts *ResultsOptions) (*Results, error) {
	const operation = "GetMeasurementResults"
	path, err := account(operation, accountID)
	if err != nil {
		return nil, err
	}
	path = in(in(path, "athletes", athleteID), "measurements", measurementID)
	return s.client.single(ctx, call{operation: operation, path: path + "/results"}, opts)
}

// LapResults is Results for one lap.
//
// GET /v1/sports/accounts/{accountId}/athletes/{athleteId}/measurements/{measurementId}/laps/{lapId}/results
func (s *MeasurementsService) LapResults(ctx context.Context, accountID string, athleteID, measurementID, lapID int64, opts *ResultsOptions) (*Results, error) {
	const operation = "GetMeasurementLapResults"
	path, err := account(operation, accountID)
	if err != nil {
		return nil, err
	}
	path = in(in(in(path, "athletes", athleteID), "measurements", measurementID), "laps", lapID)
	return s.client.single(ctx, call{operation: operation, path: path + "/results"}, opts)
}

// window refuses filters that could only be a mistake.
func window(operation string, from, to time.Time, lists ...[]string) error {
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		return invalid(operation, "the window ends (%s) before it starts (%s)", to.UTC().Format(time.RFC3339), from.UTC().Format(time.RFC3339))
	}
	for _, list := range lists {
		if err := names(operation, list); err != nil {
			return err
		}
	}
	return nil
}

// value returns what p points to, or nothing.
func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func utcLaps(laps []Lap) {
	for i := range laps {
		laps[i].utc()
	}
}

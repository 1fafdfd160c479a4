package firstbeat

import (
	"context"
	"iter"
	"time"
)

// Session is a stretch of time of a team, made by a coach by hand. What the
// vendor does not know is empty.
type Session struct {
	SessionID int64 `json:"sessionId"`
	CoachID   int64 `json:"coachId,omitempty"`
	Times
	SessionType string  `json:"sessionType,omitempty"` // its title
	SportsType  string  `json:"sportsType,omitempty"`
	EventType   string  `json:"eventType,omitempty"`
	Notes       string  `json:"notes,omitempty"`
	AthleteIDs  []int64 `json:"athleteIds"`
	Laps        []Lap   `json:"laps,omitempty"` // only if asked for
}

// SessionOptions narrow a list of sessions. All that are set apply at once.
type SessionOptions struct {
	From time.Time // starts at or after
	To   time.Time // starts before

	Type        string   // exactly this title
	SportsTypes []string // of any of these sports
	EventTypes  []string // of any of these kinds of event

	IncludeLaps bool // answer with laps
	Offset      int  // skip as many
}

// List returns a page of a team's or group's sessions. opts may be nil.
//
// GET /v1/sports/accounts/{accountId}/teams/{teamId}/sessions
func (s *SessionsService) List(ctx context.Context, accountID string, teamID int64, opts *SessionOptions) (*Page[Session], error) {
	o := value(opts)
	const operation = "ListSessions"
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
	q.text("type", o.Type)
	q.list("sportsType", o.SportsTypes)
	q.list("eventType", o.EventTypes)
	q.flag("includeLaps", o.IncludeLaps)
	q.offset(o.Offset)
	k := call{operation: operation, path: in(path, "teams", teamID) + "/sessions", query: q.String()}
	page, err := list[Session](ctx, s.client, k, "sessions", o.Offset)
	if err != nil {
		return nil, err
	}
	for i := range page.Items {
		page.Items[i].utc()
		utcLaps(page.Items[i].Laps)
	}
	return page, nil
}

// All returns a team's or group's sessions, page by page as they are asked
// for. opts may be nil, and is copied.
func (s *SessionsService) All(ctx context.Context, accountID string, teamID int64, opts *SessionOptions) iter.Seq2[Session, error] {
	o := value(opts)
	return all(ctx, s.client, o.Offset, func(ctx context.Context, offset int) (*Page[Session], error) {
		o := o
		o.Offset = offset
		return s.List(ctx, accountID, teamID, &o)
	})
}

// Results returns what was computed from a session: the results of each of
// its measurements whose analysis succeeded. It is an error of kind
// apierr.ErrNoData if none did. See [MeasurementsService.Results] for the rest.
//
// GET /v1/sports/accounts/{accountId}/teams/{teamId}/sessions/{sessionId}/results
func (s *SessionsService) Results(ctx context.Context, accountID string, teamID, sessionID int64, opts *ResultsOptions) ([]Results, error) {
	const operation = "GetSessionResults"
	path, err := account(operation, accountID)
	if err != nil {
		return nil, err
	}
	path = in(in(path, "teams", teamID), "sessions", sessionID)
	return s.client.several(ctx, call{operation: operation, path: path + "/results"}, opts)
}

// LapResults is Results for one lap.
//
// GET /v1/sports/accounts/{accountId}/teams/{teamId}/sessions/{sessionId}/laps/{lapId}/results
func (s *SessionsService) LapResults(ctx context.Context, accountID string, teamID, sessionID, lapID int64, opts *ResultsOptions) ([]Results, error) {
	const operation = "GetSessionLapResults"
	path, err := account(operation, accountID)
	if err != nil {
		return nil, err
	}
	path = in(in(in(path, "teams", teamID), "sessions", sessionID), "laps", lapID)
	return s.client.several(ctx, call{operation: operation, path: path + "/results"}, opts)
}

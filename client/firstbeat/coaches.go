package firstbeat

import (
	"context"
	"iter"
)

// Coach is a person who runs teams of an account. What the vendor does not know is empty.
type Coach struct {
	CoachID   int64  `json:"coachId"`
	FirstName string `json:"firstName,omitempty"`
	LastName  string `json:"lastName,omitempty"`
	Email     string `json:"email,omitempty"`
}

// List returns the page of an account's coaches that starts at offset.
//
// GET /v1/sports/accounts/{accountId}/coaches
func (s *CoachesService) List(ctx context.Context, accountID string, offset int) (*Page[Coach], error) {
	const operation = "ListCoaches"
	path, err := account(operation, accountID)
	if err != nil {
		return nil, err
	}
	var q query
	q.offset(offset)
	return list[Coach](ctx, s.client, call{operation: operation, path: path + "/coaches", query: q.String()}, "coaches", offset)
}

// All returns an account's coaches, page by page as they are asked for.
func (s *CoachesService) All(ctx context.Context, accountID string) iter.Seq2[Coach, error] {
	return all(ctx, s.client, 0, func(ctx context.Context, offset int) (*Page[Coach], error) {
		return s.List(ctx, accountID, offset)
	})
}

// Get returns one coach.
//
// GET /v1/sports/accounts/{accountId}/coaches/{coachId}
func (s *CoachesService) Get(ctx context.Context, accountID string, coachID int64) (*Coach, error) {
	const operation = "GetCoach"
	path, err := account(operation, accountID)
	if err != nil {
		return nil, err
	}
	k := call{operation: operation, path: in(path, "coaches", coachID)}
	coach, err := get[Coach](ctx, s.client, k)
	if err == nil && *coach == (Coach{}) {
		return nil, s.client.nothing(k, "a coach")
	}
	return coach, err
}

package firstbeat

import (
	"context"
	"iter"
)

// Athlete is a person of an account. What the vendor does not know is empty.
type Athlete struct {
	AthleteID int64  `json:"athleteId"`
	FirstName string `json:"firstName,omitempty"`
	LastName  string `json:"lastName,omitempty"`
	Email     string `json:"email,omitempty"`
}

// List returns the page of an account's athletes that starts at offset.
//
// GET /v1/sports/accounts/{accountId}/athletes
func (s *AthletesService) List(ctx context.Context, accountID string, offset int) (*Page[Athlete], error) {
	const operation = "ListAthletes"
	path, err := account(operation, accountID)
	if err != nil {
		return nil, err
	}
	var q query
	q.offset(offset)
	return list[Athlete](ctx, s.client, call{operation: operation, path: path + "/athletes", query: q.String()}, "athletes", offset)
}

// All returns an account's athletes, page by page as they are asked for.
func (s *AthletesService) All(ctx context.Context, accountID string) iter.Seq2[Athlete, error] {
	return all(ctx, s.client, 0, func(ctx context.Context, offset int) (*Page[Athlete], error) {
		return s.List(ctx, accountID, offset)
	})
}

// Get returns one athlete.
//
// GET /v1/sports/accounts/{accountId}/athletes/{athleteId}
func (s *AthletesService) Get(ctx context.Context, accountID string, athleteID int64) (*Athlete, error) {
	const operation = "GetAthlete"
	path, err := account(operation, accountID)
	if err != nil {
		return nil, err
	}
	k := call{operation: operation, path: in(path, "athletes", athleteID)}
	athlete, err := get[Athlete](ctx, s.client, k)
	if err == nil && *athlete == (Athlete{}) {
		return nil, s.client.nothing(k, "an athlete")
	}
	return athlete, err
}

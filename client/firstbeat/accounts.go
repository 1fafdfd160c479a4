package firstbeat

import (
	"context"
)

// Account is a customer of the vendor that lets this consumer read.
type Account struct {
	AccountID    string      `json:"accountId"` // "3-4925"
	Name         string      `json:"name,omitempty"`
	AuthorizedBy *Authorizer `json:"authorizedBy,omitempty"` // nil if the vendor does not say
}

// Authorizer is the coach who granted access.
type Authorizer struct {
	CoachID int64 `json:"coachId"` // 0 is seen for the vendor's own test account
}

// List returns the accounts that the consumer may read. None is not an error:
// the vendor has not linked any, or no coach has granted it yet. The list is
// not paged.
//
// GET /v1/sports/accounts
func (s *AccountsService) List(ctx context.Context) ([]Account, error) {
	k := call{operation: "ListAccounts", path: "/v1/sports/accounts"}
	page, err := list[Account](ctx, s.client, k, "accounts", 0)
	if err != nil {
		return nil, err
	}
	return page.Items, nil
}

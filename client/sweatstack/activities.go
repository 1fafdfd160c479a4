package sweatstack

import (
	"context"
	"net/http"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// Get returns an activity.
//
// GET /api/v1/activities/{activity_id}
func (s *ActivitiesService) Get(ctx context.Context, activityID string) (*Activity, error) {
	const operation = "GetActivity"
	p, err := item(operation, activityID)
	if err != nil {
		return nil, err
	}
	k := call{operation: operation, path: p}
	a, none, err := value[Activity](ctx, s.client, k)
	if none {
		return nil, s.client.absent(k)
	}
	return a, err
}

// Latest returns the newest activity, of a sport or what lies below it if one
// is named. That there is none is an error of kind apierr.ErrNotFound, in
// whichever way the service says so: with a status of 404, or with null.
// [confirmed: changelog of the vendor's Python client, 0.91]
//
// GET /api/v1/activities/latest
func (s *ActivitiesService) Latest(ctx context.Context, sport Sport) (*Activity, error) {
	k := call{operation: "GetLatestActivity", path: activities + "latest"}
	k.query.add("sport", string(sport))
	a, none, err := value[Activity](ctx, s.client, k)
	if none {
		return nil, s.client.absent(k)
	}
	return a, err
}

// absent is null where a value could have been.
func (c *Client) absent(k call) error {
	return c.refuse(k, &apierr.Error{Kind: apierr.ErrNotFound, StatusCode: http.StatusOK, Message: "OK, but there is none"})
}

package sweatstack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport/wirejson"
)

// What an application may keep with an activity. [confirmed: SweatStack
// documentation, and the vendor's Python client for the depth]
const (
	maxMetadata      = 1024 // bytes of JSON
	maxMetadataDepth = 32
)

// SetAppMetadata replaces what this application keeps with an activity by what
// metadata is as JSON: an object of at most 1024 bytes, at most 32 levels deep.
// It takes the token of an application, with [ScopeDataWrite]; a key that a
// user made is refused, with kind apierr.ErrForbidden.
//
// PUT /api/v1/activities/{activity_id}/app-metadata
func (s *ActivitiesService) SetAppMetadata(ctx context.Context, activityID string, metadata any) error {
	const operation = "SetActivityAppMetadata"
	p, err := item(operation, activityID, "app-metadata")
	if err != nil {
		return err
	}
	body, err := metadataJSON(operation, metadata)
	if err != nil {
		return err
	}
	r, err := s.client.do(ctx, call{
		operation: operation, method: http.MethodPut, path: p, body: body, kind: "application/json",
		accept: []int{http.StatusOK, http.StatusNoContent},
	})
	if err != nil {
		return err
	}
	r.Release()
	return nil
}

// DeleteAppMetadata removes what this application keeps with an activity.
//
// DELETE /api/v1/activities/{activity_id}/app-metadata
func (s *ActivitiesService) DeleteAppMetadata(ctx context.Context, activityID string) error {
	const operation = "DeleteActivityAppMetadata"
	p, err := item(operation, activityID, "app-metadata")
	if err != nil {
		return err
	}
	r, err := s.client.do(ctx, call{operation: operation, method: http.MethodDelete, path: p, accept: []int{http.StatusOK, http.StatusNoContent}})
	if err != nil {
		return err
	}
	r.Release()
	return nil
}

// metadataJSON writes metadata as short as can be, and refuses what the
// service would.
func metadataJSON(operation string, metadata any) ([]byte, error) {
	var written, compact bytes.Buffer
	e := json.NewEncoder(&written)
	e.SetEscapeHTML(false) // five bytes a sign count
	if err := e.Encode(metadata); err != nil {
		return nil, invalid(operation, "the metadata cannot be written as JSON: %v", err)
	}
	if err := json.Compact(&compact, written.Bytes()); err != nil {
		return nil, invalid(operation, "the metadata is not JSON: %v", err)
	}
	body := compact.Bytes()
	if wirejson.Kind(body) != '{' {
		return nil, invalid(operation, "the metadata is not an object")
	}
	if depth(body) > maxMetadataDepth {
		return nil, invalid(operation, "the metadata is more than %d levels deep", maxMetadataDepth)
	}
	if len(body) > maxMetadata {
		return nil, &apierr.Error{
			Service: serviceName, Operation: operation, Kind: apierr.ErrTooLarge,
			Message: fmt.Sprintf("the metadata has %d bytes: want at most %d", len(body), maxMetadata),
		}
	}
	return body, nil
}

// depth is how many objects and lists lie in each other.
func depth(body []byte) int {
	d := json.NewDecoder(bytes.NewReader(body))
	now, most := 0, 0
	for {
		t, err := d.Token()
		if err != nil {
			return most
		}
		if sign, ok := t.(json.Delim); ok {
			if sign == '{' || sign == '[' {
				now++
			} else {
				now--
			}
			most = max(most, now)
		}
	}
}

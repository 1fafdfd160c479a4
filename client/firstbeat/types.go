package firstbeat

import "context"

// Sports returns the values that sportsType takes.
//
// GET /v1/sports/sports-types
func (s *TypesService) Sports(ctx context.Context) ([]string, error) {
	return s.names(ctx, "ListSportsTypes", "/v1/sports/sports-types")
}

// Events returns the values that eventType takes.
//
// GET /v1/sports/event-types
func (s *TypesService) Events(ctx context.Context) ([]string, error) {
	return s.names(ctx, "ListEventTypes", "/v1/sports/event-types")
}

// names reads a bare array of strings.
func (s *TypesService) names(ctx context.Context, operation, path string) ([]string, error) {
	names, err := get[[]string](ctx, s.client, call{operation: operation, path: path})
	if err != nil {
		return nil, err
	}
	return *names, nil
}

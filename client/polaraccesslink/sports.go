package polaraccesslink

import "context"

// List returns the sports that the vendor knows. Some users are shown none.
//
// GET /sports/list
func (s *SportsService) List(ctx context.Context) ([]Sport, error) {
	return list[Sport](ctx, s.client, call{operation: "ListSports", path: "/sports/list", scope: ScopeSports}, "", "sports")
}

// Profiles returns how the user's devices treat sports.
//
// GET /sports/profiles
func (s *SportsService) Profiles(ctx context.Context) ([]SportProfile, error) {
	return list[SportProfile](ctx, s.client, call{operation: "ListSportProfiles", path: "/sports/profiles", scope: ScopeSports}, "", "profiles")
}

// Catalog returns the order of the user's profiles.
//
// GET /sports/profile-list-catalog
func (s *SportsService) Catalog(ctx context.Context) (*SportProfileCatalog, error) {
	return get[SportProfileCatalog](ctx, s.client, call{operation: "GetSportProfileCatalog", path: "/sports/profile-list-catalog", scope: ScopeSports}, "catalog")
}

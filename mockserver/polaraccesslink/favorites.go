package polaraccesslink

import "strconv"

type (
	loadFavoritesResponse struct {
		FavoriteTarget []favoriteTarget `json:"favoriteTarget"`
	}
	favoriteTarget struct {
		Favorite favoriteSession  `json:"favorite"`
		Exercise []exerciseTarget `json:"exercise"`
	}
	favoriteSession struct {
		ID             uint64s  `json:"id"`
		Created        moment   `json:"created"`
		Modified       moment   `json:"modified"`
		Name           string   `json:"name"`
		Description    *string  `json:"description"`
		OrganisationID *uint64s `json:"organisationId"`
	}
)

// favoritesEach bounds the favourites of one athlete.
const favoritesEach = 16

func favoritePlace(athlete, n int) uint64 { return uint64(athlete)*favoritesEach + uint64(n) }

// favoriteKinds are an athlete's favourites: all of their routes, and some more.
func (t *tenant) favoriteKinds(athlete int) []enum {
	var kinds []enum
	for range routesEach {
		kinds = append(kinds, "ROUTE")
	}
	r := t.personal(athlete, "favorites")
	for _, k := range []enum{"PHASED", "VOLUME", "STRENGTH", "FREE", "SEGMENT", "STEADY_RACE_PACE"} {
		if r.IntN(3) > 0 {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// listFavorites lists what a person has saved. [confirmed: AccessLink v4 page]
func listFavorites(t *tenant, c *caller) (any, error) {
	out := loadFavoritesResponse{[]favoriteTarget{}}
	organization := uint64(t.data.Athlete(c.athlete).Organization)
	for n, kind := range t.favoriteKinds(c.athlete) {
		r := t.personal(c.athlete, "favorite", strconv.Itoa(n))
		sport := t.sportsOf(c.athlete)[0]
		created := t.routeCreated(c.athlete, n%routesEach)
		f := favoriteSession{
			ID: uint64s(t.ids.number(ofFavorite, favoritePlace(c.athlete, n))), Created: momentOf(created), Modified: momentOf(created),
			Description: when(r.IntN(2) == 0, "Saved from the diary"),
		}
		switch kind {
		case "ROUTE":
			f.Name, sport = t.routeName(c.athlete, n), 1
		case "STRENGTH":
			f.Name, sport = "Full body", 15
		default:
			f.Name = pick(r, "Tuesday intervals", "Long and easy", "Race rehearsal", "Hill sprints")
			if r.IntN(3) == 0 { // the club shares it
				f.OrganisationID = new(uint64s(t.ids.number(ofClub, organization)))
			}
		}
		out.FavoriteTarget = append(out.FavoriteTarget, favoriteTarget{f, []exerciseTarget{t.exerciseTarget(kind, c.athlete, sport, n, nil)}})
	}
	return out, nil
}

package polaraccesslink_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// Routes lead, and letters go, to where somebody lives and trains.
func TestRoutesAndAddressesAreOfTheOwnPlace(t *testing.T) {
	t.Parallel()
	base := newSim(t)
	cities := map[string]string{
		"Europe/Helsinki": "Helsinki", "Europe/London": "London", "America/New_York": "New York", "America/Denver": "Denver", "Australia/Sydney": "Sydney",
	}
	seen, addresses := map[string]bool{}, 0
	for athlete := range base.World.Data.Athletes() {
		zone := base.World.Data.Athlete(athlete).Zone.String()
		s := base.walker(athlete)
		var account, favorites object
		for path, into := range map[string]*object{"/user/account-data": &account, "/training-target/favorites": &favorites} {
			*into = decoded(t, s.direct(path).Body)
		}
		if home := account.in("accountData").in("contactInformation").in("address"); home != nil {
			addresses++
			require.Equal(t, cities[zone], home.text("city"))
		}
		if seen[zone] {
			continue
		}
		for _, e := range s.workouts(athlete) {
			if r := s.World.Data.Record(e); e.GPS && len(r.Latitude) > 0 {
				points := s.aRoute(favorites)
				if points == nil {
					break
				}
				begin := points[0].in("location")
				north := (begin.number("latitude") - r.Latitude[0]) * 111_195
				east := (begin.number("longitude") - r.Longitude[0]) * 111_195 * math.Cos(r.Latitude[0]*math.Pi/180)
				require.Less(t, math.Hypot(north, east), 25_000.0, "%s: %v", zone, begin)
				for i := 1; i < len(points); i++ { // metres of the way are metres on the ground
					a, b := points[i-1].in("location"), points[i].in("location")
					north := (b.number("latitude") - a.number("latitude")) * 111_195
					east := (b.number("longitude") - a.number("longitude")) * 111_195 * math.Cos(a.number("latitude")*math.Pi/180)
					require.InDelta(t, 50, math.Hypot(north, east), 0.5)
				}
				seen[zone] = true
				break
			}
		}
	}
	require.Len(t, seen, len(cities), "%v", seen)
	require.Positive(t, addresses)
}

// aRoute is the way of an athlete's first favourite that has one to be had.
func (s *sim) aRoute(favorites object) []object {
	s.t.Helper()
	for _, f := range favorites.list("favoriteTarget") {
		id := f.list("exercise")[0].text("routeId")
		if a := s.direct("/routes/" + id); id != "" && a.Status == 0 {
			return decoded(s.t, a.Body).in("userRoute").in("route").list("routePoints")
		}
	}
	return nil
}

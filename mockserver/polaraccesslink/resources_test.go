package polaraccesslink_test

import (
	"bytes"
	"encoding/json"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func TestPicturesInThreeSizes(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	bodies := map[string]bool{}
	pictured := 0
	for k := range 6 {
		athlete := s.World.Data.Organization(1).FirstAthlete + k
		s.token = s.grant(athlete)
		for size, pixels := range map[string]int{"small": 60, "medium": 120, "large": 240} {
			a := s.get("/user/profile-picture?size=" + size)
			if a.status == 404 {
				require.Equal(t, `{"errorMessage":"Profile picture not found"}`, a.text())
				continue
			}
			require.Equal(t, "image/png", a.header.Get("Content-Type"))
			img, format, err := image.Decode(bytes.NewReader(a.body))
			require.NoError(t, err)
			require.Equal(t, "png", format)
			require.Equal(t, image.Pt(pixels, pixels), img.Bounds().Size())
			require.False(t, bodies[a.text()], "everybody has their own")
			bodies[a.text()] = true
			require.Equal(t, a.body, s.get("/user/profile-picture?size="+size).body)
			pictured++
		}
	}
	require.Greater(t, pictured, 6)
}

func TestPictureFormats(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ format, accept, want string }{
		{"png", "image/*", "png"},
		{"png", "*/*", "png"},
		{"png", "image/jpeg", "jpeg"},
		{"png", "image/png", "png"},
		{"png", "application/json", "png"},
		{"jpeg", "image/*", "jpeg"},
		{"jpeg", "image/png", "png"},
		{"jpeg", "", "jpeg"},
	} {
		s := newSim(t, with("picture-format", c.format), with("picture-pixels", "32/64/1024"))
		a := s.send("GET", "/user/profile-picture?size=medium", "Authorization", "Bearer "+s.token, "Accept", c.accept)
		require.Equal(t, 200, a.status)
		img, format, err := image.Decode(bytes.NewReader(a.body))
		require.NoError(t, err)
		require.Equal(t, c.want, format, "%s %s", c.format, c.accept)
		require.Equal(t, "image/"+format, a.header.Get("Content-Type"))
		require.Equal(t, 64, img.Bounds().Dx())
	}
	s := newSim(t)
	s.step("POST", "athletes/{athlete}/picture", `{"present":false}`, nil)
	require.Equal(t, 404, s.get("/user/profile-picture?size=small").status)
	s.step("POST", "athletes/{athlete}/picture", `{}`, nil)
	require.Equal(t, 200, s.get("/user/profile-picture?size=small").status)
}

func TestRoutesAreReachedFromFavorites(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	found, foreign := 0, 0
	for _, f := range s.object("/training-target/favorites").list("favoriteTarget") {
		id := f.list("exercise")[0].text("routeId")
		if id == "" {
			continue
		}
		a := s.get("/routes/" + id)
		if a.status == 404 {
			foreign++
			continue
		}
		route := s.object("/routes/" + id).in("userRoute")
		require.Equal(t, id, route.text("id"))
		inner := route.in("route")
		points := inner.list("routePoints")
		require.Equal(t, f.in("favorite").text("name"), inner.text("name"))
		require.Equal(t, inner.number("distanceMeters"), points[len(points)-1].number("distanceFromStartMeters"))
		told := false
		for i, p := range points {
			told = told || len(p.list("instructions")) > 0
			if i > 0 {
				require.Greater(t, p.number("timeOffsetFromStartMillis"), points[i-1].number("timeOffsetFromStartMillis"))
			}
		}
		require.Equal(t, inner["hasInstructions"], told)
		found++
	}
	require.Equal(t, 3, found)
	require.Equal(t, 1, foreign, "one is another service's")
}

func TestTargetsAndSessionsKnowEachOther(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	targets := map[string]object{}
	done, ahead := 0, 0
	const path = "/training-target/calendar-targets?fromDate=2025-11-01&toDate=2026-04-30"
	for k := range 6 {
		s.token = s.grant(s.athlete + k)
		for _, x := range s.object(path).list("trainingTarget") {
			if x.in("session")["done"] == false {
				ahead++
			}
		}
	}
	s.token = s.grant(s.athlete)
	for _, x := range s.object(path).list("trainingTarget") {
		session := x.in("session")
		targets[session.text("id")] = x
		if session["done"] == true {
			done++
		}
		id, err := strconv.ParseUint(session.text("id"), 10, 64)
		require.NoError(t, err)
		require.Positive(t, id)
	}
	require.Positive(t, done)
	require.Positive(t, ahead, "some are still to come")
	favorites := map[string]bool{}
	for _, f := range s.object("/training-target/favorites").list("favoriteTarget") {
		favorites[f.in("favorite").text("id")] = true
	}
	met := 0
	for _, x := range s.object(sessions + between("2025-12-15", "2026-03-10")).list("trainingSessions") {
		if id := x.in("trainingTarget").text("id"); id != "" {
			require.Contains(t, targets, id)
			require.Equal(t, true, targets[id].in("session")["done"])
			met++
		}
		if id := x.in("favoriteTarget").text("id"); id != "" {
			require.True(t, favorites[id])
			require.Equal(t, id, targets[x.in("trainingTarget").text("id")].in("session").text("favoriteId"))
		}
	}
	require.Greater(t, met, 10)
}

func TestProfilesAreThoseOfTheCatalog(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	known, sports := map[string]bool{}, map[float64]bool{}
	for _, x := range s.object("/sports/list").list("sports") {
		sports[x.in("id").number("id")] = true
	}
	for _, x := range s.object("/sports/list").list("sports") {
		require.True(t, sports[x.in("parentSport").number("id")])
		require.NotContains(t, x, "name")
	}
	for _, p := range s.object("/sports/profiles").list("profiles") {
		known[p.text("uuid")] = true
		require.True(t, sports[p.in("profile").number("sportId")])
	}
	for _, p := range s.object("/sports/profiles").list("profiles") {
		for _, sub := range p.in("profile")["subProfileUuids"].([]any) {
			require.True(t, known[sub.(string)])
		}
	}
	indices := 0
	for k := range 8 {
		s.token = s.grant(s.athlete + k)
		catalog := s.object("/sports/profile-list-catalog").in("catalog")
		require.Equal(t, len(catalog.list("lists")) > 0, catalog["activeSportProfileListIndex"] != nil, "no list, no index")
		indices += len(catalog.list("lists"))
	}
	require.Positive(t, indices)
}

// Names in every language are for people, and not keys.
func TestNamesOfSportsAreToBeRead(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, x := range newSim(t).object("/sports/list").list("sports") {
		names := x.in("localizedNames")
		for language := range names {
			name := names.in(language).text("longName")
			require.NotEmpty(t, name)
			require.NotEqual(t, strings.ToUpper(name), name)
			require.NotContains(t, name, "_")
			require.False(t, seen[language+name], "%s: two sports are %s", language, name)
			seen[language+name] = true
		}
		require.Len(t, names, 2)
	}
	require.Greater(t, len(seen), 40)
}

func TestPins(t *testing.T) {
	t.Parallel()
	s := newSim(t, withPins(`{"athletes":[{"deviceId":"ABC10200","trainingSessions":["123466345","7"],"routes":["2353647432"]},{"athlete":3,"deviceId":"00000001"}]}`))
	require.Contains(t, s.get("/user-devices").text(), `"0e030000-00`)
	require.Contains(t, s.get("/user-devices").text(), `-0000-0000-0000abc10200"`)
	require.Equal(t, "2353647432", s.object("/routes/2353647432").in("userRoute").text("id"))
	list := s.workouts(s.athlete)
	oldest := list[len(list)-1]
	require.Equal(t, "123466345", polaraccesslink.SessionID(s.tenant, oldest.Ref))
	require.Equal(t, "ABC10200", s.session(oldest).text("deviceId"))
	const at = "pins.polar-accesslink"
	for bad, field := range map[string]string{
		`[]`: at, `{} {}`: at, `{"x":1}`: at + ".x", `{"athletes":[{"deviceId":"abc10200"}]}`: at + ".athletes[0].deviceId",
		`{"athletes":[{"athlete":99999}]}`: at + ".athletes[0].athlete", `{"athletes":[{"trainingSessions":["5"]},{"athlete":-1}]}`: at + ".athletes[1].athlete",
		`{"athletes":[{"athlete":3},{"athlete":3}]}`:                       at + ".athletes[1].athlete",
		`{"athletes":[{"routes":["1","2","3","4","5"]}]}`:                  at + ".athletes[0].routes",
		`{"athletes":[{"routes":["0"]}]}`:                                  at + ".athletes[0].routes[0]",
		`{"athletes":[{"trainingSessions":["1","1"]}]}`:                    at + ".athletes[0].trainingSessions[1]",
		`{"athletes":[{"trainingSessions":["18446744073709551616"]}]}`:     at + ".athletes[0].trainingSessions[0]",
		`{"athletes":[{"athlete":1,"routes":["7"]},{"routes":["7","8"]}]}`: at + ".athletes[1].routes[0]",
	} {
		c := world.Config{Time: start, Pins: map[string]json.RawMessage{service: json.RawMessage(bad)}}
		var invalid *world.Invalid
		require.ErrorAs(t, polaraccesslink.Service().Plan(&c), &invalid, bad)
		require.Equal(t, field, invalid.Field, bad)
	}
}

// Requests do not get into each other's way.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	paths := []string{
		sessions + between("2026-03-01", "2026-03-09"), "/sports/profiles", "/user/account-data", "/subscriptions", "/training-target/favorites",
		"/training-target/calendar-targets?fromDate=2026-03-01&toDate=2026-03-20", "/user/profile-picture?size=small", "/user-devices", "/sports/list",
	}
	want := make([]string, len(paths))
	for i, p := range paths {
		want[i] = string(s.direct(p).Body)
	}
	var group sync.WaitGroup
	for worker := range 6 {
		group.Go(func() {
			for i := range paths {
				at := (i + worker) % len(paths)
				if got := string(s.direct(paths[at]).Body); got != want[at] {
					t.Errorf("%s differs", paths[at])
				}
			}
		})
	}
	for range 20 {
		s.step("POST", "athletes/{athlete}/sync", "", map[string]string{"athlete": "3"})
	}
	group.Wait()
}

func TestEqualSeedsEqualBytes(t *testing.T) {
	t.Parallel()
	a, b := newSim(t), newSim(t)
	for _, path := range paths("documented") {
		require.Equal(t, string(a.direct(path).Body), string(b.direct(path).Body), path)
	}
}

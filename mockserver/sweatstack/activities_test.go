package sweatstack_test

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A workout is the same one through every service, since each tells of the same
// record.
func TestActivitiesAgreeWithThePopulation(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	listed := map[string]object{}
	for _, o := range s.list(api + "/?limit=100") {
		listed[o.text("id")] = o
	}
	moved, powered := 0, 0
	workouts := s.workouts()
	require.Greater(t, len(workouts), 20)
	for _, e := range workouts {
		a := s.World.Data.Analysis(e)
		outside := a.Outside(s.World.Data.Record(e))
		x := s.one(s.path(e))
		l := listed[x.text("id")]
		for name, v := range l {
			require.Equal(t, v, x[name], name)
		}
		begun, err := time.Parse(time.RFC3339, x.text("start"))
		require.NoError(t, err)
		require.True(t, begun.Equal(e.Start))
		ended, err := time.Parse(time.RFC3339, x.text("end"))
		require.NoError(t, err)
		require.Equal(t, e.End.Sub(e.Start), ended.Sub(begun))
		require.Equal(t, e.Start.In(e.Zone).Format("2006-01-02T15:04:05"), x.text("start_local"))
		require.InDelta(t, a.HRAverage, x.number("summary", "heart_rate", "mean"), 0.6)
		require.InDelta(t, a.HRPeak, x.number("summary", "heart_rate", "max"), 0)
		require.InDelta(t, a.HRLowest, x.number("summary", "heart_rate", "min"), 0)
		if outside.DistanceM > 0 {
			require.InDelta(t, outside.DistanceM, x.number("distance"), 0.02+outside.DistanceM*1e-6)
			require.InDelta(t, x.number("distance"), x.number("summary", "distance", "sum"), 0)
			require.InDelta(t, outside.SpeedAverage, x.number("summary", "speed", "mean"), 1e-4)
			moved++
		} else {
			require.Nil(t, x["distance"])
		}
		if outside.PowerAverage > 0 {
			require.InDelta(t, outside.PowerAverage, x.number("summary", "power", "mean"), 0.1)
			powered++
		}
		laps, _ := x["laps"].([]any)
		require.Len(t, laps, len(e.Laps))
	}
	require.Greater(t, moved, 5)
	require.Greater(t, powered, 5)
}

func TestListsAreFilteredAndPaged(t *testing.T) {
	t.Parallel()
	s := newSim(t, since(90)) // more than one page
	all := s.list(api + "/?limit=1000")
	require.Greater(t, len(all), 60)
	require.Len(t, s.list(api+"/"), 50)
	require.Empty(t, s.list(api+"/?limit=0"))
	require.Empty(t, s.list(api+"/?limit=-5"))
	require.Empty(t, s.list(api+"/?offset=99999999999999999999"))
	require.Equal(t, all[50:60], s.list(api+"/?limit=10&offset=50"))
	require.Equal(t, all[0], func() object { o := s.one(api + "/latest"); delete(o, "distance"); delete(o, "devices"); return o }())
	sports, tags := map[string]int{}, map[string]int{}
	for i, o := range all {
		if i > 0 {
			require.GreaterOrEqual(t, all[i-1].text("start"), o.text("start"), "the newest comes first")
		}
		sports[strings.Split(o.text("sport"), ".")[0]]++
		set := map[string]bool{}
		for _, tag := range o["tags"].([]any) {
			tags[tag.(string)]++
			set[tag.(string)] = true
		}
		if set["team"] && set["training"] {
			tags["both"]++
		}
	}
	for sport, n := range sports {
		require.Len(t, s.list(api+"/?limit=1000&sport="+sport), n, sport)
	}
	for _, tag := range []string{"team", "training"} {
		require.Len(t, s.list(api+"/?limit=1000&tags="+tag), tags[tag], tag)
	}
	require.Len(t, s.list(api+"/?limit=1000&tags=team&tags=training"), tags["both"])
	require.Len(t, s.list(api+"/?limit=1000&sport=generic&sport="+strings.Split(all[0].text("sport"), ".")[0]+"&sport=unknown"), func() int {
		n := sports["generic"] + sports["unknown"]
		if first := strings.Split(all[0].text("sport"), ".")[0]; first != "generic" && first != "unknown" {
			n += sports[first]
		}
		return n
	}())
	day := all[10].text("start_local")[:10]
	n := 0
	for _, o := range all {
		if o.text("start_local")[:10] == day {
			n++
		}
	}
	require.Len(t, s.list(api+"/?start="+day+"&end="+day), n, "both ends are in the range")
}

func TestActivitiesAreThereOnceTheyHaveSynced(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	before := len(s.list(api + "/?limit=1000"))
	s.Advance(5 * 24 * time.Hour)
	s.bearer = s.freshToken()
	after := s.list(api + "/?limit=1000")
	require.Greater(t, len(after), before)
	for _, o := range after {
		end, err := time.Parse(time.RFC3339, o.text("end"))
		require.NoError(t, err)
		require.True(t, end.Before(s.Now()))
	}
	made, err := s.step("POST", "users/{userId}/activities", `{}`, "userId", s.user)
	require.NoError(t, err)
	require.Equal(t, made.text("activityId"), s.one(api+"/latest").text("id"))
	require.Equal(t, http.StatusOK, s.get(api+"/"+made.text("activityId")+"/data").status)
}

// freshToken is one that was handed out now.
func (s *sim) freshToken() string {
	s.t.Helper()
	made, err := s.step("POST", "tokens", `{"userId":"`+s.user+`"}`)
	require.NoError(s.t, err)
	return made.text("accessToken")
}

func TestOthersAreNotSeen(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	path := s.path(s.workouts()[0])
	s.bearer = s.creds.Users[1].AccessToken
	for _, p := range []string{path, path + "/data", path + "/mean-max", path + "/accumulated-work-duration", api + "/upload", api + "/act_01J00000000000000000000000", api + "/%00", api + "/" + strings.Repeat("9", 500)} {
		a := s.get(p)
		require.Equal(t, http.StatusNotFound, a.status, p)
		require.Equal(t, `{"detail":"Activity not found"}`, a.text(), p)
	}
}

func TestLatestOfNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		profile, value string
		status         int
		body           string
	}{
		{"2026-05", "profile", 404, `{"detail":"Activity not found"}`},
		{"current", "profile", 200, "null"},
		{"current", "404", 404, `{"detail":"Activity not found"}`},
		{"2026-05", "null", 200, "null"},
	} {
		s := newSim(t, withProfile(c.profile), with("latest-empty", c.value))
		s.strange = c.value != "profile"
		a := s.get(api + "/latest?sport=rowing.coastal")
		require.Equal(t, c.status, a.status)
		require.Equal(t, c.body, a.text())
	}
}

func TestCurrentProfileSpeaksOfTimesAndSportsAnew(t *testing.T) {
	t.Parallel()
	s := newSim(t, withProfile("current"))
	for _, o := range s.list(api + "/?limit=200") {
		require.True(t, strings.HasSuffix(o.text("start"), "Z"), o.text("start"))
		require.NotContains(t, []string{"unknown", "cycling.trainer", "running.treadmill"}, o.text("sport"))
	}
	require.Empty(t, s.list(api+"/?sport=no+such+sport"))
	require.False(t, math.IsNaN(s.one(api+"/latest").number("summary", "heart_rate", "mean")))
}

// What was added lies among what the population did, by when it began, and pages cut
// the whole without a gap.
func TestAddedActivitiesLieAmongTheOthers(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	before := len(s.list(api + "/?limit=1000"))
	for _, days := range []int{3, 9, 1, 20, 9} {
		s.Step("POST", "sweatstack/users/"+s.user+"/activities", map[string]any{"end": start.AddDate(0, 0, -days).Add(-time.Hour)})
	}
	all := s.list(api + "/?limit=1000")
	require.Len(t, all, before+5)
	for i := 1; i < len(all); i++ {
		require.GreaterOrEqual(t, all[i-1].text("start"), all[i].text("start"), "the newest comes first")
	}
	var paged []object
	for len(paged) < len(all) {
		page := s.list(fmt.Sprintf("%s/?limit=7&offset=%d", api, len(paged)))
		require.NotEmpty(t, page)
		paged = append(paged, page...)
	}
	require.Equal(t, all, paged)
}

package firstbeat

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// item is what tests read of anything in a list.
type item struct {
	AthleteID, CoachID, TeamID, GroupID, MeasurementID, SessionID, LapID int64

	FirstName, LastName, Email, Name, MeasurementType, ExerciseType, SessionType, SportsType, EventType, Notes string
	StartTime, EndTime, StartTimeLocal, EndTimeLocal                                                           string
	AthleteIDs                                                                                                 []int64
	Groups, Laps                                                                                               []item
}

// list reads one page of a list, and whether there is more.
func (s *sim) list(path string) ([]item, *bool) {
	s.tb.Helper()
	a := s.get(path)
	require.Equal(s.tb, 200, a.status(), "%s: %s", path, a.reasons())
	var page map[string]json.RawMessage
	a.json(s.tb, &page)
	var more *bool
	var items []item
	for name, raw := range page {
		if name == "more" {
			require.NoError(s.tb, json.Unmarshal(raw, &more))
			continue
		}
		require.NoError(s.tb, json.Unmarshal(raw, &items), "%s", raw)
	}
	return items, more
}

// all reads a whole list, page by page.
func (s *sim) all(path string) []item {
	s.tb.Helper()
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	var items []item
	for {
		page, more := s.list(fmt.Sprintf("%s%soffset=%d", path, sep, len(items)))
		items = append(items, page...)
		if more == nil || !*more {
			return items
		}
		require.NotEmpty(s.tb, page)
	}
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	coach := s.tenant.ids.coach(s.world.Data.Organization(1).FirstCoach)
	want := fmt.Sprintf(`{"accounts":[{"accountId":"1-1","name":"APITEST","authorizedBy":{"coachId":0}},{"accountId":%q,"name":%q,"authorizedBy":{"coachId":%d}}]}`,
		s.account(), s.world.Data.Organization(1).Name, coach)
	require.Equal(t, want, string(s.get("/v1/sports/accounts").Body))
}

func TestTypes(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	require.Equal(t, `["race","game","rehab","recovery","training"]`, string(s.get("/v1/sports/event-types").Body))
	var sports []string
	s.get("/v1/sports/sports-types").json(t, &sports)
	require.Len(t, sports, 60)
	require.Equal(t, "football", sports[0])
	require.Equal(t, "wrestling", sports[59])
	newSim(t, withProfile("1.0.0")).get("/v1/sports/sports-types").json(t, &sports)
	require.Len(t, sports, 51)
	require.Equal(t, "taekwondo", sports[50])
	for _, profile := range []string{profile100, profile110} {
		for _, sport := range dataset.Sports() {
			require.Contains(t, sportsTypes(profile), sportsType(sport, profile), "%s in %s", sport, profile)
		}
	}
}

func TestAthletes(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	path := "/v1/sports/accounts/" + s.account() + "/athletes"
	list, more := s.list(path)
	require.Len(t, list, s.world.Data.Organization(1).Athletes)
	require.False(t, *more)
	require.True(t, slices.ContainsFunc(list, func(i item) bool { return i.Email == "" }), "some have no e-mail")
	require.NotContains(t, string(s.get(path).Body), `"email":""`)
	for _, want := range list {
		var got item
		s.world.Clock.Advance(time.Second)
		s.get(fmt.Sprintf("%s/%d", path, want.AthleteID)).json(t, &got)
		require.Equal(t, want, got)
	}
	foreign := s.tenant.ids.athlete(s.world.Data.Organization(0).FirstAthlete)
	require.Equal(t, 404, s.get(fmt.Sprintf("%s/%d", path, foreign)).status(), "another account's athlete")
}

func TestCoaches(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	path := "/v1/sports/accounts/" + s.account() + "/coaches"
	list, _ := s.list(path)
	require.Len(t, list, s.world.Data.Organization(1).Coaches)
	for _, want := range list {
		var got item
		s.get(fmt.Sprintf("%s/%d", path, want.CoachID)).json(t, &got)
		require.Equal(t, want, got)
	}
	for _, id := range []string{"1", "-5", "9223372036854775808", "x", "1.0"} {
		require.Equal(t, 404, s.get(path+"/"+id).status(), id)
	}
	foreign := s.tenant.ids.coach(s.world.Data.Organization(0).FirstCoach)
	require.Equal(t, 404, s.get(fmt.Sprintf("%s/%d", path, foreign)).status())
}

func TestTeams(t *testing.T) {
	t.Parallel()
	s := newSim(t, withoutLimits)
	path := "/v1/sports/accounts/" + s.account() + "/teams"
	list, _ := s.list(path)
	require.Len(t, list, s.world.Data.Organization(1).Teams)
	groupOnly := false
	for _, team := range list {
		var got item
		s.get(fmt.Sprintf("%s/%d", path, team.TeamID)).json(t, &got)
		require.Equal(t, team, got)
		members, _ := s.list(fmt.Sprintf("%s/%d/athletes", path, team.TeamID))
		require.Equal(t, team.AthleteIDs, idsOf(members))
		require.NotEmpty(t, team.Groups)
		for _, group := range team.Groups {
			members, _ := s.list(fmt.Sprintf("%s/%d/athletes", path, group.GroupID))
			require.ElementsMatch(t, group.AthleteIDs, idsOf(members))
			var byID item
			s.get(fmt.Sprintf("%s/%d", path, group.GroupID)).json(t, &byID)
			require.Equal(t, item{TeamID: group.GroupID, Name: group.Name, AthleteIDs: group.AthleteIDs, Groups: []item{}}, byID)
			for _, id := range group.AthleteIDs {
				groupOnly = groupOnly || !slices.Contains(team.AthleteIDs, id)
			}
		}
	}
	require.True(t, groupOnly, "an athlete is in a group only")
	s = newSim(t, with("group-by-id", "group"))
	var byID item
	s.get(fmt.Sprintf("%s/%d", path, list[0].Groups[0].GroupID)).json(t, &byID)
	require.Equal(t, list[0].Groups[0], byID)
	require.Equal(t, 404, s.get(path+"/12").status())
	require.Equal(t, 404, s.get(fmt.Sprintf("%s/%d", path, s.tenant.ids.team(0))).status(), "another account's team")
}

func idsOf(list []item) []int64 {
	ids := []int64{}
	for _, i := range list {
		ids = append(ids, i.AthleteID)
	}
	return ids
}

func TestPaging(t *testing.T) {
	t.Parallel()
	s := newSim(t, withPeople(dataset.Config{Athletes: 4300}), withoutLimits)
	path := "/v1/sports/accounts/" + s.account() + "/athletes"
	n := s.world.Data.Organization(1).Athletes
	require.Equal(t, 2150, n)
	for _, tt := range []struct {
		query string
		count int
		more  bool
	}{
		{"", 1000, true},
		{"?offset=0", 1000, true},
		{"?offset=1000", 1000, true},
		{"?offset=1149", 1000, true},
		{"?offset=1150", 1000, false},
		{"?offset=2000", 150, false},
		{"?offset=2149", 1, false},
		{"?offset=2150", 0, false},
		{"?offset=99999999", 0, false},
		{"?offset=-1", 1000, true},
		{"?offset=x", 1000, true},
		{"?offset=", 1000, true},
		{"?offset=1.5", 1000, true},
		{"?offset=9223372036854775807", 0, false},
		{"?offset=9223372036854775808", 1000, true},
		{"?offset=5&offset=2149", 1, false},
	} {
		list, more := s.list(path + tt.query)
		require.Len(t, list, tt.count, tt.query)
		require.Equal(t, tt.more, *more, tt.query)
	}
	seen := map[int64]bool{}
	for _, a := range s.all(path) {
		require.False(t, seen[a.AthleteID])
		seen[a.AthleteID] = true
	}
	require.Len(t, seen, n)
	strict := newSim(t, with("bad-query", "400"))
	wantRefusal(t, strict.get("/v1/sports/accounts/1-1/athletes?offset=x"), 400, `{"message":"Bad Request"}`, "")
}

func TestPageSizeAndMore(t *testing.T) {
	t.Parallel()
	s := newSim(t, with("page-size", "7"), with("more", "when-true"), withoutLimits)
	path := "/v1/sports/accounts/1-1/athletes"
	list, more := s.list(path)
	require.Len(t, list, 7)
	require.True(t, *more)
	list, more = s.list(path + "?offset=28")
	require.Len(t, list, 2)
	require.Nil(t, more)
	require.Len(t, s.all(path), 30)
	require.Equal(t, s.all(s.athletePath(0)+"/measurements"), newSim(t, withoutLimits).all(s.athletePath(0)+"/measurements"))
}

func TestPagingOf100000AthletesIsFast(t *testing.T) {
	s := newSim(t, withPeople(dataset.Config{Athletes: 100_000}), withoutLimits)
	list, more := s.list("/v1/sports/accounts/" + s.account() + "/athletes?offset=49500")
	require.Len(t, list, 500)
	require.False(t, *more)
	// A page makes its own people and no others.
	require.Less(t, testing.AllocsPerRun(1, func() {
		s.get("/v1/sports/accounts/" + s.account() + "/athletes?offset=49500")
	}), 30_000.0)
}

func TestMeasurements(t *testing.T) {
	t.Parallel()
	s := newSim(t, withoutLimits)
	list := s.all(s.athletePath(0) + "/measurements")
	require.NotEmpty(t, list)
	types, unset := map[string]int{}, map[string]int{}
	inSession := 0
	for i, m := range list {
		require.Equal(t, s.athlete(0), m.AthleteID)
		types[m.MeasurementType]++
		if m.SessionID != 0 {
			inSession++
		}
		for name, v := range map[string]string{"title": m.ExerciseType, "sport": m.SportsType, "event": m.EventType, "notes": m.Notes} {
			if v == "" {
				unset[name]++
			}
		}
		require.Empty(t, m.Laps, "laps are asked for")
		began, ended := parse(t, m.StartTime), parse(t, m.EndTime)
		require.True(t, strings.HasSuffix(m.StartTime, "Z"))
		require.False(t, ended.Add(syncLatency).After(start))
		require.NotContains(t, m.StartTimeLocal, "Z")
		require.True(t, began.Equal(parse(t, m.StartTimeLocal)) && ended.Equal(parse(t, m.EndTimeLocal)))
		if i > 0 {
			require.False(t, began.Before(parse(t, list[i-1].StartTime)), "ascending by start")
			require.Less(t, list[i-1].MeasurementID, m.MeasurementID, "identifiers grow with time")
		}
	}
	require.NotZero(t, types["exercise"]*types["quickRecoveryTest"]*types["night"], "%v", types)
	require.Len(t, unset, 4, "each is unset somewhere")
	require.NotZero(t, inSession)
	require.Less(t, inSession, len(list))
	require.NotContains(t, string(s.get(s.athletePath(0)+"/measurements").Body), "null")
}

func parse(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	require.NoError(t, err)
	return at
}

func TestLocalTimes(t *testing.T) {
	t.Parallel()
	require.Contains(t, string(newSim(t).get("/v1/sports/accounts/1-1/athletes/"+fmt.Sprint(newSim(t).tenant.ids.athlete(0))+"/measurements").Body), "startTimeLocal")
	for _, s := range []*sim{newSim(t, withProfile("1.0.0")), newSim(t, with("local-times", "no"))} {
		body := string(s.get(s.athletePath(0) + "/measurements").Body)
		require.Contains(t, body, `"startTime":"`)
		require.NotContains(t, body, "Local")
	}
	s := newSim(t, withProfile("1.0.0"), with("local-times", "yes"))
	require.Contains(t, string(s.get(s.athletePath(0)+"/measurements").Body), "endTimeLocal")
}

func TestLaps(t *testing.T) {
	t.Parallel()
	s := newSim(t, withoutLimits)
	path := s.athletePath(0) + "/measurements"
	require.NotContains(t, string(s.get(path).Body), `"laps"`)
	require.NotContains(t, string(s.get(path+"?includeLaps=false").Body), `"laps"`)
	list := s.all(path + "?includeLaps=true")
	laps, seen := 0, map[int64]bool{}
	for _, m := range list {
		require.NotNil(t, m.Laps, "an empty array where there are none")
		for _, l := range m.Laps {
			laps++
			require.False(t, seen[l.LapID])
			seen[l.LapID] = true
			require.False(t, parse(t, l.StartTime).Before(parse(t, m.StartTime)))
			require.False(t, parse(t, l.EndTime).After(parse(t, m.EndTime)))
		}
	}
	require.NotZero(t, laps)
	require.Contains(t, string(s.get(path+"?includeLaps=true").Body), `"laps":[]`)
	require.NotContains(t, string(newSim(t, with("empty-laps", "absent")).get(path+"?includeLaps=true").Body), `"laps":[]`)
}

func TestSessions(t *testing.T) {
	t.Parallel()
	s := newSim(t, withoutLimits)
	path := s.teamPath(0) + "/sessions"
	list := s.all(path)
	require.NotEmpty(t, list)
	var last item
	for i, x := range list {
		require.NotEmpty(t, x.AthleteIDs)
		require.NotZero(t, x.CoachID)
		if i > 0 {
			require.False(t, parse(t, x.StartTime).Before(parse(t, last.StartTime)))
			require.Less(t, last.SessionID, x.SessionID)
		}
		last = x
	}
	at := url.QueryEscape(last.StartTime)
	require.Len(t, s.all(path+"?fromTime="+at), 1)
	require.Len(t, s.all(path+"?toTime="+at), len(list)-1)
	for _, q := range []string{"type=" + url.QueryEscape(last.SessionType), "sportsType=" + last.SportsType} {
		got := s.all(path + "?" + q)
		require.NotEmpty(t, got, q)
		require.True(t, slices.ContainsFunc(got, func(i item) bool { return i.SessionID == last.SessionID }), q)
	}
	require.Equal(t, len(list), len(s.all(path+"?measurementType=night")), "kinds are not for sessions")
	laps := 0
	for _, x := range s.all(path + "?includeLaps=true") {
		for _, l := range x.Laps {
			laps++
			require.ElementsMatch(t, x.AthleteIDs, l.AthleteIDs)
		}
	}
	require.NotZero(t, laps)
	var team item
	s.get(s.teamPath(0)).json(t, &team)
	ofGroup := s.all(fmt.Sprintf("/v1/sports/accounts/%s/teams/%d/sessions", s.account(), team.Groups[0].GroupID))
	require.NotEmpty(t, ofGroup)
	for _, x := range ofGroup {
		require.True(t, slices.ContainsFunc(x.AthleteIDs, func(id int64) bool { return slices.Contains(team.Groups[0].AthleteIDs, id) }))
	}
}

func TestSessionsContainTheirMeasurements(t *testing.T) {
	t.Parallel()
	s := newSim(t, withoutLimits)
	sessions := map[int64]item{}
	for n := range 3 {
		for _, x := range s.all(s.teamPath(n) + "/sessions") {
			sessions[x.SessionID] = x
		}
	}
	found := 0
	for n := range 5 {
		for _, m := range s.all(s.athletePath(n) + "/measurements") {
			if m.SessionID == 0 {
				continue
			}
			x, ok := sessions[m.SessionID]
			require.True(t, ok, "a session that is shown can be listed")
			require.Contains(t, x.AthleteIDs, m.AthleteID)
			found++
		}
	}
	require.NotZero(t, found)
}

func TestEventsShowUpAfterTheyEnd(t *testing.T) {
	t.Parallel()
	s := newSim(t, withoutLimits)
	path := s.athletePath(0) + "/measurements"
	list := s.all(path)
	last := list[len(list)-1]
	has := func() bool {
		return slices.ContainsFunc(s.all(path), func(i item) bool { return i.MeasurementID == last.MeasurementID })
	}
	s.world.Clock.Set(parse(t, last.EndTime).Add(syncLatency - time.Millisecond))
	require.False(t, has())
	require.Equal(t, 404, s.get(fmt.Sprintf("%s/%d/results", path, last.MeasurementID)).status())
	s.world.Clock.Set(parse(t, last.EndTime).Add(syncLatency))
	require.True(t, has())
}

package firstbeat

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

const samplePins = `{"accounts":[
	{"accountId":"3-4925","name":"Ski team","teams":[{"teamId":20168,"sessions":[{"sessionId":725121},{"sessionId":5}]},{"teamId":17688}],"athletes":[{"athleteId":356255},{"athleteId":1}]},
	{"accountId":"3-4545"},
	{"accountId":"1-1","athletes":[{"athleteId":77013}]}]}`

func TestPins(t *testing.T) {
	t.Parallel()
	s := newSim(t, withPins(samplePins), withoutLimits, with("cold", "none"))
	require.Equal(t, 3, s.world.Data.Organizations(), "the population is enlarged")
	require.Len(t, s.accountsOf(s.credentials()), 3)
	require.Contains(t, string(s.get("/v1/sports/accounts").Body), `{"accountId":"3-4925","name":"Ski team"`)
	var got item
	for _, path := range []string{"3-4925/athletes/356255", "3-4925/athletes/1", "1-1/athletes/77013", "3-4925/teams/20168", "3-4925/teams/17688"} {
		s.get("/v1/sports/accounts/"+path).json(t, &got)
	}
	require.Equal(t, 404, s.get("/v1/sports/accounts/1-1/athletes/356255").status())
	require.Contains(t, idsOf(s.all("/v1/sports/accounts/3-4925/athletes")), int64(356255))
	sessions := s.all("/v1/sports/accounts/3-4925/teams/20168/sessions")
	require.Equal(t, []int64{725121, 5}, []int64{sessions[0].SessionID, sessions[1].SessionID})
	b := s.session("/v1/sports/accounts/3-4925/teams/20168/sessions/725121/results?var=trimp")
	require.NotEmpty(t, b.Measurements)
	m := b.Measurements[0]
	require.Equal(t, int64(725121), m.SessionID)
	own := s.results(fmt.Sprintf("/v1/sports/accounts/3-4925/athletes/%d/measurements/%d/results?var=trimp", m.AthleteID, m.MeasurementID))
	require.Equal(t, m.get(t, "trimp"), own.get(t, "trimp"))
	s.mustStep("firstbeat/sessions/725121/failed", "")
	require.Equal(t, 204, s.get("/v1/sports/accounts/3-4925/teams/20168/sessions/725121/results").status())

	seen := map[int64]bool{}
	for _, account := range []string{"1-1", "3-4925", "3-4545"} {
		for _, a := range s.all("/v1/sports/accounts/" + account + "/athletes") {
			require.False(t, seen[a.AthleteID], "no identifier occurs twice")
			seen[a.AthleteID] = true
			require.Equal(t, 200, s.get(fmt.Sprintf("/v1/sports/accounts/%s/athletes/%d", account, a.AthleteID)).status())
		}
	}
}

func TestPinsThatNeedMorePeople(t *testing.T) {
	t.Parallel()
	athletes := make([]string, 50)
	for i := range athletes {
		athletes[i] = fmt.Sprintf(`{"athleteId":%d}`, 1000+i)
	}
	teams := make([]string, 7)
	for i := range teams {
		teams[i] = fmt.Sprintf(`{"teamId":%d,"sessions":[{"sessionId":%d}]}`, 10+i, 10+i)
	}
	s := newSim(t, withPins(`{"accounts":[{"accountId":"3-1","athletes":[`+strings.Join(athletes, ",")+`],"teams":[`+strings.Join(teams, ",")+`]}]}`),
		withPeople(dataset.Config{Athletes: 2, Teams: 1}), withoutLimits)
	require.Equal(t, 200, s.get("/v1/sports/accounts/3-1/athletes/1049").status())
	require.Equal(t, 200, s.get("/v1/sports/accounts/3-1/teams/16").status())
}

// A pin that takes somebody's natural identifier gives that one away.
func TestPinsThatCollide(t *testing.T) {
	t.Parallel()
	plain := newSim(t)
	team, group := plain.tenant.ids.team(4), plain.tenant.ids.group(2)
	athlete := plain.tenant.ids.athlete(40)
	pins := fmt.Sprintf(`{"accounts":[{"accountId":%q,"teams":[{"teamId":%d},{"teamId":%d}],"athletes":[{"athleteId":%d}]}]}`,
		plain.account(), group, team, athlete)
	s := newSim(t, withPins(pins), withoutLimits)
	seen := map[int64]bool{}
	for _, account := range []string{"1-1", plain.account()} {
		for _, x := range s.all("/v1/sports/accounts/" + account + "/teams") {
			for _, id := range append(groupIDs(x), x.TeamID) {
				require.False(t, seen[id], "%d", id)
				seen[id] = true
				require.Equal(t, 200, s.get(fmt.Sprintf("/v1/sports/accounts/%s/teams/%d", account, id)).status())
			}
		}
	}
	require.True(t, seen[team] && seen[group])
	require.Len(t, seen, s.world.Data.Teams()+s.world.Data.Groups())
}

func groupIDs(team item) []int64 {
	var ids []int64
	for _, g := range team.Groups {
		ids = append(ids, g.GroupID)
	}
	return ids
}

func TestBadPins(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, pins, field, reason string }{
		{"text", `"x"`, "pins.firstbeat", "must be an object"},
		{"cut JSON", `{"accounts":`, "pins.firstbeat", "not JSON"},
		{"two values", `{} {}`, "pins.firstbeat", "more follows"},
		{"an unknown member", `{"accounts":[{"accountId":"3-1","coaches":[]}]}`, "pins.firstbeat.accounts[0].coaches", "no such member"},
		{"a member in another case", `{"accounts":[{"accountID":"3-1"}]}`, "pins.firstbeat.accounts[0].accountID", "no such member"},
		{"a member twice", `{"accounts":[],"accounts":[]}`, "pins.firstbeat.accounts", "twice"},
		{"a missing account", `{"accounts":[{}]}`, "pins.firstbeat.accounts[0].accountId", "not of the form"},
		{"a malformed account", `{"accounts":[{"accountId":"4925"}]}`, "pins.firstbeat.accounts[0].accountId", "not of the form"},
		{"an account in zeros", `{"accounts":[{"accountId":"3-04"}]}`, "pins.firstbeat.accounts[0].accountId", "not of the form"},
		{"an account twice", `{"accounts":[{"accountId":"3-1"},{"accountId":"3-1"}]}`, "pins.firstbeat.accounts[1].accountId", "pinned already"},
		{"a team twice", `{"accounts":[{"accountId":"3-1","teams":[{"teamId":5}]},{"accountId":"3-2","teams":[{"teamId":5}]}]}`, "pins.firstbeat.accounts[1].teams[0].teamId", "pinned already"},
		{"an athlete twice", `{"accounts":[{"accountId":"3-1","athletes":[{"athleteId":5},{"athleteId":5}]}]}`, "pins.firstbeat.accounts[0].athletes[1].athleteId", "pinned already"},
		{"a session twice", `{"accounts":[{"accountId":"3-1","teams":[{"teamId":5,"sessions":[{"sessionId":1},{"sessionId":1}]}]}]}`, "pins.firstbeat.accounts[0].teams[0].sessions[1].sessionId", "pinned already"},
		{"session 0, which means none", `{"accounts":[{"accountId":"3-1","teams":[{"teamId":5,"sessions":[{"sessionId":0}]}]}]}`, "pins.firstbeat.accounts[0].teams[0].sessions[0].sessionId", "not in 1"},
		{"a negative athlete", `{"accounts":[{"accountId":"3-1","athletes":[{"athleteId":-1}]}]}`, "pins.firstbeat.accounts[0].athletes[0].athleteId", "not in 1"},
		{"an athlete beyond doubles", `{"accounts":[{"accountId":"3-1","athletes":[{"athleteId":9007199254740992}]}]}`, "pins.firstbeat.accounts[0].athletes[0].athleteId", "not in 1"},
		{"an athlete in a string", `{"accounts":[{"accountId":"3-1","athletes":[{"athleteId":"5"}]}]}`, "pins.firstbeat.accounts[0].athletes[0].athleteId", "whole number"},
	}
	for _, tt := range tests {
		t.Run("refuses "+tt.name, func(t *testing.T) {
			err := Service().Plan(&world.Config{Pins: map[string]json.RawMessage{service: json.RawMessage(tt.pins)}})
			bad, ok := errors.AsType[*world.Invalid](err)
			require.True(t, ok, "%v", err)
			require.Equal(t, tt.field, bad.Field)
			require.Contains(t, bad.Reason, tt.reason)
		})
	}
	many := make([]string, 200)
	for i := range many {
		many[i] = fmt.Sprintf(`{"sessionId":%d}`, i+1)
	}
	c := &world.Config{Time: time.Date(2024, 7, 5, 0, 0, 0, 0, time.UTC), Pins: map[string]json.RawMessage{service: json.RawMessage(
		`{"accounts":[{"accountId":"3-1","teams":[{"teamId":5,"sessions":[` + strings.Join(many, ",") + `]}]}]}`)}}
	err := Service().Plan(c)
	require.IsType(t, &world.Invalid{}, err, "more sessions than there have been")
	require.Contains(t, err.Error(), "firstDay")
}

func TestIdentifiersAreInvertible(t *testing.T) {
	t.Parallel()
	s := newSim(t, withPeople(dataset.Config{Organizations: 40, Athletes: 100_000, Teams: 9}))
	x := s.tenant.ids
	rapid.Check(t, func(t *rapid.T) {
		r := dataset.Ref{Athlete: rapid.IntRange(0, 99_999).Draw(t, "athlete"), Day: rapid.IntRange(0, 20_000).Draw(t, "day"), Slot: rapid.IntRange(0, dataset.SlotsPerDay-1).Draw(t, "slot")}
		back, ok := x.measurementRef(x.measurement(r))
		require.True(t, ok && back == r)
		q := dataset.SessionRef{Team: rapid.IntRange(0, 359).Draw(t, "team"), Day: r.Day, Slot: rapid.IntRange(0, dataset.SessionSlotsPerDay-1).Draw(t, "sessionSlot")}
		backQ, ok := x.sessionRef(x.session(q))
		require.True(t, ok && backQ == q)
		lap := rapid.IntRange(0, lapsPerEvent-1).Draw(t, "lap")
		ordinal, n, ofSession, ok := x.lapOf(x.measurementLap(r, lap))
		require.True(t, ok && !ofSession && n == lap && ordinal == x.measurementOrdinal(r))
		ordinal, n, ofSession, ok = x.lapOf(x.sessionLap(q, lap))
		require.True(t, ok && ofSession && n == lap && ordinal == x.sessionOrdinal(q))
		o := rapid.IntRange(0, 39).Draw(t, "organization")
		i, ok := x.accounts.index(x.accounts.id(o))
		require.True(t, ok && i == o)
		later := r
		later.Day++
		require.Less(t, x.measurement(r), x.measurement(later))
	})
}

//go:build !race

// One goroutine compares long answers here, which the race detector makes ten times as slow and sees nothing in.

package fidelity_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/fixtures"
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/polarteampro"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// The client and the identifiers that the documents print, so that a world may be asked the very same questions.
const (
	polarAuthPins = `{"client":{"clientId":"12345","clientSecret":"verySecret","redirectUris":["http://www.another.redirect.does.not.ex.ist","http://www.random.redirect.does.not.ex.ist/products/list?product_id=332211"]},"users":[%s]}`
	teamProPins   = `{"teams":[{"teamId":"wMYz6L4w","trainingSessions":["R8rMB4j7"],"players":[{"playerId":"ZmozZxkr","trainingSessions":["wp9DQ9ln"]}]}]}`
)

// people are those of all tests' worlds, made once for each seed and size.
var people = sync.OnceValue(func() *dataset.Sets { return dataset.NewSets(256 << 20) })

// polar is a simulated Polar that answers the documents' questions.
type polar struct {
	t   *testing.T
	sim *mocktest.Sim
}

func newPolar(t *testing.T, edit func(c *world.Config), athletes ...int) *polar {
	t.Helper()
	users := []string{`{"userId":"8001","coach":2}`}
	for _, a := range athletes {
		users = append(users, fmt.Sprintf(`{"userId":"%d","athlete":%d}`, 7000+a, a))
	}
	c := world.Config{
		Seed: new(uint64(7)), Time: time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC), Frozen: true, Limits: world.LimitsOff, Sets: people(),
		Pins: map[string]json.RawMessage{"polar-auth": json.RawMessage(fmt.Sprintf(polarAuthPins, strings.Join(users, ","))), "polar-teampro": json.RawMessage(teamProPins)},
	}
	c.Population.FirstDay = c.Time.AddDate(0, -5, 0)
	edit(&c)
	services := []world.Service{polarauth.Service(), polarteampro.Service(), polaraccesslink.Service()}
	return &polar{t, mocktest.Start(t, mocktest.Config{World: c, Services: services})}
}

func withProfile(service, profile string) func(c *world.Config) {
	return func(c *world.Config) { c.Profile = map[string]string{service: profile} }
}

type polarUser struct {
	Scopes      []string
	AccessToken string
}

// users are those with a scope.
func (p *polar) users(scope string) []polarUser {
	p.t.Helper()
	raw, err := json.Marshal(p.sim.Credentials("polar"))
	require.NoError(p.t, err)
	var c struct{ Users []polarUser }
	require.NoError(p.t, json.Unmarshal(raw, &c))
	found := slices.DeleteFunc(c.Users, func(u polarUser) bool { return !slices.Contains(u.Scopes, scope) })
	require.NotEmpty(p.t, found, scope)
	return found
}

// like asks what an exchange asked, with another target and token.
func (p *polar) like(e *fixtures.Exchange, service, target, token string) (int, http.Header, []byte) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), e.Method, p.sim.URL(service)+target, strings.NewReader(string(e.RequestBody)))
	require.NoError(p.t, err)
	for name, values := range e.RequestHeader {
		if name != "Host" {
			r.Header[name] = values
		}
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return answerOf(p.t, p.sim.Client(), r)
}

// get reads what is there.
func (p *polar) get(service, target, token string, into any) {
	p.t.Helper()
	status, _, body := p.like(&fixtures.Exchange{Method: http.MethodGet}, service, target, token)
	require.Equal(p.t, http.StatusOK, status, "%s: %.300s", target, body)
	require.NoError(p.t, json.Unmarshal(body, into), target)
}

// The documents' questions, word for word where a world can hold what they name, and the like of others: what is in none
// of the answers counts as missing.
func TestTeamProAnswersHaveTheShapesThatTheDocumentsPrint(t *testing.T) {
	accepted := compare(t, "polar-teampro")
	for _, profile := range []string{"1.0.2", "1.1.0"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			p := newPolar(t, withProfile("polar-teampro", profile))
			coach := p.users("team_read")[0].AccessToken
			named := p.teamProNames(coach)
			for _, e := range accepted.exchanges {
				if e.Profile != "" && e.Profile != profile {
					continue
				}
				t.Run(e.Name, func(t *testing.T) {
					ours := shape{}
					for _, target := range likeTargets(e.Target, named) {
						// Individual sessions have no summary.
						if status, header, body := p.like(&e, "polar-teampro", target, coach); status != http.StatusNotFound {
							ours.read(t, status, header, body)
						}
					}
					accepted.requireLike(t, &e, ours)
				})
			}
		})
	}
}

// likeTargets are a target, at a time when people trained, and those with other identifiers in place of what it names.
func likeTargets(target string, named map[string][]string) []string {
	target = strings.NewReplacer("2018-04-14T", "2026-01-14T", "2018-05-14T", "2026-03-01T").Replace(target)
	out := []string{target}
	for printed, names := range named {
		for _, name := range names {
			if other := strings.ReplaceAll(target, printed, name); other != target {
				out = append(out, other)
			}
		}
	}
	return out
}

// teamProNames are identifiers by the one that the documents print.
func (p *polar) teamProNames(coach string) map[string][]string {
	p.t.Helper()
	type list struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	out := map[string][]string{}
	var teams list
	p.get("polar-teampro", "/v1/teams", coach, &teams)
	for _, team := range teams.Data {
		out["wMYz6L4w"] = append(out["wMYz6L4w"], team.ID)
		var sessions list
		p.get("polar-teampro", "/v1/teams/"+team.ID+"/training_sessions?per_page=12", coach, &sessions)
		for i, listed := range sessions.Data {
			out["R8rMB4j7"] = append(out["R8rMB4j7"], listed.ID)
			var session struct {
				Data struct {
					Participants []struct {
						PlayerID  string `json:"player_id"`
						SessionID string `json:"player_session_id"`
					} `json:"participants"`
				} `json:"data"`
			}
			p.get("polar-teampro", "/v1/teams/training_sessions/"+listed.ID, coach, &session)
			if some := session.Data.Participants; i%6 == 0 && len(some) > 0 {
				out["ZmozZxkr"] = append(out["ZmozZxkr"], some[0].PlayerID)
				out["wp9DQ9ln"] = append(out["wp9DQ9ln"], some[0].SessionID)
			}
		}
	}
	return out
}

// athletes are people of this world who ski, swim, run, row and have tests, hills, pauses and several watches among them.
var athletes = [...]int{41, 39, 57, 3, 14}

func TestAccessLinkAnswersHaveTheShapesThatTheDocumentPrints(t *testing.T) {
	accepted := compare(t, "polar-accesslink")
	usual := newPolar(t, withProfile("polar-accesslink", "documented"), athletes[:]...)
	strict := newPolar(t, withProfile("polar-accesslink", "live"), athletes[0])
	for _, e := range accepted.exchanges {
		t.Run(e.Name, func(t *testing.T) {
			p := usual
			switch {
			case e.Profile == "live":
				p = strict
			case e.Status >= http.StatusInternalServerError: // a mishap of the vendor's own is what faults are for
				p = newPolar(t, withProfile("polar-accesslink", "documented"), athletes[0])
				p.sim.Faults(fault.Rule{Do: fault.Do{Status: e.Status}})
			}
			ours := shape{}
			for _, user := range p.users("training_sessions:read") {
				for read, targets := 0, p.accessLinkTargets(&e, user.AccessToken); len(targets) > 0 && read < enough(&e); targets = targets[1:] {
					target := targets[0]
					token := user.AccessToken
					if e.Status == http.StatusForbidden {
						token = p.coarse(t)
					}
					status, header, body := p.like(&e, "polar-accesslink", target, token)
					if status == http.StatusNotFound {
						continue // routes of other services are named, and not told
					}
					ours.read(t, status, header, body)
					read += len(body)
				}
			}
			accepted.requireLike(t, &e, ours)
		})
	}
}

// enough is how much is read of a user's answers to one question: days of single beats are large, and all alike; no two
// training sessions are.
func enough(e *fixtures.Exchange) int {
	if e.Operation == "listTrainingSessions" {
		return 3300 << 10
	}
	return 400 << 10
}

// coarse is a token without the scopes of AccessLink.
func (p *polar) coarse(t *testing.T) string {
	t.Helper()
	return p.users("team_read")[0].AccessToken
}

// accessLinkTargets are the like of an exchange's target: refusals as they are, the rest on many days.
func (p *polar) accessLinkTargets(e *fixtures.Exchange, token string) []string {
	p.t.Helper()
	path, query, _ := strings.Cut(e.Target, "?")
	if e.Status != http.StatusOK {
		return []string{e.Target}
	}
	if i := strings.Index(path, "/routes/"); i > 0 {
		var out []string
		for _, id := range p.routeIDs(token) {
			out = append(out, path[:i]+"/routes/"+url.PathEscape(id))
		}
		require.NotEmpty(p.t, out, "nobody has a route")
		return out
	}
	if !strings.Contains(query, "2025-01-01") {
		return []string{e.Target}
	}
	var out []string
	for ago := range 45 {
		from := p.sim.Now().AddDate(0, 0, -ago)
		out = append(out, path+"?"+strings.NewReplacer("2025-01-01", from.Format(time.DateOnly), "2025-01-02", from.AddDate(0, 0, 1).Format(time.DateOnly)).Replace(query))
	}
	return out
}

// routeIDs are those that a user's targets and favorites name.
func (p *polar) routeIDs(token string) []string {
	p.t.Helper()
	type exercises []struct{ RouteID string }
	var all struct {
		TrainingTarget, FavoriteTarget []struct{ Exercise exercises }
	}
	now := p.sim.Now()
	p.get("polar-accesslink", fmt.Sprintf("/v4/data/training-target/calendar-targets?fromDate=%s&toDate=%s", now.AddDate(0, 0, -60).Format(time.DateOnly), now.AddDate(0, 0, 20).Format(time.DateOnly)), token, &all)
	p.get("polar-accesslink", "/v4/data/training-target/favorites", token, &all)
	var out []string
	for _, t := range slices.Concat(all.TrainingTarget, all.FavoriteTarget) {
		for _, e := range t.Exercise {
			if e.RouteID != "" && !slices.Contains(out, e.RouteID) {
				out = append(out, e.RouteID)
			}
		}
	}
	return out
}

package polarteampro

import (
	"net/http"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// routes are the operations of a profile's document. The fixed segment of a team's
// session comes before the team that has any name. [confirmed: documents 1.0.2
// and 1.1.0]
func routes(profile string) []httpx.Route[*tenant] {
	const (
		team    = "/v1/teams/{team_id}"
		session = "/v1/training_sessions/{player_session_id}"
	)
	get := func(path, id string, h httpx.Handler[*tenant]) httpx.Route[*tenant] {
		return httpx.Route[*tenant]{Method: http.MethodGet, Path: path, ID: id, Handle: h}
	}
	all := []httpx.Route[*tenant]{
		get("/v1/teams", "listTeams", guard(listTeams)),
		get("/v1/teams/training_sessions/{training_session_id}", "getTeamTrainingSession", guard(getTeamTrainingSession)),
		get(team, "getTeam", guard(getTeam)),
		get(team+"/training_sessions", "listTeamTrainingSessions", guard(listTeamTrainingSessions)),
		get("/v1/players/{player_id}/training_sessions", "listPlayerTrainingSessions", guard(listPlayerTrainingSessions)),
		get(session, "getPlayerTrainingSession", guard(getPlayerTrainingSession)),
		get(session+"/session_summary", "getPlayerTrainingSessionSummary", guard(getSummary)),
	}
	if profile == profile110 {
		all = append(all,
			get(team+"/sport-profiles", "listTeamSportProfiles", newer(guard(listTeamSportProfiles))),
			get(session+"/phase_summaries", "listPlayerTrainingSessionPhaseSummaries", newer(guard(listPhaseSummaries))))
	}
	return all
}

// newer notes that there is an operation because of the profile.
func newer(h httpx.Handler[*tenant]) httpx.Handler[*tenant] {
	return func(t *tenant, r *httpx.Request) (any, error) {
		t.set.profile.In(t.x)
		return h(t, r)
	}
}

// Operations are the identifiers of all operations that are served.
func Operations() []string { return httpx.IDs(routes(profile110)) }

// Declined are operations that this simulator knowingly does not serve, with
// the reason: none.
func Declined() map[string]string { return map[string]string{} }

// minCoded keeps bodies that coding would not make smaller as they are.
const minCoded = 1000

func newRouter(profile string) *httpx.Router[*tenant] {
	return httpx.NewRouter(httpx.Dialect[*tenant]{
		Encode:           encode,
		Render:           render,
		NotFound:         unknownPath,
		MethodNotAllowed: wrongMethod,
		Slash:            httpx.SlashTolerant, // [confirmed: public clients call every path with a slash at the end]
		HeadAsGet:        true,
		Codings:          []string{httpx.Gzip}, // [inferred: what servers of Java applications offer]
		MinCoded:         minCoded,
	}, routes(profile))
}

func unknownPath(t *tenant, r *httpx.Request) (any, error) {
	t.set.profile.In(t.x) // which the routes are of
	r.Call.Exchange.Decide("route", "refuse", "no operation of this profile has this path")
	return nil, notFound()
}

func wrongMethod(_ *tenant, r *httpx.Request, allow []string) (any, error) {
	r.Call.Exchange.Decide("route", "refuse", "no operation of this path has the method "+r.Method)
	return nil, &Error{Status: http.StatusMethodNotAllowed, Allow: allow}
}

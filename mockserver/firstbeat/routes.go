package firstbeat

import (
	"net/http"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// routes is the vendor's API reference. [confirmed: OpenAPI 1.1.0].
func routes() []httpx.Route[*tenant] {
	const (
		account = "/v1/sports/accounts/{accountId}"
		athlete = account + "/athletes/{athleteId}"
		team    = account + "/teams/{teamId}"
	)
	get := func(path, id string, h handler) httpx.Route[*tenant] {
		return httpx.Route[*tenant]{Method: http.MethodGet, Path: path, ID: id, Handle: guard(h)}
	}
	results := func(path, id string, h handler) httpx.Route[*tenant] {
		return httpx.Route[*tenant]{Method: http.MethodGet, Path: path, ID: id, Handle: guardWith(currentSecret, true, h)}
	}
	return []httpx.Route[*tenant]{
		{Method: http.MethodPost, Path: "/v1/account/register", ID: "registerConsumer", Handle: registerConsumer},
		{Method: http.MethodGet, Path: "/v1/account/api-key", ID: "getApiKey", Handle: getAPIKey},
		get("/v1/account/new-secret", "getNewSecret", getNewSecret),
		{Method: http.MethodPost, Path: "/v1/account/new-secret/confirm", ID: "confirmNewSecret", Handle: guardWith(pendingSecret, false, confirmNewSecret)},
		get("/v1/sports/accounts", "listAccounts", listAccounts),
		get("/v1/sports/sports-types", "listSportsTypes", listSportsTypes),
		get("/v1/sports/event-types", "listEventTypes", listEventTypes),
		get(account+"/athletes", "listAthletes", listAthletes),
		get(athlete, "getAthlete", getAthlete),
		get(athlete+"/measurements", "listMeasurements", listMeasurements),
		results(athlete+"/measurements/{measurementId}/results", "getMeasurementResults", getMeasurementResults),
		results(athlete+"/measurements/{measurementId}/laps/{lapId}/results", "getMeasurementLapResults", getMeasurementLapResults),
		get(account+"/coaches", "listCoaches", listCoaches),
		get(account+"/coaches/{coachId}", "getCoach", getCoach),
		get(account+"/teams", "listTeams", listTeams),
		get(team, "getTeam", getTeam),
		get(team+"/athletes", "listTeamAthletes", listTeamAthletes),
		get(team+"/sessions", "listSessions", listSessions),
		results(team+"/sessions/{sessionId}/results", "getSessionResults", getSessionResults),
		results(team+"/sessions/{sessionId}/laps/{lapId}/results", "getSessionLapResults", getSessionLapResults),
	}
}

// Operations are the identifiers of all operations that are served.
func Operations() []string { return httpx.IDs(routes()) }

// Declined are operations that this simulator knowingly does not serve, with
// the reason: none.
func Declined() map[string]string { return map[string]string{} }

// minCoded keeps bodies that coding would not make smaller as they are.
const minCoded = 1000

func newRouter() *httpx.Router[*tenant] {
	return httpx.NewRouter(httpx.Dialect[*tenant]{
		Encode:           encode,
		Render:           render,
		NotFound:         unknownPath,
		MethodNotAllowed: wrongMethod,
		Seal:             seal,
		TooLarge:         refuseBody("the body is longer than 1 MiB"),
		BadBody:          refuseBody("the body did not arrive whole"),
		Slash:            httpx.SlashTolerant, // [confirmed: vendor samples call lists with a slash at the end]
		HeadAsGet:        true,                // so that the guard can decide
		Codings:          []string{"zstd", "br", "gzip", "deflate"},
		MinCoded:         minCoded,
	}, routes())
}

// unknownPath answers what no route matches. Where the world checks tokens
// first, it tells an unknown path only to callers with a valid one.
func unknownPath(t *tenant, r *httpx.Request) (any, error) {
	if t.set.jwtFirst.In(t.x) {
		if _, err := t.authenticate(r, currentSecret); err != nil {
			return nil, t.charge(r, nil, err)
		}
	}
	r.Call.Exchange.Decide("route", "refuse", "no operation has this path")
	return nil, unrouted(t.set.unknownPath.In(t.x))
}

// wrongMethod answers a path that has other methods only.
func wrongMethod(t *tenant, r *httpx.Request, allow []string) (any, error) {
	if t.set.jwtFirst.In(t.x) {
		if _, err := t.authenticate(r, currentSecret); err != nil {
			return nil, t.charge(r, nil, err)
		}
	}
	r.Call.Exchange.Decide("route", "refuse", "no operation of this path has the method "+r.Method)
	err := unrouted(t.set.wrongMethod.In(t.x))
	if err.Status == http.StatusMethodNotAllowed {
		err.Allow = allow
	}
	return nil, err
}

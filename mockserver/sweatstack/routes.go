package sweatstack

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// uploadOperation is the one whose body is read as it comes.
const uploadOperation = "uploadActivityFiles"

const api = "/api/v1"

// routes are the operations of the vendor's page, then those that its own client
// calls besides. Fixed words come before the activity that has any name. Paths of
// collections end in a slash, others do not. [confirmed: document and the vendor's
// client]
func routes() []httpx.Route[*tenant] {
	return slices.Concat(activityRoutes(), authRoutes(), recordRoutes(), peopleRoutes())
}

// newerRoutes came after the document. [confirmed: change log of the vendor's client,
// 0.89.0]
func newerRoutes() []httpx.Route[*tenant] {
	return []httpx.Route[*tenant]{
		route(get, api+"/profile/status", "getProfileStatus", guard(scopes{scopeRead, scopeProfile}, getStatus)),
		route(post, api+"/portal/sessions", "createPortalSession", guardBody(nil, principalOnly(createPortalSession))),
	}
}

func route(method, path, id string, h httpx.Handler[*tenant]) httpx.Route[*tenant] {
	return httpx.Route[*tenant]{Method: method, Path: path, ID: id, Handle: h}
}

const (
	get  = http.MethodGet
	post = http.MethodPost
	put  = http.MethodPut
	del  = http.MethodDelete
)

func reads(h handler) httpx.Handler[*tenant]  { return guard(scopes{scopeRead}, h) }
func writes(h handler) httpx.Handler[*tenant] { return guardBody(scopes{scopeWrite}, h) }
func anyone(h handler) httpx.Handler[*tenant] { return guard(nil, h) }

func activityRoutes() []httpx.Route[*tenant] {
	const all, one = api + "/activities", api + "/activities/{activity_id}"
	return []httpx.Route[*tenant]{
		route(get, all+"/", "listActivities", reads(listActivities)),
		route(get, all+"/latest", "getLatestActivity", reads(latestActivity)),
		route(get, all+"/backfill-status", "getBackfillStatus", reads(getBackfillStatus)),
		route(get, all+"/longitudinal-data", "getLongitudinalData", reads(getLongitudinalData)),
		route(get, all+"/longitudinal-mean-max", "getLongitudinalMeanMax", reads(getLongitudinalMeanMax)),
		route(get, all+"/longitudinal-accumulated-work-duration", "getLongitudinalAccumulatedWorkDuration", reads(getLongitudinalWork)),
		route(get, one+"/data", "getActivityData", reads(getData)),
		route(get, one+"/mean-max", "getActivityMeanMax", reads(getMeanMax)),
		route(get, one+"/accumulated-work-duration", "getActivityAccumulatedWorkDuration", reads(getAccumulatedWork)),
		route(get, one, "getActivity", reads(getActivity)),
		route(get, one+"/download", "downloadActivity", reads(downloadActivity)),
		route(post, all+"/upload", uploadOperation, uploadFiles),
		route(put, one+"/app-metadata", "putActivityAppMetadata", writes(putMetadata(activityTarget, metadataBytes))),
		route(del, one+"/app-metadata", "deleteActivityAppMetadata", writes(deleteMetadata(activityTarget))),
	}
}

func authRoutes() []httpx.Route[*tenant] {
	return []httpx.Route[*tenant]{
		route(get, authorizePath, "authorize", authorize),
		route(post, authorizePath, "decideAuthorization", decide),
		route(post, tokenPath, "requestToken", requestToken),
		route(post, "/oauth/token", "requestTokenAtOldPath", requestToken), // [confirmed: an older page of the vendor's]
		route(get, userinfoPath, "getUserInfo", guard(scopes{scopeProfile}, getUserInfo)),
		route(post, api+"/oauth/delegated-token", "createDelegatedToken", guardBody(nil, createDelegatedToken)),
		route(get, api+"/oauth/principal-token", "getPrincipalToken", anyone(getPrincipalToken)),
		route(get, "/.well-known/openid-configuration", "getDiscovery", showDiscovery),
		route(get, keysPath, "getKeys", showKeys),
	}
}

func recordRoutes() []httpx.Route[*tenant] {
	const traces, tests, daily = api + "/traces/", api + "/tests/", api + "/dailies/{measure}"
	return []httpx.Route[*tenant]{
		route(get, traces, "listTraces", reads(listTraces)),
		route(post, traces, "createTrace", writes(createTrace)),
		route(put, traces+"{trace_id}", "replaceTrace", writes(replaceTrace)),
		route(del, traces+"{trace_id}", "deleteTrace", guard(scopes{scopeWrite}, deleteTrace)),
		route(put, traces+"{trace_id}/app-metadata", "putTraceAppMetadata", writes(putMetadata(traceTarget, metadataBytes))),
		route(del, traces+"{trace_id}/app-metadata", "deleteTraceAppMetadata", writes(deleteMetadata(traceTarget))),
		route(get, tests, "listTests", reads(listTests)),
		route(post, tests, "createTest", writes(createTest)),
		route(get, tests+"{test_id}", "getTest", reads(getTest)),
		route(put, tests+"{test_id}", "replaceTest", writes(replaceTest)),
		route(del, tests+"{test_id}", "deleteTest", guard(scopes{scopeWrite}, deleteTest)),
		route(put, tests+"{test_id}/app-metadata", "putTestAppMetadata", writes(putMetadata(testTarget, metadataBytes))),
		route(del, tests+"{test_id}/app-metadata", "deleteTestAppMetadata", writes(deleteMetadata(testTarget))),
		route(get, daily, "listDailies", reads(listDailies)),
		route(post, daily, "putDaily", writes(putDaily)),
		route(del, daily, "deleteDaily", guard(scopes{scopeWrite}, deleteDaily)),
	}
}

func peopleRoutes() []httpx.Route[*tenant] {
	const profile, users, teams = api + "/profile", api + "/users/", api + "/teams/"
	return []httpx.Route[*tenant]{
		route(get, profile+"/sports/", "listProfileSports", reads(listProfileSports)),
		route(get, profile+"/tags/", "listProfileTags", reads(listProfileTags)),
		route(put, profile+"/app-metadata", "putProfileAppMetadata", writes(putMetadata(profileTarget, profileBytes))),
		route(del, profile+"/app-metadata", "deleteProfileAppMetadata", writes(deleteMetadata(profileTarget))),
		route(get, users, "listUsers", anyone(principalOnly(listUsers))),
		route(post, users, "createUser", guardBody(scopes{scopeWrite}, createUser)),
		route(get, users+"{user_id}", "getUser", anyone(getUser)),
		route(put, users+"{user_id}", "updateUser", guardForm(scopes{scopeWrite}, updateUser)),
		route(del, users+"{user_id}", "deleteUser", guard(scopes{scopeWrite}, deleteUser)),
		route(get, teams, "listTeams", anyone(listTeams)),
		route(get, teams+"authorized", "listAuthorizedTeams", anyone(listAuthorizedTeams)),
		route(get, teams+"{team_id}/users", "listTeamUsers", anyone(listTeamUsers)),
		route(post, teams+"{team_id}/authorize", "authorizeTeam", guardBody(nil, authorizeTeam)),
	}
}

// Operations are the identifiers of all operations that are served.
func Operations() []string { return httpx.IDs(slices.Concat(routes(), newerRoutes())) }

// Declined are operations that this simulator knowingly does not serve, with
// the reason: none.
func Declined() map[string]string { return map[string]string{} }

// maxBody bounds all bodies but uploads, which are not read as a whole.
const maxBody = 1 << 20

func newRouter(routes ...httpx.Route[*tenant]) *httpx.Router[*tenant] {
	return httpx.NewRouter(httpx.Dialect[*tenant]{
		Encode:           encode,
		Render:           render,
		NotFound:         unknownPath,
		MethodNotAllowed: wrongMethod,
		Seal:             seal,
		Slash:            httpx.SlashRedirect, // [confirmed: FastAPI]
		Codings:          nil,                 // [inferred: the application alone compresses nothing]
		MaxBody:          maxBody,
		TooLarge: func(*tenant, *httpx.Request) (any, error) {
			return nil, &Error{Status: http.StatusRequestEntityTooLarge, Detail: "Request body too large"}
		},
		BadBody: func(*tenant, *httpx.Request) (any, error) {
			return nil, &Error{Status: http.StatusBadRequest, Detail: "There was an error parsing the body"}
		},
	}, routes)
}

func unknownPath(_ *tenant, r *httpx.Request) (any, error) {
	r.Call.Exchange.Decide("route", "refuse", "no operation of this profile has this path")
	return nil, &Error{Status: http.StatusNotFound, Detail: "Not Found"}
}

// wrongMethod names the method of the first route alone. [confirmed: Starlette]
func wrongMethod(_ *tenant, r *httpx.Request, allow []string) (any, error) {
	r.Call.Exchange.Decide("route", "refuse", "no operation of this path has the method "+r.Method+"; there are "+strings.Join(allow, ", "))
	first := allow[0]
	for _, m := range []string{get, put, post, del} {
		if slices.Contains(allow, m) {
			first = m
			break
		}
	}
	return nil, &Error{Status: http.StatusMethodNotAllowed, Detail: "Method Not Allowed", Allow: first}
}

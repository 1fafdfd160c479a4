package polaraccesslink

import (
	"net/http"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// base stands before every path. [confirmed: AccessLink v4 page]
const base = "/v4/data"

// operation is one of the page's, with what may be asked of it.
type operation struct {
	id, path string
	scope    string  // without ":read"; empty: no token is needed
	reads    *ranged // nil: no range
	handle   handler
}

// operations are all of the page's, in its order. [confirmed: AccessLink v4 page,
// unless a line says otherwise]
func operations() []operation {
	return []operation{
		{"listCalendarEntries", "/calendar/list", "calendar", &ranged{days: 90, live: formTime, features: []string{"notes", "feeling", "feedback", "perceived-recovery", "weight", "physical-information"}}, listCalendarEntries},
		{"getContinuousSamples", "/continuous-samples", "continuous_samples", &ranged{days: 30, whole: true, features: []string{"heart-rate-samples"}}, getContinuousSamples},
		{"listDailyActivity", "/activity/list", "activity", &ranged{days: 90, featured: 1, whole: true, features: []string{"samples", "activity-target", "physical-information"}}, listDailyActivity},
		{"listFavorites", "/training-target/favorites", "training_targets", nil, listFavorites},
		{"getHello", "/hello", "", nil, getHello},
		{"listNightlyRechargeResults", "/nightly-recharge-results", "nightly_recharge", &ranged{days: 28, featured: 1, whole: true, features: []string{"samples"}}, listNightlyRechargeResults},
		{"getProfilePicture", "/user/profile-picture", "profile", nil, getProfilePicture},
		{"listPpiSamples", "/ppi-samples", "ppi_data", &ranged{days: 90, featured: 1, whole: true, features: []string{"samples"}}, listPpiSamples},
		{"RouteService_LoadRoute", "/routes/{routeId}", "routes", nil, getRoute},
		{"listSkinContacts", "/skin-contacts", "skin_contact", &ranged{days: 90}, listSkinContacts},
		{"listSleepWakeVectors", "/sleep-wake-vectors", "sleep", &ranged{days: 7, horizon: 90, whole: true}, listSleepWakeVectors},
		{"listSleeps", "/sleeps", "sleep", &ranged{days: 30, featured: 1, whole: true, features: []string{"sleep-result", "original-sleep-result", "sleep-evaluation", "sleep-score"}}, listSleeps},
		{"listSports", "/sports/list", "sports", nil, listSports},
		{"getSportProfileListCatalog", "/sports/profile-list-catalog", "sports", nil, getSportProfileListCatalog},
		{"listSportProfiles", "/sports/profiles", "sports", nil, listSportProfiles},
		{"listSubscriptions", "/subscriptions", "user_subscription", nil, listSubscriptions},
		{"listTemperatureMeasurements", "/temperature-measurements", "temperature_measurement", &ranged{days: 90}, listTemperatureMeasurements},
		{"listTests", "/tests/list", "tests", &ranged{days: 90, featured: 1, features: []string{"samples"}}, listTests},
		{"listTrainingSessions", "/training-sessions/list", "training_sessions", &ranged{days: 90, featured: 1, live: formTime, features: []string{
			"samples", "test-results", "training-load-report", "laps", "hill-splits", "routes", "statistics", "zones", "pause-times", "strength-training-results", "comments",
		}}, listTrainingSessions},
		{"listCalendarTargets", "/training-target/calendar-targets", "training_targets", &ranged{targets: true}, listCalendarTargets},
		{"listUserDevices", "/user-devices", "devices", nil, listUserDevices},
		{"getAccountData", "/user/account-data", "profile", nil, getAccountData},
	}
}

// Operations are the identifiers of all operations: each is served.
func Operations() []string {
	var ids []string
	for _, o := range operations() {
		ids = append(ids, o.id)
	}
	return ids
}

// Declined are operations that this simulator knowingly does not serve: none.
func Declined() map[string]string { return map[string]string{} }

// minCoded keeps bodies that coding would not make smaller as they are.
const minCoded = 1000

func newRouter() *httpx.Router[*tenant] {
	var routes []httpx.Route[*tenant]
	for _, o := range operations() {
		routes = append(routes, httpx.Route[*tenant]{Method: http.MethodGet, Path: base + o.path, ID: o.id, Handle: guard(&o)})
	}
	return httpx.NewRouter(httpx.Dialect[*tenant]{
		Encode:           encode,
		Render:           render,
		NotFound:         unknownPath,
		MethodNotAllowed: wrongMethod,
		Slash:            httpx.SlashStrict,    // [inferred: Spring]
		HeadAsGet:        true,                 // [inferred: Spring]
		Codings:          []string{httpx.Gzip}, // [inferred: what servers of Java applications offer]
		MinCoded:         minCoded,
	}, routes)
}

// elder is where version 3 of the service is, on the same host.
const elder = "/v3/"

// unknownPath refuses what is not there. Version 3 takes none of the tokens that
// there are. [confirmed: a public client, the status and that a page comes]
func unknownPath(_ *tenant, r *httpx.Request) (any, error) {
	if strings.HasPrefix(r.URL.Path, elder) {
		r.Call.Exchange.Decide("token", "refuse", "version 3 takes no token of this version")
		e := unauthorized(true)
		e.Container = true
		return nil, e
	}
	r.Call.Exchange.Decide("route", "refuse", "no operation has this path")
	return nil, notFound("Not Found")
}

func wrongMethod(_ *tenant, r *httpx.Request, allow []string) (any, error) {
	r.Call.Exchange.Decide("route", "refuse", "no operation of this path has the method "+r.Method)
	return nil, &Error{Status: http.StatusMethodNotAllowed, Message: "Method Not Allowed", Allow: allow}
}

package operations_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/golden"
	"github.com/ergodrome/ergodrome/internal/recording/operations"
	"github.com/ergodrome/ergodrome/specs"
)

func TestRoutesAreThoseOfTheSpecs(t *testing.T) {
	var lines []string
	for _, service := range specs.Names() {
		if service == "control" {
			continue
		}
		text, err := specs.Read(service)
		require.NoError(t, err)
		var doc struct {
			Servers []struct{ URL string }
			Paths   map[string]map[string]any
		}
		require.NoError(t, yaml.Unmarshal(text, &doc))
		server, err := url.Parse(doc.Servers[0].URL)
		require.NoError(t, err)
		for path, item := range doc.Paths {
			for method, op := range item {
				if m, ok := op.(map[string]any); ok && m["operationId"] != nil {
					lines = append(lines, fmt.Sprintf("%s %s %s %s %s\n", service, server.Host, strings.ToUpper(method), path, m["operationId"]))
				}
			}
		}
	}
	require.Greater(t, len(lines), 100)
	slices.Sort(lines)
	golden.EqualFile(t, "routes.txt", []byte(strings.Join(lines, "")))
}

func TestRequestsAreRecognized(t *testing.T) {
	table := operations.New()
	for _, test := range []struct{ method, host, path, service, template, values string }{
		{"GET", "api.firstbeat.com", "/v1/sports/accounts/3-1/athletes/7", "firstbeat", "/v1/sports/accounts/{accountId}/athletes/{athleteId}", "3-1 7"},
		{"GET", "", "/w/a/firstbeat/v1/sports/accounts", "firstbeat", "/v1/sports/accounts", ""},
		{"POST", "", "/polar-auth/oauth/token", "polar-auth", "/oauth/token", ""},
		{"POST", "", "/sweatstack/oauth/token", "sweatstack", "/oauth/token", ""},
		{"POST", "app.sweatstack.no", "/oauth/token", "sweatstack", "/oauth/token", ""},
		{"GET", "", "/v1/teams/training_sessions/x%2Fy", "polar-teampro", "/v1/teams/training_sessions/{training_session_id}", "x/y"},
		{"HEAD", "", "/api/v1/activities/latest", "sweatstack", "/api/v1/activities/latest", ""},
		{"GET", "", "/api/v1/activities/act_1/", "sweatstack", "/api/v1/activities/{activity_id}", "act_1"},
		{"GET", "", "/favicon.ico", "", "", ""},
		{"PATCH", "", "/v1/sports/accounts", "", "", ""},
		{"GET", "", "", "", "", ""},
	} {
		o, ok := table.Match(test.method, test.host, test.path)
		require.Equal(t, test.service != "", ok, test.path)
		require.Equal(t, test.service, o.Service)
		require.Equal(t, test.template, o.Template)
		require.Equal(t, test.values, strings.Join(o.Values(test.path), " "))
	}
	require.Equal(t, "/v1/teams/{team_id}", table.Template("GET", "/v1/teams/abc"))
}

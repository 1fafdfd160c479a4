package admin_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/admin"
	"github.com/ergodrome/ergodrome/specs"
)

// TestDescription compares the calls that there are with those that are
// described: the control plane's own and every service's steps.
func TestDescription(t *testing.T) {
	raw, err := specs.Read("control")
	require.NoError(t, err)
	var doc struct {
		Paths map[string]map[string]any `yaml:"paths"`
	}
	require.NoError(t, yaml.Unmarshal(raw, &doc))
	var described []string
	step := regexp.MustCompile(`^/worlds/\{world\}/(firstbeat|polar|polar-teampro|polar-accesslink|sweatstack)/`)
	for path, item := range doc.Paths {
		for method, op := range item {
			if method == "parameters" {
				continue
			}
			line := strings.ToUpper(method) + " " + path
			if !step.MatchString(path) {
				line += " " + op.(map[string]any)["operationId"].(string)
			}
			described = append(described, line)
		}
	}
	server, err := mockserver.New(mockserver.Config{Services: mockserver.All()})
	require.NoError(t, err)
	operations, err := admin.Operations(server.Worlds().Default())
	require.NoError(t, err)
	var served []string
	for _, o := range operations {
		served = append(served, strings.TrimSpace(o.Method+" "+o.Path+" "+o.ID))
	}
	slices.Sort(described)
	slices.Sort(served)
	if diff := cmp.Diff(described, served); diff != "" {
		t.Errorf("calls (-described +served):\n%s", diff)
	}
}

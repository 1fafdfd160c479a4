//go:build e2e

package e2e

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// drifted is the report of a drift command, and its exit code.
func drifted(t *testing.T, args ...string) (code int, report struct {
	Class   string
	Looked  int
	Note    string
	Finding []struct{ Class, Rule, Operation, Where, Example string } `json:"findings"`
	Unseen  []string
},
) {
	t.Helper()
	cmd := exec.Command(program(t), append([]string{"drift"}, append(args, "--format", "json")...)...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if exit, ended := errors.AsType[*exec.ExitError](err); ended {
		code = exit.ExitCode()
	} else {
		require.NoError(t, err)
	}
	require.NoErrorf(t, json.Unmarshal(out, &report), "%d: %s", code, &stderr)
	return code, report
}

// TestRecordingsOfAVendorThatHasChanged records a stranger's walk through Team Pro
// before and after a change, with what record makes of both, keys and all.
func TestRecordingsOfAVendorThatHasChanged(t *testing.T) {
	t.Parallel()
	python := "/usr/bin/python3"
	if _, err := os.Stat(python); err != nil {
		python = "python3"
	}
	walk := func(args ...string) string {
		s := serve(t, append([]string{"--time", "2026-03-10T12:00:00Z"}, args...)...)
		var c struct {
			Polar struct {
				Users []struct {
					AccessToken string
					Scopes      []string
				}
			}
		}
		require.NoError(t, json.Unmarshal(get(t, s.Control+"/worlds/default/credentials", ""), &c))
		i := slices.IndexFunc(c.Polar.Users, func(u struct {
			AccessToken string
			Scopes      []string
		},
		) bool {
			return slices.Contains(u.Scopes, "team_read")
		})
		rec, dir := record(t, s.URLs["polar-teampro"])
		cmd := exec.Command(python, "strangers/teampro_read.py", rec.URL)
		cmd.Env = append(os.Environ(), "ERGODROME_TOKEN="+c.Polar.Users[i].AccessToken)
		out, err := cmd.CombinedOutput()
		require.NoErrorf(t, err, "%s", out)
		rec.sealed(t, dir)
		return dir
	}
	before := walk()
	code, r := drifted(t, "recording", walk(), "--from", before)
	require.Zero(t, code, "the simulator is as described, and another recording of it, with another key, is the same: %+v", r.Finding)
	require.Greater(t, r.Looked, 4)

	after := walk("--vendor-change", "polar-teampro-player-number-text", "--vendor-change", "polar-teampro-session-type-added")
	code, r = drifted(t, "recording", after, "--from", before)
	require.Equal(t, 12, code)
	rules := map[string]string{}
	for _, f := range r.Finding {
		rules[f.Rule+" "+f.Where] = f.Example
	}
	require.Regexp(t, `^"9+"$`, rules["type-changed 200 /data/players/*/player_number"], "%+v", rules)
	require.Contains(t, rules, "value-new 200 /data/*/type", "%+v", rules)
}

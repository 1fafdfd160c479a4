//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestServersAreJudged asks the simulator inside, and one that runs, through what env
// prints: as a vendor is asked.
func TestServersAreJudged(t *testing.T) {
	t.Parallel()
	ergodrome := program(t)
	dir := t.TempDir()
	out := run(t, dir, 0, ergodrome, "check", "server", "--out", "sim")
	require.Contains(t, out, "firstbeat-server")
	require.NotContains(t, out, "non-conformant")

	s := serve(t)
	var env, secrets []string
	for line := range strings.Lines(run(t, dir, 0, ergodrome, "env", "--format", "dotenv", "--control", s.Control)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		value = strings.Trim(value, `"'`)
		env = append(env, name+"="+value)
		for _, kind := range []string{"SECRET", "TOKEN", "API_KEY", "CONSUMER_ID"} {
			if strings.Contains(name, kind) {
				secrets = append(secrets, value)
			}
		}
	}
	require.NotEmpty(t, secrets)
	for api, url := range s.URLs {
		t.Run(api, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), ergodrome, "check", "server", "--target", url, "--api", api, "--budget", "200", "--rate", "100/s", "--record", "kept", "--out", api)
			cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", out)
			require.Contains(t, string(out), api+"-server")
			for _, file := range []string{"kept/signatures.json", api + "/results.json", api + "/report.html"} {
				text, err := os.ReadFile(filepath.Join(dir, file))
				require.NoError(t, err)
				for _, secret := range append(secrets, "example.com") {
					require.NotContains(t, string(text), secret, file)
				}
			}
		})
	}
}

// TestVendorsAreSpared refuses what would ask too much of a vendor, before anything is sent.
func TestVendorsAreSpared(t *testing.T) {
	t.Parallel()
	ergodrome, vendor := program(t), "https://api.firstbeat.invalid"
	for name, args := range map[string][]string{
		"more than half the rate":   {"--target", vendor, "--api", "firstbeat", "--rate", "31/min"},
		"a rate that is none":       {"--target", vendor, "--api", "firstbeat", "--rate", "often"},
		"no budget":                 {"--target", vendor, "--api", "firstbeat", "--budget", "0"},
		"writing":                   {"--target", vendor, "--api", "firstbeat", "--readonly=false"},
		"credentials in a file":     {"--target", vendor, "--api", "firstbeat", "--creds", "file"},
		"no credentials":            {"--target", vendor, "--api", "firstbeat"},
		"no service":                {"--target", vendor},
		"plain HTTP":                {"--target", "http://api.firstbeat.invalid", "--api", "firstbeat"},
		"a probe that there is not": {"--case", "SRV-FB-NONE-001"},
		"a service without probes":  {"--api", "garmin"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, t.TempDir(), 2, ergodrome, append([]string{"check", "server"}, args...)...)
		})
	}
}

//go:build e2e

package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/golden"
)

// observed are programs of libraries that none of us wrote, with the vendors' URLs
// written into them, as they are observed; and what each of them comes to, by case.
func observed() map[string]struct {
	scenario string
	flags    []string
	program  []string
	want     map[string]conformance.Verdict
} {
	firstbeat := []string{"--set-env", "FIRSTBEAT_ID={CLIENT_ID}", "--set-env", "FIRSTBEAT_SECRET={CLIENT_SECRET}"}
	return map[string]struct {
		scenario string
		flags    []string
		program  []string
		want     map[string]conformance.Verdict
	}{
		"firstbeat-requests": {
			"firstbeat/sync", firstbeat,
			[]string{"/usr/bin/python3", "firstbeat_sync.py"},
			map[string]conformance.Verdict{
				"FB-POLL-001": conformance.Pass, "FB-PAGE-001": conformance.Pass, "FB-RATE-001": conformance.Pass,
				"FB-NODATA-003": conformance.SubjectError, "X-RETRY-001": conformance.Warn, "X-SEC-002": conformance.Fail,
			},
		},
		"firstbeat-axios": {
			"firstbeat/sync", firstbeat,
			[]string{"node", "firstbeat_sync.mjs"},
			map[string]conformance.Verdict{
				"FB-POLL-001": conformance.Pass, "FB-NODATA-003": conformance.Pass, "X-RETRY-001": conformance.Pass,
				"FB-SIZE-002": conformance.Warn, "X-NET-002": conformance.Warn, "X-SEC-002": conformance.Fail,
			},
		},
		"accesslink-curl": {
			"polar-accesslink/sync",
			[]string{"--set-env", "POLAR_TOKEN={ACCESS_TOKEN}", "--set-env", "POLAR_REFRESH={REFRESH_TOKEN}", "--set-env", "POLAR_APP={CLIENT_ID}:{CLIENT_SECRET}"},
			[]string{"sh", "accesslink_sync.sh"},
			map[string]conformance.Verdict{
				"AL-RANGE-001": conformance.Pass, "AL-RATE-001": conformance.Pass, "X-SEC-003": conformance.Pass, "AL-RANGE-006": conformance.NotExercised,
				"PO-AUTH-009": conformance.Fail, // what its subshell learns is forgotten: it renews with a token that was replaced
			},
		},
		"teampro-requests": {
			"polar-teampro/sync",
			[]string{"--set-env", "POLAR_TOKEN={ACCESS_TOKEN}", "--set-env", "POLAR_REFRESH={REFRESH_TOKEN}", "--set-env", "POLAR_ID={CLIENT_ID}", "--set-env", "POLAR_SECRET={CLIENT_SECRET}"},
			[]string{"/usr/bin/python3", "teampro_sync.py"},
			map[string]conformance.Verdict{"TP-PAGE-001": conformance.Pass, "TP-PAGE-003": conformance.Pass, "PO-AUTH-009": conformance.Pass, "TP-RATE-001": conformance.Pass, "X-RETRY-001": conformance.Pass},
		},
		"sweatstack-requests": {
			"sweatstack/sync",
			[]string{"--set-env", "SWEAT_TOKEN={ACCESS_TOKEN}", "--set-env", "SWEAT_REFRESH={REFRESH_TOKEN}", "--set-env", "SWEAT_ID={CLIENT_ID}", "--set-env", "SWEAT_SECRET={CLIENT_SECRET}"},
			[]string{"/usr/bin/python3", "sweatstack_sync.py"},
			map[string]conformance.Verdict{"SS-PAGE-001": conformance.Pass, "SS-AUTH-001": conformance.Pass, "SS-AUTH-002": conformance.Pass, "X-SEC-003": conformance.Pass},
		},
		"polar-openid-client": {
			"polar-auth/login", nil,
			[]string{"node", "polar_login.mjs"},
			map[string]conformance.Verdict{"PO-AUTH-001": conformance.Pass, "PO-AUTH-003": conformance.Pass, "PO-AUTH-004": conformance.Pass, "X-SEC-006": conformance.Pass},
		},
	}
}

// TestStrangersAreObserved keeps the summary of each as an example for people.
func TestStrangersAreObserved(t *testing.T) {
	ergodrome := program(t)
	dir, err := nodeFolder()
	require.NoError(t, err)
	for name, o := range observed() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := t.TempDir()
			args := append([]string{"check", "observe", "--scenario", o.scenario, "--rate", "10", "--out", out}, o.flags...)
			failing := 0
			for _, v := range o.want {
				if v.Failed() {
					failing = conformance.ExitFailures
				}
			}
			run(t, dir, failing, ergodrome, append(append(args, "--"), o.program...)...)
			r := results(t, out)
			for id, want := range o.want {
				require.Equal(t, want, verdictOf(r, id), id)
			}
			for i := range r.Programs {
				require.Empty(t, r.Programs[i].Foreign)
			}
			text, err := os.ReadFile(filepath.Join(out, "summary.md"))
			require.NoError(t, err)
			golden.EqualFile(t, filepath.Join(root, "docs", "examples", name+".md"), steady(text))
		})
	}
}

// results reads what a run came to.
func results(t *testing.T, out string) *conformance.Results {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(out, "results.json"))
	require.NoError(t, err)
	r := &conformance.Results{}
	require.NoError(t, json.Unmarshal(text, r))
	return r
}

func verdictOf(r *conformance.Results, id string) conformance.Verdict {
	for i := range r.Cases {
		if r.Cases[i].ID == id {
			return r.Cases[i].Verdict
		}
	}
	return ""
}

// steady takes from a report what differs from run to run and from day to day: moments,
// numbers that follow from the day, and whose clock it was.
func steady(text []byte) []byte {
	s := string(text)
	for _, r := range []struct{ what, by string }{
		{`; time [^;\n]*`, ""},
		{`(real|scaled) time`, "… time"},
		{`[0-9]+\.[0-9]{3} s`, "… s"},
		{`; [0-9]+ requests`, "; … requests"},
		{`[0-9]{5,}`, "…"},
		{`[0-9]{4}-[0-9]{2}-[0-9]{2}[0-9TZ:%.A-F]*`, "…"},
		{`#[0-9]+`, "#…"},
		{`saw [0-9]+`, "saw …"},
		{`ProxyError`, "ConnectionError"},
		{`Set [^,]*,`, "Set …,"},
		{`(exited with status [0-9]+: [A-Za-z.]+Error)[^;|\n]*?(: see [A-Z]|;|\|)`, "$1 …$2"},
	} {
		s = regexp.MustCompile(r.what).ReplaceAllString(s, r.by)
	}
	return []byte(strings.TrimSpace(s) + "\n")
}

// TestStrangersAreJudgedThroughAdapters is the same clients by their values.
func TestStrangersAreJudgedThroughAdapters(t *testing.T) {
	ergodrome := program(t)
	dir, err := nodeFolder()
	require.NoError(t, err)
	for name, argv := range map[string][]string{"requests": {"/usr/bin/python3", "firstbeat_adapter.py"}, "axios": {"node", "firstbeat_adapter.mjs"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, dir, 0, ergodrome, append([]string{"check", "smoke", "--"}, argv...)...)
			out := t.TempDir()
			args := []string{"check", "run", "--case", "FB-AUTH-*,FB-PAGE-001,FB-PAGE-002,FB-PAGE-003,X-NET-010,X-SEC-004", "--budget", "5s", "--out", out, "--"}
			run(t, dir, 0, ergodrome, append(args, argv...)...)
			r := results(t, out)
			for id, want := range map[string]conformance.Verdict{
				"FB-AUTH-003": conformance.Pass, "FB-AUTH-004": conformance.Pass, "FB-AUTH-012": conformance.Warn, "FB-PAGE-001": conformance.Pass, "FB-PAGE-003": conformance.Pass, "X-SEC-004": conformance.Pass,
			} {
				require.Equal(t, want, verdictOf(r, id), id)
			}
		})
	}
}

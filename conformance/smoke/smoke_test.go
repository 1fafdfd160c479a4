package smoke_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/smoke"
	"github.com/ergodrome/ergodrome/conformance/subject/stdio"
)

// TestMain makes this binary a bad subject when it is started so.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "subject" {
		os.Exit(bad(os.Args[2]))
	}
	os.Exit(m.Run())
}

func options(t *testing.T, how string) stdio.Options {
	t.Setenv("GORACE", "atexit_sleep_ms=0") // the race detector would have every program stay for a second
	return stdio.Options{
		Argv: []string{os.Args[0], "subject", how}, Env: []string{"GORACE"}, Suite: runner.Suite, Start: 20 * time.Second, End: 10 * time.Second,
	}
}

func known() []string { return []string{"fb.accounts", "fb.athlete", "fb.athletes", "fb.teams"} }

// TestBadAdaptersAreToldWhatIsWrong is what smoke says of each bad subject.
func TestBadAdaptersAreToldWhatIsWrong(t *testing.T) {
	for how, want := range map[string]string{
		"always-ok":      `call of nothing: operation ergodrome.no_such_operation does not exist, and the answer is a value (map[]): answer {"unsupported"`,
		"always-error":   "call of nothing: operation ergodrome.no_such_operation does not exist; answer {\"unsupported\":{\"reason\":…}}, not: other: no",
		"hang":           "call: fb.accounts: fb.accounts had no answer when it was given up after ",
		"crash-on-start": "hello: the program ended: exit status 3 before it answered hello; on stderr: …no configuration",
		"garbage-stdout": "hello: stdout: not JSON (invalid character 'W' looking for beginning of value): Welcome to acme-sports 1.4.2",
		"echo-fixture":   "call: fb.accounts has an answer, but no request reached config.baseUrl",
		"flood":          "call: fb.accounts sent more than 2000 requests",
		"misspelt":       "hello: hello announces operations that nobody asks for: fb.acounts",
		"no-such-api":    `open: "acme" cannot be simulated: `,
		"elsewhere":      "call: fb.accounts asked for a path outside of config.baseUrl",
		"says-no":        "call: hello announces fb.accounts, and the call is unsupported: not today",
		"rude":           "bye: the program ended: exit status 7",
	} {
		t.Run(how, func(t *testing.T) {
			o := options(t, how)
			if how == "hang" {
				o.Start = 3 * time.Second
			}
			steps, err := smoke.Run(t.Context(), o, simulator.New(), known())
			require.NoError(t, err)
			var wrong []string
			for _, s := range smoke.Failed(steps) {
				wrong = append(wrong, s.Name+": "+s.Note)
			}
			require.Contains(t, strings.Join(wrong, "\n"), want)
		})
	}
}

// TestBadSubjectsPassNothing judges what smoke would have refused. Those who answer
// without asking anybody must not pass a single case.
func TestBadSubjectsPassNothing(t *testing.T) {
	registry := checks.New()
	all, err := cases.Load()
	require.NoError(t, err)
	for _, tt := range []struct {
		how  string
		want []conformance.Verdict // nothing else may come
		exit int
	}{
		{"always-ok", []conformance.Verdict{conformance.NotExercised, conformance.Fail, conformance.Warn}, conformance.ExitFailures},
		{"always-error", []conformance.Verdict{conformance.NotExercised, conformance.Fail, conformance.Warn}, conformance.ExitFailures},
		{"echo-fixture", []conformance.Verdict{conformance.NotExercised, conformance.Fail, conformance.Warn}, conformance.ExitFailures},
		{"hang", []conformance.Verdict{conformance.SubjectError}, conformance.ExitFailures},
		{"flood", []conformance.Verdict{conformance.SubjectError}, conformance.ExitFailures},
		{"crash-on-start", nil, conformance.ExitSubject},
		{"garbage-stdout", nil, conformance.ExitSubject},
	} {
		t.Run(tt.how, func(t *testing.T) {
			s, err := stdio.New(options(t, tt.how))
			require.NoError(t, err)
			defer s.Close()
			r, err := runner.Run(t.Context(), runner.Options{
				Cases: all, Checks: registry, Subject: s, World: simulator.New(), Mode: conformance.Adapter, Real: true, Seed: 1,
				Patience: 5 * time.Second, Select: []string{"FB-AUTH-003", "FB-AUTH-004", "FB-AUTH-009", "FB-AUTH-010", "FB-AUTH-011", "FB-AUTH-012", "FB-PAGE-003"},
			})
			require.Equal(t, tt.exit, runner.ExitCode(r, err))
			if tt.want == nil {
				return
			}
			require.Zero(t, r.Counts[conformance.Pass], "%v", r.Counts)
			for i := range r.Cases {
				c := &r.Cases[i]
				if c.Verdict != conformance.NA {
					require.Contains(t, tt.want, c.Verdict, "%s: %s", c.ID, c.Reason)
				}
			}
			require.Less(t, r.Counts[conformance.NA], len(r.Cases))
		})
	}
}

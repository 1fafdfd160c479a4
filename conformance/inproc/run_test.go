package inproc

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
	"github.com/ergodrome/ergodrome/conformance/runner"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// judged runs one case against a subject, without failing this test for it.
func judged(t *testing.T, s subject.Subject, opts ...Option) (*settings, *conformance.Results) {
	t.Helper()
	o, err := prepare(t, opts)
	require.NoError(t, err)
	o.Subject = s
	r, err := runner.Run(t.Context(), o.Options)
	require.NoError(t, err)
	return o, r
}

func TestAFailureIsOneBlock(t *testing.T) {
	_, r := judged(t, Mutant(defect.On("poll-hot")), Only("FB-POLL-001"))
	got := Explain(&r.Cases[0])
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	require.Equal(t, "FAIL FB-POLL-001 waits at least five seconds after a 202", lines[0])
	require.Contains(t, got, "  want  ")
	require.Contains(t, got, "  saw   ")
	require.Contains(t, got, "  mend  After a 202, sleep five seconds before the same request again.\n")
	require.Equal(t, "  again go test -run 'TestAFailureIsOneBlock/FB-POLL-001'", lines[len(lines)-1])
	require.LessOrEqual(t, strings.Count(got, "\n  #"), shownExchanges)
	require.Positive(t, strings.Count(got, "\n  #"))
	require.NotContains(t, got, "[]")
	require.NotContains(t, got, "because")
	for _, line := range lines {
		require.Equal(t, strings.TrimRight(line, " "), line)
	}
}

func TestTheSituationThatNeverAroseIsToldOnce(t *testing.T) {
	s := noLists{Mutant(nil)}
	_, r := judged(t, s, Only("FB-PAGE-006"))
	require.Equal(t, conformance.NotExercised, r.Cases[0].Verdict)
	require.Equal(t, 1, strings.Count(Explain(&r.Cases[0]), "waits for listAthletes requests with offset=10"), Explain(&r.Cases[0]))
}

// noLists is a client that reads one athlete where a list is asked for.
type noLists struct{ subject.Subject }

func (s noLists) Open(ctx context.Context, cfg subject.Config) (subject.Client, error) {
	c, err := s.Subject.Open(ctx, cfg)
	return noListsClient{c}, err
}

type noListsClient struct{ subject.Client }

func (c noListsClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	if op == "fb.athletes" {
		return c.Client.Call(ctx, "fb.athlete", map[string]any{"account": args["account"], "athlete": int64(356255)})
	}
	return c.Client.Call(ctx, op, args)
}

// A client that fetches a key of its own, although it was given one, is at fault;
// the suite is not.
func TestAKeyThatIsGivenIsUsed(t *testing.T) {
	_, r := judged(t, ownKey{Mutant(nil)}, Only("FB-AUTH-010"))
	require.Equal(t, conformance.Fail, r.Cases[0].Verdict, Explain(&r.Cases[0]))
}

type ownKey struct{ subject.Subject }

func (s ownKey) Open(ctx context.Context, cfg subject.Config) (subject.Client, error) {
	cfg.Credentials.APIKey = ""
	return s.Subject.Open(ctx, cfg)
}

func TestWhatFailsASubtest(t *testing.T) {
	for _, tt := range []struct {
		name            string
		c               conformance.CaseResult
		strict, lenient bool
	}{
		{"a pass", conformance.CaseResult{Verdict: conformance.Pass}, false, false},
		{"a SHOULD", conformance.CaseResult{Verdict: conformance.Warn}, true, false},
		{"a SHOULD outside of the set", conformance.CaseResult{Verdict: conformance.Warn, Provisional: true}, false, false},
		{"a MUST", conformance.CaseResult{Verdict: conformance.Fail}, true, true},
		{"a MUST outside of the set", conformance.CaseResult{Verdict: conformance.Fail, Provisional: true}, false, false},
		{"a core MUST that was not exercised", conformance.CaseResult{Verdict: conformance.NotExercised, Core: true, Level: conformance.Must}, true, true},
		{"a core SHOULD that was not exercised", conformance.CaseResult{Verdict: conformance.NotExercised, Core: true, Level: conformance.Should}, true, false},
		{"a feature's MUST that was not exercised", conformance.CaseResult{Verdict: conformance.NotExercised, Level: conformance.Must}, true, false},
		{"the suite's fault", conformance.CaseResult{Verdict: conformance.Errored, Provisional: true}, true, true},
		{"a known failure", conformance.CaseResult{Verdict: conformance.XFail}, false, false},
		{"a known failure that passes", conformance.CaseResult{Verdict: conformance.XPass}, true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.strict, (&settings{}).fails(&tt.c))
			require.Equal(t, tt.lenient, (&settings{lenient: true}).fails(&tt.c))
		})
	}
}

func TestOptionsReachTheRun(t *testing.T) {
	file := filepath.Join(t.TempDir(), "known.yaml")
	require.NoError(t, os.WriteFile(file, []byte("- {case: FB-POLL-001, reason: polls too early}"), 0o600))
	o, r := judged(t, Mutant(defect.On("poll-hot")), Only("FB-POLL-001"), KnownFile(file), Profiles("firstbeat-read"), Set("firstbeat-2026.12"), Lenient(), Reports("out"))
	require.Equal(t, conformance.XFail, r.Cases[0].Verdict)
	require.Equal(t, "firstbeat-2026.12", r.Set)
	require.Equal(t, "firstbeat-read", r.Profiles[0].Name)
	require.False(t, r.Strict)
	require.Equal(t, "out", o.reports)
	require.Equal(t, runner.DefaultSeed, r.Seed)
	o, err := prepare(t, nil)
	require.NoError(t, err)
	require.True(t, o.Strict)
	_, err = prepare(t, []Option{KnownFile(filepath.Join(t.TempDir(), "nowhere.yaml"))})
	require.ErrorContains(t, err, "nowhere.yaml")
}

func TestReportsAreWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	RunConformance(t, Firstbeat, Only("FB-POLL-001"), Reports(dir))
	for _, name := range []string{"results.json", "junit.xml", "report.html"} {
		require.FileExists(t, filepath.Join(dir, name))
	}
}

// What go test -run leaves out need not be performed.
func TestOnlyWhatWasAskedForIsPerformed(t *testing.T) {
	all := cases.IDs()
	for pattern, want := range map[string]int{
		"": 0, "TestX": 0, "TestX/FB-POLL-001": 1, "TestX/FB-POLL": 7, "TestX/FB": 88, "TestX/-": 0, "TestX/nothing": 0, "TestX/(": 0, "TestX|TestY/FB-POLL-001": 0,
	} {
		set := flag.NewFlagSet("test", flag.ContinueOnError)
		set.String("test.run", pattern, "")
		require.Len(t, filtered("TestX", set.Lookup("test.run"), all), want, pattern)
	}
	require.Empty(t, filtered("TestX", nil, all))
}

package runner

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
)

// TestVerdicts shows one case for every way a run can end.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		text    string
		known   string
		verdict conformance.Verdict
		exit    int
		reason  string // part of
	}{
		{"passes", caseText("T-A-001", "good", "MUST", judged), "", conformance.Pass, 0, ""},
		{"fails a MUST", caseText("T-A-001", "bad", "MUST", judged), "", conformance.Fail, 1, ""},
		{"warns of a SHOULD", caseText("T-A-001", "bad", "SHOULD", judged), "", conformance.Warn, 0, ""},
		{"records a MAY", caseText("T-A-001", "bad", "MAY", judged), "", conformance.Info, 0, ""},
		{"records an INFO", caseText("T-A-001", "good", "INFO", judged), "", conformance.Info, 0, ""},
		{"has nothing to show for a canned answer", caseText("T-A-001", "canned", "MUST", judged), "", conformance.NotExercised, 5, "getThing"},
		{"is not for a subject without the feature", caseText("T-A-001", "good", "MUST", "features: [telepathy]\n"+judged), "", conformance.NA, 5, "telepathy"},
		{"is not for a subject without the operation", caseText("T-A-001", "unheard", "MUST", judged), "", conformance.NA, 5, "unheard"},
		{"blames a crash on the subject", caseText("T-A-001", "panics", "MUST", judged), "", conformance.SubjectError, 1, ""},
		{"blames an endless wait on the subject", caseText("T-A-001", "hangs", "MUST", judged), "", conformance.SubjectError, 1, ""},
		{"survives a subject that ignores its context", caseText("T-A-001", "deaf", "MUST", judged), "", conformance.SubjectError, 1, ""},
		{"blames a value that nobody can judge on the subject", caseText("T-A-001", "odd", "MUST", judged), "", conformance.SubjectError, 1, ""},
		{"blames an unknown error class on the subject", caseText("T-A-001", "liar", "MUST", judged), "", conformance.SubjectError, 1, ""},
		{"stops a flood", caseText("T-A-001", "floods", "MUST", judged), "", conformance.SubjectError, 1, ""},
		{"blames its simulator", caseText("T-A-001", "bug", "MUST", judged), "", conformance.Errored, 3, "simulator failed"},
		{"reports a request that reached no world", caseText("T-A-001", "strays", "MUST", judged), "", conformance.Errored, 3, "ignore its base URL"},
		{"finds a secret in the log", caseText("T-A-001", "leaks", "MUST", judged), "", conformance.Fail, 1, ""},
		{"blames itself for a world that cannot be", caseText("T-A-001", "good", "MUST", "world: {steps: [{path: toy/unknown}]}\n"+judged), "", conformance.Errored, 3, "no such step"},
		{"shows nothing when the vendor had no reason for the answer", caseText("T-A-001", "good", "MUST", "stimulus: [{reply_sent: {operation: getThing, status: 503}}]\nchecks: [{call_ok: {}}]\n"), "", conformance.NotExercised, 5, "was answered 200"},
		{"shows nothing when the subject never sends what the script waits for", caseText("T-A-001", "good", "MUST", "world: {script: [{match: {operation: getThing, query: {page: \"2\"}}, replies: [{status: 500, forever: true}]}]}\nstimulus: [{reply_sent: {operation: getThing, status: 500}}]\nchecks: [{error_class: {any_of: [server]}}]\n"), "", conformance.NotExercised, 5, "waits for getThing requests with page=2"},
		{"fails a call that did not come to what the case expects, stimulus or not", replaceOnce(caseText("T-A-001", "good", "MUST", "stimulus: [{reply_sent: {operation: getThing, status: 403}}]\nchecks: [{error_class: {any_of: [forbidden]}}]\n"), "op: {op: good}", "op: {op: good, expect: forbidden}"), "", conformance.Fail, 1, "was answered 200"},
		{"passes a case whose further note is only for information", caseText("T-A-001", "good", "MUST", judged+"  - requests_count: {max: 0}\n    level: INFO\n"), "", conformance.Pass, 0, ""},
		{"excuses a known failure", caseText("T-A-001", "bad", "MUST", judged), "- {case: T-A-001, reason: reads eight}", conformance.XFail, 0, "reads eight"},
		{"excuses one check of a case", caseText("T-A-001", "bad", "MUST", judged), "- {case: \"T-A-001#value_equals\", reason: reads eight}", conformance.XFail, 0, ""},
		{"wants the reason to match", caseText("T-A-001", "bad", "MUST", judged), "- {case: T-A-001, expect: {contains: JSON}, reason: x}", conformance.Fail, 1, "not as the known-failures file says"},
		{"wants the class to match", caseText("T-A-001", "bad", "MUST", judged), "- {case: T-A-001, expect: {class: SUBJECT-ERROR}, reason: x}", conformance.Fail, 1, "is FAIL, not SUBJECT-ERROR"},
		{"wants an expired entry gone", caseText("T-A-001", "bad", "MUST", judged), "- {case: T-A-001, reason: x, expires: 2026-11-29}", conformance.Fail, 1, ""},
		{"takes an entry up to its last day", caseText("T-A-001", "bad", "MUST", judged), "- {case: T-A-001, reason: x, issue: \"https://example.com/1\", expires: 2026-12-01}", conformance.XFail, 0, "x, https://example.com/1, excused until 2026-12-01"},
		{"wants an entry that passes gone", caseText("T-A-001", "good", "MUST", judged), "- {case: T-A-*, reason: x}", conformance.XPass, 1, "remove the entry"},
		{"lets a real-time case be flaky", realOnly(caseText("T-A-001", "bad", "MUST", judged)), "- {case: T-A-001, reason: x, flaky: true}", conformance.Flaky, 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := toyOptions(t, parse(t, tt.text))
			var err error
			o.Known, err = ReadKnown("known.yaml", []byte(tt.known))
			require.NoError(t, err)
			o.scoreAll = true
			r, err := Run(t.Context(), o)
			require.NoError(t, err)
			require.Equal(t, tt.verdict, r.Cases[0].Verdict, "%+v", r.Cases[0])
			require.Contains(t, r.Cases[0].Reason, tt.reason)
			require.Equal(t, tt.exit, ExitCode(r, nil))
		})
	}
}

func realOnly(text string) string {
	return replaceOnce(text, "time: virtual-ok", "time: real-only")
}

func TestStrictCountsWarningsAndWhatWasNotExercised(t *testing.T) {
	t.Parallel()
	o := toyOptions(t, parse(t, caseText("T-A-001", "good", "MUST", judged), caseText("T-A-002", "bad", "SHOULD", judged)))
	o.scoreAll = true
	r, err := Run(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, 0, ExitCode(r, nil))
	o.Strict = true
	r, err = Run(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, 1, ExitCode(r, nil))
	o.Cases = parse(t, caseText("T-A-001", "good", "MUST", judged), caseText("T-A-002", "canned", "MUST", judged))
	r, err = Run(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, 1, ExitCode(r, nil))
}

func TestProvisionalCasesAreReportedNotScored(t *testing.T) {
	t.Parallel()
	o := toyOptions(t, parse(t, caseText("T-A-001", "bad", "MUST", judged)))
	r, err := Run(t.Context(), o)
	require.NoError(t, err)
	require.True(t, r.Cases[0].Provisional)
	require.Equal(t, conformance.Fail, r.Cases[0].Verdict)
	require.Equal(t, 0, ExitCode(r, nil))
}

func TestRunsThatCannotBeMade(t *testing.T) {
	t.Parallel()
	good := caseText("T-A-001", "good", "MUST", judged)
	for _, tt := range []struct {
		name string
		edit func(*Options)
		exit int
		want string
	}{
		{"an unknown case", func(o *Options) { o.Select = []string{"T-A-009"} }, 2, "no case is called T-A-009"},
		{"an unknown case to skip", func(o *Options) { o.Skip = []string{"T-B-*"} }, 2, "no case is called T-B-*"},
		{"half a segment as a glob", func(o *Options) { o.Select = []string{"T-A-00*"} }, 2, "no case is called"},
		{"an unknown set", func(o *Options) { o.Set = "toy-1999.01" }, 2, "there is no set"},
		{"an unknown profile", func(o *Options) { o.Profiles = []string{"toy-raed"} }, 2, "there is no profile \"toy-raed\"; there are: toy-read"},
		{"less than no case at once", func(o *Options) { o.Jobs = -1 }, 2, "jobs must be 1 or more"},
		{"a known failure of no case", func(o *Options) { o.Known = []Known{{Case: "T-Z-001", Reason: "x"}} }, 2, "there is no such case"},
		{"a known failure of no check", func(o *Options) { o.Known = []Known{{Case: "T-A-001#x", Reason: "x"}} }, 2, `no check "x"`},
		{"a flaky entry for a deterministic case", func(o *Options) { o.Known = []Known{{Case: "T-A-001", Reason: "x", Flaky: true}} }, 2, "deterministic"},
		{"a subject that does not start", func(o *Options) { s := toySubject(); s.helloErr = errors.New("exec: not found"); o.Subject = s }, 4, "could not be started"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := toyOptions(t, parse(t, good))
			tt.edit(&o)
			r, err := Run(t.Context(), o)
			require.ErrorContains(t, err, tt.want)
			require.Equal(t, tt.exit, ExitCode(r, err))
		})
	}
	t.Run("a known-failures file that cannot be read", func(t *testing.T) {
		t.Parallel()
		for _, text := range []string{"- {case: X}", "- {reason: x}", "- {case: X, reason: x, expires: soon}", "- {case: X, reason: x, why: y}", "- {case: X, reason: x, expect: {class: PASS}}", "]"} {
			_, err := ReadKnown("known.yaml", []byte(text))
			require.Equal(t, 2, ExitCode(nil, err), text)
			require.ErrorContains(t, err, "known.yaml")
		}
	})
	t.Run("a client that does not open", func(t *testing.T) {
		t.Parallel()
		o := toyOptions(t, parse(t, good))
		s := toySubject()
		s.openErr = errors.New("bad URL for " + toySecret)
		o.Subject, o.scoreAll = s, true
		r, err := Run(t.Context(), o)
		require.NoError(t, err)
		require.Equal(t, conformance.SubjectError, r.Cases[0].Verdict)
		require.Equal(t, "the subject cannot open a client: bad URL for <shared secret>", r.Cases[0].Reason)
		require.Equal(t, 1, ExitCode(r, nil))
	})
}

// A case with two ways of showing the same is judged by those that the subject has.
func TestVariantsApplyOnTheirOwn(t *testing.T) {
	t.Parallel()
	two := `ops: [{call: {as: a, op: $(op), expect: any}}]
stimulus: [{call_made: {call: a}}]
checks: [{value_equals: {call: a, path: /n, value: 7}}]
variants: [{name: pure, set: {op: decode.thing}}, {name: wire, set: {op: fetch}}]
`
	text := replaceOnce(caseText("T-A-001", "good", "MUST", two), "op: {op: good}\n", "")
	seven := func(context.Context, scriptedClient, map[string]any) (any, error) { return map[string]any{"n": 7}, nil }
	for _, tt := range []struct {
		name     string
		announce []string
		claimed  []string
		verdict  conformance.Verdict
		runs     []conformance.Verdict
	}{
		{"has both", []string{"decode.thing", "fetch"}, nil, conformance.Pass, []conformance.Verdict{conformance.Pass, conformance.Pass}},
		{"has no pure decoding", []string{"fetch"}, nil, conformance.Pass, []conformance.Verdict{conformance.NA, conformance.Pass}},
		{"has no pure decoding and claims the profile", []string{"fetch"}, []string{"toy-read"}, conformance.Pass, []conformance.Verdict{conformance.NA, conformance.Pass}},
		{"only decodes", []string{"decode.thing"}, nil, conformance.Pass, []conformance.Verdict{conformance.Pass, conformance.NA}},
		{"only decodes and claims the profile", []string{"decode.thing"}, []string{"toy-read"}, conformance.Pass, []conformance.Verdict{conformance.Pass, conformance.NA}},
		{"has neither", []string{"good"}, nil, conformance.NA, nil},
		{"has neither and claims the profile", []string{"good"}, []string{"toy-read"}, conformance.Fail, []conformance.Verdict{conformance.NA, conformance.Fail}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := toyOptions(t, parse(t, text))
			s := toySubject()
			s.hello.Ops, s.ops = tt.announce, ops{}
			for _, op := range tt.announce {
				s.ops[op] = seven
			}
			o.Subject, o.Profiles = s, tt.claimed
			r, err := Run(t.Context(), o)
			require.NoError(t, err)
			require.Equal(t, tt.verdict, r.Cases[0].Verdict, "%+v", r.Cases[0])
			var runs []conformance.Verdict
			for _, run := range r.Cases[0].Runs {
				runs = append(runs, run.Verdict)
			}
			require.Equal(t, tt.runs, runs)
		})
	}
}

func TestOneVariantIsEnoughWhereTheCaseSaysSo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		more    string
		verdict conformance.Verdict
	}{
		{"every variant must be shown", "", conformance.NotExercised},
		{"one is enough", "any_variant: true\n", conformance.Pass},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := caseText("T-A-001", "$(op)", "MUST", judged+tt.more+"variants: [{name: a, set: {op: good}}, {name: b, set: {op: canned}}]\n")
			r, err := Run(t.Context(), toyOptions(t, parse(t, text)))
			require.NoError(t, err)
			require.Equal(t, tt.verdict, r.Cases[0].Verdict)
		})
	}
}

func TestAnInterruptedRunSaysSo(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	o := toyOptions(t, parse(t, caseText("T-A-001", "good", "MUST", judged), caseText("T-A-002", "good", "MUST", judged), caseText("T-A-003", "good", "MUST", judged)))
	o.Jobs, o.scoreAll = 1, true
	o.Progress = func(int, int, string) { cancel() }
	r, err := Run(ctx, o)
	require.NoError(t, err)
	require.False(t, r.Complete)
	require.Equal(t, 130, ExitCode(r, nil))
	require.Len(t, r.Cases, 3)
	for _, c := range r.Cases {
		require.NotEmpty(t, c.Verdict)
	}
}

func TestProfilesAreWords(t *testing.T) {
	t.Parallel()
	good, bad := caseText("T-A-001", "good", "MUST", judged), caseText("T-A-002", "bad", "MUST", judged)
	for _, tt := range []struct {
		name  string
		cases []string
		edit  func(*Options)
		want  conformance.ProfileWord
	}{
		{"all passes", []string{good}, nil, conformance.Conformant},
		{"something fails", []string{good, bad}, nil, conformance.NonConformant},
		{"a failure is known", []string{good, bad}, func(o *Options) { o.Known = []Known{{Case: "T-A-002", Reason: "x"}} }, conformance.WithExceptions},
		{"a case was left out", []string{good, bad}, func(o *Options) { o.Skip = []string{"T-A-002"} }, conformance.PartialRun},
		{"a core MUST was not exercised", []string{good, caseText("T-A-003", "canned", "MUST", judged)}, nil, conformance.PartialRun},
		{"a claimed profile lacks an operation", []string{good, caseText("T-A-004", "unheard", "MUST", judged)}, func(o *Options) { o.Profiles = []string{"toy-read"} }, conformance.NonConformant},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := toyOptions(t, parse(t, tt.cases...))
			o.scoreAll = true
			if tt.edit != nil {
				tt.edit(&o)
			}
			r, err := Run(t.Context(), o)
			require.NoError(t, err)
			require.Len(t, r.Profiles, 1)
			require.Equal(t, "toy-read", r.Profiles[0].Name)
			require.Equal(t, tt.want, r.Profiles[0].Word)
		})
	}
}

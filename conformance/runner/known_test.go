package runner

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
)

// updated runs cases with a known-failures file and returns the file that
// follows, with what changed.
func updated(t *testing.T, known string, edit func(*Options), cases ...string) (string, KnownUpdate) {
	t.Helper()
	o := toyOptions(t, parse(t, cases...))
	o.scoreAll = true
	if edit != nil {
		edit(&o)
	}
	var err error
	o.Known, err = ReadKnown("known.yaml", []byte(known))
	require.NoError(t, err)
	r, err := Run(t.Context(), o)
	require.NoError(t, err)
	raw, u, err := UpdateKnown(r, o.Known)
	require.NoError(t, err)
	return string(raw), u
}

func TestUpdateKnownMakesTheNextRunPass(t *testing.T) {
	t.Parallel()
	cases := []string{caseText("T-A-001", "bad", "MUST", judged), caseText("T-A-002", "panics", "MUST", judged), caseText("T-A-003", "good", "MUST", judged)}
	text, u := updated(t, "", nil, cases...)
	require.Equal(t, []string{"T-A-001#value_equals", "T-A-002#subject_health"}, u.Added)
	o := toyOptions(t, parse(t, cases...))
	o.scoreAll = true
	var err error
	o.Known, err = ReadKnown("known.yaml", []byte(text))
	require.NoError(t, err)
	r, err := Run(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, 0, r.ExitCode(), "%+v", r.Stale)
	again, u := updated(t, text, nil, cases...)
	require.Equal(t, text, again, "entries that hold stay as they are")
	require.Empty(t, u)
}

func TestUpdateKnownChangesWhatTheRunHasShownAndNothingElse(t *testing.T) {
	t.Parallel()
	bad, good, warn := caseText("T-A-001", "bad", "MUST", judged), caseText("T-A-002", "good", "MUST", judged), caseText("T-A-003", "bad", "SHOULD", judged)
	only := func(ids ...string) func(*Options) { return func(o *Options) { o.Select = ids } }
	const entry = "# reads eight\n- {case: T-A-001, reason: reads eight, issue: https://example.com/1}\n"
	for _, tt := range []struct {
		name, known, want string
		edit              func(*Options)
		cases             []string
	}{
		{"an entry that holds, its form and its comment", entry, entry, nil, []string{bad}},
		{"an entry whose case was not run", entry, entry, only("T-A-002"), []string{bad, good}},
		{"an entry whose case passes", "- {case: T-A-002, reason: x}\n" + entry, entry, nil, []string{bad, good}},
		{"an entry that has expired", "- {case: T-A-001, reason: x, expires: 2020-01-01}\n", "- {case: T-A-001, reason: x, expires: 2020-01-01}\n", nil, []string{bad}},
		{"an entry for another failure", "- {case: T-A-001#value_equals, reason: x, expect: {class: SUBJECT-ERROR}}\n", "- case: \"T-A-001#value_equals\"\n  expect:\n    class: FAIL\n  reason: x\n", nil, []string{bad}},
		{"the last entry", "- {case: T-A-002, reason: x}\n", "# No known failures.\n", nil, []string{good}},
		{"a warning, which does not fail", "", "# No known failures.\n", nil, []string{warn}},
		{"a warning that fails", "", "- case: \"T-A-003#value_equals\"\n  expect:\n    class: WARN\n  reason: nobody has said why yet\n", func(o *Options) { o.Strict = true }, []string{warn}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, _ := updated(t, tt.known, tt.edit, tt.cases...)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestANarrowEntryGoesBeforeAWideOne(t *testing.T) {
	t.Parallel()
	o := toyOptions(t, parse(t, caseText("T-A-001", "bad", "MUST", judged), caseText("T-A-002", "panics", "MUST", judged)))
	o.scoreAll = true
	o.Known = []Known{{Case: "T-A-*", Reason: "crashes", Expect: KnownExpect{Class: conformance.SubjectError}}, {Case: "T-A-001#value_equals", Reason: "reads eight"}}
	r, err := Run(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, 0, r.ExitCode(), "%+v", r.Stale)
}

func TestEntriesKeepTheirText(t *testing.T) {
	t.Parallel()
	text := "# for all\n- case: A\n  reason: x # why\n\n# of B\n- {case: B, reason: y}\n# the end\n"
	require.Equal(t, []string{"# for all\n- case: A\n  reason: x # why\n\n", "# of B\n- {case: B, reason: y}\n# the end\n"}, entries(text))
	for _, other := range []string{"[{case: A, reason: x}]", "  - case: A\n    reason: x\n", "---\n- case: A\n  reason: x\n"} {
		require.Empty(t, entries(other))
	}
}

func TestOnlyWhatWaitsForRealTimeMayBeFlaky(t *testing.T) {
	t.Parallel()
	flaky := []Known{{Case: "T-A-001", Reason: "x", Flaky: true}}
	waits := parse(t, caseText("T-A-001", "good", "MUST", judged))
	still := parse(t, replaceOnce(caseText("T-A-001", "good", "MUST", judged), "time: virtual-ok", "time: none"))
	for _, tt := range []struct {
		name  string
		cases []*conformance.Case
		real  bool
		fine  bool
	}{
		{"in virtual time nothing is", waits, false, false},
		{"in real time what waits is", waits, true, true},
		{"in real time what waits for nothing is not", still, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := checkKnown(flaky, tt.cases, tt.real)
			if tt.fine {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, "T-A-001 is deterministic here and cannot be flaky")
		})
	}
	_, err := ReadKnown("known.yaml", []byte("- {case: A, reason: x}\n- {case: A, reason: y}\n"))
	require.EqualError(t, err, "known.yaml: entry 2 (A): is there already, as entry 1")
}

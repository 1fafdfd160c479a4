package conformance_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/checks"
)

func TestLintAcceptsASoundCase(t *testing.T) {
	t.Parallel()
	cases, err := conformance.Parse("a.yaml", []byte(pollCase), checks.New())
	require.NoError(t, err)
	require.NoError(t, conformance.Lint(cases, conformance.LintOptions{Checks: checks.New(), Requirements: []string{"FB-R-0048"}, Mutants: []string{"poll-hot"}}))
}

func TestLintSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, from, to, want string }{
		{"an ID out of form", "FB-POLL-001", "FB-poll-1", "an ID is like"},
		{"no title", "title: waits at least five seconds after a 202", "title: ''", "has no title"},
		{"no revision", "rev: 1", "rev: 0", "rev begins at 1"},
		{"a level above its basis", "basis: DOC", "basis: SAFETY", "level MUST is stronger than basis SAFETY allows"},
		{"a ground that is none", "basis: DOC", "basis: SAFETY\nground: taste", `ground "taste"`},
		{"a level that is none", "level: MUST", "level: OUGHT", `level "OUGHT"`},
		{"a basis that is none", "basis: DOC", "basis: RUMOUR", `basis "RUMOUR"`},
		{"a mode that is none", "[adapter, observe]", "[magic]", `mode "magic"`},
		{"no modes", "modes: [adapter, observe]", "modes: []", "has no modes"},
		{"a time that is none", "virtual-ok", "soon", `time "soon"`},
		{"a requirement that does not exist", "FB-R-0048", "FB-R-0049", "requirement FB-R-0049 does not exist"},
		{"no requirement", "requires: [FB-R-0048]", "requires: []", "rests on no requirement row"},
		{"no mutant", "kills: [poll-hot]", "kills: []", "no mutant shows that it can fail"},
		{"a mutant that does not exist", "kills: [poll-hot]", "kills: [poll-cold]", "mutant poll-cold does not exist"},
		{"no stimulus", "stimulus:\n  - reply_sent: {operation: $(op), status: 202}\n", "", "has no stimulus"},
		{"a certificate that is none", "world:\n", "world:\n  tls: homemade\n", `tls "homemade" is not good`},
		{"a check under stimulus", "  - reply_sent: {operation: $(op), status: 202}", "  - call_ok: {call: results}", "call_ok is no stimulus"},
		{"a variable without a value", "athlete: 7", "athlete: $(who)", "$(who) is neither"},
		{"a parallel step without the feature", "op: {as: results, op: fb.measurement_results, args: {athlete: 7, vars: [trimp]}}", "ops: [{parallel: [{op: x}]}]", "feature concurrent"},
		{"a step with two meanings", "op: {as: results, op: fb.measurement_results, args: {athlete: 7, vars: [trimp]}}", "ops: [{wait: 1s, restart: c1}]", "step 1 has 2 of"},
		{"nothing asked", "op: {as: results, op: fb.measurement_results, args: {athlete: 7, vars: [trimp]}}", "", "asks nothing"},
		{"a stricter level above its basis", "basis: DOC", "basis: FIELD\nground: silent-corruption\nlevel_with: {x: OUGHT}", "level_with x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, pollCase, tt.from)
			cases, err := conformance.Parse("a.yaml", []byte(strings.Replace(pollCase, tt.from, tt.to, 1)), checks.New())
			require.NoError(t, err)
			err = conformance.Lint(cases, conformance.LintOptions{Checks: checks.New(), Requirements: []string{"FB-R-0048"}, Mutants: []string{"poll-hot"}})
			require.ErrorContains(t, err, tt.want)
			require.ErrorContains(t, err, "a.yaml:1")
		})
	}
}

func TestLintRefusesAnIDTwice(t *testing.T) {
	t.Parallel()
	cases, err := conformance.Parse("a.yaml", []byte(pollCase+"---\n"+pollCase), checks.New())
	require.NoError(t, err)
	require.ErrorContains(t, conformance.Lint(cases, conformance.LintOptions{}), "the ID is taken by a.yaml:1")
}

func TestLevelsFollowTheirBasis(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		basis, ground string
		most          conformance.Level
	}{
		{"DOC", "", conformance.Must},
		{"OPENAPI", "", conformance.Must},
		{"RFC", "", conformance.Must},
		{"RFC", "rfc-should", conformance.Should},
		{"FIELD", "", conformance.Should},
		{"FIELD", "silent-corruption", conformance.Must},
		{"FIELD", "crash", conformance.Should},
		{"SAFETY", "", conformance.Should},
		{"SAFETY", "unbounded", conformance.Must},
	} {
		for _, level := range []conformance.Level{conformance.Must, conformance.Should, conformance.May, conformance.InfoLevel} {
			text := strings.Replace(strings.Replace(pollCase, "basis: DOC", "basis: "+tt.basis+"\nground: '"+tt.ground+"'", 1), "level: MUST", "level: "+string(level), 1)
			text = strings.Replace(text, "    level: SHOULD\n", "", 1)
			cases, err := conformance.Parse("a.yaml", []byte(text), checks.New())
			require.NoError(t, err)
			err = conformance.Lint(cases, conformance.LintOptions{Checks: checks.New()})
			require.Equal(t, level.Stronger(tt.most), err != nil, "%s %s %s: %v", tt.basis, tt.ground, level, err)
		}
	}
}

func TestVerdictsOnlyMoveUpwards(t *testing.T) {
	t.Parallel()
	all := conformance.Verdicts()
	require.Len(t, all, 11)
	for i, v := range all {
		for k, w := range all {
			require.Equal(t, all[max(i, k)], v.Worse(w))
		}
		require.Equal(t, v, conformance.Verdict("").Worse(v))
		require.Equal(t, v, v.Worse(""))
	}
}

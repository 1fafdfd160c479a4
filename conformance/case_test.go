package conformance_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

const pollCase = `id: FB-POLL-001
rev: 1
title: waits at least five seconds after a 202
api: firstbeat
level: MUST
basis: DOC
source: troubleshooting page
requires: [FB-R-0048]
modes: [adapter, observe]
time: virtual-ok
world:
  script:
    - match: {operation: $(op)}
      replies:
        - {status: 202, body: {message: Accepted}, times: 2}
        - pass
op: {as: results, op: fb.measurement_results, args: {athlete: 7, vars: [trimp]}}
stimulus:
  - reply_sent: {operation: $(op), status: 202}
checks:
  - gap_at_least: {after: {operation: $(op), status: 202}, min: 5s, early_tolerance: 50ms}
  - value_equals: {call: results, path: /variables/trimp, value: 5.4}
    id: value
  - gap_at_least: {after: {operation: $(op), status: 202}, min: 1s}
    level: SHOULD
variants:
  - {name: measurement, set: {op: getMeasurementResults}}
  - {name: lap, set: {op: getLapResults}}
kills: [poll-hot]
`

func TestParseReadsACase(t *testing.T) {
	t.Parallel()
	cases, err := conformance.Parse("a.yaml", []byte(pollCase), checks.New())
	require.NoError(t, err)
	require.Len(t, cases, 1)
	c := cases[0]
	require.Equal(t, "FB-POLL-001", c.ID)
	require.Equal(t, "FB-POLL", c.Area())
	require.Equal(t, []string{"firstbeat-read"}, c.InProfiles())
	require.Len(t, c.Runs(), 2)
	lap := c.Runs()[1]
	require.Equal(t, "FB-POLL-001[lap]", lap.Name())
	require.Equal(t, "getLapResults", lap.World.Script[0].Match.Operation)
	require.True(t, lap.World.Script[0].Replies[1].Pass)
	require.Equal(t, 2, lap.World.Script[0].Replies[0].Times)
	require.Equal(t, "a.yaml:1", lap.File)
	require.Equal(t, "fb.measurement_results", lap.Ops[0].Call.Op)
	require.True(t, lap.Ops[0].Call.Expect.OK())
	gap, ok := lap.Checks[0].Args.(*checks.Gap)
	require.True(t, ok)
	require.Equal(t, 5*time.Second, gap.Min)
	require.Equal(t, "{call: results, path: /variables/trimp, value: 5.4}", lap.Checks[1].Text())
	require.Equal(t, []string{"gap_at_least", "value", "gap_at_least-2"}, []string{lap.Checks[0].ID, lap.Checks[1].ID, lap.Checks[2].ID})
	require.Equal(t, conformance.Should, lap.Checks[2].Level)
}

func TestParseSaysWhereAFileIsWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"an unknown field", "id: X-A-001\nlevle: MUST\n", `a.yaml:2:1: unknown field "levle"`},
		{"an unknown check", "id: X-A-001\nchecks:\n  - gap_at_most: {min: 5s}\n", `a.yaml:3:`},
		{"an unknown argument", "id: X-A-001\nchecks:\n  - gap_at_least: {mni: 5s}\n", `unknown field "mni"`},
		{"an argument that cannot be", "id: X-A-001\nchecks:\n  - gap_at_least: {min: 0s}\n", `min must be a duration above zero`},
		{"two functions in one check", "id: X-A-001\nchecks:\n  - call_ok: {}\n    call_bad: {}\n", `a check names one function`},
		{"an expectation that is no class", "id: X-A-001\nop: {op: x, expect: [nodata]}\n", `expect "nodata" is not ok, any or an error class`},
		{"a reply that is no reply", "id: X-A-001\nworld: {script: [{match: {}, replies: [later]}]}\n", `reply "later" is neither`},
		{"an unknown member of a reply", "id: X-A-001\nworld: {script: [{match: {}, replies: [{statsu: 1}]}]}\n", `unknown field "statsu"`},
		{"no YAML", "id: [", `a.yaml:1:`},
		{"nothing but variants", "variants: [{name: a}]\n", "holds no case"},
		{"a variant without a name", "id: X-A-001\nvariants: [{set: {a: 1}}]\n", `variant 1 has no name`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := conformance.Parse("a.yaml", []byte(tt.text), checks.New())
			require.ErrorContains(t, err, tt.want)
			require.ErrorContains(t, err, "a.yaml:")
		})
	}
}

func TestLoadReadsManyDocumentsAndReportsEveryError(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"cases/b.yaml": {Data: []byte("id: X-B-002\n---\nid: X-B-001\n")},
		"cases/a.yaml": {Data: []byte("id: X-A-001\nop: {op: x, expect: no_data}\n")},
	}
	cases, err := conformance.Load(fsys, "cases", checks.New())
	require.NoError(t, err)
	require.Len(t, cases, 3)
	require.Equal(t, "X-A-001", cases[0].ID)
	require.Equal(t, []subject.Class{subject.NoData}, cases[0].Ops[0].Call.Expect.Classes)
	require.Equal(t, "cases/b.yaml:3", cases[1].File)

	fsys["cases/c.yaml"] = &fstest.MapFile{Data: []byte("idd: 1\n")}
	fsys["cases/d.yaml"] = &fstest.MapFile{Data: []byte("levle: 1\n")}
	_, err = conformance.Load(fsys, "cases", checks.New())
	require.ErrorContains(t, err, "cases/c.yaml:1")
	require.ErrorContains(t, err, "cases/d.yaml:1")
}

package runner

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
)

func replaceOnce(s, from, to string) string { return strings.Replace(s, from, to, 1) }

const pollText = `id: T-POLL-001
rev: 1
title: waits at least five seconds after a 202
api: toy
level: MUST
basis: DOC
source: toy
requires: [R-1]
modes: [adapter]
time: virtual-ok
kills: [poll-hot]
world:
  script:
    - match: {operation: getThing}
      replies: [{status: 202, body: {message: Accepted}, times: 2}, pass]
op: {op: polls, args: {hot: $(hot)}}
stimulus:
  - reply_sent: {operation: getThing, status: 202, at_least: 2}
checks:
  - gap_at_least: {after: {operation: getThing, status: 202}, min: 5s, early_tolerance: 50ms}
  - value_equals: {path: /n, value: 7}
`

func TestAScriptIsWhatTheSubjectMeets(t *testing.T) {
	t.Parallel()
	o := toyOptions(t, parse(t, pollText+"variants: [{name: calm, set: {hot: false}}, {name: hot, set: {hot: true}}]\n"))
	r, err := Run(t.Context(), o)
	require.NoError(t, err)
	calm, hot := r.Cases[0].Runs[0], r.Cases[0].Runs[1]
	require.Equal(t, conformance.Pass, calm.Verdict, "%+v", calm)
	require.Equal(t, 3, calm.Requests)
	require.Empty(t, calm.Transcript)
	require.Equal(t, conformance.Fail, hot.Verdict)
	require.Equal(t, conformance.Fail, r.Cases[0].Verdict)
	gap := hot.Checks[len(hot.Checks)-3]
	require.Equal(t, "gap_at_least", gap.ID)
	require.Equal(t, "0.100 s (#1→#2), 0.100 s (#2→#3)", gap.Saw)
	require.Equal(t, "too early by 4.900 s", gap.Marks[2])
	require.Len(t, hot.Transcript, 3)
	require.Equal(t, "GET /thing?var=trimp", hot.Transcript[0].Request)
	require.Equal(t, "<API key of this world>", hot.Transcript[0].Header["X-Api-Key"])
	require.Equal(t, `{"message":"Accepted"}`, hot.Transcript[0].RespBody)
}

func TestNoSecretReachesTheResults(t *testing.T) {
	t.Parallel()
	o := toyOptions(t, parse(t, caseText("T-A-001", "leaks", "MUST", judged), caseText("T-A-002", "bad", "MUST", judged)))
	r, err := Run(t.Context(), o)
	require.NoError(t, err)
	raw, err := json.Marshal(r)
	require.NoError(t, err)
	require.Contains(t, string(raw), "the API key in the log")
	require.NotContains(t, string(raw), toyKey)
	require.NotContains(t, string(raw), toySecret)
}

func TestTheSameSeedGivesTheSameResults(t *testing.T) {
	t.Parallel()
	var texts []string
	for i := range 20 {
		texts = append(texts, caseText(fmt.Sprintf("T-A-%03d", i+1), []string{"good", "bad", "panics", "polls"}[i%4], "MUST", judged))
	}
	once := func(jobs int) *conformance.Results {
		o := toyOptions(t, parse(t, texts...))
		o.Jobs = jobs
		r, err := Run(t.Context(), o)
		require.NoError(t, err)
		return r
	}
	require.Empty(t, cmp.Diff(once(1), once(8)))
}

func TestStepsHappenInOrder(t *testing.T) {
	t.Parallel()
	text := caseText("T-A-001", "good", "MUST", `ops:
  - wait: 10m
  - clock: {advance: 90s}
  - control: {path: toy/known}
  - faults: {script: [{match: {operation: getThing}, replies: [{status: 503}]}]}
  - call: {as: refused, op: good, expect: [server]}
  - open: {client: c2, without: [all]}
  - parallel: [{as: side, op: good, client: c2, copies: 3, repeat: 2}]
  - call: {as: late, op: hangs, cancel_after: 1s, expect: [canceled]}
  - restart: c2
  - close: c2
stimulus:
  - reply_sent: {operation: getThing, status: 503}
  - elapsed: {at_least: 10m}
checks:
  - requests_count: {operation: getThing, equals: 8}
  - calls_count: {call: side, ok: 6}
  - completes_within: {call: late, patience: 1s, norm: toy, canceled: true}
  - error_class: {call: refused, any_of: [server]}
`)
	text = replaceOnce(text, "kills: [m]", "kills: [m]\nfeatures: [concurrent]")
	o := toyOptions(t, parse(t, text))
	r, err := Run(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, conformance.Pass, r.Cases[0].Verdict, "%+v", r.Cases[0])
	require.Equal(t, 10*time.Minute+time.Second+time.Minute, r.Cases[0].Runs[0].WorldTime)
}

// A subject whose JSON decoder makes every number a float64 is asked for whole
// numbers nevertheless.
func TestWholeNumbersStayWholeOnTheirWayBack(t *testing.T) {
	t.Parallel()
	var asked []any
	s := toySubject()
	s.ops["good"] = func(_ context.Context, _ scriptedClient, args map[string]any) (any, error) {
		asked = append(asked, args["id"], args["path"])
		return []any{map[string]any{"id": 13272972.0, "ratio": 0.5, "big": json.Number("92233720368547758080")}}, nil
	}
	o := toyOptions(t, parse(t, replaceOnce(caseText("T-A-001", "good", "MUST", `ops:
  - call: {as: found, op: good}
  - call: {op: good, args: {id: $(value:found#/0/id), path: "/m/$(value:found#/0/id)"}}
  - call: {op: good, args: {id: $(value:found#/0/ratio), path: $(value:found#/0/big)}}
  - call: {op: good, for_each: {call: found, path: "", args: {id: /id}}}
stimulus: [{call_made: {}}]
checks: [{call_ok: {}}]
`), "op: {op: good}\n", "")))
	o.Subject = s
	_, err := Run(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, []any{nil, nil, int64(13272972), "/m/13272972", 0.5, "92233720368547758080", int64(13272972), nil}, asked)
}

func TestMatchIDTakesWholeSegmentsOnly(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern, id string
		want        bool
	}{
		{"FB-POLL-001", "FB-POLL-001", true},
		{"FB-POLL-*", "FB-POLL-001", true},
		{"FB-*", "FB-POLL-001", true},
		{"*", "FB-POLL-001", true},
		{"*-POLL-001", "FB-POLL-001", true},
		{"FB-PO*", "FB-POLL-001", false},
		{"FB-POLL", "FB-POLL-001", false},
		{"FB-POLL-001-X", "FB-POLL-001", false},
	} {
		require.Equal(t, tt.want, MatchID(tt.pattern, tt.id), "%s %s", tt.pattern, tt.id)
	}
}

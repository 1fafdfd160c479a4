package report_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/report"
	"github.com/ergodrome/ergodrome/internal/golden"
)

func sample() *drift.Report {
	r := &drift.Report{
		Mode: "recording", From: "specs/firstbeat", To: "monday.har", When: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC), Looked: 12,
		Finding: []drift.Finding{
			{Class: drift.Benign, Rule: "member-added", Service: "firstbeat", Operation: "listTeams", Where: "200 /teams/*/colour", What: "a new member", Count: 3, Of: 3, Example: `"string of 4 letters"`},
			{Class: drift.Breaking, Rule: "member-gone", Service: "firstbeat", Operation: "listAthletes", Request: "GET /v1/a", Where: "200 /athletes/*/athleteId", What: "is gone <now> | really", Count: 4, Of: 4, Clients: []string{"fb.athletes"}, Cases: []string{"FB-PAGE-001"}},
			{Class: drift.Risky, Rule: "enum-grown", File: "new one/to.yaml", Line: 7, What: "a new value"},
			{Class: drift.Unknown, Rule: "unreadable", What: "cannot be read"},
		},
		Changes: []string{"firstbeat-athlete-id-renamed"}, Unseen: []string{"getTeam: nobody asked"},
	}
	r.Finish()
	return r
}

// later is a report that is compared with an earlier one.
func later() *drift.Report {
	r := sample()
	r.Mode, r.Since, r.Note = "live", time.Date(2026, 2, 1, 8, 0, 0, 0, time.UTC), "read it so"
	r.Known = []drift.Finding{{Class: drift.Breaking, Rule: "member-gone", Service: "firstbeat", Operation: "getTeam", Where: "200 /x", What: "is gone"}}
	r.Finish()
	return r
}

func rendered(t *testing.T, format string, r *drift.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, report.Write(&b, format, r))
	return b.Bytes()
}

func TestReportsForPeople(t *testing.T) {
	golden.Equal(t, "report.txt", rendered(t, "text", sample()))
	golden.Equal(t, "report.md", rendered(t, "markdown", sample()))
	require.Contains(t, string(rendered(t, "text", &drift.Report{Looked: 3})), "no drift: 3 compared")
	for _, format := range []string{"text", "markdown"} {
		said := string(rendered(t, format, later()))
		require.Contains(t, said, "was so on 2026-02-01 (not counted)")
		require.Contains(t, said, "firstbeat getTeam 200 /x: is gone")
		require.Contains(t, said, "read it so")
	}
	require.Equal(t, 1, later().Counts.Breaking, "what was so before is not counted")
	require.ErrorContains(t, report.Write(&bytes.Buffer{}, "yaml", sample()), "json, junit, markdown, sarif, text")
}

func TestJSONReadsBack(t *testing.T) {
	var back drift.Report
	d := json.NewDecoder(bytes.NewReader(rendered(t, "json", sample())))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&back))
	require.Equal(t, *sample(), back)
	require.Contains(t, string(rendered(t, "json", &drift.Report{})), `"findings": []`)
}

func TestTheGravestClassIsTheExitCode(t *testing.T) {
	of := func(classes ...drift.Class) *drift.Report {
		r := &drift.Report{}
		for _, c := range classes {
			r.Finding = append(r.Finding, drift.Finding{Class: c})
		}
		r.Finish()
		return r
	}
	for _, tt := range []struct {
		classes []drift.Class
		accept  drift.Class
		want    int
	}{
		{nil, "", 0},
		{[]drift.Class{drift.Benign}, "", 10},
		{[]drift.Class{drift.Benign, drift.Risky}, "", 11},
		{[]drift.Class{drift.Risky, drift.Unknown}, "", 13},
		{[]drift.Class{drift.Unknown, drift.Breaking}, "", 12},
		{[]drift.Class{drift.Benign}, drift.Benign, 0},
		{[]drift.Class{drift.Risky}, drift.Benign, 11},
		{[]drift.Class{drift.Risky, drift.Benign}, drift.Risky, 0},
		{[]drift.Class{drift.Unknown}, drift.Risky, 13},
		{[]drift.Class{drift.Breaking}, drift.Risky, 12},
	} {
		require.Equal(t, tt.want, of(tt.classes...).Exit(tt.accept), "%v", tt)
	}
}

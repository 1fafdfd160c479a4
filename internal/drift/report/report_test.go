package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
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
			{Class: drift.Risky, Rule: "enum-grown", File: "to.yaml", Line: 7, What: "a new value"},
			{Class: drift.Unknown, Rule: "unreadable", What: "cannot be read"},
		},
		Changes: []string{"firstbeat-athlete-id-renamed"}, Unseen: []string{"getTeam: nobody asked"},
	}
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

// What Jenkins' schema of JUnit files demands.
func TestJUnitHasTheFormThatCIReads(t *testing.T) {
	for _, r := range []*drift.Report{sample(), {Mode: "spec"}} {
		var all struct {
			XMLName  xml.Name
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Errors   int `xml:"errors,attr"`
			Suites   []struct {
				Name  string `xml:"name,attr"`
				Tests int    `xml:"tests,attr"`
				Cases []struct {
					Class    string `xml:"classname,attr"`
					Name     string `xml:"name,attr"`
					Failures []struct {
						Message string `xml:"message,attr"`
						Type    string `xml:"type,attr"`
					} `xml:"failure"`
					Errors []struct{} `xml:"error"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		out := rendered(t, "junit", r)
		require.True(t, bytes.HasPrefix(out, []byte("<?xml ")))
		require.NoError(t, xml.Unmarshal(out, &all))
		require.Equal(t, "testsuites", all.XMLName.Local)
		require.Len(t, all.Suites, 1)
		require.Len(t, all.Suites[0].Cases, all.Suites[0].Tests)
		failures, errs, names := 0, 0, map[string]bool{}
		for _, c := range all.Suites[0].Cases {
			require.NotEmpty(t, c.Class)
			require.NotEmpty(t, c.Name)
			require.False(t, names[c.Name], "%s is there twice", c.Name)
			names[c.Name] = true
			failures, errs = failures+len(c.Failures), errs+len(c.Errors)
			for _, f := range c.Failures {
				require.NotEmpty(t, f.Message)
				require.NotEmpty(t, f.Type)
			}
		}
		require.Equal(t, []int{all.Tests, all.Failures, all.Errors}, []int{all.Suites[0].Tests, failures, errs})
	}
}

// What the SARIF 2.1.0 schema demands of the parts that are used.
func TestSARIFHasTheFormThatCodeHostsRead(t *testing.T) {
	for _, r := range []*drift.Report{sample(), {Mode: "spec"}} {
		var log struct {
			Schema  string `json:"$schema"`
			Version string
			Runs    []struct {
				Tool struct {
					Driver struct {
						Name  string
						URI   string `json:"informationUri"`
						Rules []struct {
							ID               string
							ShortDescription struct{ Text string }
						}
					}
				}
				Results []struct {
					RuleID              string `json:"ruleId"`
					RuleIndex           int
					Level               string
					Message             struct{ Text string }
					Properties          map[string]any
					PartialFingerprints map[string]string
					Locations           []struct {
						PhysicalLocation *struct {
							ArtifactLocation struct{ URI string }
							Region           struct{ StartLine int }
						}
						LogicalLocations []struct{ FullyQualifiedName, Kind string }
					}
				}
			}
		}
		d := json.NewDecoder(bytes.NewReader(rendered(t, "sarif", r)))
		d.DisallowUnknownFields()
		require.NoError(t, d.Decode(&log))
		require.Equal(t, "2.1.0", log.Version)
		require.Len(t, log.Runs, 1)
		run := log.Runs[0]
		require.NotNil(t, run.Results, "an empty list, not null: that would say that nothing was looked at")
		require.NotEmpty(t, run.Tool.Driver.Name)
		require.True(t, strings.HasPrefix(run.Tool.Driver.URI, "https://"))
		require.Len(t, run.Results, len(r.Finding))
		for _, x := range run.Results {
			require.Equal(t, x.RuleID, run.Tool.Driver.Rules[x.RuleIndex].ID)
			require.NotEmpty(t, run.Tool.Driver.Rules[x.RuleIndex].ShortDescription.Text)
			require.Contains(t, []string{"none", "note", "warning", "error"}, x.Level)
			require.NotEmpty(t, x.Message.Text)
			require.NotEmpty(t, x.Locations)
			if p := x.Locations[0].PhysicalLocation; p != nil {
				require.Positive(t, p.Region.StartLine)
				require.NotEmpty(t, p.ArtifactLocation.URI)
			}
		}
	}
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

package report

import (
	"encoding/xml"
	"strings"

	"github.com/ergodrome/ergodrome/internal/drift"
)

// The form that CI systems read: a finding is a test case, which fails unless it
// is benign.
type (
	suites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Suites   []suite  `xml:"testsuite"`
	}
	suite struct {
		Name      string     `xml:"name,attr"`
		Tests     int        `xml:"tests,attr"`
		Failures  int        `xml:"failures,attr"`
		Errors    int        `xml:"errors,attr"`
		Timestamp string     `xml:"timestamp,attr"`
		Cases     []testcase `xml:"testcase"`
	}
	testcase struct {
		Class   string   `xml:"classname,attr"`
		Name    string   `xml:"name,attr"`
		File    string   `xml:"file,attr,omitempty"`
		Line    int      `xml:"line,attr,omitempty"`
		Failure *failure `xml:"failure"`
		Error   *failure `xml:"error"`
		Out     string   `xml:"system-out,omitempty"`
	}
	failure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

func junit(r *drift.Report) ([]byte, error) {
	s := suite{Name: "drift " + r.Mode, Timestamp: r.When.UTC().Format("2006-01-02T15:04:05")}
	for i := range r.Finding {
		f := &r.Finding[i]
		c := testcase{Class: "drift." + orWord(f.Service, r.Mode), Name: strings.Join(append(place(f), f.Rule), " "), File: f.File, Line: f.Line}
		said := strings.Join(append([]string{f.What + counted(f)}, details(f)...), "\n")
		switch f.Class {
		case drift.Unknown:
			c.Error = &failure{Message: f.What, Type: string(f.Class), Text: said}
			s.Errors++
		case drift.Benign:
			c.Out = said
		default:
			c.Failure = &failure{Message: f.What, Type: string(f.Class), Text: said}
			s.Failures++
		}
		s.Cases = append(s.Cases, c)
	}
	if len(s.Cases) == 0 {
		s.Cases = []testcase{{Class: "drift." + r.Mode, Name: "nothing has changed", Out: summary(r)}}
	}
	s.Tests = len(s.Cases)
	out, err := xml.MarshalIndent(suites{Name: "ergodrome drift", Tests: s.Tests, Failures: s.Failures, Errors: s.Errors, Suites: []suite{s}}, "", "  ")
	return append([]byte(xml.Header), append(out, '\n')...), err
}

func orWord(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

package report

import (
	"encoding/xml"
	"strings"

	"github.com/ergodrome/ergodrome/internal/drift"
)

// The form that CI systems read, within both schemas that people hold it to: that of
// Jenkins' xUnit plugin (junit-10.xsd) and that of Ant's reports (JUnit.xsd). So there
// are no totals of all suites, no files and lines, and nothing beside a case but what
// came of it. A finding is a test case, which fails unless it is benign.
type (
	suites struct {
		XMLName xml.Name `xml:"testsuites"`
		Suites  []suite  `xml:"testsuite"`
	}
	suite struct {
		Name       string     `xml:"name,attr"`
		Package    string     `xml:"package,attr"`
		ID         int        `xml:"id,attr"`
		Timestamp  string     `xml:"timestamp,attr"`
		Hostname   string     `xml:"hostname,attr"`
		Tests      int        `xml:"tests,attr"`
		Failures   int        `xml:"failures,attr"`
		Errors     int        `xml:"errors,attr"`
		Skipped    int        `xml:"skipped,attr"`
		Time       string     `xml:"time,attr"`
		Properties []property `xml:"properties>property"`
		Cases      []testcase `xml:"testcase"`
		Out        string     `xml:"system-out"`
		Err        string     `xml:"system-err"`
	}
	property struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	testcase struct {
		Class   string   `xml:"classname,attr"`
		Name    string   `xml:"name,attr"`
		Time    string   `xml:"time,attr"`
		Skipped *skipped `xml:"skipped"`
		Failure *failure `xml:"failure"`
		Error   *failure `xml:"error"`
	}
	skipped struct {
		Message string `xml:"message,attr"`
	}
	failure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// none is the time that a comparison takes: nobody waits for one.
const none = "0"

func junit(r *drift.Report) ([]byte, error) {
	s := suite{
		Name: "drift " + r.Mode, Package: "drift", Hostname: "localhost", Time: none, Timestamp: r.When.UTC().Format("2006-01-02T15:04:05"),
		Properties: []property{{"from", r.From}, {"to", r.To}, {"class", string(r.Class)}},
	}
	out := []string{summary(r)}
	if r.Note != "" {
		out = append(out, r.Note)
	}
	for i := range r.Finding {
		f := &r.Finding[i]
		c := caseOf(r, f)
		said := strings.Join(append([]string{f.What + counted(f)}, details(f)...), "\n")
		switch f.Class {
		case drift.Unknown:
			c.Error = &failure{Message: f.What, Type: string(f.Class), Text: said}
			s.Errors++
		case drift.Benign:
			out = append(out, c.Name+": "+said)
		default:
			c.Failure = &failure{Message: f.What, Type: string(f.Class), Text: said}
			s.Failures++
		}
		s.Cases = append(s.Cases, c)
	}
	for i := range r.Known {
		c := caseOf(r, &r.Known[i])
		c.Skipped = &skipped{"was so before: " + r.Known[i].What}
		s.Skipped++
		s.Cases = append(s.Cases, c)
	}
	if len(s.Cases) == 0 {
		s.Cases = []testcase{{Class: "drift." + r.Mode, Name: "nothing has changed", Time: none}}
	}
	s.Tests, s.Out = len(s.Cases), strings.Join(out, "\n")
	text, err := xml.MarshalIndent(suites{Suites: []suite{s}}, "", "  ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}

func caseOf(r *drift.Report, f *drift.Finding) testcase {
	return testcase{Class: "drift." + orWord(f.Service, r.Mode), Name: strings.Join(append(place(f), f.Rule), " "), Time: none}
}

func orWord(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string           `xml:"name,attr"`
	Tests      int              `xml:"tests,attr"`
	Failures   int              `xml:"failures,attr"`
	Errors     int              `xml:"errors,attr"`
	Skipped    int              `xml:"skipped,attr"`
	Properties *junitProperties `xml:"properties"`
	Cases      []junitCase      `xml:"testcase"`
}

type junitProperties struct {
	List []junitProp `xml:"property"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Time    string        `xml:"time,attr"`
	Failure *junitProblem `xml:"failure"`
	Error   *junitProblem `xml:"error"`
	Skipped *junitSkipped `xml:"skipped"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitProp struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitProblem struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

// JUnit writes results as JUnit XML, one suite an area. FAIL, SUBJECT-ERROR and
// XPASS are failures, ERROR is an error, N/A, NOT-EXERCISED and XFAIL are
// skipped. A WARN has passed, with a line that says so and a property of its suite:
// the schema that Jenkins holds such files to knows none of a case. So is the weakest
// of what a case rests on. The time of a case is the world's.
func JUnit(w io.Writer, r *conformance.Results) error {
	all, skipped := junitSuites{Name: "ergodrome " + r.Suite + " " + r.Set}, 0 // nothing asks how many in all
	for i := range r.Cases {
		c := &r.Cases[i]
		at := slices.IndexFunc(all.Suites, func(s junitSuite) bool { return s.Name == c.Area })
		if at < 0 {
			all.Suites = append(all.Suites, junitSuite{Name: c.Area})
			at = len(all.Suites) - 1
		}
		s := &all.Suites[at]
		jc := junitOf(c)
		if c.Verdict == conformance.Warn {
			s.property("warn "+c.ID, first(c))
		}
		if g := c.Evidence; g != nil {
			s.property("evidence "+c.ID, fmt.Sprintf("%s: %s (%s)", g.Grade, g.Source, g.Date))
		}
		s.Cases = append(s.Cases, jc)
		for _, n := range []struct {
			hit        bool
			suite, all *int
		}{
			{true, &s.Tests, &all.Tests},
			{jc.Failure != nil, &s.Failures, &all.Failures},
			{jc.Error != nil, &s.Errors, &all.Errors},
			{jc.Skipped != nil, &s.Skipped, &skipped},
		} {
			if n.hit {
				*n.suite++
				*n.all++
			}
		}
	}
	if s := junitPrograms(r); s != nil {
		all.Suites = append(all.Suites, *s)
		all.Tests, all.Failures, all.Errors = all.Tests+s.Tests, all.Failures+s.Failures, all.Errors+s.Errors
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s *junitSuite) property(name, value string) {
	if s.Properties == nil {
		s.Properties = &junitProperties{}
	}
	s.Properties.List = append(s.Properties.List, junitProp{name, printable(value)})
}

func junitOf(c *conformance.CaseResult) junitCase {
	var world float64
	for i := range c.Runs {
		world += c.Runs[i].WorldTime.Seconds()
	}
	jc := junitCase{Class: c.Area, Name: printable(c.ID + " " + c.Title), Time: fmt.Sprintf("%.3f", world)}
	problem := &junitProblem{Type: string(c.Verdict), Message: printable(first(c)), Text: printable(fullText(c))}
	switch {
	case c.Provisional && (c.Verdict.Failed() || c.Verdict == conformance.Warn):
		jc.Skipped = &junitSkipped{"provisional: " + printable(first(c))}
	case c.Verdict.Failed():
		jc.Failure = problem
	case c.Verdict == conformance.Errored:
		jc.Error = problem
	case c.Verdict == conformance.NA, c.Verdict == conformance.NotExercised, c.Verdict == conformance.XFail, c.Verdict == conformance.Flaky:
		jc.Skipped = &junitSkipped{printable(string(c.Verdict) + ": " + first(c))}
	case c.Verdict == conformance.Warn:
		jc.Out = printable("WARN " + first(c) + "\n" + fullText(c))
	}
	return jc
}

// first is a case's reason, or the first demand it does not meet.
func first(c *conformance.CaseResult) string {
	if c.Reason != "" {
		return c.Reason
	}
	for _, ch := range c.Unmet() {
		return fmt.Sprintf("want %s, saw %s", ch.Want, ch.Saw)
	}
	return string(c.Verdict)
}

func fullText(c *conformance.CaseResult) string {
	var b strings.Builder
	_ = Case(&b, c) // a Builder takes everything
	return b.String()
}

// printable drops what XML 1.0 cannot hold.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 {
			return r
		}
		return '\uFFFD'
	}, s)
}

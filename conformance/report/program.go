package report

import (
	"cmp"
	"fmt"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/markup"
)

// told is what is worth saying of a program in one world.
func told(p *conformance.ProgramResult) string {
	return fmt.Sprintf("%s: %s; %d requests; time %s", p.World, p.Reason, p.Requests, cmp.Or(p.Clock, "real"))
}

// programs tells what became of programs that acted on their own.
func (p *printer) programs(r *conformance.Results) {
	for i := range r.Programs {
		pr := &r.Programs[i]
		p.line("%-13s %s", pr.Verdict, told(pr))
		for _, f := range pr.Foreign {
			p.line("  refused %s", f)
		}
	}
}

func pagePrograms(r *conformance.Results) markup.HTML {
	return markup.Each(r.Programs, func(p conformance.ProgramResult) markup.HTML {
		return markup.Format("<p class=\"meta\">%s %s</p>\n%s", p.Verdict, told(&p), markup.Each(p.Foreign, func(f string) markup.HTML {
			return markup.Format("<p class=\"meta\">refused %s</p>\n", f)
		}))
	})
}

// junitPrograms are a suite of their own: a program can fail where no case does.
func junitPrograms(r *conformance.Results) *junitSuite {
	if len(r.Programs) == 0 {
		return nil
	}
	s := &junitSuite{Name: "programs"}
	for i := range r.Programs {
		p := &r.Programs[i]
		c := junitCase{Class: s.Name, Name: p.World, Time: fmt.Sprintf("%.3f", p.Ended.Seconds())}
		problem := &junitProblem{Type: string(p.Verdict), Message: printable(p.Reason)}
		s.Tests++
		switch {
		case p.Verdict.Failed():
			c.Failure = problem
			s.Failures++
		case p.Verdict == conformance.Errored:
			c.Error = problem
			s.Errors++
		case p.Verdict == conformance.NotExercised:
			c.Skipped = &junitSkipped{printable(p.Reason)}
			s.Skipped++
		}
		s.Cases = append(s.Cases, c)
	}
	return s
}

package report

import (
	"io"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
)

// Markdown writes a summary for a CI system's step page.
func Markdown(w io.Writer, r *conformance.Results) error {
	p := &printer{w: w}
	word, _ := headline(r)
	p.line("## Conformance of %s %s: %s", cell(r.Subject.Name), cell(r.Subject.Version), word)
	p.line("")
	p.line("Set %s, suite %s, %s, %s time, seed %d: %s.", r.Set, r.Suite, r.Mode, r.Time, r.Seed, counts(r.Counts))
	if r.Partial {
		p.line("")
		p.line("Cases were left out by hand, so this is a partial result.")
	}
	if !r.Complete {
		p.line("")
		p.line("The run was interrupted: the results are not complete.")
	}
	if len(r.Profiles) > 0 {
		p.line("")
		p.line("| profile | result | cases | verdicts |")
		p.line("|---|---|---|---|")
		for _, pr := range r.Profiles {
			p.line("| %s | %s | %d | %s |", pr.Name, pr.Word, pr.Of, counts(pr.Counts))
		}
	}
	for _, v := range slices.Backward(conformance.Verdicts()) {
		p.group(r, v)
	}
	for i := range r.Programs {
		if i == 0 {
			p.line("")
		}
		p.line("* %s %s", r.Programs[i].Verdict, cell(told(&r.Programs[i])))
	}
	for _, s := range r.Stale {
		p.line("")
		p.line("Known failures: %s", cell(s))
	}
	return p.err
}

// group lists the cases of one verdict, when they want to be read.
func (p *printer) group(r *conformance.Results, v conformance.Verdict) {
	head := false
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.Verdict != v || !attention(c) && v != conformance.XFail {
			continue
		}
		if !head {
			head = true
			p.line("")
			p.line("### %s", v)
			p.line("")
			p.line("| case | level | what | why |")
			p.line("|---|---|---|---|")
		}
		p.line("| %s | %s | %s | %s |", c.ID, c.Level, cell(c.Title), cell(first(c)))
	}
}

// cell makes text fit for a table cell.
func cell(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	s = strings.NewReplacer("|", `\|`, "<", "&lt;", ">", "&gt;", "`", "'").Replace(s)
	if len(s) > 300 {
		s = strings.ToValidUTF8(s[:300], "") + "…"
	}
	return s
}

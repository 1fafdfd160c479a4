package report

import (
	"cmp"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/internal/markup"
)

// pageCase shows one case; those that want to be read are open.
func pageCase(c *conformance.CaseResult) markup.HTML {
	return markup.Format(`<details class="case %s" id="%[2]s" data-verdict="%[3]s" data-level="%[4]s" data-api="%[5]s"%[6]s>
<summary><span class="v">%[3]s</span> <strong>%[2]s</strong> %[7]s <span class="meta">%[4]s · %[8]s · %[9]s%[10]s%[11]s</span></summary>
<div class="body">
%[12]s%[13]s%[14]s%[15]s<p class="meta">again: <code>%[16]s</code></p>
</div>
</details>
`, slug(c.Verdict), c.ID, c.Verdict, c.Level, c.API, markup.If(attention(c), " open"), c.Title, c.Basis, profiles(c),
		markup.If(c.Provisional, " · provisional"), markup.If(c.Known != "", markup.Format(" · known failure %s", c.Known)),
		markup.Each(c.Says, func(s string) markup.HTML { return markup.Format("<p>%s</p>\n", s) })+pageGrounds(c.Evidence),
		markup.If(c.Reason != "", markup.Format("<p><strong>Reason:</strong> %s</p>\n", c.Reason)),
		markup.Each(c.Runs, pageRun),
		markup.If(c.Hint != "" && attention(c), markup.Format("<p><strong>How to mend it:</strong> %s</p>\n", c.Hint))+
			markup.If(len(c.Kills) > 0 && c.Verdict.Failed(), markup.Format("<p class=\"meta\">known mutants with this symptom: %s</p>\n", strings.Join(c.Kills, ", "))),
		again(c))
}

func pageGrounds(g *evidence.Grounds) markup.HTML {
	if g == nil {
		return ""
	}
	return markup.Format("<p class=\"meta\">how sure: %s, at the weakest (%s, %s)</p>\n", g.Grade.String(), g.Source, g.Date)
}

func pageRun(r conformance.RunResult) markup.HTML {
	note := markup.If(r.Note != "", markup.Format(" (%s)", r.Note))
	return markup.If(r.Variant != "", markup.Format("<p><strong>%s:</strong> %s%s</p>\n", r.Variant, r.Verdict, note)) +
		markup.Each(r.Checks, pageCheck) + markup.Each(r.Calls, pageCall) + markup.If(len(r.Transcript) > 0, pageTranscript(&r))
}

func pageCheck(c conformance.CheckResult) markup.HTML {
	if c.Met {
		return markup.Format("<p class=\"meta\">%s: ok</p>\n", c.ID)
	}
	return markup.Format("<dl><dt>%s</dt><dd>%s (%s)</dd><dt>want</dt><dd>%s</dd><dt>saw</dt><dd>%s</dd></dl>\n", c.Verdict, c.ID, c.Level, c.Want, c.Saw)
}

// pageCall is what the subject was asked, and what came of it.
func pageCall(c conformance.CallLine) markup.HTML {
	return markup.Format("<p class=\"meta\">call %s %s, %s to %s: %s</p>\n", c.Label, c.Op, offset(c.Start), offset(c.End), c.Came)
}

// pageTranscript is what went over the wire, with remarks where checks pointed.
func pageTranscript(r *conformance.RunResult) markup.HTML {
	marks, last := remarks(r), 0
	return markup.Format("<pre tabindex=\"0\" role=\"region\" aria-label=\"The exchanges\">world %s · clock %s · %s requests · %s of its time\n%s</pre>\n",
		r.World, cmp.Or(r.Clock, "virtual"), r.Requests, r.WorldTime.Round(time.Millisecond),
		markup.Each(r.Transcript, func(l conformance.Line) markup.HTML {
			gap := markup.If(l.N > last+1, markup.Format("… #%s to #%s are left out\n", last+1, l.N-1))
			last = l.N
			return gap + pageLine(&l, marks[l.N])
		}))
}

func pageLine(l *conformance.Line, remark string) markup.HTML {
	const indent = "            "
	below := func(s string) markup.HTML { return markup.If(s != "", markup.Format(indent+"%s\n", s)) }
	return markup.Format("#%s  %s  %s%s\n%s%s    %s  %s\n%s", l.N, offset(l.At), l.Request,
		markup.If(remark != "", markup.Format("   <mark>← %s</mark>", remark)),
		below(headers(l.Header)), below(l.Body), offset(l.Done), answer(l), markup.Each(l.Notes, below))
}

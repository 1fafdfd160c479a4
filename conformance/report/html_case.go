package report

import (
	"cmp"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/markup"
)

// pageCase shows one case; those that want to be read are open.
func pageCase(c *conformance.CaseResult) markup.HTML {
	return markup.Format(`<details class="case %s" id="%[2]s" data-verdict="%[3]s" data-level="%[4]s" data-api="%[5]s"%[6]s>
<summary><span class="v">%[3]s</span> <strong>%[2]s</strong> %[7]s <span class="meta">%[4]s · %[8]s · %[9]s%[10]s%[11]s</span></summary>
<div class="body">
%[12]s%[13]s%[14]s<p class="meta">again: <code>%[15]s</code></p>
</div>
</details>
`, slug(c.Verdict), c.ID, c.Verdict, c.Level, c.API, markup.If(attention(c), " open"), c.Title, c.Basis, profiles(c),
		markup.If(c.Provisional, " · provisional"), markup.If(c.Known != "", markup.Format(" · known failure %s", c.Known)),
		markup.Each(c.Says, func(s string) markup.HTML { return markup.Format("<p>%s</p>\n", s) }),
		markup.If(c.Reason != "", markup.Format("<p><strong>Reason:</strong> %s</p>\n", c.Reason)),
		markup.Each(c.Runs, pageRun), again(c))
}

func pageRun(r conformance.RunResult) markup.HTML {
	note := markup.If(r.Note != "", markup.Format(" (%s)", r.Note))
	return markup.If(r.Variant != "", markup.Format("<p><strong>%s:</strong> %s%s</p>\n", r.Variant, r.Verdict, note)) +
		markup.Each(r.Checks, pageCheck) + markup.If(len(r.Transcript) > 0, pageTranscript(&r))
}

func pageCheck(c conformance.CheckResult) markup.HTML {
	if c.Met {
		return markup.Format("<p class=\"meta\">%s: ok</p>\n", c.ID)
	}
	return markup.Format("<dl><dt>%s</dt><dd>%s (%s)</dd><dt>want</dt><dd>%s</dd><dt>saw</dt><dd>%s</dd></dl>\n", c.Verdict, c.ID, c.Level, c.Want, c.Saw)
}

// pageTranscript is what went over the wire, with remarks where checks pointed.
func pageTranscript(r *conformance.RunResult) markup.HTML {
	marks := remarks(r)
	return markup.Format("<pre>world %s · clock %s · %s requests · %s of its time\n%s</pre>\n",
		r.World, cmp.Or(r.Clock, "virtual"), r.Requests, r.WorldTime.Round(time.Millisecond),
		markup.Each(r.Transcript, func(l conformance.Line) markup.HTML { return pageLine(&l, marks[l.N]) }))
}

func pageLine(l *conformance.Line, remark string) markup.HTML {
	const indent = "            "
	below := func(s string) markup.HTML { return markup.If(s != "", markup.Format(indent+"%s\n", s)) }
	return markup.Format("#%s  %s  %s%s\n%s%s    %s  %s\n%s", l.N, offset(l.At), l.Request,
		markup.If(remark != "", markup.Format("   <mark>← %s</mark>", remark)),
		below(headers(l.Header)), below(l.Body), offset(l.Done), answer(l), markup.Each(l.Notes, below))
}

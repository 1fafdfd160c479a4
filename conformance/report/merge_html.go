package report

import (
	"io"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/markup"
)

// HTML writes the table as one page that needs no network, no script and no
// colours.
func (t *Table) HTML(w io.Writer) error {
	_, err := io.WriteString(w, string(t.page()))
	return err
}

func (t *Table) page() markup.HTML {
	return markup.Format(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Conformance of %[1]s subjects</title>
<style>
%[2]s</style>
</head>
<body>
<main>
<h1>Conformance of %[1]s subjects</h1>
<div class="wide" role="region" aria-label="Subjects" tabindex="0"><table>
<thead><tr><th scope="col">Subject</th><th scope="col">Judged</th><th scope="col">Profiles</th><th scope="col">Verdicts</th></tr></thead>
<tbody>%[3]s</tbody></table></div>
<h2>Cases</h2>
<p>%[4]s cases; in %[5]s the subjects differ, marked ≠.</p>
<div class="wide" role="region" aria-label="Cases" tabindex="0"><table class="cells">
<thead><tr><th scope="col">Case</th><th scope="col">Level</th>%[6]s</tr></thead>
<tbody>%[7]s</tbody></table></div>
</main>
</body>
</html>
`, len(t.Columns), markup.HTML(style), // a file of this package
		markup.Each(t.Columns, func(c Column) markup.HTML {
			return markup.Format("<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td></tr>\n", c.Name, c.How,
				markup.Each(c.results(), func(s string) markup.HTML { return markup.Format("%s<br>", s) }), counts(c.Results.Counts))
		}),
		len(t.Rows), t.differing(),
		markup.Each(t.Columns, func(c Column) markup.HTML { return markup.Format("<th scope=\"col\">%s</th>", c.Name) }),
		markup.Each(t.Rows, pageRow))
}

func (t *Table) differing() int {
	n := 0
	for i := range t.Rows {
		if t.Rows[i].Differs() {
			n++
		}
	}
	return n
}

func pageRow(r Row) markup.HTML {
	return markup.Format("<tr><th scope=\"row\">%s%s <span class=\"meta\">%s</span></th><td>%s</td>%s</tr>\n",
		markup.If(r.Differs(), "≠ "), r.ID, r.Title, r.Level, markup.Each(r.Cells, pageCell))
}

func pageCell(c Cell) markup.HTML {
	class := slug(c.Verdict)
	if c.Verdict == "" {
		class = slug(conformance.NA)
	}
	return markup.Format("<td class=\"%s\"><span class=\"v\">%s</span>%s</td>", class, c,
		markup.If(c.Reason != "", markup.Format("<br><span class=\"meta\">%s</span>", c.Reason)))
}

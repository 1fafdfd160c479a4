package report

import (
	_ "embed"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/markup"
)

//go:embed report.css
var style string

//go:embed report.js
var script string

// HTML writes one self-contained page: no network, readable without colour and
// without script.
func HTML(w io.Writer, r *conformance.Results) error {
	for _, part := range []func(*conformance.Results) markup.HTML{pageHead, pageSummary, pageFilter} {
		if _, err := io.WriteString(w, string(part(r))); err != nil {
			return err
		}
	}
	for i := range r.Cases {
		if _, err := io.WriteString(w, string(pageCase(&r.Cases[i]))); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, string(markup.Format("</main>\n<script>\n%s</script>\n</body>\n</html>\n", markup.HTML(script)))) // a file of this package
	return err
}

func pageHead(r *conformance.Results) markup.HTML {
	word, _ := headline(r)
	name := markup.Format("%s %s: %s", r.Subject.Name, r.Subject.Version, word)
	return markup.Format(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%s (%s)</title>
<style>
%s</style>
</head>
<body>
<main>
<h1>%s</h1>
`, name, r.Set, markup.HTML(style), name) // a file of this package
}

func pageSummary(r *conformance.Results) markup.HTML {
	return markup.Format("<p class=\"meta\">%s · set %s · suite %s · %s · %s time · seed %s · %s%s%s</p>\n<p>%s cases: %s.</p>\n%s\n%s\n",
		r.Subject.Language, r.Set, r.Suite, r.Mode, r.Time, r.Seed, r.Started.Format("2006-01-02 15:04:05 UTC"),
		markup.If(r.Partial, " · partial: cases were left out by hand"), markup.If(!r.Complete, " · interrupted: not complete"),
		len(r.Cases), counts(r.Counts),
		markup.If(len(r.Profiles) > 0, markup.Format(`<div class="wide" role="region" aria-label="Profiles" tabindex="0"><table>
<thead><tr><th scope="col">Profile</th><th scope="col">Result</th><th scope="col">Cases</th><th scope="col">Verdicts</th></tr></thead>
<tbody>%s</tbody></table></div>`, markup.Each(r.Profiles, func(p conformance.ProfileResult) markup.HTML {
			return markup.Format("<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td></tr>\n", p.Name, p.Word, p.Of, counts(p.Counts))
		}))),
		pagePrograms(r)+markup.Each(r.Stale, func(s string) markup.HTML {
			return markup.Format("<p><strong>Known failures:</strong> %s</p>\n", s)
		}))
}

// pageFilter is a form for those who have script; without, it stays hidden.
func pageFilter(r *conformance.Results) markup.HTML {
	levels := []conformance.Level{conformance.Must, conformance.Should, conformance.May, conformance.InfoLevel}
	return markup.Format(`<form id="filter" hidden aria-label="Filter cases">
%s%s%s<output id="shown" aria-live="polite"></output>
</form>
<h2>Cases</h2>
`, choices("Verdict", "verdict", occurring(r)), choices("Level", "level", levels), choices("Service", "api", apis(r)))
}

func choices[T ~string](legend, name string, values []T) markup.HTML {
	return markup.Format("<fieldset><legend>%s</legend>%s</fieldset>\n", legend, markup.Each(values, func(v T) markup.HTML {
		return markup.Format(`<label><input type="checkbox" name="%[1]s" value="%[2]s" checked> %[2]s</label> `, name, v)
	}))
}

func occurring(r *conformance.Results) []conformance.Verdict {
	var out []conformance.Verdict
	for _, v := range slices.Backward(conformance.Verdicts()) {
		if r.Counts[v] > 0 {
			out = append(out, v)
		}
	}
	return out
}

func apis(r *conformance.Results) []string {
	seen := map[string]bool{}
	for i := range r.Cases {
		seen[r.Cases[i].API] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// slug is a verdict as a CSS class.
func slug(v conformance.Verdict) string {
	return strings.ToLower(strings.NewReplacer("/", "", "-", "").Replace(string(v)))
}

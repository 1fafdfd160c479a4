package report

import (
	_ "embed"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

//go:embed report.html.tmpl
var page string

// HTML writes one self-contained page: no network, readable without colour and
// without script.
func HTML(w io.Writer, r *conformance.Results) error {
	t, err := template.New("report").Funcs(template.FuncMap{
		"offset": offset, "counts": counts, "again": again, "headers": headers, "answer": answer, "slug": slug, "join": strings.Join,
		"seconds": func(d time.Duration) string { return d.Round(time.Millisecond).String() },
	}).Parse(page)
	if err != nil {
		return err
	}
	word, _ := headline(r)
	return t.Execute(w, struct {
		*conformance.Results
		Word     string
		Verdicts []conformance.Verdict
		Levels   []conformance.Level
		APIs     []string
		Views    []caseView
	}{r, word, occurring(r), []conformance.Level{conformance.Must, conformance.Should, conformance.May, conformance.InfoLevel}, apis(r), views(r)})
}

// caseView and runView are a case and a run as the page wants them.
type caseView struct {
	*conformance.CaseResult
	Open  bool
	Views []runView
}

type runView struct {
	*conformance.RunResult
	Lines   []*conformance.Line
	Remarks map[int]string
}

func views(r *conformance.Results) []caseView {
	var out []caseView
	for i := range r.Cases {
		c := &r.Cases[i]
		v := caseView{CaseResult: c, Open: attention(c)}
		for k := range c.Runs {
			run := runView{RunResult: &c.Runs[k], Remarks: remarks(&c.Runs[k])}
			for n := range run.Transcript {
				run.Lines = append(run.Lines, &run.Transcript[n])
			}
			v.Views = append(v.Views, run)
		}
		out = append(out, v)
	}
	return out
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

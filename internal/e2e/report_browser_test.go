//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/report"
)

// TestReportByKeyboard reads the report of a client that fails as somebody does who
// has no mouse, sees no colours, or holds a telephone.
func TestReportByKeyboard(t *testing.T) {
	dir := t.TempDir()
	careless, err := filepath.Abs("testdata/careless.py")
	require.NoError(t, err)
	run(t, dir, 1, program(t), "check", "run", "--out", "out", "--case", "FB-AUTH-*,FB-PAGE-*,X-RETRY-*", "--", "python3", careless, "asks-on")
	text, err := os.ReadFile(filepath.Join(dir, "out", "results.json"))
	require.NoError(t, err)
	var r conformance.Results
	require.NoError(t, json.Unmarshal(text, &r))
	require.NotZero(t, r.Counts[conformance.Fail]*r.Counts[conformance.Warn]*r.Counts[conformance.NA])

	follows(t, report.Schema(), text)

	p := openBrowser(t)
	p.open("file://" + filepath.Join(dir, "out", "report.html"))
	p.accessible()
	p.legible()
	p.reflows()
	p.keep("report")
	p.dark()
	p.legible()
	p.keep("report-dark")

	shown := func() int {
		return read(p, chromedp.Evaluate[int](`[...document.querySelectorAll("details.case")].filter(d => d.checkVisibility()).length`))
	}
	require.Equal(t, len(r.Cases), shown())
	clear := func(words string) {
		t.Helper()
		p.tabTo(words)
		p.press(" ")
	}
	clear("checkbox|FAIL")
	left := len(r.Cases) - r.Counts[conformance.Fail]
	require.Equal(t, left, shown(), "verdict")
	clear("checkbox|N/A")
	left -= r.Counts[conformance.NA]
	require.Equal(t, left, shown(), "verdict")
	clear("checkbox|SHOULD")
	require.Equal(t, 0, should(&r, conformance.Fail), "another verdict")
	left -= should(&r, conformance.Warn) + should(&r, conformance.NotExercised)
	require.Equal(t, left, shown(), "level")
	require.Contains(t, p.told(), "cases shown")
	clear("checkbox|firstbeat")
	require.Zero(t, shown(), "service")
	require.True(t, strings.HasPrefix(p.told(), "0 of "), p.told())
	require.Zero(t, read(p, chromedp.Evaluate[int](`performance.getEntriesByType("resource").length`)), "nothing is fetched")

	run(t, dir, 0, program(t), "check", "merge", "--format", "html", "--out", "table.html", "out/results.json", "out/results.json")
	p.open("file://" + filepath.Join(dir, "table.html"))
	p.legible()
	p.reflows()
	p.keep("report-table")
	p.tabTo("div||Subject")
	require.Empty(t, p.console())
}

// follows holds a document against a JSON Schema.
func follows(t *testing.T, schema, document []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("schema.json", doc))
	s, err := c.Compile("schema.json")
	require.NoError(t, err)
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	require.NoError(t, err)
	require.NoError(t, s.Validate(v))
}

// should counts the cases of a verdict that are SHOULDs.
func should(r *conformance.Results, v conformance.Verdict) int {
	n := 0
	for i := range r.Cases {
		if c := &r.Cases[i]; c.Level == conformance.Should && c.Verdict == v {
			n++
		}
	}
	return n
}

// told is what the page says of its filter.
func (p *page) told() string {
	p.t.Helper()
	return read(p, chromedp.Evaluate[string](`document.getElementById("shown").textContent`))
}

// dark is how the page looks to those who like it so.
func (p *page) dark() {
	p.t.Helper()
	_, err := chromedp.Run(p.ctx, func(ctx context.Context, t *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
		})
	})
	require.NoError(p.t, err)
}

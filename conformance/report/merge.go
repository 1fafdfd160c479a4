package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"text/tabwriter"

	"github.com/ergodrome/ergodrome/conformance"
)

// absent is what a table shows where a subject's results do not have the case.
const absent = "not in its set"

// Table is several subjects side by side: a row a case, a column a subject.
type Table struct {
	Columns []Column
	Rows    []Row
}

// Column is one subject and how it was judged.
type Column struct {
	Name    string // told apart from others of the same name
	How     string // mode, time, suite
	Results *conformance.Results
}

// Row is one case and its verdict for each subject, empty where its results do
// not have it.
type Row struct {
	ID, Title, API string
	Level          conformance.Level // the strongest that it has for any subject
	Cells          []Cell
}

// Cell is what a case came to for a subject.
type Cell struct {
	Verdict     conformance.Verdict
	Reason      string
	Provisional bool
}

// Read takes results.json as JSON writes it. name is for messages.
func Read(name string, raw []byte) (*conformance.Results, error) {
	r := &conformance.Results{}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if err := dec.Decode(r); err != nil {
		return nil, fmt.Errorf("%s is not results.json of a run: %w", name, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: there is more behind the results", name)
	}
	if r.Schema != conformance.ResultsSchema {
		return nil, fmt.Errorf("%s: schema is %q, and this program reads %q", name, r.Schema, conformance.ResultsSchema)
	}
	for i := range r.Cases {
		if c := &r.Cases[i]; c.ID == "" || !slices.Contains(conformance.Verdicts(), c.Verdict) {
			return nil, fmt.Errorf("%s: cases[%d] (%s): %q is not a verdict", name, i, c.ID, c.Verdict)
		}
	}
	return r, nil
}

// Merge lays results side by side, in the order in which they come; cases in
// that of their IDs.
func Merge(results ...*conformance.Results) *Table {
	t := &Table{}
	rows := map[string]*Row{}
	for at, r := range results {
		t.Columns = append(t.Columns, Column{Name: columnName(r, t.Columns), How: how(r), Results: r})
		for i := range r.Cases {
			c := &r.Cases[i]
			row, known := rows[c.ID]
			if !known {
				row = &Row{ID: c.ID, Title: c.Title, API: c.API, Level: c.Level, Cells: make([]Cell, len(results))}
				rows[c.ID] = row
			}
			if c.Level.Stronger(row.Level) {
				row.Level = c.Level
			}
			row.Cells[at] = Cell{c.Verdict, why(c), c.Provisional}
		}
	}
	for _, row := range rows {
		t.Rows = append(t.Rows, *row)
	}
	sort.Slice(t.Rows, func(i, j int) bool { return t.Rows[i].ID < t.Rows[j].ID })
	return t
}

// why is what a case has to say for itself, when it wants to be read or was left out.
func why(c *conformance.CaseResult) string {
	if attention(c) {
		return first(c)
	}
	return c.Reason
}

// columnName is a subject's name and version, numbered where that is taken.
func columnName(r *conformance.Results, taken []Column) string {
	plain := strings.TrimSpace(r.Subject.Name + " " + r.Subject.Version)
	name := plain
	for n := 2; slices.ContainsFunc(taken, func(c Column) bool { return c.Name == name }); n++ {
		name = fmt.Sprintf("%s (%d)", plain, n)
	}
	return name
}

func how(r *conformance.Results) string {
	parts := []string{string(r.Mode), r.Time + " time", "suite " + r.Suite}
	if r.Partial {
		parts = append(parts, "partial")
	}
	if !r.Complete {
		parts = append(parts, "interrupted")
	}
	return strings.Join(parts, " · ")
}

// String is the cell in words.
func (c Cell) String() string {
	switch {
	case c.Verdict == "":
		return absent
	case c.Provisional:
		return string(c.Verdict) + " (provisional)"
	}
	return string(c.Verdict)
}

// Differs reports whether the subjects are not all the same here.
func (r *Row) Differs() bool {
	return slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.String() != r.Cells[0].String() })
}

// results are the words of a subject's profiles.
func (c *Column) results() []string {
	var out []string
	for _, p := range c.Results.Profiles {
		out = append(out, fmt.Sprintf("%s %s: %s", p.Name, p.Set, p.Word))
	}
	return out
}

// Text writes the table for a terminal.
func (t *Table) Text(w io.Writer) error {
	p := &printer{w: w}
	for i, c := range t.Columns {
		p.line("%d  %s (%s): %s", i+1, c.Name, c.How, counts(c.Results.Counts))
		for _, r := range c.results() {
			p.line("   %s", r)
		}
	}
	p.line("")
	if p.err != nil {
		return p.err
	}
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	cells := []string{"case", "level"}
	for i := range t.Columns {
		cells = append(cells, fmt.Sprint(i+1))
	}
	lines := [][]string{append(cells, "title")}
	for _, r := range t.Rows {
		cells := []string{r.ID, string(r.Level)}
		for _, c := range r.Cells {
			cells = append(cells, c.String())
		}
		lines = append(lines, append(cells, r.Title))
	}
	for _, cells := range lines {
		if _, err := io.WriteString(tw, strings.Join(cells, "\t")+"\n"); err != nil {
			return err
		}
	}
	return tw.Flush()
}

// Markdown writes the table for a page or a pull request.
func (t *Table) Markdown(w io.Writer) error {
	p := &printer{w: w}
	p.line("| subject | judged | profiles | verdicts |")
	p.line("|---|---|---|---|")
	for _, c := range t.Columns {
		p.line("| %s | %s | %s | %s |", cell(c.Name), cell(c.How), cell(strings.Join(c.results(), "; ")), counts(c.Results.Counts))
	}
	p.line("")
	head, rule := "| case | level | title |", "|---|---|---|"
	for _, c := range t.Columns {
		head, rule = head+" "+cell(c.Name)+" |", rule+"---|"
	}
	p.line("%s", head)
	p.line("%s", rule)
	for _, r := range t.Rows {
		line := "| " + cell(r.ID) + " | " + string(r.Level) + " | " + cell(r.Title) + " |"
		for _, c := range r.Cells {
			line += " " + c.String() + " |"
		}
		p.line("%s", line)
	}
	return p.err
}

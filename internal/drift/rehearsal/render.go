package rehearsal

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Text is the matrix for people at a terminal.
func (r *Rehearsal) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s against %d vendor changes\n", r.Subject, len(r.Rows))
	for i := range r.Rows {
		row := &r.Rows[i]
		fmt.Fprintf(&b, "\n%s (%s): %s\n", row.Name, row.Class, row.What)
		switch {
		case row.Reason != "":
			fmt.Fprintf(&b, "  %s\n", row.Reason)
		case len(row.Broken) == 0:
			fmt.Fprintf(&b, "  %d cases hold\n", len(row.Held))
		default:
			fmt.Fprintf(&b, "  BREAKS %d of %d: %s\n", len(row.Broken), len(row.Broken)+len(row.Held)+len(row.Silent), strings.Join(row.Broken, " "))
		}
		if len(row.Silent) > 0 {
			fmt.Fprintf(&b, "  the situation no longer comes about: %s\n", strings.Join(row.Silent, " "))
		}
	}
	fmt.Fprintf(&b, "\n%d of %d changes break something\n", r.Broken(), len(r.Rows))
	return b.String()
}

// Markdown is the matrix, a row a change and a column a case.
func (r *Rehearsal) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# What would break\n\n%s against %d vendor changes: %d break something. ✗ breaks, · holds, ? the situation no longer comes about; empty: the case rests on something else.\n", r.Subject, len(r.Rows), r.Broken())
	for _, service := range r.services() {
		columns := r.columns(service)
		fmt.Fprintf(&b, "\n## %s\n\n| change | class |", service)
		for _, id := range columns {
			b.WriteString(" " + id + " |")
		}
		b.WriteString("\n|---|---|" + strings.Repeat("---|", len(columns)) + "\n")
		for i := range r.Rows {
			row := &r.Rows[i]
			if row.Service != service {
				continue
			}
			fmt.Fprintf(&b, "| `%s` | %s |", row.Name, row.Class)
			for _, id := range columns {
				b.WriteString(" " + row.mark(id) + " |")
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// JSON is the matrix for programs.
func (r *Rehearsal) JSON() ([]byte, error) {
	out, err := json.MarshalIndent(r, "", "  ")
	return append(out, '\n'), err
}

func (row *Row) mark(id string) string {
	switch {
	case slices.Contains(row.Broken, id):
		return "✗"
	case slices.Contains(row.Silent, id):
		return "?"
	case slices.Contains(row.Held, id):
		return "·"
	}
	return ""
}

func (r *Rehearsal) services() []string {
	var out []string
	for i := range r.Rows {
		if !slices.Contains(out, r.Rows[i].Service) {
			out = append(out, r.Rows[i].Service)
		}
	}
	return out
}

// columns are the cases of a service that some change of it was rehearsed with.
func (r *Rehearsal) columns(service string) []string {
	var out []string
	for i := range r.Rows {
		if row := &r.Rows[i]; row.Service == service {
			out = append(append(append(out, row.Broken...), row.Silent...), row.Held...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

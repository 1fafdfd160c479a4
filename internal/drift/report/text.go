// Package report renders what a comparison found: text, JSON, Markdown, JUnit, SARIF.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/ergodrome/ergodrome/internal/drift"
)

// Formats lists the formats by name. It is apart from them, so that a program which only
// hands over to one that writes reports is not linked with them.
func Formats() []string { return []string{"json", "junit", "markdown", "sarif", "text"} }

func formats() map[string]func(*drift.Report) ([]byte, error) {
	return map[string]func(*drift.Report) ([]byte, error){
		"text": text, "json": asJSON, "markdown": markdown, "junit": junit, "sarif": sarif,
	}
}

// Write renders a report.
func Write(w io.Writer, format string, r *drift.Report) error {
	render := formats()[format]
	if render == nil {
		return fmt.Errorf("%q is no format; there are: %s", format, strings.Join(Formats(), ", "))
	}
	out, err := render(r)
	if err != nil {
		return err
	}
	_, err = w.Write(out)
	return err
}

func asJSON(r *drift.Report) ([]byte, error) {
	shown := *r
	if shown.Finding == nil {
		shown.Finding = []drift.Finding{}
	}
	out, err := json.MarshalIndent(&shown, "", "  ")
	return append(out, '\n'), err
}

func text(r *drift.Report) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s -> %s, %s\n%s\n", r.From, r.To, r.When.UTC().Format("2006-01-02 15:04:05Z"), summary(r))
	for _, c := range drift.Classes() {
		first := true
		for i := range r.Finding {
			f := &r.Finding[i]
			if f.Class != c {
				continue
			}
			if first {
				fmt.Fprintf(&b, "\n%s\n", strings.ToUpper(string(c)))
				first = false
			}
			fmt.Fprintf(&b, "  %s\n", strings.Join(place(f), "  "))
			fmt.Fprintf(&b, "    %s%s\n", f.What, counted(f))
			for _, line := range details(f) {
				fmt.Fprintf(&b, "    %s\n", line)
			}
		}
	}
	if r.Note != "" {
		fmt.Fprintf(&b, "\n%s\n", r.Note)
	}
	list(&b, "\nLooks like the vendor change", r.Changes)
	list(&b, "\n"+knownTitle(r), briefly(r.Known))
	list(&b, "\nNot looked at", r.Unseen)
	return []byte(b.String()), nil
}

// knownTitle says what Known is.
func knownTitle(r *drift.Report) string {
	return "Is not the simulator either, but was so on " + r.Since.UTC().Format("2006-01-02") + " (not counted)"
}

// briefly is each finding in a line.
func briefly(findings []drift.Finding) []string {
	var out []string
	for i := range findings {
		out = append(out, strings.Join(place(&findings[i]), " ")+": "+findings[i].What)
	}
	return out
}

func list(b *strings.Builder, title string, lines []string) {
	if len(lines) > 0 {
		fmt.Fprintf(b, "%s\n  %s\n", title, strings.Join(lines, "\n  "))
	}
}

// summary is the report in one line.
func summary(r *drift.Report) string {
	if len(r.Finding) == 0 {
		return fmt.Sprintf("no drift: %d compared", r.Looked)
	}
	var parts []string
	for _, p := range []struct {
		n     int
		class drift.Class
	}{{r.Counts.Breaking, drift.Breaking}, {r.Counts.Unknown, drift.Unknown}, {r.Counts.Risky, drift.Risky}, {r.Counts.Benign, drift.Benign}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.class))
		}
	}
	return fmt.Sprintf("%s: %s; %d compared", r.Class, strings.Join(parts, ", "), r.Looked)
}

// place is where a finding is, from the outside in.
func place(f *drift.Finding) []string {
	var out []string
	for _, p := range []string{f.Service, f.Operation, f.Request, f.Where} {
		if p != "" {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		out = append(out, f.Rule)
	}
	return out
}

func counted(f *drift.Finding) string {
	switch {
	case f.Of > 0:
		return fmt.Sprintf(" (in %d of %d)", f.Count, f.Of)
	case f.Count > 0:
		return fmt.Sprintf(" (%d times)", f.Count)
	}
	return ""
}

// details are what a finding says beside what it is.
func details(f *drift.Finding) []string {
	var out []string
	add := func(name, value string) {
		if value != "" {
			out = append(out, name+": "+value)
		}
	}
	add("example", f.Example)
	add("our clients", strings.Join(f.Clients, ", "))
	add("cases", strings.Join(f.Cases, ", "))
	if f.File != "" && f.Line > 0 {
		add("at", fmt.Sprintf("%s:%d", f.File, f.Line))
	}
	return out
}

func markdown(r *drift.Report) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "# Drift: %s\n\n%s → %s, %s\n\n**%s**\n", r.Mode, cell(r.From), cell(r.To), r.When.UTC().Format("2006-01-02"), summary(r))
	if len(r.Finding) > 0 {
		b.WriteString("\n| class | where | what | cases |\n|---|---|---|---|\n")
	}
	for i := range r.Finding {
		f := &r.Finding[i]
		what := f.What + counted(f)
		if f.Example != "" {
			what += "; for example `" + strings.ReplaceAll(f.Example, "`", "'") + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", f.Class, cell(strings.Join(place(f), " ")), cell(what), cell(strings.Join(f.Cases, " ")))
	}
	if r.Note != "" {
		fmt.Fprintf(&b, "\n%s\n", r.Note)
	}
	for _, part := range []struct {
		title string
		lines []string
	}{{"Looks like the vendor change", r.Changes}, {knownTitle(r), briefly(r.Known)}, {"Not looked at", r.Unseen}} {
		if len(part.lines) > 0 {
			fmt.Fprintf(&b, "\n%s:\n\n", part.title)
			for _, line := range part.lines {
				fmt.Fprintf(&b, "* %s\n", cell(line))
			}
		}
	}
	return []byte(b.String()), nil
}

// cell keeps text inside its cell.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;").Replace(s)
}

// Package report renders the results of a conformance run: for people, for CI systems and for programs.
//
// Every form is made from the same conformance.Results, so that none can say
// what another does not.
package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

// Renderer writes one form of results.
type Renderer func(io.Writer, *conformance.Results) error

// Files are the forms that Write writes, by file name.
func Files() map[string]Renderer {
	return map[string]Renderer{
		"results.json": JSON, "junit.xml": JUnit, "report.html": HTML, "summary.md": Markdown, "badge.json": Badge,
	}
}

// Write renders every form into dir, which it makes, and one text for each case
// that wants to be read into its folder transcripts. Files are complete or
// absent: each is written beside its place and then moved there, and one that cannot
// be written leaves none of an earlier run behind.
func Write(dir string, r *conformance.Results) error {
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // reports are for everybody to read
		return fmt.Errorf("report: %w", err)
	}
	var errs []error
	for name, render := range Files() {
		errs = append(errs, writeFile(filepath.Join(dir, name), r, render))
	}
	errs = append(errs, transcripts(filepath.Join(dir, "transcripts"), r))
	return errors.Join(errs...)
}

// transcripts writes a text for every case that wants to be read. Those of an
// earlier run in the same place are taken away.
func transcripts(dir string, r *conformance.Results) error {
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	var errs []error
	for i := range r.Cases {
		c := &r.Cases[i]
		if !attention(c) {
			continue
		}
		if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // see Write
			return fmt.Errorf("report: %w", err)
		}
		errs = append(errs, writeFile(filepath.Join(dir, c.ID+".txt"), r, func(w io.Writer, _ *conformance.Results) error { return Case(w, c) }))
	}
	return errors.Join(errs...)
}

func writeFile(path string, r *conformance.Results, render Renderer) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("report: %s: %w", path, err), os.Remove(f.Name()))
			_ = os.Remove(path) // an earlier run's, which would be taken for this one's
		}
	}()
	if err = render(f, r); err != nil {
		return errors.Join(err, f.Close())
	}
	if err = errors.Join(f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// JSON writes results.json, schema ergodrome.results/1.
func JSON(w io.Writer, r *conformance.Results) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// Badge writes an endpoint badge: a word, never a percentage.
func Badge(w io.Writer, r *conformance.Results) error {
	word, colour := headline(r)
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		SchemaVersion int    `json:"schemaVersion"`
		Label         string `json:"label"`
		Message       string `json:"message"`
		Color         string `json:"color"`
	}{1, badgeLabel(r), word, colour})
}

func badgeLabel(r *conformance.Results) string {
	var names []string
	for _, p := range r.Profiles {
		names = append(names, p.Name)
	}
	if len(names) == 0 {
		names = []string{"ergodrome"}
	}
	return strings.Join(names, " ") + " " + shortSet(r.Set)
}

// shortSet is the release of a set's name: "2026.12" of "firstbeat-2026.12".
func shortSet(set string) string {
	if i := strings.LastIndexByte(set, '-'); i >= 0 && !strings.Contains(set, " ") {
		return set[i+1:]
	}
	return set
}

// headline is the worst profile's word, with the number of exceptions.
func headline(r *conformance.Results) (word, colour string) {
	worst := conformance.Conformant
	order := []conformance.ProfileWord{conformance.Conformant, conformance.WithExceptions, conformance.PartialRun, conformance.NonConformant}
	exceptions := 0
	for _, p := range r.Profiles {
		if slices.Index(order, p.Word) > slices.Index(order, worst) {
			worst = p.Word
		}
		exceptions += p.Counts[conformance.XFail] + p.Counts[conformance.Flaky]
	}
	if len(r.Profiles) == 0 {
		worst = conformance.PartialRun
	}
	switch worst {
	case conformance.Conformant:
		return string(worst), "brightgreen"
	case conformance.WithExceptions:
		if exceptions == 1 {
			return "1 exception", "yellow"
		}
		return fmt.Sprintf("%d exceptions", exceptions), "yellow"
	case conformance.PartialRun:
		return string(worst), "lightgrey"
	}
	return string(worst), "red"
}

// counts puts the verdicts that occur into words, from worst to best.
func counts(c map[conformance.Verdict]int) string {
	var parts []string
	for _, v := range slices.Backward(conformance.Verdicts()) {
		if n := c[v]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, v))
		}
	}
	if len(parts) == 0 {
		return "nothing ran"
	}
	return strings.Join(parts, ", ")
}

// offset prints a point in a transcript: +0.103.
func offset(d time.Duration) string { return fmt.Sprintf("+%.3f", d.Seconds()) }

// attention tells whether a case wants to be read.
func attention(c *conformance.CaseResult) bool {
	switch c.Verdict {
	case conformance.Fail, conformance.Warn, conformance.SubjectError, conformance.Errored, conformance.XPass, conformance.NotExercised:
		return true
	}
	return false
}

// profiles joins the profiles a case counts for.
func profiles(c *conformance.CaseResult) string { return strings.Join(c.Profiles, " ") }

// runName is a case's ID with its variant.
func runName(c *conformance.CaseResult, r *conformance.RunResult) string {
	if r.Variant == "" {
		return c.ID
	}
	return c.ID + "[" + r.Variant + "]"
}

// again is the command that repeats a case.
func again(c *conformance.CaseResult) string {
	if c.Again != "" {
		return c.Again
	}
	return "ergodrome check run --case " + c.ID
}

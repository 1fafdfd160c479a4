// Package requirements holds what cases rest on: each demand of a source in our own words, with its place and a hash of the sentence.
package requirements

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/packed"
)

//go:generate go run github.com/ergodrome/ergodrome/internal/packed/pack requirements.packed *.yaml
//go:embed requirements.packed
var archive string

var files = packed.Open(archive)

// Row is one demand. The vendor's sentence is not kept, only its hash: enough to
// notice that it has changed.
type Row struct {
	ID     string            `yaml:"id"`
	Words  string            `yaml:"words"` // ours
	Basis  conformance.Basis `yaml:"basis"`
	Source string            `yaml:"source"`
	Place  string            `yaml:"place"`
	Line   int               `yaml:"line"`   // in the named text; 0 when the source is none
	SHA256 string            `yaml:"sha256"` // see Hash; empty when the source is no text of a vendor
	Cases  []string          `yaml:"cases"`
}

// String is the row as a report prints it.
func (r Row) String() string {
	at := r.Place
	if r.Line > 0 {
		at += fmt.Sprintf(", line %d", r.Line)
	}
	return fmt.Sprintf("%s (%s, %s; %s)", r.Words, r.Source, at, r.ID)
}

// Uncovered is a demand that no case shows, and why that is right.
type Uncovered struct {
	Words  string `yaml:"words"`
	Source string `yaml:"source"`
	Place  string `yaml:"place"`
	Line   int    `yaml:"line"`
	SHA256 string `yaml:"sha256"`
	Reason string `yaml:"reason"`
}

// LeftOut is a row of the catalogue that is no case yet, and why.
type LeftOut struct {
	ID     string `yaml:"id"`
	Title  string `yaml:"title"`
	Reason string `yaml:"reason"`
}

// Book is all rows.
type Book struct {
	Rows      []Row
	Uncovered []Uncovered
	LeftOut   []LeftOut
	Sources   []Source
}

// Load is the embedded rows, which have been checked. Nobody may change one.
func Load() (*Book, error) { return loaded() }

var loaded = sync.OnceValues(func() (*Book, error) { return load(files) })

func load(fsys fs.FS) (*Book, error) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, err
	}
	b := &Book{}
	for _, name := range names {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		var rows []Row
		var into any = &rows
		switch name {
		case "uncovered.yaml":
			into = &b.Uncovered
		case "leftout.yaml":
			into = &b.LeftOut
		case "sources.yaml":
			into = &b.Sources
		}
		if err := yaml.UnmarshalWithOptions(raw, into, yaml.Strict()); err != nil {
			if e, ok := errors.AsType[yaml.Error](err); ok && e.GetToken() != nil {
				return nil, fmt.Errorf("requirements/%s:%d: %s", name, e.GetToken().Position.Line, e.GetMessage())
			}
			return nil, fmt.Errorf("requirements/%s: %w", name, err)
		}
		b.Rows = append(b.Rows, rows...)
	}
	return b, b.check()
}

func (b *Book) check() error {
	var errs []error
	seen := map[string]bool{}
	sum := regexp.MustCompile(`^[0-9a-f]{64}$`)
	for _, r := range b.Rows {
		at := func(what string) { errs = append(errs, fmt.Errorf("requirement %s: %s", r.ID, what)) }
		if seen[r.ID] {
			at("the ID is there twice")
		}
		seen[r.ID] = true
		if r.ID == "" || r.Words == "" || r.Source == "" || r.Place == "" {
			at("lacks its id, words, source or place")
		}
		if len(r.Cases) == 0 {
			at("no case shows it; move it to uncovered.yaml with a reason")
		}
		if document := r.Basis == conformance.Doc; document != sum.MatchString(r.SHA256) || document != (r.Line > 0) {
			at("a vendor's text, and nothing else, has a line and a hash")
		}
	}
	for i, u := range b.Uncovered {
		if u.Words == "" || u.Reason == "" || !sum.MatchString(u.SHA256) || u.Line <= 0 {
			errs = append(errs, fmt.Errorf("uncovered %d: lacks its words, reason, line or hash", i+1))
		}
	}
	for _, l := range b.LeftOut {
		if l.ID == "" || l.Title == "" || l.Reason == "" || b.Covers(l.ID) {
			errs = append(errs, fmt.Errorf("left out %s: lacks its title or reason, or is a case after all", l.ID))
		}
	}
	return errors.Join(append(errs, b.checkSources())...)
}

// IDs lists the rows.
func (b *Book) IDs() []string {
	var out []string
	for _, r := range b.Rows {
		out = append(out, r.ID)
	}
	return out
}

// Covers reports whether some row names the case.
func (b *Book) Covers(caseID string) bool { return len(b.ForCase(caseID)) > 0 }

// ForCase lists the rows that a case rests on.
func (b *Book) ForCase(caseID string) []Row {
	var out []Row
	for _, r := range b.Rows {
		if slices.Contains(r.Cases, caseID) {
			out = append(out, r)
		}
	}
	return out
}

// Says is what a report quotes for a case: for runner.Options.Says.
func (b *Book) Says(caseID string) []string {
	var out []string
	for _, r := range b.ForCase(caseID) {
		out = append(out, r.String())
	}
	return out
}

// Hash is the hash of a line of a vendor's text: blanks collapsed, the mark of a
// list item dropped.
func Hash(line string) string {
	sum := sha256.Sum256([]byte(plain(line)))
	return hex.EncodeToString(sum[:])
}

func plain(line string) string {
	s := strings.Join(strings.Fields(line), " ")
	for _, mark := range []string{"- ", "• ", "* "} {
		if rest, ok := strings.CutPrefix(s, mark); ok {
			return rest
		}
	}
	return s
}

// Drift lists the rows of source whose sentence is no longer in its text: the
// cases to read again.
func (b *Book) Drift(source, text string) []Row {
	have := map[string]bool{}
	for line := range strings.Lines(text) {
		have[Hash(line)] = true
	}
	var out []Row
	for _, r := range b.Rows {
		if r.Source == source && r.SHA256 != "" && !have[r.SHA256] {
			out = append(out, r)
		}
	}
	return out
}

package requirements

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/ergodrome/ergodrome/internal/evidence"
)

// Source is what rows name as theirs: how sure it makes them, and when it was read.
type Source struct {
	Source string         `yaml:"source"`
	Title  string         `yaml:"title"` // for people; the source when empty
	Grade  evidence.Grade `yaml:"grade"`
	Date   string         `yaml:"date"`
	Spec   string         `yaml:"spec"` // the description under specs/ that has it as Name
	Name   string         `yaml:"name"`
}

// Grounds are the weakest that a case or one of its rows rests on: what it shows is no surer than that. They are nil where
// nothing rests on a row.
func (b *Book) Grounds(ids ...string) *evidence.Grounds {
	var weakest *evidence.Grounds
	for i := range b.Rows {
		r := &b.Rows[i]
		if !slices.ContainsFunc(ids, func(id string) bool { return r.ID == id || slices.Contains(r.Cases, id) }) {
			continue
		}
		s := b.source(r.Source)
		if s == nil || weakest != nil && weakest.Grade >= s.Grade {
			continue
		}
		weakest = &evidence.Grounds{Grade: s.Grade, Source: cmp.Or(s.Title, s.Source) + ", " + r.Place, Date: s.Date}
	}
	return weakest
}

func (b *Book) source(name string) *Source {
	for i := range b.Sources {
		if b.Sources[i].Source == name {
			return &b.Sources[i]
		}
	}
	return nil
}

// checkSources holds rows and the table of sources to each other.
func (b *Book) checkSources() error {
	var errs []error
	date := regexp.MustCompile(`^(19|20)\d\d(-\d\d(-\d\d)?)?$`)
	for _, s := range b.Sources {
		if s.Source == "" || s.Grade == 0 || !date.MatchString(s.Date) {
			errs = append(errs, fmt.Errorf("source %q lacks its name, grade or date", s.Source))
		}
	}
	for _, r := range b.Rows {
		if b.source(r.Source) == nil {
			errs = append(errs, fmt.Errorf("requirement %s: its source %q is not in sources.yaml", r.ID, r.Source))
		}
	}
	return errors.Join(errs...)
}

package runner

import (
	"errors"
	"fmt"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Choose applies the globs of a run that is performed elsewhere, and refuses
// known failures of cases that there are not.
func Choose(all []*conformance.Case, only, skip []string, known []Known) ([]*conformance.Case, error) {
	chosen, err := choose(&Options{Cases: all, Select: only, Skip: skip})
	if err != nil {
		return nil, err
	}
	return chosen, checkKnown(known, all, false)
}

// Conclude brings results to their end: the known failures are applied, the
// verdicts counted and the profiles judged.
func Conclude(r *conformance.Results, known []Known, now time.Time, profiles []string) {
	for i := range r.Cases {
		r.Stale = append(r.Stale, applyKnown(&r.Cases[i], known, now)...)
	}
	r.Tally(profiles)
}

// Settle writes into a record what a call came to.
func Settle(r *conformance.CallRecord, value any, err error, panicked string) {
	r.Panic = panicked
	if err == nil {
		if r.Value, err = subject.Normalize(value); err != nil {
			r.Value, r.BadValue = nil, err.Error()
		}
		return
	}
	if missing, ok := errors.AsType[*subject.Unsupported](err); ok {
		r.Missing = missing
		return
	}
	if broken, ok := errors.AsType[*subject.Broken](err); ok {
		r.BadValue = broken.Error()
		return
	}
	e, ok := errors.AsType[*subject.Error](err)
	if !ok {
		e = &subject.Error{Class: subject.Other, Message: err.Error()}
	}
	if r.Err = e; !e.Class.Valid() {
		r.BadValue = fmt.Sprintf("error class %q is not on the list", e.Class)
	}
}

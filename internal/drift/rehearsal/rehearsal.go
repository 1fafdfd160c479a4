// Package rehearsal says what would break in a client if a vendor changed: each vendor change against the cases that rest on it.
package rehearsal

import (
	"context"
	"fmt"
	"slices"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/drift/reach"
	"github.com/ergodrome/ergodrome/mockserver/change"
)

// Schema names the form of a rehearsal as JSON.
const Schema = "ergodrome.rehearsal/1"

// Rehearsal is the matrix of changes and cases.
type Rehearsal struct {
	Schema  string `json:"schema"`
	Subject string `json:"subject"`
	Rows    []Row  `json:"changes"`
}

// Row is one change. Cases are only those that rest on what it changes and that
// hold without it.
type Row struct {
	Name    string       `json:"name"`
	Service string       `json:"service"`
	Class   change.Class `json:"class"`
	What    string       `json:"what"`
	Broken  []string     `json:"broken"`            // hold no more
	Silent  []string     `json:"silent,omitempty"`  // cannot be shown any more: the situation does not come about
	Held    []string     `json:"held"`              // hold all the same
	Reason  string       `json:"nothing,omitempty"` // why no case was performed
}

// Broken counts the changes by which something would break.
func (r *Rehearsal) Broken() int {
	n := 0
	for i := range r.Rows {
		if len(r.Rows[i].Broken) > 0 {
			n++
		}
	}
	return n
}

// Options say what to rehearse.
type Options struct {
	Services []string // whose changes; none means all
	Changes  map[string][]change.Change
	Cases    []*conformance.Case
	// Run performs the cases of these IDs in worlds whose vendors have made the
	// changes; none for vendors as they are.
	Run func(ctx context.Context, changes, cases []string) (*conformance.Results, error)
	// Progress hears of each change that is done; nil is nobody.
	Progress func(done, of int, name string)
}

// Run rehearses every change.
func Run(ctx context.Context, o Options) (*Rehearsal, error) {
	rests, err := reach.Load()
	if err != nil {
		return nil, err
	}
	out := &Rehearsal{Schema: Schema}
	want := map[string][]string{} // change -> cases
	var touched []string
	for _, service := range sorted(o.Changes) {
		if len(o.Services) > 0 && !slices.Contains(o.Services, service) {
			continue
		}
		for _, c := range o.Changes[service] {
			out.Rows = append(out.Rows, Row{Name: c.Name, Service: service, Class: c.Class, What: c.What, Broken: []string{}, Held: []string{}})
			want[c.Name] = o.resting(rests, service, &c)
			touched = append(touched, want[c.Name]...)
		}
	}
	slices.Sort(touched)
	before, err := o.verdicts(ctx, nil, slices.Compact(touched), &out.Subject)
	if err != nil {
		return nil, fmt.Errorf("without a change: %w", err)
	}
	for i := range out.Rows {
		row := &out.Rows[i]
		cases := slices.DeleteFunc(slices.Clone(want[row.Name]), func(id string) bool { return before[id] != conformance.Pass })
		if err := o.row(ctx, row, cases); err != nil {
			return nil, fmt.Errorf("%s: %w", row.Name, err)
		}
		if o.Progress != nil {
			o.Progress(i+1, len(out.Rows), row.Name)
		}
	}
	return out, ctx.Err()
}

func (o *Options) row(ctx context.Context, row *Row, cases []string) error {
	if len(cases) == 0 {
		row.Reason = "no case that holds rests on what it changes"
		return nil
	}
	after, err := o.verdicts(ctx, []string{row.Name}, cases, nil)
	if err != nil {
		return err
	}
	for _, id := range cases {
		switch after[id] {
		case conformance.Pass, conformance.Info:
			row.Held = append(row.Held, id)
		case conformance.NotExercised, conformance.NA, conformance.Errored:
			row.Silent = append(row.Silent, id)
		default:
			row.Broken = append(row.Broken, id)
		}
	}
	return nil
}

// resting are the cases that rest on an operation that a change alters.
func (o *Options) resting(rests *reach.Reach, service string, c *change.Change) []string {
	operations := c.Operations
	if operations == nil {
		operations = rests.Operations(service)
	}
	var out []string
	for _, known := range o.Cases {
		if slices.ContainsFunc(operations, func(op string) bool { return slices.Contains(rests.Cases(service, op), known.ID) }) {
			out = append(out, known.ID)
		}
	}
	return out
}

func (o *Options) verdicts(ctx context.Context, changes, cases []string, subject *string) (map[string]conformance.Verdict, error) {
	out := map[string]conformance.Verdict{}
	if len(cases) == 0 {
		return out, nil
	}
	results, err := o.Run(ctx, changes, cases)
	if err != nil {
		return nil, err
	}
	if subject != nil {
		*subject = results.Subject.Name
	}
	for i := range results.Cases {
		out[results.Cases[i].ID] = results.Cases[i].Verdict
	}
	return out, nil
}

func sorted(all map[string][]change.Change) []string {
	var out []string
	for service := range all {
		out = append(out, service)
	}
	slices.Sort(out)
	return out
}

// Package live looks whether a service that runs is still what it was, by reading it.
//
// It asks a plan of harmless questions through conformance/server, within a budget
// and at no more than half the vendor's rate, and compares what the answers are made
// of with a book of signatures: that of an earlier run, or else baseline.json, which
// the unchanged simulator wrote. What the documents demand of a server is asked too.
package live

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/server"
	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/shape"
)

//go:embed baseline
var files embed.FS

// Schema names the form of what a run keeps.
const Schema = "ergodrome.drift-live/1"

// Kept is what a run leaves: enough to go on where it stopped, and to compare the
// next one with. It has nobody's values.
type Kept struct {
	Schema   string      `json:"schema"`
	API      string      `json:"api"`
	When     time.Time   `json:"when"`
	Complete bool        `json:"complete"`
	Done     []string    `json:"done"` // steps and probes that need not be asked again
	Book     *shape.Book `json:"signatures"`
	// Failed are probes of the suite that the service did not meet.
	Failed []drift.Finding `json:"failed,omitempty"`
}

// Options say what to look at.
type Options struct {
	API      string
	Server   *server.Live
	Tokens   bool        // also have tokens renewed, which may end the one that was given
	Suite    bool        // also ask what the documents demand
	Baseline *shape.Book // what it was; nil is the simulator's
	Resume   *Kept       // an earlier run that was not complete
	// Words are the vendor's own words, where no baseline says at which places they
	// stand: for who makes one.
	Words map[string]bool
	Now   func() time.Time
}

// Baseline is the signature of a service as the simulator has it.
func Baseline(api string) (*shape.Book, error) {
	raw, err := files.ReadFile("baseline/" + api + ".json")
	if err != nil {
		return nil, fmt.Errorf("there is no signature of %q", api)
	}
	b := shape.New()
	return b, json.Unmarshal(raw, b)
}

// Run asks and compares. The report is good as far as it goes when what is kept is
// not complete.
func Run(ctx context.Context, o Options) (*drift.Report, *Kept, error) {
	if o.Baseline == nil {
		var err error
		if o.Baseline, err = Baseline(o.API); err != nil {
			return nil, nil, err
		}
	}
	kept, err := o.begin()
	if err != nil {
		return nil, nil, err
	}
	report := &drift.Report{Mode: "live", From: "signatures of " + o.API, When: kept.When}
	results, err := o.ask(ctx, kept)
	if err != nil {
		return nil, nil, err
	}
	report.To = results.Subject.Name
	o.judge(report, kept, results)
	report.Finding = append(shape.Compare(o.Baseline, kept.Book), kept.Failed...)
	for i := range report.Finding {
		report.Finding[i].Service = o.API
	}
	for _, r := range kept.Book.Requests {
		for _, a := range r.Answers {
			report.Looked += a.Count
		}
	}
	if report.Changes, err = named(o.API, report.Finding); err != nil {
		return nil, nil, err
	}
	report.Finish()
	return report, kept, nil
}

// begin is what is known before anything is asked.
func (o *Options) begin() (*Kept, error) {
	now := time.Now
	if o.Now != nil {
		now = o.Now
	}
	if o.Resume == nil {
		return &Kept{Schema: Schema, API: o.API, When: now(), Book: shape.New()}, nil
	}
	if o.Resume.Schema != Schema || o.Resume.API != o.API || o.Resume.Book == nil {
		return nil, fmt.Errorf("this is no run of %s to go on with", o.API)
	}
	kept := *o.Resume
	return &kept, nil
}

// ask performs the steps of the plan that are not done, and then the suite's probes.
func (o *Options) ask(ctx context.Context, kept *Kept) (*conformance.Results, error) {
	p := &plan{
		api: o.API,
		note: func(x *shape.Exchange) {
			words := func(place, _ string) bool { return o.Baseline.Worded(x.Request, x.Status, place) }
			if o.Words != nil {
				words = func(_, text string) bool { return o.Words[text] }
			}
			kept.Book.Note(x, words)
		},
		done: func(label string) { kept.Done = append(kept.Done, label) },
	}
	var probes []server.Probe
	for i, s := range steps(o.API, o.Tokens) {
		if !slices.Contains(kept.Done, s.label) {
			probes = append(probes, p.probe(fmt.Sprintf("%s%02d", stepID, i+1), s))
		}
	}
	if o.Suite {
		for _, q := range server.Probes() {
			if q.API == o.API && q.SimOnly == "" && !slices.Contains(kept.Done, q.ID) {
				probes = append(probes, q)
			}
		}
	}
	if len(probes) == 0 {
		return nil, errors.New("everything has been asked already; begin a new run")
	}
	results, _, err := server.Run(ctx, server.Options{Live: o.Server, APIs: []string{o.API}, Probes: probes, Now: o.Now})
	return results, err
}

const stepID = "DRIFT-LIVE-"

// judge notes what was not seen, and what the suite's probes came to.
func (o *Options) judge(report *drift.Report, kept *Kept, results *conformance.Results) {
	kept.Complete = results.Complete
	for i := range results.Cases {
		c := &results.Cases[i]
		ours := strings.HasPrefix(c.ID, stepID)
		reason := c.Reason
		if reason == "" && len(c.Runs) > 0 {
			reason = c.Runs[0].Reason
		}
		switch v := c.Verdict; {
		case ours && slices.Contains(kept.Done, strings.TrimPrefix(c.Title, "answers ")):
		case v == conformance.NotExercised || v == conformance.NA || ours:
			if strings.Contains(reason, "budget") || strings.Contains(reason, "429") || strings.Contains(reason, "interrupted") {
				kept.Complete = false
			}
			report.Unseen = append(report.Unseen, strings.TrimPrefix(c.Title, "answers ")+": "+reason)
		case v == conformance.Fail || v == conformance.Warn || v == conformance.SubjectError || v == conformance.Errored:
			kept.Failed = append(kept.Failed, failed(c))
			kept.Done = append(kept.Done, c.ID)
		default:
			kept.Done = append(kept.Done, c.ID)
		}
	}
}

// failed is a demand of the documents that is not met.
func failed(c *conformance.CaseResult) drift.Finding {
	f := drift.Finding{Class: drift.Risky, Rule: c.ID, Where: "requirement", What: "no longer " + c.Title, Cases: []string{c.ID}}
	switch c.Verdict {
	case conformance.Fail:
		f.Class = drift.Breaking
	case conformance.SubjectError, conformance.Errored:
		f.Class = drift.Unknown
	}
	for _, run := range c.Runs {
		for i := range run.Checks {
			if ch := &run.Checks[i]; !ch.Met {
				f.What += "; wanted " + ch.Want + ", saw " + ch.Saw
				return f
			}
		}
	}
	return f
}

// members are one member of every object of a list, as text; none when the list is
// not what it was.
func members(r *server.Answer, list, member string) []string {
	var v any
	if json.Unmarshal(r.Body, &v) != nil {
		return nil
	}
	at, _, err := subject.At(v, list)
	items, ok := at.([]any)
	if err != nil || !ok {
		return nil
	}
	var out []string
	for _, item := range items {
		o, _ := item.(map[string]any)
		switch id := o[member].(type) {
		case float64:
			out = append(out, fmt.Sprintf("%.0f", id))
		case string:
			out = append(out, id)
		}
	}
	return out
}

// Package live looks whether a service that runs is still what it was, by reading it.
//
// It asks a plan of harmless questions through conformance/server, within a budget
// and at no more than half the vendor's rate, and compares what the answers are made
// of with a book of signatures: that of an earlier run, or else that which the
// unchanged simulator wrote, in baseline. What the documents demand of a server is
// asked too.
package live

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/server"
	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/shape"
	"github.com/ergodrome/ergodrome/internal/packed"
)

//go:generate go run github.com/ergodrome/ergodrome/internal/packed/pack baseline.packed baseline
//go:embed baseline.packed
var archive string

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
	// Unseen says what the account has nothing of, so that it could not be looked at.
	Unseen []string `json:"unseen,omitempty"`
	// Failed are probes of the suite that the service did not meet.
	Failed []drift.Finding `json:"failed,omitempty"`
}

// Options say what to look at.
type Options struct {
	API      string
	Server   *server.Live
	Tokens   bool        // also have tokens renewed, which may end the one that was given
	Suite    bool        // also ask what the documents demand
	Baseline *shape.Book // what the simulator answers; nil is Baseline's
	Earlier  *Kept       // an earlier run, to say what has changed since; nil: the simulator is what it is compared with
	Resume   *Kept       // an earlier run that was not complete
	// Words are the vendor's own words, where no baseline says at which places they
	// stand: for who makes one.
	Words map[string]bool
	Now   func() time.Time
}

// Baseline is the signature of a service as the simulator has it.
func Baseline(api string) (*shape.Book, error) {
	raw, err := packed.Open(archive).ReadFile("baseline/" + api + ".json")
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
	if o.Earlier != nil && (o.Earlier.API != o.API || o.Earlier.Book == nil) {
		return nil, nil, fmt.Errorf("this is no run of %s to compare with", o.API)
	}
	kept, err := o.begin()
	if err != nil {
		return nil, nil, err
	}
	report := &drift.Report{Mode: "live", When: kept.When}
	results, err := o.ask(ctx, kept)
	if err != nil {
		return nil, nil, err
	}
	report.To = results.Subject.Name
	o.compare(report, kept, o.judge(report, kept, results))
	for _, r := range kept.Book.Requests {
		for _, a := range r.Answers {
			report.Looked += a.Count
		}
	}
	if report.Changes, err = named(o.API, report.Finding, kept.Complete); err != nil {
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
		api:  o.API,
		note: func(x *shape.Exchange) { kept.Book.Note(x, o.worded(x)) },
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
	o.Server.Enough = func(r *server.Answer) {
		p.note(&shape.Exchange{Request: refusedForRate, Status: r.Status, Header: r.Header, Body: r.Body})
	}
	results, _, err := server.Run(ctx, server.Options{Live: o.Server, APIs: []string{o.API}, Probes: probes, Now: o.Now})
	return results, err
}

// worded says at which places of an answer the vendor's own words stand.
func (o *Options) worded(x *shape.Exchange) func(place, text string) bool {
	if o.Words != nil {
		return func(_, text string) bool { return o.Words[text] }
	}
	return func(place, _ string) bool {
		return o.Baseline.Worded(x.Request, x.Status, place) || o.Earlier != nil && o.Earlier.Book.Worded(x.Request, x.Status, place)
	}
}

const stepID = "DRIFT-LIVE-"

// refusedForRate stands for whatever was asked when the answer was 429: any request
// may meet it, and it is made of the same whichever does.
const refusedForRate = "any request, too many"

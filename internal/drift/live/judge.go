package live

import (
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/shape"
)

// compare says what has changed since the earlier run, or else in what the service
// is not the simulator.
func (o *Options) compare(report *drift.Report, kept *Kept, unanswered []drift.Finding) {
	if o.Earlier == nil {
		report.From = "ergodrome's simulator of " + o.API
		report.Finding = append(shape.Compare(o.Baseline, kept.Book), kept.Failed...)
		if len(report.Finding) > 0 {
			report.Note = "compared with the simulator: a finding is a change of the vendor's, or where the simulator is not the vendor. Keep this run, and name it as --baseline of the next one: that says what has changed since."
		}
	} else {
		report.From, report.Since = "the run of "+o.Earlier.When.UTC().Format(time.DateTime)+"Z", o.Earlier.When
		report.Finding = append(shape.Compare(o.Earlier.Book, kept.Book), without(kept.Failed, o.Earlier.Failed)...)
		report.Known = without(append(shape.Compare(o.Baseline, kept.Book), kept.Failed...), report.Finding)
	}
	report.Finding = append(report.Finding, unanswered...)
	for _, list := range [][]drift.Finding{report.Finding, report.Known} {
		for i := range list {
			list[i].Service = o.API
		}
	}
}

// without are the findings of which there are none in others, at the same place by
// the same rule.
func without(findings, others []drift.Finding) []drift.Finding {
	same := func(a, b *drift.Finding) bool {
		return a.Rule == b.Rule && a.Operation == b.Operation && a.Request == b.Request && a.Where == b.Where
	}
	return slices.DeleteFunc(slices.Clone(findings), func(f drift.Finding) bool {
		return slices.ContainsFunc(others, func(o drift.Finding) bool { return same(&f, &o) })
	})
}

// judge notes what was not seen, and what the suite's probes came to.
// It returns what got no answer, which a run that is taken up asks again.
func (o *Options) judge(report *drift.Report, kept *Kept, results *conformance.Results) (unanswered []drift.Finding) {
	kept.Complete = results.Complete
	for i := range results.Cases {
		c := &results.Cases[i]
		ours := strings.HasPrefix(c.ID, stepID)
		label, reason := c.ID, c.Reason
		if ours {
			label = strings.TrimPrefix(c.Title, "answers ")
		}
		if reason == "" && len(c.Runs) > 0 {
			reason = c.Runs[0].Reason
		}
		switch v := c.Verdict; {
		case ours && slices.Contains(kept.Done, label):
		case v == conformance.SubjectError || v == conformance.Errored:
			kept.Complete = false
			unanswered = append(unanswered, drift.Finding{Class: drift.Unknown, Rule: RuleUnanswered, Request: label, What: reason})
		case v == conformance.NotExercised || v == conformance.NA || ours:
			unseen := label + ": " + reason
			if strings.Contains(reason, "budget") || strings.Contains(reason, "429") || strings.Contains(reason, "interrupted") {
				kept.Complete = false
				report.Unseen = append(report.Unseen, unseen)
				continue
			}
			kept.Unseen, kept.Done = append(kept.Unseen, unseen), append(kept.Done, label)
		case v == conformance.Fail || v == conformance.Warn:
			kept.Failed = append(kept.Failed, failed(c))
			kept.Done = append(kept.Done, c.ID)
		default:
			kept.Done = append(kept.Done, c.ID)
		}
	}
	report.Unseen = append(report.Unseen, kept.Unseen...)
	return unanswered
}

// RuleUnanswered is the rule of what could not be compared because nothing, or
// nothing that is HTTP, was answered.
const RuleUnanswered = "no-answer"

// requirement is the place of a demand of the documents.
const requirement = "requirement"

// failed is a demand of the documents that is not met.
func failed(c *conformance.CaseResult) drift.Finding {
	f := drift.Finding{Class: drift.Risky, Rule: c.ID, Where: requirement, What: "is not met: a server " + c.Title, Cases: []string{c.ID}}
	if c.Verdict == conformance.Fail {
		f.Class = drift.Breaking
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

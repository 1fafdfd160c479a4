// Package why says of one exchange what each part of it rests on, and what in it is not the vendor's.
package why

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Answer is what is known of an exchange. Lists of facts are in the order of the exchange, and bounded.
type Answer struct {
	World     string             `json:"world"`
	Exchange  int64              `json:"exchange"`
	Service   string             `json:"service"`
	Request   string             `json:"request"` // method and path
	Profile   string             `json:"profile,omitempty"`
	Operation *Fact              `json:"operation"` // null when the request matched none
	Note      string             `json:"note,omitempty"`
	Asked     []*Fact            `json:"asked"`  // what the request carried: credentials, parameters, body
	Status    *Fact              `json:"status"` // null when there was no answer, or the description has no such status
	Headers   []*Fact            `json:"headers"`
	Limits    []*Fact            `json:"limits"`
	Body      Body               `json:"body"`
	Decisions []journal.Decision `json:"decisions,omitempty"`
	// Undescribed is what the exchange has and the description does not.
	Undescribed []string `json:"undescribed"`
	// NotTheVendor is what changed the exchange on purpose or by mistake: no grade covers it.
	NotTheVendor []Cause   `json:"notTheVendor"`
	Switches     []Setting `json:"switches"` // of the world, where it chose otherwise
	Summary      Summary   `json:"summary"`
}

// Fact is one part of the exchange with what it rests on.
type Fact struct {
	Part  string `json:"part"` // as on the pages of docs/fidelity
	Name  string `json:"name"`
	Count int    `json:"count,omitempty"` // how often a body has it, if more than once
	*evidence.Grounds
}

func fact(part string, p evidence.Part) *Fact {
	return &Fact{Part: part, Name: p.Name, Grounds: p.Grounds}
}

// Body is what the answer's body consists of.
type Body struct {
	Form    string  `json:"form"` // "json", "lines of json", "parquet", "none", or the media type of what is not looked into
	Note    string  `json:"note,omitempty"`
	Members []*Fact `json:"members"`
}

// Summary counts the facts.
type Summary struct {
	Facts       int                    `json:"facts"`
	Grades      map[evidence.Grade]int `json:"grades"`
	Weakest     evidence.Grade         `json:"weakest,omitempty"`
	Undescribed int                    `json:"undescribed"`
	// Vendor is whether nothing but the descriptions and the world's choices made the answer.
	Vendor bool `json:"vendor"`
}

// Explain answers for an exchange of w. Its error says that nothing is known of the service.
func Explain(x *evidence.Index, w *world.World, e *journal.Exchange) (*Answer, error) {
	s, err := x.Service(e.Service)
	if err != nil {
		return nil, err
	}
	q := &question{s: s, e: e, seen: map[string]int{}}
	if _, raw, ok := strings.Cut(e.URL, "?"); ok {
		q.query, _ = url.ParseQuery(raw) // what cannot be read is no parameter
	}
	config := w.Config()
	if q.profile = config.Profile[e.Service]; q.profile == "" {
		q.profile = s.Default
	}
	q.a = &Answer{
		World: w.Name, Exchange: e.ID, Service: e.Service, Request: e.Method + " " + e.Path, Profile: q.profile, Decisions: e.Decisions,
		Asked: []*Fact{}, Headers: []*Fact{}, Limits: []*Fact{}, Undescribed: []string{}, Body: Body{Form: "none", Members: []*Fact{}},
	}
	q.op = s.Operations[e.Operation]
	above := s.Document()
	if q.op == nil {
		q.a.Note = "the request matched no operation: the status is what the description says of such requests"
	} else {
		above = above.Under(e.Operation, q.op.Own)
		q.a.Operation = fact("operation", above)
		if !s.Has(q.op.Mask, q.profile) {
			q.a.Note = "the description has this operation in other profiles only"
		}
		q.asked(above)
	}
	q.answered(above)
	q.limits(above)
	q.a.NotTheVendor = causes(w, e)
	q.a.Switches = settings(w, &config, s, e)
	q.summarize()
	return q.a, nil
}

// question is one exchange while it is looked at.
type question struct {
	s       *evidence.Service
	op      *evidence.Operation
	query   url.Values
	e       *journal.Exchange
	profile string
	a       *Answer
	seen    map[string]int // parts of bodies by name: their places in the list, from 1
	full    bool
}

// answered grades the status, the headers and the body.
func (q *question) answered(above evidence.Part) {
	if q.e.Status == 0 {
		q.note("the connection ended without an answer")
		return
	}
	name, answer := q.s.Answer(q.op, q.e.Status, q.profile)
	if answer == nil {
		q.undescribed(fmt.Sprintf("status %d", q.e.Status))
		answer = &evidence.Answer{}
	} else {
		shown := fmt.Sprint(q.e.Status)
		if name != shown {
			shown += " (as " + name + ")"
		}
		above = above.Under(shown, answer.Own)
		q.a.Status = fact("status", above)
	}
	q.headers(above, answer)
	q.body(above, answer)
}

func (q *question) headers(status evidence.Part, answer *evidence.Answer) {
	above := status
	for _, name := range sortedKeys(q.e.ResponseHeader) {
		var described *evidence.Member
		for known, m := range q.s.Common {
			if http.CanonicalHeaderKey(known) == name {
				described, above = m, q.s.Document()
			}
		}
		for known, m := range answer.Headers {
			if http.CanonicalHeaderKey(known) == name {
				described, above = q.s.Header(m), status
			}
		}
		switch {
		case described != nil && q.s.Has(described.Mask, q.profile):
			q.add(&q.a.Headers, "header", above.Under(name, described.Own))
		case !slices.Contains(ofHTTP[:], name):
			q.undescribed("header " + name)
		}
	}
}

// ofHTTP are headers that every service has by HTTP itself; descriptions do not list them.
var ofHTTP = [...]string{
	"Allow", "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Date", "Transfer-Encoding", "Vary",
}

// limits are the operation's own, and those of the service that the answer tells of.
func (q *question) limits(above evidence.Part) {
	throttled := fmt.Sprint(q.e.Status)
	for name := range q.e.ResponseHeader {
		if n := strings.ToLower(name); strings.Contains(n, "ratelimit") || strings.Contains(n, "rate-limit") || n == "retry-after" {
			throttled = "429"
		}
	}
	for _, l := range q.s.Limits {
		_, member := q.seen["member "+l.Member]
		if l.Member != "" && member || slices.Contains(l.At, throttled) {
			q.limit(q.s.Document(), l)
		}
	}
	if q.op != nil {
		for _, l := range q.op.Limits {
			q.limit(above, l)
		}
	}
}

func (q *question) limit(above evidence.Part, l *evidence.Member) {
	if q.s.Has(l.Mask, q.profile) {
		q.add(&q.a.Limits, "limit", above.Under(l.Name+": "+l.Bounds, l.Own))
	}
}

func (q *question) note(text string) {
	if q.a.Note != "" {
		text = q.a.Note + "; " + text
	}
	q.a.Note = text
}

// mostUndescribed bounds what a caller may make up.
const mostUndescribed = 200

func (q *question) undescribed(what string) {
	if what = brief(what); len(q.a.Undescribed) < mostUndescribed && !slices.Contains(q.a.Undescribed, what) {
		q.a.Undescribed = append(q.a.Undescribed, what)
	}
}

func (q *question) summarize() {
	s := Summary{Grades: map[evidence.Grade]int{}, Undescribed: len(q.a.Undescribed), Vendor: len(q.a.NotTheVendor) == 0}
	for _, g := range evidence.Grades() {
		s.Grades[g] = 0
	}
	for _, list := range [...][]*Fact{{q.a.Operation, q.a.Status}, q.a.Asked, q.a.Headers, q.a.Limits, q.a.Body.Members} {
		for _, f := range list {
			if f != nil {
				s.Facts++
				s.Grades[f.Grade]++
				s.Weakest = max(s.Weakest, f.Grade)
			}
		}
	}
	q.a.Summary = s
}

// media is the media type of a header, without its parameters.
func media(h http.Header) string {
	m, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return m
}

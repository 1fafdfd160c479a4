package conformance

import (
	"io/fs"
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Evidence is everything that happened in one run of one case. Exchanges are
// the witness; what the subject says is only judged against them.
type Evidence struct {
	Case      *Case
	Subject   subject.Hello
	World     WorldFacts
	Exchanges []Exchange
	Calls     []CallRecord
	// End is when watching ended, measured like every other offset from the
	// moment the world was ready.
	End time.Duration
	// Fired counts how often each fault rule of the case was applied, by name.
	Fired map[string]int
	// Farewell is how a client failed to be closed: it hung, crashed or said nonsense.
	// Empty when it did not.
	Farewell string
	// Log is what the subject logged.
	Log string
	// Files are what the subject left in its state folder: names to modes.
	Files map[string]fs.FileMode
	// Process is what became of a program that acted on its own; nil for a subject
	// that was asked.
	Process *Process
	// Rate is how many seconds passed for the subject in one of the machine's, when
	// that is not one.
	Rate float64
}

// WorldFacts are what a check may need to know of the world.
type WorldFacts struct {
	Name        string
	Start       time.Time // the subject's clock at offset 0
	Skew        time.Duration
	BaseURL     string
	Credentials subject.Credentials
	Tokens      subject.Tokens
	// Secrets are what must never be printed, by what they are: "shared secret".
	Secrets map[string]string
}

// Exchange is one request and its answer, as they were on the wire. Only this
// struct holds them raw; Redact makes it printable.
type Exchange struct {
	N           int           // from 1, in order of arrival
	Conn        int           // the connection it came over, from 1; 0 when none was made
	At          time.Duration // when the request arrived
	Done        time.Duration // when the last byte of the answer was taken
	WorldTime   time.Time     // the world's clock at arrival
	Service     string
	Operation   string // operationId; empty when no route matched
	Origin      string // which host was asked, when not the world's own
	Method      string
	Path        string // as sent, base path stripped
	Query       string // raw
	Header      http.Header
	Body        []byte
	Status      int // 0 when no answer was sent
	RespHeader  http.Header
	RespBody    []byte // as sent, before any content coding was undone
	RespBytes   int64  // bytes of it that went out
	Faults      []string
	Decisions   []string // "quota refuse: 60 a minute used"
	Bug         string   // a bug of the simulator
	Stray       bool     // reached no world
	SchemaFault string   // how the vendor's answer violates its own description
}

// CallRecord is one call to the subject and what came back.
type CallRecord struct {
	Label    string
	Index    int // among the calls of that label
	Client   string
	Op       string
	Args     map[string]any
	Expect   Expect
	Start    time.Duration
	End      time.Duration
	Value    any            // normalized; see subject.Normalize
	Err      *subject.Error // nil on success
	Missing  *subject.Unsupported
	Panic    string // a panic in the subject, with its stack
	Hung     bool   // it did not answer within the suite's patience
	Canceled time.Duration
	BadValue string // why the reported value cannot be judged
}

// OK reports whether the call returned a value.
func (c *CallRecord) OK() bool {
	return c.Err == nil && c.Missing == nil && c.Panic == "" && !c.Hung && c.BadValue == ""
}

// ByLabel lists the calls of a label; an empty label means all.
func (e *Evidence) ByLabel(label string) []*CallRecord {
	var out []*CallRecord
	for i := range e.Calls {
		if label == "" || e.Calls[i].Label == label {
			out = append(out, &e.Calls[i])
		}
	}
	return out
}

// Call is the last call of a label (the last of all for ""), or nil.
func (e *Evidence) Call(label string) *CallRecord {
	calls := e.ByLabel(label)
	if len(calls) == 0 {
		return nil
	}
	return calls[len(calls)-1]
}

// Select lists the exchanges that match m, in order of arrival.
func (e *Evidence) Select(m Match) []*Exchange {
	var out []*Exchange
	for i := range e.Exchanges {
		if m.Matches(&e.Exchanges[i]) {
			out = append(out, &e.Exchanges[i])
		}
	}
	return out
}

// Outcome is what a check function found.
type Outcome struct {
	// Met says whether the demand holds.
	Met bool
	// Reached is false when the situation that the check is about never arose;
	// the check then shows nothing.
	Reached bool
	Want    string // what was demanded
	Saw     string // what was seen
	// Exchanges that show it, by N, each with a remark for the transcript
	// (which may be empty).
	Marks map[int]string
	// Broken says that the demand is not met because the subject fell.
	Broken bool
	// Fault is set when the suite itself could not judge.
	Fault string
}

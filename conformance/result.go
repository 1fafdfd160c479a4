package conformance

import (
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/internal/evidence"
)

// ResultsSchema names the form of results.json.
const ResultsSchema = "ergodrome.results/1"

// Results is what a run came to. It is the one truth that every report renders.
type Results struct {
	Schema   string          `json:"schema"`
	Suite    string          `json:"suite"` // CalVer of the suite
	Set      string          `json:"set"`   // "firstbeat-2026.12"
	Protocol int             `json:"protocol"`
	Subject  subject.Hello   `json:"subject"`
	Mode     Mode            `json:"mode"`
	Time     string          `json:"time"` // "virtual"
	Seed     uint64          `json:"seed"`
	Started  time.Time       `json:"started"`
	Real     time.Duration   `json:"realNs"`
	Complete bool            `json:"complete"` // false when interrupted
	Partial  bool            `json:"partial"`  // something was left out by hand
	Strict   bool            `json:"strict"`
	Profiles []ProfileResult `json:"profiles"`
	Counts   map[Verdict]int `json:"counts"`
	Cases    []CaseResult    `json:"cases"`
	// Programs are what became of programs that acted on their own, one a world.
	Programs []ProgramResult `json:"programs,omitempty"`
	// Stale are entries of the known-failures file that no longer hold, and why.
	Stale []string `json:"stale,omitempty"`
}

// CaseResult is what one case came to: the worst of its runs.
type CaseResult struct {
	ID          string   `json:"id"`
	Rev         int      `json:"rev"`
	Title       string   `json:"title"`
	Area        string   `json:"area"`
	API         string   `json:"api"`
	Level       Level    `json:"level"` // as it counts for this subject
	Basis       Basis    `json:"basis"`
	Profiles    []string `json:"profiles"`
	Core        bool     `json:"core"`
	Provisional bool     `json:"provisional,omitempty"` // not in the frozen set: reported, not scored
	Verdict     Verdict  `json:"verdict"`
	Reason      string   `json:"reason,omitempty"` // of N/A, NOT-EXERCISED, ERROR, XPASS
	Known       string   `json:"known,omitempty"`  // the known-failures entry that was used
	Says        []string `json:"says,omitempty"`   // the requirements, in our words, with their source
	// Evidence is the weakest of what the requirements rest on.
	Evidence   *evidence.Grounds `json:"evidence,omitempty"`
	Kills      []string          `json:"kills,omitempty"`
	Hint       string            `json:"hint,omitempty"`  // how to mend a client that fails
	Again      string            `json:"again,omitempty"` // the command that repeats the case
	AnyVariant bool              `json:"-"`               // see Case.AnyVariant
	Runs       []RunResult       `json:"runs"`
	Real       time.Duration     `json:"realNs"`
}

// RunResult is one run of a case.
type RunResult struct {
	Variant    string        `json:"variant,omitempty"`
	Verdict    Verdict       `json:"verdict"`
	Reason     string        `json:"reason,omitempty"`
	Checks     []CheckResult `json:"checks"`
	World      string        `json:"world"`
	WorldTime  time.Duration `json:"worldNs"` // virtual time that passed
	Requests   int           `json:"requests"`
	Transcript []Line        `json:"transcript,omitempty"` // only when the verdict is not PASS
	Calls      []CallLine    `json:"calls,omitempty"`      // likewise
	Note       string        `json:"note,omitempty"`
	Clock      string        `json:"-"` // Results.Time, where a run is shown alone
}

// CheckResult is what one check came to.
type CheckResult struct {
	ID       string         `json:"id"`
	Verdict  Verdict        `json:"verdict"`
	Level    Level          `json:"level"`
	Met      bool           `json:"met"`
	Want     string         `json:"want"`
	Saw      string         `json:"saw"`
	Evidence []int          `json:"evidence,omitempty"` // numbers of exchanges
	Marks    map[int]string `json:"marks,omitempty"`
}

// Counts reports whether the check's verdict is one for its case, whose level
// is given: a note within a case that demands something never is.
func (c *CheckResult) Counts(level Level) bool {
	return c.Verdict != Info || c.Level != InfoLevel || level == InfoLevel
}

// Line is one exchange of a transcript, with secrets replaced by what they are.
type Line struct {
	N          int               `json:"n"`
	At         time.Duration     `json:"atNs"`
	Done       time.Duration     `json:"doneNs"`
	Operation  string            `json:"operation,omitempty"`
	Origin     string            `json:"origin,omitempty"`
	Request    string            `json:"request"` // "GET /v1/…?var=trimp"
	Header     map[string]string `json:"header,omitempty"`
	Body       string            `json:"body,omitempty"`
	Status     int               `json:"status"`
	RespHeader map[string]string `json:"responseHeader,omitempty"`
	RespBody   string            `json:"responseBody,omitempty"`
	Bytes      int64             `json:"bytes"`
	Notes      []string          `json:"notes,omitempty"` // faults, decisions, bugs
}

// CallLine is one call to the subject, for people.
type CallLine struct {
	Label string        `json:"label"`
	Op    string        `json:"op"`
	Start time.Duration `json:"startNs"`
	End   time.Duration `json:"endNs"`
	Came  string        `json:"came"` // what it came to
}

// ProfileResult says how a subject stands against one profile.
type ProfileResult struct {
	Name   string          `json:"name"`
	Set    string          `json:"set"`
	Word   ProfileWord     `json:"result"`
	Counts map[Verdict]int `json:"counts"`
	Of     int             `json:"of"` // scored cases in the profile
}

// ProfileWord is a profile's result: a word, never a percentage.
type ProfileWord string

// The words.
const (
	Conformant     ProfileWord = "conformant"
	WithExceptions ProfileWord = "conformant-with-exceptions"
	PartialRun     ProfileWord = "partial"
	NonConformant  ProfileWord = "non-conformant"
)

// Scored reports whether the case can fail a run.
func (c *CaseResult) Scored() bool { return c.Level.Scored() && !c.Provisional }

// Executed reports whether the case showed anything.
func (c *CaseResult) Executed() bool { return c.Verdict != NA && c.Verdict != NotExercised }

// Sum makes the case's verdict that of its worst run. Runs that do not apply
// leave the others to speak; so do, where one variant is enough, those that were
// not exercised.
func (c *CaseResult) Sum() {
	enough := c.AnyVariant && slices.ContainsFunc(c.Runs, func(r RunResult) bool { return r.Verdict != NA && r.Verdict != NotExercised })
	for i := range c.Runs {
		r := &c.Runs[i]
		if r.Verdict == NA || enough && r.Verdict == NotExercised {
			continue
		}
		if worse := c.Verdict.Worse(r.Verdict); worse != c.Verdict || c.Reason == "" {
			c.Verdict, c.Reason = worse, r.Reason
		}
	}
}

// Unmet lists the checks of all runs whose demand was reached and not met.
func (c *CaseResult) Unmet() []*CheckResult {
	var out []*CheckResult
	for i := range c.Runs {
		for k := range c.Runs[i].Checks {
			if ch := &c.Runs[i].Checks[k]; !ch.Met && ch.Verdict != NotExercised && ch.Verdict != NA {
				out = append(out, ch)
			}
		}
	}
	return out
}

// Failed reports whether the case fails the run when it is scored.
func (v Verdict) Failed() bool { return v == Fail || v == SubjectError || v == XPass }

// Exit codes of the check command: an interface, see ExitCode.
const (
	ExitOK          = 0
	ExitFailures    = 1
	ExitUsage       = 2
	ExitSuite       = 3
	ExitSubject     = 4
	ExitNothing     = 5
	ExitInterrupted = 130
)

// ExitCode is what a finished or interrupted run exits with: 130 interrupted, 3
// when the suite failed, 5 when nothing was executed, 1 for failures and stale
// known-failure entries (with Strict also for WARN, and for core cases that
// were not exercised), else 0. Errors that kept a run from starting have codes
// of their own; see the runner's errors.
func (r *Results) ExitCode() int {
	executed, failed, suite := 0, len(r.Stale) > 0, false
	fell := slices.ContainsFunc(r.Programs, func(p ProgramResult) bool { return p.Verdict.Failed() })
	for i := range r.Programs {
		suite = suite || r.Programs[i].Verdict == Errored
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.Verdict == Errored {
			suite = true
		}
		if c.Executed() {
			executed++
		}
		if c.Provisional {
			continue
		}
		failed = failed || c.Verdict.Failed() ||
			r.Strict && (c.Verdict == Warn || c.Verdict == NotExercised && c.Core)
	}
	switch {
	case !r.Complete:
		return ExitInterrupted
	case suite:
		return ExitSuite
	case executed == 0 && !fell:
		return ExitNothing
	case failed || fell:
		return ExitFailures
	}
	return ExitOK
}

// Tally counts verdicts and judges profiles. It is called once the verdicts are
// final.
func (r *Results) Tally(profiles []string) {
	r.Counts = map[Verdict]int{}
	for i := range r.Cases {
		r.Counts[r.Cases[i].Verdict]++
	}
	r.Profiles = nil
	for _, name := range profiles {
		r.Profiles = append(r.Profiles, r.profile(name))
	}
}

func (r *Results) profile(name string) ProfileResult {
	p := ProfileResult{Name: name, Set: r.setOf(name), Word: Conformant, Counts: map[Verdict]int{}}
	worse := func(w ProfileWord) {
		order := map[ProfileWord]int{Conformant: 0, WithExceptions: 1, PartialRun: 2, NonConformant: 3}
		if order[w] > order[p.Word] {
			p.Word = w
		}
	}
	if r.Partial || !r.Complete {
		worse(PartialRun)
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		if !contains(c.Profiles, name) || c.Provisional {
			continue
		}
		p.Of++
		p.Counts[c.Verdict]++
		switch {
		case c.Verdict.Failed(), c.Verdict == Errored:
			worse(NonConformant)
		case c.Verdict == XFail, c.Verdict == Flaky:
			worse(WithExceptions)
		case c.Core && c.Level == Must && (c.Verdict == NotExercised || c.Verdict == NA):
			worse(PartialRun)
		}
	}
	if p.Of == 0 {
		worse(PartialRun)
	}
	return p
}

// setOf names those parts of the set that a profile's cases belong to.
func (r *Results) setOf(profile string) string {
	var parts []string
	for _, part := range strings.Fields(r.Set) {
		if slices.ContainsFunc(r.Cases, func(c CaseResult) bool {
			return contains(c.Profiles, profile) && part[:max(strings.LastIndexByte(part, '-'), 0)] == c.API
		}) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

package checks

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// CallOK demands that calls succeeded.
type CallOK struct {
	Call string `yaml:"call"`
}

// ErrorClass demands the class of a failure.
type ErrorClass struct {
	Call   string          `yaml:"call"`
	AnyOf  []subject.Class `yaml:"any_of"`
	NoneOf []subject.Class `yaml:"none_of"` // not even these; with OrOK and without AnyOf any other class will do
	OrOK   bool            `yaml:"or_ok"`   // or the call succeeds
}

// ErrorStatus demands the HTTP status that a failure reports.
type ErrorStatus struct {
	Call  string `yaml:"call"`
	AnyOf []int  `yaml:"any_of"`
}

// Mentions demands words in a failure's message.
type Mentions struct {
	Call  string   `yaml:"call"`
	AnyOf []string `yaml:"any_of"` // regular expressions, case ignored
	OrOK  bool     `yaml:"or_ok"`  // or the call succeeds
}

// RetryAfter demands the delay that a failure reports.
type RetryAfter struct {
	Call    string         `yaml:"call"`
	AtLeast time.Duration  `yaml:"at_least"`
	AtMost  *time.Duration `yaml:"at_most"`
}

// CallCount bounds how many calls of a label succeeded.
type CallCount struct {
	Call string `yaml:"call"`
	OK   *int   `yaml:"ok"`     // exactly so many succeeded
	Fail *int   `yaml:"failed"` // exactly so many failed
}

// Secrets lists where no secret may be found.
type Secrets struct {
	In []string `yaml:"in"` // value, error, log, url; default all
}

func (a *ErrorClass) validate() error {
	if len(a.AnyOf) == 0 && len(a.NoneOf) == 0 {
		return errors.New("names no class in any_of or none_of")
	}
	for _, c := range slices.Concat(a.AnyOf, a.NoneOf) {
		if !c.Valid() {
			return fmt.Errorf("%q is not an error class", c)
		}
	}
	return nil
}

func (a *ErrorStatus) validate() error {
	if len(a.AnyOf) == 0 {
		return errors.New("names no status in any_of")
	}
	return nil
}

func (a *Mentions) validate() error {
	if len(a.AnyOf) == 0 {
		return errors.New("names no words in any_of")
	}
	for _, expr := range a.AnyOf {
		if _, err := regexp.Compile(expr); err != nil {
			return err
		}
	}
	return nil
}

func (a *RetryAfter) validate() error {
	if a.AtLeast <= 0 {
		return errors.New("at_least must be a duration above zero")
	}
	return nil
}

func (a *CallCount) validate() error {
	if a.OK == nil && a.Fail == nil {
		return errors.New("says neither ok nor failed")
	}
	return nil
}

func (a *Secrets) validate() error {
	for _, where := range a.In {
		if !slices.Contains([]string{"value", "error", "log", "url"}, where) {
			return fmt.Errorf("no_secret_in knows value, error, log and url, not %q", where)
		}
	}
	return nil
}

func calls() []Spec {
	return []Spec{
		define("call_ok", "Every call of a label succeeds: {call}.", callOK),
		define("calls_count", "So many calls of a label succeed or fail: {call, ok, failed}.", callsCount),
		define("error_class", "A call fails with one of several classes: {call, any_of, none_of, or_ok}.", errorClass),
		define("error_status", "A failure reports the HTTP status behind it: {call, any_of}.", errorStatus),
		define("error_mentions", "A failure's message names something: {call, any_of: [regular expressions], or_ok}.", errorMentions),
		define("retry_after_reported", "A failure reports when to come back: {call, at_least, at_most}.", retryAfter),
	}
}

// came puts what a call came to into words.
func came(c *conformance.CallRecord) string {
	switch {
	case c.Hung:
		return "no answer"
	case c.Panic != "":
		return "a panic: " + clip(firstLine(c.Panic))
	case c.Missing != nil:
		return c.Missing.Error()
	case c.Err != nil:
		return "error " + clip(c.Err.Error())
	case c.BadValue != "":
		return "a value that cannot be judged: " + c.BadValue
	}
	return "success"
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// eachCall judges every call of a label.
func eachCall(e *conformance.Evidence, label, want string, bad func(*conformance.CallRecord) string) conformance.Outcome {
	all := e.ByLabel(label)
	if len(all) == 0 {
		return unreached(want, "it was not made")
	}
	var wrong []string
	for _, c := range all {
		if why := bad(c); why != "" {
			wrong = append(wrong, why)
		}
	}
	out := conformance.Outcome{Want: want, Met: len(wrong) == 0, Reached: true, Saw: listed(wrong)}
	if out.Met {
		out.Saw = came(all[len(all)-1])
		if len(all) > 1 {
			out.Saw = fmt.Sprintf("so in all %d", len(all))
		}
	}
	return out
}

func callOK(e *conformance.Evidence, a *CallOK) conformance.Outcome {
	return eachCall(e, a.Call, quoted(a.Call)+" to succeed", func(c *conformance.CallRecord) string {
		if c.OK() {
			return ""
		}
		return came(c)
	})
}

func callsCount(e *conformance.Evidence, a *CallCount) conformance.Outcome {
	all := e.ByLabel(a.Call)
	ok := 0
	for _, c := range all {
		if c.OK() {
			ok++
		}
	}
	out := conformance.Outcome{Met: true, Reached: len(all) > 0, Saw: fmt.Sprintf("%d succeeded, %d failed", ok, len(all)-ok)}
	if a.OK != nil {
		out.Want, out.Met = fmt.Sprintf("%d of %s to succeed", *a.OK, quoted(a.Call)), ok == *a.OK
	}
	if a.Fail != nil {
		out.Want = strings.TrimSpace(out.Want + fmt.Sprintf(" %d of %s to fail", *a.Fail, quoted(a.Call)))
		out.Met = out.Met && len(all)-ok == *a.Fail
	}
	return out
}

func errorClass(e *conformance.Evidence, a *ErrorClass) conformance.Outcome {
	var words []string
	for _, c := range a.AnyOf {
		words = append(words, string(c))
	}
	want := fmt.Sprintf("%s to fail with class %s", quoted(a.Call), strings.Join(words, " or "))
	if len(a.AnyOf) == 0 {
		want = fmt.Sprintf("%s to fail", quoted(a.Call))
	}
	for _, c := range a.NoneOf {
		want += ", not with " + string(c)
	}
	if a.OrOK {
		want += ", or to succeed"
	}
	return eachCall(e, a.Call, want, func(c *conformance.CallRecord) string {
		switch {
		case c.OK() && a.OrOK:
			return ""
		case c.Err == nil:
			return came(c)
		case slices.Contains(a.NoneOf, c.Err.Class), len(a.AnyOf) > 0 && !slices.Contains(a.AnyOf, c.Err.Class):
			if c.Err.Class == subject.Other {
				return came(c) + " (map this error to a class)"
			}
			return came(c)
		}
		return ""
	})
}

func errorStatus(e *conformance.Evidence, a *ErrorStatus) conformance.Outcome {
	return eachCall(e, a.Call, fmt.Sprintf("%s to fail and report HTTP status %v", quoted(a.Call), a.AnyOf), func(c *conformance.CallRecord) string {
		if c.Err != nil && slices.Contains(a.AnyOf, c.Err.Status) {
			return ""
		}
		return came(c)
	})
}

func errorMentions(e *conformance.Evidence, a *Mentions) conformance.Outcome {
	want := fmt.Sprintf("%s to fail with a message that names %s", quoted(a.Call), strings.Join(a.AnyOf, " or "))
	return eachCall(e, a.Call, want, func(c *conformance.CallRecord) string {
		if c.OK() && a.OrOK {
			return ""
		}
		for _, expr := range a.AnyOf {
			if re, err := regexp.Compile("(?i)" + expr); err == nil && c.Err != nil && re.MatchString(c.Err.Message) {
				return ""
			}
		}
		return came(c)
	})
}

func retryAfter(e *conformance.Evidence, a *RetryAfter) conformance.Outcome {
	want := fmt.Sprintf("%s to fail and report a delay of at least %s", quoted(a.Call), a.AtLeast)
	if a.AtMost != nil {
		want += fmt.Sprintf(", at most %s", *a.AtMost)
	}
	return eachCall(e, a.Call, want, func(c *conformance.CallRecord) string {
		switch {
		case c.Err == nil:
			return came(c)
		case c.Err.RetryAfter < a.AtLeast, a.AtMost != nil && c.Err.RetryAfter > *a.AtMost:
			return fmt.Sprintf("a delay of %s", c.Err.RetryAfter)
		}
		return ""
	})
}

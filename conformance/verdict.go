package conformance

import "fmt"

// Verdict is what a check, or a case, comes to.
type Verdict string

// The verdicts, from best to worst.
const (
	Pass         Verdict = "PASS"
	Info         Verdict = "INFO"          // recorded; nothing was demanded
	NA           Verdict = "N/A"           // the subject does not claim what the case needs
	XFail        Verdict = "XFAIL"         // fails as the known-failures file says
	Flaky        Verdict = "FLAKY"         // sometimes passes, and the known-failures file says so
	NotExercised Verdict = "NOT-EXERCISED" // the situation never arose, so nothing was shown
	Warn         Verdict = "WARN"          // a SHOULD is not met
	XPass        Verdict = "XPASS"         // listed as a known failure, but passes
	Fail         Verdict = "FAIL"          // a MUST is not met
	SubjectError Verdict = "SUBJECT-ERROR" // the subject crashed, hung or broke the protocol
	Errored      Verdict = "ERROR"         // the suite failed, or owed the subject an answer
)

// Verdicts lists every verdict from best to worst.
func Verdicts() []Verdict {
	return []Verdict{Pass, Info, NA, XFail, Flaky, NotExercised, Warn, XPass, Fail, SubjectError, Errored}
}

// rank is the place of v in the lattice; unknown verdicts are the worst.
func (v Verdict) rank() int {
	for i, known := range Verdicts() {
		if v == known {
			return i
		}
	}
	return len(Verdicts())
}

// Worse returns the worse of two verdicts. Verdicts only ever move upwards.
func (v Verdict) Worse(w Verdict) Verdict {
	if v == "" || w.rank() > v.rank() && w != "" {
		return w
	}
	return v
}

// Level is how much a case demands.
type Level string

// The levels, strongest first.
const (
	Must      Level = "MUST"
	Should    Level = "SHOULD"
	May       Level = "MAY"
	InfoLevel Level = "INFO"
)

func (l Level) rank() int {
	switch l {
	case Must:
		return 3
	case Should:
		return 2
	case May:
		return 1
	case InfoLevel:
		return 0
	}
	return -1
}

// Valid reports whether l is one of the four levels.
func (l Level) Valid() bool { return l.rank() >= 0 }

// Stronger reports whether l demands more than m.
func (l Level) Stronger(m Level) bool { return l.rank() > m.rank() }

// Scored reports whether not meeting l can fail a run.
func (l Level) Scored() bool { return l == Must || l == Should }

// Unmet is the verdict of a check at level l whose demand is not met.
func (l Level) Unmet() Verdict {
	switch l {
	case Must:
		return Fail
	case Should:
		return Warn
	}
	return Info
}

// Basis is the ground that a case stands on.
type Basis string

// The grounds.
const (
	Doc     Basis = "DOC"     // the vendor's documents say so
	RFC     Basis = "RFC"     // a standard says so
	OpenAPI Basis = "OPENAPI" // the vendor's description file says so, without prose
	Field   Basis = "FIELD"   // seen in public code or sample data, not documented
	Safety  Basis = "SAFETY"  // our own rule
)

// Grounds are the four reasons for which a SAFETY case, and the one for which a
// FIELD case, may demand MUST.
const (
	GroundSecretLeak  = "secret-leak"
	GroundCorruption  = "silent-corruption"
	GroundCrash       = "crash"
	GroundUnbounded   = "unbounded"
	groundRFCShould   = "rfc-should"
	maxGroundsInWords = "secret-leak, silent-corruption, crash or unbounded"
)

// checkLevel says why a level is higher than its basis allows, or nil.
func checkLevel(l Level, b Basis, ground string) error {
	if !l.Valid() {
		return fmt.Errorf("level %q is not MUST, SHOULD, MAY or INFO", l)
	}
	grounded := ground == GroundSecretLeak || ground == GroundCorruption || ground == GroundCrash || ground == GroundUnbounded
	if ground != "" && !grounded && ground != groundRFCShould {
		return fmt.Errorf("ground %q is not %s (or rfc-should)", ground, maxGroundsInWords)
	}
	limit := Must
	switch b {
	case Doc, OpenAPI:
	case RFC:
		if ground == groundRFCShould {
			limit = Should
		}
	case Field:
		if ground != GroundCorruption {
			limit = Should
		}
	case Safety:
		if !grounded {
			limit = Should
		}
	default:
		return fmt.Errorf("basis %q is not DOC, RFC, OPENAPI, FIELD or SAFETY", b)
	}
	if l.Stronger(limit) {
		return fmt.Errorf("level %s is stronger than basis %s allows (%s); name a ground (%s) or lower it", l, b, limit, maxGroundsInWords)
	}
	return nil
}

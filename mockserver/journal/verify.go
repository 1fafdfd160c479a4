package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Expectation describes calls that should have been made. Empty members match
// everything.
type Expectation struct {
	Service   string `json:"service,omitempty"`
	Operation string `json:"operation,omitempty"`
	Method    string `json:"method,omitempty"`
	Path      string `json:"path,omitempty"`   // of the vendor; segments "*" and "**" match one and any number
	Status    int    `json:"status,omitempty"` // 404; or a class, 1 to 5
	Min       *int   `json:"min,omitempty"`    // at least so many; default 1
	Max       *int   `json:"max,omitempty"`    // at most so many; default any number
}

func (x *Expectation) bounds() (least, most int) {
	least, most = 1, int(^uint(0)>>1)
	if x.Min != nil {
		least = *x.Min
	}
	if x.Max != nil {
		most = *x.Max
		if x.Min == nil {
			least = min(least, most)
		}
	}
	return least, most
}

func (x *Expectation) fits(e *Exchange) bool {
	f := Filter{Service: x.Service, Operation: x.Operation, Method: x.Method, Path: x.Path, Status: x.Status}
	return f.fits(e)
}

// Report compares what was expected with what happened.
type Report struct {
	OK         bool         `json:"ok"`
	Missing    []Missing    `json:"missing"`
	Unexpected []Unexpected `json:"unexpected"`
	// Evicted calls had to make room in the journal: they are neither missing
	// nor unexpected, only unknown.
	Evicted int64 `json:"evicted,omitempty"`
}

// Missing is an expectation with too few calls.
type Missing struct {
	Index       int         `json:"index"` // in the list of expectations
	Expectation Expectation `json:"expectation"`
	Got         int         `json:"got"`
	Want        int         `json:"want"` // at least
}

// Unexpected is a call without an expectation.
type Unexpected struct {
	ID        int64  `json:"id"`
	Service   string `json:"service"`
	Operation string `json:"operation,omitempty"`
	Method    string `json:"method"`
	URL       string `json:"url"`
	Status    int    `json:"status"`
	Reason    string `json:"reason"`
}

// Invalid reports an expectation that cannot be used.
type Invalid struct {
	Field  string // where: "expected[0].min"
	Reason string // what is wrong, and what would be right
}

func (e *Invalid) Error() string { return "journal: " + e.Field + ": " + e.Reason }

// maxExpectations bounds the work that one call can ask for.
const maxExpectations = 1000

// ParseExpectations reads a JSON array of expectations, or an object
// {"expected":[…],"inOrder":true}. Its errors are *Invalid.
func ParseExpectations(data []byte) (expected []Expectation, inOrder bool, err error) {
	whole := struct {
		Expected []Expectation `json:"expected"`
		InOrder  bool          `json:"inOrder"`
	}{}
	var into any = &whole.Expected
	if trimmed := bytes.TrimLeft(data, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' {
		into = &whole
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
			return nil, false, &Invalid{"expected." + strings.TrimPrefix(wrong.Field, "expected."), "cannot be a JSON " + wrong.Value}
		}
		return nil, false, &Invalid{"expected", strings.TrimPrefix(err.Error(), "json: ")}
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, false, &Invalid{"expected", "more follows the JSON value"}
	}
	if len(whole.Expected) > maxExpectations {
		return nil, false, &Invalid{"expected", fmt.Sprintf("are %d; at most %d can be verified", len(whole.Expected), maxExpectations)}
	}
	for i := range whole.Expected {
		x := &whole.Expected[i]
		bad := func(member, format string, args ...any) error {
			return &Invalid{fmt.Sprintf("expected[%d].%s", i, member), fmt.Sprintf(format, args...)}
		}
		least, most := x.bounds()
		switch {
		case least < 0:
			return nil, false, bad("min", "%d is negative", least)
		case most < least:
			return nil, false, bad("max", "%d is less than min, %d", most, least)
		case x.Status != 0 && (x.Status < 1 || x.Status > 5) && (x.Status < 100 || x.Status > 599):
			return nil, false, bad("status", "%d is neither a status nor a class from 1 to 5", x.Status)
		}
	}
	return whole.Expected, whole.InOrder, nil
}

// Verify compares the calls that are recorded, in any order, with expected. Each
// call counts for one expectation, in the way that leaves least to complain.
func (j *Journal) Verify(expected []Expectation) Report {
	v := newVerdict(j, expected)
	v.assign(func(x *Expectation) int { least, _ := x.bounds(); return least })
	v.assign(func(x *Expectation) int { _, most := x.bounds(); return most })
	return v.report()
}

// VerifyInOrder is Verify for calls that should come in the order of expected:
// all of the first, then all of the second, and so on.
func (j *Journal) VerifyInOrder(expected []Expectation) Report {
	v := newVerdict(j, expected)
	v.align()
	return v.report()
}

// verdict is an assignment of calls to expectations.
type verdict struct {
	journal  Stats
	calls    []*Exchange
	expected []Expectation
	of       []int   // by call: its expectation, or -1
	taken    [][]int // by expectation: its calls
}

func newVerdict(j *Journal, expected []Expectation) *verdict {
	v := &verdict{journal: j.Stats(), calls: j.Exchanges(Filter{}), expected: expected, taken: make([][]int, len(expected))}
	v.of = make([]int, len(v.calls))
	for i := range v.of {
		v.of[i] = -1
	}
	return v
}

func (v *verdict) report() Report {
	r := Report{Missing: []Missing{}, Unexpected: []Unexpected{}, Evicted: v.journal.Evicted}
	for k := range v.expected {
		if least, _ := v.expected[k].bounds(); len(v.taken[k]) < least {
			r.Missing = append(r.Missing, Missing{k, v.expected[k], len(v.taken[k]), least})
		}
	}
	for i, e := range v.calls {
		if v.of[i] < 0 {
			r.Unexpected = append(r.Unexpected, Unexpected{e.ID, e.Service, e.Operation, e.Method, e.URL, e.Status, v.why(e)})
		}
	}
	r.OK = len(r.Missing)+len(r.Unexpected) == 0
	return r
}

func (v *verdict) why(e *Exchange) string {
	for k := range v.expected {
		if v.expected[k].fits(e) {
			if _, most := v.expected[k].bounds(); len(v.taken[k]) >= most {
				return fmt.Sprintf("expectation %d has its %d calls already", k, most)
			}
			return fmt.Sprintf("expectation %d is not due at this place", k)
		}
	}
	return "no expectation matches it"
}

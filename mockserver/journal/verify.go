package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/ergodrome/ergodrome/mockserver/internal/strictjson"
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

func (x *Expectation) filter() Filter {
	return Filter{Service: x.Service, Operation: x.Operation, Method: x.Method, Path: x.Path, Status: x.Status}
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
	data = bytes.TrimSpace(data)
	switch {
	case len(data) == 0:
		return nil, false, &Invalid{"expected", "is empty; use JSON"}
	case data[0] == '{':
		err = strictjson.Decode("", data, &whole)
	default:
		err = strictjson.Decode("expected", data, &whole.Expected)
	}
	if bad, ok := errors.AsType[*strictjson.Error](err); ok {
		if bad.Field == "" {
			bad.Field = "expected"
		}
		return nil, false, &Invalid{bad.Field, bad.Reason}
	}
	if err != nil {
		return nil, false, err
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
		if err := CheckPath(fmt.Sprintf("expected[%d].path", i), x.Path); err != nil {
			return nil, false, err
		}
	}
	return whole.Expected, whole.InOrder, nil
}

// Verify compares the calls that are recorded, in any order, with expected. Each
// call counts for one expectation, in the way that leaves least to complain.
func (j *Journal) Verify(expected []Expectation) Report {
	r, _ := j.compare(context.Background(), expected, false, math.MaxInt) // which never ends
	return r
}

// VerifyInOrder is Verify for calls that should come in the order of expected:
// all of the first, then all of the second, and so on.
func (j *Journal) VerifyInOrder(expected []Expectation) Report {
	r, _ := j.compare(context.Background(), expected, true, math.MaxInt)
	return r
}

// maxCompared bounds the bytes of paths that one call of Compare looks at.
const maxCompared = 128 << 20

// Compare is VerifyInOrder or Verify for callers who are not trusted: it gives up
// when ctx ends, and refuses with an *Invalid to compare so many patterns with so
// long paths that it would take more than seconds.
func (j *Journal) Compare(ctx context.Context, expected []Expectation, inOrder bool) (Report, error) {
	return j.compare(ctx, expected, inOrder, maxCompared)
}

func (j *Journal) compare(ctx context.Context, expected []Expectation, inOrder bool, most int) (Report, error) {
	v, err := newVerdict(ctx, j, expected, most)
	switch {
	case err != nil:
	case inOrder:
		err = v.align(ctx)
	default:
		if err = v.assign(ctx, func(x *Expectation) int { least, _ := x.bounds(); return least }); err == nil {
			err = v.assign(ctx, func(x *Expectation) int { _, most := x.bounds(); return most })
		}
	}
	if err != nil {
		return Report{}, err
	}
	return v.report(), nil
}

// verdict is an assignment of calls to expectations.
type verdict struct {
	journal  Stats
	calls    []*Exchange
	expected []Expectation
	fits     [][]bool // by expectation and call
	of       []int    // by call: its expectation, or -1
	taken    [][]int  // by expectation: its calls
}

func newVerdict(ctx context.Context, j *Journal, expected []Expectation, most int) (*verdict, error) {
	v := &verdict{journal: j.Stats(), calls: j.Exchanges(Filter{}), expected: expected}
	v.taken, v.fits = make([][]int, len(expected)), make([][]bool, len(expected))
	v.of = make([]int, len(v.calls))
	for i := range v.of {
		v.of[i] = -1
	}
	same := map[Filter][]bool{}
	for k := range expected {
		f := expected[k].filter()
		if v.fits[k] = same[f]; v.fits[k] != nil {
			continue
		}
		path, fits := newPathPattern(f.Path), make([]bool, len(v.calls))
		for i, e := range v.calls {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if f.Path != "" {
				most -= len(e.Path)
			}
			if most < 0 {
				return nil, &Invalid{"expected", "has too many different paths for a journal with such long ones: verify fewer at a time"}
			}
			fits[i] = f.fits(path, e)
		}
		v.fits[k], same[f] = fits, fits
	}
	return v, nil
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
			r.Unexpected = append(r.Unexpected, Unexpected{e.ID, e.Service, e.Operation, e.Method, e.URL, e.Status, v.why(i)})
		}
	}
	r.OK = len(r.Missing)+len(r.Unexpected) == 0
	return r
}

func (v *verdict) why(i int) string {
	for k := range v.expected {
		if v.fits[k][i] {
			if _, most := v.expected[k].bounds(); len(v.taken[k]) >= most {
				return fmt.Sprintf("expectation %d has its %d calls already", k, most)
			}
			return fmt.Sprintf("expectation %d is not due at this place", k)
		}
	}
	return "no expectation matches it"
}

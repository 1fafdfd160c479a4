package journal_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	. "github.com/ergodrome/ergodrome/mockserver/journal"
)

// made records one call for each letter, with the letter as operation.
func made(letters string) *Journal {
	j := New(Options{})
	for _, c := range letters {
		call(j, string(c), "GET /v1/"+string(c), 200)
	}
	return j
}

// spellReport writes expectations that miss calls as -N, calls without
// expectation by their operation.
func spellReport(r Report) string {
	var b strings.Builder
	for _, m := range r.Missing {
		fmt.Fprintf(&b, "-%d", m.Index)
	}
	for _, u := range r.Unexpected {
		b.WriteString(u.Operation)
	}
	if r.OK != (b.Len() == 0) {
		b.WriteString("?!")
	}
	return b.String()
}

func TestVerify(t *testing.T) {
	tests := []struct {
		name, calls, expected string
		any, inOrder          string // what the report complains about
	}{
		{"is content with nothing", ``, `[]`, "", ""},
		{"misses a call", ``, `[{"operation":"a"}]`, "-0", "-0"},
		{"wonders about a call", `a`, `[]`, "a", "a"},
		{"takes any number by default", `aaa`, `[{"operation":"a"}]`, "", ""},
		{"counts to the least", `aa`, `[{"operation":"a","min":3}]`, "-0", "-0"},
		{"counts to the most", `aaa`, `[{"operation":"a","max":2}]`, "a", "a"},
		{"takes none for an answer", ``, `[{"operation":"a","min":0}]`, "", ""},
		{"forbids calls", `ab`, `[{"operation":"a","max":0},{"operation":"b"}]`, "a", "a"},
		{"sees the order when asked to", `ba`, `[{"operation":"a"},{"operation":"b"}]`, "", "-1b"},
		{"takes repeated steps in order", `abab`, `[{"operation":"a"},{"operation":"b"},{"operation":"a"},{"operation":"b"}]`, "", ""},
		{"loses one step, not the rest", `bcd`, `[{"operation":"a"},{"operation":"b"},{"operation":"c"},{"operation":"d"}]`, "-0", "-0"},
		{"passes over a stranger", `axb`, `[{"operation":"a"},{"operation":"b"}]`, "x", "x"},
		{"gives a call to whoever needs it", `ab`, `[{"path":"/v1/*","max":1},{"operation":"a"}]`, "", "-1a"},
		{"matches method and class of status", `a`, `[{"method":"GET","status":2,"service":"svc"}]`, "", ""},
		{"misses another status", `a`, `[{"status":404}]`, "-0a", "-0a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expected, inOrder, err := ParseExpectations([]byte(tt.expected))
			require.NoError(t, err)
			require.False(t, inOrder)
			require.Equal(t, tt.any, spellReport(made(tt.calls).Verify(expected)))
			if tt.name != "sees the order when asked to" && tt.name != "gives a call to whoever needs it" {
				require.Equal(t, tt.inOrder, spellReport(made(tt.calls).VerifyInOrder(expected)))
				return
			}
			got := made(tt.calls).VerifyInOrder(expected) // either of two complaints is right
			require.Len(t, got.Missing, 1)
			require.Len(t, got.Unexpected, 1)
		})
	}
}

func TestReportSaysWhy(t *testing.T) {
	expected := []Expectation{{Operation: "a", Max: new(1)}}
	r := made("aaz").Verify(expected)
	require.Equal(t, []Unexpected{
		{ID: 2, Service: "svc", Operation: "a", Method: "GET", URL: "/svc/v1/a", Status: 200, Reason: "expectation 0 has its 1 calls already"},
		{ID: 3, Service: "svc", Operation: "z", Method: "GET", URL: "/svc/v1/z", Status: 200, Reason: "no expectation matches it"},
	}, r.Unexpected)
	r = made("").Verify(expected)
	require.Equal(t, []Missing{{Index: 0, Expectation: expected[0], Got: 0, Want: 1}}, r.Missing)
	j := New(Options{MaxExchanges: 1})
	call(j, "a", "GET /", 200)
	call(j, "a", "GET /", 200)
	require.Equal(t, int64(1), j.Verify(nil).Evicted)
}

// TestVerifyComplainsLeast compares with every possible assignment.
func TestVerifyComplainsLeast(t *testing.T) {
	patterns := []string{"/v1/a", "/v1/b", "/v1/*"}
	rapid.Check(t, func(t *rapid.T) {
		calls := rapid.StringMatching(`[abc]{0,5}`).Draw(t, "calls")
		var expected []Expectation
		for range rapid.IntRange(0, 3).Draw(t, "expectations") {
			least := rapid.IntRange(0, 2).Draw(t, "min")
			expected = append(expected, Expectation{
				Path: rapid.SampledFrom(patterns).Draw(t, "path"), Min: new(least), Max: new(least + rapid.IntRange(0, 2).Draw(t, "more")),
			})
		}
		complaints := func(r Report) int {
			n := len(r.Unexpected)
			for _, m := range r.Missing {
				n += m.Want - m.Got
			}
			return n
		}
		got := made(calls)
		require.Equal(t, best(calls, expected, nil, false), complaints(got.Verify(expected)), "in any order")
		require.Equal(t, best(calls, expected, nil, true), complaints(got.VerifyInOrder(expected)), "in order")
	})
}

// best tries all assignments of calls to expectations and counts the fewest
// complaints.
func best(calls string, expected []Expectation, chosen []int, inOrder bool) int {
	if len(chosen) < len(calls) {
		least := best(calls, expected, append(chosen, -1), inOrder)
		for k, x := range expected {
			if x.Path == "/v1/*" || x.Path == "/v1/"+calls[len(chosen):len(chosen)+1] {
				least = min(least, best(calls, expected, append(chosen, k), inOrder))
			}
		}
		return least
	}
	complaints, last := 0, 0
	got := make([]int, len(expected))
	for _, k := range chosen {
		if k < 0 {
			complaints++
			continue
		}
		if inOrder && k < last {
			return 1000
		}
		last = k
		got[k]++
	}
	for k, x := range expected {
		if got[k] > *x.Max {
			return 1000
		}
		complaints += max(0, *x.Min-got[k])
	}
	return complaints
}

func TestParseExpectations(t *testing.T) {
	expected, inOrder, err := ParseExpectations([]byte(`{"expected":[{"operation":"a","min":2}],"inOrder":true}`))
	require.NoError(t, err)
	require.True(t, inOrder)
	require.Equal(t, []Expectation{{Operation: "a", Min: new(2)}}, expected)
	tests := []struct{ name, in, field, reason string }{
		{"refuses what is not JSON", `x`, "expected", "invalid character"},
		{"refuses what follows", `[] 1`, "expected", "more follows"},
		{"refuses unknown members", `[{"operations":"a"}]`, "expected[0].operations", "no such member"},
		{"refuses a wrong type", `{"expected":[{"min":"1"}]}`, "expected[0].min", "is not a whole number"},
		{"refuses a negative count", `[{"min":-1}]`, "expected[0].min", "negative"},
		{"refuses bounds that cross", `[{},{"min":2,"max":1}]`, "expected[1].max", "less than min"},
		{"refuses a status that is none", `[{"status":42}]`, "expected[0].status", "neither a status nor a class"},
		{"refuses a long pattern", `[{},{"path":"/` + strings.Repeat("x", 1024) + `"}]`, "expected[1].path", "at most 1024 in 32"},
		{"refuses a deep pattern", `[{"path":"` + strings.Repeat("/**", 200) + `x"}]`, "expected[0].path", "has 601 bytes in 201 segments"},
		{"refuses a flood", `[` + strings.Repeat(`{},`, 1000) + `{}]`, "expected", "at most 1000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := ParseExpectations([]byte(tt.in))
			bad, ok := errors.AsType[*Invalid](err)
			require.True(t, ok, "%v", err)
			require.Equal(t, tt.field, bad.Field)
			require.Contains(t, bad.Reason, tt.reason)
		})
	}
}

func FuzzParseExpectations(f *testing.F) {
	f.Add([]byte(`[{"operation":"a","min":1,"max":2,"path":"/**/x"}]`), "ab")
	f.Add([]byte(`{"expected":[{"status":2},{"max":0}],"inOrder":true}`), "abc")
	f.Fuzz(func(t *testing.T, data []byte, calls string) {
		expected, _, err := ParseExpectations(data)
		if err != nil {
			if _, ok := errors.AsType[*Invalid](err); !ok {
				t.Fatalf("%v is not Invalid", err)
			}
			return
		}
		j := New(Options{})
		for i := range min(len(calls), 10) {
			call(j, calls[i:i+1], "GET /v1/x", 200)
		}
		for _, r := range []Report{j.Verify(expected), j.VerifyInOrder(expected)} {
			require.Equal(t, r.OK, len(r.Missing)+len(r.Unexpected) == 0)
		}
	})
}

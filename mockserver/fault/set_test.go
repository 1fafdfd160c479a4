package fault_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	. "github.com/ergodrome/ergodrome/mockserver/fault"
)

var get = Exchange{Service: "s", Operation: "op", Method: "GET", Path: "/v1/a", Query: map[string][]string{"q": {"1", "2"}}}

func put(t testing.TB, rules ...Rule) *Set {
	t.Helper()
	s := New(7)
	require.NoError(t, s.Put(rules))
	return s
}

// plans spells which rules hit each of n equal exchanges.
func plans(s *Set, n int) string {
	var b strings.Builder
	for range n {
		p := s.Plan(get)
		if p == nil {
			b.WriteString(".")
			continue
		}
		b.WriteString(strings.Join(p.Rules, "+"))
		p.Settle()
	}
	return b.String()
}

func status(name string, n int) Rule { return Rule{Name: name, Do: Do{Status: n}} }

func TestPlanCounts(t *testing.T) {
	slow := Rule{Name: "s", Do: Do{Delay: Duration(time.Second)}}
	with := func(r Rule, after, times int) Rule { r.After, r.Times = after, times; return r }
	tests := []struct {
		name  string
		rules []Rule
		want  string
	}{
		{"lets everything pass without rules", nil, "....."},
		{"hits for ever by default", []Rule{status("a", 500)}, "aaaaa"},
		{"spares the first", []Rule{with(status("a", 500), 2, 0)}, "..aaa"},
		{"hits so many times", []Rule{with(status("a", 500), 0, 2)}, "aa..."},
		{"spares, hits, spares", []Rule{with(status("a", 500), 1, 2)}, ".aa.."},
		{"takes answers one after the other", []Rule{with(status("a", 500), 0, 1), with(status("b", 503), 0, 2)}, "abb.."},
		{"combines a delay with an answer", []Rule{with(slow, 0, 2), with(status("a", 500), 1, 2)}, "ss+aa.."},
		{"does not match other exchanges", []Rule{{Name: "a", Match: Match{Operation: "other"}, Do: Do{Reset: true}}}, "....."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, plans(put(t, tt.rules...), 5))
		})
	}
}

func TestMatch(t *testing.T) {
	tests := []struct {
		name  string
		match Match
		want  bool
	}{
		{"matches everything when empty", Match{}, true},
		{"matches all members together", Match{Service: "s", Operation: "op", Method: "GET", Path: "/v1/*", Query: map[string]string{"q": "2"}}, true},
		{"needs the service", Match{Service: "t"}, false},
		{"needs the method", Match{Method: "POST"}, false},
		{"needs the path", Match{Path: "/v1"}, false},
		{"needs the parameter", Match{Query: map[string]string{"p": "*"}}, false},
		{"needs the parameter's value", Match{Query: map[string]string{"q": "3"}}, false},
		{"takes any value for *", Match{Query: map[string]string{"q": "*"}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := put(t, Rule{Match: tt.match, Do: Do{Reset: true}}).Plan(get)
			p.Settle()
			require.Equal(t, tt.want, p != nil)
		})
	}
}

// TestGlobAgreesWithARegexp compares path patterns with regular expressions
// made from them.
func TestGlobAgreesWithARegexp(t *testing.T) {
	segment := rapid.SampledFrom([]string{"a", "b", "", "ab", "."})
	pattern := rapid.SampledFrom([]string{"a", "b", "", "*", "**", "**", "."})
	rapid.Check(t, func(t *rapid.T) {
		path := "/" + strings.Join(rapid.SliceOfN(segment, 1, 6).Draw(t, "path"), "/")
		glob := "/" + strings.Join(rapid.SliceOfN(pattern, 1, 5).Draw(t, "glob"), "/")
		expr := "^"
		for s := range strings.SplitSeq(glob[1:], "/") {
			switch s {
			case "*":
				expr += "/[^/]+"
			case "**":
				expr += "(?:/[^/]*)*"
			default:
				expr += "/" + regexp.QuoteMeta(s)
			}
		}
		s := New(1)
		require.NoError(t, s.Put([]Rule{{Match: Match{Path: glob}, Do: Do{Reset: true}}}))
		p := s.Plan(Exchange{Path: path})
		p.Settle()
		require.Equal(t, regexp.MustCompile(expr+"$").MatchString(path), p != nil, "%s on %s", glob, path)
	})
}

func TestProbabilityIsSeededByName(t *testing.T) {
	p := 0.3
	a, b := Rule{Name: "a", Probability: &p, Do: Do{Reset: true}}, Rule{Name: "b", Probability: &p, Do: Do{Delay: 1}}
	alone := plans(put(t, a), 1000)
	hits := strings.Count(alone, "a")
	require.InDelta(t, 300, hits, 60)
	require.Equal(t, alone, plans(put(t, a), 1000), "the same seed does the same")
	both := plans(put(t, b, a), 1000)
	require.Equal(t, hits, strings.Count(both, "a"), "another rule does not change this one's chance")
	other := New(8)
	require.NoError(t, other.Put([]Rule{a}))
	require.NotEqual(t, alone, plans(other, 1000))
	a.Times = 2
	require.Equal(t, 2, strings.Count(plans(put(t, a), 1000), "a"), "times counts hits, not draws")
}

func TestCloneGoesItsOwnWay(t *testing.T) {
	p := 0.5
	s := put(t, Rule{Name: "a", Times: 40, Probability: &p, Do: Do{Reset: true}})
	plans(s, 10)
	fork := s.Clone()
	require.Equal(t, s.Rules(), fork.Rules())
	require.Equal(t, plans(s, 100), plans(fork, 100), "chance goes on alike")
	fork.Clear()
	require.Empty(t, fork.Rules())
	require.Len(t, s.Rules(), 1)
}

func TestUnused(t *testing.T) {
	s := put(t, status("used", 500), Rule{Name: "unmatched", Match: Match{Path: "/no"}, Do: Do{Reset: true}},
		Rule{Name: "missed", Do: Do{Corrupt: []Corrupt{{Kind: Bits, Bits: 8}}}})
	p := s.Plan(get)
	_, _, _, ok := p.Answer()
	require.True(t, ok)
	require.Equal(t, []string{"missed: no body came to be damaged"}, settled(p))
	var names []string
	for _, r := range s.Unused() {
		names = append(names, r.Name)
	}
	require.Equal(t, []string{"unmatched", "missed"}, names)
	state := s.Rules()
	require.Equal(t, 1, state[0].Applied)
	require.Equal(t, [3]int{1, 0, 1}, [3]int{state[2].Matched, state[2].Applied, state[2].Missed})
	require.Equal(t, "no body came to be damaged", state[2].LastMiss)
}

func settled(p *Plan) []string { p.Settle(); p.Settle(); return p.Misses() }

func TestMissedDamageDoesNotUseUpTimes(t *testing.T) {
	s := put(t, Rule{Times: 1, Do: Do{Patch: []Operation{{Op: "remove", Path: "/a"}}}})
	for i, body := range []string{`{"b":1}`, `nonsense`, `{"a":1,"b":2}`} {
		p := s.Plan(get)
		got := p.DamageFunc()("application/json", []byte(body))
		p.Settle()
		if i < 2 {
			require.Equal(t, body, string(got), "what cannot be damaged stays as it is")
			require.Len(t, p.Misses(), 1)
		} else {
			require.Equal(t, `{"b":2}`, string(got))
			require.Empty(t, p.Misses())
		}
	}
	require.Nil(t, s.Plan(get))
}

func TestAnswer(t *testing.T) {
	tests := []struct {
		name, do, mediaType, body string
		status                    int
	}{
		{"answers a status alone", `{"status":503}`, "", "", 503},
		{"answers JSON", `{"body":{"a": 1}}`, "application/json", `{"a": 1}`, 200},
		{"answers raw text", `{"status":502,"body":"<html>"}`, "text/plain; charset=utf-8", "<html>", 502},
		{"answers any media type", `{"body":"<html>","headers":{"content-type":"text/html"}}`, "text/html", "<html>", 200},
		{"answers bytes", `{"bodyBase64":"AAEC"}`, "application/octet-stream", "\x00\x01\x02", 200},
		{"answers null", `{"body":null}`, "application/json", "null", 200},
		{"spoils its own answer", `{"body":{"a":1},"patch":[{"op":"add","path":"/b","value":2}]}`, "application/json", `{"a":1,"b":2}`, 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rules, err := Parse([]byte(`[{"do":` + tt.do + `}]`))
			require.NoError(t, err)
			p := put(t, rules...).Plan(get)
			status, header, body, ok := p.Answer()
			require.True(t, ok)
			require.Equal(t, tt.status, status)
			require.Equal(t, tt.mediaType, header.Get("Content-Type"))
			require.Equal(t, tt.body, string(body))
			require.Empty(t, settled(p))
		})
	}
}

func TestNilPlanIsFaultless(t *testing.T) {
	var s *Set
	p := s.Plan(get)
	require.Nil(t, p)
	_, _, _, ok := p.Answer()
	require.False(t, ok)
	require.Nil(t, p.DamageFunc())
	require.False(t, p.Identity())
	require.Empty(t, p.Misses())
	p.Settle()
}

func BenchmarkPlanWithoutRules(b *testing.B) {
	s := New(1)
	b.ReportAllocs()
	for b.Loop() {
		s.Plan(get)
	}
}

func BenchmarkPlanTenRules(b *testing.B) {
	var rules []Rule
	for range 10 {
		rules = append(rules, Rule{Match: Match{Path: "/v1/**/results"}, Do: Do{Reset: true}})
	}
	s := put(b, rules...)
	b.ReportAllocs()
	for b.Loop() {
		s.Plan(get)
	}
}

package journal

import (
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func (j *Journal) take(body string) *record {
	j.Close(j.Open(time.Time{}, "s", "", httptest.NewRequest("GET", "/", nil)), Answer{Body: []byte(body), Status: 200})
	return j.at(j.count - 1)
}

func TestNothingIsRedactedBeforeSomebodyLooks(t *testing.T) {
	j := New(Options{})
	r := j.take("x")
	require.NotNil(t, r.raw)
	_ = j.Exchanges(Filter{Operation: "another"})
	require.NotNil(t, r.raw)
	newer := j.take("y")
	require.Len(t, j.Exchanges(Filter{Limit: 1}), 1)
	require.Nil(t, newer.raw)
	require.NotNil(t, r.raw)
	_ = j.Exchanges(Filter{})
	require.Nil(t, r.raw, "and what was there is let go")
}

// TestOlderOnesThanThoseThatAreShownAreNotRedacted, also where only redacting shows whether an exchange is one.
func TestOlderOnesThanThoseThatAreShownAreNotRedacted(t *testing.T) {
	for name, f := range map[string]Filter{"any": {Limit: 2}, "by path": {Limit: 2, Path: "/even"}, "by method": {Limit: 2, Path: "/even", Method: "GET"}} {
		j := New(Options{})
		for i := range 10 {
			path := map[bool]string{true: "/even", false: "/odd"}[i%2 == 0]
			j.Close(j.Open(time.Time{}, "s", "", httptest.NewRequest("GET", path, nil)), Answer{Status: 200})
		}
		list := j.Exchanges(f)
		require.Len(t, list, 2, name)
		require.Less(t, list[0].ID, list[1].ID, name)
		for i := range j.count {
			require.Equal(t, int64(i+1) < list[0].ID, j.at(i).raw != nil, "%s: %d", name, i+1)
		}
		require.Len(t, j.Exchanges(Filter{Path: "/even"}), 5, name)
	}
}

// TestForgottenSecretsAreNotHeld makes the redactor forget: what waits must not
// keep more than one generation of secrets in memory until somebody looks.
func TestForgottenSecretsAreNotHeld(t *testing.T) {
	j := New(Options{})
	j.Redactor().Remember(100)
	first, n := j.take("x"), 0
	age := func() {
		for range 100 {
			n++
			j.Redactor().AddSecrets("secret-" + strconv.Itoa(n))
		}
	}
	age()
	age()
	second := j.take("y")
	require.Equal(t, 1, second.age)
	require.NotNil(t, first.raw, "what it may hold is known or was just forgotten")
	age()
	third := j.take("z")
	require.Nil(t, first.raw)
	require.NotNil(t, second.raw)
	require.NotNil(t, third.raw)
}

// TestBytesAreThoseOfWhatIsKept looks at some of what waits, whose marks are
// longer than what they stand for.
func TestBytesAreThoseOfWhatIsKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := New(Options{MaxBytes: 20_000, MaxExchanges: 30})
		for range rapid.IntRange(1, 60).Draw(t, "calls") {
			j.take(strings.Repeat(`"token":1,`, rapid.IntRange(0, 300).Draw(t, "tokens")))
			if rapid.IntRange(0, 3).Draw(t, "look") == 0 {
				_ = j.Exchanges(Filter{After: j.ids.Load() - int64(rapid.IntRange(0, 10).Draw(t, "newest"))})
			}
			var sum int64
			for i := range j.count {
				r := j.at(i)
				require.True(t, r.kept)
				sum += r.size
				if r.raw == nil {
					require.Equal(t, r.view.size(), r.size)
				}
			}
			require.Equal(t, sum, j.bytes)
			require.LessOrEqual(t, j.bytes, j.options.MaxBytes)
			require.Equal(t, j.ids.Load(), j.evicted+int64(j.count))
		}
	})
}

func TestReachIsThatOfTheLongestSpelling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-z0-9/+=<>&"\\ -]{6,40}`), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "secret")
		for _, spelling := range spellings(s) {
			require.LessOrEqual(t, len(spelling), reach(s), "%q", spelling)
		}
	})
}

package journal_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	. "github.com/ergodrome/ergodrome/mockserver/journal"
)

// matches is the meaning of a pattern, spelled out.
func matches(pattern, path []string) bool {
	switch {
	case len(pattern) == 0:
		return len(path) == 0
	case pattern[0] == "**":
		return matches(pattern[1:], path) || len(path) > 0 && matches(pattern, path[1:])
	case len(path) == 0:
		return false
	}
	return (pattern[0] == path[0] || pattern[0] == "*" && path[0] != "") && matches(pattern[1:], path[1:])
}

func TestPatternMeansWhatItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := "/" + strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "*", "**", ""}), 0, 7).Draw(t, "pattern"), "/")
		path := "/" + strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", ""}), 0, 7).Draw(t, "path"), "/")
		j := New(Options{})
		call(j, "x", "GET "+path, 200)
		want := matches(strings.Split(pattern, "/"), strings.Split(path, "/"))
		require.Equal(t, want, len(j.Exchanges(Filter{Path: pattern})) == 1, "%s on %s", pattern, path)
	})
}

func TestPatternHasABound(t *testing.T) {
	j := New(Options{})
	deep := strings.Repeat("/a", 31)
	call(j, "x", "GET "+deep, 200)
	call(j, "y", "GET "+deep+"/a", 200)
	require.NoError(t, CheckPath("path", deep))
	require.Equal(t, "x", operations(j.Exchanges(Filter{Path: deep})))
	require.ErrorContains(t, CheckPath("path", deep+"/a"), "path: has 64 bytes in 33 segments; at most 1024 in 32")
	require.Empty(t, j.Exchanges(Filter{Path: deep + "/a"}))
}

// hostile is a full journal of long paths, and patterns that nearly match them.
func hostile() (*Journal, []Expectation) {
	j := New(Options{})
	for range 1000 {
		call(j, "x", "GET "+strings.Repeat("/a", 3000), 200)
	}
	expected := make([]Expectation, 1000)
	for i := range expected {
		expected[i].Path = strings.Repeat("/**/a", 15) + fmt.Sprint(i)
	}
	return j, expected
}

func TestVerifyEndsWithItsContext(t *testing.T) {
	j, expected := hostile()
	for _, inOrder := range []bool{false, true} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		_, err := j.Compare(ctx, expected, inOrder)
		cancel()
		require.ErrorIs(t, err, context.DeadlineExceeded)
	}
}

func TestCompareHasABound(t *testing.T) {
	j, expected := hostile()
	_, err := j.Compare(t.Context(), expected, false)
	bad, ok := errors.AsType[*Invalid](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, "expected", bad.Field)
	for i := range expected {
		expected[i] = expected[0] // which is looked at once
	}
	r, err := j.Compare(t.Context(), expected, false)
	require.NoError(t, err)
	require.Len(t, r.Unexpected, 1000)
}

// BenchmarkMatch compares a path with a pattern that fits it nearly everywhere.
func BenchmarkMatch(b *testing.B) {
	for _, segments := range []int{10, 100, 1000, 10_000} {
		b.Run(fmt.Sprint(segments, " segments"), func(b *testing.B) {
			j := New(Options{})
			call(j, "x", "GET "+strings.Repeat("/a", segments), 200)
			f := Filter{Path: strings.Repeat("/**/a", 15) + "b"}
			b.ReportAllocs()
			for b.Loop() {
				if len(j.Exchanges(f)) != 0 {
					b.Fatal("it fits")
				}
			}
		})
	}
}

package memo_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/internal/memo"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestAnAnswerIsRememberedByItsKey(t *testing.T) {
	a := memo.New(1 << 20)
	require.Nil(t, a.Get([]byte("k"), noon))
	a.Put([]byte("k"), []byte("body"), memo.Span{})
	require.Equal(t, "body", string(a.Get([]byte("k"), noon)))
	require.Nil(t, a.Get([]byte("other"), noon))
	a.Put([]byte("k"), []byte("newer"), memo.Span{})
	require.Equal(t, "newer", string(a.Get([]byte("k"), noon)))
}

// TestAnAnswerIsRightInItsSpan compares what is remembered with what would be made,
// for answers that tell which of some moments have come.
func TestAnAnswerIsRightInItsSpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		moments := rapid.SliceOf(rapid.IntRange(0, 20)).Draw(t, "moments")
		at := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }
		answer := func(now int, span *memo.Span) []byte {
			body := []byte("come: ")
			for i, m := range moments {
				span.Turns(at(m), at(now))
				if !at(m).After(at(now)) {
					body = fmt.Append(body, i, " ")
				}
			}
			return body
		}
		a := memo.New(1 << 20)
		for _, now := range rapid.SliceOf(rapid.IntRange(-1, 21)).Draw(t, "clock") {
			var span memo.Span
			want := answer(now, &span)
			if got := a.Get([]byte("k"), at(now)); got != nil {
				require.Equal(t, string(want), string(got))
			} else {
				a.Put([]byte("k"), want, span)
			}
			require.NotNil(t, a.Get([]byte("k"), at(now)), "what was just made is right")
		}
	})
}

func TestAnAnswerIsMadeOnceAndKeptWithoutSpareRoom(t *testing.T) {
	a, made := memo.New(1<<20), 0
	grown := append(make([]byte, 0, 4096), "body"...)
	ask := func() []byte {
		body, err := a.Of([]byte("k"), noon, func(*memo.Span) ([]byte, error) { made++; return grown, nil })
		require.NoError(t, err)
		require.Equal(t, "body", string(body))
		return body
	}
	require.NotSame(t, &grown[0], &ask()[0], "a slice of it would hold all of its room")
	ask()
	require.Equal(t, 1, made)
	_, err := a.Of([]byte("other"), noon, func(*memo.Span) ([]byte, error) { return grown, errors.New("not now") })
	require.EqualError(t, err, "not now")
	require.Nil(t, a.Get([]byte("other"), noon))
}

func TestMemoryIsBounded(t *testing.T) {
	const limit = 100_000
	a := memo.New(limit)
	key := func(i int) []byte { return fmt.Append(nil, "key ", i) }
	for i := range 10_000 {
		a.Put(key(i), make([]byte, 500), memo.Span{})
		require.NotNil(t, a.Get(key(0), noon), "what is asked for stays")
		if i%7 == 0 {
			a.Put(key(i), make([]byte, 700), memo.Span{})
		}
	}
	kept := 0
	for i := range 10_000 {
		if a.Get(key(i), noon) != nil {
			kept++
		}
	}
	require.LessOrEqual(t, kept*500, limit)
	require.Greater(t, kept, 50)
	a.Put([]byte("large"), make([]byte, limit/2), memo.Span{})
	require.Nil(t, a.Get([]byte("large"), noon))
}

func TestManyMayAskAtOnce(t *testing.T) {
	a := memo.New(10_000)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range 500 {
				key := fmt.Append(nil, i%40)
				if body := a.Get(key, noon); body != nil && string(body[:len(key)]) != string(key) {
					t.Errorf("%q is answered with %q", key, body)
				}
				a.Put(key, append(key, make([]byte, 300)...), memo.Span{})
			}
		})
	}
	all.Wait()
}

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
	"github.com/ergodrome/ergodrome/mockserver/journal"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func body(a *memo.Answers, key []byte, now time.Time) []byte {
	b, _ := a.Get(key, now)
	return b
}

// TestWhatAnAnswerTurnedOnIsRememberedWithIt, and is not what the exchange has read otherwise.
func TestWhatAnAnswerTurnedOnIsRememberedWithIt(t *testing.T) {
	a := memo.New(1 << 20)
	for _, guard := range []journal.Reads{1, 8} {
		x := &journal.Exchange{Reads: guard}
		_, err := a.Of([]byte("k"), noon, x, func(*memo.Span) ([]byte, error) {
			x.Reads |= 4
			return []byte("body"), nil
		})
		require.NoError(t, err)
		require.Equal(t, guard|4, x.Reads)
	}
	_, reads := a.Get([]byte("k"), noon)
	require.Equal(t, journal.Reads(4), reads)
}

func TestAnAnswerIsRememberedByItsKey(t *testing.T) {
	a := memo.New(1 << 20)
	require.Nil(t, body(a, []byte("k"), noon))
	a.Put([]byte("k"), []byte("body"), memo.Span{}, 0)
	require.Equal(t, "body", string(body(a, []byte("k"), noon)))
	require.Nil(t, body(a, []byte("other"), noon))
	a.Put([]byte("k"), []byte("newer"), memo.Span{}, 0)
	require.Equal(t, "newer", string(body(a, []byte("k"), noon)))
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
			if got := body(a, []byte("k"), at(now)); got != nil {
				require.Equal(t, string(want), string(got))
			} else {
				a.Put([]byte("k"), want, span, 0)
			}
			require.NotNil(t, body(a, []byte("k"), at(now)), "what was just made is right")
		}
	})
}

func TestAnAnswerIsMadeOnceAndKeptWithoutSpareRoom(t *testing.T) {
	a, made := memo.New(1<<20), 0
	grown := append(make([]byte, 0, 4096), "body"...)
	ask := func() []byte {
		body, err := a.Of([]byte("k"), noon, nil, func(*memo.Span) ([]byte, error) { made++; return grown, nil })
		require.NoError(t, err)
		require.Equal(t, "body", string(body))
		return body
	}
	require.NotSame(t, &grown[0], &ask()[0], "a slice of it would hold all of its room")
	ask()
	require.Equal(t, 1, made)
	_, err := a.Of([]byte("other"), noon, nil, func(*memo.Span) ([]byte, error) { return grown, errors.New("not now") })
	require.EqualError(t, err, "not now")
	require.Nil(t, body(a, []byte("other"), noon))
}

func TestMemoryIsBounded(t *testing.T) {
	const limit = 100_000
	a := memo.New(limit)
	key := func(i int) []byte { return fmt.Append(nil, "key ", i) }
	for i := range 10_000 {
		a.Put(key(i), make([]byte, 500), memo.Span{}, 0)
		require.NotNil(t, body(a, key(0), noon), "what is asked for stays")
		if i%7 == 0 {
			a.Put(key(i), make([]byte, 700), memo.Span{}, 0)
		}
	}
	kept := 0
	for i := range 10_000 {
		if body(a, key(i), noon) != nil {
			kept++
		}
	}
	require.LessOrEqual(t, kept*500, limit)
	require.Greater(t, kept, 50)
	a.Put([]byte("large"), make([]byte, limit/2), memo.Span{}, 0)
	require.Nil(t, body(a, []byte("large"), noon))
}

func TestManyMayAskAtOnce(t *testing.T) {
	a := memo.New(10_000)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range 500 {
				key := fmt.Append(nil, i%40)
				if b := body(a, key, noon); b != nil && string(b[:len(key)]) != string(key) {
					t.Errorf("%q is answered with %q", key, b)
				}
				a.Put(key, append(key, make([]byte, 300)...), memo.Span{}, 0)
			}
		})
	}
	all.Wait()
}

package sweatstack

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Two requests may find a thing before one of them deletes it.
func TestWhatWasDeletedMeanwhileIsNotBroughtBack(t *testing.T) {
	t.Parallel()
	s := newStore(&atomic.Uint64{})
	k := recordKey{"somebody", aboutTrace, "one"}
	for _, first := range []any{nil, "created"} { // of the population, or a caller's
		if first != nil {
			require.True(t, s.put(k, first))
		}
		room, there := s.replace(k, nil)
		require.True(t, room && there)
		for _, v := range []any{"replaced", nil} {
			_, there = s.replace(k, v)
			require.False(t, there)
		}
		require.Empty(t, s.recordsOf("somebody", aboutTrace))
	}
	p := &people{managed: map[string]user{"one": {id: "one", first: "A"}}, order: []string{"one"}}
	u, there := p.rename("one", "", "B")
	require.True(t, there)
	require.Equal(t, "A B", u.name())
	require.True(t, p.remove("one"))
	require.False(t, p.remove("one"))
	_, there = p.rename("one", "C", "")
	require.False(t, there)
	require.Empty(t, p.managedBy(""))
}

// A request may have come before the step that began a backfill, and be answered after it.
func TestABackfillThatTakesNoTimeIsOverBeforeItBegan(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.May, 20, 12, 0, 0, 0, time.UTC)
	b := backfill{began: now, first: now.AddDate(-1, 0, 0)}
	require.Equal(t, b.first, b.until(now.Add(-time.Second)))
	b.takes = time.Minute
	require.Equal(t, now, b.until(now.Add(-time.Second)))
}

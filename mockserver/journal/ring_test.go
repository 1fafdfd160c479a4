package journal

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestAMillionExchanges counts what a million exchanges leave behind; it does
// not measure time.
func TestAMillionExchanges(t *testing.T) {
	j := New(Options{})
	body := make([]byte, 64<<10)
	var most int64
	for i := range int64(1_000_000) {
		e := &Exchange{ID: i + 1, ResponseBody: body[:i%int64(len(body))]}
		j.store(&record{view: e})
		most = max(most, j.bytes)
	}
	require.LessOrEqual(t, most, int64(16<<20))
	require.LessOrEqual(t, len(j.ring), 1000)
	require.Equal(t, int64(1_000_000), j.Stats().Evicted+int64(j.Stats().Exchanges))
	held := 0
	for i, e := range j.ring {
		if inside := (i-j.head+len(j.ring))%len(j.ring) < j.count; inside != (e != nil) {
			t.Fatalf("place %d holds %v", i, e)
		} else if inside {
			held++
		}
	}
	require.Equal(t, j.count, held, "what made room is not held on to")
}

// TestRingAgreesWithASlice compares the ring with a list that forgets from the front.
func TestRingAgreesWithASlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := New(Options{MaxExchanges: rapid.IntRange(1, 40).Draw(t, "exchanges"), MaxBytes: rapid.Int64Range(2000, 40_000).Draw(t, "bytes")})
		var want []*Exchange
		var bytes int64
		for i, n := range rapid.SliceOfN(rapid.IntRange(0, 3000), 0, 120).Draw(t, "bodies") {
			e := &Exchange{ID: int64(i + 1), RequestBody: make([]byte, n)}
			j.store(&record{view: e})
			want, bytes = append(want, e), bytes+e.size()
			for len(want) > j.options.MaxExchanges || bytes > j.options.MaxBytes {
				bytes -= want[0].size()
				want = want[1:]
			}
			require.Equal(t, bytes, j.bytes)
		}
		got := j.Exchanges(Filter{})
		require.Len(t, got, len(want))
		for i := range got {
			require.Same(t, want[i], got[i])
		}
	})
}

func TestOneExchangeIsFoundByItsID(t *testing.T) {
	j := New(Options{MaxExchanges: 2})
	for range 3 {
		e := j.Open(time.Time{}, "toy", "", httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/items?access_token=verysecrettoken", http.NoBody))
		j.Close(e, Answer{Status: http.StatusOK})
	}
	require.Nil(t, j.Exchange(1), "it has made room")
	require.Nil(t, j.Exchange(4))
	require.Equal(t, int64(3), j.Exchange(3).ID)
	require.NotContains(t, j.Exchange(3).URL, "verysecrettoken")
	require.Nil(t, (*Journal)(nil).Exchange(1))
}

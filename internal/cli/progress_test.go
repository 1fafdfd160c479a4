package cli

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// watched is a progress whose clock a test moves, and what has been drawn.
func watched(most int64, bytes bool) (p *progress, pass func(time.Duration), drawn func() []string) {
	now, b := time.Unix(0, 0), &strings.Builder{}
	p = &progress{w: b, bytes: bytes, now: func() time.Time { return now }, width: func() int { return 120 }, most: most, began: now}
	return p, func(d time.Duration) { now = now.Add(d) }, func() []string {
		return strings.Split(strings.TrimPrefix(strings.ReplaceAll(b.String(), "\x1b[K", ""), "\r"), "\r")
	}
}

func TestProgressSaysHowFarItIsAndHowLongTheRestTakes(t *testing.T) {
	t.Parallel()
	p, pass, drawn := watched(-1, false)
	p.describe("athlete 1 of 2")
	pass(2 * time.Second)
	p.step()
	p.expect(40)
	for range 10 {
		pass(time.Second)
		p.step()
	}
	p.finish()
	lines := drawn()
	require.Equal(t, []string{"athlete 1 of 2 (0, 0/s) [0s]", "athlete 1 of 2 (1, 0/s) [2s]", "results   0% |                    | (0/40, 0/s) [0s]"}, lines[:3])
	require.Equal(t, []string{"results  25% |█████               | (10/40, 1/s) [10s:30s]", ""}, lines[len(lines)-2:])
}

func TestProgressOfBytesIsInTheirUnits(t *testing.T) {
	t.Parallel()
	p, pass, drawn := watched(5_000_000, true)
	pass(time.Second)
	n, err := p.Write(make([]byte, 2_500_000))
	require.NoError(t, err)
	require.Equal(t, 2_500_000, n)
	require.Equal(t, " 50% |██████████          | (2.5 MB/5 MB, 2.5 MB/s) [1s:1s]", drawn()[0])
	require.Equal(t, "999 B", p.amount(999))
	require.Equal(t, "1.5 GB", p.amount(1.5e9))
}

func TestProgressIsDrawnNoOftenerThanPeopleRead(t *testing.T) {
	t.Parallel()
	p, pass, drawn := watched(1000, false)
	for range 1000 {
		pass(time.Millisecond)
		p.step()
	}
	require.Len(t, drawn(), 10)
}

func TestProgressStaysInItsLine(t *testing.T) {
	t.Parallel()
	p, _, drawn := watched(10, false)
	p.width = func() int { return 12 }
	p.describe(strings.Repeat("é", 50))
	require.Equal(t, strings.Repeat("é", 11), drawn()[0])
	p.width = func() int { return 0 }
	p.describe("x")
}

func TestProgressThatNobodySeesIsNone(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	p := newByteProgress(&b, 10)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(p.step)
	}
	wg.Wait()
	p.describe("x")
	p.expect(1)
	p.finish()
	require.Empty(t, b.String())
}

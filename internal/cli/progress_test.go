package cli

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// A line says what is done, how fast, and how long the rest takes; it is drawn ten
// times a second at most, and wiped out at the end.
func TestProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		p := &progress{out: &out, most: -1, began: time.Now()}
		p.describe("athlete 1 of 9")
		p.expect(40)
		for range 10 {
			time.Sleep(50 * time.Millisecond)
			p.step()
		}
		p.finish()
		lines := strings.Split(out.String(), wipe)
		require.Equal(t, []string{
			"", "athlete 1 of 9", "results", "results  5 %  2 of 40  20/s  2s left", "results  10 %  4 of 40  20/s  2s left",
			"results  15 %  6 of 40  20/s  2s left", "results  20 %  8 of 40  20/s  2s left", "results  25 %  10 of 40  20/s  2s left", "",
		}, lines)
	})
}

func TestProgressOfBytes(t *testing.T) {
	for _, test := range []struct {
		name string
		p    progress
		want string
	}{
		{"with a size", progress{bytes: true, most: 4_000_000, done: 1_000_000}, "25 %  1.0 MB of 4.0 MB  0.5 MB/s  6s left"},
		{"without one", progress{bytes: true, most: -1, done: 1_000_000}, "1.0 MB  0.5 MB/s"},
		{"nothing yet", progress{bytes: true, most: 4}, ""},
		{"more than was said", progress{bytes: true, most: 1_000_000, done: 3_000_000}, "100 %  3.0 MB of 1.0 MB  1.5 MB/s"},
	} {
		t.Run(test.name, func(t *testing.T) { require.Equal(t, test.want, test.p.line(2*time.Second)) })
	}
}

func TestNobodyLooksAtProgress(t *testing.T) {
	var out strings.Builder
	p := newProgress(&out)
	p.describe("x")
	p.step()
	p.finish()
	require.Empty(t, out.String())
}

package journal_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/ergodrome/ergodrome/mockserver/journal"
)

func issued(i int) string { return fmt.Sprintf("issued-%08d-secret", i) }

func TestRedactorForgets(t *testing.T) {
	const most = 20_000
	r := NewRedactor()
	r.AddSecrets("k3pt-secret")
	r.KeepSecrets("k3pt-secret")
	for i := range 25_000 {
		r.AddSecrets(issued(i), "k3pt-secret")
		if i%1000 == 0 {
			r.Text("bring them into force one by one")
			r.AddSecrets(issued(0)) // is issued again, and so among the newest
		}
	}
	for name, r := range map[string]*Redactor{"itself": r, "its clone": r.Clone()} {
		t.Run("it knows the newest in "+name, func(t *testing.T) {
			for i := 15_000; i < 25_000; i++ {
				require.Equal(t, Redacted, r.Text(issued(i)))
			}
			require.Equal(t, Redacted, r.Text(issued(0)))
		})
	}
	t.Run("it forgets the oldest", func(t *testing.T) {
		n := 0
		for i := range 25_000 {
			if r.Text(issued(i)) == Redacted {
				n++
			}
		}
		require.LessOrEqual(t, n, most)
	})
	t.Run("it forgets all when it is reset, but for those to keep", func(t *testing.T) {
		c := r.Clone()
		c.Reset()
		require.Equal(t, issued(24_999), c.Text(issued(24_999)))
		require.Equal(t, Redacted, c.Text("k3pt-secret"))
		require.Equal(t, Redacted, r.Text(issued(24_999)), "the original is not changed")
	})
}

// TestSizeCountsEveryText makes records large in each place that a caller can
// reach, and expects the bound to hold.
func TestSizeCountsEveryText(t *testing.T) {
	long := strings.Repeat("x", 60_000)
	for name, fill := range map[string]func(e *Exchange){
		"the operation":      func(e *Exchange) { e.Operation = long },
		"the bug":            func(e *Exchange) { e.Bug = long },
		"a decision":         func(e *Exchange) { e.Decide("s", "o", long) },
		"a decision's step":  func(e *Exchange) { e.Decide(long, "o", "r") },
		"a fault":            func(e *Exchange) { e.Faults = []string{long} },
		"the protocol":       func(e *Exchange) { e.Proto = long },
		"the service's name": func(e *Exchange) { e.Service = long },
	} {
		t.Run("it counts "+name, func(t *testing.T) {
			j := New(Options{MaxBytes: 1 << 20})
			for range 50 {
				e := j.Open(start, "s", "", httptest.NewRequest("GET", "/", nil))
				fill(e)
				j.Close(e, Answer{Status: 200})
			}
			require.Less(t, j.Stats().Exchanges, 18)
		})
	}
	t.Run("it cuts the method", func(t *testing.T) {
		j := New(Options{})
		r := httptest.NewRequest("GET", "/", nil)
		r.Method = strings.Repeat("M", 60_000)
		j.Close(j.Open(start, "s", "", r), Answer{Status: 405})
		require.Equal(t, strings.Repeat("M", 61)+"…", j.Exchanges(Filter{})[0].Method)
		require.Less(t, j.Stats().Bytes, int64(2000))
	})
}

// BenchmarkAddSecrets issues secrets one by one, each of which is looked for at
// once: the cost of one must not depend on how many there were.
func BenchmarkAddSecrets(b *testing.B) {
	for _, before := range []int{0, 5_000, 15_000, 50_000} {
		b.Run(fmt.Sprint("after ", before), func(b *testing.B) {
			r := NewRedactor()
			for i := range before {
				r.AddSecrets(issued(i))
			}
			r.Text("x")
			b.ReportAllocs()
			for i := before; b.Loop(); i++ {
				r.AddSecrets(issued(i))
				r.Text("x")
			}
		})
	}
}

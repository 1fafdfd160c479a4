package transport

import (
	"math"
	"net/http"
	"testing"
	"time"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(1994, 11, 6, 8, 49, 0, 0, time.UTC)
	tests := []struct {
		name string
		text string
		date string
		want time.Duration
		ok   bool
	}{
		{"reads seconds", "37", "", 37 * time.Second, true},
		{"reads padded seconds", "\t037 ", "", 37 * time.Second, true},
		{"reads a date", "Sun, 06 Nov 1994 08:49:37 GMT", "", 37 * time.Second, true},
		{"reads an RFC 850 date", "Sunday, 06-Nov-94 08:49:37 GMT", "", 37 * time.Second, true},
		{"reads an asctime date", "Sun Nov  6 08:49:37 1994", "", 37 * time.Second, true},
		{"counts a date from the server's clock", "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:27 GMT", 10 * time.Second, true},
		{"counts a date from ours if the server's is garbage", "Sun, 06 Nov 1994 08:49:37 GMT", "now", 37 * time.Second, true},
		{"keeps a day", "86400", "", 24 * time.Hour, true},
		{"keeps what no duration can hold", "99999999999999999999999", "", math.MaxInt64, true},
		{"keeps what overflows a duration", "9223372037", "", math.MaxInt64, true},
		{"ignores nothing", "", "", 0, false},
		{"ignores zero", "0", "", 0, false},
		{"ignores a negative number", "-1", "", 0, false},
		{"ignores words", "soon", "", 0, false},
		{"ignores fractions", "1.5", "", 0, false},
		{"ignores a date that is past", "Sun, 06 Nov 1994 08:48:00 GMT", "", 0, false},
	}
	for _, tt := range tests {
		t.Run("it "+tt.name, func(t *testing.T) {
			h := http.Header{"Retry-After": {tt.text}}
			if tt.date != "" {
				h.Set("Date", tt.date)
			}
			if got, ok := RetryAfter(h, now); got != tt.want || ok != tt.ok {
				t.Errorf("RetryAfter(%q) = %v, %v, want %v, %v", tt.text, got, ok, tt.want, tt.ok)
			}
		})
	}
	if _, ok := RetryAfter(http.Header{}, now); ok {
		t.Error("no header was read")
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"37", "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "-1", "soon", "18446744073709551616", "1e9"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, text, date string) {
		got, ok := RetryAfter(http.Header{"Retry-After": {text}, "Date": {date}}, time.Unix(0, 0))
		if ok != (got > 0) {
			t.Errorf("RetryAfter(%q) = %v, %v: a wait must be positive", text, got, ok)
		}
	})
}

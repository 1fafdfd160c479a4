package httpx

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

var allCodings = []string{Zstd, Brotli, Gzip, Deflate}

func TestNegotiate(t *testing.T) {
	tests := []struct {
		name, accept string
		offered      []string
		want         string
	}{
		{"leaves the body alone when nothing is said", "", allCodings, "identity"},
		{"takes the only coding", "gzip", allCodings, "gzip"},
		{"prefers the server's order among equals", "gzip, deflate, br, zstd", allCodings, "zstd"},
		{"prefers the caller's weights", "gzip;q=1.0, zstd;q=0.5", allCodings, "gzip"},
		{"takes what is offered only", "br, zstd;q=0.1, gzip;q=0.2", []string{Gzip}, "gzip"},
		{"obeys a weight of zero", "gzip;q=0", []string{Gzip}, "identity"},
		{"obeys a weight of zero with decimals", "gzip;q=0.000", []string{Gzip}, "identity"},
		{"reads a star as all that are not listed", "*", allCodings, "zstd"},
		{"does not let a star bring back a refused coding", "zstd;q=0, *", allCodings, "br"},
		{"lets a star refuse the rest", "gzip, *;q=0", allCodings, "gzip"},
		{"keeps to identity when it weighs more", "identity, gzip;q=0.5", allCodings, "identity"},
		{"codes when identity weighs as much", "identity, gzip", allCodings, "gzip"},
		{"codes when identity is refused", "identity;q=0, gzip;q=0.001", allCodings, "gzip"},
		{"sends identity to those who accept nothing", "identity;q=0, *;q=0", allCodings, "identity"},
		{"does not mind case and blanks", " GZip ; Q=0.5 ,\tBR ; q=0.4 ", allCodings, "gzip"},
		{"knows the old name of gzip", "x-gzip", allCodings, "gzip"},
		{"passes over empty members", ",, gzip ,,", allCodings, "gzip"},
		{"passes over weights above one", "zstd;q=1.001, zstd;q=2, gzip;q=0.1", allCodings, "gzip"},
		{"passes over weights that are no numbers", "zstd;q=high, br;q=, br;q=0.1234, deflate;q=.5, gzip", allCodings, "gzip"},
		{"passes over foreign parameters", "zstd;level=3, gzip", allCodings, "gzip"},
		{"passes over names with blanks", "zstd gzip, deflate", allCodings, "deflate"},
		{"sends identity where nothing is offered", "gzip", nil, "identity"},
		{"offers more codings than there is room for", "i", []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}, "i"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, Negotiate(tt.accept, tt.offered))
		})
	}
}

func TestNegotiateAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { Negotiate("gzip, deflate;q=0.5, br, zstd, *;q=0", allCodings) }))
}

func FuzzNegotiate(f *testing.F) {
	for _, s := range []string{"gzip", "gzip;q=0.5, *;q=0", "identity;q=0", ";;;,,,==", "zstd;q=1.0000", "gzip;q=\"1\"", "*;q=0.001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		got := Negotiate(accept, allCodings)
		if got != identity && !slices.Contains(allCodings, got) {
			t.Fatalf("Negotiate(%q) = %q, which is not offered", accept, got)
		}
		if again := Negotiate(accept+", ,", allCodings); again != got {
			t.Fatalf("empty members changed %q to %q for %q", got, again, accept)
		}
	})
}

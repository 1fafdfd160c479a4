package firstbeat

import (
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"testing"
)

// The standard library is the measure, but for the line breaks it takes.
func TestBase64(t *testing.T) {
	table := newBase64Table()
	r := rand.New(rand.NewPCG(5, 6))
	for n := range 30 {
		raw := make([]byte, n)
		for i := range raw {
			raw[i] = byte(r.Uint32())
		}
		text := base64.StdEncoding.EncodeToString(raw)
		got, err := table.decode([]byte("before"), []byte(text))
		if err != nil || string(got) != "before"+string(raw) {
			t.Fatalf("%d bytes: %x, %v, want %x", n, got, err, raw)
		}
		for i := range text {
			for c := range 256 {
				wrong := text[:i] + string([]byte{byte(c)}) + text[i+1:]
				want, wantErr := base64.StdEncoding.DecodeString(wrong)
				if strings.ContainsAny(wrong, "\r\n") {
					wantErr = base64.CorruptInputError(i)
				}
				got, err := table.decode(nil, []byte(wrong))
				if (err == nil) != (wantErr == nil) || (err == nil && string(got) != string(want)) {
					t.Fatalf("%q: %x, %v, want %x, %v", wrong, got, err, want, wantErr)
				}
			}
		}
	}
}

package redact

import (
	"io"
	"strings"
	"testing"
)

func document() string {
	return "[" + strings.Repeat(`{"athleteId":356255,"firstName":"Jonna","latitude":60.1234567,"heartRate":[`+strings.Repeat("140,", 200)+"141]},\n", 1000) + "{}]"
}

// BenchmarkBody redacts JSON as it passes.
func BenchmarkBody(b *testing.B) {
	r, text := redactor(), document()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Body(io.Discard, strings.NewReader(text), "application/json"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSearch looks for survivors in what was redacted.
func BenchmarkSearch(b *testing.B) {
	r := redactor()
	var out strings.Builder
	if _, err := r.Body(&out, strings.NewReader(document()), "application/json"); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(out.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if err := r.o.Search(strings.NewReader(out.String()), func(Survivor) bool { return true }); err != nil {
			b.Fatal(err)
		}
	}
}

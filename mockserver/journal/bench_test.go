package journal_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	. "github.com/ergodrome/ergodrome/mockserver/journal"
)

func BenchmarkExchange(b *testing.B) {
	j := New(Options{})
	for i := range 5 {
		j.Redactor().AddSecrets(fmt.Sprintf("0123456789abcdef0123456789abcdef0123456%d", i))
	}
	r := httptest.NewRequest("GET", "/v1/sports/accounts", nil)
	r.Header = http.Header{"Authorization": {"Bearer eyJ.eyJ.sig"}, "X-Api-Key": {"k"}, "Accept-Encoding": {"gzip"}, "User-Agent": {"Go-http-client/1.1"}}
	answer := Answer{
		Status: 200, Body: []byte(`{"accounts":[` + string(bytes.Repeat([]byte(`{"accountId":"3-4925","name":"Hawks","authorizedBy":{"coachId":7}},`), 4)) + `{}]}`),
		Header: http.Header{"Content-Type": {"application/json"}, "Date": {"Sun, 01 Mar 2026 12:00:00 GMT"}, "X-Amzn-Requestid": {"c6af9ac6-7b61-11e6-9a41-93e8deadbeef"}},
	}
	b.ReportAllocs()
	for b.Loop() {
		e := j.Open(start, "firstbeat", "/firstbeat", r)
		e.Operation = "listAccounts"
		j.Close(e, answer)
	}
}

func BenchmarkRedactBody(b *testing.B) {
	for name, body := range map[string][]byte{
		"json-64KiB":   bytes.Repeat([]byte(`{"measurementId":123456,"startTime":"2026-03-01T12:00:00Z","notes":"x"},`), 64<<10/72),
		"base64-64KiB": append([]byte(`{"value":"`), bytes.Repeat([]byte("eJwLSUxOzUxWKEktLlFIzs8rSc0rAQBYJwb3"), 64<<10/36)...),
	} {
		for _, secrets := range []int{0, 5, 500} {
			b.Run(fmt.Sprintf("%s/%d-secrets", name, secrets), func(b *testing.B) {
				r := NewRedactor()
				for i := range secrets {
					r.AddSecrets(fmt.Sprintf("%04d56789abcdef0123456789abcdef01234567", i))
				}
				r.Body(nil)
				b.SetBytes(int64(len(body)))
				b.ReportAllocs()
				for b.Loop() {
					r.Body(body)
				}
			})
		}
	}
}

package proxy_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/ergodrome/ergodrome/internal/recording"
	"github.com/ergodrome/ergodrome/internal/recording/operations"
	"github.com/ergodrome/ergodrome/internal/recording/proxy"
	"github.com/ergodrome/ergodrome/internal/recording/redact"
)

// canned is an upstream without a network.
type canned struct{ body string }

func (c canned) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: 200, Proto: "HTTP/1.1", ContentLength: int64(len(c.body)), Body: io.NopCloser(strings.NewReader(c.body)),
		Header: http.Header{"Content-Type": {"application/json"}, "Content-Length": {strconv.Itoa(len(c.body))}, "Date": {"Sun, 01 Mar 2026 12:00:00 GMT"}, "X-Amzn-Requestid": {"c6af9ac6-7b61-11e6-9a41-93e8deadbeef"}},
	}, nil
}

// BenchmarkExchange is what recording one short exchange costs in all, on one core.
func BenchmarkExchange(b *testing.B) {
	w, err := recording.Create(filepath.Join(b.TempDir(), "rec"), recording.Options{})
	if err != nil {
		b.Fatal(err)
	}
	key := redact.NewKey()
	o := proxy.Options{Upstream: &url.URL{Scheme: "http", Host: "up.example"}, Writer: w, Table: operations.New(), Originals: redact.NewOriginals(key, io.Discard)}
	o.Redactor = redact.New(key, o.Originals)
	o.Redactor.Template = o.Table.Template
	o.Transport = canned{`{"accounts":[` + strings.Repeat(`{"accountId":"3-4925","name":"Harbour Hawks","authorizedBy":{"coachId":71234}},`, 3) + `{}]}`}
	p := proxy.New(o)
	const token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJjMTIzNDU2Nzg5MCIsImlhdCI6MTc3MjM2NjQwMCwiZXhwIjoxNzcyMzY2NzAwfQ.c2lnbmF0dXJlLW9mLTMyLWJ5dGVzLWxvbmctZm9yLUhT"
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodGet, "/v1/sports/accounts/3-4925/athletes", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("X-Api-Key", "0123456789abcdef0123456789abcdef01234567")
		p.ServeHTTP(httptest.NewRecorder(), r)
	}
	if _, err := p.Close(); err != nil {
		b.Fatal(err)
	}
}

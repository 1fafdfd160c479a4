package openapi_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/specs"
)

func FuzzValidate(f *testing.F) {
	v := firstbeat(f, "")
	f.Add("GET", results, "var=trimp", 200, `{"variables":[{"name":"trimp","value":1}]}`)
	f.Add("POST", "/v1/account/register", "", 200, `{"id":1}`)
	f.Add("GET", "/v1/sports/accounts/%2F/teams/9", "offset=1;2&%zz", 429, `[null]`)
	f.Add("HEAD", "//", "", 99, ``)
	f.Fuzz(func(t *testing.T, method, path, query string, status int, body string) {
		r, err := http.NewRequest("GET", "https://api.firstbeat.com/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Method, r.URL.Path, r.URL.RawQuery = method, path, query
		err = v.Validate(r, []byte(body), status, http.Header{"Content-Type": {"application/json"}}, []byte(body))
		if err != nil && !strings.Contains(err.Error(), "difference(s)") {
			t.Fatalf("not an account of differences: %v", err)
		}
	})
}

func BenchmarkValidate(b *testing.B) {
	value := base64.StdEncoding.EncodeToString(make([]byte, 40_000))
	var series strings.Builder
	for i, name := range []string{"heartRateSeries", "epocSeries", "trimpSeries", "rriSeries"} {
		if i > 0 {
			series.WriteByte(',')
		}
		fmt.Fprintf(&series, `{"name":%q,"samplingRate":"0.2Hz","type":"Float","bits":64,"value":%q}`, name, value)
	}
	for _, test := range []struct{ name, target, body string }{
		{"accounts", "/v1/sports/accounts", `{"accounts":[{"accountId":"1-1","name":"Some account","authorizedBy":{"coachId":0}}]}`},
		{"results of 200 kB", results, head + `"variables":[` + series.String() + `]}`},
	} {
		b.Run(test.name, func(b *testing.B) {
			v := firstbeat(b, "")
			r := httptest.NewRequest("GET", "https://api.firstbeat.com"+test.target, nil)
			r.Header.Set("Authorization", "Bearer a.b.c")
			r.Header.Set("X-Api-Key", "k")
			h := http.Header{"Content-Type": {"application/json"}}
			body := []byte(test.body)
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if err := v.Validate(r, nil, 200, h, body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	doc, err := specs.Read("firstbeat")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := openapi.New(doc); err != nil {
			b.Fatal(err)
		}
	}
}

package polarauth

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

func BenchmarkRefresh(b *testing.B) {
	s := newSim(b)
	form := "grant_type=refresh_token&refresh_token=" + s.tenant.Credentials().(credentials).Users[0].RefreshToken
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest("POST", tokenPath, strings.NewReader(form))
		r.Header["Authorization"], r.Header["Content-Type"] = []string{basicHeader}, []string{mediaForm}
		if a := s.tenant.Answer(s.tenant.Match(r), r, httpx.Call{Now: start}); a.Status != 200 {
			b.Fatalf("%d %s", a.Status, a.Body)
		}
	}
}

func BenchmarkIntrospect(b *testing.B) {
	s := newSim(b)
	token := s.tenant.Credentials().(credentials).Users[0].AccessToken
	b.ReportAllocs()
	for b.Loop() {
		if _, e := s.tenant.Introspect(token, start); e != nil {
			b.Fatal(e)
		}
	}
}

func BenchmarkAuthorize(b *testing.B) {
	s := newSim(b, with("auto-approve", "on"))
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest("GET", authorizeQuery(), nil)
		if a := s.tenant.Answer(s.tenant.Match(r), r, httpx.Call{Now: start}); a.Status != 302 {
			b.Fatalf("%d %s", a.Status, a.Body)
		}
	}
}

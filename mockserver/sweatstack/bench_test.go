package sweatstack_test

import (
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func benchmark(b *testing.B, path string) {
	b.Helper()
	w, tenant := newWorld(b, func(c *world.Config) { c.Frozen = true })
	token := credentialsOf(b, tenant).Users[0].AccessToken
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		r := httptest.NewRequest("GET", path, nil)
		r.Header["Authorization"] = []string{"Bearer " + token}
		resp := tenant.Answer(tenant.Match(r), r, httpx.Call{Now: w.Clock.Now()})
		if resp.Stream != nil {
			if err := resp.Stream(b.Context(), io.Discard); err != nil {
				b.Fatal(err)
			}
		}
		if resp.Bug != nil || resp.Status > 200 {
			b.Fatalf("%d %s %v", resp.Status, resp.Body, resp.Bug)
		}
		n = len(resp.Body)
	}
	b.SetBytes(int64(n))
}

func BenchmarkList(b *testing.B) { benchmark(b, api+"/") }

func BenchmarkLongitudinalData(b *testing.B) {
	benchmark(b, api+"/longitudinal-data?sport=cycling&sport=generic")
}

func BenchmarkLongitudinalMeanMax(b *testing.B) {
	benchmark(b, api+"/longitudinal-mean-max?sport=cycling&sport=generic&metric=speed")
}

func BenchmarkData(b *testing.B) {
	benchmark(b, api+"/"+latest(b)+"/data")
}

func BenchmarkMeanMax(b *testing.B) { benchmark(b, api+"/"+latest(b)+"/mean-max") }

func BenchmarkDownload(b *testing.B) { benchmark(b, api+"/"+latest(b)+"/download") }

// BenchmarkIdleWorld makes a world with the service in it, which nobody asks.
func BenchmarkIdleWorld(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		newWorld(b)
	}
}

// latest is the newest activity of the first user.
func latest(b *testing.B) string {
	b.Helper()
	w, tenant := newWorld(b, func(c *world.Config) { c.Frozen = true })
	body := string(ask(tenant, w, api+"/latest", credentialsOf(b, tenant).Users[0].AccessToken).Body)
	_, rest, _ := strings.Cut(body, `"id":"`)
	id, _, _ := strings.Cut(rest, `"`)
	return id
}

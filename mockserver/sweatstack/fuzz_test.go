package sweatstack_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// FuzzQuery holds that no query brings the service to its knees.
func FuzzQuery(f *testing.F) {
	_, tenant := newWorld(f)
	token := credentialsOf(f, tenant).Users[0].AccessToken
	for _, q := range []string{"limit=1&offset=2", "sport=running&start=2026-05-01&end=2026-05-02&tags=a", "metrics=power&adaptive_sampling_on=power", "durations=1,5&metric=speed", "date=2026-05-01&window_days=9", "limit=1e9&start=1777593600.5", "%zz=%&&=;"} {
		f.Add(uint8(0), q)
	}
	paths := []string{"/", "/latest", "/longitudinal-mean-max", "/longitudinal-accumulated-work-duration", "/x/data"}
	f.Fuzz(func(t *testing.T, path uint8, query string) {
		r := httptest.NewRequest("GET", api+paths[int(path)%len(paths)], nil)
		r.URL.RawQuery = query
		r.Header.Set("Authorization", "Bearer "+token)
		resp := tenant.Answer(tenant.Match(r), r, httpx.Call{Now: start})
		if resp.Bug != nil || resp.Status >= 500 {
			t.Fatalf("%d %v", resp.Status, resp.Bug)
		}
	})
}

// FuzzUpload holds that no form does.
func FuzzUpload(f *testing.F) {
	_, tenant := newWorld(f)
	token := credentialsOf(f, tenant).Users[0].AccessToken
	const part = "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\n"
	f.Add("multipart/form-data; boundary=b", part+"timestamp,sport\n2026-05-20T08:00:00Z,running\n\r\n--b--\r\n")
	f.Add("multipart/form-data; boundary=b", part)
	f.Add("multipart/form-data", "x")
	f.Add("application/x-www-form-urlencoded", "files=1&sport=running")
	f.Fuzz(func(t *testing.T, media, body string) {
		r := httptest.NewRequest("POST", api+"/upload", strings.NewReader(body))
		r.Header["Content-Type"] = []string{media}
		r.Header.Set("Authorization", "Bearer "+token)
		resp := tenant.Answer(tenant.Match(r), r, httpx.Call{Now: start})
		if resp.Bug != nil || resp.Status >= 500 {
			t.Fatalf("%d %v", resp.Status, resp.Bug)
		}
	})
}

// FuzzBody holds that no JSON does.
func FuzzBody(f *testing.F) {
	_, tenant := newWorld(f)
	token := credentialsOf(f, tenant).Users[0].AccessToken
	for _, b := range []string{`{"timestamp":"2026-05-20T09:30:00+01:00","lactate":1e3,"tags":["a"]}`, `{"timestamp":1777593600,"rpe":"7"}`, `{"a":"\ud83d\ude00"}`, `[[[`, `{"a":1,"a":2}`, "\xff"} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, path := range []string{"/api/v1/traces/", "/api/v1/tests/", "/api/v1/users/"} {
			r := httptest.NewRequest("POST", path, strings.NewReader(body))
			r.Header.Set("Authorization", "Bearer "+token)
			resp := tenant.Answer(tenant.Match(r), r, httpx.Call{Now: start})
			if resp.Bug != nil || resp.Status >= 500 && resp.Status != 507 {
				t.Fatalf("%d %v", resp.Status, resp.Bug)
			}
		}
	})
}

package mockserver_test

import (
	"bufio"
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// FuzzServe sends whatever parses as a request to all services: none may panic
// or be met with a simulator bug.
func FuzzServe(f *testing.F) {
	for _, s := range []string{
		"GET /firstbeat/v1/sports/accounts HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET /w/default/firstbeat/v1/sports/accounts/1-1/athletes?offset=-1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a.b.c\r\n\r\n",
		"GET http://api.firstbeat.com/v1/sports/accounts HTTP/1.1\r\nHost: a\r\nAccept-Encoding: *;q=0\r\n\r\n",
		"POST /firstbeat/v1/account/register HTTP/1.1\r\nHost: default.localhost\r\nContent-Length: 2\r\n\r\n{}",
		"POST /firstbeat/v1/account/register HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
		"GET /firstbeat/%2e%2e/v1//a%2Fb/ HTTP/1.0\r\n\r\n",
		"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
		"HEAD /firstbeat HTTP/1.1\r\nHost: [::1%25lo]:0\r\n\r\n",
		"CONNECT api.firstbeat.com:443 HTTP/1.1\r\nHost: api.firstbeat.com:443\r\n\r\n",
		"PATCH /_ergodrome/worlds/default/clock HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
	} {
		f.Add([]byte(s))
	}
	server, err := mockserver.New(mockserver.Config{Services: mockserver.All(), World: world.Config{Limits: world.LimitsOff}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(raw)))
		if err != nil {
			return
		}
		r.RemoteAddr = "pipe"
		out := httptest.NewRecorder()
		server.ServeHTTP(out, r)
		if first, total := server.Bugs(); total > 0 {
			t.Fatalf("%q: %+v", raw, first[0])
		}
		if out.Code == http.StatusInternalServerError || out.Code == http.StatusNotImplemented {
			t.Fatalf("%q: %d %s", raw, out.Code, out.Body)
		}
	})
}

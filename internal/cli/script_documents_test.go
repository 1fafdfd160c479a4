package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/ergodrome/ergodrome/fixtures"
)

// documents serves AccessLink's answers as the vendor prints them, to one token, and
// writes what was asked for to the file requests.
func documents(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: documents")
	}
	all, err := fixtures.Exchanges("polar-accesslink")
	ts.Check(err)
	answers := map[string][]byte{}
	for _, e := range all {
		at, err := url.Parse(e.Target)
		ts.Check(err)
		if e.Status == http.StatusOK && answers[at.Path] == nil {
			answers[at.Path] = e.Body
		}
	}
	const token = "a-token-of-the-documents"
	log, err := os.Create(ts.MkAbs("requests"))
	ts.Check(err)
	var mu sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		_, _ = fmt.Fprintln(log, r.URL.RequestURI())
		mu.Unlock()
		body, known := answers[r.URL.Path]
		switch {
		case r.URL.Path == "/v4/data/hello":
			w.Header().Set("Content-Type", "text/plain")
			_, _ = w.Write([]byte("Hello!"))
		case r.Header.Get("Authorization") != "Bearer "+token:
			w.WriteHeader(http.StatusUnauthorized)
		case r.URL.Path == "/v4/data/user/profile-picture":
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte("\x89PNG\r\n\x1a\n"))
		case !known:
			w.WriteHeader(http.StatusNotFound)
		default:
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(body)
		}
	}))
	ts.Defer(func() { server.Close(); _ = log.Close() })
	ts.Setenv("ERGODROME_POLAR_ACCESSLINK_URL", server.URL)
	ts.Setenv("ERGODROME_POLAR_ACCESSLINK_ACCESS_TOKEN", token)
}

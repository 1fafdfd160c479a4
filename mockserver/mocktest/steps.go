package mocktest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver"
)

// DecodeCredentials puts the credentials of a service into what into points to:
// a struct with the names that the control plane prints, such as
//
//	var consumer struct{ ConsumerID, SharedSecret, APIKey string }
func (s *Sim) DecodeCredentials(service string, into any) {
	s.t.Helper()
	text, err := json.Marshal(s.Credentials(service))
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		s.t.Fatalf("mocktest: credentials of %s: %v", service, err)
	}
}

// Step does in the world what people do outside the vendor's API, or any other
// call of the control plane below worlds/default/: approve a consumer, let an
// analysis fail, use up a quota.
//
//	sim.Step("POST", "firstbeat/measurements/14068653/cold", nil)
//
// body becomes JSON unless it is nil, and so does the answer become into unless
// that is left out. A call that is refused fails the test.
func (s *Sim) Step(method, path string, body any, into ...any) {
	s.t.Helper()
	var text bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&text).Encode(body); err != nil {
			s.t.Fatalf("mocktest: %s %s: %v", method, path, err)
		}
	}
	prefix := mockserver.DefaultControlPrefix + "/worlds/" + s.World.Name + "/"
	r := httptest.NewRequestWithContext(s.t.Context(), method, Base+prefix+strings.TrimPrefix(path, "/"), &text)
	r.RemoteAddr = "127.0.0.1:0"
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.Control().ServeHTTP(w, r)
	if w.Code >= http.StatusBadRequest {
		s.t.Fatalf("mocktest: %s %s: %d %s", method, path, w.Code, strings.TrimSpace(w.Body.String()))
	}
	for _, v := range into {
		if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
			s.t.Fatalf("mocktest: %s %s answers %s: %v", method, path, w.Body, err)
		}
	}
}

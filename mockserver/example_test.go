package mockserver_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// A server is an http.Handler: any test server can run it.
func ExampleNew() {
	server, err := mockserver.New(mockserver.Config{
		Services: mockserver.All(),
		World:    world.Config{Time: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), Frozen: true},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	out := httptest.NewRecorder()
	server.ServeHTTP(out, httptest.NewRequest(http.MethodGet, "/firstbeat/v1/sports/accounts", nil))
	fmt.Println(out.Code, out.Header().Get("Date"))
	// Output: 401 Sun, 01 Mar 2026 12:00:00 GMT
}

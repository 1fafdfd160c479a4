package polaraccesslink_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func ExampleService() {
	services := []world.Service{polarauth.Service(), polaraccesslink.Service()}
	w, err := world.New(world.Config{Time: start, Frozen: true}, services)
	if err != nil {
		fmt.Println(err)
		return
	}
	tenant, err := w.Tenant("polar-accesslink")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, path := range []string{"/v4/data/hello", "/v4/data/sports/list"} {
		request := httptest.NewRequest(http.MethodGet, path, http.NoBody)
		answer := tenant.Answer(tenant.Match(request), request, httpx.Call{Now: w.Clock.Now()})
		fmt.Println(answer.Status, string(answer.Body))
	}
	// Output:
	// 0 Hello from Polar AccessLink
	// 401 {"errorMessage":"Full authentication is required to access this resource"}
}

func ExampleSwitches() {
	for _, s := range polaraccesslink.Switches() {
		if s.Name == "envelopes" {
			fmt.Println(s.Values, s.Default)
		}
	}
	// Output: [profile documented bare] profile
}

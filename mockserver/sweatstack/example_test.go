package sweatstack_test

import (
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func ExampleService() {
	w, err := world.New(world.Config{Time: time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC), Frozen: true}, []world.Service{sweatstack.Service()})
	if err != nil {
		fmt.Println(err)
		return
	}
	tenant, err := w.Tenant("sweatstack")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, path := range []string{"/api/v1/activities/", "/api/v1/nothing"} {
		request := httptest.NewRequest("GET", path, nil)
		answer := tenant.Answer(tenant.Match(request), request, httpx.Call{Now: w.Clock.Now()})
		fmt.Println(answer.Status, string(answer.Body))
	}
	// Output:
	// 401 {"detail":"Not authenticated"}
	// 404 {"detail":"Not Found"}
}

func ExampleSwitches() {
	for _, s := range sweatstack.Switches() {
		if s.Name == "row-duration" {
			fmt.Println(s.Values, s.Default)
		}
	}
	// Output: [width elapsed] width
}

package firstbeat_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/firstbeat"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func ExampleService() {
	w, err := world.New(world.Config{Time: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC), Frozen: true}, []world.Service{firstbeat.Service()})
	if err != nil {
		fmt.Println(err)
		return
	}
	tenant, err := w.Tenant("firstbeat")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range []struct{ method, path, body string }{
		{"POST", "/v1/account/register", `{"consumerName":"x"}`},
		{"GET", "/v1/sports/accounts", ""},
	} {
		request := httptest.NewRequest(r.method, r.path, strings.NewReader(r.body))
		answer := tenant.Answer(tenant.Match(request), request, httpx.Call{Now: w.Clock.Now()})
		fmt.Println(answer.Status, string(answer.Body))
	}
	// Output:
	// 400 {"message":"Bad Request"}
	// 401 {"message":"Unauthorized"}
}

func ExampleSwitches() {
	for _, s := range firstbeat.Switches() {
		if s.Name == "variable-order" {
			fmt.Println(s.Values, s.Default)
		}
	}
	// Output: [shuffled alphabetical request] shuffled
}

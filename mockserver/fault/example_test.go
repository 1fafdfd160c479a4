package fault_test

import (
	"fmt"

	"github.com/ergodrome/ergodrome/mockserver/fault"
)

func Example() {
	rules, err := fault.Parse([]byte(`[
		{"name": "outage", "match": {"path": "/v1/**"}, "after": 1, "times": 1, "do": {"status": 503, "headers": {"Retry-After": "7"}}},
		{"name": "rename", "do": {"patch": [{"op": "move", "from": "/accounts", "path": "/clubs"}]}}
	]`))
	if err != nil {
		fmt.Println(err)
		return
	}
	faults := fault.New(1)
	if err := faults.Put(rules); err != nil {
		fmt.Println(err)
		return
	}
	for range 2 {
		plan := faults.Plan(fault.Exchange{Method: "GET", Path: "/v1/sports/accounts"})
		if status, header, _, ok := plan.Answer(); ok {
			fmt.Println(plan.Rules, status, header.Get("Retry-After"))
		} else {
			body := plan.DamageFunc()("application/json", []byte(`{"accounts":[]}`))
			fmt.Println(plan.Rules, string(body))
		}
		plan.Settle()
	}
	// Output:
	// [rename] {"clubs":[]}
	// [outage rename] 503 7
}

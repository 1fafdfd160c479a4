package scenarios_test

import (
	"fmt"
	"time"

	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/scenarios"
)

func ExampleFind() {
	all, err := scenarios.Load(checks.New(), time.Now())
	if err != nil {
		panic(err)
	}
	s, err := scenarios.Find(all, "firstbeat/sync")
	if err != nil {
		panic(err)
	}
	fmt.Println(s.Title)
	fmt.Println(s.Acts[0].Name, s.Acts[0].Does)
	// Output:
	// a synchronisation of one account
	// lists sends athletes in three pages, and leaves more out of the last
}

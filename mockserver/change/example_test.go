package change_test

import (
	"fmt"

	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/change"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// What a vendor may alter is found by its name.
func ExampleFind() {
	service, c, err := change.Find(world.Changes(mockserver.All()), "firstbeat-athlete-id-text")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(service, c.Class)
	fmt.Println(c.What)
	// Output:
	// firstbeat breaking
	// an athlete's identifier is a string in the place of a number
}

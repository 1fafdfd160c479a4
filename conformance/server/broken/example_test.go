package broken_test

import (
	"fmt"

	"github.com/ergodrome/ergodrome/conformance/server/broken"
)

func ExampleKillers() {
	fmt.Println(broken.Killers("SRV-FB-AUTH-010")[0])
	// Output: fb-token-never-expires: a server that takes a token long after its time
}

package observe_test

import (
	"fmt"
	"strings"

	"github.com/ergodrome/ergodrome/conformance/subject/observe"
)

// What stands for the world in a program's arguments, as {BASE_URL} does, and in its
// environment, as ERGODROME_BASE_URL.
func ExampleNames() {
	fmt.Println(strings.Join(observe.Names(), " "))
	// Output: ACCESS_TOKEN API API_KEY AUTH_URL BASE_URL CASE CA_FILE CLIENT_ID CLIENT_SECRET EXPIRES_AT REDIRECT_URI REFRESH_TOKEN STATE_DIR
}

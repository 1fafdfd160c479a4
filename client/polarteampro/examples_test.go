package polarteampro_test

import (
	"fmt"

	"github.com/ergodrome/ergodrome/fixtures"
)

// example is the body of an answer of the vendor's, such as "team".
func example(name string) string {
	e, err := fixtures.Load("polar-teampro/" + name)
	if err != nil {
		panic(fmt.Sprint("the tests of this client need ", err))
	}
	return string(e.Body)
}

package server_test

import (
	"fmt"

	"github.com/ergodrome/ergodrome/conformance/server"
)

func ExampleShape() {
	fmt.Println(server.Shape([]byte(`{"athletes":[{"athleteId":7,"born":"1995-05-13"}]}`)))
	// Output: map[:[object] /athletes:[list] /athletes/*:[object] /athletes/*/athleteId:[integer] /athletes/*/born:[string: date]]
}

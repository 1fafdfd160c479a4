package decoding_test

import (
	"fmt"

	"github.com/ergodrome/ergodrome/conformance/decoding"
)

func ExampleAreas() {
	for _, a := range decoding.Areas() {
		fmt.Println(a.Name, a.Op)
	}
	// Output:
	// firstbeat-results decode.fb_results
	// firstbeat-vector decode.fb_vector
	// sweatstack-activity decode.ss_activity
	// sweatstack-ndjson decode.ss_stream
	// sweatstack-parquet decode.ss_frame
}

package physiology_test

import (
	"fmt"

	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// Twenty minutes at 150 beats a minute, for somebody with 45 at rest and at
// most 175.
func ExampleTRIMP() {
	hr := make([]uint8, 20*12)
	for k := range hr {
		hr[k] = 150
	}
	trimp := physiology.TRIMP(hr, 45, 175)
	fmt.Printf("%.1f, %.2f a minute\n", trimp[len(trimp)-1], physiology.Trailing(trimp, 12)[100])
	// Output: 48.7, 2.44 a minute
}

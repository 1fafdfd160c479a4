package specs_test

import (
	"fmt"

	"github.com/ergodrome/ergodrome/specs"
)

func ExampleVariables() {
	all, err := specs.Variables("firstbeat", "1.1.0")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range all {
		if v.Name == "heartRatePercentageSeries" {
			fmt.Printf("documented %d bits, %d on the wire (%s)\n", v.Bits, v.Wire.Bits, v.WireEvidence)
		}
	}
	// Output: documented 64 bits, 32 on the wire (recorded)
}

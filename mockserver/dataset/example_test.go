package dataset_test

import (
	"fmt"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// Whoever asks for the same seed meets the same people, who have done the same.
func Example() {
	people, err := dataset.New(1, dataset.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	day := time.Date(2025, 3, 5, 0, 0, 0, 0, time.UTC)
	for e := range people.Events(0, day, day.AddDate(0, 0, 1)) {
		a := people.Analysis(e)
		fmt.Println(e.Kind, e.Start.In(e.Zone).Format("15:04"), e.End.Sub(e.Start), "mean", a.HRAverage, "peak", a.HRPeak)
	}
	// Output:
	// recovery-test 06:16 3m0s mean 61 peak 70
	// workout 18:54 2h24m28s mean 147 peak 182
	// night 23:58 6h35m36s mean 66 peak 96
}

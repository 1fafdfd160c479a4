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
	// recovery-test 06:16 3m0s mean 62 peak 65
	// workout 17:54 2h10m28s mean 134 peak 182
	// night 22:04 8h29m25s mean 59 peak 80
}

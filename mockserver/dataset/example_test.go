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

// Nights and days are those of the same people: the night after a hard day, and
// what the wrist saw of the day before.
func ExampleSet_Overnight() {
	people, err := dataset.New(1, dataset.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	day := people.DayNumber(time.Date(2025, 3, 6, 0, 0, 0, 0, time.UTC))
	night, _ := people.Overnight(0, day)
	phases := night.Phases()
	fmt.Println("slept", phases.Asleep(), "from", night.Asleep.In(night.Zone).Format("Jan 2 15:04"), "of it REM", phases.REM, "and N3", phases.N3)
	recovery, _ := people.NightRecovery(0, day)
	fmt.Printf("RMSSD %.0f ms, usually %.0f ± %.0f\n", recovery.RMSSD, recovery.UsualRMSSD.Mean, recovery.UsualRMSSD.SD)
	before, _ := people.Activity(0, day-1)
	fmt.Printf("%d steps, %.0f kcal, of them %.0f in workouts\n", before.Steps, before.Energy, before.Workouts)
	fmt.Println(len(people.Beats(0, day-1).Beats), "beats")
	// Output:
	// slept 5h52m30s from Mar 6 00:20 of it REM 1h42m30s and N3 44m30s
	// RMSSD 44 ms, usually 77 ± 12
	// 21058 steps, 3443 kcal, of them 1512 in workouts
	// 98162 beats
}

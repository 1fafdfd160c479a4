package polaraccesslink

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// aDay are as many intervals as a day may have.
func aDay() ppiList {
	l := make(ppiList, 80_000)
	for i := range l {
		l[i] = dataset.Beat{At: int32(i * 1080), Interval: uint16(600 + i%700), Error: uint16(i % 90), Contact: i%97 > 0, Movement: i%5 == 0, Offline: i%31 == 0}
	}
	return l
}

// What is spelled by hand for speed is spelled as any message.
func TestLongListsAreSpelledAsMessages(t *testing.T) {
	t.Parallel()
	type (
		interval struct {
			OffsetMillis        int  `json:"offsetMillis"`
			PpInterval          int  `json:"ppInterval"`
			ErrorEstimateMillis int  `json:"errorEstimateMillis"`
			SkinContact         bool `json:"skinContact"`
			Movement            bool `json:"movement"`
			Offline             bool `json:"offline"`
		}
		heartRate struct {
			HeartRate    *int `json:"heartRate"`
			OffsetMillis *int `json:"offsetMillis"`
			TriggerType  enum `json:"triggerType"`
		}
	)
	intervals, e := aDay()[:500], newEncoder()
	want := make([]interval, len(intervals))
	for i, x := range intervals {
		want[i] = interval{int(x.At), int(x.Interval), int(x.Error), x.Contact, x.Movement, x.Offline}
	}
	require.Equal(t, string(e.encode(want)), string(intervals.appendJSON(nil)))
	require.Equal(t, "[]", string(ppiList{}.appendJSON(nil)))

	rates := heartRateList{{At: 0, Rate: 51}, {At: 10_000, Rate: 52, Cause: dataset.Lowest}, {At: -1, Rate: 53, Cause: dataset.Highest}, {At: 86_390_000, Rate: 0}, {At: 7, Rate: 214, Cause: dataset.Started}}
	require.Equal(t, string(e.encode([]heartRate{
		{new(51), new(0), "TRIGGER_TIMED_247"},
		{new(52), new(10_000), "TRIGGER_LOW_247"},
		{new(53), nil, "TRIGGER_HIGH_247"},
		{nil, new(86_390_000), "TRIGGER_TIMED_247"},
		{new(214), new(7), "TRIGGER_MANUAL"},
	})), string(rates.appendJSON(nil)))
	require.NotEqual(t, rates.state(), rates[:4].state())
	require.Equal(t, rates.state(), rates[:5].state())
}

func BenchmarkSpellADayOfIntervals(b *testing.B) {
	l, e := aDay(), newEncoder()
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(int64(len(e.encode(listPpiSamplesResponse{[]dailyPpiSamples{{PpiSamplesPerDevice: []recordedPpiSamples{{PpiSamples: l}}}}}))))
	}
}

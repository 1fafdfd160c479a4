package polaraccesslink_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ergodrome/ergodrome/client/polaraccesslink"
)

// BenchmarkPPIDay reads a day of intervals between pulses: 80,000 of them.
func BenchmarkPPIDay(b *testing.B) {
	var body strings.Builder
	body.WriteString(`{"dailyPpiSamples":[{"date":"2025-06-12","ppiSamplesPerDevice":[{"ppiSamples":[`)
	for i := range 80_000 {
		if i > 0 {
			body.WriteByte(',')
		}
		fmt.Fprintf(&body, `{"offsetMillis":%d,"ppInterval":%d,"errorEstimateMillis":12,"skinContact":true,"movement":false,"offline":false}`, i*1080, 900+i%200)
	}
	body.WriteString(`]}]}]}`)
	v := start(b, script(ok(body.String())))
	c := v.client(polaraccesslink.WithoutPacing())
	b.SetBytes(int64(body.Len()))
	b.ReportAllocs()
	for b.Loop() {
		days, err := c.HeartRate.PPI(b.Context(), from, to, polaraccesslink.PPISamples)
		if err != nil || len(days[0].PPISamplesPerDevice[0].PPISamples) != 80_000 {
			b.Fatal(err)
		}
	}
}

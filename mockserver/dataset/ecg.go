package dataset

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// ecgRate is the samples a second of an ECG.
const ecgRate = 125

// voltage is an ECG of the beats rr.
func (p *profile) voltage(t *restTest, rr []float64, samples bool) *ECGTest {
	stream := t.key.With("ecg").Stream()
	out := &ECGTest{RR: physiology.Mean(rr), RMSSD: physiology.RMSSD(rr), Rate: ecgRate}
	out.UsualHRV = deviation(out.RMSSD, float64(0.8*p.vagal().swing))
	out.Arrival = [2]float64{detmath.Round(stream.Between(2100, 2600)) / 10, detmath.Round(stream.Between(3100, 3700)) / 10}
	out.Quality = detmath.Round(stream.Between(70, 99)) / 100
	touched := time.Duration(200+stream.IntN(900)) * time.Millisecond
	out.Contact = []ECGContact{{Quality: 1}, {At: touched, Quality: 2}}
	if stream.Chance(0.2) {
		at := time.Duration(8000+stream.IntN(15000)) * time.Millisecond
		out.Contact = append(out.Contact, ECGContact{At: at, Quality: 1}, ECGContact{At: at + 2*time.Second, Quality: 2})
	}
	// Now and then a finger slips off: never in the last two seconds.
	if lost := t.key.With("ecg contact").Stream(); lost.Chance(0.04) {
		last := out.Contact[len(out.Contact)-1].At
		room := int((time.Duration(t.seconds-4)*time.Second - last) / time.Millisecond)
		at := last + time.Second + time.Duration(lost.IntN(room))*time.Millisecond
		off := time.Duration(300+lost.IntN(900)) * time.Millisecond
		out.Contact = append(out.Contact, ECGContact{At: at}, ECGContact{At: at + off, Quality: 1}, ECGContact{At: at + off + touched, Quality: 2})
	}
	if samples {
		out.Millivolt = electrocardiograph(t.seconds*ecgRate, rr, t.key)
	}
	return out
}

// wave is a bump of an ECG: when after the R wave, how high and how wide.
type wave struct{ at, height, width float64 } // s, mV, s

// electrocardiograph draws the five waves of each beat as bumps around its R
// wave. Intervals lie between R waves, the first of which is at their begin.
func electrocardiograph(n int, rr []float64, k key) []float32 {
	k = k.With("ecg samples")
	person := k.With("shape").Stream()
	tall := person.Between(0.75, 1.35)
	out := make([]float64, n)
	bump := func(centre float64, w wave) {
		const reach = 4
		from, to := int((centre-float64(reach*w.width))*ecgRate), int((centre+float64(reach*w.width))*ecgRate)+1
		for i := max(0, from); i < min(n, to); i++ {
			x := (float64(i)/ecgRate - centre) / w.width
			out[i] += float64(w.height * detmath.Exp(-float64(x*x)/2))
		}
	}
	now := 0.0
	for i := 0; i <= len(rr); i++ {
		length := rr[min(i, len(rr)-1)] / 1000
		repolarized := float64(0.3 * detmath.Pow(length, 0.5))
		for _, w := range [...]wave{
			{-0.16, float64(0.12 * tall), 0.022},
			{-0.028, -float64(0.1 * tall), 0.008},
			{0, tall, 0.0095},
			{0.03, -float64(0.22 * tall), 0.009},
			{repolarized, float64(0.28 * tall), 0.045},
		} {
			bump(now+w.at, w)
		}
		now += length
	}
	stream := k.Stream()
	drift := 0.0
	volts := make([]float32, n)
	for i, x := range out {
		drift = float64(drift*0.995) + float64(0.002*stream.Normal())
		volts[i] = float32(detmath.Round(float64((x+drift+float64(0.012*stream.Normal()))*1000)) / 1000)
	}
	return volts
}

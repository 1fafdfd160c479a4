package dataset

import (
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// pulse is what drives the beats: one value a second.
type pulse struct {
	hr     []float64 // 1/min
	swing  []float64 // of the respiratory sinus arrhythmia, ms
	breath []float32 // breaths a minute
	vo2    []float32 // ml/kg/min
}

func newPulse(n int) pulse {
	return pulse{
		hr:     make([]float64, n),
		swing:  make([]float64, n),
		breath: make([]float32, n),
		vo2:    make([]float32, n),
	}
}

// cut takes n seconds at at out of the series.
func (p *pulse) cut(at, n int) {
	p.hr, p.swing = cut(p.hr, at, n), cut(p.swing, at, n)
	p.breath, p.vo2 = cut(p.breath, at, n), cut(p.vo2, at, n)
}

// cut is x without n values at at. It overwrites x.
func cut[T any](x []T, at, n int) []T { return append(x[:at], x[at+n:]...) }

// vagal is what an athlete's heart-rate variability and breathing are like at
// rest.
type vagal struct {
	swing  float64 // ms, near the RMSSD of lying still
	breath float64 // 1/min
}

func (p *profile) vagal() vagal {
	stream := p.key.With("vagal").Stream()
	return vagal{
		swing:  float64(32 * detmath.Exp(stream.Float64())), // 32-87 ms
		breath: stream.Between(11.5, 16),
	}
}

// exert turns effort into heart rate, oxygen uptake and breathing.
//
// Oxygen uptake follows effort with one time constant on the way up and a
// longer one down; the heart follows both, and drifts upwards with time.
func exert(effort []float64, b *Body, v vagal, arousal float64, k chance.Key) pulse {
	out := newPulse(len(effort))
	stream := k.With("heart").Stream()
	const resting = 3.5
	floor := resting / b.VO2Max
	uptake, beat, drift, wave, breath := float64(floor*1.8), 0.13, 0.0, 0.0, v.breath+3
	var h, noise, curved [inBlock]float64
	for from := 0; from < len(effort); from += inBlock {
		block := effort[from:min(from+inBlock, len(effort))]
		for i, d := range block {
			uptake += (min(d, 1.02) - uptake) / kinetics(d > uptake, 28, 45)
			drift = min(0.07, drift+float64(max(0, uptake-0.3)*(0.045/3600)))
			wave = float64(wave*0.985) + float64(0.0022*stream.Normal())
			noise[i] = float64(0.25 * stream.Normal())

			mix := float64(0.68*uptake) + float64(0.32*min(d, 1.05))
			target := (mix-floor)/(1-floor) + float64(arousal*(1-min(mix, 1))) + drift
			beat += (target - beat) / kinetics(target > beat, 16, 34)
			x := beat + wave
			if x > 0.9 { // nobody exceeds the maximum
				x = 0.9 + float64(0.1*(1-detmath.Exp(float64((0.9-x)*10))))
			}
			h[i] = max(0.02, x)
			out.vo2[from+i] = float32(uptake * b.VO2Max)
		}
		detmath.Pows(curved[:], h[:len(block)], 1.4)
		for i, x := range h[:len(block)] {
			want := v.breath + 2 + float64(36*curved[i])
			breath += (want-breath)/12 + noise[i]
			out.hr[from+i] = detmath.Lerp(float64(b.HRRest), float64(b.HRMax), x)
			out.swing[from+i] = vagalSwing(v.swing, x)
			out.breath[from+i] = float32(max(8, breath))
		}
	}
	return out
}

// inBlock is how many seconds are worked on at once.
const inBlock = 64

func kinetics(rising bool, up, down float64) float64 {
	if rising {
		return up
	}
	return down
}

// vagalSwing falls as the heart rate rises, from lying still (h = 0) to the
// maximum (h = 1); a little remains that breathing moves mechanically.
func vagalSwing(rest, h float64) float64 {
	return float64(rest*detmath.Exp(float64(-4.4*h))) + 1.2
}

package dataset

import (
	"sync"

	"github.com/ergodrome/ergodrome/mockserver/dataset/physiology"
)

// Spectrum is the power of heart-rate variability by the rhythm it comes from.
type Spectrum struct {
	VLF, LF, HF             []float64 // ms^2, 1 Hz; as many as RelativeFat
	VLFMean, LFMean, HFMean float64   // ms^2
	LFHFRatio               float64   // percent: the mean of ratios
}

// bands make a spectrum when somebody asks for it: it takes as long as all the rest of
// an analysis, and few want it.
type bands struct {
	once   sync.Once
	rr     []float64
	length int
	made   Spectrum
}

// Spectrum is that of the intervals of the analysis. It is shared: callers must not
// change it.
func (a *Analysis) Spectrum() *Spectrum {
	if a.bands == nil {
		return &Spectrum{}
	}
	a.bands.once.Do(a.bands.make)
	return &a.bands.made
}

func (b *bands) make() {
	s := &b.made
	s.VLF, s.LF, s.HF = physiology.Bands(b.rr, b.length)
	s.VLFMean, s.LFMean, s.HFMean = physiology.Mean(s.VLF), physiology.Mean(s.LF), physiology.Mean(s.HF)
	s.LFHFRatio = ratio(s.LF, s.HF)
	b.rr = nil
}

// ratio is the mean of what slow power is of breathing's from second to second,
// in percent. It is not that of their means. [measured: a published result has
// 620 % beside means of 61.9 and 11.8 ms²]
func ratio(lf, hf []float64) float64 {
	sum, n := 0.0, 0
	for i, h := range hf {
		if h > 0 {
			sum += lf[i] / h
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return 100 * sum / float64(n)
}

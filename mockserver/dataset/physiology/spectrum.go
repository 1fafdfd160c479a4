package physiology

// Bands is the power of heart-rate variability by the rhythm it comes from, in
// ms², at 1 Hz: very slow (0.01-0.04 Hz), slow (to 0.15 Hz) and breathing
// (beyond). The parts are differences of low-pass filters without delay, each
// three moving averages, so the cost grows with the length alone. The series
// have length values; those after the last second repeat it.
func Bands(rr []float64, length int) (vlf, lf, hf []float64) {
	const rate = 4 // samples a second
	x := resample(rr, rate)
	if len(x) == 0 {
		return make([]float64, length), make([]float64, length), make([]float64, length)
	}
	// A cascade of three averages over w samples passes half the power at 0.26/w
	// of the sampling rate.
	to015, to004, to001 := smooth(x, 7), smooth(x, 25), smooth(x, 105)
	hf = power(difference(x, to015), 16*rate, rate, length)
	lf = power(difference(to015, to004), 40*rate, rate, length)
	vlf = power(difference(to004, to001), 100*rate, rate, length)
	return vlf, lf, hf
}

// resample draws straight lines between the intervals, at their ends.
func resample(rr []float64, rate int) []float64 {
	total := 0.0
	for _, v := range rr {
		total += v
	}
	out := make([]float64, int(total*float64(rate)/1000))
	if len(rr) == 0 {
		return nil
	}
	i, end, before, beforeEnd := 0, rr[0], rr[0], 0.0
	step := 1000 / float64(rate)
	for k := range out {
		at := float64((float64(k) + 0.5) * step)
		for end < at && i < len(rr)-1 {
			before, beforeEnd = rr[i], end
			i++
			end += rr[i]
		}
		out[k] = before + float64((rr[i]-before)*min(1, (at-beforeEnd)/(end-beforeEnd)))
	}
	return out
}

func smooth(x []float64, width int) []float64 {
	return average(average(average(x, width), width), width)
}

// average is the mean of width samples around each; fewer at the ends.
func average(x []float64, width int) []float64 {
	out := make([]float64, len(x))
	half := width / 2
	total, from, to := 0.0, 0, 0 // of x[from:to]
	for i := range x {
		for ; to < min(len(x), i+half+1); to++ {
			total += x[to]
		}
		for ; from < i-half; from++ {
			total -= x[from]
		}
		out[i] = total / float64(to-from)
	}
	return out
}

func difference(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] - b[i]
	}
	return out
}

// power is the mean square over width samples, once a second.
func power(x []float64, width, rate, length int) []float64 {
	for i, v := range x {
		x[i] = float64(v * v)
	}
	mean := average(x, width)
	out := make([]float64, length)
	for i := range out {
		// A running sum may end a hair below zero.
		out[i] = max(0, mean[min(i*rate+rate/2, len(mean)-1)])
	}
	return out
}

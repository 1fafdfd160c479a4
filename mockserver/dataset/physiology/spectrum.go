package physiology

// Bands is the power of heart-rate variability by the rhythm it comes from, in
// ms², at 1 Hz: very slow (0.003-0.04 Hz), slow (to 0.15 Hz) and breathing
// (beyond). The parts are differences of low-pass filters without delay, made of
// moving averages, so the cost grows with the length alone. The series
// have length values; those after the last second repeat it.
func Bands(rr []float64, length int) (vlf, lf, hf []float64) {
	const rate = 4 // samples a second
	x := resample(rr, rate)
	if len(x) == 0 {
		return make([]float64, length), make([]float64, length), make([]float64, length)
	}
	// A cascade h of three averages over w samples halves what swings at 0.37/w of
	// the sampling rate; 3h²-2h³ is steeper there and flat elsewhere.
	scratch := make([]float64, len(x))
	three := func(out, x []float64, width int) {
		average(out, x, width)
		average(scratch, out, width)
		average(out, scratch, width)
	}
	below := func(x []float64, width int) []float64 {
		once, twice := make([]float64, len(x)), make([]float64, len(x))
		three(once, x, width)
		three(twice, once, width)
		three(once, twice, width)
		for i := range twice {
			twice[i] = float64(3*twice[i]) - float64(2*once[i])
		}
		return twice
	}
	to015, to004, to0003 := below(x, 9), below(x, 37), below(x, 493)
	band := func(wide, narrow []float64, seconds int) []float64 {
		for i := range wide {
			d := wide[i] - narrow[i]
			wide[i] = float64(d * d) // wide has served
		}
		average(scratch, wide, seconds*rate)
		return everySecond(scratch, rate, length)
	}
	// Each band overwrites its wider series, which the next one does not need.
	hf = band(x, to015, 16)
	lf = band(to015, to004, 40)
	vlf = band(to004, to0003, 300)
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

// average sets out to the mean of width samples around each; fewer at the ends.
func average(out, x []float64, width int) {
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
}

// everySecond draws one value a second; those after the last repeat it.
func everySecond(x []float64, rate, length int) []float64 {
	out := make([]float64, length)
	for i := range out {
		// A running sum may end a hair below zero.
		out[i] = max(0, x[min(i*rate+rate/2, len(x)-1)])
	}
	return out
}

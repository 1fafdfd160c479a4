package physiology

// Bands is the power of heart-rate variability by the rhythm it comes from, in
// ms², at 1 Hz: very slow (0.003-0.04 Hz), slow (to 0.15 Hz) and breathing
// (beyond). The parts are differences of low-pass filters without delay, made of
// moving averages, so the cost grows with the length alone. The series
// have length values; those after the last second repeat it.
func Bands(rr []float64, length int) (vlf, lf, hf []float64) {
	const rate = 4 // samples a second
	n := samples(rr, rate)
	if n == 0 {
		return make([]float64, length), make([]float64, length), make([]float64, length)
	}
	kept := borrow((1 + 3*filters) * n)
	defer giveBack(kept)
	x, room := (*kept)[:n], (*kept)[n:]
	resample(x, rr, rate)
	to015, to004, to0003 := below(room, x, [filters]int{9, 37, 493})
	scratch := room[:n] // has served
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

// samples is how many there are in intervals.
func samples(rr []float64, rate int) int {
	total := 0.0
	for _, v := range rr {
		total += v
	}
	return int(total * float64(rate) / 1000)
}

// resample draws straight lines between the intervals, at their ends.
func resample(out, rr []float64, rate int) {
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

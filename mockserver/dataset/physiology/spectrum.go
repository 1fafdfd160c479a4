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
	for i, low := range to0003 {
		a, b, c := x[i]-to015[i], to015[i]-to004[i], to004[i]-low
		x[i], to015[i], to004[i] = float64(a*a), float64(b*b), float64(c*c)
	}
	squares, widths := lanes{x, to015, to004}, [filters]int{16 * rate, 40 * rate, 300 * rate}
	sums := lanes{room[:n], room[n : 2*n], room[2*n : 3*n]} // have served
	averages(&sums, &squares, widths, false)
	band := func(k int) []float64 { return everySecond(sums[k], widths[k], rate, length) }
	return band(2), band(1), band(0)
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

// everySecond draws one mean a second of sums of width samples; those after the last
// repeat it.
func everySecond(sums []float64, width, rate, length int) []float64 {
	out := make([]float64, length)
	half := width / 2
	for i := range out {
		at := min(i*rate+rate/2, len(sums)-1)
		count := min(len(sums), at+half+1) - max(0, at-half)
		// A running sum may end a hair below zero.
		out[i] = max(0, sums[at]/float64(count))
	}
	return out
}

package physiology

import (
	"slices"
	"sync"
)

// rooms are where filters work: ten times what they filter, which takes as long to
// clear as to fill.
var rooms = sync.Pool{New: func() any { return new([]float64) }}

// mostRoom bounds what is kept for the next one: that of two hours, 2.3 MB.
const mostRoom = 10 * 2 * 3600 * 4

func borrow(n int) *[]float64 {
	room, ok := rooms.Get().(*[]float64)
	if !ok {
		room = new([]float64)
	}
	*room = slices.Grow((*room)[:0], n)[:n]
	return room
}

func giveBack(room *[]float64) {
	if cap(*room) <= mostRoom {
		rooms.Put(room)
	}
}

// filters is how many series are filtered at once.
const filters = 3

// below is x without what swings faster than each width says, made in room, which is
// nine times as long as x.
//
// A cascade h of three averages over w samples halves what swings at 0.37/w of the
// sampling rate; 3h²-2h³ is steeper there and flat elsewhere.
func below(room, x []float64, widths [filters]int) (a, b, c []float64) {
	n := len(x)
	var given, once, twice, scratch lanes
	for k := range filters {
		given[k] = x
		scratch[k] = room[k*n : (k+1)*n]
		once[k] = room[(filters+k)*n : (filters+k+1)*n]
		twice[k] = room[(2*filters+k)*n : (2*filters+k+1)*n]
	}
	three := func(out, x *lanes) {
		averages(out, x, widths, true)
		averages(&scratch, out, widths, true)
		averages(out, &scratch, widths, true)
	}
	three(&once, &given)
	three(&twice, &once)
	three(&once, &twice)
	for k := range filters {
		h2, h3 := twice[k], once[k]
		for i := range h2 {
			h2[i] = float64(3*h2[i]) - float64(2*h3[i])
		}
	}
	return twice[0], twice[1], twice[2]
}

// lanes are series of one length.
type lanes [filters][]float64

// averages sets each of out to the means of as many samples around each of x as its
// width says, fewer at the ends; to their sums where nobody needs all means, as dividing
// takes most of the time. Each sum waits for the one before it, and a processor has time
// for the other two meanwhile.
func averages(out, x *lanes, widths [filters]int, divided bool) {
	n := len(x[0])
	var w [filters]window
	middle, end := 0, n
	for k := range filters {
		w[k] = window{out: out[k][:n], x: x[k][:n], half: widths[k] / 2, divided: divided}
		middle, end = max(middle, w[k].half+1), min(end, n-w[k].half)
	}
	if middle >= end {
		for k := range filters {
			w[k].slide(0, n)
		}
		return
	}
	for k := range filters {
		w[k].slide(0, middle)
	}
	count := end - middle
	var ahead, behind, to [filters][]float64
	var size [filters]float64
	for k := range filters {
		ahead[k] = w[k].x[middle+w[k].half:][:count]
		behind[k] = w[k].x[middle-w[k].half-1:][:count]
		to[k] = w[k].out[middle:][:count]
		size[k] = float64(2*w[k].half + 1)
	}
	ahead0, ahead1, ahead2 := ahead[0], ahead[1][:len(ahead[0])], ahead[2][:len(ahead[0])]
	behind0, behind1, behind2 := behind[0][:len(ahead0)], behind[1][:len(ahead0)], behind[2][:len(ahead0)]
	to0, to1, to2 := to[0][:len(ahead0)], to[1][:len(ahead0)], to[2][:len(ahead0)]
	total0, total1, total2 := w[0].total, w[1].total, w[2].total
	for i := range ahead0 {
		total0 = total0 + ahead0[i] - behind0[i]
		total1 = total1 + ahead1[i] - behind1[i]
		total2 = total2 + ahead2[i] - behind2[i]
		if to0[i], to1[i], to2[i] = total0, total1, total2; divided {
			to0[i], to1[i], to2[i] = total0/size[0], total1/size[1], total2/size[2]
		}
	}
	w[0].total, w[1].total, w[2].total = total0, total1, total2
	for k := range filters {
		w[k].from, w[k].to = end-w[k].half-1, end+w[k].half
		w[k].slide(end, n)
	}
}

// window is the samples around one.
type window struct {
	out, x   []float64
	half     int
	divided  bool
	total    float64 // of x[from:to]
	from, to int
}

// slide goes from one sample to another.
func (w *window) slide(begin, end int) {
	x, total, from, to := w.x, w.total, w.from, w.to
	for i := begin; i < end; i++ {
		for ; to < min(len(x), i+w.half+1); to++ {
			total += x[to]
		}
		for ; from < i-w.half; from++ {
			total -= x[from]
		}
		w.out[i] = total
		if w.divided {
			w.out[i] /= float64(to - from)
		}
	}
	w.total, w.from, w.to = total, from, to
}

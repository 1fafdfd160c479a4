package dataset

import (
	"math"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// beats are R-R intervals in whole milliseconds: the heart rate, moved by
// breathing, by the slower rhythm of blood pressure near 0.1 Hz, by the very slow
// ones of vessels and warmth, and by chance.
// Together they last as long as p, less the begun beat that the recording cuts.
func (p *pulse) beats(k chance.Key) []float64 {
	stream := k.With("beats").Stream()
	end := float64(float64(len(p.hr))*1000) - stream.Between(0, 700)
	out := make([]float64, 0, int(float64(len(p.hr))*p.hr[len(p.hr)/2]/50))
	const turn = 2 * math.Pi
	breath, slow, strength := stream.Between(0, turn), stream.Between(0, turn), 1.0
	vessels, warmth := stream.Between(0, turn), stream.Between(0, turn)
	now := 0.0
	for {
		second := int(now / 1000)
		if second >= len(p.hr) {
			return out
		}
		// Drawn first: nothing waits for them.
		n1, n2, n3, n4, n5 := stream.Normal(), stream.Normal(), stream.Normal(), stream.Normal(), stream.Normal()
		hr := p.hr[second]
		if second+1 < len(p.hr) {
			hr = detmath.Lerp(hr, p.hr[second+1], now/1000-float64(second))
		}
		length := 60000 / hr
		seconds := length / 1000
		breath = wrap(breath + float64(turn*seconds*float64(p.breath[second])/60))
		slow = wrap(slow + float64(turn*seconds*(0.095+float64(0.012*n1))))
		vessels = wrap(vessels + float64(turn*seconds*(0.021+float64(0.012*n2))))
		warmth = wrap(warmth + float64(turn*seconds*(0.0075+float64(0.006*n3))))
		strength = float64(strength*0.98) + 0.02 + float64(0.06*n4)
		swing := p.swing[second]
		length += float64(swing*detmath.Sin(breath)) +
			float64(0.75*swing*strength*detmath.Sin(slow)) +
			float64(swing*(float64(0.55*detmath.Sin(vessels))+float64(0.6*detmath.Sin(warmth)))) +
			float64((float64(0.18*swing)+0.9)*n5)
		length = detmath.Round(detmath.Clamp(length, 270, 2200))
		if now+length > end {
			return out
		}
		out = append(out, length)
		now += length
	}
}

func wrap(phase float64) float64 {
	for phase >= 2*math.Pi {
		phase -= 2 * math.Pi
	}
	for phase < 0 {
		phase += 2 * math.Pi
	}
	return phase
}

// heartRate is the beats' rate at 1 Hz: that of the beat in the middle of each
// second, smoothed by its neighbours. There is a value for each begun second.
func heartRate(rr []float64) []uint8 {
	total := 0.0
	for _, x := range rr {
		total += x
	}
	out := make([]uint8, int(math.Ceil(total/1000)))
	beat, end := 0, 0.0
	if len(rr) > 0 {
		end = rr[0]
	}
	for i := range out {
		middle := min(float64(float64(i)*1000)+500, total)
		for end < middle && beat < len(rr)-1 {
			beat++
			end += rr[beat]
		}
		from, to := max(0, beat-1), min(len(rr), beat+2)
		sum := 0.0
		for _, x := range rr[from:to] {
			sum += x
		}
		out[i] = uint8(detmath.Clamp(detmath.Round(60000*float64(to-from)/sum), 0, 255))
	}
	return out
}

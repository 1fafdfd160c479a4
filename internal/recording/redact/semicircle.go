package redact

import (
	"encoding/binary"
	"math"
	"strconv"
)

// semicircle is FIT's unit of angle, in degrees. [confirmed: FIT profile]
const semicircle = 180.0 / (1 << 31)

// noSemicircles is what stands for no position. [confirmed: FIT profile, the invalid value of sint32]
const noSemicircles = math.MaxInt32

// semicircles replaces a whole number of semicircles by what the same degree gets elsewhere.
func (r *Redactor) semicircles(x int64) int64 {
	degrees := float64(x) * semicircle
	r.o.add(position, shortest(math.Abs(degrees), 64), "")
	return int64(math.Ceil(r.p.degrees(degrees) / semicircle))
}

// wholeDegrees bounds what may be a number of degrees, and not of semicircles.
const wholeDegrees = 180

// inSemicircles reads a position that is spelled as a whole number which degrees cannot be.
func inSemicircles(v string) (int64, bool) {
	x, err := strconv.ParseInt(v, 10, 64)
	return x, err == nil && (x > wholeDegrees || x < -wholeDegrees) && x >= math.MinInt32 && x < noSemicircles
}

// semicirclesOf finds the order of bytes in which a series is a way in semicircles: one place
// follows the other, but for gaps. Of bytes that anything else was packed into hardly any do.
func semicirclesOf(raw []byte) (layout, bool) {
	var best layout
	least, found := math.Inf(1), false
	for _, order := range []binary.ByteOrder{binary.BigEndian, binary.LittleEndian} {
		l := layout{4, order, true}
		if way, ok := l.way(raw); ok && way < least {
			best, least, found = l, way, true
		}
	}
	return best, found
}

// way is how long a series of semicircles is in degrees, if it is one.
func (l layout) way(raw []byte) (degrees float64, ok bool) {
	const far, jumps = 1, 8 // degrees between neighbours; one of so many may be farther apart
	if len(raw)%l.width != 0 {
		return 0, false
	}
	steps, leaps, some, last := 0, 0, false, math.NaN()
	for at := 0; at < len(raw); at += l.width {
		x := l.at(raw[at:])
		if math.IsNaN(x) {
			continue
		}
		some = some || x != 0
		if step := math.Abs(x - last); !math.IsNaN(last) {
			steps++
			degrees += step
			if step > far {
				leaps++
			}
		}
		last = x
	}
	return degrees, some && steps > 0 && leaps*jumps <= steps
}

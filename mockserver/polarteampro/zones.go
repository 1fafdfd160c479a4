package polarteampro

import (
	"math"
	"time"
)

// zones are five ranges by their six limits: the lower one is in a zone, the
// higher one is in the next. [confirmed: document 1.1.0]
type zones [6]int

func (z *zones) find(v float64) int {
	for i := range len(z) - 1 {
		if v >= float64(z[i]) && v < float64(z[i+1]) {
			return i
		}
	}
	return -1
}

// heartZones are tenths of the maximum from half of it on; the maximum itself is
// in the last. [inferred: the vendor's usual zones]
func heartZones(most int) zones {
	var z zones
	for i := range z {
		z[i] = int(math.Round(float64(most) * (0.5 + 0.1*float64(i))))
	}
	z[5]++
	return z
}

// speedZones are in km/h. [confirmed: the first is 3 to 7 in the documents'
// example; inferred: the others]
func speedZones(sprint float64) zones {
	z := zones{3, 7, 11, 15, 19, 0}
	if sprint > 20 { // on wheels, skates and skis
		z = zones{3, 10, 18, 26, 34, 0}
	}
	z[5] = 99
	return z
}

// powerZones are in W. [inferred]
func powerZones() zones { return zones{50, 150, 250, 350, 450, 2500} }

// accelerations are the lower bounds of four zones of braking and four of speeding
// up, in m/s². [confirmed: that there are eight, public clients; inferred: which]
func accelerations() [8]int { return [8]int{-4, -3, -2, -1, 1, 2, 3, 4} }

// share is what fell into the zones, and what did not.
type share struct {
	limits  zones
	seconds [5]float64
	sums    [5]float64
	outside float64 // seconds
	beside  float64 // sum
}

// split5 shares out seconds by a value, summing up another quantity.
func split5(limits zones, n int, value func(i int) (v, add float64, ok bool)) share {
	s := share{limits: limits}
	for i := range n {
		v, add, ok := value(i)
		if !ok {
			continue
		}
		if z := limits.find(v); z >= 0 {
			s.seconds[z]++
			s.sums[z] += add
		} else {
			s.outside++
			s.beside += add
		}
	}
	return s
}

// hearts shares out time, with the way, by heart rate.
func (x *effort) hearts() share {
	speed := cut(x, x.record.Speed)
	return split5(heartZones(x.analysis.HRMax), len(x.heart.series), func(i int) (float64, float64, bool) {
		way := 0.0
		if i < len(speed) {
			way = float64(speed[i])
		}
		return float64(x.heart.series[i]), way, true
	})
}

// speeds shares out the way by speed.
func (x *effort) speeds() share {
	speed := cut(x, x.record.Speed)
	return split5(speedZones(sprintSpeed(x.event.Sport)), len(speed), func(i int) (float64, float64, bool) {
		return float64(speed[i]) * kmh, float64(speed[i]), true
	})
}

// powers shares out time, with the work, by power.
func (x *effort) powers() share {
	return split5(powerZones(), len(x.heart.series), func(i int) (float64, float64, bool) {
		w, ok := x.watts(x.second + i)
		return w, w / 1000, ok
	})
}

// changes counts how often the acceleration came into each zone.
func (x *effort) changes() [8]int {
	var n [8]int
	limits, speed, last := accelerations(), cut(x, x.record.Speed), -1
	for i := 1; i < len(speed); i++ {
		a, now := float64(speed[i])-float64(speed[i-1]), -1
		for z, limit := range limits {
			if limit < 0 && a <= float64(limit) && now < 0 || limit > 0 && a >= float64(limit) {
				now = z
			}
		}
		if now >= 0 && now != last {
			n[now]++
		}
		last = now
	}
	return n
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }

// zone begins one of a share's zones.
func (o *object) zone(s *share, i int) {
	o.int("index", i+1)
	o.int("lower_limit", s.limits[i])
	o.int("higher_limit", s.limits[i+1])
}

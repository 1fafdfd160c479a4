package polaraccesslink

import (
	"math"
	"time"
)

// series is what one sensor gave, one value a second.
type series struct {
	kind   enum
	values []float32
}

// every is all series of a track that there are. [confirmed: AccessLink v4 page,
// the kinds; public clients, speed in km/h; inferred: other units]
func (x *track) every() []series {
	all := []series{
		{"HEART_RATE", x.heart},
		{"SPEED", x.speed},
		{"DISTANCE", x.distance},
		{"CADENCE", x.cadence},
		{"ALTITUDE", x.altitude},
		{"TEMPERATURE", x.temperature},
		{"FORWARD_ACCELERATION", x.acceleration},
		{"STRIDE_LENGTH", x.stride},
		{"MOVING_TYPE", x.moving},
		{"LEFT_RIGHT_BALANCE", x.balance},
		{"BODY_TEMPERATURE", x.core},
	}
	if x.crank != nil {
		all = append(all, x.crank.series()...)
	}
	return all
}

// samples are those of a part, and of the way to it.
func (t *tenant) samples(x stretch, p *part) *samplesMessage {
	out := &samplesMessage{Samples: t.values(x), TransitionSamples: []intervalValues{}, RRSamples: t.beats(x), TransitionRRSamples: []rrSample{}}
	if !p.transition.IsZero() {
		way := stretch{x.track, x.second(p.transition), x.a}
		out.TransitionSamples, out.TransitionRRSamples = t.values(way), t.beats(way)
	}
	if x.swim != nil {
		out.SwimmingPhases = x.swim.phases(x)
	}
	return out
}

func (t *tenant) values(x stretch) []intervalValues {
	out := []intervalValues{}
	for _, s := range x.every() {
		values := cut(s.values, x.a, x.b)
		if len(values) == 0 {
			continue
		}
		if s.kind == "DISTANCE" && x.a > 0 { // counted from the part's own start
			own := make([]float32, len(values))
			for i, v := range values {
				own[i] = round32(float64(v)-float64(s.values[x.a-1]), 1)
			}
			values = own
		}
		if t.set.coldStart.In(t.x) && x.a == 0 && (s.kind == "SPEED" || s.kind == "ALTITUDE") {
			values = append([]float32{}, values...)
			for i := range min(coldSeconds, len(values)) {
				values[i] = float32(math.NaN())
			}
		}
		out = append(out, intervalValues{s.kind, 1000, values})
	}
	return out
}

// coldSeconds is how long satellites are looked for.
const coldSeconds = 6

// beats are the R-R intervals that begin in a stretch, as the belt gave them; one
// that no heart waits for is not to be trusted. [inferred: when it is so]
func (t *tenant) beats(x stretch) []rrSample {
	const longest, shortest = 2000, 280
	var printed [2]*bool
	if !t.set.bareBeats.In(t.x) {
		printed = [2]*bool{new(false), new(true)}
	}
	out := []rrSample{}
	at := time.Duration(0)
	for _, ms := range x.record.RawRR {
		second := int(at / time.Second)
		at += time.Duration(ms) * time.Millisecond
		if second < x.a || second >= x.b {
			continue
		}
		offline := printed[0]
		if ms > longest || ms < shortest {
			offline = printed[1]
		}
		out = append(out, rrSample{ms, offline})
	}
	return out
}

// kinds of statistics, with the series that they are of. [confirmed: AccessLink v4
// page]
func (x stretch) figures() []statistic {
	out := []statistic{}
	for _, s := range []series{
		{"HEART_RATE", x.heart},
		{"SPEED", x.speed},
		{"CADENCE", x.cadence},
		{"ALTITUDE", x.altitude},
		{"INCLINE", x.incline},
		{"STRIDE_LENGTH", x.stride},
		{"LEFT_RIGHT_BALANCE", x.balance},
		{"BODY_TEMPERATURE", x.core},
		{"POWER", x.power()},
	} {
		if values := cut(s.values, x.a, x.b); len(values) > 0 {
			least, mean, most := extremes(values)
			out = append(out, statistic{"STATISTICS_TYPE_" + s.kind, rounded(least, 2), rounded(mean, 2), rounded(most, 2)})
		}
	}
	return out
}

// power is in W, nothing where there is none.
func (x *track) power() []float32 {
	if !x.powered() {
		return nil
	}
	out := make([]float32, x.n)
	for i := range out {
		out[i] = float32(x.watts(i))
	}
	return out
}

func statisticsOf(x stretch) *statisticsMessage {
	out := &statisticsMessage{Statistics: x.figures(), TrainingPeaksStatistics: x.peaks()}
	if x.swim != nil {
		out.SwimmingStatistics = x.swim.statistics(x)
	}
	return out
}

// peaks are by power: the fourth power of its mean over half a minute, beside the
// threshold. [inferred: the published definitions of those names]
func (x stretch) peaks() *trainingPeaks {
	threshold := x.record.Body.FTPWatts
	if len(x.record.Power) == 0 || threshold <= 0 || x.b-x.a < 60 {
		return nil
	}
	const window = 30
	sum, fourth, n := 0.0, 0.0, 0
	for i := x.a; i < x.b; i++ {
		sum += x.watts(i)
		if i-x.a >= window {
			sum -= x.watts(i - window)
		}
		if i-x.a >= window-1 {
			mean := sum / window
			fourth += mean * mean * mean * mean
			n++
		}
	}
	normalized := math.Sqrt(math.Sqrt(fourth / float64(n)))
	factor := normalized / threshold
	return &trainingPeaks{rounded(factor, 3), int(math.Round(normalized)), rounded(float64(x.b-x.a)*factor*factor/36, 1)}
}

// zonesOf shares out the time, with the way by speed and the work by power.
func zonesOf(x stretch) []zoneList {
	b := &x.record.Body
	heart := func(i int) float64 { return float64(x.heart[i]) }
	out := []zoneList{
		x.share("ZONE_TYPE_HEART_RATE", heartZones(b.HRMax), 5, heart),
		x.share("ZONE_TYPE_FIT_FAT", fitFat(b.HRMax, b.AerobicHR), 2, heart),
	}
	if len(x.speed) > 0 {
		out = append(out, x.share("ZONE_TYPE_SPEED", speedZones(&x.sport), 5, func(i int) float64 { return float64(x.speed[i]) }))
	}
	if x.powered() {
		out = append(out, x.share("ZONE_TYPE_POWER", powerZones(int(b.FTPWatts)), 5, x.watts))
	}
	return out
}

func (x stretch) share(kind enum, limits zones, n int, value func(i int) float64) zoneList {
	var seconds [5]int
	var way, work [5]float64
	for i := x.a; i < x.b; i++ {
		if z := limits.find(value(i)); z >= 0 {
			seconds[z]++
			if i < len(x.record.Speed) {
				way[z] += float64(x.record.Speed[i])
			}
			work[z] += x.watts(i) / 1000
		}
	}
	out := zoneList{Type: kind}
	for z := range n {
		out.Zones = append(out.Zones, zoneMessage{
			limits[z], limits[z+1], millis(seconds[z]), when(kind == "ZONE_TYPE_SPEED", round32(way[z], 1)), when(kind == "ZONE_TYPE_POWER", round32(work[z], 2)),
		})
	}
	return out
}

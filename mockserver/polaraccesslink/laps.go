package polaraccesslink

import "time"

// lapsOf are those that the person has taken, and those that the watch takes by
// itself after so many metres. [confirmed: AccessLink v4 page; inferred: that
// both are there]
func lapsOf(x stretch, p *part) *lapLists {
	out := &lapLists{[]lapMessage{}, []lapMessage{}}
	for _, l := range p.event.Laps {
		from, to := l.Start, l.End
		if from.Before(p.from) {
			from = p.from
		}
		if to.After(p.to) {
			to = p.to
		}
		if from.Before(to) {
			out.Laps = append(out.Laps, lapOf(x, p, from, to))
		}
	}
	if len(x.record.Speed) == 0 {
		return out
	}
	length, gone, begin := lapLength(&x.sport), 0.0, p.from
	for i := x.a; i < x.b; i++ {
		if gone += float64(x.record.Speed[i]); gone >= length && i+1 < x.b {
			end := x.clock(i + 1)
			out.AutoLaps = append(out.AutoLaps, lapOf(x, p, begin, end))
			gone, begin = gone-length, end
		}
	}
	if len(out.AutoLaps) > 0 && begin.Before(p.to) {
		out.AutoLaps = append(out.AutoLaps, lapOf(x, p, begin, p.to))
	}
	return out
}

// lapOf is one lap. Its split time is that of its end. [inferred]
func lapOf(x stretch, p *part, from, to time.Time) lapMessage {
	y := stretch{x.track, x.second(from), x.second(to)}
	m := lapMessage{
		SplitTimeMillis: to.Sub(p.from).Milliseconds(), DurationMillis: to.Sub(from).Milliseconds(),
		Statistics: lapStatistics{Statistics: y.figures(), TrainingPeaksStatistics: y.peaks()},
	}
	if y.moved() {
		m.DistanceMeters = new(rounded(y.metres(), 1))
	}
	if m.StartLocationLatitude, m.StartLocationLongitude = place2(x.track, y.a); m.StartLocationLatitude != nil {
		m.StartLocationTimeMillis = new(from.Sub(p.from).Milliseconds())
	}
	if y.a < len(x.altitude) {
		up, down := y.climbs()
		m.AscentMeters, m.DescentMeters = new(rounded(up, 1)), new(rounded(down, 1))
		m.StartLocationAltitude = new(rounded(float64(x.altitude[y.a]), 1))
	}
	if x.swim != nil {
		m.Statistics.SwimmingStatistics = x.swim.lap(y.a, y.b)
	}
	return m
}

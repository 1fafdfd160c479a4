package polaraccesslink

import "math"

type (
	hillSplits struct {
		StartTime                   local  `json:"startTime"`
		EndTime                     local  `json:"endTime"`
		TotalUphillDistanceMeters   int    `json:"totalUphillDistanceMeters"`
		TotalDownhillDistanceMeters int    `json:"totalDownhillDistanceMeters"`
		TotalUphillCount            int    `json:"totalUphillCount"`
		TotalDownhillCount          int    `json:"totalDownhillCount"`
		Hills                       []hill `json:"hills"`
	}
	hill struct {
		Type                enum      `json:"type"`
		StartTime           local     `json:"startTime"`
		EndTime             local     `json:"endTime"`
		UpHill              *upHill   `json:"upHill"`
		DownHill            *downHill `json:"downHill"`
		DistanceMeters      int       `json:"distanceMeters"`
		MaxSpeedKmh         float32   `json:"maxSpeedKmh"`
		AvgSpeedKmh         float32   `json:"avgSpeedKmh"`
		StartAltitudeMeters float32   `json:"startAltitudeMeters"`
		EndAltitudeMeters   float32   `json:"endAltitudeMeters"`
		AvgHRBpm            int       `json:"avgHrBpm"`
		MaxHRBpm            int       `json:"maxHrBpm"`
		Duration            int64     `json:"duration"`
		AvgCadence          int       `json:"avgCadence"`
		MaxCadence          int       `json:"maxCadence"`
		AvgPower            int       `json:"avgPower"`
		MaxPower            int       `json:"maxPower"`
	}
	upHill struct {
		UphillNumber      int     `json:"uphillNumber"`
		AscentMeters      float32 `json:"ascentMeters"`
		AvgInclinePercent float32 `json:"avgInclinePercent"`
	}
	downHill struct {
		DownhillNumber    int     `json:"downhillNumber"`
		DescentMeters     float32 `json:"descentMeters"`
		AvgDeclinePercent float32 `json:"avgDeclinePercent"`
	}
)

// leastHill is how many metres a hill is high, and how many the way must turn for
// it to end. [inferred]
const (
	leastHill = 8
	leastTurn = 4
)

// hillSplitsOf parts a training at its hills; nothing on the flat.
func hillSplitsOf(x *track) *hillSplits {
	if len(x.incline) == 0 {
		return nil
	}
	out := &hillSplits{StartTime: local{x.event.Start.In(x.event.Zone)}, EndTime: local{x.event.End.In(x.event.Zone)}, Hills: []hill{}}
	for _, y := range x.slopesOf() {
		out.add(y)
	}
	if len(out.Hills) == 0 {
		return nil
	}
	return out
}

// slopesOf are the stretches between the turning points of the altitude that are
// high enough.
func (x *track) slopesOf() []stretch {
	var all []stretch
	h := x.altitude
	from, top, direction := 0, 0, float32(0)
	add := func(a, b int) {
		if d := h[b] - h[a]; d >= leastHill || d <= -leastHill {
			all = append(all, stretch{x, a, b})
		}
	}
	for i := range h {
		switch {
		case direction == 0:
			if d := h[i] - h[from]; d >= leastTurn || d <= -leastTurn {
				direction, top = d, i
			}
		case (h[i]-h[top])*direction >= 0:
			top = i
		case h[i]-h[top] >= leastTurn || h[i]-h[top] <= -leastTurn:
			add(from, top)
			from, direction, top = top, -direction, i
		}
	}
	add(from, top)
	return all
}

func (s *hillSplits) add(x stretch) {
	way := x.metres()
	if way < 20 {
		return
	}
	m := hill{
		StartTime: local{x.clock(x.a).In(x.event.Zone)}, EndTime: local{x.clock(x.b).In(x.event.Zone)}, DistanceMeters: int(math.Round(way)),
		StartAltitudeMeters: x.altitude[x.a], EndAltitudeMeters: x.altitude[x.b], Duration: x.clock(x.b).Sub(x.clock(x.a)).Milliseconds(),
	}
	m.AvgHRBpm, m.MaxHRBpm = x.hearts()
	_, mean, most := extremes(cut(x.speed, x.a, x.b))
	m.AvgSpeedKmh, m.MaxSpeedKmh = round32(mean, 1), round32(most, 1)
	m.AvgCadence, m.MaxCadence = whole32(cut(x.cadence, x.a, x.b))
	m.AvgPower, m.MaxPower = whole32(cut(x.power(), x.a, x.b))
	climb := float64(m.EndAltitudeMeters) - float64(m.StartAltitudeMeters)
	if climb > 0 {
		s.TotalUphillCount++
		s.TotalUphillDistanceMeters += m.DistanceMeters
		m.Type, m.UpHill = "HILL_TYPE_UPHILL", &upHill{s.TotalUphillCount, round32(climb, 1), round32(climb/way*100, 1)}
	} else {
		s.TotalDownhillCount++
		s.TotalDownhillDistanceMeters += m.DistanceMeters
		m.Type, m.DownHill = "HILL_TYPE_DOWNHILL", &downHill{s.TotalDownhillCount, round32(-climb, 1), round32(-climb/way*100, 1)}
	}
	s.Hills = append(s.Hills, m)
}

// whole32 are mean and maximum of a series in whole numbers.
func whole32(series []float32) (mean, most int) {
	_, m, high := extremes(series)
	return int(math.Round(m)), int(math.Round(high))
}

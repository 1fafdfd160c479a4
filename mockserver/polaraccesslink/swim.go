package polaraccesslink

import (
	"math"
	"math/rand/v2"
	"time"
)

type (
	swimmingPhases struct {
		StartTime local           `json:"startTime"`
		Phases    []swimmingPhase `json:"phases"`
	}
	swimmingPhase struct {
		StartOffsetMillis int64 `json:"startOffsetMillis"`
		DurationMillis    int64 `json:"durationMillis"`
		Style             enum  `json:"style"`
		Strokes           *int  `json:"strokes"`
	}
	swimmingStatistics struct {
		DistanceMeters   float32           `json:"distanceMeters"`
		TotalStrokeCount int               `json:"totalStrokeCount"`
		PoolsSwum        int               `json:"poolsSwum"`
		PoolUnits        enum              `json:"poolUnits"`
		PoolLength       float32           `json:"poolLength"`
		SwimmingStyles   []styleStatistics `json:"swimmingStyles"`
	}
	styleStatistics struct {
		Style                   enum    `json:"style"`
		DistanceMeters          float32 `json:"distanceMeters"`
		StrokeCount             int     `json:"strokeCount"`
		SwimmingTimeTotalMillis int64   `json:"swimmingTimeTotalMillis"`
		PoolTimeMinMillis       int64   `json:"poolTimeMinMillis"`
		HRAvg                   int     `json:"hrAvg"`
		HRMax                   int     `json:"hrMax"`
		SwolfAvg                float32 `json:"swolfAvg"`
	}
)

// swim is what a watch makes of swimming in a pool: it counts lengths, where the
// population has none. [inferred]
type swim struct {
	yards  bool
	length float64 // of the pool in its unit
	pools  []pool
}

// pool is one length of it, or a rest.
type pool struct {
	from, to int // seconds of the record
	style    string
	strokes  int
	counts   bool // as a length
}

func (s *swim) unit() float64 {
	if s.yards {
		return 0.9144 * s.length
	}
	return s.length
}

// swimOf makes lengths: the harder the heart works, the faster.
func (t *tenant) swimOf(x *track, place uint64) *swim {
	r := t.eventful(place, "swim")
	home := t.personal(x.event.Ref.Athlete, "pool")
	s := &swim{length: pick(home, 25.0, 25, 50), yards: home.IntN(4) == 0}
	if s.yards {
		s.length = 25
	}
	now := 20 + r.IntN(60) // until in the water
	for now < x.n {
		lengths := pick(r, 4, 8, 8, 12, 16)
		style := setStyle(r)
		for ; lengths > 0 && now < x.n; lengths-- {
			now = s.swimLength(r, x, now, style)
		}
		now += pick(r, 15, 20, 30, 60)
	}
	return s
}

func setStyle(r *rand.Rand) string {
	return pick(r, "FREESTYLE", "FREESTYLE", "FREESTYLE", "FREESTYLE", "BREASTSTROKE", "BACKSTROKE", "BUTTERFLY", "DRILL", "OTHER_SWIMMING", "OTHER")
}

func (s *swim) swimLength(r *rand.Rand, x *track, now int, style string) int {
	slower := map[string]float64{"BREASTSTROKE": 1.28, "BACKSTROKE": 1.12, "BUTTERFLY": 1.02, "DRILL": 1.45, "OTHER_SWIMMING": 1.3, "OTHER": 1.6}[style]
	if slower == 0 {
		slower = 1
	}
	hard := float64(x.record.HeartRate[min(now, x.n-1)]) / float64(max(1, x.record.Body.HRMax))
	takes := int(math.Round(s.unit() / (0.55 + hard) * slower * (0.97 + 0.06*r.Float64())))
	if now+takes > x.n {
		return x.n
	}
	s.pools = append(s.pools, pool{now, now + takes, style, int(s.unit()*0.64) + r.IntN(4), style != "OTHER"})
	return now + takes
}

// within yields the lengths that end in a stretch.
func (s *swim) within(a, b int) []pool {
	var all []pool
	for _, p := range s.pools {
		if p.to > a && p.to <= b {
			all = append(all, p)
		}
	}
	return all
}

func (s *swim) metres(a, b int) float64 {
	n := 0
	for _, p := range s.within(a, b) {
		if p.counts {
			n++
		}
	}
	return float64(n) * s.unit()
}

// phases are lengths, with a turn after each that is followed by another.
func (s *swim) phases(x stretch) *swimmingPhases {
	out := &swimmingPhases{local{x.clock(x.a).In(x.event.Zone)}, []swimmingPhase{}}
	list := s.within(x.a, x.b)
	for i, p := range list {
		end := p.to
		if i+1 < len(list) && list[i+1].from == p.to && p.to-p.from > 4 {
			end -= 2
		}
		out.Phases = append(out.Phases, swimmingPhase{millis(max(0, p.from-x.a)), millis(end - max(p.from, x.a)), enum(p.style), &p.strokes})
		if end < p.to {
			out.Phases = append(out.Phases, swimmingPhase{millis(end - x.a), millis(p.to - end), "TURN", nil})
		}
	}
	return out
}

func millis(seconds int) int64 { return int64(seconds) * time.Second.Milliseconds() }

// statistics sum the lengths up, in all and by style. A drill is of no style.
func (s *swim) statistics(x stretch) *swimmingStatistics {
	out := &swimmingStatistics{PoolUnits: "POOL_UNIT_METERS", PoolLength: float32(s.length), SwimmingStyles: []styleStatistics{}}
	if s.yards {
		out.PoolUnits = "POOL_UNIT_YARDS"
	}
	rows := map[string]int{}
	var beats, seconds []int
	for _, p := range s.within(x.a, x.b) {
		name := p.style
		if name == "DRILL" {
			name = "OTHER_SWIMMING"
		}
		row, known := rows[name]
		if !known {
			row = len(rows)
			rows[name] = row
			out.SwimmingStyles = append(out.SwimmingStyles, styleStatistics{Style: enum("SWIMMING_STYLE_" + name)})
			beats, seconds = append(beats, 0), append(seconds, 0)
		}
		st := &out.SwimmingStyles[row]
		took := millis(p.to - p.from)
		mean, most := stretch{x.track, p.from, p.to}.hearts()
		st.StrokeCount += p.strokes
		st.SwimmingTimeTotalMillis += took
		if st.PoolTimeMinMillis == 0 || took < st.PoolTimeMinMillis {
			st.PoolTimeMinMillis = took
		}
		st.HRMax = max(st.HRMax, most)
		beats[row] += mean * (p.to - p.from)
		seconds[row] += p.to - p.from
		out.TotalStrokeCount += p.strokes
		if p.counts {
			st.DistanceMeters += float32(s.unit())
			out.DistanceMeters += float32(s.unit())
			out.PoolsSwum++
			st.SwolfAvg++ // lengths, until they are divided by below
		}
	}
	for i := range out.SwimmingStyles {
		st := &out.SwimmingStyles[i]
		st.HRAvg = beats[i] / max(1, seconds[i])
		if n := float64(st.SwolfAvg); n > 0 {
			st.SwolfAvg = round32((float64(st.SwimmingTimeTotalMillis)/1000+float64(st.StrokeCount))/n, 1)
		}
	}
	return out
}

// lap sums up for a lap.
func (s *swim) lap(a, b int) *lapSwimming {
	out, took := &lapSwimming{}, 0
	for _, p := range s.within(a, b) {
		if p.counts {
			out.PoolsSwum++
			out.Strokes += p.strokes
			took += p.to - p.from
		}
	}
	if out.PoolsSwum > 0 {
		out.AvgSecsPerPool = round32(float64(took)/float64(out.PoolsSwum), 1)
	}
	return out
}

package dataset

import (
	"math"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// mover goes through a landscape: effort and slope make speed, speed makes way.
type mover struct {
	sport  Sport
	body   *Body
	stream chance.Stream
	ground ground

	effort, speed, power, way float64
	heading, turn             float64
	east, north               float64 // m from the start
	latitude, longitude       float64
}

const metresPerDegree = 6371008.8 * math.Pi / 180

// Home is where somebody lives, and begins to train alone: degrees, and metres above
// the sea.
type Home struct{ Latitude, Longitude, AltitudeM float64 }

// Home returns one athlete's by number; the number must be in range.
func (s *Set) Home(athlete int) Home {
	p := s.profile(athlete)
	return p.home()
}

func (p *profile) home() Home {
	here, r := placeOf(p.zone), p.key.With("home").Stream()
	latitude := here.latitude + r.Between(-0.06, 0.06)
	return Home{latitude, here.longitude + r.Between(-0.08, 0.08), here.altitude}
}

func (s *Set) moving(t *truth, e *Event) mover {
	here, home := placeOf(t.p.zone), t.p.home()
	m := mover{
		sport: t.e.sport, body: &t.body, stream: t.key.With("motion").Stream(),
		latitude:  home.Latitude,
		longitude: home.Longitude,
	}
	if t.e.team >= 0 { // the team's ground
		ground := s.key.With("team").At(t.p.team).With("ground").Stream()
		m.latitude = here.latitude + ground.Between(-0.04, 0.04)
		m.longitude = here.longitude + ground.Between(-0.06, 0.06)
	}
	m.ground = groundOf(t.e, here.altitude, &m.stream)
	m.heading = m.stream.Between(0, 2*math.Pi)
	if !e.GPS {
		m.ground = ground{}
	}
	return m
}

// run fills the series, one step a second.
func (m *mover) run(out *Record, effort []float64) {
	n := len(effort)
	out.Speed, out.Power, out.Cadence = make([]float32, n), make([]float32, n), make([]float32, n)
	out.Altitude = make([]float32, n)
	out.Latitude, out.Longitude = make([]float64, n), make([]float64, n)
	m.effort = effort[0]
	for i, d := range effort {
		m.effort += (d - m.effort) / 2.5
		slope := m.ground.slope(m.way)
		m.speed += (m.wanted(slope) - m.speed) / 3
		if m.speed < 0.05 {
			m.speed = 0
		}
		out.Speed[i] = float32(m.speed)
		out.Power[i] = float32(detmath.Round(m.power))
		out.Cadence[i] = float32(detmath.Round(m.cadence()))
		if i > 0 {
			m.step(float64(out.Speed[i]))
		}
		out.Altitude[i] = float32(m.ground.altitude(m.way))
		out.Latitude[i], out.Longitude[i] = m.latitude, m.longitude
	}
}

// wanted is the speed that the effort buys; it sets the power.
func (m *mover) wanted(slope float64) float64 {
	vo2 := float64(m.effort * m.body.VO2Max)
	switch m.sport.motion() {
	case court:
		if m.effort < 0.22 {
			return float64(float64(1.5*m.effort) * m.stream.Float64())
		}
		return min(9, float64(2.25*detmath.Pow(m.effort, 1.5)))
	case wheel:
		m.power = float64(bikePower(vo2, m.body.MassKg) * (1 + float64(0.05*m.stream.Normal())))
		return bikeSpeed(m.power, m.body.MassKg, slope, m.speed)
	case boat:
		m.power = float64(rowPower(vo2, m.body.MassKg) * (1 + float64(0.06*m.stream.Normal())))
		return rowSpeed(m.power)
	case ski:
		return float64(runSpeed(vo2, float64(1.6*slope)) * 1.45)
	}
	if m.sport != Walking {
		if v := runSpeed(vo2, slope); v > 1.9 {
			return v
		}
	}
	return min(1.9, walkSpeed(vo2, slope))
}

// cadence is steps, turns or strokes a minute.
func (m *mover) cadence() float64 {
	if m.speed < 0.3 {
		return 0
	}
	noise := m.stream.Normal()
	switch m.sport.motion() {
	case foot, court:
		if m.speed < 2 {
			return 60 + float64(32*m.speed) + float64(2*noise)
		}
		return min(215, 152+float64(7.5*m.speed)+float64(1.5*noise))
	case wheel:
		if m.power < 15 {
			return 0
		}
		return min(125, 70+float64(24*m.power/m.body.FTPWatts)+float64(2.5*noise))
	case boat:
		return 15 + float64(14*m.effort) + noise/2
	case ski:
		return 32 + float64(22*m.effort) + noise
	}
	return 0
}

// step goes on by distance and turns a little.
func (m *mover) step(distance float64) {
	m.way += distance
	m.turn = float64(m.turn*0.9) + float64(0.02*m.stream.Normal())
	m.heading = m.ground.turn(m, distance)
	north := float64(distance * detmath.Cos(m.heading))
	east := float64(distance * detmath.Sin(m.heading))
	m.north += north
	m.east += east
	m.latitude += north / metresPerDegree
	m.longitude += east / (metresPerDegree * detmath.Cos(float64(m.latitude*(math.Pi/180))))
}

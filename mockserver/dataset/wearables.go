package dataset

import (
	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

// moved is r with what the sensors beside the belt gave; r itself stays as it is.
func (s *Set) moved(r *Record) *Record {
	ev := &r.Event
	if ev.Kind != Workout || !ev.GPS && !ev.Power {
		return r
	}
	p, e, _ := s.find(ev.Ref)
	t := truth{p: &p, e: &e, ref: ev.Ref, key: p.recordKey(s, ev.Ref), body: r.Body}
	n := len(r.HeartRate)
	t.effort = cut(s.demanded(&t), e.gapAt, e.gap)[:n]
	full := *r
	out := &full
	m := s.moving(&t, ev)
	m.run(out, t.effort)
	out.Temperature = s.temperature(&t, n)
	if !ev.GPS {
		out.Altitude, out.Latitude, out.Longitude = nil, nil, nil
		if t.e.sport != RowingIndoor {
			out.Speed = nil
		}
	}
	if !ev.Power {
		out.Power = nil
	}
	return out
}

// accelerations is the movement load gained in each second, in 1/65536.
func (t *truth) accelerations(n int) []float64 {
	out := make([]float64, n)
	stream := t.key.With("movement").Stream()
	gain := 0.0
	switch t.e.sport.motion() {
	case court:
		gain = 0.125
	case foot:
		gain = 0.105
	case still, ski:
		gain = 0.05
	case boat, water:
		gain = 0.03
	case wheel:
		gain = 0.012
	}
	for i := range out {
		noise := stream.Normal()
		if t.effort == nil { // lying still; sometimes somebody turns
			out[i] = detmath.Dyadic(float64(0.01 * max(0, noise-2)))
			continue
		}
		quick := max(0, t.effort[i]-0.18)
		out[i] = detmath.Dyadic(max(0, float64(gain*quick*(1+float64(0.25*noise)))+float64(gain*quick*quick)/2))
	}
	return out
}

// temperature is the air's, as a watch feels it.
func (s *Set) temperature(t *truth, n int) []float32 {
	out := make([]float32, n)
	stream := t.key.With("temperature").Stream()
	at, drift := stream.Between(18, 21), 0.0004
	if !t.e.sport.indoor() {
		here, d := placeOf(t.p.zone), s.date(t.ref.Day, t.p.zone)
		season := detmath.Cos(float64(6.283185307179586 * float64(d.yearDay-200) / 365))
		hour := detmath.Cos(float64(6.283185307179586 * (float64(t.e.start)/3600 - 15) / 24))
		at = here.warmth + float64(here.swing*season) + float64(3*hour) + float64(3*stream.Normal())
		drift = 0.0001
	}
	for i := range out {
		warm := float64(2.5 * detmath.Exp(-float64(i)/400)) // it comes from a warm wrist
		out[i] = float32(detmath.Round(float64((at+warm+float64(drift*float64(i)))*10)) / 10)
	}
	return out
}

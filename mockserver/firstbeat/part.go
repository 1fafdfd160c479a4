package firstbeat

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// part is what one set of variables is about: a measurement, or a stretch of it.
type part struct {
	data    *dataset.Set
	event   dataset.Event
	from    time.Time // of a stretch; zero for all of the measurement
	to      time.Time
	whole   bool // neither of a lap nor of a session
	licence licence

	analysed *dataset.Analysis
	spectral *dataset.Spectrum
	sensed   *dataset.Outside
	loaded   *trainingLoad
}

type trainingLoad struct{ acute, chronic float64 }

// analysis is made when the first variable needs it.
func (p *part) analysis() *dataset.Analysis {
	switch {
	case p.analysed != nil:
	case p.from.IsZero():
		p.analysed = p.data.Analysis(p.event)
	default:
		p.analysed = p.data.AnalysisOf(p.event, p.from, p.to)
	}
	return p.analysed
}

// spectrum is made when the first variable needs it.
func (p *part) spectrum() *dataset.Spectrum {
	if p.spectral == nil {
		p.spectral = p.analysis().Spectrum()
	}
	return p.spectral
}

// outside is what other sensors gave: simulated when somebody asks for it.
func (p *part) outside() *dataset.Outside {
	if p.sensed == nil {
		out := p.analysis().Outside(p.data.Record(p.event))
		p.sensed = &out
	}
	return p.sensed
}

// load is the training history on the day of the event.
func (p *part) load() *trainingLoad {
	if p.loaded == nil {
		acute, chronic := p.data.Load(p.event.Ref.Athlete, p.event.End)
		p.loaded = &trainingLoad{acute, chronic}
	}
	return p.loaded
}

func (p *part) ofMax(heartRate int) float64 {
	return float64(heartRate) / float64(p.analysis().HRMax) * 100
}

func (p *part) ofVO2Max(v float64) float64 {
	return v / p.data.Body(p.event.Ref.Athlete, p.event.Start).VO2Max * 100
}

// minutes is the recorded time, which may be shorter than from start to end.
// [measured: vendor samples].
func (p *part) minutes() float64 {
	d := p.analysis().Duration
	if d <= 0 {
		d = p.event.End.Sub(p.event.Start)
	}
	return d.Minutes()
}

// intervals are the corrected R-R intervals of the part: the beats that begin
// in it.
func (p *part) intervals() []float64 {
	r := p.data.Heart(p.event)
	if p.from.IsZero() {
		return r.RR
	}
	from, to := offset(r, p.from), offset(r, p.to)
	first, end, now := len(r.RR), len(r.RR), 0.0
	for i, ms := range r.RR {
		at := time.Duration(now * 1e6)
		if first == len(r.RR) && at >= from {
			first = i
		}
		if at >= to {
			end = i
			break
		}
		now += ms
	}
	return r.RR[min(first, end):end]
}

// offset is where a time of the clock lies in the series of a record, which may
// have a hole.
func offset(r *dataset.Record, t time.Time) time.Duration {
	d := t.Sub(r.Event.Start)
	if d > r.GapAt {
		d = max(r.GapAt, d-r.Gap)
	}
	return max(0, min(d, r.Duration))
}

// empty says whether a stretch has no beat to analyse.
func (p *part) empty() bool { return !p.from.IsZero() && len(p.intervals()) == 0 }

// key names the part's vector of a variable.
func (p *part) key(variable int) vectorKey {
	k := vectorKey{event: p.event.Ref, variable: variable}
	if !p.from.IsZero() {
		k.from, k.to = p.from.Unix(), p.to.Unix()
	}
	return k
}

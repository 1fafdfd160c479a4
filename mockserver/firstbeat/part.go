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
// [measured: vendor samples]
func (p *part) minutes() float64 {
	d := p.analysis().Duration
	if d <= 0 {
		d = p.event.End.Sub(p.event.Start)
	}
	return d.Minutes()
}

// intervals are the corrected R-R intervals of the part: the beats that end
// within it.
func (p *part) intervals() []float64 {
	rr := p.data.Record(p.event).RR
	if p.from.IsZero() {
		return rr
	}
	from, to := p.from.Sub(p.event.Start).Seconds()*1000, p.to.Sub(p.event.Start).Seconds()*1000
	first, last, at := -1, len(rr), 0.0
	for i, ms := range rr {
		at += ms
		if first < 0 && at > from {
			first = i
		}
		if at > to {
			last = i
			break
		}
	}
	if first < 0 || first >= last {
		return nil
	}
	return rr[first:last]
}

// key names the part's vector of a variable.
func (p *part) key(variable int) vectorKey {
	k := vectorKey{event: p.event.Ref, variable: variable}
	if !p.from.IsZero() {
		k.from, k.to = p.from.Unix(), p.to.Unix()
	}
	return k
}

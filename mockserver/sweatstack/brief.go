package sweatstack

import (
	"slices"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
)

// figures is what a summary tells: of each metric, if it was measured.
type figures struct {
	of         [effort.Metrics]effort.Figures
	has        [effort.Metrics]bool
	gain, loss float64
}

// brief is what lists show of an activity's data.
type brief struct {
	metrics []effort.Metric
	whole   figures
	laps    []figures
	spelled []byte  // the members summary and laps of an answer
	traces  []trace // that were generated
}

// briefs keeps those that were asked for: one takes its whole activity, which is
// made anew in milliseconds.
type briefs struct {
	mu    sync.Mutex
	kept  map[briefKey]*brief
	order []briefKey
}

// briefKey is a workout of the population, done again at another time or not.
type briefKey struct {
	event dataset.Ref
	shift time.Duration
}

const maxBriefs = 2_048

func (t *tenant) brief(a *activity) *brief {
	if u := a.upload; u != nil {
		u.once.Do(func() { u.brief = t.sumUp(a) })
		return u.brief
	}
	b := &t.diary.brief
	key := briefKey{a.event, a.shift}
	b.mu.Lock()
	found := b.kept[key]
	b.mu.Unlock()
	if found != nil {
		return found
	}
	made := t.sumUp(a)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.kept == nil {
		b.kept = map[briefKey]*brief{}
	}
	if b.kept[key] == nil {
		if len(b.order) >= maxBriefs {
			for _, old := range b.order[:maxBriefs/4] {
				delete(b.kept, old)
			}
			b.order = slices.Delete(b.order, 0, maxBriefs/4)
		}
		b.order = append(b.order, key)
	}
	b.kept[key] = made
	return made
}

func (t *tenant) sumUp(a *activity) *brief {
	s := t.series(a)
	out := &brief{metrics: s.Available(), whole: figuresOf(s)}
	for _, l := range t.laps(a) {
		out.laps = append(out.laps, figuresOf(s.Cut(second(l.From, a.start), second(l.To, a.start))))
	}
	out.spelled = slices.Clip(appendFigures(t, nil, a, out))
	out.traces = t.generatedTraces(a, s)
	return out
}

func second(at, start time.Time) int32 { return int32(at.Sub(start) / time.Second) }

func figuresOf(s *effort.Series) figures {
	var f figures
	for _, m := range []effort.Metric{
		effort.Power, effort.Speed, effort.Distance, effort.Altitude, effort.HeartRate, effort.Cadence,
		effort.Temperature, effort.CoreTemperature, effort.SmO2,
	} {
		f.of[m], f.has[m] = s.Figures(m)
	}
	f.gain, f.loss = s.Climb()
	return f
}

// way is how far it went, in metres: a lap begins where the one before ended.
func (f *figures) way(lap bool) float64 {
	d := f.of[effort.Distance]
	if lap {
		return d.Last - d.First + f.of[effort.Speed].First
	}
	return d.Last
}

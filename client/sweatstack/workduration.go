package sweatstack

import (
	"context"
	"time"
)

// WorkDurationPoint says how long an intensity was held or exceeded.
type WorkDurationPoint struct {
	Intensity float64 // W or m/s
	Duration  time.Duration
}

// AccumulatedWorkDuration returns how long an activity was at each intensity or
// above, in power or speed; an empty metric is power for cycling and speed for
// everything else. [Frame.WorkDurations] reads it. [confirmed: Activities page]
//
// GET /api/v1/activities/{activity_id}/accumulated-work-duration
func (s *ActivitiesService) AccumulatedWorkDuration(ctx context.Context, activityID string, metric Metric) (*Frame, error) {
	const operation = "GetActivityAccumulatedWorkDuration"
	p, err := item(operation, activityID, "accumulated-work-duration")
	if err != nil {
		return nil, err
	}
	if err := powerOrSpeed(operation, metric, false); err != nil {
		return nil, err
	}
	k := call{operation: operation, path: p}
	k.query.add("metric", string(metric))
	return s.client.table(ctx, k)
}

// WorkDurations reads an activity's accumulated work durations, in the frame's order.
func (f *Frame) WorkDurations() ([]WorkDurationPoint, error) {
	value, duration, err := f.curve()
	if err != nil {
		return nil, err
	}
	out := make([]WorkDurationPoint, 0, f.Rows)
	for i := range f.Rows {
		v, ok := value.Float(i)
		d, has := duration.Duration(i)
		if ok && has {
			out = append(out, WorkDurationPoint{v, d})
		}
	}
	return out, nil
}

// LongitudinalWorkDurationOptions is which durations to ask for, and of what.
type LongitudinalWorkDurationOptions struct {
	LongitudinalOptions
	Metric Metric // power or speed; empty leaves the choice to the service
}

// LongitudinalAccumulatedWorkDuration returns, for each intensity, the longest
// day and what is sustainable in hard, medium and easy workouts. The vendor
// says that it may change. [Frame.WorkDurationLevels] reads it. [confirmed: Activities page]
//
// GET /api/v1/activities/longitudinal-accumulated-work-duration
func (s *ActivitiesService) LongitudinalAccumulatedWorkDuration(ctx context.Context, opts LongitudinalWorkDurationOptions) (*Frame, error) {
	k, err := longitudinalWork(opts)
	if err != nil {
		return nil, err
	}
	return s.client.table(ctx, k)
}

// LongitudinalAccumulatedWorkDurationJSON is
// [ActivitiesService.LongitudinalAccumulatedWorkDuration] over the wire as JSON:
// records, or lists by name. Nothing is published of its shape.
//
// GET /api/v1/activities/longitudinal-accumulated-work-duration?format=json
func (s *ActivitiesService) LongitudinalAccumulatedWorkDurationJSON(ctx context.Context, opts LongitudinalWorkDurationOptions) (*Frame, error) {
	k, err := longitudinalWork(opts)
	if err != nil {
		return nil, err
	}
	k.query.add("format", "json")
	r, err := s.client.do(ctx, k)
	if err != nil {
		return nil, err
	}
	defer r.Release()
	f, err := records(r.Body)
	if err != nil {
		return nil, s.client.undecodable(k, r, err)
	}
	return f, nil
}

func longitudinalWork(opts LongitudinalWorkDurationOptions) (call, error) {
	const operation = "GetLongitudinalAccumulatedWorkDuration"
	k := call{operation: operation, path: activities + "longitudinal-accumulated-work-duration"}
	if err := powerOrSpeed(operation, opts.Metric, false); err != nil {
		return k, err
	}
	if err := opts.add(&k.query, operation); err != nil {
		return k, err
	}
	k.query.add("metric", string(opts.Metric))
	return k, nil
}

// WorkDurationLevel is what an intensity was held for, and can be. A level that
// the frame does not give is nil.
type WorkDurationLevel struct {
	Intensity               float64 // W or m/s
	Max, Hard, Medium, Easy *time.Duration
}

// WorkDurationLevels reads longitudinal work durations, in the frame's order.
func (f *Frame) WorkDurationLevels() ([]WorkDurationLevel, error) {
	var value *Column
	for _, name := range []string{"intensity", string(MetricPower), string(MetricSpeed)} {
		if value = f.Column(name); value != nil {
			break
		}
	}
	if value == nil {
		return nil, shapeless("intensity, power or speed")
	}
	out := make([]WorkDurationLevel, 0, f.Rows)
	for i := range f.Rows {
		v, ok := value.Float(i)
		if !ok {
			continue
		}
		l := WorkDurationLevel{Intensity: v}
		for name, p := range map[string]**time.Duration{"max": &l.Max, "hard": &l.Hard, "medium": &l.Medium, "easy": &l.Easy} {
			if d, ok := f.Column(name).Duration(i); ok {
				*p = &d
			}
		}
		out = append(out, l)
	}
	return out, nil
}

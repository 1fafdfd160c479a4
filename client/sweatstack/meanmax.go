package sweatstack

import (
	"context"
	"time"
)

// MeanMaxOptions is which curve to ask for.
type MeanMaxOptions struct {
	// Metric is power or speed; empty is power if the activity has it, and else
	// speed. [confirmed: Activities page]
	Metric Metric
	// Durations to ask for, in whole seconds; none asks for the service's own.
	Durations []time.Duration
	// Sampled asks for merged rows. The current service does not know it.
	Sampled bool
}

// MeanMax returns the highest mean that an activity has over each duration.
// opts may be nil. [Frame.MeanMax] reads it.
//
// GET /api/v1/activities/{activity_id}/mean-max
func (s *ActivitiesService) MeanMax(ctx context.Context, activityID string, opts *MeanMaxOptions) (*Frame, error) {
	const operation = "GetActivityMeanMax"
	o := or(opts)
	p, err := item(operation, activityID, "mean-max")
	if err != nil {
		return nil, err
	}
	if err := powerOrSpeed(operation, o.Metric, false); err != nil {
		return nil, err
	}
	durations, err := seconds(operation, o.Durations)
	if err != nil {
		return nil, err
	}
	k := call{operation: operation, path: p}
	k.query.add("metric", string(o.Metric))
	if o.Sampled {
		if s.client.profile == ProfileCurrent { // [confirmed: changelog of the vendor's Python client, 0.90]
			return nil, invalid(operation, "the current service has no sampled curves")
		}
		k.query.add("adaptive_sampling", "true")
	}
	k.query.add("durations", durations)
	return s.client.table(ctx, k)
}

// LongitudinalMeanMaxOptions is which curve to ask for, and of what.
type LongitudinalMeanMaxOptions struct {
	LongitudinalOptions
	Metric    Metric          // power or speed
	Durations []time.Duration // in whole seconds; none asks for the service's own
}

// LongitudinalMeanMax returns the highest mean of all activities in a range
// over each duration, and which activity set it. [Frame.MeanMax] reads it.
//
// GET /api/v1/activities/longitudinal-mean-max
func (s *ActivitiesService) LongitudinalMeanMax(ctx context.Context, opts LongitudinalMeanMaxOptions) (*Frame, error) {
	const operation = "GetLongitudinalMeanMax"
	if err := powerOrSpeed(operation, opts.Metric, true); err != nil {
		return nil, err
	}
	durations, err := seconds(operation, opts.Durations)
	if err != nil {
		return nil, err
	}
	k := call{operation: operation, path: activities + "longitudinal-mean-max"}
	if err := opts.add(&k.query, operation); err != nil {
		return nil, err
	}
	k.query.add("metric", string(opts.Metric))
	k.query.add("durations", durations)
	return s.client.table(ctx, k)
}

// MeanMaxPoint is a point of a curve: Value was held for Duration on average.
type MeanMaxPoint struct {
	Duration   time.Duration
	Value      float64
	Start      time.Time // when; zero if the frame does not say
	ActivityID string    // of a longitudinal curve
	Sport      Sport
}

// MeanMax reads a curve, in the frame's order. The service has sent it in
// three shapes: a row an intensity, with the metric as index; a row a duration,
// with the duration as index; and without an index. All are understood, and so
// are points without a value, which are left out.
// [confirmed: changelog and tests of the vendor's Python client]
func (f *Frame) MeanMax() ([]MeanMaxPoint, error) {
	value, duration, err := f.curve()
	if err != nil {
		return nil, err
	}
	start, activity, sport := f.Column("start"), f.Column("activity_id"), f.Column("sport")
	out := make([]MeanMaxPoint, 0, f.Rows)
	for i := range f.Rows {
		v, ok := value.Float(i)
		d, has := duration.Duration(i)
		if !ok || !has {
			continue
		}
		p := MeanMaxPoint{Duration: d, Value: v}
		p.Start, _ = start.Time(i)
		p.ActivityID, _ = activity.Text(i)
		s, _ := sport.Text(i)
		p.Sport = Sport(s)
		out = append(out, p)
	}
	return out, nil
}

// curve returns the columns of a curve: its metric, and the durations.
func (f *Frame) curve() (value, duration *Column, _ error) {
	for _, m := range []Metric{MetricPower, MetricSpeed, "intensity"} {
		if value = f.Column(string(m)); value != nil {
			break
		}
	}
	duration = f.Column("duration")
	switch {
	case value == nil:
		return nil, nil, shapeless("power or speed")
	case duration == nil:
		return nil, nil, shapeless("duration")
	}
	return value, duration, nil
}

package sweatstack

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// DataOptions is which columns of samples to ask for.
type DataOptions struct {
	// Metrics to ask for; none asks for the service's default: duration, power,
	// speed and heart rate. Duration comes always. A metric that the activity
	// lacks has no column. [confirmed: Activities page]
	Metrics []Metric
	// SampledOn merges rows of similar power or speed; empty merges none.
	SampledOn Metric
}

// add puts the options into a query.
func (o DataOptions) add(q *query, operation string, p Profile) error {
	metrics, err := words(operation, "metric", o.Metrics)
	if err != nil {
		return err
	}
	q.add("metrics", metrics...)
	name := "adaptive_sampling_on"
	if p == ProfileCurrent {
		name = "segmentation_on" // [confirmed: changelog of the vendor's Python client, 0.87]
	}
	q.add(name, string(o.SampledOn))
	return nil
}

// Data returns an activity's samples, one a second unless they are merged:
// timestamp and duration, which is how long a row lasts, and what was asked
// for. opts may be nil.
//
// GET /api/v1/activities/{activity_id}/data
func (s *ActivitiesService) Data(ctx context.Context, activityID string, opts *DataOptions) (*Frame, error) {
	const operation = "GetActivityData"
	p, err := item(operation, activityID, "data")
	if err != nil {
		return nil, err
	}
	k := call{operation: operation, path: p}
	if err := or(opts).add(&k.query, operation, s.client.profile); err != nil {
		return nil, err
	}
	return s.client.table(ctx, k)
}

// LongitudinalOptions is which activities a longitudinal operation is about.
type LongitudinalOptions struct {
	DateRange
	Sports []Sport // at least one; each stands for what lies below it too
}

func (o LongitudinalOptions) add(q *query, operation string) error {
	sports, err := words(operation, "sport", o.Sports)
	if err != nil {
		return err
	}
	if len(sports) == 0 {
		return invalid(operation, "no sport was named, and the service needs one")
	}
	if err := o.DateRange.add(q, operation); err != nil {
		return err
	}
	q.add("sport", sports...)
	return nil
}

// LongitudinalDataOptions is which samples to ask for, and of what.
type LongitudinalDataOptions struct {
	LongitudinalOptions
	DataOptions
}

// LongitudinalData returns the samples of all activities in a range, one after
// the other; the columns activity_id and sport say whose they are. A year is
// some hundred megabytes: see [WithMaxBody] and [WithMaxFrame].
//
// GET /api/v1/activities/longitudinal-data
func (s *ActivitiesService) LongitudinalData(ctx context.Context, opts LongitudinalDataOptions) (*Frame, error) {
	const operation = "GetLongitudinalData"
	k := call{operation: operation, path: activities + "longitudinal-data"}
	if err := opts.LongitudinalOptions.add(&k.query, operation); err != nil {
		return nil, err
	}
	if err := opts.DataOptions.add(&k.query, operation, s.client.profile); err != nil {
		return nil, err
	}
	return s.client.table(ctx, k)
}

// table makes a call whose answer is a frame.
func (c *Client) table(ctx context.Context, k call) (*Frame, error) {
	r, err := c.do(ctx, k)
	if err != nil {
		return nil, err
	}
	defer r.Release()
	if len(r.Body) == 0 {
		return nil, c.undecodable(k, r, errors.New("the body is empty, where a Parquet file should be"))
	}
	return c.frame(k, r)
}

// seconds is a list of durations as the service reads it: 5,60,300.
func seconds(operation string, list []time.Duration) (string, error) {
	out := make([]string, len(list))
	for i, d := range list {
		if d <= 0 || d%time.Second != 0 {
			return "", invalid(operation, "duration %v: want whole seconds", d)
		}
		out[i] = strconv.FormatInt(int64(d/time.Second), 10)
	}
	return strings.Join(out, ","), nil
}

// powerOrSpeed refuses a metric that there are no curves of.
func powerOrSpeed(operation string, m Metric, need bool) error {
	if m == MetricPower || m == MetricSpeed || m == "" && !need {
		return nil
	}
	return invalid(operation, "metric %.40q: want %s or %s", string(m), MetricPower, MetricSpeed)
}

// shapeless is a frame that is not what an operation promises.
func shapeless(what string) error {
	return &apierr.Error{Service: serviceName, Operation: "ReadFrame", Kind: apierr.ErrDecode, Message: "the frame has no column " + what}
}

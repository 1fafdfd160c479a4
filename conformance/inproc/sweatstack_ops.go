package inproc

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/sweatstack"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

type sweatStackOp = operation[*sweatStackClient]

func sweatStackOps() map[string]sweatStackOp {
	return map[string]sweatStackOp{
		"ss.activities": func(ctx context.Context, l *sweatStackClient, a *arguments) (any, error) {
			opts := &sweatstack.ListOptions{DateRange: dateRange(a), Sports: sports(a), Tags: a.texts("tags"), Limit: count(a, "limit")}
			if a.err != nil {
				return nil, a.err
			}
			all, err := drained(l.client().Activities.All(ctx, opts))
			if err != nil {
				return nil, err
			}
			return activityValue(all, nil)
		},
		"ss.activity": func(ctx context.Context, l *sweatStackClient, a *arguments) (any, error) {
			return activityValue(l.client().Activities.Get(ctx, a.id("activity")))
		},
		"ss.latest": func(ctx context.Context, l *sweatStackClient, a *arguments) (any, error) {
			return activityValue(l.client().Activities.Latest(ctx, sweatstack.Sport(a.text("sport"))))
		},
		"ss.backfill": func(ctx context.Context, l *sweatStackClient, _ *arguments) (any, error) {
			return backfillUpdates(ctx, l)
		},
		"ss.data": func(ctx context.Context, l *sweatStackClient, a *arguments) (any, error) {
			opts := dataOptions(a)
			return frameValue(l.client().Activities.Data(ctx, a.id("activity"), &opts))
		},
		"ss.mean_max": func(ctx context.Context, l *sweatStackClient, a *arguments) (any, error) {
			return frameValue(l.client().Activities.MeanMax(ctx, a.id("activity"), &sweatstack.MeanMaxOptions{Metric: sweatstack.Metric(a.text("metric"))}))
		},
		"ss.work_duration": func(ctx context.Context, l *sweatStackClient, a *arguments) (any, error) {
			return frameValue(l.client().Activities.AccumulatedWorkDuration(ctx, a.id("activity"), sweatstack.Metric(a.text("metric"))))
		},
		"ss.longitudinal_data": func(ctx context.Context, l *sweatStackClient, a *arguments) (any, error) {
			return frameValue(l.client().Activities.LongitudinalData(ctx, sweatstack.LongitudinalDataOptions{LongitudinalOptions: longitudinal(a), DataOptions: dataOptions(a)}))
		},
		"ss.longitudinal_mean_max": func(ctx context.Context, l *sweatStackClient, a *arguments) (any, error) {
			return frameValue(l.client().Activities.LongitudinalMeanMax(ctx, sweatstack.LongitudinalMeanMaxOptions{LongitudinalOptions: longitudinal(a), Metric: sweatstack.Metric(a.text("metric"))}))
		},
		"ss.longitudinal_work_duration": func(ctx context.Context, l *sweatStackClient, a *arguments) (any, error) {
			opts := sweatstack.LongitudinalWorkDurationOptions{LongitudinalOptions: longitudinal(a), Metric: sweatstack.Metric(a.text("metric"))}
			if a.text("format") == "json" {
				return frameValue(l.client().Activities.LongitudinalAccumulatedWorkDurationJSON(ctx, opts))
			}
			return frameValue(l.client().Activities.LongitudinalAccumulatedWorkDuration(ctx, opts))
		},
		"ss.upload": func(ctx context.Context, l *sweatStackClient, a *arguments) (any, error) {
			var files []sweatstack.UploadFile
			for _, f := range a.files("files") {
				files = append(files, sweatstack.FileBytes(f.name, f.content))
			}
			if a.err != nil {
				return nil, a.err
			}
			u, err := l.client().Activities.Upload(ctx, files, &sweatstack.UploadOptions{Sport: sweatstack.Sport(a.text("sport"))})
			if err != nil {
				return nil, err
			}
			return map[string]any{"sources": len(u.Sources)}, nil
		},
		"ss.set_metadata": func(ctx context.Context, l *sweatStackClient, a *arguments) (any, error) {
			return nil, l.client().Activities.SetAppMetadata(ctx, a.id("activity"), a.all["metadata"])
		},
		"ss.delete_metadata": func(ctx context.Context, l *sweatStackClient, a *arguments) (any, error) {
			return nil, l.client().Activities.DeleteAppMetadata(ctx, a.id("activity"))
		},
		"decode.ss_frame": func(_ context.Context, _ *sweatStackClient, a *arguments) (any, error) {
			return frameValue(sweatstack.ReadFrame(a.base64()))
		},
		"decode.ss_stream": func(ctx context.Context, _ *sweatStackClient, a *arguments) (any, error) {
			return streamUpdates(ctx, a.base64())
		},
		"decode.ss_activity": func(_ context.Context, _ *sweatStackClient, a *arguments) (any, error) {
			var v sweatstack.Activity
			if err := sweatstack.Decode([]byte(a.text("json")), &v); err != nil {
				return nil, &apierr.Error{Kind: apierr.ErrDecode, Err: err}
			}
			return activityValue(v, nil)
		},
	}
}

func sports(a *arguments) []sweatstack.Sport { return named[sweatstack.Sport](a.texts("sports")) }

func dataOptions(a *arguments) sweatstack.DataOptions {
	return sweatstack.DataOptions{Metrics: named[sweatstack.Metric](a.texts("metrics")), SampledOn: sweatstack.Metric(a.text("sampled_on"))}
}

func longitudinal(a *arguments) sweatstack.LongitudinalOptions {
	return sweatstack.LongitudinalOptions{DateRange: dateRange(a), Sports: sports(a)}
}

func named[T ~string](list []string) []T {
	var out []T
	for _, s := range list {
		out = append(out, T(s))
	}
	return out
}

func dateRange(a *arguments) (r sweatstack.DateRange) {
	for name, into := range map[string]*sweatstack.Date{"start": &r.Start, "end": &r.End} {
		if text := a.wall(name); text != "" {
			t, err := time.Parse(time.DateOnly, text)
			if err != nil {
				a.fail(name, "a date like 2026-02-01")
			}
			*into = sweatstack.DateOf(t)
		}
	}
	return r
}

// count is an integer; 0 when absent.
func count(a *arguments, name string) int {
	if a.all[name] == nil {
		return 0
	}
	return int(a.number(name))
}

// file is what a case has uploaded.
type file struct {
	name    string
	content []byte
}

// files are those of an upload: {name, text | base64, copies}.
func (a *arguments) files(name string) []file {
	list, ok := a.all[name].([]any)
	if !ok {
		a.fail(name, "a list of files")
	}
	var out []file
	for _, item := range list {
		o, _ := item.(map[string]any) // one that is none has no name
		one := &arguments{all: o}
		f := file{name: one.id("name"), content: []byte(one.text("text"))}
		if o["base64"] != nil {
			f.content = one.base64()
		}
		if one.err != nil {
			a.err = one.err
		}
		out = append(out, f)
	}
	return out
}

// base64 is a file, which the argument of that name holds.
func (a *arguments) base64() []byte {
	b, err := base64.StdEncoding.DecodeString(a.text("base64"))
	if err != nil {
		a.fail("base64", "base64")
	}
	return b
}

// backfillUpdates reports a stream as it was read.
func backfillUpdates(ctx context.Context, l *sweatStackClient) (any, error) {
	updates := []any{}
	out := map[string]any{}
	for status, err := range l.client().Activities.BackfillStatus(ctx) {
		said, _ := errors.AsType[*sweatstack.BackfillError](err)
		e, _ := errors.AsType[*apierr.Error](err)
		update := map[string]any{}
		switch {
		case err == nil && status.LoadedUntil.IsZero():
			update["backfill_loaded_until"] = nil
		case err == nil:
			update["backfill_loaded_until"] = clockOf(status.LoadedUntil)
		case said != nil:
			update["error"] = said.Message
		case e != nil && e.Kind == apierr.ErrDecode && errors.Is(err, io.ErrUnexpectedEOF):
			out["broken"] = true
			continue
		case e != nil && e.Kind == apierr.ErrDecode && strings.Contains(e.Message, "line"):
			update["unreadable"] = true
		default:
			return nil, err
		}
		updates = append(updates, update)
	}
	out["updates"] = updates
	return out, nil
}

func clockOf(t sweatstack.LocalTime) subject.Local { return subject.Local{Wall: t.String()} }

package cli

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ergodrome/ergodrome/client/sweatstack"
)

// frames are the commands whose answer is a table of columns.
func (f *sweatStackFlags) frames() []*cobra.Command {
	data := f.ofActivity(f.frame("data", "an activity's samples", []string{"activity"},
		func(ctx context.Context, c *sweatstack.Client) (*sweatstack.Frame, error) {
			return c.Activities.Data(ctx, f.activity, &sweatstack.DataOptions{Metrics: f.wanted(), SampledOn: sweatstack.Metric(f.sampledOn)})
		}))
	curve := f.ofActivity(f.frame("mean-max", "an activity's highest means over each duration", []string{"activity"},
		func(ctx context.Context, c *sweatstack.Client) (*sweatstack.Frame, error) {
			return c.Activities.MeanMax(ctx, f.activity, &sweatstack.MeanMaxOptions{Metric: sweatstack.Metric(f.metric), Durations: f.durations, Sampled: f.sampled})
		}))
	curve.Flags().BoolVar(&f.sampled, "sampled", false, "of merged rows (not with --profile current)")
	work := f.ofActivity(f.frame("work-duration", "how long an activity was at each intensity or above", []string{"activity"},
		func(ctx context.Context, c *sweatstack.Client) (*sweatstack.Frame, error) {
			return c.Activities.AccumulatedWorkDuration(ctx, f.activity, sweatstack.Metric(f.metric))
		}))
	allData := f.longitudinal("longitudinal-data", "samples of all activities in a range of days", nil,
		func(ctx context.Context, c *sweatstack.Client, o sweatstack.LongitudinalOptions) (*sweatstack.Frame, error) {
			return c.Activities.LongitudinalData(ctx, sweatstack.LongitudinalDataOptions{
				LongitudinalOptions: o, DataOptions: sweatstack.DataOptions{Metrics: f.wanted(), SampledOn: sweatstack.Metric(f.sampledOn)},
			})
		})
	allCurve := f.longitudinal("longitudinal-mean-max", "the highest means of all activities in a range of days", []string{"metric"},
		func(ctx context.Context, c *sweatstack.Client, o sweatstack.LongitudinalOptions) (*sweatstack.Frame, error) {
			return c.Activities.LongitudinalMeanMax(ctx, sweatstack.LongitudinalMeanMaxOptions{LongitudinalOptions: o, Metric: sweatstack.Metric(f.metric), Durations: f.durations})
		})
	allWork := f.longitudinal("longitudinal-work-duration", "for each intensity the longest day, and what is sustainable", nil, f.longWork)
	allWork.Flags().BoolVar(&f.json, "as-json", false, "ask the service for JSON, of which nothing is published, instead of a Parquet file")
	for _, cmd := range []*cobra.Command{data, allData} {
		listVar(cmd.Flags(), &f.metrics, "metrics", nil, "which metrics (default the service's: duration, power, speed, heart_rate), such as cadence, altitude, latitude")
		cmd.Flags().StringVar(&f.sampledOn, "sampled-on", "", "merge rows of similar power or speed")
	}
	for _, cmd := range []*cobra.Command{curve, work, allCurve, allWork} {
		cmd.Flags().StringVar(&f.metric, "metric", "", "power or speed")
	}
	for _, cmd := range []*cobra.Command{curve, allCurve} {
		cmd.Flags().DurationSliceVar(&f.durations, "durations", nil, "only these, such as 5s,1m,20m (default the service's)")
	}
	return []*cobra.Command{data, curve, work, allData, allCurve, allWork}
}

func (f *sweatStackFlags) wanted() []sweatstack.Metric {
	out := make([]sweatstack.Metric, len(f.metrics))
	for i, name := range f.metrics {
		out[i] = sweatstack.Metric(name)
	}
	return out
}

func (f *sweatStackFlags) longWork(ctx context.Context, c *sweatstack.Client, o sweatstack.LongitudinalOptions) (*sweatstack.Frame, error) {
	options := sweatstack.LongitudinalWorkDurationOptions{LongitudinalOptions: o, Metric: sweatstack.Metric(f.metric)}
	switch {
	case f.json && f.format == "parquet":
		return nil, usage("--as-json and --format parquet: the answer would be no Parquet file")
	case f.json:
		return c.Activities.LongitudinalAccumulatedWorkDurationJSON(ctx, options)
	}
	return c.Activities.LongitudinalAccumulatedWorkDuration(ctx, options)
}

// longitudinal is a frame of all activities in a range.
func (f *sweatStackFlags) longitudinal(use, short string, needs []string, ask func(ctx context.Context, c *sweatstack.Client, o sweatstack.LongitudinalOptions) (*sweatstack.Frame, error)) *cobra.Command {
	cmd := f.frame(use, short, append([]string{"from", "sport"}, needs...), func(ctx context.Context, c *sweatstack.Client) (*sweatstack.Frame, error) {
		days, err := f.days()
		if err != nil {
			return nil, err
		}
		return ask(ctx, c, sweatstack.LongitudinalOptions{DateRange: days, Sports: sportsOf(f.sports)})
	})
	listVar(cmd.Flags(), &f.sports, "sport", nil, "which sports, and what lies below them")
	return f.ranged(cmd, "date of the user's calendar")
}

// frame is the frame of commands that print one.
func (f *sweatStackFlags) frame(use, short string, needs []string, ask func(ctx context.Context, c *sweatstack.Client) (*sweatstack.Frame, error)) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Long: short + "\n\n" + frameHelp, Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := required(cmd, needs...); err != nil {
				return err
			}
			form := frameForm{f.format, f.columns}
			if err := form.check(true); err != nil {
				return err
			}
			switch {
			case f.rows != "":
				return usage("%s has rows of its own: --rows is for other commands", use)
			case f.format == "parquet" && terminal(cmd.OutOrStdout()):
				return usage("--format parquet: a terminal cannot show the file; send it elsewhere with > FILE")
			}
			return f.printFrame(cmd, form, ask)
		},
	}
}

func (f *sweatStackFlags) printFrame(cmd *cobra.Command, form frameForm, ask func(ctx context.Context, c *sweatstack.Client) (*sweatstack.Frame, error)) error {
	var file *keeping
	var wrap func(http.RoundTripper) http.RoundTripper
	if form.format == "parquet" {
		wrap = func(next http.RoundTripper) http.RoundTripper {
			file = &keeping{next: next}
			return file
		}
	}
	c, err := f.through(cmd.Context(), wrap)
	if err != nil {
		return err
	}
	p := newProgress(f.env.Stderr)
	p.describe(cmd.Name())
	frame, err := ask(cmd.Context(), c)
	p.finish()
	if err != nil {
		return vendorFailure(f.hinted(err))
	}
	if names := unread(frame); names != nil {
		f.say("Columns that cannot be read here: %s.", strings.Join(names, ", "))
	}
	if file == nil {
		return vendorFailure(form.print(cmd.OutOrStdout(), frame))
	}
	if file.coding != "" {
		return failure("the answer has the content coding %.40q, which was not asked for: the file as it came is not to be had; use another --format", file.coding)
	}
	// The client has read the file, so it is one.
	_, err = cmd.OutOrStdout().Write(file.body.Bytes())
	return vendorFailure(err)
}

// keeping is a transport that keeps the last answer's body as it came. It asks for
// one without a coding, which would not be the file.
type keeping struct {
	next   http.RoundTripper
	body   bytes.Buffer
	coding string // what the answer has all the same
}

func (k *keeping) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Accept-Encoding", "identity")
	resp, err := k.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	k.body.Reset()
	if k.coding = resp.Header.Get("Content-Encoding"); strings.EqualFold(k.coding, "identity") {
		k.coding = ""
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.TeeReader(resp.Body, &k.body), resp.Body}
	return resp, nil
}

package sweatstack_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/sweatstack"
	"github.com/ergodrome/ergodrome/fixtures"
)

// curve is a frame that any operation will do with.
func curve(t testing.TB, name string) reply {
	t.Helper()
	body, err := fixtures.FS.ReadFile("decode/sweatstack-parquet/" + name + ".parquet")
	require.NoError(t, err)
	return reply{status: 200, body: string(body), kind: "application/octet-stream"}
}

func TestRequests(t *testing.T) {
	day := func(d int) sweatstack.Date { return sweatstack.Date{Year: 2026, Month: time.May, Day: d} }
	may := sweatstack.DateRange{Start: day(1), End: day(31)}
	rides := sweatstack.LongitudinalOptions{DateRange: may, Sports: []sweatstack.Sport{"cycling", "cycling.road+race"}}
	power := []sweatstack.Metric{sweatstack.MetricPower, sweatstack.MetricHeartRate}
	type ctx = context.Context
	type client = *sweatstack.Client
	tests := []struct {
		name   string
		call   func(ctx ctx, c client) error
		target string // after /sweatstack/api/v1/activities
		opts   []sweatstack.Option
	}{
		{"a list", func(ctx ctx, c client) error { _, err := c.Activities.List(ctx, nil); return err }, "/?limit=100", nil},
		{"a list with everything", func(ctx ctx, c client) error {
			_, err := c.Activities.List(ctx, &sweatstack.ListOptions{DateRange: may, Sports: rides.Sports, Tags: []string{"long ride", "a&b"}, Limit: 7, Offset: 14})
			return err
		}, "/?start=2026-05-01&end=2026-05-31&limit=7&offset=14&sport=cycling&sport=cycling.road%2Brace&tags=long%20ride&tags=a%26b", nil},
		{"an activity", func(ctx ctx, c client) error { _, err := c.Activities.Get(ctx, "act/1"); return err }, "/act%2F1", nil},
		{"the latest", func(ctx ctx, c client) error { _, err := c.Activities.Latest(ctx, "running"); return err }, "/latest?sport=running", nil},
		{"samples", func(ctx ctx, c client) error { _, err := c.Activities.Data(ctx, "act_1", nil); return err }, "/act_1/data", nil},
		{"samples that are merged", func(ctx ctx, c client) error {
			_, err := c.Activities.Data(ctx, "act_1", &sweatstack.DataOptions{Metrics: power, SampledOn: sweatstack.MetricPower})
			return err
		}, "/act_1/data?metrics=power&metrics=heart_rate&adaptive_sampling_on=power", nil},
		{"samples that are merged today", func(ctx ctx, c client) error {
			_, err := c.Activities.Data(ctx, "act_1", &sweatstack.DataOptions{SampledOn: sweatstack.MetricPower})
			return err
		}, "/act_1/data?segmentation_on=power", []sweatstack.Option{sweatstack.WithProfile(sweatstack.ProfileCurrent)}},
		{"samples of many", func(ctx ctx, c client) error {
			_, err := c.Activities.LongitudinalData(ctx, sweatstack.LongitudinalDataOptions{LongitudinalOptions: rides, DataOptions: sweatstack.DataOptions{Metrics: power}})
			return err
		}, "/longitudinal-data?start=2026-05-01&end=2026-05-31&sport=cycling&sport=cycling.road%2Brace&metrics=power&metrics=heart_rate", nil},
		{"a curve", func(ctx ctx, c client) error {
			_, err := c.Activities.MeanMax(ctx, "act_1", &sweatstack.MeanMaxOptions{Metric: sweatstack.MetricSpeed, Durations: []time.Duration{5 * time.Second, time.Minute}, Sampled: true})
			return err
		}, "/act_1/mean-max?metric=speed&adaptive_sampling=true&durations=5,60", nil},
		{"a curve of many", func(ctx ctx, c client) error {
			_, err := c.Activities.LongitudinalMeanMax(ctx, sweatstack.LongitudinalMeanMaxOptions{LongitudinalOptions: rides, Metric: sweatstack.MetricPower, Durations: []time.Duration{time.Second}})
			return err
		}, "/longitudinal-mean-max?start=2026-05-01&end=2026-05-31&sport=cycling&sport=cycling.road%2Brace&metric=power&durations=1", nil},
		{"work", func(ctx ctx, c client) error {
			_, err := c.Activities.AccumulatedWorkDuration(ctx, "act_1", "")
			return err
		}, "/act_1/accumulated-work-duration", nil},
		{"work of many", func(ctx ctx, c client) error {
			_, err := c.Activities.LongitudinalAccumulatedWorkDuration(ctx, sweatstack.LongitudinalWorkDurationOptions{LongitudinalOptions: rides, Metric: sweatstack.MetricSpeed})
			return err
		}, "/longitudinal-accumulated-work-duration?start=2026-05-01&end=2026-05-31&sport=cycling&sport=cycling.road%2Brace&metric=speed", nil},
	}
	for _, tt := range tests {
		t.Run("it asks for "+tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, func(_ int, r *http.Request) reply {
					switch {
					case strings.HasSuffix(r.URL.Path, "/activities/"):
						return ok(`[]`)
					case strings.HasSuffix(r.URL.Path, "1"), strings.HasSuffix(r.URL.Path, "latest"):
						return ok(`{"duration":"PT0S"}`)
					}
					return curve(t, "y_001_data")
				})
				require.NoError(t, tt.call(t.Context(), v.client(tt.opts...)))
				require.Equal(t, []string{"/sweatstack/api/v1/activities" + tt.target}, v.targets())
				r := v.requests()[0]
				require.Equal(t, "Bearer "+access, r.bearer)
				require.Empty(t, r.header["Cookie"])
				require.Empty(t, r.header["Refreshed-Token"])
				require.NotContains(t, r.target, access)
			})
		})
	}
}

// TestNothingIsSent asks for what cannot be had.
func TestNothingIsSent(t *testing.T) {
	type ctx = context.Context
	type service = *sweatstack.ActivitiesService
	rides := sweatstack.LongitudinalOptions{Sports: []sweatstack.Sport{"cycling"}}
	current := []sweatstack.Option{sweatstack.WithProfile(sweatstack.ProfileCurrent)}
	fit := sweatstack.FileBytes("a.fit", nil)
	tests := []struct {
		text string
		call func(ctx ctx, s service) error
		opts []sweatstack.Option
	}{
		{`limit -1`, func(ctx ctx, s service) error {
			_, err := s.List(ctx, &sweatstack.ListOptions{Limit: -1})
			return err
		}, nil},
		{`sport 0 is empty`, func(ctx ctx, s service) error {
			_, err := s.List(ctx, &sweatstack.ListOptions{Sports: []sweatstack.Sport{""}})
			return err
		}, nil},
		{`no date 2026-02-30`, func(ctx ctx, s service) error {
			_, err := s.List(ctx, &sweatstack.ListOptions{DateRange: sweatstack.DateRange{Start: sweatstack.Date{Year: 2026, Month: 2, Day: 30}}})
			return err
		}, nil},
		{`before it starts`, func(ctx ctx, s service) error {
			_, err := s.List(ctx, &sweatstack.ListOptions{DateRange: sweatstack.DateRange{Start: sweatstack.Date{Year: 2026, Month: 2, Day: 3}, End: sweatstack.Date{Year: 2026, Month: 2, Day: 2}}})
			return err
		}, nil},
		{`identifier ""`, func(ctx ctx, s service) error { _, err := s.Get(ctx, ""); return err }, nil},
		{`identifier "latest"`, func(ctx ctx, s service) error { _, err := s.Get(ctx, "latest"); return err }, nil},
		{`identifier ".."`, func(ctx ctx, s service) error { _, err := s.Data(ctx, "..", nil); return err }, nil},
		{`metric 0 is empty`, func(ctx ctx, s service) error {
			_, err := s.Data(ctx, "a", &sweatstack.DataOptions{Metrics: []sweatstack.Metric{""}})
			return err
		}, nil},
		{`no sport was named`, func(ctx ctx, s service) error {
			_, err := s.LongitudinalData(ctx, sweatstack.LongitudinalDataOptions{})
			return err
		}, nil},
		{`want power or speed`, func(ctx ctx, s service) error {
			_, err := s.LongitudinalMeanMax(ctx, sweatstack.LongitudinalMeanMaxOptions{LongitudinalOptions: rides})
			return err
		}, nil},
		{`want power or speed`, func(ctx ctx, s service) error {
			_, err := s.AccumulatedWorkDuration(ctx, "a", "cadence")
			return err
		}, nil},
		{`want whole seconds`, func(ctx ctx, s service) error {
			_, err := s.MeanMax(ctx, "a", &sweatstack.MeanMaxOptions{Durations: []time.Duration{time.Millisecond}})
			return err
		}, nil},
		{`no sampled curves`, func(ctx ctx, s service) error {
			_, err := s.MeanMax(ctx, "a", &sweatstack.MeanMaxOptions{Sampled: true})
			return err
		}, current},
		{`0 files`, func(ctx ctx, s service) error { _, err := s.Upload(ctx, nil, nil); return err }, nil},
		{`11 files`, func(ctx ctx, s service) error {
			_, err := s.Upload(ctx, []sweatstack.UploadFile{fit, fit, fit, fit, fit, fit, fit, fit, fit, fit, fit}, nil)
			return err
		}, nil},
		{`want .fit or .csv`, func(ctx ctx, s service) error {
			_, err := s.Upload(ctx, []sweatstack.UploadFile{sweatstack.FileBytes("a.gpx", nil)}, nil)
			return err
		}, nil},
		{`needs a sport`, func(ctx ctx, s service) error {
			_, err := s.Upload(ctx, []sweatstack.UploadFile{sweatstack.FileBytes("A.CSV", nil)}, nil)
			return err
		}, nil},
		{`cannot be opened`, func(ctx ctx, s service) error {
			_, err := s.Upload(ctx, []sweatstack.UploadFile{{Name: "a.fit"}}, nil)
			return err
		}, nil},
		{`not an object`, func(ctx ctx, s service) error { return s.SetAppMetadata(ctx, "a", []int{1}) }, nil},
		{`not an object`, func(ctx ctx, s service) error { return s.SetAppMetadata(ctx, "a", nil) }, nil},
		{`cannot be written`, func(ctx ctx, s service) error { return s.SetAppMetadata(ctx, "a", make(chan int)) }, nil},
		{`more than 32 levels`, func(ctx ctx, s service) error {
			var v any
			for range 33 {
				v = map[string]any{"a": v}
			}
			return s.SetAppMetadata(ctx, "a", v)
		}, nil},
		{`1025 bytes`, func(ctx ctx, s service) error {
			return s.SetAppMetadata(ctx, "a", map[string]string{"a": strings.Repeat("x", 1025-8)})
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(ok(`{}`)))
				err := tt.call(t.Context(), v.client(tt.opts...).Activities)
				require.ErrorContains(t, err, tt.text)
				kind := apierr.ErrInvalidArgument
				if tt.text == "1025 bytes" {
					kind = apierr.ErrTooLarge
				}
				require.ErrorIs(t, err, kind)
				require.Empty(t, v.requests())
			})
		})
	}
}

func TestAppMetadata(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(ok(`{"message":"Metadata updated"}`), reply{status: 503}, ok(`null`), reply{status: 503}, reply{status: 404}, reply{status: 404}, reply{status: 204}))
		s := v.client().Activities
		require.NoError(t, s.SetAppMetadata(t.Context(), "act_1", map[string]any{"a": "<æ&>", "b": nil}))
		require.NoError(t, s.SetAppMetadata(t.Context(), "act_1", map[string]string{"a": strings.Repeat("x", 1024-8)}), "after a 503, the same again")
		require.NoError(t, s.DeleteAppMetadata(t.Context(), "act_1"), "what is gone after a 503 was removed by it")
		require.ErrorIs(t, s.DeleteAppMetadata(t.Context(), "act_2"), apierr.ErrNotFound)
		require.NoError(t, s.DeleteAppMetadata(t.Context(), "act_1"))
		r := v.requests()
		require.Len(t, r, 7)
		require.Equal(t, `{"a":"<æ&>","b":null}`, r[0].body)
		require.Equal(t, "application/json", r[0].header.Get("Content-Type"))
		require.Len(t, r[1].body, 1024)
		require.Equal(t, r[1].body, r[2].body)
		require.Equal(t, []string{"PUT", "PUT", "PUT", "DELETE", "DELETE", "DELETE", "DELETE"}, []string{r[0].method, r[1].method, r[2].method, r[3].method, r[4].method, r[5].method, r[6].method})
	})
}

func TestAllShapesOfACurveAreOne(t *testing.T) {
	from := time.Date(2026, 5, 18, 15, 32, 0, 0, time.UTC)
	for name, want := range map[string]sweatstack.MeanMaxPoint{
		"y_001_mean_max_speed":          {Duration: time.Second, Value: 6.5, Start: from.Add(7 * time.Second)},
		"y_001_mean_max_index_duration": {Duration: time.Second},
		"y_001_mean_max_without_index":  {Duration: time.Second},
		"y_001_longitudinal_mean_max":   {Duration: time.Second},
	} {
		f, err := sweatstack.ReadFrame([]byte(curve(t, name).body))
		require.NoError(t, err, name)
		points, err := f.MeanMax()
		require.NoError(t, err, name)
		require.NotEmpty(t, points, name)
		for _, p := range points {
			require.Positive(t, p.Value)
			require.Positive(t, p.Duration)
			if name == "y_001_longitudinal_mean_max" {
				require.NotEmpty(t, p.ActivityID)
				require.NotEmpty(t, p.Sport)
			}
		}
		if want.Value > 0 {
			require.Empty(t, cmp.Diff(want, points[0]))
		}
	}
	f, err := sweatstack.ReadFrame([]byte(curve(t, "y_001_work").body))
	require.NoError(t, err)
	work, err := f.WorkDurations()
	require.NoError(t, err)
	for i, p := range work[1:] {
		require.True(t, p.Intensity > work[i].Intensity == (p.Duration <= work[i].Duration), "the harder, the shorter")
	}
	_, err = f.WorkDurationLevels()
	require.NoError(t, err)
	f, err = sweatstack.ReadFrame([]byte(curve(t, "y_001_data").body))
	require.NoError(t, err)
	f.Columns = f.Columns[:1]
	for _, read := range []func() error{
		func() error { _, err := f.MeanMax(); return err },
		func() error { _, err := f.WorkDurations(); return err },
		func() error { _, err := f.WorkDurationLevels(); return err },
	} {
		require.ErrorIs(t, read(), apierr.ErrDecode)
	}
}

func TestLongitudinalWorkAsJSON(t *testing.T) {
	rides := sweatstack.LongitudinalWorkDurationOptions{LongitudinalOptions: sweatstack.LongitudinalOptions{Sports: []sweatstack.Sport{"cycling"}}}
	hour, minute := time.Hour, time.Minute
	want := []sweatstack.WorkDurationLevel{{Intensity: 100, Max: &hour, Easy: &minute}, {Intensity: 200.5, Max: &minute}}
	for name, body := range map[string]string{
		"records":           `[{"intensity":100,"max":3600,"hard":null,"easy":60},{"intensity":200.5,"max":60}]`,
		"lists by name":     `{"power":[100,200.5],"max":[3600,60],"easy":[60,null]}`,
		"lengths of time":   `[{"intensity":100,"max":"PT1H","easy":"PT1M"},{"intensity":200.5,"max":"PT1M","easy":null}]`,
		"nothing":           `[]`,
		"a word":            `"none"`,
		"lists of lengths":  `{"power":[100],"max":[]}`,
		"records and lists": `[{"intensity":100},[]]`,
		"half":              `[{"intensity":`,
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(ok(body)))
				f, err := v.client().Activities.LongitudinalAccumulatedWorkDurationJSON(t.Context(), rides)
				switch name {
				case "a word", "lists of lengths", "records and lists", "half":
					require.ErrorIs(t, err, apierr.ErrDecode)
					return
				case "nothing":
					require.NoError(t, err)
					require.Zero(t, f.Rows)
					return
				}
				require.NoError(t, err)
				got, err := f.WorkDurationLevels()
				require.NoError(t, err)
				require.Empty(t, cmp.Diff(want, got))
				require.Contains(t, v.targets()[0], "format=json")
			})
		})
	}
}

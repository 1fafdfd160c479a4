package inproc

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
	mutant "github.com/ergodrome/ergodrome/conformance/mutants/sweatstack"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// sweatStackMutant presents the suite's own client of SweatStack.
type sweatStackMutant struct{ switches *defect.Switches }

func (m sweatStackMutant) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: "ergodrome-mutant", Version: "1", Language: "go",
		APIs: []string{"sweatstack"}, Features: oauthFeatures(), Ops: slices.Sorted(maps.Keys(sweatStackMutantOps())), Concurrency: 64,
	}, nil
}

func (m sweatStackMutant) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	issuer := cfg
	issuer.AuthURL = cfg.BaseURL + "/api/v1" // SweatStack issues its own tokens
	login, err := newPolarMutantLogin(issuer, m.switches, " ")
	if err != nil {
		return nil, err
	}
	return &sweatStackMutantClient{mutant.New(cfg.BaseURL, login.caller(), m.switches), login, cfg}, nil
}

type sweatStackMutantClient struct {
	*mutant.Client

	login *polarMutantLogin
	cfg   subject.Config
}

func (c *sweatStackMutantClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	return call(ctx, sweatStackMutantOps(), c, c.cfg.Deadline, callerError, op, args)
}

func (c *sweatStackMutantClient) RestartState(context.Context) error { return c.login.open() }

func (c *sweatStackMutantClient) Close() error { return nil }

type sweatStackMutantOp = operation[*sweatStackMutantClient]

func sweatStackMutantOps() map[string]sweatStackMutantOp {
	ops := map[string]sweatStackMutantOp{
		"ss.activities": func(ctx context.Context, c *sweatStackMutantClient, a *arguments) (any, error) {
			q := selection(a).Query
			q.Limit = count(a, "limit")
			return sweatStackMutantValue(c.List(ctx, q))
		},
		"ss.activity": func(ctx context.Context, c *sweatStackMutantClient, a *arguments) (any, error) {
			return sweatStackMutantValue(c.Get(ctx, a.id("activity"), ""))
		},
		"ss.latest": func(ctx context.Context, c *sweatStackMutantClient, a *arguments) (any, error) {
			return sweatStackMutantValue(c.Get(ctx, "latest", a.text("sport")))
		},
		"ss.backfill": func(ctx context.Context, c *sweatStackMutantClient, _ *arguments) (any, error) {
			return sweatStackMutantUpdates(c.Backfill(ctx))
		},
		"decode.ss_stream": func(_ context.Context, c *sweatStackMutantClient, a *arguments) (any, error) {
			return sweatStackMutantUpdates(c.ReadStream(a.base64()))
		},
		"ss.upload": func(ctx context.Context, c *sweatStackMutantClient, a *arguments) (any, error) {
			var files []mutant.File
			for _, f := range a.files("files") {
				files = append(files, mutant.File{Name: f.name, Content: f.content})
			}
			n, err := c.Upload(ctx, files, a.text("sport"))
			return map[string]any{"sources": n}, err
		},
		"ss.set_metadata": func(ctx context.Context, c *sweatStackMutantClient, a *arguments) (any, error) {
			return nil, c.SetMetadata(ctx, a.id("activity"), a.all["metadata"])
		},
		"ss.delete_metadata": func(ctx context.Context, c *sweatStackMutantClient, a *arguments) (any, error) {
			return nil, c.DeleteMetadata(ctx, a.id("activity"))
		},
		"decode.ss_frame": func(_ context.Context, c *sweatStackMutantClient, a *arguments) (any, error) {
			return sweatStackMutantFrame(c.ReadFrame(a.base64()))
		},
		"decode.ss_activity": func(_ context.Context, c *sweatStackMutantClient, a *arguments) (any, error) {
			return sweatStackMutantValue(c.Activity([]byte(a.text("json"))))
		},
	}
	for name, path := range map[string]string{"ss.data": "/data", "ss.mean_max": "/mean-max", "ss.work_duration": "/accumulated-work-duration"} {
		ops[name] = func(ctx context.Context, c *sweatStackMutantClient, a *arguments) (any, error) {
			return sweatStackMutantFrame(c.Frame(ctx, url.PathEscape(a.id("activity"))+path, c.Values(selection(a))))
		}
	}
	for name, path := range map[string]string{
		"ss.longitudinal_data": "longitudinal-data", "ss.longitudinal_mean_max": "longitudinal-mean-max",
		"ss.longitudinal_work_duration": "longitudinal-accumulated-work-duration",
	} {
		ops[name] = func(ctx context.Context, c *sweatStackMutantClient, a *arguments) (any, error) {
			s := selection(a)
			if s.Format == "json" {
				return sweatStackMutantFrame(c.Records(ctx, path, c.Values(s)))
			}
			return sweatStackMutantFrame(c.Frame(ctx, path, c.Values(s)))
		}
	}
	return ops
}

func selection(a *arguments) mutant.Selection {
	return mutant.Selection{
		Query:   mutant.Query{Start: a.wall("start"), End: a.wall("end"), Sports: a.texts("sports"), Tags: a.texts("tags")},
		Metrics: a.texts("metrics"), Metric: a.text("metric"), SampledOn: a.text("sampled_on"), Format: a.text("format"),
	}
}

// sweatStackMutantValue puts that client's types into the judge's.
func sweatStackMutantValue[T any](v T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return sweatStackJudged(v), nil
}

func sweatStackMutantFrame(f *mutant.Frame, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	columns := map[string]any{}
	for name, values := range f.Columns {
		columns[name] = sweatStackJudged(values)
	}
	return map[string]any{"rows": f.Rows, "columns": columns}, nil
}

func sweatStackJudged(v any) any {
	return inJudgesTypes(v, func(v any) any {
		switch v := v.(type) {
		case mutant.Duration:
			return subject.Dur(v)
		case mutant.Local:
			return subject.Local{Wall: v.Wall}
		}
		return v
	})
}

func sweatStackMutantUpdates(u *mutant.Updates, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return map[string]any{"updates": sweatStackJudged(u.Items), "broken": u.Broken}, nil
}

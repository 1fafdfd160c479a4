package inproc

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
	mutant "github.com/ergodrome/ergodrome/conformance/mutants/polarteampro"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// teamProMutant presents the suite's own client of Team Pro.
type teamProMutant struct{ switches *defect.Switches }

func (m teamProMutant) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: "ergodrome-mutant", Version: "1", Language: "go",
		APIs: []string{"polar-teampro"}, Features: oauthFeatures(), Ops: slices.Sorted(maps.Keys(teamProMutantOps())), Concurrency: 64,
	}, nil
}

func (m teamProMutant) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	login, err := newPolarMutantLogin(cfg, m.switches, ",")
	if err != nil {
		return nil, err
	}
	c := &mutant.Client{Base: cfg.BaseURL, Caller: login.caller(), M: m.switches}
	c.Caller.Pace, c.Caller.Refused = c.Pace, c.Refused
	return &teamProMutantClient{c, login, cfg}, nil
}

type teamProMutantClient struct {
	*mutant.Client

	login *polarMutantLogin
	cfg   subject.Config
}

func (c *teamProMutantClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	return call(ctx, teamProMutantOps(), c, c.cfg.Deadline, callerError, op, args)
}

func (c *teamProMutantClient) RestartState(context.Context) error { return c.login.open() }

func (c *teamProMutantClient) Close() error { return nil }

type teamProMutantOp = operation[*teamProMutantClient]

func teamProMutantOps() map[string]teamProMutantOp {
	ops := map[string]teamProMutantOp{
		"tp.teams": func(ctx context.Context, c *teamProMutantClient, _ *arguments) (any, error) {
			return teamProItems(c.List(ctx, "/v1/teams", mutant.Filter{}, ""))
		},
		"tp.team": func(ctx context.Context, c *teamProMutantClient, a *arguments) (any, error) {
			return teamProItem(c.Get(ctx, "/v1/teams/"+url.PathEscape(a.id("team"))))
		},
		"tp.team_sessions": func(ctx context.Context, c *teamProMutantClient, a *arguments) (any, error) {
			return teamProItems(c.List(ctx, "/v1/teams/"+url.PathEscape(a.id("team"))+"/training_sessions", teamProFilter(a), "record_start_time"))
		},
		"tp.team_session": func(ctx context.Context, c *teamProMutantClient, a *arguments) (any, error) {
			return teamProItem(c.Get(ctx, "/v1/teams/training_sessions/"+url.PathEscape(a.id("session"))))
		},
		"tp.player_sessions": func(ctx context.Context, c *teamProMutantClient, a *arguments) (any, error) {
			return teamProItems(c.List(ctx, "/v1/players/"+url.PathEscape(a.id("player"))+"/training_sessions", teamProFilter(a), "start_time"))
		},
		"tp.player_session": func(ctx context.Context, c *teamProMutantClient, a *arguments) (any, error) {
			path := "/v1/training_sessions/" + url.PathEscape(a.id("session"))
			if names := a.texts("samples"); len(names) > 0 {
				path += "?samples=" + url.QueryEscape(strings.Join(names, ","))
			}
			return c.session(c.Get(ctx, path))
		},
		"tp.session_summary": func(ctx context.Context, c *teamProMutantClient, a *arguments) (any, error) {
			return teamProItem(c.Get(ctx, "/v1/training_sessions/"+url.PathEscape(a.id("session"))+"/session_summary"))
		},
	}
	maps.Copy(ops, polarMutantLoginOps(func(c *teamProMutantClient) *polarMutantLogin { return c.login }))
	return ops
}

func teamProFilter(a *arguments) mutant.Filter {
	return mutant.Filter{Window: mutant.Window{From: a.wall("from"), To: a.wall("to")}, Type: a.text("type")}
}

func teamProItem(item mutant.Item, err error) (any, error) {
	return teamProMutantValue(itemValue(item)), err
}

func teamProItems(items []mutant.Item, err error) (any, error) {
	all := make([]any, 0, len(items))
	for _, item := range items {
		all = append(all, teamProMutantValue(itemValue(item)))
	}
	return all, err
}

// session has its samples as columns.
func (c *teamProMutantClient) session(item mutant.Item, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	table, rr := item["samples"], item["rr_intervals"]
	delete(item, "samples")
	delete(item, "rr_intervals")
	o := itemValue(item)
	if rr != nil {
		o["rr_intervals"] = c.Intervals(rr)
	}
	if table != nil {
		found, err := c.Samples(table)
		if err != nil {
			return nil, err
		}
		columns := map[string]any{"time": teamProMutantValue(found.Time)}
		for name, values := range found.Values {
			columns[name] = values
		}
		o["samples"] = columns
	}
	return teamProMutantValue(o), nil
}

// teamProMutantValue puts that client's types into the judge's.
func teamProMutantValue(v any) any {
	return inJudgesTypes(v, func(v any) any {
		switch v := v.(type) {
		case []mutant.Duration:
			out := make([]any, len(v))
			for i := range v {
				out[i] = subject.Dur(v[i])
			}
			return out
		case mutant.Duration:
			return subject.Dur(v)
		case mutant.Local:
			return subject.Local{Wall: v.Wall}
		}
		return v
	})
}

package inproc

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
	mutant "github.com/ergodrome/ergodrome/conformance/mutants/polaraccesslink"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// accessLinkMutant presents the suite's own client of AccessLink.
type accessLinkMutant struct{ switches *defect.Switches }

func (m accessLinkMutant) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: "ergodrome-mutant", Version: "1", Language: "go",
		APIs: []string{"polar-accesslink"}, Features: oauthFeatures(), Ops: slices.Sorted(maps.Keys(accessLinkMutantOps())), Concurrency: 64,
	}, nil
}

func (m accessLinkMutant) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	login, err := newPolarMutantLogin(cfg, m.switches, " ")
	if err != nil {
		return nil, err
	}
	c := &mutant.Client{Base: cfg.BaseURL, Caller: login.caller(), M: m.switches}
	c.Caller.Transport = mutant.Worded(c.Caller.Transport)
	return &accessLinkMutantClient{c, login, cfg}, nil
}

type accessLinkMutantClient struct {
	*mutant.Client

	login *polarMutantLogin
	cfg   subject.Config
}

func (c *accessLinkMutantClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	return call(ctx, accessLinkMutantOps(), c, c.cfg.Deadline, callerError, op, args)
}

func (c *accessLinkMutantClient) RestartState(context.Context) error { return c.login.open() }

func (c *accessLinkMutantClient) Close() error { return nil }

type accessLinkMutantOp = operation[*accessLinkMutantClient]

func accessLinkMutantOps() map[string]accessLinkMutantOp {
	ops := map[string]accessLinkMutantOp{
		"al.hello": func(ctx context.Context, c *accessLinkMutantClient, _ *arguments) (any, error) { return c.Hello(ctx) },
		"al.route": func(ctx context.Context, c *accessLinkMutantClient, a *arguments) (any, error) {
			o := mutant.Operation{Path: "/routes/" + url.PathEscape(a.id("route")), Envelope: "userRoute"}
			return accessLinkMutantValue(c.Object(ctx, o))
		},
		"al.picture": func(ctx context.Context, c *accessLinkMutantClient, a *arguments) (any, error) {
			p, err := c.Picture(ctx, url.QueryEscape(a.id("size")))
			if err != nil {
				return nil, err
			}
			return map[string]any{"mediaType": p.MediaType, "bytes": subject.DigestOf(p.Bytes)}, nil
		},
	}
	for name, o := range mutant.Ranges() {
		ops[name] = func(ctx context.Context, c *accessLinkMutantClient, a *arguments) (any, error) {
			return accessLinkMutantValue(c.Range(ctx, o, mutant.Range{From: a.wall("from"), To: a.wall("to"), Features: a.texts("features")}))
		}
	}
	for name, o := range map[string]mutant.Operation{
		"al.favorites":     {Path: "/training-target/favorites", Member: "favoriteTarget"},
		"al.sports":        {Path: "/sports/list", Member: "sports"},
		"al.subscriptions": {Path: "/subscriptions", Envelope: "userSubscriptions", Member: "userSubscriptions"},
	} {
		ops[name] = func(ctx context.Context, c *accessLinkMutantClient, _ *arguments) (any, error) {
			return accessLinkMutantValue(c.All(ctx, o))
		}
	}
	for name, o := range map[string]mutant.Operation{
		"al.account": {Path: "/user/account-data", Envelope: "accountData"},
		"al.devices": {Path: "/user-devices"},
	} {
		ops[name] = func(ctx context.Context, c *accessLinkMutantClient, _ *arguments) (any, error) {
			return accessLinkMutantValue(c.Object(ctx, o))
		}
	}
	maps.Copy(ops, polarMutantLoginOps(func(c *accessLinkMutantClient) *polarMutantLogin { return c.login }))
	return ops
}

// accessLinkMutantValue puts that client's types into the judge's.
func accessLinkMutantValue[T any](v T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return inJudgesTypes(v, accessLinkTyped), nil
}

func accessLinkTyped(v any) any {
	switch v := v.(type) {
	case mutant.Duration:
		return subject.Dur(v)
	case mutant.Period:
		return subject.Period(v)
	case mutant.Local:
		return subject.Local{Wall: v.Wall}
	}
	return v
}

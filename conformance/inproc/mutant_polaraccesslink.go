package inproc

import (
	"context"
	"maps"
	"slices"

	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// accessLinkMutant presents the suite's own client of AccessLink.
type accessLinkMutant struct{ switches *defect.Switches }

func (m accessLinkMutant) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: "ergodrome-mutant", Version: "1", Language: "go",
		APIs: []string{"polar-accesslink"}, Features: polarFeatures(), Ops: slices.Sorted(maps.Keys(accessLinkMutantOps())), Concurrency: 64,
	}, nil
}

func (m accessLinkMutant) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	login, err := newPolarMutantLogin(cfg, m.switches, " ")
	return &accessLinkMutantClient{login, cfg}, err
}

type accessLinkMutantClient struct {
	login *polarMutantLogin
	cfg   subject.Config
}

func accessLinkMutantOps() map[string]operation[*accessLinkMutantClient] {
	return polarMutantLoginOps(func(c *accessLinkMutantClient) *polarMutantLogin { return c.login })
}

func (c *accessLinkMutantClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	return call(ctx, accessLinkMutantOps(), c, c.cfg.Deadline, callerError, op, args)
}

func (c *accessLinkMutantClient) RestartState(context.Context) error { return c.login.open() }

func (c *accessLinkMutantClient) Close() error { return nil }

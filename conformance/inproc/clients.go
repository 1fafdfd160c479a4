package inproc

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Clients presents this module's own clients as one subject: those of the
// services that are named, or all.
func Clients(services ...string) (subject.Subject, error) {
	all := []subject.Subject{Firstbeat(), PolarTeamPro(), PolarAccessLink(), SweatStack()}
	if len(services) == 0 {
		return together{"ergodrome", all}, nil
	}
	var chosen []subject.Subject
	for _, name := range services {
		i := slices.IndexFunc(all, func(s subject.Subject) bool { return speaks(s, name) })
		if i < 0 {
			return nil, fmt.Errorf("there is no client of %q; there are: %s", name, strings.Join(apis(all), ", "))
		}
		chosen = append(chosen, all[i])
	}
	return together{"ergodrome", chosen}, nil
}

// Mutant presents the suite's own clients, with the named defects on.
func Mutant(m *defect.Switches) subject.Subject {
	return together{"ergodrome-mutant", []subject.Subject{firstbeatMutant{m}, teamProMutant{m}, accessLinkMutant{m}, sweatStackMutant{m}}}
}

// together is one subject made of several, each for services of its own.
type together struct {
	name string
	all  []subject.Subject
}

func (t together) Hello(ctx context.Context) (subject.Hello, error) {
	out := subject.Hello{Name: t.name, Version: "1", Language: "go"}
	for _, s := range t.all {
		h, err := s.Hello(ctx)
		if err != nil {
			return out, err
		}
		out.APIs = merged(out.APIs, h.APIs)
		out.Features = merged(out.Features, h.Features)
		out.Ops = merged(out.Ops, h.Ops)
		if n := max(h.Concurrency, 1); out.Concurrency == 0 || n < out.Concurrency {
			out.Concurrency = n
		}
	}
	return out, nil
}

func (t together) Open(ctx context.Context, cfg subject.Config) (subject.Client, error) {
	for _, s := range t.all {
		if speaks(s, cfg.API) {
			return s.Open(ctx, cfg)
		}
	}
	return nil, &subject.Unsupported{Reason: "no client of " + cfg.API}
}

func speaks(s subject.Subject, api string) bool {
	h, err := s.Hello(context.Background())
	return err == nil && h.Speaks(api)
}

func apis(all []subject.Subject) []string {
	h, _ := together{all: all}.Hello(context.Background()) // ours introduce themselves without asking anybody
	return h.APIs
}

// merged is both lists, each word once, in alphabetical order.
func merged(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

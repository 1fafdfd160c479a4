package server

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
)

// simulated is a world of a probe's own, in the time of a bubble.
type simulated struct {
	stage *stage.Stage
	given Keys
	found map[string]string
}

// stageFor opens the world of a probe. It is called inside a bubble.
func stageFor(p *Probe, build stage.New) (*simulated, error) {
	c := p.Case()
	if c.API == "polar-auth" {
		c.Service = "polar-accesslink" // whose tokens its users have
	}
	if c.World.Population == nil {
		c.World.Population = map[string]any{"organizations": 1, "athletes": 3, "teams": 1, "firstDay": "2026-02-20T00:00:00Z"}
	}
	time.Sleep(time.Until(conformance.DefaultTime())) // a bubble begins in the year 2000
	s, err := stage.Open(c, worldSeed, build)
	if err != nil {
		return nil, err
	}
	given := s.Given()
	return &simulated{s, Keys{given.Credentials, given.Tokens}, map[string]string{}}, nil
}

// worldSeed is one for all: worlds of other seeds have other keys, which take long to make.
const worldSeed = 1

func (s *simulated) do(req *http.Request) (*http.Response, error) {
	return s.stage.Client().Transport.RoundTrip(req)
}

// base is where a service of the world is: its own, or the one that issues its tokens.
func (s *simulated) base(api string) string {
	if s.stage.AuthURL() != "" && strings.HasSuffix(s.stage.AuthURL(), "/"+api) {
		return s.stage.AuthURL()
	}
	return s.stage.BaseURL()
}

func (s *simulated) now() time.Time            { return s.stage.Sim.Clock().Now() }
func (s *simulated) patience() time.Duration   { return virtual }
func (s *simulated) keys() *Keys               { return &s.given }
func (s *simulated) memory() map[string]string { return s.found }

func (s *simulated) wait(ctx context.Context, d time.Duration) error {
	return sleep(ctx, d)
}

func (s *simulated) step(method, path string, body any) (any, error) {
	return s.stage.Sim.Control(method, path, body)
}

func (s *simulated) browse(ctx context.Context, from string) (string, error) {
	return s.stage.Browse(ctx, &conformance.Browse{}, from)
}

// troubles are what kept the simulator from simulating.
func (s *simulated) troubles() []string { return s.stage.Sim.Troubles() }

// Close ends the world.
func (s *simulated) Close() { s.stage.Close() }

package fidelity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/fidelity"
	"github.com/ergodrome/ergodrome/internal/golden"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/firstbeat"
	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/polarteampro"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

// described is one service's chapter of the page.
type described struct {
	title    string
	served   []string
	declined map[string]string
	switches []fidelity.Switch
}

func chapters() map[string]described {
	return map[string]described{
		"firstbeat":        {"Firstbeat Sports Cloud", firstbeat.Operations(), firstbeat.Declined(), questions(firstbeat.Switches())},
		"polar-auth":       {"Polar's authorization server", polarauth.Operations(), polarauth.Declined(), questions(polarauth.Switches())},
		"polar-accesslink": {"Polar AccessLink Dynamic API", polaraccesslink.Operations(), polaraccesslink.Declined(), questions(polaraccesslink.Switches())},
		"sweatstack":       {"SweatStack", sweatstack.Operations(), sweatstack.Declined(), questions(sweatstack.Switches())},
		"polar-teampro":    {"Polar Team Pro", polarteampro.Operations(), polarteampro.Declined(), questions(polarteampro.Switches())},
	}
}

// questions are a service's switches as the page prints them.
func questions[S any](switches []world.Switch[S]) []fidelity.Switch {
	var out []fidelity.Switch
	for _, s := range switches {
		out = append(out, fidelity.Switch{Name: s.Name, What: s.What, Default: s.Default, Values: s.Values, Evidence: s.Evidence})
	}
	return out
}

// The published pages are what the specifications and the simulator say today.
func TestThePagesAreUpToDate(t *testing.T) {
	var services []fidelity.Service
	of := chapters()
	for _, s := range mockserver.All() {
		c, ok := of[s.Name]
		require.True(t, ok, "%s is served and has no chapter", s.Name)
		spec, err := specs.Read(s.Name)
		require.NoError(t, err)
		services = append(services, fidelity.Service{
			Name: s.Name, Title: c.title, Spec: spec,
			Simulator: fidelity.Static{Served: c.served, Refused: c.declined, Question: c.switches},
		})
		parts, err := fidelity.Parts(c.title, spec)
		require.NoError(t, err)
		golden.EqualFile(t, "../../docs/fidelity/"+s.Name+".md", parts)
	}
	page, err := fidelity.Render(services)
	require.NoError(t, err)
	golden.EqualFile(t, "../../docs/fidelity.md", page)
}

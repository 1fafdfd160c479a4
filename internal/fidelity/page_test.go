package fidelity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/fidelity"
	"github.com/ergodrome/ergodrome/internal/golden"
	"github.com/ergodrome/ergodrome/mockserver/firstbeat"
	"github.com/ergodrome/ergodrome/specs"
)

// The published page is what the specifications and the simulator say today.
func TestThePageIsUpToDate(t *testing.T) {
	spec, err := specs.Read("firstbeat")
	require.NoError(t, err)
	sim := fidelity.Static{Served: firstbeat.Operations(), Refused: firstbeat.Declined()}
	for _, s := range firstbeat.Switches() {
		sim.Question = append(sim.Question, fidelity.Switch{Name: s.Name, What: s.What, Default: s.Default, Values: s.Values, Evidence: s.Evidence})
	}
	page, err := fidelity.Render([]fidelity.Service{{Name: "firstbeat", Title: "Firstbeat Sports Cloud", Spec: spec, Simulator: sim}})
	require.NoError(t, err)
	golden.EqualFile(t, "../../docs/fidelity.md", page)
}

package firstbeat

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/specs"
)

// TestFormsAreThoseOfTheDescription holds both forms of each variable to the
// description's table, which has them from the documents and from answers.
func TestFormsAreThoseOfTheDescription(t *testing.T) {
	t.Parallel()
	table, err := specs.Variables(service, "")
	require.NoError(t, err)
	measured, documented := newCatalog(allVariables()), newCatalog(asDocumented(allVariables()))
	require.Len(t, measured.list, len(table))
	for _, want := range table {
		at := measured.places[want.Name]
		require.Equal(t, documented.places[want.Name], at)
		require.Equal(t, want.Wire.Unit, measured.list[at].unit, want.Name)
		require.Equal(t, want.Unit, documented.list[at].unit, want.Name)
		require.Equal(t, want.Wire.SamplingRate, measured.list[at].rate, want.Name)
		require.Equal(t, strings.TrimPrefix(want.SamplingRate, "-"), strings.TrimSuffix(documented.list[at].rate, "Hz"), want.Name)
	}
}

func TestDocumentedForms(t *testing.T) {
	t.Parallel()
	names := []string{"heartRatePercentageSeries", "energyConsumptionRelativeFatSeries", "movementLoadSeries", "rmssd1MinSeries"}
	s, d := hot(t), hot(t, with("variable-forms", "documented"))
	path := s.resultsPath(0, s.recent(0, "exercise")) + "?var=trimp," + strings.Join(names, ",")
	wire, table := s.results(path), d.results(path)
	require.Equal(t, "index", table.get(t, "trimp").Unit)
	for _, name := range names {
		was, is := wire.get(t, name), table.get(t, name)
		values := was.values(t)
		if was.SamplingRate == "1Hz" {
			require.Equal(t, "0.2Hz", is.SamplingRate)
			var fifth []float64
			for i := 0; i < len(values); i += 5 {
				fifth = append(fifth, values[i])
			}
			values = fifth
		}
		require.Equal(t, values, is.values(t), name)
	}
	require.Equal(t, 32, wire.get(t, names[0]).Bits)
	require.Equal(t, 64, table.get(t, names[0]).Bits)
	require.Equal(t, "0.02Hz", table.get(t, "rmssd1MinSeries").SamplingRate)
}

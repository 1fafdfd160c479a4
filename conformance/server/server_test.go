package server_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/report"
	"github.com/ergodrome/ergodrome/conformance/runner/bubble"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/server"
)

// The simulator answers every probe as the requirements say, and nothing that is
// anybody's is kept of its answers.
func TestTheSimulatorPassesEveryProbe(t *testing.T) {
	t.Parallel()
	r, kept, err := server.Run(t.Context(), server.Options{World: simulator.New(), Virtual: bubble.In(t), Jobs: 2})
	require.NoError(t, err)
	require.NotEmpty(t, kept)
	raw, err := json.Marshal([]any{r.Cases, kept})
	require.NoError(t, err)
	for _, private := range []string{"example.com", "eyJ", "act_0", "2026-02-2"} { // addresses, tokens, IDs, days
		at := strings.Index(string(raw), private)
		require.Negative(t, at, "%s: …%s", private, raw[max(at-80, 0):max(at, 0)])
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.Verdict != conformance.Pass && (c.Verdict != conformance.Info || c.Level != conformance.InfoLevel) {
			var b strings.Builder
			require.NoError(t, report.Case(&b, c))
			t.Error(b.String())
		}
	}
	require.Equal(t, conformance.ExitOK, r.ExitCode())
}

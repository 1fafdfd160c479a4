package broken_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/requirements"
	"github.com/ergodrome/ergodrome/conformance/runner/bubble"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/server"
	"github.com/ergodrome/ergodrome/conformance/server/broken"
	"github.com/ergodrome/ergodrome/internal/golden"
)

// failed lists the probes that noticed something.
func failed(r *conformance.Results) []string {
	var out []string
	for i := range r.Cases {
		switch r.Cases[i].Verdict {
		case conformance.Fail, conformance.Warn, conformance.SubjectError:
			out = append(out, r.Cases[i].ID)
		}
	}
	return out
}

// TestMatrix is the proof that probes notice: every scored probe is failed by a
// simulator with a defect, and every such simulator by the probes that it names.
// That the simulator without a defect passes is shown in package server.
//
// Each defect meets the probes that it names; with -update it meets all of its
// services, and matrix.golden is what each of them failed. Under the race detector only
// Team Pro's defects are looked at: probes of all services meet in the same goroutines.
func TestMatrix(t *testing.T) {
	t.Parallel()
	whole := golden.Update(t)
	var kept string
	if !whole {
		raw, err := os.ReadFile("matrix.golden")
		require.NoError(t, err)
		kept = string(raw)
	}
	known := map[string][]string{} // by probe, as the golden has it
	for line := range strings.Lines(kept) {
		words := strings.Fields(line)
		known[words[0]] = words[2:]
	}
	killers := map[string][]string{}
	names := map[string]bool{}
	for _, m := range broken.All() {
		require.False(t, names[m.Name], "%s is there twice", m.Name)
		require.NotEmpty(t, m.Kills, m.Name)
		names[m.Name] = true
		if raceDetector && !slices.Equal(m.APIs, []string{"polar-teampro"}) {
			continue
		}
		o := server.Options{World: m.Build(simulator.New()), APIs: m.APIs, Virtual: bubble.In(t), Jobs: 2, Select: m.Kills}
		if whole {
			o.Select = nil
		}
		r, _, err := server.Run(t.Context(), o)
		require.NoError(t, err)
		noticed := failed(r)
		for _, id := range m.Kills {
			if !slices.Contains(noticed, id) {
				t.Errorf("%s does not notice a server that %s (%s)", id, m.What, m.Name)
			}
			if !whole && !slices.Contains(known[id], m.Name) {
				t.Errorf("matrix.golden does not know that %s fails %s; run the test with -update", m.Name, id)
			}
		}
		for _, id := range noticed {
			killers[id] = append(killers[id], m.Name)
		}
	}
	var b strings.Builder
	for _, p := range server.Probes() {
		if p.Level.Scored() && len(killers[p.ID]) == 0 && !raceDetector {
			t.Errorf("%s is scored, but no defect that names it fails it: it shows nothing", p.ID)
		}
		if !whole {
			for _, name := range known[p.ID] {
				require.True(t, names[name], "matrix.golden knows a defect %s that there is not; run the test with -update", name)
			}
			_, there := known[p.ID]
			require.True(t, there, "matrix.golden does not know %s; run the test with -update", p.ID)
			continue
		}
		fmt.Fprintf(&b, "%s %-6s %s\n", p.ID, p.Level, strings.Join(killers[p.ID], " "))
	}
	if whole {
		golden.EqualFile(t, "matrix.golden", []byte(b.String()))
	}
}

// What `check explain` tells is a table, since a program would else have all these simulators in it.
func TestTheTableKnowsWhichDefectsAreNoticed(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, p := range server.Probes() {
		for _, defect := range broken.Killers(p.ID) {
			fmt.Fprintf(&b, "%s\t%s\n", p.ID, defect)
		}
	}
	golden.EqualFile(t, "../killers.txt", []byte(b.String()))
}

// Every probe says what it rests on, and demands no more than that allows.
func TestProbesAreSound(t *testing.T) {
	t.Parallel()
	book, err := requirements.Load()
	require.NoError(t, err)
	cases := server.Cases()
	seen := map[string]bool{}
	for _, c := range cases {
		require.False(t, seen[c.ID], "%s is there twice", c.ID)
		seen[c.ID] = true
		c.Kills = broken.Killers(c.ID)
	}
	info := func(id string) bool {
		return slices.ContainsFunc(cases, func(c *conformance.Case) bool { return c.ID == id && c.Level == conformance.InfoLevel })
	}
	require.NoError(t, conformance.LintHeads(cases, conformance.LintOptions{Requirements: book.IDs(), Covers: info}))
	require.Greater(t, len(cases), 100)
	for _, api := range server.APIs() {
		require.True(t, slices.ContainsFunc(cases, func(c *conformance.Case) bool { return c.API == api }), api)
	}
}

package scenarios

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/checks"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"

	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
)

func all(t *testing.T) []*conformance.Case {
	t.Helper()
	catalogue, err := cases.Load()
	require.NoError(t, err)
	return catalogue
}

func now() time.Time { return time.Date(2026, 11, 21, 18, 30, 0, 0, time.UTC) }

func TestEveryScenarioCanBePlayed(t *testing.T) {
	t.Parallel()
	r := checks.New()
	catalogue := all(t)
	list, err := Load(r, now())
	require.NoError(t, err)
	for _, s := range list {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			require.NotEmpty(t, s.Title)
			require.NotEmpty(t, s.Needs)
			require.NotEmpty(t, s.Acts)
			for i := range s.Acts {
				a := &s.Acts[i]
				require.NotEmpty(t, a.Does)
				world, judged, err := s.Judged(a, catalogue, r)
				require.NoError(t, err)
				require.NotEmpty(t, judged)
				st, err := stage.Listen(world, 1, simulator.New())
				require.NoError(t, err, a.Name)
				st.Close()
				for _, c := range judged {
					require.NotEmpty(t, c.Stimulus, c.ID)
					for _, ch := range append(c.Stimulus, c.Checks...) {
						require.Truef(t, r.Wire(ch.Name, ch.Args), "%s: %s is not on the wire", c.ID, ch.Name)
					}
				}
			}
		})
	}
}

func TestWhatIsWrongWithAScenarioIsSaid(t *testing.T) {
	t.Parallel()
	r := checks.New()
	catalogue := all(t)
	for text, want := range map[string]string{
		"name: a/b\nactz: []": "actz",
		"name: a/b\nacts: [{name: x, cases: [{case: FB-POLL-001, checks: [{survifes: {}}]}]}]": "survifes",
	} {
		_, err := Parse("a/b.yaml", []byte(text), r, now())
		require.ErrorContains(t, err, want)
	}
	for id, want := range map[string]string{"FB-NONE-001": "no case FB-NONE-001", "FB-AUTH-012": "not for mode observe"} {
		s, err := Parse("a/b.yaml", []byte("name: a/b\nservice: firstbeat\nacts: [{name: x, cases: [{case: "+id+"}]}]"), r, now())
		require.NoError(t, err)
		_, _, err = s.Judged(&s.Acts[0], catalogue, r)
		require.ErrorContains(t, err, want)
	}
	_, err := Find(nil, "a/b")
	require.ErrorContains(t, err, `no scenario "a/b"`)
}

func TestDaysAreCountedFromToday(t *testing.T) {
	t.Parallel()
	require.Equal(t, "from 2026-11-17T00:00:00Z on", dated("from $(day:-4) on", now()))
}

func TestACaseIsObservedAloneWhereTheProgramNeedsNobody(t *testing.T) {
	t.Parallel()
	r := checks.New()
	catalogue := all(t)
	driven := 0
	for _, c := range catalogue {
		for _, run := range c.Runs() {
			judged, why := Alone(run, r, now())
			if why == "" {
				driven++
				require.NotEmpty(t, judged.Checks, run.Name())
				require.Contains(t, judged.World.Population, "firstDay")
			}
			switch run.ID {
			case "FB-POLL-001":
				require.Empty(t, why)
				require.Len(t, judged.Checks, 1, "the variables are what only an adapter reports")
			case "FB-AUTH-007":
				require.Contains(t, why, "step 2")
			case "FB-AUTH-012":
				require.Contains(t, why, "from outside")
			case "FB-RATE-002":
				require.Contains(t, why, "virtual time")
			}
		}
	}
	require.Greater(t, driven, 30)
}

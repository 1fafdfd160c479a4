package polaraccesslink

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/memo"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// TestWhatIsRememberedIsWhatWouldBeMade moves the clock to and fro, edits sessions,
// keeps watches away and forks the world, and compares each answer with one that is
// made anew.
func TestWhatIsRememberedIsWhatWouldBeMade(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	day := midnight(noon)
	w, err := world.New(world.Config{Seed: new(uint64(7)), Time: noon, Frozen: true}, []world.Service{Service()})
	require.NoError(t, err)
	first, err := w.Tenant(service)
	require.NoError(t, err)
	athlete := w.Data.Organization(1).FirstAthlete
	asked, made := 0, 0
	compare := func(t require.TestingT, tn *tenant, now time.Time) {
		c := &caller{Request: &httpx.Request{Call: httpx.Call{Now: now}}, athlete: athlete, within: span{day.AddDate(0, 0, -1), day.AddDate(0, 0, 2)}}
		for what, list := range map[string]func(*tenant, *caller, *memo.Span) (any, error){"sessions": trainingSessions, "devices": userDevices} {
			v, err := list(tn, c, &memo.Span{})
			require.NoError(t, err)
			want, err := encode(tn, c.Request, v)
			require.NoError(t, err)
			asked++
			got, err := tn.remembered(c, what, func(t *tenant, c *caller, s *memo.Span) (any, error) { made++; return list(t, c, s) })
			require.NoError(t, err)
			require.Equal(t, string(want.Body), string(got.(httpx.Response).Body), "%s at %s", what, now)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		tenants, now := []*tenant{first.(*tenant)}, noon
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			tn := rapid.SampledFrom(tenants).Draw(rt, "world")
			switch rapid.IntRange(0, 5).Draw(rt, "step") {
			case 0, 1:
				now = noon.Add(time.Duration(rapid.IntRange(-30*60, 30*60).Draw(rt, "minutes")) * time.Minute)
			case 2:
				name := rapid.StringMatching(`[a-z]{3}`).Draw(rt, "name")
				for e := range tn.data.Events(athlete, day.AddDate(0, 0, -1), day.AddDate(0, 0, 1)) {
					tn.people.change(athlete, func(p *person) {
						p.edits = maps.Clone(p.edits)
						if p.edits == nil {
							p.edits = map[uint64]edit{}
						}
						p.edits[tn.ids.event(e.Ref)] = edit{at: now, name: &name, deleted: name < "h"}
					})
				}
			case 3:
				tn.people.change(athlete, func(p *person) { p.away = append(slices.Clone(p.away), absence{since: now}) })
			case 4:
				tn.people.change(athlete, func(p *person) { p.away = []absence{{since: now, until: now}} })
			case 5:
				fork, err := tn.Fork(w)
				require.NoError(rt, err)
				tenants = append(tenants, fork.(*tenant))
			}
			for _, tn := range tenants {
				compare(rt, tn, now)
			}
		}
	})
	require.Less(t, made, asked*3/4, "most is remembered")
}

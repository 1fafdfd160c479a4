package sweatstack

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// TestWhatIsRememberedIsWhatWouldBeMade lets callers add metadata, traces, tests and
// activities, moves the clock to and fro and forks the world, and compares each list
// with one that is made anew.
func TestWhatIsRememberedIsWhatWouldBeMade(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	w, err := world.New(world.Config{Seed: new(uint64(7)), Time: noon, Frozen: true}, []world.Service{Service()})
	require.NoError(t, err)
	first, err := w.Tenant(service)
	require.NoError(t, err)
	users := first.(*tenant).people.shown(2)
	traced := 0
	rapid.Check(t, func(rt *rapid.T) {
		tn, err := first.(*tenant).Fork(w) // with nothing added yet
		require.NoError(rt, err)
		tenants, now := []*tenant{tn.(*tenant)}, noon
		asOf := func(tn *tenant, u user, app string) ([]*activity, *caller) {
			c := &caller{Request: &httpx.Request{Call: httpx.Call{Now: now}}, user: u, access: oauth.Access{ClientID: app}}
			var shown []*activity
			for a := range tn.newest(&u, now) {
				if shown = append(shown, a); len(shown) == 6 {
					break
				}
			}
			return shown, c
		}
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			tn := rapid.SampledFrom(tenants).Draw(rt, "world")
			u := rapid.SampledFrom(users).Draw(rt, "user")
			shown, c := asOf(tn, u, "app")
			a := rapid.SampledFrom(shown).Draw(rt, "activity")
			switch rapid.IntRange(0, 8).Draw(rt, "step") {
			case 0, 1:
				now = noon.Add(time.Duration(rapid.SampledFrom([]int{-3000, -26, 0, 20, 900, 2200, 4400}).Draw(rt, "hours")) * time.Hour)
			case 2:
				tn.store.keep(metaKey{"app", aboutActivity, a.id}, []byte(rapid.SampledFrom([]string{`{"a":1}`, `{"b":2}`}).Draw(rt, "metadata")))
			case 3:
				tn.store.keep(metaKey{"app", aboutActivity, a.id}, nil)
			case 4:
				tn.store.put(recordKey{u.id, aboutTrace, "t"}, trace{id: "t", owner: u.id, at: a.start.Add(time.Minute), zone: time.UTC, tags: []string{}})
			case 5:
				for _, x := range tn.tracesWithin(c, a) {
					tn.store.put(recordKey{u.id, aboutTrace, x.id}, nil)
				}
			case 6:
				tn.store.put(recordKey{u.id, aboutTest, "x"}, trial{id: "x", owner: u.id, sport: "cycling", start: a.start, end: a.end, zone: time.UTC, tags: []string{}})
			case 7:
				again := *a
				again.id, again.shift, again.synced = "again", again.shift-time.Hour, now
				again.start, again.end = again.start.Add(-time.Hour), again.end.Add(-time.Hour)
				tn.store.add(&again)
			case 8:
				fork, err := tn.Fork(w)
				require.NoError(rt, err)
				tenants = append(tenants, fork.(*tenant))
			}
			for _, tn := range tenants {
				for _, app := range []string{"app", webClient} {
					shown, c := asOf(tn, u, app)
					views := make([]*activityView, len(shown))
					for i, a := range shown {
						views[i] = &activityView{activity: *a, traces: true}
						traced += len(tn.tracesWithin(c, a))
					}
					want := string(list(tn, c, views).Body)
					require.Equal(rt, want, string(tn.remembered(c, shown).Body))
					require.Equal(rt, want, string(tn.remembered(c, slices.Clone(shown)).Body))
				}
			}
		}
	})
	require.NotZero(t, traced, "traces are compared, too")
}

// TestATestThatIsOverShowsInWhatIsRemembered has a trace lie in a test of the
// population that is not over yet.
func TestATestThatIsOverShowsInWhatIsRemembered(t *testing.T) {
	t.Parallel()
	w, err := world.New(world.Config{Seed: new(uint64(7)), Frozen: true}, []world.Service{Service()})
	require.NoError(t, err)
	made, err := w.Tenant(service)
	require.NoError(t, err)
	tn := made.(*tenant)
	u := tn.people.shown(1)[0]
	begin := tn.testStart(&u, 1)
	tn.store.put(recordKey{u.id, aboutTrace, "t"}, trace{id: "t", owner: u.id, at: begin.Add(10 * time.Minute), zone: time.UTC, tags: []string{}})
	a := &activity{id: "a", owner: u.id, sport: "running", start: begin, end: begin.Add(time.Hour), zone: time.UTC, upload: &upload{series: &effort.Series{}}}
	list := func(now time.Time) string {
		c := &caller{Request: &httpx.Request{Call: httpx.Call{Now: now}}, user: u, access: oauth.Access{ClientID: "app"}}
		return string(tn.remembered(c, []*activity{a}).Body)
	}
	require.Contains(t, list(begin.Add(2*time.Hour)), `"test":null`)
	require.Contains(t, list(begin.Add(2*time.Hour)), `"test":null`)
	require.Contains(t, list(begin.Add(testDuration)), `"title":"Threshold test"`)
	require.Contains(t, list(begin.Add(2*time.Hour)), `"test":null`, "the clock went back")
}

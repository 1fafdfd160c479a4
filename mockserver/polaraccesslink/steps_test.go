package polaraccesslink_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// next is the first workout that ends after now.
func (s *sim) next() dataset.Event {
	s.t.Helper()
	for e := range s.World.Data.Events(s.athlete, s.Now(), s.Now().AddDate(0, 0, 20)) {
		if e.Kind == dataset.Workout {
			return e
		}
	}
	s.t.Fatal("no workout ahead")
	return dataset.Event{}
}

// has says whether an event is listed.
func (s *sim) has(e dataset.Event) bool {
	s.t.Helper()
	s.token = s.grant(s.athlete)
	at := e.Start.In(e.Zone)
	return len(s.object(sessions+between(at.Format(naive), at.Add(time.Second).Format(naive))).list("trainingSessions")) > 0
}

func TestSessionsAppearWhenTheWatchSyncs(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	e := s.next()
	s.Advance(e.End.Sub(s.Now()))
	require.False(t, s.has(e), "it has only just ended")
	s.Advance(5 * time.Minute)
	require.False(t, s.has(e) && s.session(e).text("created") > s.Now().Format(time.RFC3339))
	s.Advance(time.Minute)
	require.True(t, s.has(e))
	x := s.session(e)
	require.Equal(t, x["created"], x["modified"])
	require.GreaterOrEqual(t, x.text("created"), e.End.Add(5*time.Minute).UTC().Format("2006-01-02T15:04:05Z"))
}

func TestEarlySync(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	e := s.next()
	s.Advance(e.End.Add(10 * time.Second).Sub(s.Now()))
	require.False(t, s.has(e))
	s.step("POST", "athletes/{athlete}/sync", "", nil)
	require.True(t, s.has(e))
	require.Equal(t, s.Now().UTC().Format("2006-01-02T15:04:05Z"), s.session(e).text("created"))
}

func TestWatchThatDoesNotSync(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	before, e := s.workouts(s.athlete)[0], s.next()
	s.step("POST", "athletes/{athlete}/offline", "", nil)
	s.step("POST", "athletes/{athlete}/offline", "", nil)
	s.Advance(e.End.Add(30 * time.Hour).Sub(s.Now()))
	require.False(t, s.has(e))
	require.True(t, s.has(before), "what was there stays")
	fork, err := s.Worlds().Fork(world.DefaultName, "fork")
	require.NoError(t, err)
	s.step("POST", "athletes/{athlete}/sync", "", nil)
	require.True(t, s.has(e))
	require.Equal(t, s.Now().UTC().Format("2006-01-02T15:04:05Z"), s.session(e).text("created"), "created is when it came, not when it was")
	later := s.next()
	s.Advance(later.End.Add(10 * time.Minute).Sub(s.Now()))
	require.True(t, s.has(later))
	s.tenant, err = fork.Tenant(service)
	require.NoError(t, err)
	s.token = grant(t, fork, s.athlete)
	at := e.Start.In(e.Zone)
	require.Equal(t, `{"trainingSessions":[]}`, string(s.directAt(sessions+between(at.Format(naive), at.Add(time.Second).Format(naive)), fork.Clock.Now()).Body), "a fork goes its own way")
}

func TestEditsAndDeletions(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	e := s.workouts(s.athlete)[2]
	id := map[string]string{"id": polaraccesslink.SessionID(s.tenant, e.Ref)}
	const path = "athletes/{athlete}/training-sessions/{id}"
	before := s.session(e)
	s.step("POST", path, `{"name":"Race","note":"Wind"}`, id)
	x := s.session(e)
	require.Equal(t, "Race", x.text("name"))
	require.Equal(t, "Wind", x.text("note"))
	require.Equal(t, before["created"], x["created"])
	require.Equal(t, s.Now().UTC().Format("2006-01-02T15:04:05Z"), x.text("modified"))
	s.step("POST", path, `{"note":""}`, id)
	require.Equal(t, "Race", s.session(e).text("name"), "what is not named stays")
	s.step("DELETE", path, "", id)
	require.False(t, s.has(e))
	_, err := s.try("DELETE", path, "", id)
	require.IsType(t, &world.Missing{}, err, "it is gone")
}

func TestStepsRefuse(t *testing.T) {
	t.Parallel()
	s := newSim(t)
	other := s.World.Data.Organization(0).FirstAthlete
	night := ""
	for e := range s.World.Data.Events(s.athlete, start.AddDate(0, 0, -3), start) {
		if e.Kind == dataset.Night {
			night = polaraccesslink.SessionID(s.tenant, e.Ref)
		}
	}
	const path = "athletes/{athlete}/training-sessions/{id}"
	for _, id := range []string{"", "x", "1", night, polaraccesslink.SessionID(s.tenant, s.next().Ref), polaraccesslink.SessionID(s.tenant, s.workouts(other)[0].Ref)} {
		_, err := s.try("POST", path, `{"name":"x"}`, map[string]string{"id": id})
		require.IsType(t, &world.Missing{}, err, "%q", id)
	}
	good := map[string]string{"id": polaraccesslink.SessionID(s.tenant, s.workouts(s.athlete)[0].Ref)}
	for step, body := range map[string]string{path: `{"title":"x"}`, "athletes/{athlete}/consents": `{"accepted":"no"}`, "athletes/{athlete}/picture": `[]`, "athletes/{athlete}/sync": `{"now":true}`} {
		_, err := s.try("POST", step, body, good)
		require.IsType(t, &world.Invalid{}, err, step)
	}
	for _, athlete := range []string{"", "-1", "x", "1000000"} {
		_, err := s.try("GET", "athletes/{athlete}", "", map[string]string{"athlete": athlete})
		require.IsType(t, &world.Missing{}, err, athlete)
	}
	out, err := s.try("GET", "athletes/{athlete}", "", nil)
	require.NoError(t, err)
	require.NotNil(t, out)
}
